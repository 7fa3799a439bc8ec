"""Feeds that somebody saved: each entry an article."""

from __future__ import annotations

import socket
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from digest.errors import SeedError
from digest.read.readers.markup import lines_of
from digest.read.seed import Reading, reading_of
from digest.settings import Settings
from digest.values import Article, Seed

BODY = (
    "Мост через Иртыш открыли для движения утром в понедельник.",
    "Его ремонтировали почти два года, и движение шло по временному мосту.",
)
TEASER = "Новую школу на триста мест открыли в степном посёлке."
ITEM = f"""<item><title>Мост &amp; дорога</title><link>https://stepnews.example/1</link>
<guid isPermaLink="false">id-1</guid><pubDate>Tue, 26 Mar 2024 01:30:00 +0600</pubDate>
<dc:creator><![CDATA[Иван Петров]]></dc:creator><category>Город</category>
<description>Коротко о мосте, одним предложением.</description>
<content:encoded><![CDATA[<h2></h2><p>{BODY[0]}</p><script>alert(1)</script><p>{BODY[1]}</p>]]></content:encoded>
</item>"""
SHORT = f"""<item><title>Школа</title><link>https://stepnews.example/2</link>
<description>{TEASER}</description></item>"""
EMPTY = "<item><title>Одно название</title><link>https://stepnews.example/3</link></item>"
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="uk"><title>Вісник</title>
<link href="https://visnyk.example/"/><id>urn:feed</id>
<entry><title type="html">Ринок &amp;amp; площа</title><id>urn:1</id>
<link rel="alternate" href="https://visnyk.example/market"/>
<updated>2024-04-02T23:10:00+03:00</updated>
<author><name>Олена Коваль</name><email>o@visnyk.example</email></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>На площі відкрили новий критий ринок.</p>
<p>Торгові місця роздавали за жеребом усю суботу.</p></div></content></entry></feed>"""


def _rss(
    *items: str, head: str = "<title>Степные новости</title><link>https://stepnews.example/</link>"
) -> str:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    start = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" {spaces}><channel>{head}'
    return start + "".join(items) + "</channel></rss>\n"


def _read(raw: str | bytes, name: str = "feed.xml") -> Reading:
    return reading_of(Seed(f"seeds/{name}", raw.encode() if isinstance(raw, str) else raw), Settings())


def _articles(raw: str | bytes, name: str = "feed.xml") -> tuple[Article, ...]:
    return _read(raw, name).articles


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for a connection fails the test."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


# What an entry says


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "Feed.ATOM"])
def test_an_entry_is_an_article(name: str) -> None:
    """Its full text goes before its summary; the day is that of its own time zone."""
    (article,) = _articles(_rss(ITEM), name)
    assert (article.title, article.body, article.lang) == ("Мост & дорога", BODY, "ru")
    assert (article.date, article.author, article.section) == (date(2024, 3, 26), "Иван Петров", "Город")
    assert (article.source, article.source_url) == ("Степные новости", "https://stepnews.example/1")
    assert article.place == "entry 1"


def test_an_atom_entry_is_an_article() -> None:
    """With content in XHTML, the update for its day, and a title that is HTML."""
    (article,) = _articles(ATOM)
    assert article.title == "Ринок & площа"
    assert article.body[0] == "На площі відкрили новий критий ринок."
    assert (article.lang, article.date, article.author) == ("uk", date(2024, 4, 2), "Олена Коваль")
    assert (article.source, article.source_url) == ("Вісник", "https://visnyk.example/market")


def test_the_source_of_an_entry_goes_before_the_title_of_the_feed() -> None:
    """An aggregator's feed; the other name is kept as a rival."""
    item = ITEM.replace("</item>", '<source url="https://x.example/rss">Речной край</source></item>')
    (article,) = _articles(_rss(item))
    assert article.source == "Речной край"
    assert [fact.value for fact in article.facts if fact.name == "source"] == [
        "Речной край",
        "Степные новости",
    ]


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("Степной край — Новости", "Степной край"),
        ("Последние события | StepNews", "StepNews"),
        ("Новости", None),
    ],
)
def test_the_title_of_a_feed_is_its_publisher(title: str, source: str | None) -> None:
    """Not the name of its section."""
    (article,) = _articles(
        _rss(ITEM, head=f"<title>{title}</title><link>https://www.stepnews.example</link>")
    )
    assert article.source == source


def test_a_default_language_of_a_feed_does_not_count() -> None:
    """Many a system writes "en-US" where nobody has chosen a language."""
    head = "<title>Степь</title><language>en-US</language>"
    assert _articles(_rss(ITEM, head=head))[0].lang == "ru"


@pytest.mark.parametrize("author", ["admin", "news@stepnews.example", "Редактор"])
def test_an_account_is_no_author(author: str) -> None:
    """Nor is an address."""
    assert _articles(_rss(ITEM.replace("Иван Петров", author)))[0].author is None


def test_of_several_categories_none_is_stated() -> None:
    """They are tags; the first is told as a guess."""
    item = ITEM.replace("<category>", "<category>мост</category><category>", 1)
    (article,) = _articles(_rss(item))
    assert article.section is None
    assert [(fact.value, fact.stated) for fact in article.facts if fact.name == "section"] == [
        ("мост", False)
    ]


def test_a_teaser_is_a_short_article_and_a_title_alone_is_refused() -> None:
    """The entries without a text are told together."""
    reading = _read(_rss(ITEM, EMPTY, SHORT, EMPTY.replace("/3", "/4")))
    assert [article.body for article in reading.articles] == [BODY, (TEASER,)]
    (refused,) = reading.refused
    assert (refused.place, refused.message, refused.remedy) == (
        "entries 2, 4",
        "no text",
        "save the article's page",
    )


@pytest.mark.parametrize(
    "words",
    [
        "The post {} appeared first on {}.",
        "Сообщение {} появились сначала на {}.",
        "Artykuł {} pochodzi z serwisu {}.",
        "Запис {} спершу з’явився на {}.",
        "Допис {} з'явились спочатку на {}.",
    ],
)
def test_the_signature_of_a_feed_is_cut(words: str) -> None:
    """With its reason, and a sentence of the article that names the headline stays."""
    signature = words.format('<a href="https://stepnews.example/1">Мост &amp; дорога</a>', "<a>Степь</a>")
    said = "Мост & дорога – так называется выставка, которую открыли в тот же день."
    item = ITEM.replace(f"<p>{BODY[1]}</p>", f"<p>{BODY[1]}</p><p>{said}</p><p>{signature}</p>")
    (article,) = _articles(_rss(item))
    assert article.body == (*BODY, said)
    assert [cut.rule for cut in article.cuts] == ["headline_again", "feed_signature"]


def test_names_and_hashes_stay_when_entries_come_and_go() -> None:
    """The next day's feed has other entries above."""
    before = {article.title: article for article in _articles(_rss(ITEM, SHORT))}
    for article in _articles(_rss(SHORT.replace("Школа", "Другая").replace("/2", "/9"), SHORT, ITEM))[1:]:
        assert (article.slug, article.sha256) == (before[article.title].slug, before[article.title].sha256)


def test_a_feed_in_an_old_encoding_is_read() -> None:
    """As its declaration says."""
    raw = _rss(ITEM).replace("utf-8", "windows-1251").encode("cp1251")
    assert _articles(raw)[0].body == BODY


# What is no feed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>', "a sitemap"),
        ("<sitemapindex/>", "an index of sitemaps"),
        ('<!-- x --><opml version="2.0"><body/></opml>', "a list of feeds (OPML)"),
        ('<!DOCTYPE NewsML SYSTEM "x.dtd"><NewsML/>', "NewsML"),
        ("<n:newsItem xmlns:n='x'/>", "NewsML-G2"),
        ("<nitf><body/></nitf>", "NITF"),
        ("<!DOCTYPE html><html><body>x</body></html>", "an HTML page"),
        ("<note><to>x</to></note>", "its root element is <note>"),
        ("просто текст", "no XML"),
        ("", "the file is empty"),
        (_rss(), "a feed without an entry"),
        ("<rss><channel>", "a damaged feed"),
    ],
)
def test_what_is_no_feed_is_called_by_its_name(text: str, found: str) -> None:
    """With what to do about it."""
    with pytest.raises(SeedError) as caught:
        _read(text)
    assert found in caught.value.found
    assert caught.value.remedy


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = _rss(SHORT.replace("Школа", "&l9;")).replace(
    "<rss", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]><rss', 1
)
FILE = _rss(SHORT.replace("Школа", "&f;")).replace(
    "<rss", '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss', 1
)


@pytest.mark.parametrize("text", [BOMB, FILE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_of_its_own_are_refused(text: str, encoding: str) -> None:
    """They grow without end, or name a file of this machine."""
    started = time.perf_counter()
    with pytest.raises(SeedError, match="defines XML entities"):
        _read(text.replace('encoding="utf-8"', "").encode(encoding))
    assert time.perf_counter() - started < 5


def test_a_feed_that_names_addresses_fetches_none() -> None:
    """Style sheets, a DTD, pictures and links stay where they are."""
    text = _rss(ITEM.replace("<p>", '<img src="https://x.example/1.png"/><p>', 1)).replace(
        "<rss",
        '<?xml-stylesheet href="https://x.example/s.xsl"?><!DOCTYPE rss SYSTEM "https://x.example/r.dtd"><rss',
    )
    assert _articles(text)[0].body == BODY


def test_deep_markup_does_no_harm() -> None:
    """A hundred thousand elements, one within the other."""
    started = time.perf_counter()
    deep = "<div>" * 100_000 + TEASER
    _error_or_articles(_rss(ITEM.replace(f"<p>{BODY[0]}", f"{deep}<p>{BODY[0]}")).encode())
    _error_or_articles((_rss()[:-20] + "<x>" * 100_000).encode())
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize("part", range(1, 20))
def test_a_feed_that_is_cut_short_is_told(part: int) -> None:
    """As an error, or beside the entries that are there."""
    raw = _rss(SHORT, ITEM).encode()
    try:
        reading = _read(raw[: len(raw) * part // 20])
    except SeedError as error:
        told = error.remedy
    else:
        told = "cut short" * any("cut short" in one.message for one in reading.refused)
    assert told


@given(st.data())
@hypothesis_settings(max_examples=150, deadline=None)
def test_a_damaged_feed_gives_articles_or_an_error(data: st.DataObject) -> None:
    """Whatever its bytes are."""
    raw = bytearray(_rss(SHORT, ITEM).encode())
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
        raw[place] = data.draw(st.integers(0, 255))
    _error_or_articles(bytes(raw))


@given(st.binary(max_size=400))
@hypothesis_settings(max_examples=100, deadline=None)
def test_any_bytes_give_articles_or_an_error(raw: bytes) -> None:
    """With the beginning of a feed too."""
    _error_or_articles(raw)
    _error_or_articles(b"<rss><channel><item>" + raw)


def _error_or_articles(raw: bytes) -> None:
    try:
        articles = _articles(raw)
    except SeedError:
        return
    assert all(article.title and article.body for article in articles)


# HTML as lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>а <b>б</b>\nв</p><p>г</p>", "а б в\n\nг"),
        ("а<br>б<br/>в", "а\nб\nв"),
        ("<ul><li>а</li><li>б</li></ul>", "а\n\nб"),
        ("<p>а<script>x()</script> б</p><style>y</style><!-- z -->", "а б"),
        ("а &amp; б &nbsp;в", "а & б в"),
        ("", ""),
        ("</div></div><p>а", "а"),
        ("<?xml version='1.0' encoding='x'?><p>а</p>", "а"),
        ("а\0б", "аб"),
    ],
)
def test_html_as_lines(html: str, lines: str) -> None:
    """A line for a block, and nothing that no reader sees."""
    assert lines_of(html) == lines

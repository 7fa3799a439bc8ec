"""Web pages as files: what is read of them, whatever their encoding, and what is refused."""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import extract

from bench import web_pages as bench
from digest.errors import SeedError
from digest.read.readers import web_archive
from digest.read.seed import Reading, reading_of
from digest.settings import Settings
from digest.values import Article, Seed

PAGES = sorted(Path(__file__).with_name("web_pages").glob("*.html"))
RUSSIAN = PAGES[0].with_name("ru_wordpress.html").read_text(encoding="utf-8")
POLISH = PAGES[0].with_name("pl_old_portal.html").read_text(encoding="utf-8")
PROSE = (
    "<p>Posłowie przyjęli w czwartek ustawę, która zmienia sposób powoływania sędziów w całym kraju.</p>"
    "<p>Za ustawą głosowało 240 posłów, przeciw było 190, a reszta wstrzymała się od głosu.</p>"
    "<p>Prezydent zapowiedział, że zapozna się z tekstem i podejmie decyzję w ciągu dwóch tygodni.</p>"
)
TITLE = "Sejm przyjął ustawę o powoływaniu sędziów"
HEADING = f"<h1>{TITLE}</h1>"


def read(source: str | bytes, name: str = "a.html") -> Article:
    """The one article of a page."""
    raw = source.encode() if isinstance(source, str) else source
    return extract(Seed(name, raw), Settings())


def page(head: str = "", body: str = HEADING + PROSE) -> str:
    """A page of these parts."""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def data(**facts: Any) -> str:
    """JSON-LD that says this of an article."""
    told = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **facts}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_saved_page_gives_its_article(path: Path) -> None:
    """Text and facts are those that a person finds in it."""
    article = read(path.read_bytes(), path.name)
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = {name: getattr(article, name) for name in expected} | {"body": list(article.body)}
    assert found | {"date": article.date and article.date.isoformat()} == expected


@pytest.mark.parametrize(
    ("source", "encodings"),
    [
        (RUSSIAN, ("utf-8", "utf-8-sig", "cp1251", "koi8-r", "utf-16", "utf-16-le", "utf-16-be")),
        (POLISH, ("utf-8", "iso8859-2", "cp1250", "utf-16")),
    ],
)
@pytest.mark.parametrize("declared", ["", "utf-8", "windows-1251", "iso-8859-1", "base64", "nonsense"])
def test_the_encoding_is_found_whatever_is_declared(
    source: str, encodings: tuple[str, ...], declared: str
) -> None:
    """A declaration counts only where it gives plausible text."""
    plain = source.replace('charset="UTF-8"', f'charset="{declared}"').replace("windows-1252", declared)
    expected = read(source)
    for encoding in encodings:
        article = read(plain.encode(encoding, errors="xmlcharrefreplace"))
        assert (article.title, article.body) == (expected.title, expected.body), encoding


def test_a_declared_encoding_of_another_script_is_kept() -> None:
    """Greek is none of the languages that the guess knows."""
    text = "Ο πρόεδρος υπέγραψε τον νόμο για τη μεταρρύθμιση των δικαστηρίων σε όλη τη χώρα."
    source = page('<meta charset="iso-8859-7">', f"<h1>Νέος νόμος για τα δικαστήρια</h1><p>{text}</p>")
    assert read(source.encode("iso8859-7")).body == (text,)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.htm", "a.xhtml", "a.mht"])
def test_a_page_is_read_under_any_name(name: str) -> None:
    """What a file holds decides, not how it is called."""
    assert read(RUSSIAN, name).author == "Ольга Дегтярёва"


def test_plain_text_under_the_name_of_a_page_is_text() -> None:
    """It is read as text is."""
    text = f"{TITLE}\n\n" + PROSE.replace("</p>", "\n\n").replace("<p>", "")
    assert read(text, "a.html").body == read(text, "a.txt").body


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Anna Nowak", "Anna Nowak"),
        ({"@type": "Person", "name": "Anna Nowak"}, "Anna Nowak"),
        ([{"@type": "Person", "name": "Anna Nowak"}, {"name": ["Jan Lis"]}], "Anna Nowak, Jan Lis"),
        ({"@type": "Person", "givenName": "Anna", "familyName": "Nowak"}, "Anna Nowak"),
        ("Autor: Anna Nowak", "Anna Nowak"),
        ("Anna Nowak | Kurier", "Anna Nowak"),
        ("Anna Nowak i Jan Lis", "Anna Nowak, Jan Lis"),
        ("admin", None),
        ("https://kurier.example/autor/anna-nowak", None),
        ("redakcja@kurier.example", None),
        ({"@type": "Organization", "name": "Kurier"}, None),
        ({"@type": "Organization", "name": "Redakcja Kuriera"}, "Redakcja Kuriera"),
        ({"@type": "Person", "name": {"x": 1}}, None),
        (7, None),
        (None, None),
    ],
)
def test_an_author_is_a_name(value: object, expected: str | None) -> None:
    """An account, an address and the site's own name are none."""
    head = '<meta property="og:site_name" content="Kurier">' + data(author=value)
    assert read(page(head)).author == expected


def test_the_author_of_another_article_is_not_taken() -> None:
    """Neither a columnist in the margin nor a reader who comments has written it."""
    around = (
        '<aside class="columnists"><span class="author">Ewa Dąb</span></aside>'
        '<div class="comments"><span class="author">Jan Lis</span></div>'
    )
    assert read(page(body=HEADING + PROSE + around)).author is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (data(datePublished="2024-05-03T10:00:00+02:00"), "2024-05-03"),
        (data(datePublished="20240503"), "2024-05-03"),
        ('<meta property="article:published_time" content="2024-05-03">', "2024-05-03"),
        ('<meta name="DC.date.issued" content="3 maja 2024">', "2024-05-03"),
        ('<meta name="pubdate" content="Fri, 03 May 2024 10:00:00 +0200">', "2024-05-03"),
        (data(datePublished="0001-01-01T00:00:00"), None),
        (data(datePublished="2024-13-45"), None),
        (data(datePublished=["x"], dateModified="2024-05-03"), None),
        ('<meta property="article:modified_time" content="2024-05-03">', None),
    ],
)
def test_the_day_of_publication(head: str, expected: str | None) -> None:
    """That of a change is none."""
    found = read(page(head)).date
    assert (found and found.isoformat()) == expected


def test_a_date_beside_the_headline_counts_where_no_metadata_tell() -> None:
    """It is printed in a box for it."""
    body = f'{HEADING}<div class="article-date">3 maja 2024, 10:15</div>{PROSE}'
    assert str(read(page(body=body)).date) == "2024-05-03"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kurier", "Kurier"),
        ("Kurier - najnowsze wiadomości z kraju i ze świata", "Kurier"),
        ("Wiadomości z regionu | Kurier", "Kurier"),
        ("www.kurier.example", "kurier.example"),
        ("", "kurier.example"),
    ],
)
def test_the_source_is_the_name_of_the_site(name: str, expected: str) -> None:
    """Without its slogan; its address where it has no name."""
    head = (
        '<link rel="canonical" href="https://www.kurier.example/a/b.html">'
        f'<meta property="og:site_name" content="{name}">'
    )
    assert read(page(head)).source == expected


def test_a_title_goes_without_the_name_of_the_site() -> None:
    """Where the page has no heading, its title tells."""
    head = f'<title>{TITLE} - Kurier</title><meta property="og:site_name" content="Kurier">'
    assert read(page(head, PROSE)).title == TITLE


def test_the_printed_headline_is_better_than_that_for_networks() -> None:
    """The other one is kept as its rival."""
    article = read(page('<meta property="og:title" content="Szok w Sejmie! Ustawa o sędziów przyjęta">'))
    assert article.title == TITLE
    assert [fact.origin for fact in article.facts if fact.name == "title"][:2] == ["<h1>", "Open Graph"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (data(articleSection="Polityka"), "Polityka"),
        (data(articleSection=["Wiadomości", "Polityka"]), "Polityka"),
        ('<meta property="article:section" content="Kraj, Polityka">', "Kraj"),
        (data(articleSection="Strona główna"), None),
        (data(articleSection="https://kurier.example/polityka"), None),
        (data(articleSection=TITLE), None),
        (data(articleSection="news-page-1"), None),
        (data(articleSection={"a": 1}), None),
    ],
)
def test_a_section_says_something(head: str, expected: str | None) -> None:
    """The home page, an address and a part of an address are none."""
    assert read(page(head)).section == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://kurier.example/a?id=1", "https://kurier.example/a?id=1"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("https://user:secret@kurier.example/a", None),
        ("http://[::1", None),
        ("//kurier.example/a", None),
    ],
)
def test_an_address_is_one_of_the_web(address: str, expected: str | None) -> None:
    """Only http and https, and nothing secret."""
    assert read(page(f'<link rel="canonical" href="{address}">')).source_url == expected


def test_facts_that_disagree_are_both_kept() -> None:
    """The surer one is stated."""
    head = data(datePublished="2024-05-03") + '<meta name="date" content="2024-05-04">'
    dates = [(fact.value, fact.origin, fact.stated) for fact in read(page(head)).facts if fact.name == "date"]
    assert dates == [("2024-05-03", "JSON-LD", True), ("2024-05-04", "meta", False)]


def test_the_language_of_a_template_does_not_count_against_the_text() -> None:
    """It is listed as a rival."""
    article = read(page().replace("<html>", '<html lang="en-US">'))
    assert article.lang == "pl"
    assert ("en", "<html lang>", False) in {(f.value, f.origin, f.stated) for f in article.facts}


def test_paragraphs_in_several_containers_are_all_read() -> None:
    """Advertisements part them."""
    parts = "".join(
        f'<div class="text"><p>To jest akapit numer {n}, który opisuje kolejny etap sprawy w sądzie.</p>'
        f"<p>Drugi akapit części {n} mówi o tym, co powiedzieli świadkowie i obrońcy.</p></div>"
        '<div class="ad">REKLAMA</div>'
        for n in range(6)
    )
    assert len(read(page(body=f"<h1>{TITLE}</h1><div>{parts}</div>")).body) == 12


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("", "empty"),
        ("\0\0  ", "empty"),
        (
            page("<title>404 Not Found</title>", "<h1>404</h1><p>Strona nie istnieje, przepraszamy.</p>"),
            "error",
        ),
        (page("<title>Just a moment...</title>", "<p>Checking your browser before you go on.</p>"), "error"),
        (
            page(
                '<link rel="canonical" href="https://kurier.example/">'
                '<meta property="og:type" content="website">',
                "<h1>Kurier</h1>" + PROSE,
            ),
            "lists articles",
        ),
        (page(body='<ul><li><a href="/1">Jeden</a></li><li><a href="/2">Dwa</a></li></ul>'), "no article"),
        ("<html><frameset><frame src='http://kurier.example/a'></frameset></html>", "no article"),
        (page(body="<p>" + "x" * 21_000_000), "million characters"),
        (page(body="<b>x</b>" * 40_000), "elements"),
        (page(body="<div>" * 100_000 + PROSE), "no article"),
    ],
)
def test_a_page_without_an_article_is_refused(source: str, found: str) -> None:
    """The error says what to do."""
    with pytest.raises(SeedError, match=found) as caught:
        read(source)
    assert caught.value.file == "a.html"
    assert caught.value.remedy


HOSTILE = {
    "entities": '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><p>&b;</p>' + HEADING + PROSE,
    "zeros": HEADING + PROSE.replace(" ", "\0 "),
    "attributes": "<p " + " ".join(f"a{n}='1'" for n in range(50_000)) + ">" + HEADING + PROSE,
    "long attribute": f"<div data-x='{'y' * 12_000_000}'></div>" + HEADING + PROSE,
    "picture": f'<img src="data:image/png;base64,{"A" * 30_000_000}">' + HEADING + PROSE,
    "open script": HEADING + PROSE + "<script>var x = '",
    "deep data": '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + HEADING + PROSE,
    "odd data": data(author={"a": [1, None]}, datePublished=[3], publisher=7, url=4) + HEADING + PROSE,
    "meta": '<meta property="og:title" content="x">' * 20_000 + HEADING + PROSE,
    "blanks": f"<h1>{' ' * 1_000_000}</h1>" + HEADING + PROSE,
    "dashes": f"<title>{' - ' * 50_000}</title>" + HEADING + PROSE,
    "tables": "<table><tr><td>" * 60 + HEADING + PROSE,
    "authors": HEADING + PROSE + "<span class=author>Jan Lis</span>" * 5_000,
    "code": "<?php echo 1 ?>" + HEADING + PROSE,
    "surrogates": "<p>&#xD800;&#xDFFF;</p>" + HEADING + PROSE,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_does_not_hang(name: str) -> None:
    """An article or a clear error, in the time that a large page may take."""
    start = time.process_time()
    found = stored(f"<html><body>{HOSTILE[name]}".encode(), "a.html")
    assert any("Posłowie" in line for line in found.articles[0].body)
    assert time.process_time() - start < 15


@given(cut=st.integers(0, len(RUSSIAN.encode())), junk=st.binary(max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_page_gives_an_article_or_a_clear_error(cut: int, junk: bytes) -> None:
    """Torn anywhere, with anything in the tear."""
    raw = RUSSIAN.encode()
    with contextlib.suppress(SeedError):
        assert read(raw[:cut] + junk + raw[cut + 50 :]).body


def test_no_page_asks_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it links to."""

    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = '<link rel="stylesheet" href="http://kurier.example/a.css"><base href="http://kurier.example/">'
    source = '<!DOCTYPE html SYSTEM "http://kurier.example/a.dtd">' + page(head)
    assert read(source + '<img src="http://kurier.example/a.png">').title == TITLE


def mhtml(source: str, encoding: str) -> bytes:
    """A page as a browser archives it."""
    return (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://kurier.example/kraj/ustawa.html\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n'
        b"----B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
        b"----B\r\nContent-Type: text/html; charset=" + encoding.encode() + b"\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(source.encode(encoding))
        + b"\r\n----B--\r\n"
    )


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.html", "a.txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "iso8859-2"])
def test_an_archived_page_is_read(name: str, encoding: str) -> None:
    """Its root is the page, its address stands in a header."""
    article = read(mhtml(page(), encoding), name)
    assert (article.title, article.source_url) == (TITLE, "https://kurier.example/kraj/ustawa.html")


def test_an_archive_without_a_page_is_refused() -> None:
    """Only pictures are in it."""
    with pytest.raises(SeedError, match="no page in the file"):
        read(mhtml(page(), "utf-8").replace(b"text/html; charset", b"text/css; charset"), "a.mht")


def warc(*pages: tuple[str, str, str], packed: bool = True) -> bytes:
    """An archive of pages, each with address, status and source."""
    records = []
    for address, status, source in pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{source}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in records)


ONE = ("https://kurier.example/kraj/ustawa.html", "200 OK", page())
LIST = ("https://kurier.example/", "200 OK", page(body="<a href='/1'>Jeden</a>"))
GONE = ("https://kurier.example/stare.html", "404 Not Found", page())


def stored(raw: bytes, name: str = "a.warc.gz") -> Reading:
    """What an archive gives."""
    return reading_of(Seed(name, raw), Settings())


@pytest.mark.parametrize("packed", [True, False])
def test_each_page_of_a_web_archive_is_an_article(packed: bool) -> None:
    """Named by its address; those without an article are counted, those that failed are no pages."""
    other = ("https://kurier.example/kraj/2024/", "200 OK", RUSSIAN)
    found = stored(warc(ONE, LIST, GONE, other, ONE, packed=packed), "a.warc.gz" if packed else "a.warc")
    assert [article.title for article in found.articles] == [TITLE, read(RUSSIAN).title]
    assert [article.slug[:-9] for article in found.articles] == ["ustawa", "kraj"]
    assert found.articles[0].place == f"record 1, {ONE[0]}"
    assert found.articles[0].source_url == ONE[0]
    assert [finding.message[:36] for finding in found.refused] == ["1 of 3 pages hold no article: https:"]


def test_slugs_stay_when_pages_are_added() -> None:
    """They come from the address alone."""
    alone = stored(warc(ONE)).articles[0].slug
    assert alone in {article.slug for article in stored(warc(LIST, ONE)).articles}


def test_a_torn_web_archive_keeps_what_it_gave() -> None:
    """And says that it is torn."""
    found = stored(warc(ONE) + warc(("https://kurier.example/b.html", "200 OK", RUSSIAN))[:90])
    assert [article.title for article in found.articles] == [TITLE]
    assert "damaged" in found.refused[-1].message


@pytest.mark.parametrize("raw", [b"\x1f\x8b", gzip.compress(b"\1" * 100_000), b"nothing of the kind", b""])
def test_what_is_no_web_archive_is_refused(raw: bytes) -> None:
    """The message is short, whatever the file holds."""
    with pytest.raises(SeedError) as caught:
        stored(raw)
    assert len(str(caught.value)) < 500


def test_a_web_archive_that_unpacks_to_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file may hold any number of zeros."""
    monkeypatch.setattr(web_archive, "_LARGEST_ARCHIVE", 100_000)
    found = stored(warc(ONE, ("https://kurier.example/c.html", "200 OK", page(body="x" * 1_000_000))))
    assert [article.title for article in found.articles] == [TITLE]
    assert "damaged or too large" in found.refused[-1].message


def test_the_measure_counts_right_wrong_and_none(tmp_path: Path) -> None:
    """A value that is not asked for counts as wrong; one that nobody looked up not at all."""
    tally = bench.Tally()
    gold = {"title": "Один два", "date": None, "author": "A B, C D", "body": ["раз два три", "четыре пять"]}
    fields = {"title": "один: два", "date": "2024-05-03", "author": "C D, A B", "source": "x"}
    tally.add("a", gold, bench.Found(fields, ["раз два три", "лишнее"]))
    assert dict(tally.right + tally.wrong) == {"title": 1, "date": 1, "author": 1}
    assert tally.wrong["date"] == 1
    assert (tally.lost, tally.paragraphs) == (1, 2)
    assert tally.f1 == [pytest.approx(2 * 3 / 9)]


def test_the_measure_reads_a_folder(capsys: pytest.CaptureFixture[str]) -> None:
    """Ours and trafilatura stand side by side."""
    assert bench.main([str(PAGES[0].parent)]) == 0
    assert "| ours | 4 / 0 / 0 |" in capsys.readouterr().out

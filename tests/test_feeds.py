"""The Atom feeds: valid by RFC 4287, stable, and no more in them than is published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urljoin
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from samples import HOSTILE, bitext, machine, of_text, reviewed

from digest.digest import Digest
from digest.encode import visible
from digest.publication import Publication
from digest.settings import Settings
from digest.values import Bitext
from digest.web.site.feeds import feed, feed_languages

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ADDRESS = "https://digest.example/press"
KAZAKH = bitext(
    "Тақырып",
    "Бірінші сөйлем.",
    "Екінші.",
    english=(reviewed("A title"), reviewed("The first sentence."), machine("The second.")),
    slug="first",
    source="Газет",
    source_url="https://paper.example/1?a=1&b=2",
    author="Автор",
    date=date(2024, 3, 26),
    topics=("Law", "R&D"),
)
RUSSIAN = bitext("Заголовок", "Фраза.", slug="second", lang="ru")


def parsed(bitexts: Sequence[Bitext], lang: str = "en", site_url: str = ADDRESS) -> Element:
    """The feed of a language."""
    digest = Digest(Settings(), tuple(bitexts), publication=Publication(site_url))
    return ElementTree.fromstring(feed(digest, lang))


def texts(parent: Element, path: str) -> list[str]:
    """The texts of the elements of a name below one."""
    return ["".join(item.itertext()) for item in parent.findall(path)]


def is_instant(text: str) -> bool:
    """Whether a text is a date and time as RFC 3339 wants it."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text):
        return False
    return datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None


def assert_valid(root: Element) -> None:
    """What RFC 4287 demands of a feed document (section 4.1) and can be said of any."""
    assert root.tag == f"{ATOM}feed"
    for name, least, most in (("id", 1, 1), ("title", 1, 1), ("updated", 1, 1), ("author", 0, 99)):
        assert least <= len(root.findall(f"{ATOM}{name}")) <= most, name
    relations = [link.get("rel") for link in root.findall(f"{ATOM}link")]
    assert relations.count("self") == 1
    entries = root.findall(f"{ATOM}entry")
    for entry in entries:
        assert_valid_entry(entry)
        assert root.findall(f"{ATOM}author") or entry.findall(f"{ATOM}author")
    for parent in (root, *entries):
        assert all(is_instant(text) for text in texts(parent, f"{ATOM}updated"))
        assert all(is_instant(text) for text in texts(parent, f"{ATOM}published"))
        assert all(re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", text) for text in texts(parent, f"{ATOM}id"))
        alternates = [link for link in parent.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        kinds = [(link.get("type"), link.get("hreflang")) for link in alternates]
        assert len(set(kinds)) == len(kinds), "two alternates of one type and language"
        assert all(link.get("href") for link in parent.findall(f"{ATOM}link"))
        assert all(texts(author, f"{ATOM}name") != [""] for author in parent.findall(f"{ATOM}author"))
        assert all(item.get("term") for item in parent.findall(f"{ATOM}category"))
    ids = [text for entry in entries for text in texts(entry, f"{ATOM}id")] + texts(root, f"{ATOM}id")
    assert len(set(ids)) == len(ids)
    assert not [item.tag for item in root.iter() if not item.tag.startswith((ATOM, XHTML, DUBLIN_CORE))]


def assert_valid_entry(entry: Element) -> None:
    """What it demands of an entry."""
    for name, least, most in (
        ("id", 1, 1),
        ("title", 1, 1),
        ("updated", 1, 1),
        ("published", 0, 1),
        ("summary", 0, 1),
        ("content", 0, 0),
    ):
        assert least <= len(entry.findall(f"{ATOM}{name}")) <= most, name
    assert [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    for summary in entry.findall(f"{ATOM}summary"):
        assert summary.get("type") == "xhtml"
        assert [child.tag for child in summary] == [f"{XHTML}div"], "xhtml is one div"


@pytest.mark.parametrize("site_url", ["", ADDRESS])
@pytest.mark.parametrize("lang", ["en", "kk", "ru"])
@pytest.mark.parametrize("bitexts", [(), (KAZAKH, RUSSIAN)])
def test_a_feed_is_valid(bitexts: tuple[Bitext, ...], lang: str, site_url: str) -> None:
    """With articles or none, with the site's address or without."""
    root = parsed(bitexts, lang, site_url)
    assert_valid(root)
    assert root.get(LANG) == lang


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_a_feed(text: str) -> None:
    """It is read back as a reader sees it, and the feed has the elements that a plain one has."""
    root = parsed([of_text(text, "slug")])
    assert_valid(root)
    entry = root.findall(f"{ATOM}entry")[0]
    shown = visible(text)
    assert texts(entry, f"{ATOM}title") == [shown]
    assert texts(entry, f"{ATOM}author/{ATOM}name") == [shown]
    assert texts(entry, f"{DUBLIN_CORE}publisher") == [shown]
    assert [item.get("term") for item in entry.findall(f"{ATOM}category")] == [shown]
    paragraphs = entry.findall(f"{ATOM}summary/{XHTML}div/*")
    assert {item.tag for item in paragraphs} == {f"{XHTML}p"}
    assert paragraphs[0].text == " ".join([shown] * 3)


def test_the_target_language_lists_every_article_by_its_translated_title() -> None:
    """Where there is none yet, the original stands there, and says its language."""
    entries = parsed([KAZAKH, RUSSIAN]).findall(f"{ATOM}entry")
    assert [texts(entry, f"{ATOM}title")[0] for entry in entries] == ["A title", "Заголовок"]
    assert [entry.findall(f"{ATOM}title")[0].get(LANG) for entry in entries] == [None, "ru"]


def test_another_language_lists_its_own_articles_in_the_original() -> None:
    """The translation is one link away."""
    (entry,) = parsed([KAZAKH, RUSSIAN], "kk").findall(f"{ATOM}entry")
    assert texts(entry, f"{ATOM}title") == ["Тақырып"]
    assert texts(entry, f"{ATOM}summary") == ["Бірінші сөйлем. Екінші."]
    links = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{ATOM}link[@type]")}
    assert links == {"kk": f"{ADDRESS}/kk/first/", "en": f"{ADDRESS}/en/first/"}


def test_there_is_a_feed_for_each_language() -> None:
    """The target's first, also where there is no article."""
    assert feed_languages(Digest(Settings(), (RUSSIAN, KAZAKH))) == ("en", "kk", "ru")
    assert feed_languages(Digest(Settings(), ())) == ("en",)


def test_links_lead_to_the_pages_without_the_sites_address_too() -> None:
    """They are relative to the feed."""
    (entry,) = parsed([KAZAKH], "kk", "").findall(f"{ATOM}entry")
    links = {
        urljoin("https://any.example/x/kk/feed.xml", link.get("href", ""))
        for link in entry.findall(f"{ATOM}link[@type]")
    }
    assert links == {"https://any.example/x/kk/first/", "https://any.example/x/en/first/"}


def test_an_entry_keeps_its_id_when_the_article_is_corrected() -> None:
    """Its name is made of the site's address, the language and the slug alone."""
    corrected = replace(KAZAKH, article=replace(KAZAKH.article, title="Жаңа тақырып", date=date(2025, 1, 1)))
    ids = {texts(parsed([one]), f"{ATOM}entry/{ATOM}id")[0] for one in (KAZAKH, corrected)}
    assert len(ids) == 1
    elsewhere = texts(parsed([KAZAKH], site_url="https://other.example"), f"{ATOM}entry/{ATOM}id")
    assert set(elsewhere).isdisjoint(ids)


def test_dates_are_the_articles_own() -> None:
    """The feed's is the newest's; an article of unknown day is not published on any."""
    root = parsed([RUSSIAN, KAZAKH])
    assert texts(root, f"{ATOM}updated") == ["2024-03-26T00:00:00Z"]
    assert texts(root, f"{ATOM}entry/{ATOM}published") == ["2024-03-26T00:00:00Z"]


def test_a_feed_names_source_author_and_topics() -> None:
    """The source's own page is a link to follow, and who translated is said in the summary."""
    (entry,) = parsed([KAZAKH]).findall(f"{ATOM}entry")
    assert texts(entry, f"{ATOM}author/{ATOM}name") == ["Автор"]
    assert texts(entry, f"{DUBLIN_CORE}publisher") == ["Газет"]
    (via,) = entry.findall(f"{ATOM}link[@rel='via']")
    assert via.get("href") == "https://paper.example/1?a=1&b=2"
    assert [item.get("term") for item in entry.findall(f"{ATOM}category")] == ["Law", "R&D"]
    first, second = (item.text for item in entry.findall(f"{ATOM}summary/{XHTML}div/{XHTML}p"))
    assert first == "The first sentence. The second."
    assert second == (
        "Machine translation, not reviewed: argos 1.12.0, translate-kk_en 1.9. "
        "Reviewed so far: 2 of 3 sentences"
    )


def test_a_feed_holds_the_newest_fifty() -> None:
    """The newest first."""
    many = [replace(KAZAKH, article=replace(KAZAKH.article, slug=f"a{n}")) for n in range(49)]
    newest = replace(KAZAKH, article=replace(KAZAKH.article, slug="newest", date=date(2024, 4, 1)))
    oldest = replace(KAZAKH, article=replace(KAZAKH.article, slug="oldest", date=date(2020, 1, 1)))
    entries = parsed([*many, oldest, newest], "kk").findall(f"{ATOM}entry")
    links = [entry.findall(f"{ATOM}link")[0].get("href") for entry in entries]
    assert len(links) == 50
    assert links[0] == f"{ADDRESS}/kk/newest/"
    assert f"{ADDRESS}/kk/oldest/" not in links


@pytest.mark.parametrize(("withheld", "summary"), [(2, []), (1, ["Бірінші сөйлем."])])
def test_what_is_withheld_is_not_in_a_feed(withheld: int, summary: list[str]) -> None:
    """An article of which only the title is published has no summary."""
    root = parsed([replace(KAZAKH, withheld=withheld)], "kk")
    assert_valid(root)
    assert texts(root, f"{ATOM}entry/{ATOM}summary") == summary

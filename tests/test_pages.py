"""The pages that are written for the site."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data
from parsing import Document, convert
from samples import HOSTILE, bitext, machine, of_text, outdated, reviewed

from digest.encode import visible
from digest.errors import RenderError
from digest.labels import date_words, labels, language_name, own_name
from digest.pages import render
from digest.settings import Settings
from digest.values import Bitext

FULL = bitext(
    "Тақырып",
    "Бірінші.",
    "Екінші.",
    english=(reviewed("The title"), reviewed("First."), reviewed("Second.")),
    author="Автор Авторов",
    source="Газет",
    source_url="https://example.org/1",
    section="Саясат",
    topics=("Law", "Courts"),
    date=date(2024, 3, 26),
    reviewers=("A. Reader", "B. Reader"),
)
MIXED = bitext(
    "Тақырып",
    "Бір.",
    "Екі.",
    "Үш.",
    "Төрт.",
    english=(reviewed("Title"), reviewed("One."), machine("Two."), outdated("Three.")),
)


def pages_of(*bitexts: Bitext) -> dict[str, str]:
    """The text of every page by its path."""
    return {page.path: page.text for page in render(bitexts, Settings())}


def document(text: str) -> Document:
    """A page as MkDocs converts it."""
    body, _ = get_data(text)
    return Document(convert(body))


def facts(text: str) -> dict[str, object]:
    """A page's front matter."""
    return dict(get_data(text)[1])


def test_an_article_gives_a_parallel_page_and_one_of_the_original() -> None:
    """The pages are one in the target language, one in the article's, and the lists."""
    assert sorted(pages_of(FULL)) == [
        "en/index.md",
        "en/languages.md",
        "en/sample.md",
        "en/sources.md",
        "en/topics.md",
        "index.md",
        "kk/index.md",
        "kk/sample.md",
    ]


def test_front_matter_holds_what_is_known() -> None:
    """Every promised field is there, in the promised order."""
    found = facts(pages_of(FULL)["en/sample.md"])
    assert list(found.items()) == [
        ("title", "The title"),
        ("lang", "en"),
        ("slug", "sample"),
        ("alternates", {"en": "en/sample.md", "kk": "kk/sample.md"}),
        ("source", "Газет"),
        ("source_url", "https://example.org/1"),
        ("author", "Автор Авторов"),
        ("date", "2024-03-26"),
        ("section", "Саясат"),
        ("topics", ["Law", "Courts"]),
        ("original_title", "Тақырып"),
        ("translation", {"status": "reviewed", "reviewed": "3 of 3"}),
        ("source_sha256", "0" * 64),
        ("generated", "build_digest"),
    ]


def test_both_pages_tell_the_same_of_the_article() -> None:
    """Only the title and the language differ between the two pages' front matter."""
    pages = pages_of(FULL)
    english, kazakh = facts(pages["en/sample.md"]), facts(pages["kk/sample.md"])
    assert (kazakh.pop("title"), kazakh.pop("lang")) == ("Тақырып", "kk")
    assert (english.pop("title"), english.pop("lang")) == ("The title", "en")
    assert english == kazakh


def test_what_is_unknown_is_left_out() -> None:
    """No field stands empty."""
    assert list(facts(pages_of(MIXED)["kk/sample.md"])) == [
        "title",
        "lang",
        "slug",
        "alternates",
        "original_title",
        "translation",
        "source_sha256",
        "generated",
    ]


def test_a_machine_is_named_with_its_version_and_model() -> None:
    """The front matter says which engine and which model wrote, and how much of it a person has confirmed."""
    assert facts(pages_of(MIXED)["en/sample.md"])["translation"] == {
        "status": "partial",
        "engine": "argos 1.12.0",
        "model": "translate-kk_en 1.9",
        "reviewed": "2 of 5",
    }


def test_an_address_that_is_no_web_page_is_not_published() -> None:
    """Such a source_url is in neither the front matter nor the page."""
    text = pages_of(bitext("T", "S.", source_url="javascript:alert(1)"))["en/sample.md"]
    assert "source_url" not in facts(text)
    assert "alert" not in text


def test_a_row_holds_a_sentence_its_number_and_its_translation() -> None:
    """Each cell says its language, and the number is a permalink."""
    page = document(pages_of(FULL)["en/sample.md"])
    assert page.one(id="s2").text == "Екінші.2Second."
    assert [cell.attributes["lang"] for cell in page.where("p", "dg-source")] == ["kk", "kk"]
    assert [cell.attributes["lang"] for cell in page.where("p", "dg-target")] == ["en", "en"]
    assert [number.attributes["href"] for number in page.where("a", "dg-number")] == ["#s1", "#s2"]


def test_both_pages_number_the_sentences_alike() -> None:
    """The title is s0 on both pages, and each sentence has the same number."""
    pages = pages_of(MIXED)
    numbers = [
        [element.attributes["id"] for element in document(pages[path]).elements if "id" in element.attributes]
        for path in ("en/sample.md", "kk/sample.md")
    ]
    assert numbers == [["s0", "s1", "s2", "s3", "s4"]] * 2


def test_a_sentence_without_translation_stands_in_its_place_and_is_marked() -> None:
    """The original's words fill the cell, in the original's language, with a note."""
    page = document(pages_of(MIXED)["en/sample.md"])
    assert [(cell.text, cell.attributes["lang"]) for cell in page.where("p", "dg-target")] == [
        ("One.", "en"),
        ("Two.", "en"),
        ("Three.", "en"),
        ("Төрт.", "kk"),
    ]
    assert [note.text for note in page.where("small", "dg-note")] == [
        "machine translation, not reviewed",
        "translated from an earlier wording",
        "not translated",
    ]


@pytest.mark.parametrize(
    ("english", "badge", "statements"),
    [
        ((reviewed("T"), reviewed("S")), "Reviewed", ["Translation reviewed by A. Reader"]),
        (
            (machine("T"), machine("S")),
            "Machine translation",
            ["Machine translation, not reviewed: argos 1.12.0, translate-kk_en 1.9"],
        ),
        (
            (reviewed("T"), machine("S")),
            "Partly reviewed",
            [
                "Machine translation, not reviewed: argos 1.12.0, translate-kk_en 1.9",
                "Reviewed so far: 1 of 2 sentences (A. Reader)",
            ],
        ),
        (
            (reviewed("T"), outdated("S")),
            "Partly reviewed",
            [
                "Translated from an earlier wording: 1 of 2 sentences",
                "Reviewed so far: 1 of 2 sentences (A. Reader)",
            ],
        ),
        (
            (machine("T"), None),
            "Partly translated",
            [
                "Not translated yet: 1 of 2 sentences",
                "Machine translation, not reviewed: argos 1.12.0, translate-kk_en 1.9",
            ],
        ),
        ((None, None), "Not translated", []),
    ],
    ids=["reviewed", "machine", "mixed", "outdated", "partial", "missing"],
)
def test_a_page_says_who_translated_it(english: tuple[None, ...], badge: str, statements: list[str]) -> None:
    """The label and the provenance tell how far a machine and how far a person stand behind the page."""
    page = document(pages_of(bitext("Т", "С.", english=english, reviewers=("A. Reader",)))["en/sample.md"])
    assert page.one(class_="dg-badge").text == badge
    assert [statement.text for statement in page.where(class_="dg-statement")] == statements


def test_the_pages_link_to_each_other_and_to_the_source() -> None:
    """Label and links are in the words of the page's language."""
    pages = pages_of(FULL)
    english, kazakh = document(pages["en/sample.md"]), document(pages["kk/sample.md"])
    assert english.one("a", href="../../kk/sample/").text == "Read the original"
    sources = english.where("a", href="https://example.org/1")
    assert [source.text for source in sources] == ["At the source", "example.org/1"]
    assert kazakh.one("a", href="../../en/sample/").text == "Аудармасын оқу"
    assert kazakh.one(class_="dg-badge").text == "Тексерілген"


def test_an_article_in_the_target_language_has_one_page() -> None:
    """There is nothing to compare it with: no parallel view, no other page, no word of a translation."""
    pages = pages_of(bitext("Title", "A sentence.", lang="en"))
    assert [path for path in pages if path.endswith("sample.md")] == ["en/sample.md"]
    assert not {"alternates", "translation", "original_title"} & set(facts(pages["en/sample.md"]))
    assert not document(pages["en/sample.md"]).where(class_="dg-parallel")


def test_home_shows_the_newest_first_and_unknown_dates_last() -> None:
    """Articles without a date follow, by title; the order of the input does not matter."""
    articles = [
        bitext("Б", english=(reviewed("B"),), slug="b"),
        bitext("Ескі", english=(reviewed("Old"),), slug="old", date=date(2018, 11, 15)),
        bitext("А", english=(reviewed("A"),), slug="a"),
        bitext("Жаңа", english=(reviewed("New"),), slug="new", date=date(2024, 5, 7)),
    ]
    home = document(pages_of(*articles)["index.md"])
    assert [headline.text for headline in home.where("h2", "dg-headline")] == ["New", "Old", "A", "B"]
    assert render(articles, Settings()) == render(articles[::-1], Settings())


def test_a_card_on_the_home_page_tells_what_the_article_is() -> None:
    """Both titles, source, date, language, status and topics."""
    home = document(pages_of(FULL)["index.md"])
    card = home.one("li", "dg-card").text
    for words in ("The title", "Тақырып", "Газет", "26 March 2024", "Kazakh", "Reviewed", "Law", "Courts"):
        assert words in card


@pytest.mark.parametrize(
    ("path", "groups"),
    [
        ("en/sources.md", ["Газет", "Source unknown"]),
        ("en/languages.md", ["Kazakh", "Polish"]),
        ("en/topics.md", ["Courts", "Law", "No topic"]),
    ],
)
def test_a_list_groups_the_articles(path: str, groups: list[str]) -> None:
    """Groups are in alphabetical order, with those of no name last."""
    page = document(pages_of(FULL, bitext("Tytuł", slug="b", lang="pl"))[path])
    assert [group.text for group in page.where("h2", "dg-group")] == groups


def test_a_topic_on_a_page_leads_to_its_group() -> None:
    """The link's anchor is one of the list's."""
    pages = pages_of(FULL)
    chip = document(pages["en/sample.md"]).where("ul", "dg-topics")
    assert [topics.text for topics in chip] == ["LawCourts"]
    assert document(pages["en/sample.md"]).one("a", href="../topics/#n-law").text == "Law"
    assert document(pages["en/topics.md"]).one("h2", id="n-law").text == "Law"


def test_a_digest_without_articles_has_its_pages() -> None:
    """Home and lists say that there is nothing yet and what to do."""
    pages = pages_of()
    assert {"index.md", "en/sources.md", "en/languages.md", "en/topics.md"} <= set(pages)
    assert "There are no articles yet" in document(pages["index.md"]).elements[1].text


@pytest.mark.parametrize("slug", ["index", "Topics", "sources"])
def test_an_article_cannot_take_the_name_of_a_list(slug: str) -> None:
    """The error names the page and what to do."""
    with pytest.raises(RenderError, match="another name"):
        pages_of(bitext("T", slug=slug))


def test_names_that_look_alike_have_anchors_of_their_own() -> None:
    """Names that differ only in punctuation or in letters that are not Latin keep apart."""
    names = ("A B", "A-B", "a/b", "Газет", "Қазақ", "C++", "C#", "s0", "unknown")
    page = document(
        pages_of(*(bitext("T", slug=f"x{i}", source=name) for i, name in enumerate(names)))["en/sources.md"]
    )
    anchors = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(set(anchors)) == len(names) + 1


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1) | st.sampled_from(HOSTILE))
def test_no_text_changes_what_a_page_is_made_of(text: str) -> None:
    """Whatever the text in every place, each page has the elements that plain words give, and shows it."""
    hostile, plain = pages_of(of_text(text, "sample")), pages_of(of_text("plain", "sample"))
    assert list(hostile) == list(plain)
    for path, page in hostile.items():
        assert _skeleton(page) == _skeleton(plain[path])
    shown = document(hostile["en/sample.md"])
    cells = (shown.one(id="s0"), *shown.where("p", "dg-source"), *shown.where("p", "dg-target"))
    assert {cell.text for cell in cells} == {visible(text)}


def _skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """What a page is made of, but for the notes: what a check finds does depend on the text."""
    parsed = document(page)
    notes = {*parsed.where("small", "dg-note"), *parsed.where("span", "dg-flag")}
    parsed.elements = [element for element in parsed.elements if element not in notes]
    return parsed.skeleton()


def test_every_language_has_every_label() -> None:
    """Labels are complete, hold the same blanks in all languages, and are not English by oversight."""
    english = labels("en")
    for lang in ("kk", "ru", "pl", "uk", "ky"):
        words = labels(lang)
        assert set(words) == set(english)
        assert [name for name in words if words[name] == english[name]] == []
        assert {name: sorted(_blanks(words[name])) for name in words} == {
            name: sorted(_blanks(english[name])) for name in english
        }


def _blanks(words: str) -> list[str]:
    return [part.partition("}")[0] for part in words.split("{")[1:]]


@pytest.mark.parametrize(
    ("lang", "name", "english", "day"),
    [
        ("en", "English", "English", "26 March 2024"),
        ("kk", "Қазақша", "Kazakh", "2024\u00a0ж. 26 наурыз"),
        ("ru", "Русский", "Russian", "26 марта 2024\u00a0г."),
        ("pl", "Polski", "Polish", "26 marca 2024"),
        ("uk", "Українська", "Ukrainian", "26 березня 2024\u00a0р."),
        ("de", "Deutsch", "German", "26. März 2024"),
        ("zz", "zz", "zz", "2024-03-26"),
    ],
)
def test_a_language_has_names_and_dates(lang: str, name: str, english: str, day: str) -> None:
    """Its own name, its English name and a date as its readers write it; code and ISO if it is unknown."""
    assert (own_name(lang), language_name(lang, "en"), date_words(date(2024, 3, 26), lang)) == (
        name,
        english,
        day,
    )

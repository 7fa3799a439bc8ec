"""The pages that are written for the site."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data
from parsing import Document, convert
from samples import HOSTILE, bitext, machine, of_text, outdated, reviewed

from digest.digest import Digest
from digest.encode import visible
from digest.labels import date_words, labels, language_name, own_name
from digest.settings import Settings
from digest.values import Bitext
from digest.web.pages import render

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
    return {page.path: page.text for page in render(Digest(Settings(), bitexts))}


def document(text: str) -> Document:
    """A page as MkDocs converts it."""
    body, _ = get_data(text)
    return Document(convert(body))


def facts(text: str) -> dict[str, object]:
    """A page's front matter."""
    return dict(get_data(text)[1])


def test_an_article_gives_a_parallel_page_and_one_of_the_original() -> None:
    """The pages are one in the target language, and one in the article's."""
    assert [path for path in pages_of(FULL) if "sample" in path] == ["en/sample.md", "kk/sample.md"]


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
    # What says no language is in the page's, which the template says.
    assert ["lang" in cell.attributes for cell in page.where("p", "dg-target")] == [False, False]
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
    assert [(cell.text, cell.attributes.get("lang", "en")) for cell in page.where("p", "dg-target")] == [
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


# What Markdown leaves alone where a line begins with it; the text after an inline element would be Markdown.
BLOCKS = {"h1", "h2", "h3", "p", "div", "dl", "dt", "ol", "ul", "section", "details", "nav", "li", "figure"}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1) | st.sampled_from(HOSTILE))
def test_no_text_changes_what_a_page_is_made_of(text: str) -> None:
    """Whatever the text in every place, each page has the elements that plain words give, and shows it."""
    hostile, plain = pages_of(of_text(text, "sample")), pages_of(of_text("plain", "sample"))
    for page, twin in zip(hostile.values(), plain.values(), strict=True):
        assert _skeleton(page) == _skeleton(twin)
        assert {*re.findall(r"^<(\w+)", page, re.MULTILINE)} <= BLOCKS
    shown = document(hostile["en/sample.md"])
    cells = (shown.one(id="s0"), *shown.where("p", "dg-source"), *shown.where("p", "dg-target"))
    assert {cell.text for cell in cells} == {visible(text)}


def _skeleton(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """What a page is made of, but for the notes: what a check finds does depend on the text."""
    parsed = document(page)
    notes = {
        *parsed.where("div", "dg-title-note"),
        *parsed.where("small", "dg-note"),
        *parsed.where("span", "dg-flag"),
    }
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

"""What the pages of an article tell a careful reader, and what they offer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from mkdocs.utils.meta import get_data
from parsing import Document, Element, convert
from samples import ENGINE, bitext, machine, outdated, reviewed

from digest.data import languages
from digest.digest import Digest
from digest.labels import reason_words
from digest.publication import Publication
from digest.read.clutter.clean import RULES
from digest.read.clutter.lines import reason
from digest.settings import Settings
from digest.translation.checks import checked
from digest.values import Bitext, Cut, Fact, LanguagePair, Review, Translation
from digest.web.pages import render
from digest.web.pages.provenance import entry_file

FORGE = Publication(repo_url="https://github.com/example/digest", branch="next")
KNOWN = bitext(
    "Тақырып",
    "Бірінші.",
    "Екінші.",
    english=(reviewed("The title"), machine("First."), reviewed("Second.")),
    author="Автор Авторов",
    source="Газет",
    source_url="https://www.example.org/1/",
    section="Саясат",
    date=date(2024, 3, 26),
    reviewers=("A. Reader",),
)


def shown(article: Bitext, path: str = "en/sample.md", publication: Publication | None = None) -> Document:
    """One page of an article, as MkDocs converts it."""
    lines = {article.key: {pair.segment.number: pair.segment.number + 7 for pair in article.pairs}}
    flagged = replace(
        article, pairs=checked(article.pairs, LanguagePair(article.article.lang, article.target))
    )
    digest = Digest(Settings(), (flagged,), publication=publication or Publication(), lines=lines)
    pages = {page.path: page.text for page in render(digest)}
    body, _ = get_data(pages[path])
    return Document(convert(body))


def facts(page: Document) -> list[tuple[str, str]]:
    """The rows of the block of facts: name and value."""
    names = [element.text for element in page.where("dt")]
    return list(zip(names, (element.text for element in page.where("dd")), strict=True))


def notes(page: Document) -> list[str]:
    """The notes under sentences."""
    return [note.text for note in page.where("small", "dg-note")]


# Where the text comes from


def test_the_facts_tell_what_is_known() -> None:
    """Source with its address, author, date, section, a person's part, the machine, and both hashes."""
    assert facts(shown(KNOWN)) == [
        ("Source", "Газет example.org/1"),
        ("Author", "Автор Авторов"),
        ("Published", "26 March 2024"),
        ("Section", "Саясат"),
        ("Confirmed by a person", "Sentences: 2 of 3 (A. Reader)"),
        ("Translated by machine", "argos 1.12.0, translate-kk_en 1.9"),
        ("SHA-256 of the model", "0" * 64),
        ("SHA-256 of the source text", "0" * 64),
    ]


def test_what_the_file_says_of_itself_is_named_with_what_it_was_preferred_to() -> None:
    """Facts that were read in the text need no line."""
    read = (
        Fact("title", "Тақырып", "JSON-LD", stated=True),
        Fact("title", "Тақырып {value} | <b>Газет</b>", "<title>"),
        Fact("date", "2024-03-26", "text", stated=True),
        Fact("section", "Саясат", "digest.yml", stated=True),
    )
    article = replace(KNOWN, article=replace(KNOWN.article, facts=read))
    said = dict(facts(shown(article)))["Where the facts were read"]
    assert said == "Title: JSON-LD; not used: Тақырып {value} | <b>Газет</b> (<title>)"


def test_the_facts_leave_out_what_is_unknown() -> None:
    """No row stands empty: of a bare article only the translation's state and the hash are known."""
    assert facts(shown(bitext("Т", "С."))) == [
        ("Translation", "Not translated"),
        ("SHA-256 of the source text", "0" * 64),
    ]


def test_the_facts_are_in_the_words_of_the_page() -> None:
    """The Kazakh page names them in Kazakh and writes the date as Kazakh does."""
    told = dict(facts(shown(KNOWN, "kk/sample.md")))
    assert told["Дереккөз"] == "Газет example.org/1"
    assert told["Жарияланған"] == "2024\u00a0ж. 26 наурыз"


def test_a_draft_that_a_person_has_confirmed_names_its_machine() -> None:
    """Where the memory knows which machine wrote a confirmed text first, the facts say so."""
    draft = Translation("The title", Review.REVIEWED, ENGINE)
    told = dict(facts(shown(bitext("Т", english=(draft,)))))
    assert told["Drafted by machine"] == "argos 1.12.0, translate-kk_en 1.9"
    assert "Translated by machine" not in told


def test_a_demo_model_is_marked() -> None:
    """A toy's text is told from a real machine's."""
    toy = Translation("The title", Review.MACHINE, replace(ENGINE, settings="beam=4 demo=yes"))
    told = dict(facts(shown(bitext("Т", english=(toy,)))))
    assert told["Translated by machine"].endswith("demo model, for trials only")


def test_text_from_another_article_names_it() -> None:
    """The memory's own origin gives the other article's slug."""
    kept = Translation("The title", Review.MACHINE, replace(ENGINE, engine="memory", model="other"))
    told = dict(facts(shown(bitext("Т", english=(kept,)))))
    assert told["Translated by machine"] == "From the translation of another article: other"


# What was cut


CUTS = (
    Cut(1, "Қоғам • 26 Наурыз", "metadata", "When, where and by whom it was published."),
    Cut(19, "Жазыңыз: redaktor@dala.example немесе +7 (7172) 74-50-00", "contact", "The editors' address."),
    Cut(30, "Марат: мен бұл мақаламен мүлде келіспеймін", "comments", "The heading of comments."),
    Cut(31, "сөз " * 100, "disclaimer", "The site's disclaimer."),
)


def test_every_cut_line_is_listed_with_its_reason() -> None:
    """The count comes first; each line has its number in the file, its text and why it was cut."""
    page = shown(bitext("Т", cuts=CUTS))
    cut_list = page.one("details", "dg-cuts")
    assert "Lines: 4" in cut_list.text
    items = [item for item in page.where("li") if "value" in item.attributes]
    assert [item.attributes["value"] for item in items] == ["1", "19", "30", "31"]
    assert items[0].text == "Қоғам • 26 НаурызWhen, where and by whom it was published."


def test_people_and_length_are_spared_in_cut_lines() -> None:
    """Addresses and telephone numbers are left out, readers' comments and long lines shortened."""
    items = [item.text for item in shown(bitext("Т", cuts=CUTS)).where("li") if "value" in item.attributes]
    assert items[1].startswith("Жазыңыз: … немесе …")
    assert items[2].startswith("Марат: мен бұл мақаламен …")
    assert len(items[3]) < 150


def test_a_long_list_of_cuts_ends_with_a_count() -> None:
    """Forty lines are enough to see what was cut."""
    cuts = tuple(Cut(line, "меню", "navigation", "A label of the menu.") for line in range(1, 51))
    page = shown(bitext("Т", cuts=cuts))
    assert len([item for item in page.where("li") if "value" in item.attributes]) == 40
    assert "Further lines: 10" in page.one("details", "dg-cuts").text


@pytest.mark.parametrize("lang", [code for code in languages("words") if code != "en"])
def test_every_rule_has_its_reason_in_every_language(lang: str) -> None:
    """No rule of the cleaning lacks words, and none are English by oversight."""
    for rule in RULES:
        words = reason_words(rule.__name__, lang)
        assert words, rule.__name__
        assert words != reason(rule)


# Notes under sentences


def test_a_flagged_sentence_says_in_plain_words_what_is_wrong() -> None:
    """The note is in the page's language and follows the mark of the machine, where that stands."""
    article = bitext(
        "Т", "Ол 15 елден.", "Екі.", english=(reviewed("T"), machine("From many."), reviewed("Two."))
    )
    said = "the number 15 is missing in the translation"
    assert notes(shown(article)) == [f"machine translation, not reviewed{said}"]
    assert shown(article).one("span", "dg-flag").text == said


def test_a_flagged_title_says_so_below_it() -> None:
    """The title has no row of its own, but is checked too."""
    assert notes(shown(bitext("15 ел", english=(reviewed("Countries"),)))) == [
        "the number 15 is missing in the translation"
    ]


def test_good_sentences_have_no_note() -> None:
    """A page that a person has read throughout is bare."""
    assert notes(shown(bitext("Т", "Бір.", english=(reviewed("T"), reviewed("One."))))) == []


# What the page offers


def tool(page: Document, kind: str) -> list[Element]:
    """The tools of a kind."""
    return page.where(class_=f"dg-tool-{kind}")


def test_a_better_translation_is_suggested_at_its_entry() -> None:
    """Where the repository is known, the tool holds the PO file's address and each row its entry's line."""
    page = shown(KNOWN, publication=FORGE)
    (suggest,) = tool(page, "suggest")
    address = "https://github.com/example/digest/blob/next/translations/en/sample.po"
    assert suggest.attributes["data-file"] == address
    assert [row.attributes["data-line"] for row in page.where(class_="dg-row") if "id" in row.attributes] == [
        "8",
        "9",
    ]
    assert page.one("a", href=address).text == "translations/en/sample.po"
    assert tool(shown(KNOWN), "suggest") == []


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/blob/main/translations/en/sample.po"),
        ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/blob/main/translations/en/sample.po"),
        (
            "https://gitlab.example.org/a/b",
            "https://gitlab.example.org/a/b/-/blob/main/translations/en/sample.po",
        ),
        ("https://codeberg.org/a/b", "https://codeberg.org/a/b/src/branch/main/translations/en/sample.po"),
        ("", None),
    ],
)
def test_forges_name_files_in_their_own_ways(repository: str, address: str | None) -> None:
    """The address of a file is the one that the forge in the repository's address knows."""
    assert entry_file(Publication(repo_url=repository), KNOWN) == address


def test_the_original_page_leads_each_sentence_to_its_translation() -> None:
    """It offers the other page in place of the PO file; an article in one language has neither."""
    page = shown(KNOWN, "kk/sample.md", FORGE)
    assert [one.attributes["data-file"] for one in tool(page, "across")] == ["../../en/sample/"]
    assert tool(page, "suggest") == []
    alone = shown(bitext("Title", "One.", lang="en"), publication=FORGE)
    assert (tool(alone, "across"), tool(alone, "suggest"), len(tool(alone, "cite"))) == ([], [], 1)


def test_a_citation_says_what_is_known() -> None:
    """Author, both titles, source, date and who translated stand ready for the script."""
    told = shown(KNOWN).one("div", "dg-bar").attributes
    assert told["data-about"] == "Автор Авторов. Тақырып (The title). Газет, 26 March 2024."
    assert told["data-source"] == "https://www.example.org/1/"
    assert told["data-status"].endswith("Reviewed so far: 2 of 3 sentences (A. Reader)")
    bare = shown(bitext("Т", "С.")).one("div", "dg-bar").attributes
    assert (bare["data-about"], "data-source" in bare, "data-status" in bare) == ("Т.", False, False)


@pytest.mark.parametrize(
    ("path", "words"), [("en/sample.md", "PDF for print"), ("kk/sample.md", "Басып шығаруға арналған PDF")]
)
def test_both_pages_lead_to_the_articles_pdf(path: str, words: str) -> None:
    """The link goes to the file at the site's root, in the page's words."""
    assert shown(KNOWN, path).one("a", href="../../pdf/sample.pdf").text == words


# Articles that are published in part


def test_an_excerpt_shows_its_beginning_and_where_the_rest_is() -> None:
    """What is withheld is nowhere on either page, nor are the lines cut; a sentence says so."""
    article = replace(KNOWN, withheld=1)
    article = replace(article, article=replace(article.article, cuts=CUTS))
    for path in ("en/sample.md", "kk/sample.md"):
        page = shown(article, path)
        assert [e.attributes["id"] for e in page.elements if "id" in e.attributes] == ["s0", "s1"]
        everything = "".join(element.text for element in page.elements)
        assert not any(words in everything for words in ("Екінші", "Second", "redaktor", "мақаламен"))
    said = shown(article).one("p", "dg-withheld")
    assert said.text.startswith("Only the beginning of the article is published here.")
    assert said.text.endswith("Read the whole article at the source")


def test_an_article_that_is_only_linked_shows_no_text() -> None:
    """There is no row and no switch, but the title, the facts and the way to the source."""
    page = shown(replace(KNOWN, withheld=2))
    assert page.where(class_="dg-text") + page.where(class_="dg-switch") == []
    said = page.one("p", "dg-withheld").text
    assert said == "Only the title of the article is published here. Read the whole article at the source"
    unknown = replace(bitext("Т", "С.", english=(outdated("T"),)), withheld=1)
    assert shown(unknown).one("p", "dg-withheld").text == "Only the title of the article is published here."

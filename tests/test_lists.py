"""The home pages and the lists: by date, source, language, topic, and by who occurs."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from mkdocs.utils.meta import get_data
from parsing import Document, convert
from samples import bitext, machine, reviewed

from digest.digest import Digest
from digest.errors import RenderError
from digest.excerpt import published
from digest.project import Project
from digest.settings import Mode, Settings, Source, Term
from digest.values import Bitext
from digest.web.pages import render
from digest.web.pages.elements import group_slug

FULL = bitext(
    "Тақырып",
    "Бірінші.",
    english=(reviewed("The title"), reviewed("First.")),
    source="Газет",
    topics=("Law", "Courts"),
    date=date(2024, 3, 26),
)
POLISH = bitext("Tytuł", "Zdanie.", slug="b", lang="pl", english=(machine("A title"), machine("It.")))
TOKAYEV = Term(
    name="Kassym-Jomart Tokayev",
    kind="person",
    variants={
        "kk": ("Қасым-Жомарт Тоқаев", "Тоқаев"),
        "pl": ("Kassym-Jomart Tokajew", "Tokajew"),
        "en": ("Tokayev",),
    },
)
SENATE = Term(name="Senate", kind="institution", variants={"kk": ("Сенат",)})
REFORM = Term(name="reform", variants={"kk": ("реформа",)})
NAMED = (
    bitext("Тоқаевпен кездесу", "Сенат реформаны талқылады.", slug="a", date=date(2024, 5, 1)),
    bitext("O Tokajewie", "Zdanie.", slug="b", lang="pl"),
    bitext("Басқа", "Сөйлем.", slug="c"),
)


def pages_of(*bitexts: Bitext, settings: Settings | None = None) -> dict[str, str]:
    """The text of every page by its path."""
    return {page.path: page.text for page in render(Digest(settings or Settings(), bitexts))}


def document(text: str) -> Document:
    """A page as MkDocs converts it."""
    body, _ = get_data(text)
    return Document(convert(body))


def facts(text: str) -> dict[str, object]:
    """A page's front matter."""
    return dict(get_data(text)[1])


def hrefs(path: str, text: str) -> set[str]:
    """The pages that a page links to, as paths under docs/."""
    folder = "" if path == "index.md" else path.removesuffix("/index.md").removesuffix(".md")
    found = set()
    for link in document(text).where("a"):
        address = link.attributes.get("href", "").partition("#")[0]
        if address.endswith(("/", ".")) and ":" not in address:
            found.add(posixpath.normpath(posixpath.join(folder, address)))
    return found


def many(count: int, topics: tuple[str, ...] = ()) -> list[Bitext]:
    """Articles on days that follow each other."""
    return [
        bitext(f"М{n}", slug=f"x{n:04}", date=date(2020, 1, 1) + timedelta(days=n), topics=topics)
        for n in range(count)
    ]


def rows(text: str) -> list[str]:
    """The first titles of a page's rows."""
    return [row.text for row in document(text).where("li") if row.text]


# Home


def test_every_language_has_its_home_and_lists() -> None:
    """The target's home is the site's; a digest without a glossary has no list of names."""
    lists = ["dates.md", "languages.md", "sources.md", "topics.md"]
    expected = {
        "index.md",
        "kk/index.md",
        "pl/index.md",
        *(f"{a}/{b}" for a in ("en", "kk", "pl") for b in lists),
    }
    paths = {path for path in pages_of(FULL, POLISH) if path.count("/") < 2}
    assert paths - expected == {"en/sample.md", "kk/sample.md", "en/b.md", "pl/b.md"}
    assert expected <= paths


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
    assert render(Digest(Settings(), tuple(articles))) == render(Digest(Settings(), tuple(articles[::-1])))


def test_a_card_on_the_home_page_tells_what_the_article_is() -> None:
    """Both titles, source, date, language, status and topics."""
    card = document(pages_of(FULL)["index.md"]).one("li", "dg-card").text
    for words in ("The title", "Тақырып", "Газет", "26 March 2024", "Kazakh", "Reviewed", "Law", "Courts"):
        assert words in card


def test_a_home_page_shows_thirty_and_the_way_to_all() -> None:
    """However many there are, it does not grow."""
    text = pages_of(*many(31))["index.md"]
    assert len(document(text).where("li", "dg-card")) == 30
    assert "Articles: 31" in document(text).where("p", "dg-meta")[0].text
    assert document(text).one("p", "dg-more").text == "All articles by date"


def test_a_home_page_of_another_language_has_the_articles_in_it() -> None:
    """With the title in that language first."""
    pages = pages_of(FULL, POLISH)
    assert [each.text for each in document(pages["pl/index.md"]).where("h2", "dg-headline")] == ["Tytuł"]
    assert [each.text for each in document(pages["index.md"]).where("h2", "dg-headline")] == [
        "The title",
        "A title",
    ]


def test_a_digest_without_articles_has_its_pages() -> None:
    """Home and lists say that there is nothing yet and what to do."""
    pages = pages_of()
    assert {"index.md", "en/dates.md", "en/sources.md", "en/languages.md", "en/topics.md"} == set(pages)
    assert "There are no articles yet" in document(pages["index.md"]).elements[1].text


def test_the_filter_offers_what_the_cards_differ_in() -> None:
    """With the number of cards for each choice, the most frequent first; what all share is no choice."""
    other = replace(POLISH, article=replace(POLISH.article, topics=("Law",)))
    page = document(pages_of(FULL, other)["index.md"])
    buttons = [
        (b.attributes["data-filter"], b.text) for b in page.where("button") if "data-filter" in b.attributes
    ]
    assert buttons == [("l-kk", "Kazakh1"), ("l-pl", "Polish1"), ("t-law", "Law2"), ("t-courts", "Courts1")]
    marks = [card.attributes["data-marks"].split() for card in page.where("li", "dg-card")]
    assert marks == [["l-kk", f"s-{group_slug('Газет')}", "t-law", "t-courts"], ["l-pl", "t-law"]]


# Lists


@pytest.mark.parametrize(
    ("path", "groups"),
    [
        ("en/dates.md", ["March 2024 1", "Date unknown 1"]),
        ("en/sources.md", ["Газет 1", "Source unknown 1"]),
        ("en/languages.md", ["Kazakh 1", "Polish 1"]),
        ("en/topics.md", ["Courts 1", "Law 1", "No topic 1"]),
        ("kk/dates.md", ["2024\u00a0ж. наурыз 1"]),
        ("pl/languages.md", ["Polski 1"]),
    ],
)
def test_an_overview_has_each_group_with_its_count(path: str, groups: list[str]) -> None:
    """In the order of time or the alphabet, with those of no name last."""
    page = document(pages_of(FULL, POLISH)[path])
    assert [group.text for group in page.where(class_="dg-group")] == groups


def test_a_group_has_a_page_of_its_own_in_each_language() -> None:
    """It lists the articles that have a page in that language, with that language's title first."""
    pages = pages_of(FULL, POLISH)
    assert rows(pages["en/topics/law.md"]) == ["The titleТақырып26 Mar 2024 · Kazakh · Газет"]
    assert rows(pages["kk/topics/law.md"]) == ["ТақырыпThe title2024\u00a0ж. 26 нау. · Қазақ тілі · Газет"]
    assert "pl/topics/law.md" not in pages
    assert rows(pages["en/languages/pl.md"]) == ["A titleTytuł"]


def test_chips_lead_to_the_group_in_the_language_of_the_page() -> None:
    """Topics and the source, on both pages of an article and on the home pages."""
    pages = pages_of(FULL)
    for path, lang in (
        ("en/sample.md", "en"),
        ("kk/sample.md", "kk"),
        ("index.md", "en"),
        ("kk/index.md", "kk"),
    ):
        links = hrefs(path, pages[path])
        wanted = {f"{lang}/topics/law", f"{lang}/topics/courts", f"{lang}/sources/{group_slug('Газет')}"}
        assert wanted <= links, path


def test_every_link_of_a_generated_page_leads_to_a_generated_page() -> None:
    """On every kind of page, with names, groups of several pages and an article without translation."""
    glossary = (TOKAYEV, SENATE)
    articles = (*NAMED, FULL, *many(205, topics=("Law",)), bitext("T", slug="own", lang="en"))
    pages = pages_of(*articles, settings=Settings(glossary=glossary))
    places = {path.removesuffix("index.md").removesuffix(".md").rstrip("/") or "." for path in pages}
    for path, text in pages.items():
        assert hrefs(path, text) <= places, path


def test_a_group_of_many_articles_has_several_pages() -> None:
    """At most 200 rows a page, each article once, with the ways to the page before and after."""
    pages = pages_of(*many(401, topics=("Law",)))
    parts = [pages[f"en/topics/law{suffix}.md"] for suffix in ("", "-2", "-3")]
    assert [len(rows(part)) for part in parts] == [200, 200, 1]
    assert len({row for part in parts for row in rows(part)}) == 401
    assert document(parts[1]).one("nav", "dg-pager").text == "Previous pagePage 2 of 3Next page"
    ways = document(parts[1]).one("nav", "dg-pager")
    assert hrefs("en/topics/law-2.md", parts[1]) >= {"en/topics/law", "en/topics/law-3"}
    assert ways.attributes["aria-label"] == "Page 2 of 3"


def test_an_overview_of_many_groups_stays_small() -> None:
    """Beyond forty groups it is an index of names, beyond four hundred it has several pages."""
    articles = [bitext("T", slug=f"x{n}", source=f"Source {chr(97 + n % 26)}{n // 26}x") for n in range(410)]
    pages = pages_of(*articles)
    assert len(rows(pages["en/sources.md"])) == 400
    assert len(rows(pages["en/sources/2.md"])) == 10
    assert not document(pages["en/sources.md"]).where("ol", "dg-rows")
    assert facts(pages["en/sources/2.md"])["alternates"] == {"en": "en/sources/2.md", "kk": "kk/sources/2.md"}


@pytest.mark.parametrize("slug", ["index", "Topics", "sources", "dates"])
def test_an_article_cannot_take_the_name_of_a_list(slug: str) -> None:
    """The error names the page and what to do."""
    with pytest.raises(RenderError, match="another name"):
        pages_of(bitext("T", slug=slug))


def test_names_that_look_alike_have_pages_of_their_own() -> None:
    """Names that differ in punctuation or in letters that are not Latin keep apart; capitals do not count."""
    names = ("A B", "A-B", "a/b", "Газет", "Қазақ", "C++", "C#", "Unknown", "index", "con", "B 2", "2", "—")
    slugs = [group_slug(name) for name in names]
    assert len(set(slugs)) == len(names)
    assert not {"unknown", "index", "con", "2", "b-2"} & set(slugs)
    assert group_slug("EU Reporter") == group_slug("EU reporter") == "eu-reporter"


def test_topics_that_differ_in_capitals_are_one_group() -> None:
    """A file system that does not tell them apart would overwrite one with the other."""
    pages = pages_of(bitext("T", slug="a", topics=("Law",)), bitext("U", slug="b", topics=("LAW", "law")))
    assert len(rows(pages["en/topics/law.md"])) == 2


# Names


def test_a_person_has_a_page_with_every_article_in_any_language() -> None:
    """However it is inflected; the page says how each language writes the name."""
    pages = pages_of(*NAMED, settings=Settings(glossary=(TOKAYEV, SENATE, REFORM)))
    path = f"en/names/{group_slug('Kassym-Jomart Tokayev')}.md"
    assert len(rows(pages[path])) == 2
    assert document(pages[path]).one("p", "dg-also").text == (
        "Also written: Қасым-Жомарт Тоқаев, Kassym-Jomart Tokajew"
    )
    kazakh = document(pages[path.replace("en/", "kk/")])
    assert kazakh.one("h1").text == "Қасым-Жомарт Тоқаев"
    assert kazakh.one("h1").attributes["lang"] == "kk"


def test_the_overview_of_names_parts_people_from_institutions() -> None:
    """Each with its count; a common term has no page, nor one that does not occur."""
    absent = Term(name="Nobody", kind="person", variants={"kk": ("Ешкім",)})
    pages = pages_of(*NAMED, settings=Settings(glossary=(SENATE, TOKAYEV, REFORM, absent)))
    page = document(pages["en/names.md"])
    assert [part.text for part in page.where("h2")] == ["People", "Institutions"]
    assert rows(pages["en/names.md"]) == ["Kassym-Jomart Tokayev 2", "Senate 1"]
    assert not [path for path in pages if "reform" in path or "nobody" in path]


def test_without_names_that_occur_there_is_no_list_of_names() -> None:
    """Neither the page nor, in the home page's front matter, its place in the navigation."""
    pages = pages_of(bitext("Басқа"), settings=Settings(glossary=(TOKAYEV,)))
    assert not [path for path in pages if "names" in path]
    assert facts(pages["index.md"])["lists"] == ["dates", "sources", "languages", "topics"]


def test_the_foot_of_an_article_names_who_occurs_in_the_pages_language() -> None:
    """Each a link to its page, people first."""
    pages = pages_of(*NAMED, settings=Settings(glossary=(SENATE, TOKAYEV, REFORM)))
    foot = document(pages["kk/a.md"]).one("ul", "dg-names")
    assert foot.text == "Қасым-Жомарт ТоқаевСенат"
    assert "kk/names/senate" in hrefs("kk/a.md", pages["kk/a.md"])
    assert document(pages["en/a.md"]).one("ul", "dg-names").text == "Kassym-Jomart TokayevSenate"


# Related coverage


def _event(slug: str, lang: str, title: str) -> Bitext:
    english = ("The council votes on the bridge over the Ertis", "Engineers from Pavlodar warned of cracks.")
    return bitext(title, title, slug=slug, lang=lang, english=tuple(reviewed(text) for text in english))


@pytest.mark.parametrize(
    ("path", "heading", "both"),
    [
        ("en/a.md", "Related coverage", "Both mention: Pavlodar"),
        ("kk/a.md", "Осы тақырыптағы мақалалар", "Екеуінде де бар: Павлодар"),
    ],
)
def test_an_article_shows_its_related_coverage_with_the_reason(path: str, heading: str, both: str) -> None:
    """On both of its pages, in their words; another language than its own comes first."""
    pavlodar = Term(name="Pavlodar", kind="place", variants={"kk": ("Павлодар",)})
    articles = (_event("a", "kk", "Көпір"), _event("b", "kk", "Өткел"), _event("c", "pl", "Most"))
    page = document(pages_of(*articles, settings=Settings(glossary=(pavlodar,)))[path])
    foot = page.one("section", "dg-foot").text
    assert foot.startswith(heading)
    assert foot.count(both) == 2
    assert foot.index("Most") < foot.index("Өткел")


def test_what_is_withheld_gives_no_reason() -> None:
    """A word that stands only in sentences that are not published is not shown as one that is shared."""
    articles = tuple(
        bitext(
            f"Т{slug}",
            *("Бір.",) * 5,
            slug=slug,
            source="Газет",
            english=tuple(
                reviewed(t) for t in ("Open letters", "One.", "Two.", "Three.", "Secret zebras.", "Hidden.")
            ),
        )
        for slug in ("a", "b")
    )
    settings = Settings(sources=(Source(name="Газет", mode=Mode.EXCERPT),))
    pages = pages_of(*(published(each, settings) for each in articles), settings=settings)
    assert "letters" in document(pages["en/a.md"]).one("ol", "dg-rows").text
    assert "zebras" not in "".join(pages.values())


# Counterparts


def test_every_page_leads_to_its_counterparts_and_they_lead_back() -> None:
    """`alternates` names pages that exist, the page itself among them, and is the same on each of them."""
    glossary = (TOKAYEV, SENATE)
    pages = pages_of(*NAMED, FULL, *many(205, topics=("Law",)), settings=Settings(glossary=glossary))
    for path, text in pages.items():
        alternates = facts(text).get("alternates")
        if alternates:
            assert isinstance(alternates, dict)
            assert alternates[facts(text)["lang"]] == path
            for other in alternates.values():
                assert facts(pages[other])["alternates"] == alternates
        else:
            assert path.startswith(("en/", "pl/")), path


def test_the_home_page_tells_the_templates_of_lists_and_languages() -> None:
    """The navigation of every page is made from it."""
    home = facts(pages_of(*NAMED, settings=Settings(glossary=(TOKAYEV,)))["index.md"])
    assert home["lists"] == ["dates", "sources", "languages", "topics", "names"]
    assert home["languages"] == {"en": "English", "kk": "Қазақша", "pl": "Polski"}


# Files


def test_a_group_that_is_gone_goes(tmp_path: Path) -> None:
    """Generated pages are known in the folders of the groups too; one written by hand there stays."""
    project = Project(tmp_path)
    project.write_pages(render(Digest(Settings(), (FULL,))))
    own = tmp_path / "docs" / "en" / "topics" / "own.md"
    own.write_text("# Mine\n", encoding="utf-8")
    written = project.write_pages(render(Digest(Settings(), (POLISH,))))
    assert "en/topics/law.md" in written.removed
    assert not (tmp_path / "docs" / "en" / "topics" / "law.md").exists()
    assert own.exists()

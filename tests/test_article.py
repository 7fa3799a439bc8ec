"""From raw bytes to an article: the golden articles, and what holds for every one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import extract

from digest.commands.inspect import as_json, as_report
from digest.errors import SeedError
from digest.read import text
from digest.read.article import extract as extract_draft
from digest.read.article import topics_of
from digest.read.draft import Draft, Shape, slug_of
from digest.read.seed import reading_of
from digest.settings import ArticleMetadata, Settings, Source, Topic
from digest.values import Article, Fact, Seed

HERE = Path(__file__).parent
GOLDEN = sorted((HERE / "golden" / "articles").glob("*.txt"))
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))
NO_SETTINGS = Settings()


def _extract(path: Path) -> Article:
    return extract(Seed(path.name, path.read_bytes()), NO_SETTINGS)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_article(path: Path) -> None:
    """A raw file gives the fields, the body and the cut lines that its JSON file holds."""
    expected: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = as_json(_extract(path))
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        ("000", {"lang": "kk", "author": "Жеңіс Ермұқанов", "source": None, "date": None, "section": None}),
        (
            "001",
            {"lang": "pl", "author": None, "source": "EU Reporter", "date": None, "section": "Kazachstan"},
        ),
        ("002", {"lang": "ru", "author": None, "source": "Казинформ", "views": 2789, "section": None}),
        ("003", {"lang": "kk", "section": "Саясат", "views": 30, "reading_minutes": 2, "date": None}),
        (
            "004",
            {
                "section": "Сенат",
                "date": "2024-03-26",
                "source": "Egemen.kz",
                "photo_credit": "Сенаттың баспасөз қызметі",
                "views": 45,
            },
        ),
    ],
)
def test_facts_of_the_seeds(number: str, facts: dict[str, Any]) -> None:
    """The five real articles tell what a reader finds in them."""
    (path,) = (path for path in SEEDS if path.name.startswith(number))
    found = as_json(_extract(path))
    assert {name: found[name] for name in facts} == facts


@pytest.mark.parametrize(("number", "blocks"), [("000", 6), ("001", 6), ("002", 10), ("003", 6), ("004", 7)])
def test_bodies_of_the_seeds(number: str, blocks: int) -> None:
    """Each real article keeps all its paragraphs and nothing else."""
    (path,) = (path for path in SEEDS if path.name.startswith(number))
    assert len(_extract(path).body) == blocks


@pytest.mark.parametrize("path", [*GOLDEN, *SEEDS], ids=lambda path: path.stem)
def test_nothing_is_lost_silently(path: Path) -> None:
    """Every block of the file is in the body or in the cuts, once."""
    article = _extract(path)
    found = sorted([*article.body, *(cut.text for cut in article.cuts)])
    assert found == sorted(block.text for block in text.blocks(text.decode(path.read_bytes(), path.name)))


@pytest.mark.parametrize("path", [*GOLDEN, *SEEDS], ids=lambda path: path.stem)
def test_cleaning_a_clean_article_changes_nothing(path: Path) -> None:
    """A clean article, its title above its body, is left as it is."""
    article = _extract(path)
    again = extract(Seed(path.name, "\n\n".join((article.title, *article.body)).encode()), NO_SETTINGS)
    assert (again.title, again.body) == (article.title, article.body)


LINES = """Фото: х|Автор:|26 наурыз 2024|30 рет|көрсетілді|Читайте также:|Комментарии (3)|©|  ||> > >
Екі сөйлем бар жерде абзац бар, ол ұзақ болуы керек. Міне, екіншісі де осында.|а / б|1. бір;|– Иә.|...
(PAP)|Сенат • Бүгін, 08:48|#a|✓|0|«Сөз» / Egemen.kz|Дереккөз:|Мәтін:
Следующим закроют на ремонт путепровод у вокзала, для него уже ищут деньги."""
PIECES = st.sampled_from(LINES.replace("\n", "|").split("|"))


@given(
    st.one_of(
        st.binary(max_size=300), st.lists(PIECES, max_size=14).map(lambda parts: "\n".join(parts).encode())
    )
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_an_article_or_a_seed_error(raw: bytes) -> None:
    """Whatever a file holds, it is an article with a title and a body, or a SeedError."""
    try:
        article = extract(Seed("any.txt", raw), NO_SETTINGS)
    except SeedError:
        return
    assert article.title
    assert article.body
    assert all(article.body)


def test_file_without_an_article_is_refused() -> None:
    """Labels alone are no article."""
    with pytest.raises(SeedError, match=r"^menu\.txt: no article"):
        extract(Seed("menu.txt", "Главная\nНовости\nКонтакты\n".encode()), NO_SETTINGS)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("000_2f637b5fa03ca4a4.txt", "000_2f637b5fa03ca4a4"),
        ("Қазақстан жаңалығы.txt", "qazaqstan-zhangalyghy"),
        ("../../etc/passwd", "passwd"),
        ("a\\b\\c.txt", "c"),
        ("CON.txt", "article-con"),
        ("index.txt", "article-index"),
        ("topics.txt", "article-topics"),
        ("….txt", "article"),
        ("A  B--C!.txt", "a-b-c"),
    ],
)
def test_slug(name: str, slug: str) -> None:
    """A file's name becomes a page's name that is safe on every system."""
    assert slug_of(name) == slug


@given(st.text(max_size=200))
def test_slug_is_always_safe(name: str) -> None:
    """No name leads out of the folder or to a device."""
    slug = slug_of(name)
    assert slug
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789_-")
    assert slug not in {"index", "sources", "topics", "languages", "con", "nul", "aux", "prn"}


RAW = Seed(
    "bridge.txt",
    (
        "Мост открыли после ремонта\n\n"
        "Мост через Иртыш открыли утром, сообщает Zakon.kz. Его ремонтировали два года.\n"
    ).encode(),
)


def test_editors_metadata_win() -> None:
    """What digest.yml says of an article goes before what its text says."""
    metadata = ArticleMetadata(
        title="Мост", lang="uk", date=date(2020, 1, 2), author="И. О.", source="Б", topics=("Т",)
    )
    article = extract(RAW, Settings(articles={"bridge": metadata}))
    assert (article.title, article.lang, article.date) == ("Мост", "uk", date(2020, 1, 2))
    assert (article.author, article.source, article.topics) == ("И. О.", "Б", ("Т",))


def test_source_gets_its_listed_name_and_address() -> None:
    """A source that the text names in another way has the name and the address of digest.yml."""
    listed = Source(name="Zakon", url="https://zakon.kz", also=("zakon.KZ",))
    article = extract(RAW, Settings(sources=(listed,)))
    assert (article.source, article.source_url) == ("Zakon", "https://zakon.kz")


# A file of several articles

PARTS = (
    "Мост открыли\n\nМост через реку открыли утром в пятницу после долгого ремонта.",
    "Главная\n\nKöpir\n\nАуыл маңындағы көпір жөндеуден кейін ашылды. Оны екі жыл бойы жөндеді.",
    "Rzeka wylała\n\nRzeka wylała w nocy z soboty na niedzielę, a strażacy układali worki z piaskiem.",
)


def _parted(*parts: str, line: str = "===== article =====") -> tuple[Article, ...]:
    return reading_of(Seed("seeds/pasted.txt", f"\n{line}\n".join(parts).encode()), NO_SETTINGS).articles


@pytest.mark.parametrize("line", ["===== article =====", "=== Article ===", "  ==========ARTICLE=====\t"])
def test_a_line_parts_the_articles_of_a_text_file(line: str) -> None:
    """Each is read by itself."""
    found = _parted(*PARTS, line=line)
    assert [article.lang for article in found] == ["ru", "kk", "pl"]
    assert [article.place for article in found] == ["article 1", "article 2", "article 3"]
    assert len({article.slug for article in found}) == 3


def test_a_part_keeps_its_name() -> None:
    """When others come, when it moves, and when somebody cuts the menu above it."""
    plain = _parted(*PARTS)
    school = "Школа\n\nНовую школу на триста мест открыли в степном посёлке в воскресенье утром."
    moved = _parted("", PARTS[2], school, PARTS[1], PARTS[0])
    names = [article.slug for article in moved]
    assert [names[3], names[2], names[0]] == [article.slug for article in plain]
    assert _parted(PARTS[0], PARTS[1].removeprefix("Главная\n\n"))[1].slug == plain[1].slug


def test_a_line_of_equals_signs_parts_nothing() -> None:
    """Such lines stand below headlines of pasted pages; a file without our line is one article."""
    found = _parted(PARTS[0], PARTS[0], line="==========")
    assert [(article.slug, article.place) for article in found] == [("pasted", "")]


MASTHEAD = """Районная газета «Речной край» и её читатели
Выходит с 12 апреля 1931 года
Главная » Новости

Мост через Иртыш открыли после ремонта

12 февраля 2025

Мост через Иртыш открыли для движения утром в понедельник. Его ремонтировали почти два года.

Следующим закроют на ремонт путепровод у вокзала, для него уже готовят проект и ищут деньги.

Издатель: ООО «Речной край», ул. Мира, 4
"""


def test_masthead_is_not_the_headline() -> None:
    """A masthead gives neither the headline nor the date; the path and the publisher tell the rest."""
    article = extract(Seed("masthead.txt", MASTHEAD.encode()), Settings())
    assert (article.title, article.date) == ("Мост через Иртыш открыли после ремонта", date(2025, 2, 12))
    assert (article.section, article.source) == ("Новости", "Речной край")


def test_now_playing_is_not_the_headline() -> None:
    """The line of a player that says what is on air is cut, whatever it plays."""
    text = "Сейчас в эфире: Большая песня о большой реке\n\n" + MASTHEAD.split("\n", 4)[4]
    assert (
        extract(Seed("air.txt", text.encode()), Settings()).title == "Мост через Иртыш открыли после ремонта"
    )


ENGLISH = """The bridge over the river was opened after repairs

Published: 03/04/2020

The bridge over the river was opened to traffic on Monday morning. The repairs had taken almost two years.

The overpass at the station will be closed next, and the city is looking for the money for its repairs.
"""
RUSSIAN = MASTHEAD.replace("12 февраля 2025", "03/04/2020")


@pytest.mark.parametrize(
    ("text", "known", "day"),
    [
        (ENGLISH, ArticleMetadata(), None),
        (ENGLISH.replace("03/", "13/"), ArticleMetadata(), date(2020, 4, 13)),
        (ENGLISH, ArticleMetadata(source_url="https://www.bridge.co.uk/news"), date(2020, 4, 3)),
        (ENGLISH, ArticleMetadata(source_url="https://bridge.gov"), date(2020, 3, 4)),
        (ENGLISH, ArticleMetadata(source_url="https://bridge.kz/uk"), None),
        (ENGLISH, ArticleMetadata(lang="pl"), date(2020, 4, 3)),
        (ENGLISH + "\nSource: https://bridge.com.au/1", ArticleMetadata(), date(2020, 4, 3)),
        (RUSSIAN, ArticleMetadata(), date(2020, 4, 3)),
    ],
)
def test_language_and_country_tell_the_day_from_the_month(
    text: str, known: ArticleMetadata, day: date | None
) -> None:
    """A date in figures is read as the article's language writes it, and English as its country does."""
    article = extract(Seed("a.txt", text.encode()), Settings(articles={"a": known}))
    assert article.date == day


@pytest.mark.parametrize(
    "printed", ["Птн, 12 фев 2025", "12.02.2025 Срд 10:15", "Tues, 12 Feb 2025", "12.02.2025 | Чтв"]
)
def test_weekday_is_not_the_section(printed: str) -> None:
    """A day of the week beside the date is no name of a section."""
    text = MASTHEAD.replace("12 февраля 2025", printed).replace("Главная » Новости\n", "")
    article = extract(Seed("a.txt", text.encode()), Settings())
    assert (article.date, article.section, article.author) == (date(2025, 2, 12), None, None)


def test_date_in_the_future_is_not_the_articles() -> None:
    """A day after the latest one is left out; an editor's is not."""
    seed = Seed("masthead.txt", MASTHEAD.encode())
    assert extract(seed, Settings(), date(2025, 2, 12)).date == date(2025, 2, 12)
    assert extract(seed, Settings(), date(2025, 2, 11)).date is None
    known = Settings(articles={"masthead": ArticleMetadata(date=date(2030, 1, 1))})
    assert extract(seed, known, date(2025, 2, 11)).date == date(2030, 1, 1)


def test_topics_are_found_by_the_beginnings_of_words() -> None:
    """A topic is found by the beginning of a word in the title or the body, not by its middle."""
    topics = (Topic(name="Roads", words=("мост", "дорог")), Topic(name="Fish", words=("тыш",)))
    assert extract(RAW, Settings(topics=topics)).topics == ("Roads",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Мосты", True),
        ("новый МОСТ.", True),
        ("(мост)", True),
        ("не-мост", True),
        ("помост", False),
        ("помост, мост", True),
        ("_мост", False),
        ("2мост", False),
        ("", False),
    ],
)
def test_topics_of_a_text(text: str, found: bool) -> None:
    """A word begins where no letter, digit or underscore stands before it."""
    topics = (Topic(name="Fish", words=("рыб",)), Topic(name="Roads", words=("дорог", "Мост")))
    assert topics_of(text, (), topics) == topics_of("", (text,), topics) == (("Roads",) if found else ())


def test_report_names_what_was_cut_and_why() -> None:
    """The report shows the kept paragraphs and each cut line under its rule and reason."""
    report = as_report(_extract(SEEDS[4]))
    assert "Kept: 7 paragraphs" in report
    assert "photo_caption: A caption or the credit of a picture." in report
    assert "line 14: Фото: Сенаттың баспасөз қызметі" in report


# Facts and where they come from


def _draft(*facts: Fact) -> Draft:
    text = "Мост открыли\n\n" + "Мост через реку открыли утром в пятницу после долгого ремонта. " * 3
    return Draft("bridge", text, "0" * 64, facts)


def test_the_editor_wins_over_the_file_and_the_file_over_the_text() -> None:
    """The rivals are kept, each with where it was read."""
    said = (Fact("title", "Мост через Иртыш открыт", "JSON-LD"), Fact("section", "Город", "JSON-LD"))
    settings = Settings(articles={"bridge": ArticleMetadata(section="Roads")})
    article = extract_draft(_draft(*said), settings, "seeds/bridge.html")
    assert (article.title, article.section) == ("Мост через Иртыш открыт", "Roads")
    assert [fact for fact in article.facts if fact.name == "section"] == [
        Fact("section", "Roads", "digest.yml", stated=True),
        Fact("section", "Город", "JSON-LD"),
    ]


def test_a_fact_that_is_not_sure_is_a_guess() -> None:
    """It is listed, and the article does not state it; a title it must have."""
    said = (Fact("author", "Город", "meta", 0.2), Fact("title", "Мост", "title", 0.3))
    article = extract_draft(_draft(*said), Settings(), "seeds/bridge.html")
    assert article.author is None
    assert Fact("author", "Город", "meta", 0.2) in article.facts
    assert article.title


def test_a_headline_that_stands_in_the_file_alone_is_not_body() -> None:
    """Nor is the first paragraph taken for it."""
    text = "Мост через реку открыли утром в пятницу после долгого ремонта. " * 3
    draft = Draft("bridge", text, "0" * 64, (Fact("title", "Мост открыт", "JSON-LD"),), Shape.ARTICLE)
    article = extract_draft(draft, Settings(), "seeds/bridge.html")
    assert (article.title, article.body) == ("Мост открыт", (text.strip(),))


def test_the_text_tells_its_language_better_than_the_file() -> None:
    """Pages often say "en" of any text; where the text leaves a doubt, the file is asked."""
    said = Fact("lang", "en", "html")
    assert extract_draft(_draft(said), Settings(), "seeds/bridge.html").lang == "ru"
    text = "Ministar je rekao da će nove škole biti otvorene u rujnu, a gradonačelnik je pohvalio radnike."
    close = Draft("a", text, "0" * 64, (Fact("lang", "bs", "html"), Fact("title", "Škole", "meta")))
    assert extract_draft(close, Settings(), "seeds/a.html").lang == "bs"

"""Markdown with front matter: facts of the one, plain text of the other."""

from __future__ import annotations

import pytest
from office_files import TEXTS, fact, lines, only
from reading import extract

from digest.errors import SeedError
from digest.settings import Settings
from digest.values import Seed


def _md(text: str) -> bytes:
    return text.encode()


@pytest.mark.parametrize("lang", TEXTS)
def test_a_markdown_file_is_an_article(lang: str) -> None:
    """Its headline is its only heading of the first level, and its paragraphs come out whole."""
    title, *body = TEXTS[lang]
    article = extract(Seed("a.md", _md("\n\n".join((f"# {title}", *body)))), Settings())
    assert (article.title, article.body, article.lang) == (title, tuple(body), lang)


OBSIDIAN = f"""---
title: "{TEXTS["ru"][0]}: репортаж"
source: "https://example.org/news/most"
author:
  - "[[Анна Новак]]"
  - "Ян Новак"
published: 2024-03-26
created: 2025-01-02
site: Бурлинские вести
language: ru-RU
categories: [Общество, Транспорт]
tags:
  - "clippings"
---
{TEXTS["ru"][1]}
"""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", f"{TEXTS['ru'][0]}: репортаж"),
        ("author", "Анна Новак, Ян Новак"),
        ("date", "2024-03-26"),
        ("source", "Бурлинские вести"),
        ("source_url", "https://example.org/news/most"),
        ("section", "Общество"),
        ("lang", "ru"),
    ],
)
def test_facts_of_the_front_matter(name: str, value: str) -> None:
    """A web clipper's names and a site generator's are both known."""
    assert fact(only("a.md", _md(OBSIDIAN)), name) == value


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("date: 2024-03-26 10:00:00+05:00", "2024-03-26"),
        ("date: '26 марта 2024 г.'", "2024-03-26"),
        ("published: 2024-03-26T22:10:00Z", "2024-03-26"),
        ("created: 2024-03-26", None),
        ("date: вчера", None),
    ],
)
def test_dates_of_the_front_matter(line: str, day: str | None) -> None:
    """A date is read in any form; the day on which a page was saved is not the article's."""
    assert fact(only("a.md", _md(f"---\n{line}\n---\nТекст.\n")), "date") == day


def test_front_matter_in_toml() -> None:
    """Hugo has it between plus signs."""
    draft = only("a.md", _md(f'+++\ntitle = "{TEXTS["pl"][0]}"\ndate = 2024-03-26\n+++\nTekst.\n'))
    assert (fact(draft, "title"), fact(draft, "date"), lines(draft)) == (
        TEXTS["pl"][0],
        "2024-03-26",
        ["Tekst."],
    )


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("**Мост** _открыт_ ~~не~~ `утром`", ["Мост открыт не утром"]),
        ("[Мост](https://example.org) и <https://example.org>", ["Мост и https://example.org"]),
        ("До ![фото](a.jpg)после", ["До после"]),
        ("![фото](a.jpg)", []),
        ("## Подзаголовок\n\nАбзац\nв две строки.", ["Подзаголовок", "Абзац в две строки."]),
        (
            "- один\n- два\n\n  ещё абзац\n\n1. три\n2. четыре",
            ["• один", "• два", "ещё абзац", "1. три", "2. четыре"],
        ),
        ("| А | Б |\n|---|---|\n| 1 | **2** |", ["А | Б", "1 | 2"]),
        ("> Цитата\n> дальше", ["Цитата дальше"]),
        ("Слово[^1] и [[Страница|ссылка]].\n\n[^1]: Сноска внизу страницы.", ["Слово и ссылка."]),
        ("<div><p>Абзац &amp; ещё</p></div>", ["Абзац & ещё"]),
        ("Строка<br>ниже <span>и</span> дальше", ["Строка", "ниже и дальше"]),
        ("Первая  \nвторая", ["Первая", "вторая"]),
        ("---\n\nТекст без имён.", ["Текст без имён."]),
    ],
)
def test_marks_are_made_plain(source: str, plain: list[str]) -> None:
    """Only the words stay, a line for each heading, paragraph, item and row."""
    assert lines(only("a.md", _md(source))) == plain


@pytest.mark.parametrize(
    ("front", "place", "found"),
    [
        ("---\ntitle: Мост: открыт\n---\nТекст.", "line 2", "mapping values"),
        ('---\ntitle: Мост\nauthor: "Анна\n---\nТекст.', "line 3", "end of stream"),
        ("---\ntitle: Мост\n\nТекст.", "line 1", "has no end"),
        ("---\ndate: 2024-13-45\n---\nТекст.", "line 1", "month"),
        ("---\na: &a [x]\nb: *c\n---\nТекст.", "line 3", "undefined alias"),
        ("+++\ntitle = Мост\n+++\nТекст.", "line 2", "broken"),
        ("---\na: " + "[" * 5000 + "\n---\nТекст.", "line ", "broken"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(front: str, place: str, found: str) -> None:
    """An error says where the mistake is."""
    with pytest.raises(SeedError) as error:
        only("a.md", _md(front))
    assert error.value.place.startswith(place)
    assert found in error.value.found


def test_no_value_is_taken_of_what_is_no_text() -> None:
    """Numbers and nested values in the place of names are passed over."""
    draft = only("a.md", _md("---\ntitle: 5\nauthor: {a: b}\nlang: русский\nurl: /news\n---\nТекст.\n"))
    assert draft.facts == ()

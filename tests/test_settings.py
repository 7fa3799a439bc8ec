"""What digest.yml may hold, and what a person is told when it holds something else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from digest.errors import SettingsError
from digest.settings import Settings, parse


def test_an_empty_file_gives_the_defaults() -> None:
    """Every setting has a default."""
    assert parse("") == Settings()


def test_the_projects_own_file_is_good() -> None:
    """digest.yml of this repository is accepted."""
    root = Path(__file__).parent.parent
    assert parse((root / "digest.yml").read_text(encoding="utf-8")).target == "en"


def test_what_an_editor_knows_of_an_article_is_read() -> None:
    """An article's facts are typed: the date is a date."""
    settings = parse("articles:\n  a:\n    date: 2024-03-26\n    author: Е. К.\n")
    assert settings.articles["a"].date == date(2024, 3, 26)
    assert settings.articles["a"].author == "Е. К."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("titel: x", ["digest.yml", "line 1: titel", "unknown setting", "allowed: title, target"]),
        (
            "title: a\nsources:\n  - nam: x\n",
            ["2 mistakes", "line 3: sources[1].name: missing", "name, url, also"],
        ),
        ("target: English", ["line 1: target", "found 'English'", "a language code"]),
        ("target: no", ["found False", "put it in quotes"]),
        ("title: a\ntitle: b", ["line 2", "`title` stands twice"]),
        ("title: [a", ["digest.yml: line 1", "not YAML"]),
        ("- a\n- b", ["line 1", "found ['a', 'b']"]),
        ("sources: Kazinform", ["line 1: sources", "a list"]),
        (
            "sources:\n - name: x\n   url: javascript:alert(1)\n",
            ["line 3: sources[1].url", "http:// or https://"],
        ),
        ("articles:\n  a:\n    date: soon\n", ["line 3: articles.a.date", "found 'soon'", "2024-03-26"]),
        ("articles:\n  a:\n    date: 2024-13-45\n", ["digest.yml", "2024-03-26"]),
        ("articles:\n  a:\n    datum: x\n", ["unknown setting", "title, lang, date"]),
        ("glossary:\n  - nam: x\n    name: y\n", ["line 2", "unknown setting", "name, kind, variants"]),
        ("columns:\n  tekst: A\n", ["line 2: columns.tekst", "unknown setting", "title, text, date"]),
        ("columns: {text: [1]}\n", ["line 1: columns.text", "found 1"]),
        ("copies: both\n", ["line 1: copies", "'group' or 'keep'"]),
        ("title: \x00", ["not YAML"]),
        ("a: *b", ["line 1", "not YAML"]),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_is_allowed(text: str, parts: list[str]) -> None:
    """The message holds the file, the line, what was found and what is allowed."""
    with pytest.raises(SettingsError) as caught:
        parse(text)
    for part in parts:
        assert part in str(caught.value)


def test_all_mistakes_are_reported_together() -> None:
    """Nobody has to run the build once for each mistake."""
    with pytest.raises(SettingsError) as caught:
        parse("titel: x\ntarget: 5\nlanguages: kk\n")
    assert "3 mistakes" in str(caught.value)


def test_the_target_may_be_written_in_the_old_way() -> None:
    """`target: kk` is read as a list of one; the list itself is how it is written now."""
    assert parse("target: kk\n").targets == parse("targets: [kk]\n").targets == ("kk",)
    assert parse("target: kk\n").target == "kk"


def test_a_column_has_one_heading_or_several() -> None:
    """A single one needs no list."""
    columns = parse("columns: {title: Заголовок, text: [Текст, Содержание], sheet: Лист}\n").columns
    assert (columns.title, columns.text) == (("Заголовок",), ("Текст", "Содержание"))
    assert (columns.date, columns.sheet) == ((), "Лист")


@pytest.mark.parametrize("text", ["targets: [en, ru]\n", "targets: []\n"])
def test_one_target_is_allowed_for_now(text: str) -> None:
    """A digest in several languages is refused in words, not built in one of them."""
    with pytest.raises(SettingsError) as caught:
        parse(text)
    assert "line 1: targets" in str(caught.value)
    assert "allowed: one language" in str(caught.value)


def test_both_keys_for_the_target_are_refused() -> None:
    """Which of them would count, nobody could say."""
    with pytest.raises(SettingsError, match="target: unknown setting"):
        parse("target: en\ntargets: [en]\n")

"""The words that a reader sees, by language: labels, the PDF's own words, names of languages, dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from digest.data import languages, load

__all__ = [
    "date_words",
    "labels",
    "language_name",
    "month_words",
    "own_name",
    "print_words",
    "reason_words",
    "short_date",
]

_FALLBACK = "en"


@cache
def labels(lang: str) -> Mapping[str, str]:
    """Every label in a language; the English words where the project has none in it."""
    return _section("pages", lang)


@cache
def print_words(lang: str) -> Mapping[str, str]:
    """Every word that only the printed digest has; the English ones where the project has none in it."""
    return _section("print", lang)


def own_name(lang: str) -> str:
    """The name of a language in itself, as in "Қазақша"; its code where nothing is known of it."""
    if name := _words(lang).get("name"):
        return str(name)
    return language_name(lang, lang) if _locale(lang) else lang


def language_name(lang: str, reader: str) -> str:
    """The name of a language in the reader's, as in "Kazakh"; its code where nothing is known of it."""
    locale = _locale(reader) or _locale(_FALLBACK)
    name = locale.languages.get(lang) if locale else None
    return _capitalised(name) if name else lang


def date_words(day: date, lang: str) -> str:
    """A date as one writes it in a language, as in "26 March 2024"; ISO where that is unknown."""
    return _date(day, "long", lang) or day.isoformat()


@cache
def short_date(day: date, lang: str) -> str:
    """A date as one writes it in a language where there is little room, as in "26 Mar 2024"."""
    return _date(day, "medium", lang) or day.isoformat()


def month_words(day: date, lang: str) -> str:
    """The month of a day, as in "March 2024"; ISO where the language is unknown."""
    locale = _date_locale(lang)
    words = format_skeleton("yMMMM", day, locale=locale) if locale else day.isoformat()[:7]
    return _capitalised(words.replace("\u202f", "\u00a0"))


def _date(day: date, form: Literal["long", "medium"], lang: str) -> str | None:
    locale = _date_locale(lang)
    # CLDR's narrow no-break space is in few fonts, and not in ours.
    return format_date(day, format=form, locale=locale).replace("\u202f", "\u00a0") if locale else None


def _date_locale(lang: str) -> Locale | None:
    # British order: these are press digests for an international reader, and 26 March 2024 cannot be misread.
    return _locale("en_GB" if lang == "en" else lang)


def reason_words(rule: str, lang: str) -> str | None:
    """Why a rule cut a line, in a language; None where the project has no words for it in that language."""
    words: str | None = _words(lang).get("cuts", {}).get(_kinds().get(rule))
    return words


@cache
def _kinds() -> dict[str, str]:
    """The kind that a rule is of, by the rule's name."""
    return {rule: kind for kind, rules in load("cuts").items() for rule in rules}


def _words(lang: str) -> dict[str, Any]:
    """All that the file of an interface language says; empty for any other language."""
    words: dict[str, Any] = load(f"words/{lang}") if lang in languages("words") else {}
    return words


def _section(name: str, lang: str) -> Mapping[str, str]:
    return MappingProxyType(_words(_FALLBACK)[name] | _words(lang).get(name, {}))


@cache
def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]

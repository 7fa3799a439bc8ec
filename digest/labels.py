"""The words of the site that a reader sees: labels, names of languages, dates; by language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import yaml
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

__all__ = [
    "date_words",
    "labels",
    "language_name",
    "month_words",
    "own_name",
    "reason_words",
    "short_date",
]

_FALLBACK = "en"


@cache
def labels(lang: str) -> Mapping[str, str]:
    """Every label in a language; the English words where the project has none in it."""
    tables = _tables()
    return MappingProxyType(tables[_FALLBACK] | tables.get(lang, {}))


def own_name(lang: str) -> str:
    """The name of a language in itself, as in "Қазақша"; its code where nothing is known of it."""
    if lang in _tables():
        return _tables()[lang]["language"]
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
    return _reasons().get(rule, {}).get(lang)


@cache
def _reasons() -> dict[str, dict[str, str]]:
    """The words by language, by the name of a rule."""
    text = files("digest").joinpath("data", "cuts.yml").read_text(encoding="utf-8")
    kinds = yaml.safe_load(text)
    return {rule: kind for kind in kinds for rule in kind.pop("rules")}


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = files("digest").joinpath("data", "labels.yml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, str]] = yaml.safe_load(text)
    return tables


@cache
def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]

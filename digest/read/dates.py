"""Dates on their own in a line; a date inside a sentence belongs to an event and is not read here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from babel import Locale, UnknownLocaleError

from digest.data import by_language
from digest.read.patterns import Screen, in_any_case

__all__ = ["Role", "Stamp", "closes_with_date", "scan"]

_TIME = r"(?<![\d.:])(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?(?![\d.:])(?:\s?[ap]\.?m\.?)?"
_OFFSET = r"(?:Z|\(?(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d\d)?\)?)(?!\w)"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_YEAR = r"(?:19|20)\d\d"
_LONGEST = 200
_SOME_DIGIT = re.compile(r"\d")


class Role(StrEnum):
    """What a date refers to."""

    PLAIN = "plain"
    PUBLISHED = "published"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a line.

    `day` is None for a date without a year, for one that is relative to the day of reading ("yesterday")
    and for a time alone. `rest` is the line without the words of the date.
    """

    day: date | None
    role: Role
    rest: str


def scan(line: str) -> Stamp | None:
    """The publication date in a line, if any: the first of several, and an update's only without another."""
    if len(line) > _LONGEST or not _can_hold_date(line):
        return None
    matches = list(_when().finditer(line))
    if not matches:
        return None
    found = _stamps(line, matches)
    rest = _without_dates(line, matches)
    chosen = min(found, key=lambda stamp: (stamp.day is None, stamp.role is Role.UPDATED))
    return Stamp(chosen.day, chosen.role, rest)


def closes_with_date(line: str) -> bool:
    """Whether a line ends with a place and a date, or a year, that stand apart from its sentence."""
    return len(line) <= _LONGEST and bool(_SOME_DIGIT.search(line[-40:]) and _closing().search(line))


@cache
def _closing() -> re.Pattern[str]:
    words = _words()
    month = rf"(?:{in_any_case(words.months)}\.?(?:{'|'.join(words.endings)})?)(?!\w)"
    year = rf"{_YEAR}(?:[\s-]?{in_any_case(words.years)}(?!\w)\.?)?"
    place = r"(?:[^\W\d_]+[\s-]){0,3}[^\W\d_]+,\s+"
    when = (
        rf"(?:{year},?\s*(?:\d{{1,2}}[\s-]+)?{month}|(?:\d{{1,2}}[\s-]+)?{month},?\s+{year}"
        rf"|\d{{1,2}}\.\d{{1,2}}\.{_YEAR}|{year})"
    )
    return re.compile(rf"[.,]\s+(?:{place})?{when}[.)]*$", re.IGNORECASE)


def _can_hold_date(line: str) -> bool:
    """Whether a line has what every date needs; most lines do not, and searching them for dates is slow."""
    return bool(_digits().search(line) or _relative().candidates(line))


@cache
def _digits() -> re.Pattern[str]:
    """A digit with what follows it, for each shape in `_when` that contains digits."""
    behind = (
        r"[./:-]\d",
        rf"[\s-]+{in_any_case(_words().months)}",
        rf"(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"[.\s]+{in_any_case(_ROMAN)}[.\s]",
    )
    return re.compile(rf"\d(?:{'|'.join(behind)})", re.IGNORECASE)


@cache
def _relative() -> Screen:
    return Screen([_words().relative])


def _stamps(line: str, matches: Iterable[re.Match[str]]) -> Iterator[Stamp]:
    lead = 0
    for match in matches:
        before = line[lead : match.start()].casefold()
        lead = match.end()
        yield Stamp(_day(match), _role(before), "")


def _role(before: str) -> Role:
    words = _words()
    label = re.sub(r"[\W_]+", " ", before).strip()
    if any(label.endswith(word) for word in words.updated):
        return Role.UPDATED
    if any(label.endswith(word) for word in words.published):
        return Role.PUBLISHED
    return Role.PLAIN


def _without_dates(line: str, matches: Sequence[re.Match[str]]) -> str:
    words = _words()
    starts = [0, *(match.end() for match in matches)]
    ends = [*(match.start() for match in matches), len(line)]
    rest = " \x00 ".join(line[start:end] for start, end in zip(starts, ends, strict=True))
    for pattern in (_labels(), words.connectors, words.zones):
        rest = pattern.sub(lambda match: "\x00" if "\x00" in match[0] else " ", rest)
    # Remove only the commas and brackets that belonged to the date; other separators divide what is left.
    rest = re.sub(r"[\s,(\[]*\x00[\s,.)\]\x00]*", " \x00 ", rest)
    rest = re.sub(r"(?:\x00[\s\x00]*)+", "|", rest)
    return rest.strip(" |•·—–-/,:;\t()[]🕐🕒📅⏱🗓")


def _day(match: re.Match[str]) -> date | None:
    parts = {key: value for key, value in match.groupdict().items() if value}
    pick = {key.rstrip("0123456789"): value for key, value in parts.items()}
    if "y" not in pick:
        return None
    year = int(pick["y"])
    month = _month_number(pick["m"])
    try:
        return date(year + 2000 if year < 100 else year, month, int(pick["d"]))
    except ValueError:
        return None


def _month_number(text: str) -> int:
    folded = text.casefold()
    if folded.isdecimal():
        return int(folded)
    if folded in _ROMAN:
        return _ROMAN.index(folded) + 1
    names = _words().months
    ending = max((name for name in names if folded.startswith(name)), key=len)
    return names[ending]


@dataclass(frozen=True, slots=True)
class _Words:
    months: Mapping[str, int]
    endings: tuple[str, ...]
    days: tuple[str, ...]
    years: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    relative: str
    connectors: re.Pattern[str]
    zones: re.Pattern[str]


@cache
def _words() -> _Words:
    tables = by_language("calendar").values()
    spellings = [month for table in tables for month in table.get("months", {}).items()]
    months = {name.casefold(): number for number, names in spellings for name in names}
    days: set[str] = set()
    for locale in map(_locale, by_language("calendar")):
        if locale is None:
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                months |= {_bare(name): n for n, name in locale.months[context].get(width, {}).items()}
                days |= {_bare(name) for name in locale.days[context].get(width, {}).values()}
    # "апрели", "сентябры": an ending replaces the soft sign.
    months |= {name[:-1]: number for name, number in months.items() if name.endswith("ь")}
    connector = in_any_case(_listed("connectors"))
    return _Words(
        months=months,
        endings=_listed("month_endings"),
        days=tuple(sorted(days)),
        years=_listed("year_words"),
        published=tuple(sorted(_listed("published"), key=len, reverse=True)),
        updated=tuple(sorted(_listed("updated"), key=len, reverse=True)),
        relative="|".join(table["relative"] for table in tables if "relative" in table),
        # A connector goes only where it touches a date or a time.
        connectors=re.compile(
            rf"\x00[\s,.]*\b{connector}\b\.?[\s,]*(?=\x00|$)|^{connector}\b\.?\s*(?=\x00)", re.IGNORECASE
        ),
        zones=re.compile(rf"\x00[\s,(]*{in_any_case(_listed('zones'))}\b\)?", re.IGNORECASE),
    )


def _listed(name: str) -> tuple[str, ...]:
    """The words of one list of the calendar in all languages, each once."""
    lists = (table.get(name, ()) for table in by_language("calendar").values())
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def _bare(name: str) -> str:
    return name.casefold().rstrip(".").replace("ʼ", "'")


@cache
def _labels() -> re.Pattern[str]:
    words = _words()
    label = in_any_case((*words.published, *words.updated))
    return re.compile(rf"(?<!\w){label}\s*[:\-–—]?\s*(?=\x00)", re.IGNORECASE)


@cache
def _when() -> re.Pattern[str]:
    """Every way in which a date, a relative day or a time is printed."""
    words = _words()
    month = rf"(?:{in_any_case(words.months)}\.?(?:{'|'.join(words.endings)})?)(?!\w)"
    tail = rf"(?:[\s-]?{in_any_case(words.years)}(?!\w)\.?)?"
    day_name = rf"(?:(?<!\w){in_any_case(words.days)}(?!\w)\.?,?\s+)?"
    shapes = (
        rf"(?P<y1>{_YEAR})-(?P<m1>\d\d)-(?P<d1>\d\d)(?:T[\d:.]+(?:{_OFFSET})?)?(?!\d)",
        rf"(?<![\d.])(?P<d2>\d{{1,2}})[./-](?P<m2>\d{{1,2}})[./-](?P<y2>{_YEAR}){tail}(?!\d)",
        rf"(?<![\d.])(?P<d3>\d\d)[./](?P<m3>\d\d)[./](?P<y3>\d\d){tail}(?![\d.])",
        rf"(?P<y4>{_YEAR})[./](?P<m4>\d\d)[./](?P<d4>\d\d)(?!\d)",
        rf"(?<!\d)(?P<d5>\d{{1,2}})[\s-]+(?P<m5>{month}),?\s*(?P<y5>{_YEAR}){tail}(?!\d)",
        rf"(?P<y6>{_YEAR}){tail},?\s*(?P<d6>\d{{1,2}})[\s-]+(?P<m6>{month})",
        rf"(?<!\w)(?P<m7>{month})\s+(?P<d7>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y7>{_YEAR})(?!\d)",
        rf"(?<!\d)(?P<d8>\d{{1,2}})[.\s]+(?P<m8>{in_any_case(_ROMAN)})[.\s]+(?P<y8>{_YEAR}){tail}(?!\d)",
        rf"(?<!\d)(?P<d9>\d{{1,2}})[\s-]+(?P<m9>{month})",
        rf"(?<!\w)(?:{words.relative})(?!\w)",
        rf"{_TIME}(?:\s*{_OFFSET})?",
    )
    weekday = rf"(?:,?\s*(?<!\w){in_any_case(words.days)}(?!\w)\.?)?"
    either = "|".join(f"(?:{shape})" for shape in shapes)
    # None of these begins within a word, and saying so saves most of the search. No day has the name of a
    # month, so one try for the day is enough for all shapes.
    return re.compile(rf"(?<![^\W\d_]){day_name}(?:{either}){weekday}", re.IGNORECASE)

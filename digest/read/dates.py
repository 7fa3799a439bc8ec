"""Dates on their own in a line; a date inside a sentence belongs to an event and is not read here.

Three rules keep a wrong day from being stated. A year of two digits lies between 1969 and 2068, as in POSIX.
A day after the `latest` that the caller allows is not stated; nothing here reads the clock. A date such as
03/04/2020, which has two readings, is read in the `Order` of the page's language and country, and is left
unknown where that is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from unicodedata import combining, normalize

from babel import Locale, UnknownLocaleError

from digest.data import by_language
from digest.read.patterns import Screen, in_any_case

__all__ = ["Order", "Role", "Stamp", "closes_with_date", "order_of", "scan"]

_TIME = r"(?<![\d.:])(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?(?![\d.:])(?:\s?[ap]\.?m\b\.?)?"
_OFFSET = r"(?:Z|\(?(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d\d)?\)?)(?!\w)"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_YEAR = r"(?:19|20)\d\d"
# "5th", "5-го"
_DAY = r"\d{1,2}(?:st|nd|rd|th|-?го)?"
_PIVOT = 69
_SHORTEST_PREFIX = 3
_LONGEST = 200
# A day's name of so many letters may be a person's too: Anna is Friday in Turkmen.
_LONGEST_NAME = 4
_LAST_WORD = re.compile(r"([^\W\d_]+)\s+$")
_EDGES = " |•·—–-/,:;\t()[]🕐🕒📅⏱🗓"
_SOME_DIGIT = re.compile(r"\d")
# Each stands for one other letter, so that places in the line stay as they are.
_PLAIN = str.maketrans("ʼ’‘`İı", "'" * 4 + "ii")


class Role(StrEnum):
    """What a date refers to."""

    PLAIN = "plain"
    PUBLISHED = "published"
    UPDATED = "updated"


class Order(StrEnum):
    """Which of the two numbers before a year is the day."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date found in a line.

    `day` is None for a date without a year, for one that is relative to the day of reading ("yesterday"), for
    a time alone, for a day after the latest one allowed and for a date with two readings. `rest` is the line
    without the words of the date, and `ambiguous` says that one of its dates has two readings.
    """

    day: date | None
    role: Role
    rest: str
    ambiguous: bool = False


def scan(line: str, order: Order = Order.UNKNOWN, latest: date | None = None) -> Stamp | None:
    """The publication date in a line, if any: the first of several, and an update's only without another.

    `order` tells how to read 03/04/2020, `latest` is the last day that an article can be from.
    """
    if len(line) > _LONGEST or not _can_hold_date(line):
        return None
    plain = line.translate(_PLAIN)
    matches = list(_when().finditer(plain))
    rest = _without_dates(line, matches) if matches else ""
    if any(map(_is_weak, matches)) and (_SOME_DIGIT.search(rest) or any(map(str.isalpha, rest))):
        matches = [match for match in matches if not _is_weak(match)]
        rest = _without_dates(line, matches) if matches else ""
    if not matches:
        return None
    found = list(_stamps(plain, matches, order, latest))
    chosen = min(found, key=_rank)
    return Stamp(chosen.day, chosen.role, rest, any(stamp.ambiguous for stamp in found))


def _rank(stamp: Stamp) -> tuple[bool, bool, bool]:
    """Of the dates in a line, the one that ranks lowest counts."""
    return stamp.day is None, not stamp.ambiguous, stamp.role is Role.UPDATED


@cache
def order_of(tag: str, country: str | None = None) -> Order:
    """The order in which a language writes dates in figures, by the short form in Unicode's CLDR.

    `tag` is a language with or without a country, as in `pl`, `en-GB` or `en_US`; `country` is one of two
    letters for a tag that has none. Unknown for a language whose countries differ, such as English, where
    the country is unknown or CLDR lacks it, for other languages that CLDR lacks, and for those that write the
    year first.
    """
    language, *subtags = re.split(r"[-_]", tag)
    territory = next((part.upper() for part in subtags if re.fullmatch(r"[A-Za-z]{2}|\d{3}", part)), None)
    territory = territory or (country.upper() if country else None)
    by_country = by_language("calendar").get(language.lower(), {}).get("order_by_country")
    locale = (_locale(f"{language}_{territory}") if territory else None) or (
        None if by_country else _locale(language)
    )
    if locale is None:
        return Order.UNKNOWN
    letters = "".join(dict.fromkeys(re.sub(r"'[^']*'|[^dMy]", "", locale.date_formats["short"].pattern)))
    return {"dMy": Order.DAY_FIRST, "Mdy": Order.MONTH_FIRST}.get(letters, Order.UNKNOWN)


def closes_with_date(line: str) -> bool:
    """Whether a line ends with a place and a date, or a year, that stand apart from its sentence."""
    return len(line) <= _LONGEST and bool(_SOME_DIGIT.search(line[-40:]) and _closing().search(line))


@cache
def _closing() -> re.Pattern[str]:
    words = _words()
    month = _month(words.months)
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
        r"\.\s\d",
        rf"(?:st|nd|rd|th|-?го)?(?:\.\s*|[\s-]+(?:of\s+)?|/){_month(_words().months)}",
        rf"(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"[.\s]+{in_any_case(_ROMAN)}[.\s]",
    )
    return re.compile(rf"\d(?:{'|'.join(behind)})", re.IGNORECASE)


@cache
def _relative() -> Screen:
    return Screen([_words().relative])


def _stamps(
    line: str, matches: Iterable[re.Match[str]], order: Order, latest: date | None
) -> Iterator[Stamp]:
    lead = 0
    for match in matches:
        before = line[lead : match.start()].casefold()
        lead = match.end()
        days = _days(match, order)
        day = days[0] if len(days) == 1 else None
        late = day is not None and latest is not None and day > latest
        yield Stamp(None if late else day, _role(before), "", ambiguous=len(days) > 1)


def _role(before: str) -> Role:
    words = _words()
    label = re.sub(r"[\W_]+", " ", before).strip()
    if label.endswith(words.updated):
        return Role.UPDATED
    if label.endswith(words.published):
        return Role.PUBLISHED
    return Role.PLAIN


def _without_dates(line: str, matches: Sequence[re.Match[str]]) -> str:
    words = _words()
    starts = [0, *(match.end() for match in matches)]
    ends = [*(_start(line, match) for match in matches), len(line)]
    beside = [line[start:end] for start, end in zip(starts, ends, strict=True)]
    if not any(text.strip(_EDGES) for text in beside):
        return ""
    rest = " \x00 ".join(beside)
    for pattern in (_labels(), words.connectors, words.zones):
        rest = pattern.sub(lambda match: "\x00" if "\x00" in match[0] else " ", rest)
    rest = words.lone_day.sub(" \x00 ", rest)
    # Remove only the commas and brackets that belonged to the date; other separators divide what is left.
    rest = re.sub(r"[\s,(\[]*\x00[\s,.)\]\x00]*", " \x00 ", rest)
    rest = re.sub(r"(?:\x00[\s\x00]*)+", "|", rest)
    return rest.strip(_EDGES)


def _start(line: str, match: re.Match[str]) -> int:
    """Where a date begins: behind a day of the week that is a surname, as in "Roman Son, 5 May 2024"."""
    named = match["weekday"]
    if not named or len(named) > _LONGEST_NAME or not named[0].isupper():
        return match.start()
    before = line[: match.start()]
    given = _LAST_WORD.search(before)
    is_name = given is not None and given[1][0].isupper() and _role(before.casefold()) is Role.PLAIN
    return match.end("weekday") if is_name else match.start()


def _is_weak(match: re.Match[str]) -> bool:
    """Whether a match is a date only where nothing else is on the line: 5/3/24 may be anything."""
    return match["yw"] is not None


def _days(match: re.Match[str], order: Order) -> list[date]:
    """The days that a match can stand for: one, none, or two where the order of day and month is unknown."""
    pick = {key.rstrip("0123456789w"): value for key, value in match.groupdict().items() if value}
    if "y" not in pick:
        return []
    year = int(re.sub(r"\D", "", pick["y"]))
    if year < 100:
        year += 1900 if year >= _PIVOT else 2000
    day, month = int(re.sub(r"\D", "", pick["d"])), _month_number(pick["m"])
    usual = _valid(year, month, day)
    # With full stops the day comes first everywhere.
    if pick.get("s", ".").startswith("."):
        return usual
    turned = _valid(year, day, month)
    if not usual or not turned or usual == turned:
        return usual or turned
    return {Order.DAY_FIRST: usual, Order.MONTH_FIRST: turned, Order.UNKNOWN: usual + turned}[order]


def _valid(year: int, month: int, day: int) -> list[date]:
    """The day, if there is one."""
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def _month_number(text: str) -> int:
    folded = text.casefold()
    if folded.isdecimal():
        return int(folded)
    if folded in _ROMAN:
        return _ROMAN.index(folded) + 1
    names = _words().months
    at = next(end for end in range(len(folded), 0, -1) if folded[:end] in names)
    return names[folded[:at]]


@dataclass(frozen=True, slots=True)
class _Words:
    months: Mapping[str, int]
    """Every spelling of a month, cut short or not, with its number."""
    whole_months: frozenset[str]
    """Those that stand for a month without a year too."""
    endings: tuple[str, ...]
    days: frozenset[str]
    years: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    relative: str
    connectors: re.Pattern[str]
    zones: re.Pattern[str]
    lone_day: re.Pattern[str]
    """A day of the week that a separator divides from its date."""


@cache
def _words() -> _Words:
    tables = by_language("calendar").values()
    abbreviated, days = _month_names(abbreviated=True), _day_names()
    months = _month_names(abbreviated=False) | abbreviated
    connector = in_any_case(_listed("connectors"))
    return _Words(
        months=_cut_short(abbreviated) | months,
        whole_months=frozenset(months),
        endings=_listed("month_endings"),
        days=days,
        years=_listed("year_words"),
        published=tuple(sorted(_listed("published"), key=len, reverse=True)),
        updated=tuple(sorted(_listed("updated"), key=len, reverse=True)),
        relative="|".join(table["relative"] for table in tables if "relative" in table),
        # A connector goes only where it touches a date or a time.
        connectors=re.compile(
            rf"\x00[\s,.]*\b{connector}\b\.?[\s,]*(?=\x00|$)|^{connector}\b\.?\s*(?=\x00)", re.IGNORECASE
        ),
        zones=re.compile(rf"\x00[\s,(]*{in_any_case(_listed('zones'))}\b\)?", re.IGNORECASE),
        lone_day=re.compile(
            rf"(?:^|(?<=[|•·/,;–—\x00-]))\s*{_tree(days)}\.?\s*(?=$|[|•·/,;–—\x00-])", re.IGNORECASE
        ),
    )


def _month_names(*, abbreviated: bool) -> dict[str, int]:
    """The names of the months in the languages that abbreviate them in dates, or in those that do not.

    With them are the abbreviations in CLDR and in our data.
    """
    months: dict[str, int] = {}
    widths = ("wide", "abbreviated") if abbreviated else ("wide",)
    for code, own in by_language("calendar").items():
        locale = _locale(code)
        if (locale is None or _abbreviates(locale)) is not abbreviated:
            continue
        printed = [locale.months[context] for context in ("format", "stand-alone")] if locale else []
        tables = [names.get(width, {}) for names in printed for width in widths]
        pairs = [(number, name) for table in tables for number, name in table.items()]
        pairs += [(number, name) for number, names in own.get("months", {}).items() for name in names]
        months |= {spelling: number for number, name in pairs for spelling in _spellings(name)}
    # "апрели", "сентябры": an ending replaces the soft sign.
    return months | {name[:-1]: number for name, number in months.items() if name.endswith("ь")}


def _abbreviates(locale: Locale) -> bool:
    """Whether dates in a language have short months; elsewhere they are rare, and some are common words."""
    return "MMM" in locale.date_formats["medium"].pattern


def _cut_short(months: Mapping[str, int]) -> dict[str, int]:
    """The beginnings of names that no two months share: sites abbreviate as they like ("17 верес 2015")."""
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for name, number in months.items():
        for end in range(_SHORTEST_PREFIX, len(name)):
            numbers[name[:end]].add(number)
    return {prefix: one for prefix, (one, *more) in numbers.items() if not more}


def _day_names() -> frozenset[str]:
    """The names of the days of the week in all languages, and what they are abbreviated to."""
    days = {spelling for name in _listed("weekdays") for spelling in _spellings(name)}
    for locale in filter(None, map(_locale, by_language("calendar"))):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                names = locale.days[context].get(width, {}).values()
                days |= {spelling for name in names for spelling in _spellings(name)}
    return frozenset(days)


def _listed(name: str) -> tuple[str, ...]:
    """The words of one list of the calendar in all languages, each once."""
    lists = (table.get(name, ()) for table in by_language("calendar").values())
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _locale(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def _spellings(name: str) -> set[str]:
    """A name in small letters, and where it is Latin, without its accents too, as in "5 wrzesnia"."""
    bare = name.translate(_PLAIN).casefold().rstrip(".")
    plain = "".join(char for char in normalize("NFD", bare) if not combining(char)).replace("ł", "l")
    return {bare, plain} if plain.isascii() else {bare}


def _month(names: Iterable[str]) -> str:
    """A pattern for a month by some of its names, with a full stop and the ending that it takes in a date."""
    return rf"(?:{_tree(names)}\.?(?:{'|'.join(_words().endings)})?)(?!\w)"


def _tree(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest that fits first; it looks at each letter once."""
    rests: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(set(words)):
        rests[word[:1]].append(word[1:])
    ends = rests.pop("", None) is not None
    branches = [re.escape(first) + (_tree(rest) if any(rest) else "") for first, rest in rests.items()]
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}" if branches else ""


@cache
def _labels() -> re.Pattern[str]:
    words = _words()
    label = in_any_case((*words.published, *words.updated))
    return re.compile(rf"(?<!\w){label}\s*[:\-–—]?\s*(?=\x00)", re.IGNORECASE)


@cache
def _when() -> re.Pattern[str]:
    """Every way in which a date, a relative day or a time is printed."""
    words = _words()
    month, alone = _month(words.months), _month(words.whole_months)
    tail = rf"(?:[\s-]?{in_any_case(words.years)}(?!\w)\.?)?"
    day_name = rf"(?<!\w){_tree(words.days)}(?!\w)"
    to_month = r"(?:\.\s*|[\s-]+(?:of\s+)?|/)"
    short_year = r"\s'(?P<y9>\d\d)(?!\d)"
    shapes = (
        rf"(?<!\d)(?P<y1>{_YEAR})-(?P<m1>\d{{1,2}})-(?P<d1>\d{{1,2}})(?:T[\d:.]+(?:{_OFFSET})?)?(?!\d)",
        rf"(?<![\d.])(?P<d2>\d{{1,2}})(?P<s2>\.\s?|[/-])(?P<m2>\d{{1,2}})(?:\.\s?|[/-])(?P<y2>{_YEAR}){tail}(?!\d)",
        rf"(?<![\d.])(?P<d3>\d\d)(?P<s3>[./])(?P<m3>\d\d)[./](?P<y3>\d\d){tail}(?!\.?\d)",
        rf"(?<![\d./-])(?P<dw>\d{{1,2}})(?P<sw>\.(?=\d\d)|/)(?P<mw>\d{{1,2}})[./](?P<yw>\d\d){tail}(?![\d./-])",
        rf"(?<!\d)(?P<y4>{_YEAR})(?=/|\.\d\d\.\d\d)[./](?P<m4>\d{{1,2}})[./](?P<d4>\d{{1,2}})(?!\d)",
        rf"(?<!\d)(?P<d5>{_DAY}){to_month}(?P<m5>{month})(?:,?[\s/-]*(?P<y5>{_YEAR}){tail}(?!\d)|{short_year})",
        rf"(?<![\d-])(?P<d10>\d{{1,2}})-(?P<m10>{month})-(?P<y10>\d\d)(?![\w:.-]|\s+[^\W\d_])",
        rf"(?P<y6>{_YEAR}){tail},?\s*(?P<d6>\d{{1,2}})[\s-]+(?P<m6>{month})",
        rf"(?<!\w)(?P<m7>{month})\s+(?P<d7>{_DAY}),?\s+(?P<y7>{_YEAR})(?!\d)",
        rf"(?<!\d)(?P<d8>\d{{1,2}})[.\s]+(?P<m8>{in_any_case(_ROMAN)})[.\s]+(?P<y8>{_YEAR}){tail}(?!\d)",
        rf"(?<!\d){_DAY}[\s-]+(?:of\s+)?{alone}",
        rf"(?<!\w)(?:{words.relative})(?!\w)",
        rf"{_TIME}(?:\s*{_OFFSET})?",
    )
    either = "|".join(f"(?:{shape})" for shape in shapes)
    # None of these begins within a word, and saying so saves most of the search. One try for the day of the
    # week is enough for all shapes; where it is a month's name too, the search goes back and tries without.
    return re.compile(
        rf"(?<![^\W\d_])(?=\w)(?:(?P<weekday>{day_name})\.?,?\s+)?(?:{either})"
        # Behind a date the word may be the first of a name.
        rf"(?:[,\s]*\(?{day_name}\.?\)?(?=\s*(?:$|[^\w\s]|\d)))?",
        re.IGNORECASE,
    )

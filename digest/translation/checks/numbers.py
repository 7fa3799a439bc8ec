"""The numbers of a sentence, and which of them its translation lacks.

A number can be read in several ways (`12.500` is twelve and a half, or twelve thousand five hundred), and can
be written in several: in digits, in words, in Roman numerals, with «млн». A number is missing only where none
of its readings is found under any writing: a wrong alarm is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from digest.data import by_language

__all__ = ["missing_numbers"]

_SPACES = " \u00a0\u2007\u2009\u202f"
_NUMBER = re.compile(
    rf"(?<![0-9])(?:[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?"
    r"|[0-9]+(?:[.,:][0-9]+)*)"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S+@\S+")
# In Kazakh and Russian, Roman numerals are often typed with Cyrillic letters.
_ROMAN = re.compile(r"(?<![\w'’])[IVXLCІХС]+(?![\w'’])")
_LATIN = str.maketrans("ІХС", "IXC")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_SURE_ROMAN = frozenset("IVX")
_AFTER_NOON = re.compile(r"(?<![0-9.,])([0-9]{1,2})(?:[:.][0-9]{2})?\s?p\.?m\b", re.IGNORECASE)
_YEAR_BEFORE = re.compile(r"([0-9]{2})[0-9]{2}\s?[-–—/]\s?$")
_DECADE_AFTER = re.compile(r"[-‑–]?[^\W\d]|\.")
# A year, a dash and the spaces around it.
_BEFORE = 8
# Longer ones, such as an account's, are no quantities.
_LONGEST = 24
# Texts write numbers up to this one in words; where the words are not known, they are not looked for.
_SPELLED = 12

Reading = frozenset[Decimal]
"""Values that stand for a number together: a date's day, month and year, or only one."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it is written, with every way to read it; `scale` is the power of ten in the word after."""

    shown: str
    start: int
    end: int
    readings: tuple[Reading, ...]
    scale: int = 0


def missing_numbers(source: str, target: str, source_lang: str, target_lang: str) -> tuple[str, ...]:
    """The numbers of a sentence, as it writes them, that its translation has in no form; each once."""
    # Where the translation's words for thousands are not known, those of the sentence say nothing.
    lang = source_lang if "scales" in _words(target_lang) else ""
    if "@" in source or "://" in source or "www." in source:  # to look for an address takes long
        source = _ADDRESS.sub(lambda found: " " * len(found[0]), source)
    wanted = [*_numbers(source, lang), *_sure_romans(source)]
    powers = {Decimal(10) ** number.scale for number in wanted if number.scale}
    copied = {match[0] for match in _digits(target)}
    lacking = [number for number in wanted if number.scale or number.shown not in copied]
    lacking.sort(key=lambda number: number.start)
    there: frozenset[Decimal] = frozenset()
    # Most sentences have no number, and most numbers are the same digits: words, which take long, come last.
    for values in (_in_figures, _spelled):
        if not lacking:
            break
        there = there.union(values(target, target_lang))
        lacking = [
            number
            for number in lacking
            if not any(_is_there(reading, there, powers, target_lang) for reading in number.readings)
        ]
    return tuple(dict.fromkeys(number.shown for number in lacking))


def _is_there(reading: Reading, there: frozenset[Decimal], powers: Iterable[Decimal], lang: str) -> bool:
    """Whether every value is there, as it is or in thousands as another number of the sentence is."""
    return all(
        value in there
        or value in (0, 1)  # "a", "one", "no": every text has such a word
        or ("words" not in _words(lang) and value <= _SPELLED)
        or any(value * power in there for power in powers)
        for value in reading
    )


# The numbers in digits


def _numbers(text: str, lang: str) -> Iterator[_Number]:
    """Every number in digits, with the word for a power of ten that follows it."""
    found = [_number(text, match, lang) for match in _digits(text)]
    for index, number in enumerate(found):
        total = _compound(text, found, index)
        yield replace(number, readings=(*number.readings, total)) if total else number


def _digits(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _NUMBER.finditer(text) if len(match[0]) <= _LONGEST)


def _number(text: str, match: re.Match[str], lang: str) -> _Number:
    readings = dict.fromkeys(_readings(match[0]))
    readings |= dict.fromkeys(_shortened(text, match))
    scale = _scale(lang).match(text, match.end()) if "scales" in _words(lang) else None
    if not scale:
        return _Number(match[0], match.start(), match.end(), tuple(readings))
    power: int = _words(lang)["scales"][scale[1].lower()]
    scaled = [_one(min(reading), power) for reading in readings if len(reading) == 1]
    if len(scale[1]) == 1:
        scaled += readings  # 5 m may be metres
    shown = text[match.start() : scale.end()].rstrip(".")
    return _Number(shown, match.start(), scale.end(), tuple(scaled), power)


def _readings(written: str) -> Iterator[Reading]:
    """The ways to read digits with spaces, points, commas and colons in them."""
    whole = re.sub(rf"[{_SPACES}]", "", written)
    parts = re.split(r"[.,:]", whole)
    marks = re.findall(r"[.,:]", whole)
    if not marks:
        yield _one(whole)
    elif ":" not in marks and marks[-1] not in marks[:-1]:
        yield _one("".join(parts[:-1]) + "." + parts[-1])
    if marks and len(set(marks)) == 1 and all(len(part) == 3 for part in parts[1:]):
        yield _one("".join(parts))
    if whole != written:
        yield frozenset(map(Decimal, re.split(rf"[{_SPACES}.,]", written)))
    if marks:
        yield from _parts([Decimal(part) for part in parts])


def _parts(parts: Sequence[Decimal]) -> Iterator[Reading]:
    """A date, an hour or a section: each number by itself."""
    yield frozenset(parts)
    if 12 < parts[0] <= 24:
        yield frozenset((parts[0] - 12, *parts[1:]))
    if len(parts) == 3 and parts[2] < 100:
        yield frozenset((*parts[:2], parts[2] + (1900 if parts[2] > 50 else 2000)))


def _shortened(text: str, match: re.Match[str]) -> Iterator[Reading]:
    """The other form of a decade (the 90s) and of a year behind a year (2023–24)."""
    if not match[0].isdigit():
        return
    value = int(match[0])
    if value < 100 and value % 10 == 0 and _DECADE_AFTER.match(text, match.end()):
        yield from (_one(century + value) for century in (1800, 1900, 2000))
    if before := _YEAR_BEFORE.search(text[max(0, match.start() - _BEFORE) : match.start()]):
        yield _one(value % 100 if value > 999 else int(before[1]) * 100 + value)


def _compound(text: str, numbers: Sequence[_Number], index: int) -> Reading | None:
    """The sum that a number is a part of: 5 млн 300 тыс. is 5.3 million."""
    first = last = index
    while first and _goes_on(text, numbers[first - 1], numbers[first]):
        first -= 1
    while last + 1 < len(numbers) and _goes_on(text, numbers[last], numbers[last + 1]):
        last += 1
    if first == last:
        return None
    return _one(sum(min(numbers[place].readings[0]) for place in range(first, last + 1)))


def _goes_on(text: str, number: _Number, after: _Number) -> bool:
    """Whether two numbers are one: side by side, the second less than a unit of the first."""
    between = text[number.end : after.start].strip(_SPACES + ".")
    return not between and 0 < number.scale > after.scale and len(after.readings[0]) == 1


def _one(value: str | int | Decimal, power: int = 0) -> Reading:
    return frozenset((Decimal(value) * 10**power,))


# All the values of a text


def _in_figures(text: str, lang: str) -> Iterator[Decimal]:
    """Every value that a text can be said to name in digits, scaled or not, or in Roman numerals."""
    numbers = tuple(_numbers(text, lang))
    yield from (value for number in numbers for reading in number.readings for value in reading)
    plain = {value for match in _digits(text) for reading in _readings(match[0]) for value in reading}
    powers = {Decimal(10) ** number.scale for number in numbers if number.scale}
    yield from plain
    yield from (value * power for value in plain for power in powers)
    yield from (Decimal(match[1]) + 12 for match in _AFTER_NOON.finditer(text))
    yield from (Decimal(value) for _, value in _romans(text))


def _spelled(text: str, lang: str) -> Iterator[Decimal]:
    """The values of number words, of each alone and of those that stand in a row, and of months' names."""
    words = _words(lang).get("words")
    if not words:
        return
    lower = text.lower()
    for run in _word_runs(lang).finditer(lower):
        found = re.findall(r"[^\W\d]+", run[0])
        named = [words[word] for word in found if word in words]
        for values in named:
            yield from (Decimal(str(value)) for value in values)
        yield _sum(Decimal(str(values[0])) for values in named)
        if "half" in found:  # two and a half; half a million
            yield _sum(Decimal(str(words[word][0])) for word in found if word in words and word != "a")
            yield _sum(Decimal(str(words[word][0])) for word in found if word in words and word != "half") / 2
    for number, month in enumerate(_words(lang).get("months", ()), start=1):
        if re.search(rf"\b(?:{month}|{month[:3]}|{month[:4]})\b", lower):
            yield Decimal(number)


def _sum(values: Iterable[Decimal]) -> Decimal:
    """The number that number words in a row make: two hundred and fifty thousand."""
    total = current = Decimal(0)
    for value in values:
        if value == 100:
            current = max(current, Decimal(1)) * value
        elif value >= 1000:
            total += max(current, Decimal(1)) * value if current else value
            current = Decimal(0)
        else:
            current += value
    return total + current


# Roman numerals


def _romans(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Every Roman numeral up to 399, with its value."""
    for match in _ROMAN.finditer(text):
        letters = match[0].translate(_LATIN)
        values = [_ROMAN_VALUES[letter] for letter in letters]
        value = sum(-one if one < after else one for one, after in zip(values, (*values[1:], 0), strict=True))
        if letters == _roman(value):
            yield match, value


def _roman(value: int) -> str:
    tens = _ROMAN_UNITS[value // 10 % 10].translate(str.maketrans("IVX", "XLC"))
    return "C" * (value // 100) + tens + _ROMAN_UNITS[value % 10]


def _sure_romans(text: str) -> Iterator[_Number]:
    """The Roman numerals that are nothing else: one letter may be an initial or a word, C a grade."""
    for match, value in _romans(text):
        letters = match[0].translate(_LATIN)
        if len(letters) > 1 and _SURE_ROMAN.issuperset(letters):
            yield _Number(match[0], match.start(), match.end(), (_one(value),))


# The words of a language


def _words(lang: str) -> Mapping[str, Any]:
    """How a language writes numbers in words; empty where that is not known."""
    words: Mapping[str, Any] = by_language("numbers").get(lang, {})
    return words


@cache
def _scale(lang: str) -> re.Pattern[str]:
    """What matches, right behind a number, a word for a power of ten; group 1 is how it begins."""
    short = _words(lang).get("short", ())
    not_scales = "|".join(map(re.escape, _words(lang).get("not_scales", "").split()))
    names = sorted(_words(lang)["scales"], key=len, reverse=True)
    guard = rf"(?!{not_scales})" if not_scales else ""
    begins = "|".join(rf"{name}(?![^\W\d])" if name in short else name for name in names)
    return re.compile(rf"[{_SPACES}\-]?{guard}({begins})[^\W\d]*\.?", re.IGNORECASE)


@cache
def _word_runs(lang: str) -> re.Pattern[str]:
    """What matches number words in a row."""
    word = "|".join(sorted(_words(lang)["words"], key=len, reverse=True))
    one = rf"\b(?:{word})\b"
    return re.compile(rf"{one}(?:[\s-]+(?:and[\s-]+)?{one})*")

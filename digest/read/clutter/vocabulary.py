"""The words of clutter, from digest/data: clutter.yml, outlets.yml and the labels of each language."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from digest.data import by_language, load
from digest.read.clutter.lines import LONGEST_LABEL, bare, few, per_line, words
from digest.read.patterns import Screen

__all__ = [
    "after_label",
    "is_label",
    "is_one_of",
    "is_place",
    "labels",
    "lead",
    "may_hold",
    "notice",
    "only_words_of",
    "pattern",
    "word_list",
]

LONGEST_NOTICE = 90
_FIRST_WORD = re.compile(r"[^\W_][\w-]*")
_BEHIND_LABEL = re.compile(r"(?![\w-])\s*")
_COLON = re.compile(r"(?:\([^)]{0,20}\))?\.?\s*(?::|[–—|-]\s)\s*")
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"^\(?\d[\d\s]*\)?[\s:]*|[\s:]*[(\[]?\d[\d\s]*[)\]]?$")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load("clutter")
    return data


@cache
def labels(kind: str) -> frozenset[str]:
    """The labels of a kind, in all languages."""
    return frozenset(bare(label) for table in by_language("labels").values() for label in table.get(kind, ()))


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the plain lists: networks, languages, sections, homes."""
    return frozenset(bare(word) for word in _data()[name])


def pattern(name: str) -> str:
    """A part of a pattern, with words in all languages."""
    part: str = _data()["patterns"][name]
    return part


def may_hold(names: frozenset[str], text: str) -> bool:
    """Whether at least one of several patterns may match a line; if not, none does."""
    return bool(_screen(names).candidates(text))


@cache
def _screen(names: frozenset[str]) -> Screen:
    return Screen(pattern(name) for name in names)


def notice(kind: str, text: str) -> bool:
    """Whether a line is a notice of a kind, such as one about cookies; a long line never is."""
    return kind in _notices_in(text)


@per_line
def _notices_in(text: str) -> frozenset[str]:
    """All kinds of notices that a line is."""
    if not few(text, LONGEST_NOTICE):
        return frozenset()
    folded = text.casefold().replace("ё", "е")
    candidates = (_notices()[number] for number in _notice_screen().candidates(text))
    return frozenset(kind for kind, pattern in candidates if _compiled(pattern).search(folded))


@cache
def _notices() -> list[tuple[str, str]]:
    return [(kind, pattern) for kind, patterns in _data()["notices"].items() for pattern in patterns]


@cache
def _notice_screen() -> Screen:
    return Screen(pattern for _, pattern in _notices())


_compiled = cache(re.compile)


def is_one_of(kinds: frozenset[str], text: str) -> bool:
    """Whether a line is just a label of one of several kinds."""
    return not kinds.isdisjoint(_labels_in(text))


def is_label(kind: str, text: str) -> bool:
    """Whether a line is just a label of a kind, with or without a count."""
    return kind in _labels_in(text)


@per_line
def _labels_in(text: str) -> frozenset[str]:
    """All kinds of labels that a line is."""
    if len(text) > LONGEST_LABEL:
        return frozenset()
    kinds, plain = _label_kinds(), bare(text)
    found = kinds.get(plain, frozenset())
    return found | kinds.get(bare(_COUNT.sub("", plain)), frozenset()) if _DIGIT.search(plain) else found


@cache
def _label_kinds() -> dict[str, frozenset[str]]:
    kinds: dict[str, frozenset[str]] = {}
    for kind in dict.fromkeys(kind for table in by_language("labels").values() for kind in table):
        for label in labels(kind):
            kinds[label] = kinds.get(label, frozenset()) | {kind}
    return kinds


@cache
def _labels_by_word() -> dict[str, list[str]]:
    """All labels by their first words, the longest first."""
    by_word: dict[str, list[str]] = {}
    for label in sorted(_label_kinds(), key=len, reverse=True):
        if word := _FIRST_WORD.match(label):
            by_word.setdefault(word[0], []).append(label)
    return by_word


@per_line
def _leading(text: str) -> dict[str, int]:
    """The kinds of labels that a line begins with, and where the text after the longest of each starts."""
    start = text[:LONGEST_LABEL]
    folded = start.casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
    word = _FIRST_WORD.search(folded)
    found: dict[str, int] = {}
    if word is None or len(folded) != len(start):
        return found
    for label in _labels_by_word().get(word[0], ()):
        behind = _BEHIND_LABEL.match(folded, word.start() + len(label))
        if behind and folded.startswith(label, word.start()):
            for kind in _label_kinds()[label]:
                found.setdefault(kind, behind.end())
    return found


def after_label(kind: str, text: str) -> str | None:
    """What follows a label and its colon on the same line; None for a line of another form."""
    end = _leading(text).get(kind)
    colon = _COLON.match(text, end) if end is not None else None
    return text[colon.end() :].strip() if colon else None


def lead(kind: str, text: str) -> str | None:
    """What follows a label at the beginning of a line, with or without a colon."""
    end = _leading(text).get(kind)
    return text[end:].strip() if end is not None else None


@per_line
def only_words_of(text: str, *kinds: frozenset[str]) -> bool:
    """Whether a line consists only of entries of some lists, any number of them."""
    if len(text) > 2 * LONGEST_LABEL:
        return False
    entries = _entries(kinds)
    left = words(text)
    at = 0
    while at < len(left):
        if bare(left[at]) not in _beginnings(kinds):
            return False
        sizes = (n for n in (4, 3, 2, 1) if at + n <= len(left))
        size = next((n for n in sizes if " ".join(map(bare, left[at : at + n])) in entries), 0)
        if not size:
            return False
        at += size
    return bool(left)


@cache
def _entries(kinds: tuple[frozenset[str], ...]) -> frozenset[str]:
    return frozenset[str]().union(*kinds)


@cache
def _beginnings(kinds: tuple[frozenset[str], ...]) -> frozenset[str]:
    """The first words of all entries."""
    return frozenset(entry.split(" ")[0] for entry in _entries(kinds))


@cache
def _places() -> frozenset[str]:
    return frozenset(bare(place) for place in load("outlets")["places"])


def is_place(text: str) -> bool:
    """Whether a line is the name of a city from which news is sent."""
    return bare(text) in _places()

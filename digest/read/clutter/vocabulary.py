"""The words of clutter, from digest/data: clutter.yml, outlets.yml and the labels of each language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from digest.data import by_language, load
from digest.read.clutter.lines import LONGEST_LABEL, bare, words

__all__ = [
    "after_label",
    "is_label",
    "is_place",
    "labels",
    "lead",
    "notice",
    "only_words_of",
    "pattern",
    "word_list",
]

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
    """A part of a pattern that holds words of the languages."""
    part: str = _data()["patterns"][name]
    return part


@cache
def _notices(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _data()["notices"][kind]))


def notice(kind: str, text: str) -> bool:
    """Whether a line is a notice of a kind, such as one about cookies."""
    return bool(_notices(kind).search(text.casefold().replace("ё", "е")))


def is_label(kind: str, text: str) -> bool:
    """Whether a line is a label of a kind and nothing else; a count beside it does not matter."""
    if len(text) > LONGEST_LABEL:
        return False
    return bare(text) in labels(kind) or _uncounted(text) in labels(kind)


@lru_cache(maxsize=8192)
def _uncounted(text: str) -> str:
    return bare(_COUNT.sub("", bare(text)))


@cache
def _lead(kind: str) -> re.Pattern[str]:
    either = "|".join(re.escape(label) for label in sorted(labels(kind), key=len, reverse=True))
    return re.compile(rf"^[\W_]*(?:{either})(?![\w-])\s*")


def _labelled(kind: str, text: str) -> re.Match[str] | None:
    start = text[:LONGEST_LABEL]
    folded = start.casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
    return _lead(kind).match(folded) if len(folded) == len(start) else None


def after_label(kind: str, text: str) -> str | None:
    """What follows a label and its colon on the same line; None where the line is not made so."""
    found = _labelled(kind, text)
    if found is None:
        return None
    colon = re.match(r"(?:\([^)]{0,20}\))?\.?\s*(?::|[–—|-]\s)\s*", text[found.end() :])
    return text[found.end() + colon.end() :].strip() if colon else None


def lead(kind: str, text: str) -> str | None:
    """What follows a label at the beginning of a line, with or without a colon."""
    found = _labelled(kind, text)
    return text[found.end() :].strip() if found else None


def only_words_of(text: str, *kinds: Iterable[str]) -> bool:
    """Whether a line is made of nothing but entries of some lists, in any number."""
    if len(text) > 2 * LONGEST_LABEL:
        return False
    entries = frozenset[str]().union(*kinds)
    left = [bare(word) for word in words(text)]
    while left:
        size = next((n for n in (4, 3, 2, 1) if " ".join(left[:n]) in entries and len(left) >= n), 0)
        if not size:
            return False
        left = left[size:]
    return bool(words(text))


@cache
def _places() -> frozenset[str]:
    return frozenset(bare(place) for place in load("outlets")["places"])


def is_place(text: str) -> bool:
    """Whether a line is the name of a city from which news is sent."""
    return bare(text) in _places()

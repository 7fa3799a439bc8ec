"""Many words and many patterns in one search.

`in_any_case` writes a list of words as a pattern that fails fast. `Screen` picks from a list the patterns
which are worth a search: most match nothing in any line of a page, and to search for all takes most of the
time of reading. It leaves out only patterns that need a piece of text which is not there, so no match is
lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

# Only the parser behind `re` knows what a pattern is made of.
from re import _constants, _parser  # type: ignore[attr-defined]  # private, and so without types
from typing import Any

__all__ = ["Screen", "in_any_case"]

_SIZE = 3


def in_any_case(words: Iterable[str]) -> str:
    """A pattern for any of some words, in small or capital letters, the longest that fits first."""
    # A search tries every branch at every place, and there are far fewer first letters than words.
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0].casefold(), []).append(re.escape(word[1:]))
    branches = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return f"(?i:{'|'.join(branches)})"


class Screen:
    """A list of patterns, each with the pieces of text of which a match needs at least one."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Take the patterns, which from here on go by their index; small and capital letters are alike."""
        self._always: set[int] = set()
        self._short: list[_Piece] = []
        self._long: defaultdict[str, list[_Piece]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            needed = {_fold(piece) for piece in _needed(_parser.parse(pattern))}
            if not all(map(str.split, needed)) or not needed:
                self._always.add(number)
                continue
            for text in needed:
                piece = _Piece(text, max(text.split(), key=len), number)
                same = self._short if len(piece.word) < _SIZE else self._long[piece.word[:_SIZE]]
                same.append(piece)
        # The words of a language come again and again.
        self._pieces_in = lru_cache(maxsize=1 << 15)(self._find)

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that may match somewhere in a text, in their order."""
        folded, words = _words(text)
        pieces = chain.from_iterable(map(self._pieces_in, words))
        return sorted(self._always | {piece.number for piece in pieces if piece.text in folded})

    def _find(self, word: str) -> tuple[_Piece, ...]:
        """The pieces whose longest word stands in a word of a text."""
        starts = (word[at : at + _SIZE] for at in range(len(word) - _SIZE + 1))
        near = chain(self._short, *(self._long[start] for start in starts if start in self._long))
        return tuple(piece for piece in near if piece.word in word)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    word: str
    """Its longest word."""
    number: int
    """The number of the pattern that needs it."""


@lru_cache(maxsize=512)
def _words(text: str) -> tuple[str, frozenset[str]]:
    """A text in small letters, whole and as its words."""
    folded = _fold(text)
    return folded, frozenset(folded.split())


def _fold(text: str) -> str:
    """A text in small letters, alike wherever `re.IGNORECASE` sees no difference, as in i and dotless ı.

    Some callers search a text with ё as е; here both are alike, so that a line is folded once for all.
    """
    return text.replace("İ", "i").replace("ı", "i").casefold().replace("ё", "е")


def _needed(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Pieces of text of which every match of a parsed pattern holds at least one, as long as possible.

    Empty where there are none, as for a pattern of classes alone.
    """
    choices: list[frozenset[str]] = [frozenset()]
    literal = ""
    for kind, value in parsed:
        if kind is _constants.LITERAL:
            literal += chr(value)
            choices.append(frozenset({literal}))
            continue
        literal = ""
        if kind is _constants.SUBPATTERN:
            choices.append(_needed(value[-1]))
        elif kind is _constants.ATOMIC_GROUP:
            choices.append(_needed(value))
        elif kind is _constants.BRANCH:
            branches = [_needed(branch) for branch in value[1]]
            choices.append(frozenset().union(*branches) if all(branches) else frozenset())
        elif kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT} and value[0] > 0:
            choices.append(_needed(value[2]))
    return max(choices, key=lambda pieces: min(map(len, pieces), default=0))

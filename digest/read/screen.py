"""Which of many patterns are worth a search: a pattern is tried only where a piece that it needs stands.

Most patterns of most lists fit no line of a page, and to find that out by searching takes nearly all the time
of reading. What is left out here could not have been found: `Screen` never loses a match.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

# The module behind `re` is the one thing that knows what a pattern is made of.
from re import _constants, _parser  # type: ignore[attr-defined]  # without types
from typing import Any

__all__ = ["Screen"]

_SIZE = 3


class Screen:
    """A list of patterns, each with the pieces of text one of which it needs."""

    def __init__(self, patterns: Iterable[str]) -> None:
        """Take the patterns by their number in the list; letters count as the same in either case."""
        self._always: set[int] = set()
        self._short: list[tuple[str, int]] = []
        self._long: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            needed = {_fold(piece) for piece in _needed(_parser.parse(pattern))}
            if not needed:
                self._always.add(number)
            for piece in needed:
                same = self._short if len(piece) < _SIZE else self._long[piece[:_SIZE]]
                same.append((piece, number))

    def candidates(self, text: str) -> list[int]:
        """The numbers of the patterns that may match somewhere in a text, in their order."""
        folded, parts = _parts(text)
        pieces = chain(self._short, *(self._long[part] for part in self._long.keys() & parts))
        return sorted(self._always | {number for piece, number in pieces if piece in folded})


@lru_cache(maxsize=512)
def _parts(text: str) -> tuple[str, frozenset[str]]:
    """A text in small letters, and all that stands in it of the length by which pieces are found."""
    folded = _fold(text)
    return folded, frozenset([folded[at : at + _SIZE] for at in range(len(folded) - _SIZE + 1)])


def _fold(text: str) -> str:
    """Small letters, the same for all that `re.IGNORECASE` takes for the same: dotted and dotless i, too.

    Callers search a text as it is or with ё as е; here the two are the same, and need be folded but once.
    """
    return text.replace("İ", "i").replace("ı", "i").casefold().replace("ё", "е")


def _needed(parsed: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Pieces of text one of which is in every match of a parsed pattern, the longest to be had; or none."""
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
        elif kind is _constants.BRANCH:
            branches = [_needed(branch) for branch in value[1]]
            choices.append(frozenset().union(*branches) if all(branches) else frozenset())
        elif kind in {_constants.MAX_REPEAT, _constants.MIN_REPEAT} and value[0] > 0:
            choices.append(_needed(value[2]))
    return max(choices, key=lambda pieces: min(map(len, pieces), default=0))

"""Split a sentence that is too long for a model at its best inner boundary. Nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from digest.data import by_language

__all__ = ["SplitSentence", "split_long"]

# A half that is shorter than this share of the sentence is no half: the other would be too long again.
_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class SplitSentence:
    """A sentence in two halves, and what stood between them: spaces, or nothing within a long word."""

    left: str
    gap: str
    right: str

    @property
    def separator(self) -> str:
        """What stands between the translations of its halves."""
        return " " if self.gap else ""


def split_long(sentence: str, lang: str) -> SplitSentence | None:
    """Split a sentence at the boundary of the best kind that leaves two halves of some size.

    Among several of one kind the one nearest to the middle is taken. A sentence without a space is cut in its
    middle, and one of a single letter is None: there is nothing to split.
    """
    text = sentence.strip()
    for found in _KINDS:
        gaps = [gap for gap in found(text, lang) if _divides(gap, text)]
        if gaps:
            gap = min(gaps, key=lambda gap: (abs(gap.start() + gap.end() - len(text)), gap.start()))
            return SplitSentence(text[: gap.start()], gap[0], text[gap.end() :])
    middle = len(text) // 2
    return SplitSentence(text[:middle], "", text[middle:]) if middle else None


Gaps = Iterator[re.Match[str]]


def _divides(gap: re.Match[str], text: str) -> bool:
    least = _SHARE * len(text)
    return gap.start() >= least and len(text) - gap.end() >= least


def _after(marks: str) -> Callable[[str, str], Gaps]:
    """Finds the spaces that stand after one of these marks."""
    pattern = re.compile(rf"(?<=[{marks}])\s+")
    return lambda text, lang: pattern.finditer(text)


def _before_conjunctions(text: str, lang: str) -> Gaps:
    pattern = _conjunctions(lang)
    return pattern.finditer(text) if pattern else iter(())


def _after_dashes(text: str, lang: str) -> Gaps:
    return re.finditer(r"(?<=\s[—–―-])\s+", text)


def _spaces(text: str, lang: str) -> Gaps:
    return re.finditer(r"\s+", text)


@cache
def _conjunctions(lang: str) -> re.Pattern[str] | None:
    words = by_language("conjunctions").get(lang, "").split()
    known = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<=,)\s+(?=(?:{known})\s)", re.IGNORECASE) if words else None


# The best kind first.
_KINDS: tuple[Callable[[str, str], Gaps], ...] = (
    _after("?!…"),
    _after(";"),
    _after(":"),
    _before_conjunctions,
    _after_dashes,
    _after(",،、"),
    _spaces,
)

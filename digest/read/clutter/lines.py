"""The lines of a page, what a rule says about one, and the properties of a line that rules look at."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache

from digest.read.place import Place

__all__ = [
    "LONGEST_LABEL",
    "NOTHING",
    "REACH",
    "Hit",
    "Line",
    "Metadata",
    "Page",
    "Rule",
    "bare",
    "ends_sentence",
    "few",
    "is_headline",
    "is_item",
    "is_prose",
    "key",
    "per_line",
    "reason",
    "words",
]

_ENDS = (".", "!", "?", "…")
_CLOSERS = "\"'»”“’)]"
_IN_BRACKETS = re.compile(r"\s\([^()]{2,25}\)\.?$")
_TWO_SENTENCES = re.compile(r"[.!?…](?<=[^\W\d_]{3}.)[»”\")]?\s+[«„“\"–—-]?\s?[^\W\d_a-z]")
# A letter or a digit, with everything around it up to the next blanks.
_WORD = re.compile(r"(?<!\S)(?:[^\w\s]|_)*[^\W_]\S*")
_ITEM = re.compile(r"^(?:[-–—•·*▪●‣◦■✓✔►]\s|\d{1,3}[.)]\s|[a-zа-я]\)\s)", re.IGNORECASE)
LONGEST_LABEL = 120
REACH = 500
"""How many lines up or down a rule looks at most: more would take quadratic time on a long file."""

# Every rule asks the same questions about every line, so the answers are kept: a page has some hundred lines.
per_line = lru_cache(maxsize=4096)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What lines of metadata say about an article."""

    date: datetime.date | None = None
    updated: datetime.date | None = None
    author: str | None = None
    byline: str | None = None
    source: str | None = None
    source_url: str | None = None
    outlet: str | None = None
    """An outlet's name by itself; it counts less than a source that is labelled as one."""
    section: str | None = None
    photo_credit: str | None = None
    views: int | None = None
    reading_minutes: int | None = None

    def over(self, other: Metadata) -> Metadata:
        """This metadata, completed with the other's."""
        if other is NOTHING:
            return self
        pairs = ((getattr(self, name), getattr(other, name)) for name in _PARTS)
        return Metadata(*(its if own is None else own for own, its in pairs))


NOTHING = Metadata()
_PARTS = tuple(part.name for part in fields(Metadata))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page, or several that a hard wrap had split.

    `dated` says that it prints a date, a time or a relative day; `day` is that date where it is whole,
    `updated` that it stands for a change, and `rest` is the line without the words of the date.
    """

    number: int
    text: str
    gap: bool = True
    dated: bool = False
    day: datetime.date | None = None
    updated: bool = False
    rest: str = ""
    closed_by_date: bool = False
    """Whether it ends with a place and a date outside its sentence, as captions do."""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, and where the article is: its headline, its first and last line."""

    lines: tuple[Line, ...]
    first: int = 0
    last: int = 10**9
    title: int = -1
    spaced: bool = True
    """Whether blank lines separate the paragraphs."""
    opening: int = -1
    """The line at which the text continues after dates and names below the article's lead."""
    taken: Mapping[int, str] = field(default_factory=dict)
    """The lines that earlier rules have cut, with the names of these rules."""
    place: Place | None = None
    """Where the models see the article."""
    led: bool = False
    """Whether the models say where the article is, and the rules only help."""

    def likely(self, index: int) -> float:
        """How likely a line belongs to the body, from 0 to 1; one half where the models say nothing."""
        return self.place.belongs[index] if self.place is not None and index < len(self.lines) else 0.5

    def text(self, index: int) -> str:
        """The text of a line; empty outside the page."""
        return self.lines[index].text if 0 <= index < len(self.lines) else ""

    def inside(self, index: int) -> bool:
        """Whether a line is within the article, and not among the metadata below its lead."""
        if self.led and self.place is not None:
            return self.first <= index <= self.last and self.place.body[index]
        below_lead = index < self.opening and not is_prose(self.text(index))
        return self.first <= index <= self.last and not below_lead

    def joined(self, index: int) -> bool:
        """Whether a line has no blank line above it, on a page where these separate paragraphs."""
        return self.spaced and 0 < index < len(self.lines) and not self.lines[index].gap

    def free(self, index: int) -> bool:
        """Whether a line exists and no rule has cut it yet."""
        return 0 <= index < len(self.lines) and index not in self.taken

    def prose_below(self, index: int) -> bool:
        """Whether there is a paragraph that no rule has cut below a line, within reach."""
        below = range(index + 1, min(len(self.lines), index + 1 + REACH))
        return any(self.free(n) and is_prose(self.text(n)) for n in below)

    def prose_above(self, index: int) -> bool:
        """The same above a line."""
        return any(self.free(n) and is_prose(self.text(n)) for n in range(max(0, index - REACH), index))


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's finding that a line, with the `count - 1` lines below it, is not part of the article."""

    count: int = 1
    metadata: Metadata = NOTHING


Rule = Callable[[Page, int], Hit | None]


@per_line
def words(text: str) -> tuple[str, ...]:
    """The words of a line."""
    return tuple(_WORD.findall(text))


def few(text: str, most: int) -> bool:
    """Whether a line has at most so many words."""
    # Counting spaces is enough for a long paragraph.
    return text.count(" ") <= 2 * most + 20 and len(words(text)) <= most


def reason(rule: Rule) -> str:
    """What a rule cuts, in plain English: the first line of its docstring."""
    return (rule.__doc__ or "").strip().splitlines()[0]


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A line written like the labels in the data: in small letters, without marks around it, ё as е."""
    folded = text.casefold().replace("ё", "е").replace("’", "'").replace("ʼ", "'")
    start, end = 0, len(folded)
    while start < end and not folded[start].isalnum():
        start += 1
    while start < end and not folded[end - 1].isalnum():
        end -= 1
    return folded[start:end]


@per_line
def key(text: str) -> str:
    """A key that is the same for two occurrences of a headline."""
    return " ".join(re.findall(r"\w+", text.casefold().replace("ё", "е")))


@per_line
def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence, ignoring closing quotation marks and brackets."""
    if text.rstrip(_CLOSERS).endswith(_ENDS):
        return True
    behind = _IN_BRACKETS.search(text)
    return behind is not None and text[: behind.start()].rstrip(_CLOSERS).endswith(_ENDS)


@per_line
def is_item(text: str) -> bool:
    """Whether a line is an item of a list, or speech that begins with a dash."""
    return bool(_ITEM.match(text))


@per_line
def is_prose(text: str) -> bool:
    """Whether a line can only be a paragraph: a whole sentence of some length, or several."""
    if len(text) < 45 or few(text, 4):
        return False
    if len(text) > 90 and _TWO_SENTENCES.search(text):
        return True
    closed = text.rstrip(_CLOSERS)
    return (
        closed.endswith((".", "…", ";"))
        or (closed.endswith((":", "!", "?")) and len(text) > 140)
        or len(text) > 280
    )


@per_line
def is_headline(text: str) -> bool:
    """Whether a line can be the headline of another article: some words without a full stop."""
    return 3 <= len(words(text)) <= 30 and not text.endswith((".", ":", ";", ",")) and not is_item(text)

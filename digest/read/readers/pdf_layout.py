"""From characters on pages to paragraphs: columns in reading order, words whole, running heads gone.

All lengths are in points (1/72 inch), and heights count from the bottom of the page, as in PDF.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from digest.read.text import ends_sentence

__all__ = ["Paragraph", "Run", "Sheet", "paragraphs", "without_running_heads"]

# Running heads and page numbers stand in these outer parts of a page's height.
_MARGIN = 0.13
# A column has at least so many lines, and they are at least so long: those of a table are fewer or shorter.
_LEAST_LINES = 4
_LEAST_LENGTH = 14
_OTHER_SIZE = 1.13
_WIDER_GAP = 1.3
_INDENT = 0.7
_DEEPEST_INDENT = 5.0
_CELLS_APART = 2.0
_ITEM = re.compile(r"(?:[•▪●‣–—-]|\d{1,2}[.)])\s")
_WORD = re.compile(r"\w+(?:-\w+)*")
_TORN = re.compile(r"(\w+)[-\xad\u2010]$")
_NUMBER = re.compile(r"[\W\d]*\d[\W\d]*")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand in a row, without a wide gap, and the box around them."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    row: bool = False
    """Whether it is a row of a table: its parts stand far apart."""

    @property
    def height(self) -> float:
        """The height of its letters with what goes above and below them: near the size of the type."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Where its middle stands on the page."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its number from 1, its height and what is printed on it."""

    number: int
    height: float
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or heading, the height of its letters, and the page on which it begins."""

    text: str
    height: float
    page: int


def without_running_heads(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The pages without the lines that stand at one height on several of them; and these, each once.

    They are the same but for numbers and are the outermost at the upper or lower edge.
    """
    counts = Counter(key for sheet in sheets for key in {_key(run) for run in _outer(sheet)})
    repeated = {key for key, count in counts.items() if count > 1}
    dropped: dict[str, None] = {}
    kept = []
    for sheet in sheets:
        heads = _heads(sheet, repeated)
        dropped |= dict.fromkeys(run.text for run in sheet.runs if run in heads)
        kept.append(replace(sheet, runs=tuple(run for run in sheet.runs if run not in heads)))
    return tuple(kept), tuple(dropped)


def paragraphs(sheets: Sequence[Sheet]) -> tuple[Paragraph, ...]:
    """The paragraphs of pages in reading order; those that go on in the next column or page are whole."""
    blocks = [(sheet.number, lines) for sheet in sheets for lines in _blocks(sheet.runs)]
    body = _body_height(sheets)
    words = Counter(
        word.casefold() for _, lines in blocks for line in lines for word in _inner_words(line.text)
    )
    found: list[Paragraph] = []
    last: _Open | None = None
    for page, lines in blocks:
        column = _Column.of(lines, body)
        for number, line in enumerate(lines):
            above = lines[number - 1] if number else None
            goes_on = column.joins(above, line) if above else last is not None and last.goes_on(line, column)
            if goes_on and found:
                before = found[-1]
                found[-1] = replace(before, text=_joined(before.text, line.text, words))
            else:
                found.append(Paragraph(line.text, line.height, page))
        if lines:
            last = _Open(found[-1].text, lines[-1], column)
    return tuple(found)


def _body_height(sheets: Iterable[Sheet]) -> float:
    heights = [run.height for sheet in sheets for run in sheet.runs for _ in range(len(run.text) // 8 + 1)]
    return statistics.median_low(heights) if heights else 0.0


def _outer(sheet: Sheet) -> list[Run]:
    low, high = sheet.height * _MARGIN, sheet.height * (1 - _MARGIN)
    return [run for run in sheet.runs if run.middle < low or run.middle > high]


def _key(run: Run) -> tuple[str, int]:
    """What a running head has in common on all its pages: its words without numbers, and its height."""
    return re.sub(r"\d+", "#", run.text.casefold()), round(run.middle / 3)


def _heads(sheet: Sheet, repeated: Set[tuple[str, int]]) -> set[Run]:
    """The running heads and the page number of a page: going inwards, up to the first row without any."""
    outer = sorted(_outer(sheet), key=lambda run: run.middle)
    found: set[Run] = set()
    for runs in (outer, outer[::-1]):
        for _, row in itertools.groupby(runs, key=lambda run: round(run.middle / 3)):
            ours = {run for run in row if _key(run) in repeated or _is_page_number(run, sheet)}
            if not ours:
                break
            found |= ours
    return found


def _is_page_number(run: Run, sheet: Sheet) -> bool:
    """Whether a run is a number alone at the very top or bottom of a page."""
    if len(run.text) > 12 or not _NUMBER.fullmatch(run.text):
        return False
    others = [other.middle for other in sheet.runs if other is not run]
    return all(run.middle < other for other in others) or all(run.middle > other for other in others)


def _blocks(runs: Sequence[Run], depth: int = 0) -> Iterator[list[Run]]:
    """The columns of a page, or of a part of it, in reading order, each as its lines from top to bottom.

    What stands across the gutter between two columns, as a headline does, divides the page into bands.
    """
    gutter = _gutter(runs) if depth < 8 else None
    if gutter is None:
        if runs:
            yield _lines(runs)
        return
    across = _across(runs, gutter)
    heights = [run.middle for run in across]
    bands: dict[int, list[Run]] = {}
    for run in runs:
        if run not in across:
            bands.setdefault(sum(height > run.middle for height in heights), []).append(run)
    waiting: list[Run] = []
    for number in range(len(across) + 1):
        band = bands.get(number, [])
        if band and waiting:
            yield _lines(waiting)
            waiting = []
        yield from _blocks([run for run in band if run.left < gutter], depth + 1)
        yield from _blocks([run for run in band if run.left >= gutter], depth + 1)
        waiting += across[number : number + 1]
    if waiting:
        yield _lines(waiting)


def _across(runs: Sequence[Run], gutter: float) -> list[Run]:
    """What stands across a gutter, from top to bottom, with the shorter lines of the same headline."""
    found = [run for run in runs if run.left < gutter < run.right]
    usual = statistics.median_low([run.height for run in runs])
    for run in runs:
        if _same_size(run.height, usual) or run in found:
            continue
        near = (other for other in found if abs(other.middle - run.middle) < 2 * run.height)
        if any(_same_size(other.height, run.height) for other in near):
            found.append(run)
    return sorted(found, key=lambda run: -run.middle)


def _gutter(runs: Sequence[Run]) -> float | None:
    """Where a gutter between two columns runs, just left of the second; None where there is none."""
    edges = Counter(round(run.left) for run in runs)
    best, most = None, _LEAST_LINES - 1
    for edge, count in sorted(edges.items()):
        if count < _LEAST_LINES:
            continue
        right = [run for run in runs if run.left >= edge - 2]
        left = [run for run in runs if run.right <= edge - 3]
        if min(len(left), len(right)) < _LEAST_LINES:
            continue
        rows = {row for run in left for row in _rows_of(run)}
        beside = sum(bool(rows & _rows_of(run)) for run in right)
        if beside > most and _typical_length(left) >= _LEAST_LENGTH <= _typical_length(right):
            best, most = edge - 1.5, beside
    return best


def _rows_of(run: Run) -> set[int]:
    return set(range(int(run.bottom // 6), int(run.top // 6) + 1))


def _typical_length(runs: Sequence[Run]) -> float:
    return statistics.median(len(run.text) for run in runs)


def _lines(runs: Iterable[Run]) -> list[Run]:
    """Runs put together where they stand beside one another, from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        row = rows[-1] if rows else None
        if row and min(run.top, row[0].top) - max(run.bottom, row[0].bottom) > 0.5 * min(
            run.height, row[0].height
        ):
            row.append(run)
        else:
            rows.append([run])
    return [_put_together(sorted(row, key=lambda run: run.left)) for row in rows]


def _put_together(row: Sequence[Run]) -> Run:
    longest = max(row, key=lambda run: len(run.text))
    gaps = (after.left - before.right for before, after in itertools.pairwise(row))
    apart = any(gap > _CELLS_APART * longest.height for gap in gaps)
    text = (" | " if apart else " ").join(run.text for run in row if run.text)
    return Run(text, row[0].left, max(run.right for run in row), longest.bottom, longest.top, apart)


@dataclass(frozen=True, slots=True)
class _Column:
    """The edges of a column, and how far apart its lines usually stand, in heights of a line."""

    left: float
    right: float
    pitch: float
    body: float
    """The usual height of letters in the file: others are headings, captions or small print."""
    indented: bool
    """Whether its paragraphs begin with an indent."""

    @classmethod
    def of(cls, lines: Sequence[Run], body: float) -> _Column:
        """What is usual in a column."""
        usual = [line for line in lines if _same_size(line.height, body)] or lines
        pairs = itertools.pairwise(usual)
        pitches = [
            (above.bottom - line.bottom) / line.height for above, line in pairs if above.bottom > line.bottom
        ]
        # The outermost lines may be a page's head or the sign before an item.
        left = sorted(line.left for line in usual)[len(usual) // 10]
        right = sorted(line.right for line in usual)[-1 - len(usual) // 10]
        pitch = statistics.median_low(pitches) if pitches else 1.3
        indents = (_INDENT < (line.left - left) / body < _DEEPEST_INDENT for line in usual)
        return cls(left, right, pitch, body, indented=any(indents))

    def joins(self, above: Run, line: Run) -> bool:
        """Whether a line belongs to the paragraph of the line above it."""
        if above.row or line.row or not _same_size(above.height, line.height) or _ITEM.match(line.text):
            return False
        if (above.bottom - line.bottom) / line.height > max(self.pitch, 1.0) * _WIDER_GAP:
            return False
        if not _same_size(line.height, self.body):
            return True
        # An indent, but not the second line of an item or of a centred text.
        if line.left - above.left > _INDENT * line.height and above.left - self.left < _INDENT * line.height:
            return bool(_ITEM.match(above.text))
        return not self._ends_at(above, line)

    def _ends_at(self, above: Run, line: Run) -> bool:
        """Whether a line ended before the column did, though the next word had room on it."""
        room = self.right - above.right
        word = line.text.split()[0] if line.text.split() else ""
        needed = (len(word) + 2) * (line.right - line.left) / max(len(line.text), 1)
        return room > needed and (ends_sentence(above.text) or room > 0.4 * (self.right - self.left))


@dataclass(frozen=True, slots=True)
class _Open:
    """The last paragraph of a column, which may go on in the next one."""

    text: str
    line: Run
    column: _Column

    def goes_on(self, line: Run, column: _Column) -> bool:
        """Whether it does so with a line."""
        if self.line.row or line.row or not _same_size(self.line.height, line.height):
            return False
        if _ITEM.match(line.text) or line.left - column.left > _INDENT * line.height:
            return False
        if ends_sentence(self.text):
            return self.column.indented and column.indented
        full = self.column.right - self.line.right < 0.12 * (self.column.right - self.column.left)
        return full or line.text[:1].islower()


def _same_size(one: float, other: float) -> bool:
    return max(one, other) < _OTHER_SIZE * min(one, other)


def _inner_words(line: str) -> list[str]:
    """The words of a line that are surely whole: all but the last of one that ends with a hyphen."""
    words = _WORD.findall(line)
    return words[1:-1] if _TORN.search(line) else words[1:]


def _joined(before: str, line: str, words: Counter[str]) -> str:
    """Two lines of a paragraph as one.

    A word that is split at a hyphen becomes whole, unless the text elsewhere has it with its hyphen.
    """
    torn, first = _TORN.search(before), _WORD.match(line)
    if torn is None or first is None:
        return f"{before} {line}"
    left, right = torn[1], first[0]
    compound = words[f"{left}-{right}".casefold()] > words[f"{left}{right}".casefold()]
    if right[0].islower() and not left[-1].isdigit() and not compound:
        return before[:-1] + line
    return before[:-1] + "-" + line

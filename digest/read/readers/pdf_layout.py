"""From characters on pages to paragraphs: columns in reading order, words whole, running heads gone.

All lengths are in points (1/72 inch), and heights count from the bottom of the page, as in PDF.
"""

from __future__ import annotations

import itertools
import re
import statistics
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from digest.read.text import ends_sentence

__all__ = ["Paragraph", "Run", "Sheet", "paragraphs", "without_running_heads"]

# Running heads and page numbers stand in these outer parts of a page's height.
_MARGIN = 0.13
# A column has at least so many lines, and they are at least so long: those of a table are fewer or shorter.
_LEAST_LINES = 4
_MOST_COLUMNS = 8
_MOST_GUTTERS = 20
_LEAST_LENGTH = 14
_OTHER_SIZE = 1.13
# A headline with a menu at its side is not one line, but a letter and its superscript are.
_OTHER_LINE = 1.4
_WIDER_GAP = 1.3
_INDENT = 0.7
_DEEPEST_INDENT = 5.0
_CELLS_APART = 2.0
# How far the next row is from a running head, in heights; lines of a text are nearer.
_BEHIND_HEAD = 1.6
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
    every = (gutter for sheet in sheets for gutter in _gutters(sheet.runs))
    known = tuple(itertools.islice(dict.fromkeys(every), _MOST_GUTTERS))
    blocks = [(sheet.number, lines) for sheet in sheets for lines in _blocks(sheet.runs, known)]
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
    """The running heads and the page number of a page: its outermost rows, with a gap behind them."""
    outer = set(_outer(sheet))
    upwards = sorted(sheet.runs, key=lambda run: run.middle)
    found: set[Run] = set()
    for runs in (upwards, upwards[::-1]):
        waiting: set[Run] = set()
        for _, row in itertools.groupby(runs, key=lambda run: round(run.middle / 3)):
            these = set(row)
            if waiting and _distance(waiting, these) > _BEHIND_HEAD * max(run.height for run in waiting):
                found |= waiting
            ours = {run for run in these & outer if _key(run) in repeated or _is_page_number(run, sheet)}
            if not ours:
                break
            waiting |= ours
    return found


def _distance(rows: Iterable[Run], row: Iterable[Run]) -> float:
    return min(abs(one.middle - other.middle) for one in rows for other in row)


def _is_page_number(run: Run, sheet: Sheet) -> bool:
    """Whether a run is a number alone at the very top or bottom of a page."""
    if len(run.text) > 12 or not _NUMBER.fullmatch(run.text):
        return False
    others = [other.middle for other in sheet.runs if other is not run]
    return all(run.middle < other for other in others) or all(run.middle > other for other in others)


def _gutters(runs: Sequence[Run]) -> Iterator[float]:
    """The gutters of a page, the one between the columns of the page first."""
    gutter = _gutter(runs)
    if gutter is not None:
        yield gutter
        yield from _gutters([run for run in runs if run.right <= gutter])
        yield from _gutters([run for run in runs if run.left >= gutter])


def _divides(gutter: float, runs: Sequence[Run]) -> bool:
    """Whether a gutter of another page is one here too, though a column has few lines."""
    left = sum(run.right <= gutter for run in runs)
    return left >= _LEAST_LINES and left < len(runs) == left + sum(run.left >= gutter for run in runs)


def _blocks(runs: Sequence[Run], known: Iterable[float], depth: int = 0) -> Iterator[list[Run]]:
    """The columns of a page, or of a part of it, in reading order, each as its lines from top to bottom.

    What stands across the gutter between two columns, as a headline does, divides the page into bands.
    `known` are the gutters of other pages.
    """
    gutter = _gutter(runs) if depth < _MOST_COLUMNS else None
    if gutter is None and depth < _MOST_COLUMNS:
        gutter = next((other for other in known if _divides(other, runs)), None)
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
        yield from _blocks([run for run in band if run.left < gutter], known, depth + 1)
        yield from _blocks([run for run in band if run.left >= gutter], known, depth + 1)
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
    best, most = None, 0
    for edge, count in sorted(edges.items()):
        if count >= _LEAST_LINES and (found := _lines_beside(runs, edge)) > most:
            best, most = edge - 1.5, found
    return best


def _lines_beside(runs: Sequence[Run], edge: float) -> int:
    """How many lines to the right of an edge stand beside one to the left, as those of two columns do.

    Only those count that have some like them above or below, with nothing across the edge between them.
    """
    right = [run for run in runs if run.left >= edge - 2]
    left = [run for run in runs if run.right <= edge - 3]
    if min(_typical_length(left), _typical_length(right)) < _LEAST_LENGTH:
        return 0
    beside = {row for run in left for row in _rows_of(run)}
    across = sorted(run.middle for run in runs if run.left < edge - 2 and run.right > edge - 3)
    bands: dict[int, set[int]] = {}
    for run in right:
        if beside & _rows_of(run):
            bands.setdefault(bisect(across, run.middle), set()).add(round(run.middle / 3))
    return sum(len(rows) for rows in bands.values() if len(rows) >= _LEAST_LINES)


def _rows_of(run: Run) -> set[int]:
    return set(range(int(run.bottom // 6), int(run.top // 6) + 1))


def _typical_length(runs: Sequence[Run]) -> float:
    """How many characters a line has on one side of a gutter; 0 where there are too few lines."""
    lengths: Counter[int] = Counter()
    for run in runs:
        lengths[round(run.middle / 3)] += len(run.text)
    return statistics.median(lengths.values()) if len(lengths) >= _LEAST_LINES else 0


def _is_beside(run: Run, other: Run) -> bool:
    """Whether two runs stand in one line: at one height, and in type of about one size."""
    lower, higher = sorted((run.height, other.height))
    apart = max(run.left - other.right, other.left - run.right)
    if higher > _OTHER_LINE * lower and apart > lower:
        return False
    return min(run.top, other.top) - max(run.bottom, other.bottom) > 0.5 * lower


def _lines(runs: Iterable[Run]) -> list[Run]:
    """Runs put together where they stand beside one another, from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        row = rows[-1] if rows else None
        if row and _is_beside(run, row[-1]):
            row.append(run)
        else:
            rows.append([run])
    for row in rows:
        row.sort(key=lambda run: run.left)
    cells = [(), *map(_cells, rows), ()]
    return [
        _put_together(row, any(abs(x - y) < 1 for x in own for y in (*above, *below)))
        for row, above, own, below in zip(rows, cells, cells[1:], cells[2:], strict=False)
    ]


def _cells(row: Sequence[Run]) -> tuple[float, ...]:
    """Where something begins behind a wide gap: in a table it does so in the next row too."""
    pairs = itertools.pairwise(row)
    return tuple(y.left for x, y in pairs if y.left - x.right > _CELLS_APART * row[0].height)


def _put_together(row: Sequence[Run], of_table: bool) -> Run:
    longest = max(row, key=lambda run: len(run.text))
    text = (" | " if of_table else " ").join(run.text for run in row if run.text)
    # A soft hyphen at the end of a line may be a run of its own.
    text = re.sub(r" \xad$", "\xad", text)
    return Run(text, row[0].left, max(run.right for run in row), longest.bottom, longest.top, of_table)


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
        short = self.right - above.right > 0.4 * (self.right - self.left)
        new = ends_sentence(above.text) or (short and not line.text[:1].islower())
        return new and self.has_room(above, line)

    def has_room(self, above: Run, line: Run) -> bool:
        """Whether the first word of a line had room on the line above it."""
        word = (line.text.split() or [""])[0]
        needed = (len(word) + 2) * (line.right - line.left) / max(len(line.text), 1)
        return self.right - above.right > needed


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
        if self.column.indented and column.indented:
            return True
        if ends_sentence(self.text):
            # In justified text, the last line of a paragraph does not reach the edge.
            return self.column.right - self.line.right < 0.02 * (self.column.right - self.column.left)
        return line.text[:1].islower() or not self.column.has_room(self.line, line)


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

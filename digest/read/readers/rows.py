"""Tables that are text, as rows of named cells: values with a separator, and one JSON object a line."""

from __future__ import annotations

import csv
import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.errors import SeedError

__all__ = ["Row", "Rows", "delimited", "json_lines"]

_DELIMITERS = ",;\t|"
_SAMPLE = 40  # rows that tell the delimiter
_LARGEST_CELL = 16 << 20  # characters
_SAVE = "save the table again from the program that it is from"
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: where it stands, as a person counts ("row 5"), and its cells by the row's order."""

    place: str
    cells: tuple[str, ...]


Rows = Iterator[Row | SeedError]
"""The rows of a table in their order, the headings among the first; an error is a row that cannot be read."""


def delimited(text: str, name: str, *, tabs: bool) -> Rows:
    """The rows of values with a comma, semicolon, tab or bar between them, whichever a table has.

    Args:
        text: the table.
        name: the file.
        tabs: there are tabs between the values.

    Raises:
        SeedError: a quotation mark is never closed.
    """
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r'"?sep=(.)"?', first.strip("\ufeff "))  # how Excel is told the delimiter
    delimiter = "\t" if tabs else said[1] if said else _delimiter(text)
    csv.field_size_limit(_LARGEST_CELL)
    rows = _read(rest if said else text, delimiter, strict=True)
    for number in itertools.count(2 if said else 1):
        place = f"row {number}"
        try:
            yield Row(place, tuple(cell.strip() for cell in next(rows)))
        except StopIteration:
            return
        except csv.Error as error:
            # The module has one exception, with these words, for all that it finds wrong.
            if "end of data" in str(error):
                found, remedy = "a quotation mark is opened and never closed", "close it"
                raise SeedError(name, found, place=place, remedy=f"{remedy}, or {_SAVE}") from error
            yield SeedError(
                name,
                f"quotation marks that do not fit ({error})",
                place=place,
                allowed="a cell in quotation marks, and two for one of its own",
                remedy=_SAVE,
            )


def _read(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    lines = (line + "\n" for line in text.removesuffix("\n").split("\n"))
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def _delimiter(text: str) -> str:
    """The delimiter that cuts the most of the first rows into as many cells as most of them have."""
    sample = text[:200_000]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(itertools.islice(_read(sample, delimiter), _SAMPLE))
        except csv.Error:
            return 0, 0
        widths = [len(row) for row in rows if len(row) > 1]
        usual = max(sorted(set(widths)), key=widths.count, default=0)
        return widths.count(usual) if usual else 0, usual

    return max(_DELIMITERS, key=score)


def json_lines(text: str, name: str) -> Rows:
    """The rows of a file with a JSON object on each line, or with one list of objects.

    An object within an object gives a cell for each of its values, "source.name"; a list of texts gives one
    cell with a line for each.
    """
    objects = list(_objects(text, name))
    columns = dict.fromkeys(key for _, cells in objects if isinstance(cells, dict) for key in cells)
    yield Row("", tuple(columns))
    for place, cells in objects:
        if isinstance(cells, SeedError):
            yield cells
        else:
            yield Row(place, tuple(cells.get(column, "") for column in columns))


def _objects(text: str, name: str) -> Iterator[tuple[str, dict[str, str] | SeedError]]:
    if text.lstrip("\ufeff \n\t").startswith("["):
        whole = _parsed(text.strip("\ufeff \n\t"))
        if isinstance(whole, list):
            for number, one in enumerate(whole, 1):
                yield f"item {number}", _cells(one, name, f"item {number}")
            return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip("\ufeff \t"):
            yield f"line {number}", _cells(_parsed(line.strip("\ufeff \t")), name, f"line {number}")


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cells(value: object, name: str, place: str) -> dict[str, str] | SeedError:
    if isinstance(value, dict):
        return dict(_flat(value))
    return SeedError(
        name, "no JSON object", place=place, allowed="one whole JSON object on each line", remedy="correct it"
    )


def _flat(value: Mapping[str, Any], above: str = "", depth: int = 1) -> Iterable[tuple[str, str]]:
    for key, one in value.items():
        if isinstance(one, dict) and depth < _DEEPEST:
            yield from _flat(one, f"{above}{key}.", depth + 1)
        elif one is not None and not isinstance(one, dict):
            yield above + key, _plain(one)


def _plain(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(_plain(one) for one in value if isinstance(one, (str, int, float)))
    return str(value).strip()

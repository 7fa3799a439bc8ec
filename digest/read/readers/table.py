"""Tables: exports of media databases and lists of articles, one article a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from digest.data import by_language, load
from digest.encode import link
from digest.errors import SeedError
from digest.labels import language_name
from digest.read import dates, text
from digest.read.draft import Draft, Shape
from digest.read.readers.markup import plain
from digest.read.readers.parts import hash_of, named_apart, slug_of_part
from digest.read.readers.rows import Row, delimited, json_lines
from digest.read.readers.workbook import UNCALCULATED, workbook
from digest.settings import Columns, Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_LONGEST_HEADING, _HEADINGS_SHOWN = 40, 30
_HEADINGS_WITHIN = 10  # rows; some exports tell above the headings what was searched for
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_FIRST_SERIAL = date(1899, 12, 30)
_TWO_NUMBERS = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d\d)\b")
_SPELLED_IN = ("en", "ru", "kk", "ky", "pl", "uk")
# How sure a table is of a fact; where nothing is said, as sure as can be.
_SURE = {"author": 0.9, "lang": 0.9}
_GUESSED = 0.4  # a day that may be a month


def read(seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
    """The articles in the rows of a table.

    Raises:
        SeedError: the file is damaged, has no column with texts, or lacks one that digest.yml names.
    """
    sheets = list(_sheets(seed, settings.columns))
    for rows in sheets:
        for number, row in enumerate(rows[:_HEADINGS_WITHIN]):
            if isinstance(row, Row) and _heads(row, settings.columns):
                fields = _fields(row, settings.columns, seed.name)
                return named_apart(_drafts(row.cells, rows[number + 1 :], fields, seed.name))
    raise _no_texts(seed.name, [row for rows in sheets for row in rows])


def _sheets(seed: Seed, columns: Columns) -> Iterator[tuple[Row | SeedError, ...]]:
    name = seed.name.casefold()
    if name.endswith(".xlsx"):
        yield from workbook(seed.raw, seed.name, columns.sheet)
        return
    whole = text.decode(seed.raw, seed.name)
    if name.endswith((".jsonl", ".ndjson")):
        yield tuple(json_lines(whole, seed.name))
        return
    rows = delimited(whole, seed.name, tabs=name.endswith(".tsv"))
    yield tuple(row for row in rows if isinstance(row, SeedError) or any(row.cells))


@cache
def _usual() -> Mapping[str, tuple[str, ...]]:
    """The usual headings of each field, as `_folded` writes them."""
    return {name: tuple(map(_folded, headings)) for name, headings in load("columns").items()}


def _folded(heading: str) -> str:
    return re.sub(r"[\W_]+", " ", heading.casefold()).strip()


def _heads(row: Row, columns: Columns) -> bool:
    """Whether a row holds the headings of a table of texts."""
    known = {*_usual()["text"], *map(_folded, columns.text)}
    return any(_folded(cell) in known for cell in row.cells)


def _fields(headings: Row, columns: Columns, name: str) -> dict[str, tuple[int, ...]]:
    """Where the headings have each field, the surest place first.

    Raises:
        SeedError: digest.yml names a heading that is not there.
    """
    folded = [_folded(heading) for heading in headings.cells]
    found = {}
    for field, usual in _usual().items():
        mapped = getattr(columns, field)
        wanted = tuple(map(_folded, mapped)) or usual
        places = [place for heading in wanted for place, one in enumerate(folded) if one == heading]
        if mapped and not places:
            raise SeedError(
                name,
                f"no column “{'” or “'.join(mapped)}”",
                place=headings.place,
                allowed=_listed(headings),
                remedy=f"correct `columns.{field}` in digest.yml, or add the heading of this file to it",
            )
        found[field] = tuple(places[:1] if mapped else places)
    return found


def _no_texts(name: str, rows: Sequence[Row | SeedError]) -> SeedError:
    """The error for a table in which no column is known to hold texts."""
    first = next((row for row in rows if isinstance(row, Row) and any(row.cells)), None)
    broken = next((row for row in rows if isinstance(row, SeedError)), None)
    if first is None:
        return broken or SeedError(name, "an empty table", remedy="put articles into it, or delete it")
    return SeedError(
        name,
        f"no column with the articles' text; the columns are: {_listed(first)}",
        place=first.place,
        allowed="a heading such as text, content, Текст, Мәтін, Tekst or Treść",
        remedy="name the columns in digest.yml, as in `columns: {title: Заголовок, text: Текст, date: Дата}`",
    )


def _listed(headings: Row) -> str:
    named = [
        cell if len(cell) <= _LONGEST_HEADING else cell[:_LONGEST_HEADING] + "…" for cell in headings.cells
    ]
    shown = [cell for cell in named if cell][:_HEADINGS_SHOWN]
    return ", ".join(shown) or "none"


# A row as a draft


def _drafts(
    headings: Sequence[str],
    rows: Sequence[Row | SeedError],
    fields: Mapping[str, Sequence[int]],
    name: str,
) -> Iterator[Draft | SeedError]:
    days = [_at(row.cells, fields["date"]).value for row in rows if isinstance(row, Row)]
    order = _order(days)
    for row in rows:
        if isinstance(row, SeedError):
            yield row
        elif any(row.cells):
            yield _draft(row, headings, fields, name, order)


@dataclass(frozen=True, slots=True)
class _Cell:
    place: int = -1
    value: str = ""


def _at(cells: Sequence[str], places: Iterable[int]) -> _Cell:
    """The first of some cells that holds something."""
    return next(
        (_Cell(place, cells[place]) for place in places if place < len(cells) and cells[place]), _Cell()
    )


def _draft(
    row: Row,
    headings: Sequence[str],
    fields: Mapping[str, Sequence[int]],
    name: str,
    order: dates.Order,
) -> Draft | SeedError:
    cells = {field: _at(row.cells, places) for field, places in fields.items()}
    if fault := _fault(row, headings, cells):
        return SeedError(name, fault.found, place=row.place, allowed=fault.allowed, remedy=fault.remedy)
    facts = tuple(
        Fact(field, value, f"column {headings[cell.place]}", sure)
        for field, cell in cells.items()
        if field not in {"text", "id"}
        for value, sure in _meant(field, cell.value, order)
    )
    title = next((fact.value for fact in facts if fact.name == "title"), "")
    whole = plain(cells["text"].value)
    key = cells["id"].value or cells["source_url"].value or " ".join((title, cells["date"].value))
    content = sorted((heading, cell) for heading, cell in zip(headings, row.cells, strict=False) if cell)
    return Draft(
        slug_of_part(title or whole[:_LONGEST_HEADING], key if title or key.strip() else whole),
        whole,
        hash_of(*(part for pair in content for part in pair)),
        facts,
        Shape.ARTICLE,
        row.place,
    )


def _fault(row: Row, headings: Sequence[str], cells: Mapping[str, _Cell]) -> SeedError | None:
    """Why a row gives no article."""
    if any(row.cells[len(headings) :]):
        found, remedy = (
            "more cells than the table has columns",
            "put the text that holds the separator into quotes",
        )
    elif UNCALCULATED in (cells["text"].value, cells["title"].value):
        found, remedy = "a formula without its value", "open the workbook in Excel or LibreOffice and save it"
    elif not cells["text"].value:
        found, remedy = "no text", "put the article's text into it, or delete the row"
    else:
        return None
    return SeedError("", found, place=row.place, remedy=remedy)


# What a cell means


def _meant(field: str, value: str, order: dates.Order) -> Iterator[tuple[str, float]]:
    """What a cell says of a fact, and how sure that is; nothing where it says nothing."""
    if value == UNCALCULATED:
        return
    if field == "date":
        yield from _day(value, order)
        return
    said = {"source_url": link, "lang": _code}.get(field, _one_line)(value)
    if said:
        yield said, _SURE.get(field, 1.0)


def _one_line(value: str) -> str:
    return text.tidy(plain(value))


def _code(value: str) -> str | None:
    """The code of a language, which a table may call by its name."""
    folded = value.casefold().strip()
    if re.fullmatch(r"[a-z]{2,3}(?:[-_]\w+)?", folded):
        return re.split(r"[-_]", folded)[0]
    return _codes().get(folded)


@cache
def _codes() -> Mapping[str, str]:
    """The code of each language that is known, by its name in the languages of the interface."""
    return {
        language_name(code, reader).casefold(): code
        for code in by_language("alphabet")
        for reader in _SPELLED_IN
    }


def _order(values: Iterable[str]) -> dates.Order:
    """Whether a column writes 3/4/2024 for 3 April; unknown where no date tells, or two disagree."""
    pairs = [(int(found[1]), int(found[2])) for value in values if (found := _TWO_NUMBERS.match(value))]
    day, month = any(first > 12 for first, _ in pairs), any(second > 12 for _, second in pairs)
    if day is month:
        return dates.Order.UNKNOWN
    return dates.Order.DAY_FIRST if day else dates.Order.MONTH_FIRST


def _day(value: str, order: dates.Order) -> Iterator[tuple[str, float]]:
    if _SERIAL.fullmatch(value):
        yield (_FIRST_SERIAL + timedelta(days=int(float(value)))).isoformat(), 1.0
        return
    stamp = dates.scan(value, order)
    if stamp and stamp.day:
        yield stamp.day.isoformat(), 1.0
    elif stamp and stamp.ambiguous:
        guess = dates.scan(value, dates.Order.DAY_FIRST)
        if guess and guess.day:
            yield guess.day.isoformat(), _GUESSED

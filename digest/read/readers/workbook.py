"""Excel's workbooks, as rows of cells that are text: a border around openpyxl."""

from __future__ import annotations

import datetime
import io
import itertools
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped]  # it ships no types

from digest.errors import SeedError
from digest.read.readers.rows import Row

__all__ = ["UNCALCULATED", "workbook"]

UNCALCULATED = "\x00formula"
"""What stands for the value of a formula that no program has calculated."""

_OLD = (
    b"\xd0\xcf\x11\xe0"  # what Excel wrote until 2003, and what it writes around a workbook with a password
)
_LARGEST = 512 << 20  # bytes of all that a workbook unpacks to
_MOST_CELLS = 5_000_000
_MOST_ROWS = 1_048_576
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C\0T\0Y|E\0N\0T\0I\0T\0Y)")
# All that openpyxl and what it stands on raise over a damaged file; SyntaxError is that of XML.
_DAMAGE = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zipfile.BadZipFile, zlib.error),
)


def workbook(raw: bytes, name: str, sheet: str | None) -> Iterator[tuple[Row, ...]]:
    """The rows of the sheets of a workbook, in their order, or of the one of a name.

    A formula gives the value that was saved with it, or UNCALCULATED.

    Raises:
        SeedError: it is no workbook, damaged, too large, or has no such sheet.
    """
    with _named(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which do not matter here
        formulas = _checked(raw, name)
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        again = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False) if formulas else None
        names = [one.title for one in book.worksheets]
    if sheet is not None and sheet not in names:
        allowed, remedy = ", ".join(names), "correct `columns.sheet` in digest.yml"
        raise SeedError(name, f"no sheet “{sheet}”", allowed=allowed, remedy=remedy)
    for title in names if sheet is None else [sheet]:
        with _named(name), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            rows = tuple(_rows(book[title], again[title] if again else None, name))
        yield rows


def _checked(raw: bytes, name: str) -> bool:
    """Whether there is a formula in the sheets of a workbook, which is safe to unpack.

    Raises:
        SeedError: it is not.
    """
    if raw.startswith(_OLD):
        raise SeedError(
            name,
            "an Excel file of the old kind, or with a password",
            remedy="save it as .xlsx, without a password",
        )
    found = False
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > _LARGEST:
            raise _too_large(name)
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                content = archive.read(member)
                if _ENTITY.search(content):
                    raise SeedError(
                        name,
                        f"{member.filename} in it declares XML entities",
                        allowed="a workbook as Excel or LibreOffice saves it",
                        remedy="do not trust it; ask for the table as .csv",
                    )
                found = found or (member.filename.startswith("xl/worksheets/") and b"<f" in content)
    return found


def _rows(values: Any, formulas: Any, name: str) -> Iterator[Row]:
    """The rows of a sheet that are not empty."""
    # The size that a sheet says it has may be wrong, on purpose too.
    values.reset_dimensions()
    beside = itertools.repeat(())
    if formulas is not None:
        formulas.reset_dimensions()
        beside = formulas.iter_rows(values_only=True)
    cells = 0
    for number, (row, made) in enumerate(zip(values.iter_rows(values_only=True), beside, strict=False), 1):
        cells += len(row)
        if cells > _MOST_CELLS or number > _MOST_ROWS:
            raise _too_large(name)
        texts = tuple(map(_text, row, itertools.chain(made, itertools.repeat(None))))
        if any(texts):
            yield Row(f"row {number}", texts)


def _text(value: object, formula: object) -> str:
    if value is None:
        return UNCALCULATED if isinstance(formula, str) and formula.startswith("=") else ""
    if isinstance(value, datetime.datetime):
        return (
            value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
        )
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _too_large(name: str) -> SeedError:
    return SeedError(
        name,
        "it unpacks to more than a workbook of articles holds",
        allowed=f"{_LARGEST >> 20} MiB, {_MOST_CELLS} cells",
        remedy="save the sheet with the articles as .csv",
    )


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except SeedError:
        raise
    except _DAMAGE as error:
        raise SeedError(
            name,
            f"no workbook, or a damaged one ({type(error).__name__}: {str(error)[:100]})",
            allowed="a workbook as Excel or LibreOffice saves it",
            remedy="open it there and save it again, or as .csv",
        ) from error

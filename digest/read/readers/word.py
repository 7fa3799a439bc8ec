"""Word documents (.docx), by python-docx."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import docx
from docx.document import Document
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import _Element  # type: ignore[import-untyped]  # it ships no types

from digest.read.draft import Draft, Shape, slug_of
from digest.read.readers import properties
from digest.read.readers.border import reading
from digest.read.readers.packed import package
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

# Deleted text, moved text where it was, field codes, notes' marks, pictures' fallback for old programs, and a
# text box, which is read after its paragraph.
_PASSED = frozenset(
    qn(name)
    for name in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:txbxContent")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_TEXT, _BREAKS, _TAB = qn("w:t"), {qn("w:br"), qn("w:cr")}, qn("w:tab")
_PARAGRAPH, _TABLE, _BOX = qn("w:p"), qn("w:tbl"), qn("w:txbxContent")
_HIDDEN = qn("w:vanish")
_PROPERTIES, _VALUE = qn("w:pPr"), qn("w:val")
_LONG_CELL = 120
_FIRST_LINES = 12


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The one article in a Word document: inserted text is in, deleted text and notes are out.

    Raises:
        SeedError: it is damaged, locked, or of an older Word.
    """
    with reading(seed.name, "a Word document", PythonDocxError, OpcError):
        package(seed.raw, seed.name, ".docx").close()
        document = docx.Document(io.BytesIO(seed.raw))
        lines = list(_Body(document).lines())
        facts = _facts(document, lines)
    digest = hashlib.sha256(seed.raw).hexdigest()
    return [Draft(slug_of(seed.name), "\n\n".join(lines), digest, facts, Shape.PAGE)]


class _Body:
    """The text of a document, paragraph by paragraph in reading order."""

    def __init__(self, document: Document) -> None:
        self._root = document.element.body
        self._formats = _formats(document)
        levels = ((style, _level(style)) for style in document.styles.element.iter(qn("w:style")))
        self._styles = {str(style.get(qn("w:styleId"))): level for style, level in levels if level}
        self._counts: Counter[tuple[str, str]] = Counter()

    def lines(self) -> Iterator[str]:
        """The lines, none of them empty."""
        yield from self._of(self._root)

    def _of(self, parent: _Element) -> Iterator[str]:
        for child in parent:
            if child.tag == _PARAGRAPH:
                yield from self._paragraph(child)
            elif child.tag == _TABLE:
                for row in child.iter(qn("w:tr")):
                    if _owner(row, _TABLE) is child:
                        yield from self._row(row)
            elif child.tag not in _PASSED:
                yield from self._of(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[str]:
        parts = [part.strip() for part in _text(paragraph).split("\n")]
        filled = [part for part in parts if part]
        if filled:
            yield self._marker(paragraph) + filled[0]
            yield from filled[1:]
        for box in paragraph.iter(_BOX):
            if _owner(box, _PARAGRAPH) is paragraph and not _in_fallback(box):
                yield from self._of(box)

    def _row(self, row: _Element) -> Iterator[str]:
        """A row of a table: one line; but a table that only arranges text gives its paragraphs."""
        cells = [list(self._of(cell)) for cell in row.iter(qn("w:tc")) if _owner(cell, qn("w:tr")) is row]
        if any(len(line) > _LONG_CELL for cell in cells for line in cell):
            for cell in cells:
                yield from cell
        else:
            filled = (" ".join(cell) for cell in cells if cell)
            line = " | ".join(filled)
            if line:
                yield line

    def _marker(self, paragraph: _Element) -> str:
        """What stands before an item of a list: its number, or a bullet."""
        style = paragraph.find(f"{_PROPERTIES}/{qn('w:pStyle')}")
        by_style = None if style is None else self._styles.get(str(style.get(_VALUE)))
        level = _level(paragraph) or by_style
        if level is None or level[0] == "0":
            return ""
        if self._formats.get(level) != "decimal":
            return "• "
        self._counts[level] += 1
        return f"{self._counts[level]}. "


def _level(element: _Element) -> tuple[str, str] | None:
    """The list and the level in it that a paragraph or a style says it is of."""
    number = element.find(f"{_PROPERTIES}/{qn('w:numPr')}/{qn('w:numId')}")
    if number is None:
        return None
    level = element.find(f"{_PROPERTIES}/{qn('w:numPr')}/{qn('w:ilvl')}")
    return str(number.get(_VALUE)), "0" if level is None else str(level.get(_VALUE))


def _text(paragraph: _Element) -> str:
    """The visible text of a paragraph; a line break is a newline."""
    found: list[str] = []
    todo = list(reversed(paragraph))
    while todo:
        element = todo.pop()
        if element.tag in _PASSED or element.find(f"{qn('w:rPr')}/{_HIDDEN}") is not None:
            continue
        if element.tag == _TEXT:
            found.append(element.text or "")
        elif element.tag == _TAB:
            found.append(" ")
        elif element.tag in _BREAKS:
            found.append("\n")
        elif element.tag == qn("w:noBreakHyphen"):
            found.append("\N{NON-BREAKING HYPHEN}")
        else:
            todo.extend(reversed(element))
    return "".join(found)


def _owner(element: _Element, tag: str) -> _Element | None:
    """The nearest element of a kind that an element stands in."""
    return next(element.iterancestors(tag), None)


def _in_fallback(element: _Element) -> bool:
    return any(above.tag in _PASSED - {_BOX} for above in element.iterancestors())


def _formats(document: Document) -> dict[tuple[str, str], str]:
    """How each level of each list is numbered: by the list's number and the level."""
    part = next(
        (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
    )
    if part is None:
        return {}
    root = part.element
    levels = {
        abstract.get(qn("w:abstractNumId")): {
            level.get(qn("w:ilvl")): fmt.get(qn("w:val"))
            for level in abstract.iter(qn("w:lvl"))
            if (fmt := level.find(qn("w:numFmt"))) is not None
        }
        for abstract in root.iter(qn("w:abstractNum"))
    }
    found = {}
    for number in root.iter(qn("w:num")):
        abstract = number.find(qn("w:abstractNumId"))
        if abstract is not None:
            for level, name in levels.get(abstract.get(qn("w:val")), {}).items():
                found[str(number.get(qn("w:numId"))), str(level)] = str(name)
    return found


def _facts(document: Document, lines: list[str]) -> tuple[Fact, ...]:
    said = document.core_properties
    return (
        *_headline(document),
        *properties.title(said.title, "document properties", lines[:_FIRST_LINES]),
        *properties.author(said.author, "document properties"),
    )


def _headline(document: Document) -> Iterator[Fact]:
    """The paragraph that the document has as its title, or the only heading of the first level at its top."""
    paragraphs = [paragraph for paragraph in document.paragraphs if _text(paragraph._p).strip()]
    for paragraph in paragraphs[:3]:
        style = paragraph.style.style_id if paragraph.style is not None else ""
        text = re.sub(r"\s+", " ", _text(paragraph._p)).strip()
        if style in {"Title", "Heading1"} and len(text) < 300:
            yield Fact("title", text, "heading", 0.9)
            return

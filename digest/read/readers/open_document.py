"""OpenDocument texts (.odt), by odfdo."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator

from odfdo import Document, Element

from digest.errors import SeedError
from digest.read.draft import Draft, Shape, slug_of
from digest.read.readers import properties
from digest.read.readers.border import reading
from digest.read.readers.packed import member, package
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

# The tracked changes hold the text that was deleted; what was inserted stands in its paragraph.
_PASSED = frozenset(
    {
        "text:tracked-changes",
        "text:note",
        "text:table-of-content",
        "office:annotation",
        "office:forms",
        "svg:title",
        "svg:desc",
        "text:sequence-decls",
        "text:variable-decls",
    }
)
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_BOXES = frozenset({"draw:frame", "draw:custom-shape", "draw:text-box"})
_LONG_CELL = 120
_FIRST_LINES = 12


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The one article in an OpenDocument text: inserted text is in, deleted text and notes are out.

    Raises:
        SeedError: it is damaged or locked.
    """
    with reading(seed.name, "an OpenDocument text"):
        with package(seed.raw, seed.name, ".odt") as archive:
            if b"encryption-data" in member(archive, "META-INF/manifest.xml"):
                raise SeedError(
                    seed.name,
                    "it is protected with a password",
                    remedy="open it, and save it without the password",
                )
        document = Document(io.BytesIO(seed.raw))
        lines = list(_blocks(document.body))
        facts = _facts(document, lines)
    digest = hashlib.sha256(seed.raw).hexdigest()
    return [Draft(slug_of(seed.name), "\n\n".join(lines), digest, facts, Shape.PAGE)]


def _blocks(parent: Element, marker: str = "") -> Iterator[str]:
    """The lines of an element, in reading order, none of them empty; `marker` stands before the first."""
    for child in parent.children:
        if child.tag in _PASSED:
            continue
        if child.tag in _PARAGRAPHS:
            for line in _paragraph(child):
                yield marker + line
                marker = ""
        elif child.tag == "text:list-item":
            yield from _blocks(child, "• ")
        elif child.tag == "table:table-row":
            yield from _row(child)
        else:
            yield from _blocks(child)


def _paragraph(paragraph: Element) -> Iterator[str]:
    boxes: list[Element] = []
    for part in _text(paragraph, boxes).split("\n"):
        if part.strip():
            yield part.strip()
    for box in boxes:
        yield from _blocks(box)


def _text(element: Element, boxes: list[Element]) -> str:
    """The text of a paragraph; a line break is a newline, and the text boxes in it are put into `boxes`."""
    found = [element.text or ""]
    for child in element.children:
        if child.tag in _BOXES:
            boxes.append(child)
        elif child.tag == "text:line-break":
            found.append("\n")
        elif child.tag in {"text:tab", "text:s"}:
            found.append(" ")
        elif child.tag not in _PASSED:
            found.append(_text(child, boxes))
        found.append(child.tail or "")
    return "".join(found)


def _row(row: Element) -> Iterator[str]:
    """A row of a table: one line; but a table that only arranges text gives its paragraphs."""
    cells = [list(_blocks(cell)) for cell in row.children if cell.tag == "table:table-cell"]
    if any(len(line) > _LONG_CELL for cell in cells for line in cell):
        for cell in cells:
            yield from cell
    elif filled := [" ".join(cell) for cell in cells if cell]:
        yield " | ".join(filled)


def _facts(document: Document, lines: list[str]) -> tuple[Fact, ...]:
    said = document.meta
    return (
        *_headline(document),
        *properties.title(said.title, "document properties", lines[:_FIRST_LINES]),
        *properties.author(said.initial_creator or said.creator, "document properties"),
    )


def _headline(document: Document) -> Iterator[Fact]:
    """The paragraph at the top that the document has as its title or as a heading of the first level."""
    near = [
        child for child in document.body.children if child.tag in _PARAGRAPHS and _text(child, []).strip()
    ]
    for element in near[:3]:
        top = element.tag == "text:h" and element.get_attribute("text:outline-level") == "1"
        text = " ".join(_text(element, []).split())
        if (top or _style(document, element) == "Title") and len(text) < 300:
            yield Fact("title", text, "heading", 0.9)
            return


def _style(document: Document, paragraph: Element) -> str:
    """The name of a paragraph's style, or of the one that it was derived from by hand."""
    name = str(paragraph.get_attribute("text:style-name") or "")
    style = document.get_style("paragraph", name) if name else None
    parent = style.get_attribute("style:parent-style-name") if style is not None else None
    return str(parent or name)

"""The article's text in a page, as trafilatura finds it: a line for each paragraph, heading, item and row."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import trafilatura
from lxml import html
from lxml.etree import _Element

__all__ = ["lines"]

# What stands on lines of its own; all else is within a line.
_BLOCKS = frozenset({"body", "p", "head", "list", "item", "quote", "table", "row", "code", "div", "ab", "fw"})
_CELL = " | "
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
# trafilatura reports on stderr what it makes of each page; what we make of it is an error of ours.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class _Line:
    """A line being gathered: its text, how much of it is in links, and whether it is a heading."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    heading: bool = False

    def add(self, text: str | None, linked: bool) -> None:
        if text:
            self.parts.append(text)
            self.linked += linked * sum(map(str.isalnum, text))


def lines(root: html.HtmlElement, descriptions: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines of the article in a page; none where trafilatura finds no text. The tree stays as it is.

    `descriptions` are what the page says in sum: where one of them is printed above the text, it is its lead.
    """
    found = trafilatura.bare_extraction(
        root, include_comments=False, include_tables=True, include_links=True, include_formatting=False
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return ()
    return tuple(text for text, linked in _gathered(found.body) if not (linked and _is_headline(text)))


def _is_headline(text: str) -> bool:
    """Whether a line that is one link is the headline of another article."""
    return (
        len(_WORD.findall(text)) >= 4
        and not text.rstrip("\"'»”“’)]").endswith((".", ";", ":", "…"))
        and not text.startswith(("http", "["))
    )


def _gathered(body: _Element) -> Iterator[tuple[str, bool]]:
    """Each line of a tree, with whether it is all links, and no heading of the article's own."""
    line, links = _Line(), 0
    for event, element in _walk(body):
        tag = str(element.tag)
        if tag in _BLOCKS or tag == "lb":
            yield from _finished(line)
            line = _Line(heading=tag == "head" and event == "start")
        elif tag == "cell" and event == "start" and any(part.strip() for part in line.parts):
            line.add(_CELL, False)
        links += (tag == "ref") * (1 if event == "start" else -1)
        if event == "start":
            line.add(element.text, links > 0)
        else:
            line.add(element.tail if element is not body else None, links > 0)
    yield from _finished(line)


def _walk(body: _Element) -> Iterator[tuple[str, _Element]]:
    """The beginning and the end of each element, in order and without recursion."""
    stack: list[tuple[_Element, Iterator[_Element]]] = [(body, iter(body))]
    yield "start", body
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
        else:
            stack.append((child, iter(child)))
            yield "start", child


def _finished(line: _Line) -> Iterator[tuple[str, bool]]:
    text = _SPACE.sub(" ", "".join(line.parts)).strip(" |")
    if text:
        yield text, not line.heading and line.linked >= sum(map(str.isalnum, text)) > 0

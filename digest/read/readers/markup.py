"""HTML within a cell or a feed's entry: its text as lines."""

from __future__ import annotations

import html
import re

from lxml import etree  # type: ignore[import-untyped]  # it ships no types
from lxml import html as lxml_html

__all__ = ["lines_of", "plain"]

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|table|blockquote|img)\b[^<>]*>", re.I
)
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d?);", re.I)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
     "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
     "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
     "tr", "ul"}
)  # fmt: skip
_UNSEEN = ("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "head")


def plain(text: str) -> str:
    """A text that may be written as HTML, or with HTML's names of characters, as it is meant."""
    if _MARKUP.search(text):
        return lines_of(text)
    return html.unescape(text) if _ENTITY.search(text) else text


def lines_of(text: str) -> str:
    """The text of a piece of HTML as it is seen: a line for each block, and a blank one between two."""
    root = _tree(text)
    if root is None:
        return ""
    etree.strip_elements(root, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        edge = "\n\n" if element.tag in _BLOCKS else "\n" if element.tag == "br" else ""
        if event == "start":
            parts += edge, _spaced(element.text)
        else:
            parts += edge if element.tag != "br" else "", _spaced(element.tail)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _tree(text: str) -> etree._Element | None:
    try:
        return lxml_html.fragment_fromstring(f"<div>{text.replace(chr(0), '')}</div>", create_parent="div")
    except (etree.LxmlError, ValueError):
        return None


def _spaced(text: str | None) -> str:
    """Line breaks in HTML are spaces."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")

"""What a browser would make of a page, as far as the tests need it."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown  # type: ignore[import-untyped]  # it ships no types

__all__ = ["Document", "Element", "convert"]

VOID = frozenset(
    {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def convert(text: str) -> str:
    """Markdown as HTML, with the extensions that MkDocs and our mkdocs.yml switch on."""
    return str(markdown.markdown(text, extensions=["toc", "tables", "fenced_code", "def_list"]))


class Document(HTMLParser):
    """The elements of a page in order, each with its attributes and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins, with its attributes."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that says that it is empty."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """An element ends; the last that began, or the page is broken."""
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text, which belongs to every element around it."""
        for element in self._open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        """No page of ours has comments."""
        raise AssertionError(f"a comment: {data}")

    def skeleton(self) -> list[tuple[str, tuple[str, ...]]]:
        """Tags and the names of their attributes: what must not depend on the text."""
        return [(element.tag, tuple(element.attributes)) for element in self.elements]

    def where(self, tag: str = "", class_: str = "", **attributes: str) -> list[Element]:
        """The elements of a tag, with a class, with attributes."""
        return [
            element
            for element in self.elements
            if tag in ("", element.tag)
            and (not class_ or class_ in element.attributes.get("class", "").split())
            and all(element.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str = "", class_: str = "", **attributes: str) -> Element:
        """The only such element."""
        (element,) = self.where(tag, class_, **attributes)
        return element


class Element:
    """An element of a page; its text is all the text within it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.text = ""

"""What a built page says of itself in its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

__all__ = ["Head", "read_head"]


@dataclass(frozen=True, slots=True)
class Head:
    """Its own address, empty where it claims none, and its counterparts' by language ("x-default" too)."""

    canonical: str
    alternates: Mapping[str, str]


def read_head(html: str) -> Head:
    """Read the head of a page, of which the end must be in the text."""
    reader = _Reader()
    reader.feed(html[: html.index("</head>")])
    return Head(reader.canonical, reader.alternates)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.canonical = ""
        self.alternates: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        relations = values.get("rel", "").split()
        if tag != "link" or "type" in values:
            return
        if "canonical" in relations:
            self.canonical = values.get("href", "")
        if "alternate" in relations and "hreflang" in values:
            self.alternates[values["hreflang"]] = values.get("href", "")

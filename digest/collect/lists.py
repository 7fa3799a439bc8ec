"""The addresses in what a user gives: on the command line, in a text file, in an OPML file, in a feed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree  # type: ignore[import-untyped]  # no types

from digest.errors import CollectError
from digest.files import named

__all__ = ["addresses", "is_feed", "links"]

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)


def addresses(given: Iterable[str]) -> tuple[str, ...]:
    """Each address once, in order. What is no address is a file with one on each line, or an OPML file.

    Raises:
        CollectError: a file cannot be read, or is no such list.
    """
    found: dict[str, None] = {}
    for word in given:
        found |= dict.fromkeys([word] if _SCHEME.match(word) else _listed(Path(word)))
    return tuple(found)


def is_feed(body: bytes) -> bool:
    """Whether an answer is a feed: RSS or Atom."""
    return _FEED.match(body[:4096]) is not None


def links(body: bytes) -> tuple[str, ...]:
    """The addresses of the articles in a feed, in its order."""
    import feedparser  # type: ignore[import-untyped]  # here, because most who collect name pages

    entries = feedparser.parse(body).entries
    found = (entry.get("link", "") for entry in entries)
    return tuple(dict.fromkeys(link for link in found if _SCHEME.match(link)))


def _listed(path: Path) -> list[str]:
    name = path.as_posix()
    if not path.is_file():
        raise CollectError(
            name,
            "no such file, and no address",
            allowed="an address that begins with http:// or https://, or a file of addresses",
            remedy="correct it",
        )
    with named(path, name, CollectError):
        raw = path.read_bytes()
        if path.suffix.casefold() == ".opml" or raw.lstrip().startswith((b"<?xml", b"<opml")):
            return _opml(raw, name)
        text = raw.decode("utf-8-sig")
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    for number, line in enumerate(lines, 1):
        if line and not line.startswith("#") and not _SCHEME.match(line):
            raise CollectError(
                name,
                f"not an address: {line[:80]}",
                place=f"line {number}",
                allowed="one address on each line; lines that begin with # are notes",
                remedy="correct the line",
            )
    return found


def _opml(raw: bytes, name: str) -> list[str]:
    """The feeds that an OPML file lists."""
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise CollectError(name, f"damaged OPML: {error.msg}", remedy="export it anew") from error
    found = [outline.get("xmlUrl", "") for outline in root.iter("outline")]
    if not any(found):
        raise CollectError(
            name, "no feeds in it", allowed="OPML with xmlUrl attributes", remedy="export it anew"
        )
    return [url for url in found if url]

"""An article as a reader took it from a file: its text, and what the file says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii

from digest.addresses import RESERVED
from digest.values import Fact

__all__ = ["Draft", "Shape", "slug_of", "slug_of_part"]

# Windows reserves these names for devices.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_LONGEST_SLUG = 80


class Shape(StrEnum):
    """What the text of a draft may hold beside the article."""

    PAGE = "page"
    """Anything that stands on a web page: menus, other headlines, comments."""
    ARTICLE = "article"
    """Little: the file itself, or an extractor, says where the article begins and ends."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article of a file, before it is cleaned.

    `text` has a line for each paragraph, heading or label, and blank lines as the file has them. A headline
    that the file states is among `facts`; it need not be in the text. `facts` are what the file says of the
    article, for each field the surest first. `sha256` is the hash of what the article was read from: of the
    file, or of its part of a file of several. `place` is that part ("row 12"); empty for a whole file.
    """

    slug: str
    text: str
    sha256: str
    facts: tuple[Fact, ...] = ()
    shape: Shape = Shape.PAGE
    place: str = ""


def slug_of(name: str) -> str:
    """The name of an article's pages: the file's name in a-z, 0-9, "_" and "-", safe on every system."""
    stem = re.sub(r"\.\w{1,5}$", "", re.split(r"[/\\]", name)[-1])
    plain = re.sub(r"[^a-z0-9_]+", "-", anyascii(stem).lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    if not plain:
        return "article"
    return f"article-{plain}" if plain in RESERVED | _DEVICES else plain


def slug_of_part(name: str, title: str, sha256: str, taken: set[str]) -> str:
    """The name of the pages of one article among several in a file; it is added to `taken`.

    It comes of the file's name and the article's title, so that it stays when others are added before it or
    after it. Only a title that is not the first of its kind gets the beginning of its hash behind it.
    """
    own = slug_of(f"{title}.txt") if title else "article"
    slug = f"{slug_of(name)[: _LONGEST_SLUG // 2].strip('-')}-{own[: _LONGEST_SLUG // 2].strip('-')}"
    if slug in taken:
        slug = f"{slug}-{sha256[:8]}"
    taken.add(slug)
    return slug

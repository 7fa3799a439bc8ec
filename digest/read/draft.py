"""An article as a reader took it from a file: its text, and what the file says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii

from digest.addresses import RESERVED
from digest.values import Fact

__all__ = ["Draft", "Shape", "slug_of"]

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

"""The readers: each takes one kind of file and gives the articles in it as drafts.

A new kind is a module with a function `read`, and a line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from digest.errors import SeedError
from digest.read.draft import Draft
from digest.read.html.sniff import is_html, is_mhtml
from digest.settings import Settings
from digest.values import Seed

__all__ = ["KINDS", "Kind", "Reader", "drafts", "kind_of", "unknown_kind"]


class Reader(Protocol):
    """Takes a file's bytes apart."""

    def __call__(self, seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
        """The articles in a file, in their order; what the file says of itself is among their facts.

        A SeedError in a draft's place says that a part of the file holds no article.

        Raises:
            SeedError: the file is damaged, or of another kind.
        """
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, how its name may end, and the module that reads it."""

    name: str
    suffixes: tuple[str, ...]
    module: str


KINDS: tuple[Kind, ...] = (
    Kind("text", (".txt",), "text"),
    Kind("web page", (".html", ".htm", ".xhtml"), "web_page"),
    Kind("archived page", (".mht", ".mhtml"), "archived_page"),
    Kind("web archive", (".warc", ".warc.gz"), "web_archive"),
)

# Browsers and people save a page under any of these names.
_MISTAKEN = frozenset({"text", "web_page", "archived_page"})


def kind_of(name: str) -> Kind | None:
    """The kind of a file by its name; None for one that no reader takes."""
    folded = PurePath(name).name.casefold()
    return next((kind for kind in KINDS if folded.endswith(kind.suffixes)), None)


def unknown_kind(name: str) -> SeedError:
    """The error for a file that no reader takes."""
    return SeedError(
        name,
        "no reader takes this kind of file",
        allowed=", ".join(f"{kind.name} ({', '.join(kind.suffixes)})" for kind in KINDS),
        remedy="save it as one of these, or move it out of seeds/",
    )


def drafts(seed: Seed, settings: Settings) -> tuple[Draft | SeedError, ...]:
    """The articles in a file, in their order.

    Raises:
        SeedError: no reader takes the file, or it cannot be read.
    """
    kind = kind_of(seed.name)
    if kind is None:
        raise unknown_kind(seed.name)
    kind = _held(seed.raw, kind)
    # Loaded here, because the libraries of one kind are of no use to a digest of another.
    read = cast(Reader, import_module(f"{__name__}.{kind.module}").read)
    return tuple(read(seed, settings))


def _held(raw: bytes, kind: Kind) -> Kind:
    """The kind of what a file holds: text, a page and an archived page are taken for one another."""
    if kind.module not in _MISTAKEN:
        return kind
    module = "archived_page" if is_mhtml(raw) else "web_page" if is_html(raw) else "text"
    return next(one for one in KINDS if one.module == module)

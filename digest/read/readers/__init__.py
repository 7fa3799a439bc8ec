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
)


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
    # Loaded here, because the libraries of one kind are of no use to a digest of another.
    read = cast(Reader, import_module(f"{__name__}.{kind.module}").read)
    return tuple(read(seed, settings))

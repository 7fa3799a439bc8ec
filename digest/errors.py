"""What can go wrong, in words for the person who has to fix it.

DigestError                 anything that the user can fix; the command line prints it and exits with 1
├── SettingsError           digest.yml or mkdocs.yml
├── SeedError               an article in seeds/
├── CollectError           a page on the web, or a list of such pages
├── MemoryFileError         a PO file in translations/
├── EngineError             a translation engine or its model
└── RenderError             the site or the PDF
"""

from __future__ import annotations

from functools import partial
from typing import Any

__all__ = [
    "CollectError",
    "DigestError",
    "EngineError",
    "MemoryFileError",
    "RenderError",
    "SeedError",
    "SettingsError",
]


class DigestError(Exception):
    """An error that names the file, the place in it, what was found, what is allowed and what to do.

    `file` is a path as the user knows it, relative to the project's root. `place` is a line, a field or a
    setting ("line 12", "sources[2].name"). Parts that are unknown are empty and are not printed.
    """

    def __init__(
        self, file: str, found: str, *, place: str = "", allowed: str = "", remedy: str = ""
    ) -> None:
        self.file = file
        self.found = found
        self.place = place
        self.allowed = allowed
        self.remedy = remedy
        super().__init__(str(self))

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error pass from one process to another."""
        rebuild = partial(type(self), place=self.place, allowed=self.allowed, remedy=self.remedy)
        return rebuild, (self.file, self.found)

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}: " if self.place else f"{self.file}: "
        rest = (
            f"\n  allowed: {self.allowed}" if self.allowed else "",
            f"\n  to do: {self.remedy}" if self.remedy else "",
        )
        return where + self.found + "".join(rest)


class SettingsError(DigestError):
    """digest.yml or mkdocs.yml cannot be used."""


class SeedError(DigestError):
    """An article in seeds/ cannot be read or holds no article."""


class CollectError(DigestError):
    """A page cannot be fetched or saved, or a list of pages cannot be read."""


class MemoryFileError(DigestError):
    """A PO file in translations/ cannot be parsed; it is left as it is."""


class EngineError(DigestError):
    """A translation engine or its model cannot do what was asked."""


class RenderError(DigestError):
    """The site or the PDF cannot be made from what was gathered."""

"""How a digest is printed: the choices that its texts do not make."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from digest.publication import Publication
from digest.settings import Settings

__all__ = ["Layout", "PrintOptions"]


class Layout(StrEnum):
    """Where the translation stands."""

    COLUMNS = "columns"
    """Sentence beside sentence, on A4."""
    INTERLEAVED = "interleaved"
    """Each sentence with its translation beneath, on A5."""
    TRANSLATION = "translation"
    """The translation alone, in paragraphs, on A5."""


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """What a digest is printed with; a digest of several volumes has one for each."""

    settings: Settings = field(default_factory=Settings)
    publication: Publication = field(default_factory=Publication)
    layout: Layout = Layout.COLUMNS
    volume: int = 1
    volumes: int = 1

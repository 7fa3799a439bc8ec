"""What the page of an article needs to know besides that article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.publication import Publication
from digest.settings import Settings, Term
from digest.values import Bitext, BitextKey

__all__ = ["Context", "Related"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another article on the same event, and the names and words that both share, in the target language."""

    bitext: Bitext
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The digest around an article; `names` and `related` are by bitext.

    `lines` says on which line of the article's PO file each sentence stands, by bitext and number.
    """

    settings: Settings = field(default_factory=Settings)
    publication: Publication = field(default_factory=Publication)
    names: Mapping[BitextKey, tuple[Term, ...]] = field(default_factory=dict)
    related: Mapping[BitextKey, tuple[Related, ...]] = field(default_factory=dict)
    lines: Mapping[BitextKey, Mapping[int, int]] = field(default_factory=dict)

"""What the page of an article needs to know besides that article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.publication import Publication
from digest.settings import Settings, Term
from digest.values import Bitext

__all__ = ["Context", "Related"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another article on the same event, and the names and words that both share, in the target language."""

    bitext: Bitext
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The digest around an article; `names`, `related` and `lines` are by slug.

    `lines` tells where each sentence stands in the article's PO file, by the sentence's `po.key`.
    """

    settings: Settings = field(default_factory=Settings)
    publication: Publication = field(default_factory=Publication)
    names: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    related: Mapping[str, tuple[Related, ...]] = field(default_factory=dict)
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

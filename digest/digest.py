"""A whole digest: what a site, a PDF or a report is made from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.errors import SeedError
from digest.publication import Publication
from digest.settings import Settings
from digest.values import Bitext, BitextKey, Finding

__all__ = ["Digest"]


@dataclass(frozen=True, slots=True)
class Digest:
    """Every article beside its translation, checked, and cut to what its source lets us publish.

    `rejected` are the seeds that gave no article, `findings` what a person should look at. `lines` says, by
    bitext and number of the sentence, on which line of its PO file the sentence stands.
    """

    settings: Settings
    bitexts: tuple[Bitext, ...]
    rejected: tuple[SeedError, ...] = ()
    findings: tuple[Finding, ...] = ()
    publication: Publication = field(default_factory=Publication)
    lines: Mapping[BitextKey, Mapping[int, int]] = field(default_factory=dict)

    @property
    def newest(self) -> datetime.date | None:
        """The day of the newest article, or None where no article has a date."""
        days = [bitext.article.date for bitext in self.bitexts if bitext.article.date]
        return max(days, default=None)

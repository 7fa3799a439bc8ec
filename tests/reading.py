"""Reading a file that holds one article."""

from __future__ import annotations

from datetime import date

from digest.read.seed import reading_of
from digest.settings import Settings
from digest.values import Article, Seed

__all__ = ["extract"]


def extract(seed: Seed, settings: Settings, latest: date | None = None) -> Article:
    """The one article in a file."""
    (article,) = reading_of(seed, settings, latest).articles
    return article

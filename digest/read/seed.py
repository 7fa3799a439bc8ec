"""From a file in seeds/ to its articles: the reader for its kind, then the cleaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from digest.errors import SeedError
from digest.read.article import extract
from digest.read.draft import Draft
from digest.read.readers import drafts
from digest.settings import Settings
from digest.values import Article, Finding, Seed

__all__ = ["Reading", "reading_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles of one file, and the parts of it that hold none."""

    articles: tuple[Article, ...] = ()
    refused: tuple[Finding, ...] = ()


def reading_of(seed: Seed, settings: Settings, latest: date | None = None) -> Reading:
    """The articles in a file. A date after `latest` is not taken for an article's.

    Raises:
        SeedError: no reader takes it, it is damaged, or no part of it holds an article.
    """
    articles: list[Article] = []
    refused: list[SeedError] = []
    for draft in drafts(seed, settings):
        found = _extracted(draft, settings, seed.name, latest)
        if isinstance(found, SeedError):
            refused.append(found)
        else:
            articles.append(found)
    if refused and not articles:
        raise refused[0]
    if not articles:
        raise SeedError(seed.name, "there is no article in it", remedy="move it out of the folder")
    findings = (Finding(error.file, error.found, error.remedy, place=error.place) for error in refused)
    return Reading(tuple(articles), tuple(findings))


def _extracted(
    draft: Draft | SeedError, settings: Settings, file: str, latest: date | None
) -> Article | SeedError:
    if isinstance(draft, SeedError):
        return draft
    try:
        return extract(draft, settings, file, latest)
    except SeedError as error:
        return error

"""From a file in seeds/ to its articles: the reader for its kind, then the cleaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from digest.errors import SeedError
from digest.places import together
from digest.read.article import extract
from digest.read.draft import Draft
from digest.read.readers import drafts
from digest.settings import Settings
from digest.values import Article, Finding, Seed

__all__ = ["Reading", "article_of", "reading_from", "reading_of"]


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
    return reading_from(
        seed.name, (article_of(draft, settings, seed.name, latest) for draft in drafts(seed, settings))
    )


def article_of(
    draft: Draft | SeedError, settings: Settings, file: str, latest: date | None = None
) -> Article | SeedError:
    """The article in a draft of a file, or why there is none."""
    if isinstance(draft, SeedError):
        return draft
    try:
        return extract(draft, settings, file, latest)
    except SeedError as error:
        return error


def reading_from(file: str, found: Iterable[Article | SeedError]) -> Reading:
    """What was found in the parts of a file, together.

    Raises:
        SeedError: no part holds an article.
    """
    articles: list[Article] = []
    refused: list[SeedError] = []
    for one in found:
        if isinstance(one, SeedError):
            refused.append(one)
        else:
            articles.append(one)
    if refused and not articles:
        raise _as_one(_joined(refused))
    if not articles:
        raise SeedError(file, "there is no article in it", remedy="move it out of the folder")
    findings = (
        Finding(error.file, error.found, error.remedy, place=error.place) for error in _joined(refused)
    )
    return Reading(tuple(articles), tuple(findings))


def _as_one(errors: Sequence[SeedError]) -> SeedError:
    """The error of a file that gives nothing, for one reason or several."""
    first = errors[0]
    if len(errors) == 1:
        return first
    found = "; ".join(": ".join(filter(None, (error.place, error.found))) for error in errors)
    allowed = "; ".join(dict.fromkeys(error.allowed for error in errors if error.allowed))
    remedy = "; ".join(dict.fromkeys(error.remedy for error in errors if error.remedy))
    return SeedError(first.file, found, allowed=allowed, remedy=remedy)


def _joined(errors: Iterable[SeedError]) -> tuple[SeedError, ...]:
    """The errors of one file, those that say the same of several parts in one: "rows 5, 9, 12–40"."""
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for error in errors:
        key = error.file, error.found, error.allowed, error.remedy
        places.setdefault(key, []).append(error.place)
    return tuple(
        SeedError(file, found, place=together(each), allowed=allowed, remedy=remedy)
        for (file, found, allowed, remedy), each in places.items()
    )

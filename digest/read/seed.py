"""From a file in seeds/ to its articles: the reader for its kind, then the cleaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digest.errors import SeedError
from digest.read.article import extract
from digest.read.draft import Draft
from digest.read.readers import drafts
from digest.settings import Settings
from digest.values import Article, Finding, Seed

__all__ = ["Reading", "joined", "reading_of"]

_RUNS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles of one file, and the parts of it that hold none."""

    articles: tuple[Article, ...] = ()
    refused: tuple[Finding, ...] = ()


def reading_of(seed: Seed, settings: Settings) -> Reading:
    """The articles in a file.

    Raises:
        SeedError: no reader takes it, it is damaged, or no part of it holds an article.
    """
    articles: list[Article] = []
    refused: list[SeedError] = []
    for draft in drafts(seed, settings):
        found = _extracted(draft, settings, seed.name)
        if isinstance(found, SeedError):
            refused.append(found)
        else:
            articles.append(found)
    if refused and not articles:
        raise joined(refused)[0]
    if not articles:
        raise SeedError(seed.name, "there is no article in it", remedy="move it out of the folder")
    findings = (
        Finding(error.file, error.found, error.remedy, place=error.place) for error in joined(refused)
    )
    return Reading(tuple(articles), tuple(findings))


def joined(errors: Iterable[SeedError]) -> tuple[SeedError, ...]:
    """The errors of one file, those that say the same of several parts in one: "rows 5, 9, 12–40"."""
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for error in errors:
        key = error.file, error.found, error.allowed, error.remedy
        places.setdefault(key, []).append(error.place)
    return tuple(
        SeedError(file, found, place=_together(each), allowed=allowed, remedy=remedy)
        for (file, found, allowed, remedy), each in places.items()
    )


def _together(places: Sequence[str]) -> str:
    """Some places in a few words, as "row 5" and "row 6" in "rows 5–6"."""
    parts = [re.fullmatch(r"(.*?)(\w+) (\d+)", place) for place in places]
    found = [(part[1], part[2], int(part[3])) for part in parts if part]
    if len(places) == 1 or len(found) < len(places) or len({part[:2] for part in found}) > 1:
        return ", ".join(dict.fromkeys(filter(None, places)))
    (before, word, _), numbers = found[0], sorted({number for _, _, number in found})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:_RUNS_SHOWN])
    more = f" and {len(runs) - _RUNS_SHOWN} more" if len(runs) > _RUNS_SHOWN else ""
    several = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{before}{word if len(numbers) == 1 else several} {shown}{more}"


def _extracted(draft: Draft | SeedError, settings: Settings, file: str) -> Article | SeedError:
    if isinstance(draft, SeedError):
        return draft
    try:
        return extract(draft, settings, file)
    except SeedError as error:
        return error

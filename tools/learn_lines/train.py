"""Trains the models one upon the other, each on what the one before says of pages that it has not seen.

The body first; upon it the headline; upon both the lines of the date, the author and the section. Pages of
one publisher are all learnt from or all measured on, never both. Boosted trees are scikit-learn's histogram
gradient boosting, after LightGBM (Ke and others, 2017).
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digest.read import dates
from digest.read.place.candidates import beside, headlines, heads
from digest.read.place.features import View, view
from digest.read.place.find import decided
from digest.read.place.trees import LOGIT, Forest
from tools.learn_lines.forest import grown
from tools.learn_lines.label import Mark, Page, cropped, nearby, thinned
from tools.learn_lines.said import words

__all__ = ["FACTS", "Learnt", "Sample", "learn", "samples"]

FOLDS = 3
FACTS = ("date", "author", "section")
_TREES: dict[str, dict[str, Any]] = {
    "body": {"trees": 200, "depth": 5, "rate": 0.11, "least": 30, "share": 0.25},
    "title": {"trees": 120, "depth": 4, "rate": 0.1, "least": 15, "share": 0.25},
    **{fact: {"trees": 60, "depth": 4, "rate": 0.12, "least": 20, "share": 0.25} for fact in FACTS},
}
Data = dict[str, Any]
# A forest that holds nothing for likely.
_NEVER: Data = {"bias": -5 * LOGIT, "trees": [[[0], [0], [0, 0]]]}


@dataclass(slots=True)
class Sample:
    """A page in one variant, and what the models say of it that have not seen its publisher."""

    page: Page
    seen: View
    fold: int
    answers: NDArray[np.int64]
    body: NDArray[np.bool_]
    title: int = 0


@dataclass(frozen=True, slots=True)
class Learnt:
    """The models as data: `whole` learnt from all pages, `parts` each without one fold."""

    whole: dict[str, Data]
    parts: list[dict[str, Data]]


def samples(pages: Iterable[tuple[Page, Page | None]]) -> Iterator[Sample]:
    """Each page in its variants: whole, menus hidden, from the headline down, tidied and cropped."""
    for whole, hidden in pages:
        fold = zlib.crc32(whole.said.publisher.encode()) % FOLDS
        crop = cropped(whole)
        chance = random.Random(zlib.crc32(whole.name.encode()))
        for page in (
            whole,
            hidden,
            crop,
            thinned(whole, chance),
            nearby(whole, chance),
            nearby(thinned(whole, chance), chance),
        ):
            if page is not None and len(page.lines) >= 4 and (page.marks == Mark.BODY).sum() >= 2:
                stamps = [dates.scan(line.text) for line in page.lines]
                seen = view([line.text for line in page.lines], [line.gap for line in page.lines], stamps)
                nothing = np.zeros(len(page.lines))
                yield Sample(page, seen, fold, nothing.astype(np.int64), nothing.astype(np.bool_))


def learn(pages: Sequence[Sample], tell: Callable[[str], None]) -> Learnt:
    """Train all models; each sample then holds the answers of models that have not seen its publisher."""
    learnt = Learnt({}, [{} for _ in range(FOLDS)])
    _train("body", learnt, [(one, *_body_rows(one)) for one in pages], tell)
    for one in pages:
        one.answers = Forest.of(learnt.parts[one.fold]["body"])(one.seen.features)
        one.body = decided(one.seen, one.answers)
    found = [one for one in pages if one.body.any()]
    chosen = [headlines(one.seen, one.body) for one in found]
    rows = [heads(one.seen, one.answers, one.body, lines) for one, lines in zip(found, chosen, strict=True)]
    right = [one.page.marks[lines] == Mark.TITLE for one, lines in zip(found, chosen, strict=True)]
    titled = [part for part in zip(found, rows, right, strict=True) if part[2].any()]
    _train("title", learnt, [(one, X, y, np.ones(len(y))) for one, X, y in titled], tell)
    for one, lines, X in zip(found, chosen, rows, strict=True):
        one.title = int(lines[np.argmax(Forest.of(learnt.parts[one.fold]["title"])(X))])
    for fact in FACTS:
        _train(fact, learnt, [(one, *part) for one in found if (part := _fact_rows(fact, one))], tell)
    return learnt


_Rows = tuple[Sample, NDArray[np.int16], NDArray[np.bool_], NDArray[np.float64]]


def _train(name: str, learnt: Learnt, rows: Sequence[_Rows], tell: Callable[[str], None]) -> None:
    if not any(y.any() for _, _, y, _ in rows):
        tell(f"{name}: no page says anything of it")
        learnt.whole[name] = _NEVER
        for part in learnt.parts:
            part[name] = _NEVER
        return
    fold = np.concatenate([np.full(len(y), one.fold) for one, _, y, _ in rows])
    X, y, weights = (np.concatenate([row[part] for row in rows]) for part in (1, 2, 3))
    tell(f"{name}: {len(y)} lines, {y.mean():.1%} right")
    for number, part in enumerate(learnt.parts):
        kept = fold != number
        part[name] = grown(X[kept], y[kept], weights[kept], **_TREES[name])
    learnt.whole[name] = grown(X, y, weights, **_TREES[name])


def _body_rows(one: Sample) -> tuple[NDArray[np.int16], NDArray[np.bool_], NDArray[np.float64]]:
    """Some lines of a page, more from near the body's ends; each counts for those that were left out."""
    marks, sizes = one.page.marks, one.seen.sizes
    body = np.flatnonzero(marks == Mark.BODY)
    index = np.arange(len(marks))
    far = np.minimum(np.abs(index - body[0]), np.abs(index - body[-1]))
    share = np.where(far <= 8, 0.7, np.where(marks == Mark.BODY, 0.3, 0.15))
    share = np.where((marks != Mark.BODY) & (sizes >= 8), np.maximum(share, 0.5), share)
    share *= min(1.0, (110 if one.page.variant == "whole" else 45) / share.sum())
    kept = _drawn(one) < share
    weights = np.minimum(1 / share[kept], 12) * (np.minimum(sizes[kept], 60) + 5) / 40
    return one.seen.features[kept], marks[kept] == Mark.BODY, weights


def _drawn(one: Sample) -> NDArray[np.float64]:
    seed = zlib.crc32(f"{one.page.name} {one.page.variant} {len(one.page.lines)}".encode())
    return np.random.default_rng(seed).random(len(one.page.marks))


def _fact_rows(
    fact: str, one: Sample
) -> tuple[NDArray[np.int16], NDArray[np.bool_], NDArray[np.float64]] | None:
    """The lines that may hold a fact, and whether they do; None where the page says nothing of it."""
    keys = [words(line.text) for line in one.page.lines]
    said = one.page.said
    may, right = np.zeros(len(keys), bool), np.zeros(len(keys), bool)
    authors = [words(name) for name in said.authors]
    sections = [words(name) for name in said.sections]
    for index, (line, key) in enumerate(zip(one.page.lines, keys, strict=True)):
        if fact == "date" and said.days and (stamp := dates.scan(line.text)) and stamp.day:
            day = stamp.day
            may[index], right[index] = True, any(abs((day - own).days) <= 1 for own in said.days)
        elif fact == "author" and authors and 1 <= len(key) <= 14:
            may[index], right[index] = True, any(_holds(name, key) for name in authors)
        elif fact == "section" and sections and 1 <= len(key) <= 6:
            may[index], right[index] = True, key in sections
    places = np.arange(len(keys))
    may &= (places > one.title - 60) & (places < np.flatnonzero(one.body)[-1] + 30)
    if not (may & right).any() and fact != "date":
        return None
    kept = may & (right | (_drawn(one) < (1 if fact == "date" else 0.4)))
    rows = beside(one.seen, one.answers, one.body, one.title)[kept]
    return rows, right[kept], np.ones(int(kept.sum()))


def _holds(name: Sequence[str], key: Sequence[str]) -> bool:
    """Whether the words of a name stand in a line, in a row."""
    size = len(name)
    return size > 0 and any(list(key[at : at + size]) == list(name) for at in range(len(key) - size + 1))

"""Where the article lies on a page: the models applied, one after the other."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digest.data import FOLDER
from digest.read.dates import Stamp
from digest.read.place.candidates import beside, headlines, heads
from digest.read.place.features import View, view
from digest.read.place.trees import Forest, probability

__all__ = [
    "FACTS",
    "Headline",
    "Models",
    "Place",
    "decided",
    "find",
    "logit",
    "thresholds",
    "title_confidence",
]

FACTS = ("date", "author", "section")
_SHOWN = 5
# How far from the headline and below the body a line may stand that holds a fact.
_ABOVE, _BELOW = 60, 30
# Lines with so many others between them do not belong together, unless they are a good part of the text or
# sure.
_FAR, _PART, _SURE = 12, 0.3, 2500


@dataclass(frozen=True, slots=True)
class Headline:
    """A line that may be the headline, and how sure that is, from 0 to 1."""

    line: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where the article is.

    `belongs` is, for each line, the probability that it belongs to the body, and `body` the decision;
    `headlines` are the likeliest ones, the best first. `facts` is, for each of `FACTS`, how likely each line
    is to hold it.
    """

    belongs: tuple[float, ...]
    body: tuple[bool, ...]
    headlines: tuple[Headline, ...]
    facts: Mapping[str, tuple[float, ...]]

    def part(self, start: int, end: int) -> Place:
        """The same for the lines from `start` up to `end`, which hold the headline."""
        return Place(
            self.belongs[start:end],
            self.body[start:end],
            tuple(Headline(one.line - start, one.confidence) for one in self.headlines),
            {fact: likely[start:end] for fact, likely in self.facts.items()},
        )


@dataclass(frozen=True, slots=True)
class Models:
    """The forests, by what they tell."""

    forests: Mapping[str, Forest]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Models:
        """The models from the numbers of digest/data/lines.json."""
        return cls({name: Forest.of(data[name]) for name in ("body", "title", *FACTS)})


def find(
    lines: Sequence[str], gaps: Sequence[bool], stamps: Sequence[Stamp | None], models: Models | None = None
) -> Place | None:
    """Find the article among the lines of a page; None where no line looks like one of its body.

    Args:
        lines: the page's lines, without blank ones.
        gaps: of each, whether a blank line stands above it.
        stamps: the date in each.
        models: others than those in digest/data, to measure them.
    """
    if len(lines) < 2:
        return None
    forests = (models or _models()).forests
    seen = view(lines, gaps, stamps)
    answers = forests["body"](seen.features)
    body = decided(seen, answers)
    if not body.any():
        return None
    chosen = headlines(seen, body)
    ranked = _ranked(seen, chosen, forests["title"](heads(seen, answers, body, chosen)))
    belongs = probability(answers).round(4)
    facts = _facts(seen, answers, body, ranked[0].line, forests)
    return Place(tuple(belongs.tolist()), tuple(body.tolist()), ranked, facts)


def decided(seen: View, answers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which lines are the body, by the answers of its model.

    What stands far from most of the body and is not much, or not sure, is another text: a notice, a comment.
    """
    body: NDArray[np.bool_] = answers > 0
    lines = np.flatnonzero(body)
    runs = np.split(lines, np.flatnonzero(np.diff(lines) > _FAR) + 1)
    sizes = [int(seen.sizes[run].sum()) for run in runs]
    for run, size in zip(runs, sizes, strict=True):
        sure = (answers[run] * seen.sizes[run]).sum() > _SURE * size
        if size < _PART * max(sizes) and not sure:
            body[run] = False
    return body


def thresholds() -> Mapping[str, float]:
    """From which confidence on a fact is right 19 times of 20, by its name."""
    found: Mapping[str, float] = _weights()["thresholds"]
    return found


def title_confidence(ranked: Sequence[Headline], *, agreed: bool) -> float:
    """How sure the likeliest headline is right, from 0 to 1.

    Args:
        ranked: the candidates, the likeliest first.
        agreed: whether the rules choose the same one by themselves.
    """
    bias, own, rival, same = _weights()["title_confidence"]
    first, second = (logit(one.confidence) for one in (*ranked, Headline(0, 0.0))[:2])
    return round(1 / (1 + math.exp(-(bias + own * first + rival * second + same * agreed))), 4)


def logit(p: float) -> float:
    """A probability as log-odds, not beyond a thousand to one."""
    p = min(max(p, 0.001), 0.999)
    return math.log(p / (1 - p))


def _facts(
    seen: View, answers: NDArray[np.int64], body: NDArray[np.bool_], title: int, forests: Mapping[str, Forest]
) -> dict[str, tuple[float, ...]]:
    index = np.arange(len(body))
    near = (index > title - _ABOVE) & (index < np.flatnonzero(body)[-1] + _BELOW) & (seen.sizes <= 20)
    rows = beside(seen, answers, body, title)[near]
    found: dict[str, tuple[float, ...]] = {}
    for fact in FACTS:
        likely = np.zeros(len(body))
        likely[near] = probability(forests[fact](rows)).round(4)
        found[fact] = tuple(likely.tolist())
    return found


def _ranked(seen: View, chosen: NDArray[np.int64], odds: NDArray[np.int64]) -> tuple[Headline, ...]:
    """The candidates, the likeliest first; of lines with the same words the likeliest stands for all."""
    best: dict[str, tuple[int, int]] = {}
    for line, score in zip(chosen.tolist(), odds.tolist(), strict=True):
        key = seen.keys[line]
        best[key] = max(best.get(key, (score, line)), (score, line))
    ordered = sorted(best.values(), reverse=True)[:_SHOWN]
    sure = probability(np.array([score for score, _ in ordered])).round(4).tolist()
    return tuple(Headline(line, p) for (_, line), p in zip(ordered, sure, strict=True))


@cache
def _weights() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FOLDER.joinpath("lines.json").read_bytes())
    return found


@cache
def _models() -> Models:
    return Models.of(_weights())

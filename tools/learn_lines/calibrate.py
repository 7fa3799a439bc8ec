"""How sure the models may be: confidences and thresholds, on pages that the models have not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # it has no types

from digest.read import dates
from digest.read.clutter import Line, agreed_headline
from digest.read.place import Models, find
from digest.read.place.find import logit
from tools.learn_lines.label import Mark
from tools.learn_lines.train import Learnt, Sample

__all__ = ["calibrated"]

_VARIANTS = ("whole", "hidden", "headline")
_PRECISION = 0.95
# Where all guesses are right, nothing can be learnt of confidence: the model's own.
_PLAIN = [0.0, 1.0, 0.0, 0.0]
# Pages of other languages and years may be harder than those at hand.
_ROOM = 0.01


@dataclass(frozen=True, slots=True)
class _Guess:
    variant: str
    row: tuple[float, float, float]
    right: bool
    f1: float
    leaked: float
    lost: float


def calibrated(pages: Sequence[Sample], learnt: Learnt, tell: Callable[[str], None]) -> dict[str, Any]:
    """The numbers that make probabilities of headlines, and from where on a title counts as sure."""
    models = [Models.of(part) for part in learnt.parts]
    guesses = [
        guess for one in pages if one.page.variant in _VARIANTS if (guess := _guess(one, models[one.fold]))
    ]
    rows = np.array([guess.row for guess in guesses])
    right = np.array([guess.right for guess in guesses])
    numbers = _PLAIN
    if 0 < right.sum() < len(right):
        model = LogisticRegression(C=1.0).fit(rows, right)
        numbers = [float(model.intercept_[0]), *model.coef_[0].tolist()]
    sure = 1 / (1 + np.exp(-(numbers[0] + rows @ np.array(numbers[1:]))))
    threshold = _threshold(sure, right)
    for variant in _VARIANTS:
        chosen = np.array([guess.variant == variant for guess in guesses])
        if not chosen.any():
            continue
        stated = sure[chosen] >= threshold
        good = right[chosen]
        measures = np.array(
            [(guess.f1, guess.leaked, guess.lost) for guess in guesses if guess.variant == variant]
        )
        tell(
            f"{variant}: {chosen.sum()} pages, title right {good.mean():.1%},"
            f" stated right {(good & stated).mean():.1%},"
            f" stated wrong {(~good & stated).mean():.1%}, F1 {measures[:, 0].mean():.4f}"
            f" (median {np.median(measures[:, 0]):.4f}), leaked {measures[:, 1].mean():.1%},"
            f" lost {measures[:, 2].mean():.1%}"
        )
    return {
        "title_confidence": [round(number, 4) for number in numbers],
        "thresholds": {"title": round(threshold, 3), "date": 0.4, "author": 0.5, "section": 0.6},
    }


def _guess(one: Sample, models: Models) -> _Guess | None:
    if not (one.page.marks == Mark.TITLE).any():
        return None
    lines = one.page.lines
    stamps = [dates.scan(line.text) for line in lines]
    place = find([line.text for line in lines], [line.gap for line in lines], stamps, models)
    if place is None:
        return None
    first, second = (logit(p) for p in ([h.confidence for h in place.headlines] + [0.0])[:2])
    agreed = agreed_headline([_line(one, index) for index in range(len(lines))], place)
    body = np.array(place.body)
    sizes = np.where(one.page.marks == Mark.TITLE, 0, one.seen.sizes)
    gold = one.page.marks == Mark.BODY
    both, found, wanted = (int(sizes[mask].sum()) for mask in (body & gold, body, gold))
    return _Guess(
        one.page.variant,
        (first, second, float(agreed)),
        bool(one.page.marks[place.headlines[0].line] == Mark.TITLE),
        2 * both / max(1, found + wanted),
        1 - both / max(1, found),
        1 - both / max(1, wanted),
    )


def _line(one: Sample, index: int) -> Line:
    block = one.page.lines[index]
    stamp = dates.scan(block.text)
    if stamp is None:
        return Line(block.line, block.text, block.gap)
    return Line(
        block.line, block.text, block.gap, True, stamp.day, stamp.role is dates.Role.UPDATED, stamp.rest
    )


def _threshold(sure: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The least confidence from which on at least 19 of 20 guesses are right."""
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share >= _PRECISION + _ROOM)
    return float(sure[order[enough[-1]]]) if len(enough) else 1.0

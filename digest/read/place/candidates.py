"""Lines that may be the headline or hold a fact, and what is to be seen of them once the body is known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from digest.read.place.features import SCALE, Ints, View, overlaps
from digest.read.place.trees import LOGIT

__all__ = ["beside", "headlines", "heads"]

_LONGEST_HEADLINE = 40
_BEFORE, _BEHIND = 250, 6


def headlines(seen: View, body: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The lines that may be the headline: of some words, from well above the body to its first lines."""
    start = start_of(seen, body)
    index = np.arange(len(body))
    fits = (seen.sizes >= 1) & (seen.sizes <= _LONGEST_HEADLINE)
    found = np.flatnonzero(fits & (index >= start - _BEFORE) & (index < start + _BEHIND))
    return found if len(found) else np.arange(min(3, len(body)))


def start_of(seen: View, body: NDArray[np.bool_]) -> int:
    """The first line of the body that has much more of it right below."""
    n = len(body)
    sums = np.concatenate(([0], np.cumsum(np.where(body, seen.sizes, 0))))
    index = np.arange(n)
    below = sums[np.minimum(n, index + 8)] - sums[index]
    dense = body & (seen.sizes >= 8) & ((below >= 0.15 * sums[-1]) | (below >= 60))
    return int(np.argmax(dense if dense.any() else body))


def heads(seen: View, answers: NDArray[np.int64], body: NDArray[np.bool_], chosen: NDArray[np.int64]) -> Ints:
    """The features of candidates for the headline, a row each.

    Args:
        seen: the page.
        answers: what the model of the body says of each line, in thousandths of log-odds.
        body: which lines are taken for the body.
        chosen: the candidates' lines.
    """
    n = len(body)
    index = np.arange(n)
    start = int(np.argmax(body)) if body.any() else 0
    dense = start_of(seen, body)
    overlap = overlaps(seen.stems, seen.of, n, body)
    plain = (seen.sizes >= 3) & (seen.sizes <= 28) & ~seen.dated
    counted = np.concatenate(([0], np.cumsum(plain & ~body)))
    padded = np.pad(seen.sizes, 3)
    longest = np.max([padded[3 + by : 3 + by + n] for by in (-3, -2, -1, 1, 2, 3)], axis=0)
    extra = [
        np.clip(index - start, -60, 10),
        np.sign(index - dense) * np.log1p(np.abs(index - dense)),
        np.clip(index - dense, -60, 10),
        np.clip(counted[dense] - counted[np.minimum(index + 1, n)], -1, 60),
        np.minimum(counted[index], 60),
        *_repeats(seen, dense),
        np.log1p(longest),
        np.log1p(seen.sizes) - np.log1p(longest),
        *overlap,
        *_ranks(overlap[1] * seen.sizes, plain, index - dense),
        body,
        *_around(answers, n),
        *_below(seen, n),
    ]
    return _joined(seen, extra)[chosen]


def beside(seen: View, answers: NDArray[np.int64], body: NDArray[np.bool_], title: int) -> Ints:
    """The features of all lines for the models of facts, given the headline's line."""
    n = len(body)
    index = np.arange(n)
    found = np.flatnonzero(body)
    start, end = (int(found[0]), int(found[-1])) if len(found) else (0, n - 1)
    dates = np.concatenate(([0], np.cumsum(seen.dated)))
    extra = [
        np.clip(index - title, -40, 40),
        np.sign(index - title) * np.log1p(np.abs(index - title)),
        np.clip(index - start, -40, 40),
        np.clip(index - end, -40, 40),
        np.minimum(dates[:-1], 60),
        np.minimum(np.abs(dates[:-1] - dates[title]), 60),
        body,
        *_around(answers, n),
        *_below(seen, n),
    ]
    return _joined(seen, extra)


def _joined(seen: View, extra: list[NDArray[np.generic]]) -> Ints:
    columns = np.stack([np.asarray(one, np.float64) for one in extra], 1)
    scaled = np.clip(np.floor(columns * SCALE + 0.5), -32000, 32000).astype(np.int16)
    return np.concatenate([seen.features, scaled], 1)


def _around(answers: NDArray[np.int64], n: int) -> list[NDArray[np.generic]]:
    """What the model of the body says of the lines around, in log-odds."""
    padded = np.pad(np.clip(answers / LOGIT, -9, 9), 3, constant_values=-9)
    return [padded[3 + by : 3 + by + n] for by in range(-3, 4)]


def _below(seen: View, n: int) -> list[NDArray[np.generic]]:
    """Whether dates and words for people stand in the next lines, and in the lines before."""
    person = seen.cues[:, 5] > 0
    found: list[NDArray[np.generic]] = []
    for flags in (seen.dated, person):
        sums = np.concatenate(([0], np.cumsum(flags)))
        index = np.arange(n)
        for start, end in ((1, 4), (1, 8), (-3, 0)):
            found.append(sums[np.clip(index + end, 0, n)] - sums[np.clip(index + start, 0, n)])
    return found


def _repeats(seen: View, start: int) -> list[NDArray[np.generic]]:
    """How often a line occurs, how often above the body, and whether a longer line begins with it."""
    count: dict[str, int] = {}
    above: dict[str, int] = {}
    for index, key in enumerate(seen.keys):
        count[key] = count.get(key, 0) + 1
        above[key] = above.get(key, 0) + (index < start)
    ordered = sorted(count)
    longer = {key for key, after in pairwise(ordered) if len(key) > 12 and after.startswith(key)}
    return [
        np.array([min(count[key], 9) for key in seen.keys]),
        np.array([min(above[key], 9) for key in seen.keys]),
        np.array([key in longer for key in seen.keys]),
    ]


def _ranks(
    overlap: NDArray[np.float64], plain: NDArray[np.bool_], places: NDArray[np.int64]
) -> list[NDArray[np.generic]]:
    """A line's rank among those near the body's start by its overlap, and how near it is to the best."""
    found: list[NDArray[np.generic]] = []
    for reach in (15, 40, 250):
        near = np.where(plain & (places >= -reach) & (places <= 2), overlap, 0.0)
        found += [np.minimum(np.argsort(np.argsort(-near, kind="stable"), kind="stable"), 40)]
        found += [near / max(1e-6, near.max())]
    return found

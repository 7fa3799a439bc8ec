"""Boosted decision trees, applied: whole numbers in, whole numbers out, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["LOGIT", "Forest", "probability"]

LOGIT = 1000
"""The unit of a forest's answer: this much is one in log-odds."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees of one depth, all complete: a row a tree.

    A tree of depth d has 2^d - 1 forks, in order of breadth, and 2^d leaves. At a fork a row of features goes
    right where the feature is above the threshold.
    """

    bias: int
    features: NDArray[np.int16]
    thresholds: NDArray[np.int16]
    leaves: NDArray[np.int16]

    @classmethod
    def of(cls, data: dict[str, object]) -> Forest:
        """A forest from its numbers in digest/data/lines.json: `bias`, and `trees` of forks and leaves."""
        trees = data["trees"]
        if not isinstance(trees, Sequence) or not isinstance(data["bias"], int):
            raise TypeError("a forest has a bias and trees")
        parts = [np.array([tree[part] for tree in trees], np.int16) for part in range(3)]
        return cls(data["bias"], *parts)

    def __call__(self, rows: NDArray[np.int16]) -> NDArray[np.int64]:
        """The answer for each row of features, in thousandths of log-odds."""
        trees, forks = self.features.shape
        count, width = rows.shape
        flat = np.ascontiguousarray(rows).ravel()
        offset = (np.arange(count) * width)[:, None]
        base = (np.arange(trees) * forks)[None, :]
        features, thresholds = self.features.ravel(), self.thresholds.ravel()
        at = np.zeros((count, trees), np.int64)
        for _ in range((forks + 1).bit_length() - 1):
            place = base + at
            at = 2 * at + 1 + (flat.take(offset + features.take(place)) > thresholds.take(place))
        leaves = self.leaves.ravel().take((np.arange(trees) * (forks + 1))[None, :] + at - forks)
        total: NDArray[np.int64] = leaves.sum(1, dtype=np.int64) + self.bias
        return total


def probability(answers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Answers of a forest as probabilities."""
    found: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(answers, -20 * LOGIT, 20 * LOGIT) / LOGIT))
    return found

"""Trains boosted trees with scikit-learn and writes them as whole numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]  # it has no types

from digest.read.place.trees import LOGIT, Forest

__all__ = ["as_data", "grown"]

_NEVER = 32767


def grown(
    rows: NDArray[np.int16],
    right: NDArray[np.bool_],
    weights: NDArray[np.float64] | None = None,
    *,
    trees: int,
    depth: int,
    rate: float = 0.1,
    least: int = 30,
    share: float = 0.4,
) -> dict[str, Any]:
    """Train trees on rows of features, each right or not, and give them as `Forest.of` reads them.

    Args:
        rows: the features.
        right: what is to be told.
        weights: how much each row counts.
        trees: how many trees.
        depth: how many forks from root to leaf.
        rate: how much each tree may add.
        least: the fewest rows of a leaf.
        share: how many of the features a fork may look at.
    """
    model = HistGradientBoostingClassifier(
        max_iter=trees,
        max_depth=depth,
        max_leaf_nodes=2**depth,
        learning_rate=rate,
        min_samples_leaf=least,
        l2_regularization=3,
        max_features=share,
        random_state=0,
        early_stopping=False,
    ).fit(rows, right, sample_weight=weights)
    bias = round(float(model._baseline_prediction[0, 0]) * LOGIT)
    return {"bias": bias, "trees": [_complete(one[0].nodes, depth) for one in model._predictors]}


def as_data(data: dict[str, Any]) -> Forest:
    """The forest that the program would read."""
    return Forest.of(data)


def _complete(nodes: NDArray[Any], depth: int) -> list[list[int]]:
    """A tree with forks down to one depth everywhere: where it has none, all go left."""
    forks = 2**depth - 1
    features, thresholds, leaves = [0] * forks, [_NEVER] * forks, [0] * (forks + 1)

    def place(node: int, at: int) -> None:
        one = nodes[node]
        if at >= forks:
            leaves[at - forks] = round(float(one["value"]) * LOGIT)
        elif one["is_leaf"]:
            place(node, 2 * at + 1)
            place(node, 2 * at + 2)
        else:
            features[at] = int(one["feature_idx"])
            thresholds[at] = int(np.clip(np.floor(one["num_threshold"]), -_NEVER, _NEVER))
            place(int(one["left"]), 2 * at + 1)
            place(int(one["right"]), 2 * at + 2)

    place(0, 0)
    return [features, thresholds, leaves]

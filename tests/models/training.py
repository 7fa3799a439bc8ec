"""Train a network on a corpus."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import network
import torch
from network import PADDING, Shape
from torch import Tensor
from torch.nn import functional

__all__ = ["Pieces", "Plan", "train"]

# So many batches are sorted by length together: few enough that each still holds many patterns.
_POOL = 4
_REPORTED = 100

Pieces = tuple[list[int], list[int]]
"""The pieces of a source sentence and those of its translation, each with its end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    steps: int
    batch: int = 64
    rate: float = 0.002
    warm_up: int = 300
    seed: int = 1

    def rate_at(self, step: int) -> float:
        """The learning rate of a step: it climbs, then falls along a cosine to nothing."""
        if step < self.warm_up:
            return self.rate * (step + 1) / self.warm_up
        done = (step - self.warm_up) / max(1, self.steps - self.warm_up)
        return self.rate * (1 + math.cos(math.pi * done)) / 2


def train(
    couples: Sequence[Pieces], shape: Shape, plan: Plan, report: Callable[[int, float], None]
) -> dict[str, Tensor]:
    """Learn to translate; `report` hears now and then the steps done and their mean loss."""
    torch.manual_seed(plan.seed)
    weights = network.initial(shape, plan.seed)
    optimizer = torch.optim.Adam(weights.values(), betas=(0.9, 0.98), eps=1e-9)
    losses: list[float] = []
    for step, (source, target) in enumerate(_batches(couples, plan)):
        for group in optimizer.param_groups:
            group["lr"] = plan.rate_at(step)
        optimizer.zero_grad()
        loss = _loss(network.logits(weights, shape, source, target), target)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if len(losses) == _REPORTED or step == plan.steps - 1:
            report(step + 1, sum(losses) / len(losses))
            losses.clear()
    return {name: weight.detach() for name, weight in weights.items()}


def _loss(scores: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(scores.flatten(0, 1), target.flatten(), ignore_index=PADDING)


def _batches(couples: Sequence[Pieces], plan: Plan) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches in random order, until the plan's steps are done."""
    random = Random(plan.seed)
    order = list(couples)
    done = 0
    while True:
        random.shuffle(order)
        for start in range(0, len(order), plan.batch * _POOL):
            for batch in _alike(order[start : start + plan.batch * _POOL], plan.batch):
                if done == plan.steps:
                    return
                done += 1
                yield _padded([source for source, _ in batch]), _padded([target for _, target in batch])


def _alike(pool: Sequence[Pieces], size: int) -> Iterator[Sequence[Pieces]]:
    """Cut a few batches' sentences into batches of like length, which have little padding."""
    ordered = sorted(pool, key=lambda couple: len(couple[0]) + len(couple[1]))
    return (ordered[start : start + size] for start in range(0, len(ordered), size))


def _padded(rows: Sequence[Sequence[int]]) -> Tensor:
    length = max(map(len, rows))
    return torch.tensor([[*row, *[PADDING] * (length - len(row))] for row in rows])

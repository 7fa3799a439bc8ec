"""Parallel sentences from the grammar: those to learn from, and those kept aside."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from random import Random

from grammar import Grammar, Sentence, combinations, draw

__all__ = ["Corpus", "CorpusError", "Couple", "make"]

# Of the patterns with at least so many combinations, one sentence in so many is never learnt from. A pattern
# with few combinations is learnt whole: an item that it alone has would otherwise never be seen.
_ENOUGH_COMBINATIONS = 100
_ONE_IN = 25


class CorpusError(Exception):
    """One source sentence has two translations, so that no model could learn it."""


@dataclass(frozen=True, slots=True)
class Couple:
    """A sentence beside its English translation."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """`learnt` is what a model is trained on; it holds no sentence of `unseen`, which holds each once."""

    learnt: tuple[Couple, ...]
    unseen: tuple[Couple, ...]


def make(
    source: Grammar, english: Grammar, size: int, reserved: Collection[str] = (), seed: int = 1
) -> Corpus:
    """Draw `size` couples, as many from each pattern; always the same for the same arguments.

    No sentence of `reserved` is learnt either; nor is it among the unseen ones.

    Raises:
        CorpusError: the grammar is ambiguous.
    """
    learnt: list[Couple] = []
    unseen: dict[str, Couple] = {}
    targets: dict[str, str] = {}
    for sentence in _draws(english, size, Random(seed)):
        couple = Couple(source.render(sentence), english.render(sentence))
        if targets.setdefault(couple.source, couple.target) != couple.target:
            raise CorpusError(f"{couple.source!r} is both {targets[couple.source]!r} and {couple.target!r}")
        if couple.source in reserved:
            continue
        if _kept_aside(sentence, couple, english):
            unseen[couple.source] = couple
        else:
            learnt.append(couple)
    Random(seed).shuffle(learnt)
    return Corpus(tuple(learnt), tuple(unseen.values()))


def _draws(english: Grammar, size: int, random: Random) -> Iterator[Sentence]:
    for number in range(size):
        yield draw(english, list(english.patterns)[number % len(english.patterns)], random)


def _kept_aside(sentence: Sentence, couple: Couple, english: Grammar) -> bool:
    """By a hash of the text: the same sentence is always on the same side."""
    if combinations(english, sentence.pattern) < _ENOUGH_COMBINATIONS:
        return False
    return hashlib.sha256(couple.source.encode()).digest()[0] % _ONE_IN == 0

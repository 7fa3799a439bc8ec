"""Marks the lines of a rendered page: which are the body, the headline and the lines with facts.

A line belongs to the body if most of its runs of three words occur in the body that was found in the HTML.
Pages where the two hardly agree are left out: there it is not known what is right.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from digest.read.text import Block, blocks
from tools.learn_lines.said import Said, words

__all__ = ["Mark", "Page", "body_words", "cropped", "labelled", "nearby", "thinned"]

_SHORTEST, _LONGEST = 8, 2500
_RECALL, _FIT = 0.7, 0.8
_FEWEST = 60


class Mark(IntEnum):
    """What a line is."""

    OTHER = 0
    BODY = 1
    TITLE = 2


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page with their marks, one each; `variant` says how the text was copied."""

    name: str
    variant: str
    said: Said
    lines: tuple[Block, ...]
    marks: NDArray[np.int8]


def labelled(name: str, variant: str, text: str, said: Said) -> Page | None:
    """The page with its lines marked; None if what the page says does not fit its text."""
    lines = blocks(text)
    if not _SHORTEST <= len(lines) <= _LONGEST:
        return None
    keys = [words(line.text) for line in lines]
    marks = np.zeros(len(lines), np.int8)
    titles = {tuple(found) for title in said.titles if len(found := words(title)) >= 2}
    gold = words(said.body)
    runs = set(zip(gold, gold[1:], gold[2:], strict=False))
    for index, key in enumerate(keys):
        own = list(zip(key, key[1:], key[2:], strict=False))
        if tuple(key) in titles:
            marks[index] = Mark.TITLE
        elif own and sum(run in runs for run in own) >= 0.6 * len(own):
            marks[index] = Mark.BODY
    _settle_repeats(keys, marks)
    _drop_strays(keys, marks)
    _fill_short(keys, marks, {tuple(words(line)) for line in said.body.split("\n")})
    return Page(name, variant, said, lines, marks) if _fits(keys, marks, gold) else None


def _fits(keys: Sequence[Sequence[str]], marks: NDArray[np.int8], gold: Sequence[str]) -> bool:
    """Whether the lines that were marked as the body are the body that was found in the HTML."""
    body = marks == Mark.BODY
    found = Counter(word for key, marked in zip(keys, body, strict=True) if marked for word in key)
    wanted = Counter(gold)
    both = (found & wanted).total()
    enough = found.total() >= _FEWEST and int(body.sum()) >= 3
    return enough and both >= _RECALL * wanted.total() and both >= _FIT * found.total()


def _settle_repeats(keys: Sequence[Sequence[str]], marks: NDArray[np.int8]) -> None:
    """Of a line that stands twice, only the one nearest to the middle of the body belongs to it."""
    body = np.flatnonzero(marks == Mark.BODY)
    if not len(body):
        return
    sizes = np.cumsum([len(keys[int(index)]) for index in body])
    middle = body[int(np.searchsorted(sizes, sizes[-1] / 2))]
    places: dict[tuple[str, ...], list[int]] = {}
    for index in body:
        places.setdefault(tuple(keys[int(index)]), []).append(int(index))
    for same in places.values():
        nearest = min(same, key=lambda index: abs(index - middle))
        marks[[index for index in same if index != nearest]] = Mark.OTHER


def _drop_strays(keys: Sequence[Sequence[str]], marks: NDArray[np.int8]) -> None:
    """A short line far from any other of the body agrees with it by chance."""
    body = np.flatnonzero(marks == Mark.BODY)
    for index in body.tolist():
        near = marks[max(0, index - 3) : index + 4] == Mark.BODY
        if len(keys[index]) < 6 and near.sum() == 1:
            marks[index] = Mark.OTHER


def _fill_short(keys: Sequence[Sequence[str]], marks: NDArray[np.int8], whole: set[tuple[str, ...]]) -> None:
    """One or two words between lines of the body belong to it if the body has them as a line."""
    body = np.flatnonzero(marks == Mark.BODY)
    for index in range(body[0], body[-1]) if len(body) else ():
        if marks[index] == Mark.OTHER and 0 < len(keys[index]) < 3 and tuple(keys[index]) in whole:
            marks[index] = Mark.BODY


def cropped(page: Page) -> Page | None:
    """The page copied from its headline down; None where the headline does not stand above the body."""
    body = np.flatnonzero(page.marks == Mark.BODY)
    above = [index for index in np.flatnonzero(page.marks == Mark.TITLE) if index <= body[0] + 3]
    if not above:
        return None
    start = int(above[-1])
    return replace(page, variant="headline", lines=page.lines[start:], marks=page.marks[start:])


def thinned(page: Page, chance: random.Random) -> Page:
    """The page with part of its surroundings left out, as in a text that a person has tidied somewhat.

    Runs of surroundings go whole, with a probability that differs from page to page, and blank lines
    may be lost between all lines or stand between all.
    """
    share = chance.choice((0.3, 0.6, 0.9))
    gaps = chance.choice(("kept", "kept", "none", "all"))
    kept: list[int] = []
    drop = False
    for index, mark in enumerate(page.marks):
        if index % 5 == 0 or (index and (mark == 0) != (page.marks[index - 1] == 0)):
            drop = chance.random() < share
        if mark != Mark.OTHER or not drop:
            kept.append(index)
    lines = [page.lines[index] for index in kept]
    if gaps != "kept":
        lines = [replace(line, gap=gaps == "all") for line in lines]
    return replace(page, variant="thinned", lines=tuple(lines), marks=page.marks[kept])


def nearby(page: Page, chance: random.Random) -> Page:
    """The page copied from somewhat above the headline to somewhat below the body, as people do by hand."""
    inside = np.flatnonzero(page.marks == Mark.BODY)
    titles = [index for index in np.flatnonzero(page.marks == Mark.TITLE).tolist() if index <= inside[0] + 3]
    start = max(0, min([int(inside[0]), *titles[-1:]]) - chance.choice((0, 2, 4, 8, 12, 16)))
    end = int(inside[-1]) + 1 + chance.choice((0, 2, 4, 8, 12, 16))
    gaps = chance.choice(("kept", "kept", "none", "all"))
    lines = [line if gaps == "kept" else replace(line, gap=gaps == "all") for line in page.lines[start:end]]
    return replace(page, variant="nearby", lines=tuple(lines), marks=page.marks[start:end])


def body_words(page: Page) -> Counter[str]:
    """The words of the lines that are marked as the body."""
    return Counter(
        word for index in np.flatnonzero(page.marks == Mark.BODY) for word in words(page.lines[index].text)
    )

"""A digest that is too large for one file, in volumes: each a whole digest, set in a process of its own."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from digest.print.options import PrintOptions
from digest.print.typst_runner import typeset
from digest.values import Bitext
from digest.workers import cores, each

__all__ = ["Volume", "set_volumes", "volumes"]

# A volume of 100 articles takes about 350 MB while it is set, and all together shall take less than 1.5 GB.
_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Volume:
    """Some of the articles, and the form that says which volume of how many they make."""

    bitexts: tuple[Bitext, ...]
    options: PrintOptions


def volumes(bitexts: Sequence[Bitext], options: PrintOptions, size: int) -> tuple[Volume, ...]:
    """Cut a digest into as few volumes as hold at most `size` articles each, of nearly the same length."""
    count = max(1, -(-len(bitexts) // size))
    ends = [len(bitexts) * number // count for number in range(count + 1)]
    return tuple(
        Volume(tuple(bitexts[start:end]), replace(options, volume=number, volumes=count))
        for number, (start, end) in enumerate(pairwise(ends), 1)
    )


def set_volumes(parts: Sequence[Volume]) -> Generator[tuple[int, bytes], None, None]:
    """Give the place and the PDF of every volume, as they are finished.

    Raises:
        RenderError: as `typeset`.
    """
    if len(parts) == 1:
        yield 0, typeset(parts[0].bitexts, parts[0].options)
        return
    yield from each(_work, parts, min(cores(), _AT_ONCE))


def _work(volume: Volume) -> tuple[bytes]:
    return (typeset(volume.bitexts, volume.options),)

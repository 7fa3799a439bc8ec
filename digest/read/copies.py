"""Articles that repeat another: the same one in two files, and agency text that several sites print.

Candidates are found by MinHash (Broder 1997) over runs of five words, in the index of datasketch; whether one
repeats another is then decided by the runs themselves.
"""

from __future__ import annotations

import datetime
import re
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from digest.values import Article

__all__ = ["originals", "signature"]

# Of two texts this share of their different runs of words is in both, and as much of their numbers: a report
# of the weather is made of the same words every day.
_ALIKE = 0.8
_RUN = 5
_BANDS, _ROWS = 16, 4  # two texts of which .8 is the same are found 9,998 times of 10,000
_PERMUTATIONS = _BANDS * _ROWS
_SEED = 1
_WORD = re.compile(r"\w+")
_FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5,
                     0xD6E8FEB86659FD93], np.uint64)  # fmt: skip  # odd, and otherwise of no meaning

_Runs = npt.NDArray[np.uint64]


def signature(title: str, body: Sequence[str]) -> bytes:
    """What a text is compared by: the same on every machine, about 250 bytes."""
    # They are hashes already, and 32 bits of them are what MinHash takes.
    runs = (_runs(title, body) >> np.uint64(32)).tolist()
    made = _empty().copy()
    made.update_batch(runs)
    return np.asarray(made.hashvalues, np.uint32).astype("<u4").tobytes()


@cache
def _empty() -> Any:
    # Here, because a digest in which nothing changed compares nothing.
    from datasketch import MinHash  # type: ignore[import-untyped]  # it ships no types

    return MinHash(_PERMUTATIONS, _SEED, hashfunc=int, scheme="affine32")


def originals(articles: Sequence[Article], signatures: Sequence[bytes]) -> tuple[int, ...]:
    """The number of the article that each article repeats; its own where it repeats none.

    Of several that say the same the first by date counts, those without a date last, and of one day the one
    that comes first.

    Args:
        articles: the articles.
        signatures: the signature of each.
    """
    from datasketch import MinHashLSH

    index: Any = MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _ROWS))
    found = list(range(len(articles)))
    exact: dict[tuple[str, tuple[str, ...]], int] = {}
    order = sorted(found, key=lambda number: (articles[number].date or datetime.date.max, number))
    for place, number in enumerate(order):
        article = articles[number]
        first = exact.setdefault((article.title, article.body), number)
        if first != number:
            found[number] = found[first]
            continue
        one = _empty().copy()
        one.hashvalues = np.frombuffer(signatures[number], "<u4").astype(np.uint32)
        alike = [
            candidate for candidate in index.query(one) if _is_alike(article, articles[order[candidate]])
        ]
        if alike:
            found[number] = order[min(alike)]
        else:
            index.insert(place, one)
    return tuple(found)


def _is_alike(one: Article, other: Article) -> bool:
    runs = _shared(*(np.unique(_runs(article.title, article.body)) for article in (one, other)))
    return runs >= _ALIKE and _shared(_numbers(one), _numbers(other)) >= _ALIKE


def _shared(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """How much of two sets is in both, from 0 to 1 (Jaccard); 1 where both are empty."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both) if len(one) + len(other) else 1.0


def _runs(title: str, body: Sequence[str]) -> _Runs:
    """The runs of five words of a text, as 64-bit hashes; all its words where it has fewer."""
    text = "\n".join((title, *body)).casefold()
    words = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text)], np.uint64)
    length = min(_RUN, len(words))
    if not length:
        return words
    # Multiplication wraps around; the shift lets the upper bits, which are the better mixed ones, tell.
    windows = np.lib.stride_tricks.sliding_window_view(words + np.uint64(1), length)
    mixed = (windows * _FACTORS[:length]).sum(axis=1, dtype=np.uint64)
    hashed: _Runs = (mixed ^ (mixed >> np.uint64(29))) * _FACTORS[0]
    return hashed


def _numbers(article: Article) -> npt.NDArray[Any]:
    return np.unique(np.array(re.findall(r"\d+", "\n".join((article.title, *article.body)))))

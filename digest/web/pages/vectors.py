"""TF-IDF vectors of texts, and which of them are near each other.

The numbers are those of scikit-learn's `TfidfVectorizer(sublinear_tf=True, max_df=...)`, to the last digit;
to import it takes longer than all that is done here.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]  # it ships no types

__all__ = ["Vectors", "nearest", "weigh"]

# Two cosines that differ in a later digit are equal.
_DIGITS = 4
# So many texts are compared with all others at once, so that memory does not grow with their square.
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Vectors:
    """A row for each text, of length 1, without what occurs in no other text.

    `names` says what each column stands for, and `ranks` where that is in the alphabet.
    """

    rows: Any
    names: Sequence[str]
    ranks: Any


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of a sparse matrix, row by row: in which row and column, and what."""

    rows: Any
    columns: Any
    data: Any

    def only(self, wanted: Any) -> _Entries:
        """Those in the columns that are wanted, which are numbered anew."""
        here = wanted[self.columns]
        places = np.cumsum(wanted) - 1
        return _Entries(self.rows[here], places[self.columns[here]], self.data[here])


def weigh(texts: Iterable[Mapping[str, int]], share: int, least: int) -> Vectors | None:
    """Give the vectors of texts, each given as how often it has which feature.

    What occurs in more than one of so many texts (`share`) counts nothing, unless these are only a few
    (`least`). None where nothing is left.
    """
    names, entries, count = _entries(texts)
    frequency = np.bincount(entries.columns, minlength=len(names))
    kept = frequency <= max(least, count // share)
    entries, frequency = entries.only(kept), frequency[kept]
    idf = np.log((count + 1) / (frequency + 1.0)) + 1.0
    data = (np.log(entries.data) + 1.0) * idf[entries.columns]
    # bincount adds one after the other, as scikit-learn does; sum and add.reduceat do not.
    norms = np.sqrt(np.bincount(entries.rows, data * data, count))
    entries = _Entries(entries.rows, entries.columns, data / norms[entries.rows])
    common = frequency > 1
    if not common.any():
        return None
    entries = entries.only(common)
    kept[kept] = common
    left = [names[place] for place in np.flatnonzero(kept).tolist()]
    ranks = np.empty(len(left), np.int64)
    ranks[sorted(range(len(left)), key=left.__getitem__)] = np.arange(len(left))
    ends = np.concatenate([[0], np.cumsum(np.bincount(entries.rows, minlength=count))])
    rows = sparse.csr_array((entries.data, entries.columns, ends), shape=(count, len(left)))
    return Vectors(rows, left, ranks)


def _entries(texts: Iterable[Mapping[str, int]]) -> tuple[list[str], _Entries, int]:
    """All features in the order in which they first occur, how often each is in which text, and all texts."""
    places: defaultdict[str, int] = defaultdict()
    places.default_factory = places.__len__
    columns, counts, ends = array("i"), array("d"), array("i", [0])
    for text in texts:
        columns.extend(map(places.__getitem__, text))
        counts.extend(text.values())
        ends.append(len(columns))
    count = len(ends) - 1
    matrix = sparse.csr_array(
        (np.array(counts), np.array(columns), np.array(ends)), shape=(count, max(1, len(places)))
    )
    # The order in which sums are taken; another would change their last digits.
    matrix.sort_indices()
    rows = np.repeat(np.arange(count), np.diff(matrix.indptr))
    return list(places), _Entries(rows, matrix.indices, matrix.data), count


def nearest(
    vectors: Vectors, groups: Sequence[str], least: float, most: int
) -> Iterator[tuple[int, int, list[str]]]:
    """Give each text with those that are nearest to it, and the features of both, the weightiest first.

    Those in another group come first, then those with the greater cosine, which is at least `least`, then
    those that stand first; of each text, `most` at most.
    """
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    group = np.array([numbers[each] for each in groups])
    turned = vectors.rows.T.tocsr()
    for start in range(0, len(groups), _CHUNK):
        cosines = vectors.rows[start : start + _CHUNK] @ turned
        near = np.flatnonzero(cosines.data >= least)
        one = np.searchsorted(cosines.indptr, near, side="right") - 1 + start
        other, cosine = cosines.indices[near], cosines.data[near]
        order = np.lexsort((other, -_rounded(cosine), group[one] == group[other], one))
        order = order[one[order] != other[order]]
        one, other = one[order], other[order]
        best = np.arange(len(one)) - np.searchsorted(one, one) < most
        one, other = one[best], other[best]
        yield from zip(one.tolist(), other.tolist(), _shared(vectors, one, other), strict=True)


def _rounded(cosines: Any) -> Any:
    """Cosines as whole numbers of their last digit that counts, rounded as Python rounds."""
    scaled = cosines * 10**_DIGITS
    whole = np.rint(scaled)
    # Half way between two, multiplying may have moved it to the other side.
    for place in np.flatnonzero(abs(abs(scaled - whole) - 0.5) < 1e-6).tolist():
        whole[place] = np.rint(round(float(cosines[place]), _DIGITS) * 10**_DIGITS)
    return whole


def _shared(vectors: Vectors, ones: Any, others: Any) -> Iterator[list[str]]:
    """The features of two texts each, those that weigh most first; equal ones by the alphabet."""
    products = vectors.rows[ones].multiply(vectors.rows[others]).tocsr()
    pairs = np.repeat(np.arange(len(ones)), np.diff(products.indptr))
    order = np.lexsort((vectors.ranks[products.indices], -products.data, pairs))
    columns = products.indices[order].tolist()
    ends = products.indptr.tolist()
    for start, end in pairwise(ends):
        yield [vectors.names[column] for column in columns[start:end]]

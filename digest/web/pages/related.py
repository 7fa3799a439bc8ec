"""Which articles tell of the same event: by TF-IDF over the target-language text and the names that occur."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.settings import Term
from digest.values import Bitext, Pair

__all__ = ["Likeness", "related"]

# The cosine of two articles on one event is mostly above 0.35, that of two others of one desk below 0.25.
_LEAST = 0.3
_MOST = 4
_REASONS = 6
_FEWEST_REASONS = 3
# A name weighs as much as two words as rare as it is.
_NAME_WEIGHT = 2
# What stands in more than a tenth of the articles, or in more than five of a few, is no mark of an event.
_COMMON_SHARE, _COMMON_COUNT = 10, 5
# So many articles are compared with all others at once, so that memory does not grow with their square.
_CHUNK = 256

_WORD = re.compile(r"[^\W\d_]{3,}")
# English is compared by whole words, the languages that inflect by the beginnings of theirs.
_BEGINNING = 6
# The order in which reasons are given: who, which institution, what, where.
_KINDS = ("person", "institution", "term", "place")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another article on the same event: its slug, and what both share, in the target language."""

    slug: str
    shared: tuple[str, ...]


def related(
    bitexts: Sequence[Bitext], names: Mapping[str, tuple[Term, ...]]
) -> dict[str, tuple[Likeness, ...]]:
    """Find for each article, by slug, the others on the same event: those in other languages first.

    `names` are the glossary's terms that occur in each article, by slug. Articles without a translation, and
    those that resemble no other, are left out. Of those that are equally alike, the first comes first.
    """
    told = [bitext for bitext in bitexts if any(_sentences(bitext, bitext.pairs))]
    features = [tuple(_features(bitext, names.get(bitext.article.slug, ()))) for bitext in told]
    matrix, vocabulary = _weigh(features)
    if matrix is None:
        return {}
    frequency = Counter(term.name for bitext in told for term in names.get(bitext.article.slug, ()))
    found: dict[str, tuple[Likeness, ...]] = {}
    for place, others in _neighbours(matrix, told):
        slug = told[place].article.slug
        found[slug] = tuple(
            Likeness(
                told[other].article.slug,
                _reasons(
                    told[place], told[other], names, frequency, _weights(matrix, place, other, vocabulary)
                ),
            )
            for other in others
        )
    return found


# What an article is about


def _sentences(bitext: Bitext, pairs: Iterable[Pair]) -> Iterator[str]:
    """The text in the target language; nothing where there is none."""
    if bitext.article.lang == bitext.target:
        return (pair.segment.text for pair in pairs)
    return (pair.translation.text for pair in pairs if pair.translation)


def _features(bitext: Bitext, terms: Iterable[Term]) -> Iterator[str]:
    """The words by which an article is compared, and the names, which no word looks like."""
    for sentence in _sentences(bitext, bitext.pairs):
        for word in _WORD.findall(sentence.casefold()):
            yield _feature(word, bitext.target)
    for term in terms:
        yield from [f"#{term.name}"] * _NAME_WEIGHT


def _feature(word: str, lang: str) -> str:
    return word if lang == "en" else word[:_BEGINNING]


def _weigh(features: Sequence[Sequence[str]]) -> tuple[Any, Sequence[str]]:
    """Give the articles' TF-IDF vectors, and what their places stand for; None where nothing is left."""
    if sum(map(bool, features)) < 2:
        return None, ()
    # Here, because it takes a second to import and only a build of the pages needs it.
    from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # it ships no types
        ENGLISH_STOP_WORDS,
        TfidfVectorizer,
    )

    vectorizer = TfidfVectorizer(
        analyzer=lambda words: [word for word in words if word not in ENGLISH_STOP_WORDS],
        sublinear_tf=True,
        max_df=max(_COMMON_COUNT, len(features) // _COMMON_SHARE),
    )
    try:
        return vectorizer.fit_transform(features), vectorizer.get_feature_names_out()
    except ValueError:  # no word is rare enough to tell one article from another
        return None, ()


def _neighbours(matrix: Any, bitexts: Sequence[Bitext]) -> Iterator[tuple[int, list[int]]]:
    """The place of each article with those of its nearest, where it has any."""
    turned = matrix.T.tocsc()
    for start in range(0, len(bitexts), _CHUNK):
        cosines = (matrix[start : start + _CHUNK] @ turned).tocsr()
        for row in range(cosines.shape[0]):
            place = start + row
            span = slice(cosines.indptr[row], cosines.indptr[row + 1])
            near = [
                (
                    bitexts[other].article.lang == bitexts[place].article.lang,
                    -round(float(cosine), 4),
                    int(other),
                )
                for other, cosine in zip(cosines.indices[span], cosines.data[span], strict=True)
                if cosine >= _LEAST and other != place
            ]
            if near:
                yield place, [other for _, _, other in sorted(near)[:_MOST]]


# Why two articles belong together


def _weights(matrix: Any, place: int, other: int, vocabulary: Sequence[str]) -> list[str]:
    """The features that two articles share, those that weigh most first."""
    shared = matrix[place].multiply(matrix[other]).tocoo()
    weighed = zip(shared.col, shared.data, strict=True)
    return [str(vocabulary[column]) for column, _ in sorted(weighed, key=lambda each: (-each[1], each[0]))]


def _reasons(
    one: Bitext,
    other: Bitext,
    names: Mapping[str, tuple[Term, ...]],
    frequency: Mapping[str, int],
    features: Iterable[str],
) -> tuple[str, ...]:
    """The names in both articles, the rare ones of each kind first; where they are few, words too."""
    there = {term.name for term in names.get(other.article.slug, ())}
    terms = [term for term in names.get(one.article.slug, ()) if term.name in there]
    terms.sort(key=lambda term: (_KINDS.index(term.kind), frequency[term.name], term.name))
    shared = [term.name for term in terms]
    if len(shared) < _FEWEST_REASONS:
        shared += _shared_words(one, other, features, " ".join(shared).casefold())
    return tuple(shared[:_REASONS])


def _shared_words(one: Bitext, other: Bitext, features: Iterable[str], said: str) -> list[str]:
    """The words of two articles behind their common features, as far as both publish them."""
    words, others = _published(one), _published(other)
    shown = (words[key] for key in features if key in words and key in others)
    return [word for word in shown if word.casefold() not in said]


def _published(bitext: Bitext) -> dict[str, str]:
    """The published words by feature, each in its most frequent spelling: names have capitals, others not."""
    spellings: dict[str, Counter[str]] = {}
    for sentence in _sentences(bitext, bitext.published):
        for word in _WORD.findall(sentence):
            spellings.setdefault(_feature(word.casefold(), bitext.target), Counter())[word] += 1
    return {key: max(found, key=lambda word: (found[word], word)) for key, found in spellings.items()}

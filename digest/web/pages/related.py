"""Which articles report the same event: by TF-IDF over the target-language text and the names that occur."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from digest.settings import Term
from digest.values import Bitext, BitextKey, Pair

__all__ = ["Likeness", "Question", "features_of", "related", "related_by_features", "shared_words"]

# The cosine of two articles on one event is mostly above 0.35, that of two others of one desk below 0.25.
_LEAST = 0.3
_MOST = 4
_REASONS = 6
_FEWEST_REASONS = 3
# A name weighs as much as two words as rare as it is.
_NAME_WEIGHT = 2
# What stands in more than a tenth of the articles, or in more than five of a few, is no mark of an event.
_COMMON_SHARE, _COMMON_COUNT = 10, 5
# Of so many articles the spellings are remembered: those on one event stand near each other.
_SPELLED = 1024

_SHORTEST = 3
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")
# All of ASCII that is no letter becomes a space.
_TO_SPACES = bytes(byte if byte > 127 or chr(byte).isalpha() else 32 for byte in range(256))
# English is compared by whole words, the languages that inflect by the beginnings of theirs.
_BEGINNING = 6
# The order in which reasons are given: who, which institution, what, where.
_KINDS = ("person", "institution", "term", "place")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Another article on the same event: its key, and what both share, in the target language."""

    key: BitextKey
    shared: tuple[str, ...]


class Question(NamedTuple):
    """Which words two articles share, where their names say too little.

    `features` are the common ones, those that weigh most first; a word that is in `said` is left out, and
    `most` are given.
    """

    one: BitextKey
    other: BitextKey
    features: tuple[str, ...]
    said: str
    most: int


def related(
    bitexts: Sequence[Bitext], names: Mapping[BitextKey, tuple[Term, ...]]
) -> dict[BitextKey, tuple[Likeness, ...]]:
    """Find for each article, by its key, the others on the same event: those in other languages first.

    `names` are the glossary's terms that occur in each article, by its key. Articles without a translation,
    and those that resemble no other, are left out. Of those that are equally alike, the first comes first.
    """
    features = (features_of(bitext, names.get(bitext.key, ())) for bitext in bitexts)
    return related_by_features(bitexts, names, features)


def related_by_features(
    bitexts: Sequence[Bitext],
    names: Mapping[BitextKey, tuple[Term, ...]],
    features: Iterable[Mapping[str, int]],
    answers: Callable[[Sequence[Question]], Iterable[tuple[str, ...]]] | None = None,
) -> dict[BitextKey, tuple[Likeness, ...]]:
    """Do what `related` does, with what `features_of` gives for each of the articles, in their order.

    `answers` gives for each question what `shared_words` does.
    """
    # Here, because it takes half a second to import, and only a build of the pages needs it.
    from digest.web.pages.vectors import nearest, weigh

    has_text = [any(_sentences(bitext, bitext.pairs)) for bitext in bitexts]
    translated = [bitext for bitext, is_one in zip(bitexts, has_text, strict=True) if is_one]
    texts = (counts for counts, is_one in zip(features, has_text, strict=True) if is_one)
    vectors = weigh(texts, _COMMON_SHARE, _COMMON_COUNT)
    if vectors is None:
        return {}
    languages = [bitext.article.lang for bitext in translated]
    shared_names = _shared_names([names.get(bitext.key, ()) for bitext in translated])
    near = []
    questions = []
    for one, other, common in nearest(vectors, languages, _LEAST, _MOST):
        shared = shared_names(one, other)
        near.append((translated[one].key, translated[other].key, shared))
        if len(shared) < _FEWEST_REASONS:
            said = " ".join(shared).casefold()
            questions.append(
                Question(*near[-1][:2], tuple(common), said, _REASONS - len(shared)),
            )
    words = iter((answers or shared_words({bitext.key: bitext for bitext in translated}))(questions))
    found: dict[BitextKey, list[Likeness]] = {}
    for key, other_key, shared in near:
        more = next(words) if len(shared) < _FEWEST_REASONS else ()
        found.setdefault(key, []).append(Likeness(other_key, (*shared, *more)))
    return {key: tuple(others) for key, others in found.items()}


# What an article is about


def features_of(bitext: Bitext, terms: Iterable[Term]) -> dict[str, int]:
    """Count the words by which an article is compared, and the names, which no word looks like.

    They stand in the order in which they first occur, on which the last digits of a cosine depend.
    """
    counts = _words(_text(bitext, bitext.pairs).casefold())
    if bitext.target != "en":
        words, counts = counts, {}
        for word, count in words.items():
            key = _key(word, bitext.target)
            counts[key] = counts.get(key, 0) + count
    for key in counts.keys() & _stop_words():
        del counts[key]
    for term in terms:
        name = f"#{term.name}"
        counts[name] = counts.get(name, 0) + _NAME_WEIGHT
    return counts


def _sentences(bitext: Bitext, pairs: Iterable[Pair]) -> Iterator[str]:
    """The text in the target language; nothing where there is none."""
    if bitext.article.lang == bitext.target:
        return (pair.segment.text for pair in pairs)
    return (pair.translation.text for pair in pairs if pair.translation)


def _text(bitext: Bitext, pairs: Iterable[Pair]) -> str:
    """The same as one text, in which no word goes across the end of a sentence."""
    return "\n".join(_sentences(bitext, pairs))


def _words(text: str) -> dict[str, int]:
    """How often which word occurs, in the order in which they first do."""
    counts: dict[str, int] = {}
    # To look for words in each piece once takes half the time of looking in the whole text.
    pieces = text.encode(errors="surrogatepass").translate(_TO_SPACES).decode(errors="surrogatepass").split()
    for piece, count in Counter(pieces).items():
        if not piece.isalpha():
            for word in _WORD.findall(piece):
                counts[word] = counts.get(word, 0) + count
        elif len(piece) >= _SHORTEST:
            counts[piece] = counts.get(piece, 0) + count
    return counts


def _key(word: str, lang: str) -> str:
    """What stands for a word, which is casefolded, in a comparison."""
    return word if lang == "en" else word[:_BEGINNING]


@cache
def _stop_words() -> frozenset[str]:
    """The words that English has everywhere, as scikit-learn lists them.

    Its file is run by itself, because to import the package takes a second.
    """
    spec = find_spec("sklearn")
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "feature_extraction" / "_stop_words.py"
    words: frozenset[str] = runpy.run_path(str(path))["ENGLISH_STOP_WORDS"]
    return words


# Why two articles belong together


def _shared_names(terms: Sequence[Sequence[Term]]) -> Callable[[int, int], tuple[str, ...]]:
    """Return a function of two places: which names are in both articles, the rare ones of each kind first."""
    frequency = Counter(term.name for term in chain.from_iterable(terms))

    def shared(one: int, other: int) -> tuple[str, ...]:
        there = {term.name for term in terms[other]}
        both = [term for term in terms[one] if term.name in there]
        both.sort(key=lambda term: (_KINDS.index(term.kind), frequency[term.name], term.name))
        return tuple(term.name for term in both[:_REASONS])

    return shared


def shared_words(
    bitexts: Mapping[BitextKey, Bitext],
) -> Callable[[Iterable[Question]], Iterator[tuple[str, ...]]]:
    """Return a function of questions about these articles.

    It answers each with the words of the first article behind the features, as far as both publish them.
    """
    spelled = lru_cache(maxsize=_SPELLED)(lambda key: _published(bitexts[key]))

    def answers(questions: Iterable[Question]) -> Iterator[tuple[str, ...]]:
        for question in questions:
            words, others = spelled(question.one), spelled(question.other)
            shown = (words[name] for name in question.features if name in words and name in others)
            yield tuple(
                islice((word for word in shown if word.casefold() not in question.said), question.most)
            )

    return answers


def _published(bitext: Bitext) -> dict[str, str]:
    """The published words by feature, each in its most frequent spelling: names have capitals, others not."""
    counts = _words(_text(bitext, bitext.published))
    spellings: dict[str, str] = {}
    for word, count in counts.items():
        key = _key(word.casefold(), bitext.target)
        other = spellings.setdefault(key, word)
        if other != word and (count, word) > (counts[other], other):
            spellings[key] = word
    return spellings

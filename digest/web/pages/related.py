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

from digest.settings import Term
from digest.values import Bitext, BitextKey, Pair

__all__ = ["Likeness", "features_of", "related", "related_by_features"]

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
) -> dict[BitextKey, tuple[Likeness, ...]]:
    """Do what `related` does, with what `features_of` gives for each of the articles, in their order."""
    # Here, because it takes half a second to import, and only a build of the pages needs it.
    from digest.web.pages.vectors import nearest, weigh

    has_text = [any(_sentences(bitext, bitext.pairs)) for bitext in bitexts]
    translated = [bitext for bitext, is_one in zip(bitexts, has_text, strict=True) if is_one]
    texts = (counts for counts, is_one in zip(features, has_text, strict=True) if is_one)
    vectors = weigh(texts, _COMMON_SHARE, _COMMON_COUNT)
    if vectors is None:
        return {}
    reasons = _reasons(translated, names)
    found: dict[int, list[Likeness]] = {}
    languages = [bitext.article.lang for bitext in translated]
    for one, other, common in nearest(vectors, languages, _LEAST, _MOST):
        likeness = Likeness(translated[other].key, reasons(one, other, common))
        found.setdefault(one, []).append(likeness)
    return {translated[place].key: tuple(others) for place, others in found.items()}


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


def _reasons(
    bitexts: Sequence[Bitext], names: Mapping[BitextKey, tuple[Term, ...]]
) -> Callable[[int, int, Iterable[str]], tuple[str, ...]]:
    """Return a function of two articles' places and their common features that gives what they share."""
    terms = [names.get(bitext.key, ()) for bitext in bitexts]
    frequency = Counter(term.name for term in chain.from_iterable(terms))
    spelled = lru_cache(maxsize=_SPELLED)(lambda place: _published(bitexts[place]))

    def reasons(one: int, other: int, features: Iterable[str]) -> tuple[str, ...]:
        """The names in both articles, the rare ones of each kind first; where they are few, words too."""
        there = {term.name for term in terms[other]}
        both = [term for term in terms[one] if term.name in there]
        both.sort(key=lambda term: (_KINDS.index(term.kind), frequency[term.name], term.name))
        shared = [term.name for term in both[:_REASONS]]
        if len(shared) < _FEWEST_REASONS:
            words = _shared_words(spelled(one), spelled(other), features, " ".join(shared).casefold())
            shared += islice(words, _REASONS - len(shared))
        return tuple(shared)

    return reasons


def _shared_words(
    words: Mapping[str, str], others: Mapping[str, str], features: Iterable[str], said: str
) -> Iterator[str]:
    """The words of two articles behind their common features, as far as both publish them."""
    shown = (words[key] for key in features if key in words and key in others)
    return (word for word in shown if word.casefold() not in said)


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

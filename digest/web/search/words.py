"""How a word is looked up: without case and diacritics, and by its stem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

import snowballstemmer  # type: ignore[import-untyped]  # it ships no types

from digest.data import by_language, load

__all__ = ["END", "STEM_END", "endings", "fold", "folding", "keys", "stem", "words"]

# A key ends with a sign that no word has, so that it is never the beginning of another's. For a word that it
# does not know, Pagefind takes the longest beginning that it knows: it would find "the" for "theatre".
END = "\u02d0"
"""Stands at the end of a whole word."""
STEM_END = "\u02d1"
"""Stands at the end of a stem."""

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3


def words(text: str) -> list[str]:
    """Give the words of a text as they can be looked up: folded, without punctuation."""
    return _WORD.findall(fold(text))


@lru_cache(1 << 16)
def fold(text: str) -> str:
    """Give a text in small letters without diacritics, as one types it on another keyboard.

    docs/assets/search.js does the same to what a reader types.
    """
    return _bare(unicodedata.normalize("NFKD", text).lower()).translate(_letters())


def folding() -> Mapping[str, str]:
    """The letters that become another one without being its letter with a mark."""
    return _tables().letters


def endings() -> tuple[str, ...]:
    """The endings of the languages that put many of them in a row."""
    joined = (entry.all for entry in _tables().endings.values() if entry.repeated)
    return tuple(dict.fromkeys(ending for all_of_them in joined for ending in all_of_them))


@lru_cache(1 << 16)
def keys(text: str, lang: str) -> tuple[str, ...]:
    """Give what one word (or a few, as in a name with a hyphen) is found by: each whole, and its stem."""
    found: dict[str, None] = {}
    for raw in _WORD.findall(_composed(text)):
        for word in words(raw):
            short = stem(raw if fold(raw) == word else word, lang)  # ½ folds to two words
            if short != word:
                found[word + END] = None
            if len(short) >= _SHORTEST or short == word:
                found[short + STEM_END] = None
    return tuple(found)


@lru_cache(1 << 16)
def stem(word: str, lang: str) -> str:
    """Give the part of a word that its inflected forms begin with, folded; the word where nothing is known.

    It is always a beginning of the folded word, so that a reader's browser, which does not know the language
    of a query, finds it by shortening what was typed.
    """
    folded = fold(word)
    shortened = fold(_stemmers()[lang](word.lower())) if lang in _stemmers() else _stripped(folded, lang)
    common = _common_beginning(folded, shortened)
    if lang == "en" and len(common) > _SHORTEST:
        common = common.removesuffix("i")  # policies are a polici, a policy is too, but does not begin so
    return common if len(common) >= _SHORTEST else folded


def _stripped(word: str, lang: str) -> str:
    """A word without its endings: one after the other where the language joins them so."""
    endings = _tables().endings.get(lang)
    if endings is None:
        return word
    while True:
        fitting = (
            end for end in endings.all if word.endswith(end) and len(word) - len(end) >= endings.shortest
        )
        ending = max(fitting, key=len, default="")
        word = word.removesuffix(ending)
        if not (ending and endings.repeated):
            return word


def _common_beginning(one: str, other: str) -> str:
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(letter for letter, _ in pairs)


def _composed(text: str) -> str:
    """The text with each letter and its marks as one character, which the stemmers expect."""
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True, slots=True)
class _Endings:
    all: tuple[str, ...]
    repeated: bool
    shortest: int


@dataclass(frozen=True, slots=True)
class _Tables:
    letters: Mapping[str, str]
    endings: Mapping[str, _Endings]


@cache
def _tables() -> _Tables:
    letters: dict[str, str] = load("folding")
    table = str.maketrans(letters)
    endings = {
        lang: _Endings(
            tuple(_bare(unicodedata.normalize("NFKD", entry["endings"])).translate(table).split()),
            entry["repeated"],
            entry["shortest"],
        )
        for lang, entry in by_language("search").items()
        if "endings" in entry
    }
    return _Tables(letters, endings)


def _bare(text: str) -> str:
    return "".join(char for char in text if not unicodedata.category(char).startswith("M"))


@cache
def _letters() -> dict[int, str]:
    return str.maketrans(dict(folding()))


@cache
def _stemmers() -> Mapping[str, Callable[[str], str]]:
    named = {lang: entry["stemmer"] for lang, entry in by_language("search").items() if "stemmer" in entry}
    return {lang: snowballstemmer.stemmer(name).stemWord for lang, name in named.items()}

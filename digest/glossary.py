"""Which names and expressions of the glossary occur in an article, however they are inflected."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from digest.data import by_language
from digest.settings import Term
from digest.values import Bitext, BitextKey

__all__ = ["mentions", "occurrences"]

_WORD = re.compile(r"[^\W_]+")
# May stand between two words of a name. A full stop may only after an initial: elsewhere it ends a sentence.
_GAP = re.compile(r"[\s\u200b'’ʼ+/&‐‑–-]{1,3}")
_GAP_AFTER_INITIAL = re.compile(r"\.?[\s‑-]{0,2}")
# The stress of Cyrillic, and a hyphen that is not seen.
_MARKS = dict.fromkeys(map(ord, "\u0301\u00ad"))


def mentions(bitext: Bitext, glossary: Sequence[Term]) -> tuple[Term, ...]:
    """Tell which terms occur in an article, in its original or its translation, in the glossary's order.

    A term is looked for in the original by its variants in the article's language, in the translation by
    its name and its variants in the target language, in every case and number that these languages have. A
    variant of one word that begins with a capital does so in the text too, unless it is a common term; one
    in capitals only (АҚШ, US) stands in capitals.
    """
    return occurrences((bitext,), glossary)[bitext.key]


def occurrences(bitexts: Iterable[Bitext], glossary: Sequence[Term]) -> dict[BitextKey, tuple[Term, ...]]:
    """Say of many articles, by bitext, which terms occur in what is published of each."""
    finders: dict[tuple[str, bool], _Finder] = {}

    def find(lang: str, is_target: bool, texts: Iterable[str]) -> set[int]:
        key = lang, is_target
        if key not in finders:
            finders[key] = _Finder(_names(glossary, lang, with_own=is_target))
        return finders[key].find(texts)

    found = {}
    for bitext in bitexts:
        lang, target, pairs = bitext.article.lang, bitext.target, bitext.published
        places = find(lang, lang == target, (pair.segment.text for pair in pairs))
        places |= find(target, True, (pair.translation.text for pair in pairs if pair.translation))
        found[bitext.key] = tuple(glossary[place] for place in sorted(places))
    return found


# A name, word by word


@dataclass(frozen=True, slots=True)
class _Form:
    """One word of a name: what it may look like in small letters, and the capitals that it asks for."""

    stem: str
    pattern: str
    acronym: str = ""
    capital: bool = False

    def fits(self, word: str) -> bool:
        if self.acronym and not word.startswith(self.acronym):
            return False
        if self.capital and not word[0].isupper():
            return False
        folded = _folded(word)
        return folded.startswith(self.stem) and bool(_compiled(self.pattern).fullmatch(folded))


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to write a term: the term's place in the glossary, and the words in order."""

    place: int
    first_letter: str
    words: tuple[_Form, ...]


def _names(glossary: Sequence[Term], lang: str, *, with_own: bool) -> Iterator[_Name]:
    for place, term in enumerate(glossary):
        variants = (*term.variants.get(lang, ()), *((term.name,) if with_own else ()))
        for variant in dict.fromkeys(variants):
            words = _WORD.findall(_plain(variant))
            if words:
                yield _Name(place, _folded(words[0])[0], tuple(_forms(words, lang, term.kind)))


def _forms(words: Sequence[str], lang: str, kind: str) -> Iterator[_Form]:
    grammar = _grammars().get(lang)
    for index, word in enumerate(words):
        folded = _folded(word)
        inflects = grammar and (grammar.each_word or index == len(words) - 1)
        plural = kind in ("institution", "term")
        endings = _endings(folded, grammar, plural=plural) if grammar and inflects else {}
        stem = min((folded, *endings), key=len)
        pattern = "|".join((re.escape(folded), *(f"{re.escape(s)}(?:{e})" for s, e in endings.items())))
        is_acronym = len(word) > 1 and word.isupper()
        capital = len(words) == 1 and word[0].isupper() and kind != "term"
        yield _Form(stem, pattern, word if is_acronym else "", capital)


class _Finder:
    """The names of a glossary in one language, ready to be looked for in many texts."""

    def __init__(self, names: Iterable[_Name]) -> None:
        self._by_letter: dict[str, list[_Name]] = {}
        for name in names:
            self._by_letter.setdefault(name.first_letter, []).append(name)
        self._known: dict[str, tuple[_Name, ...]] = {}

    def find(self, texts: Iterable[str]) -> set[int]:
        """Give the places in the glossary of the terms that occur."""
        found: set[int] = set()
        for text in texts if self._by_letter else ():
            plain = _plain(text)
            for word in _WORD.finditer(plain):
                for name in self._begun_by(word[0]):
                    if name.place not in found and _continues(plain, word, name.words):
                        found.add(name.place)
        return found

    def _begun_by(self, word: str) -> tuple[_Name, ...]:
        # Most words of a text were met before, and most begin no name.
        known = self._known.get(word)
        if known is None:
            candidates = self._by_letter.get(_folded(word)[0], ())
            known = self._known[word] = tuple(name for name in candidates if name.words[0].fits(word))
        return known


def _continues(text: str, word: re.Match[str], forms: Sequence[_Form]) -> bool:
    """Whether the words of a name after its first, which is at `word`, follow in the text."""
    for form in forms[1:]:
        gap = (_GAP_AFTER_INITIAL if len(word[0]) == 1 else _GAP).match(text, word.end())
        following = _WORD.match(text, gap.end()) if gap else None
        if following is None or not form.fits(following[0]):
            return False
        word = following
    return True


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_MARKS)


def _folded(word: str) -> str:
    return word.casefold().replace("ё", "е")


# Grammar


@dataclass(frozen=True, slots=True)
class _Rule:
    """How a word ends, with what gives way in its only group, and what may then follow."""

    end: re.Pattern[str]
    become: str | None
    plural: str | None


@dataclass(frozen=True, slots=True)
class _Grammar:
    each_word: bool
    rules: tuple[_Rule, ...]


def _endings(word: str, grammar: _Grammar, *, plural: bool) -> dict[str, str]:
    """Give what may stay of a word, and the regular expression of what then follows."""
    found: dict[str, list[str]] = {}
    for rule in grammar.rules:
        ended = rule.end.search(word)
        # Without a stem there is no word left: the initial А is not every ending.
        if ended and ended.start(1):
            following = (rule.become, rule.plural if plural else None)
            found.setdefault(word[: ended.start(1)], []).extend(one for one in following if one is not None)
    return {stem: "|".join(following) for stem, following in found.items() if following}


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _grammars() -> dict[str, _Grammar]:
    return {lang: _grammar(table) for lang, table in by_language("inflections").items()}


def _grammar(table: Mapping[str, Any]) -> _Grammar:
    pieces: dict[str, str] = {}
    for name, piece in table.get("pieces", {}).items():
        pieces[name] = _filled(piece, pieces)
    rules = (
        _Rule(
            re.compile(rule["end"] + r"\Z"),
            _filled(rule["become"], pieces) if "become" in rule else None,
            rule.get("plural"),
        )
        for rule in table["rules"]
    )
    return _Grammar(table["each_word"], tuple(rules))


def _filled(pattern: str, pieces: Mapping[str, str]) -> str:
    for name, piece in pieces.items():
        pattern = pattern.replace(f"{{{name}}}", piece)
    return pattern

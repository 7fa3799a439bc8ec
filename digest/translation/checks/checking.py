"""The list of checks, and what each of them says.

A check takes a sentence beside its translation and gives what is wrong in a value, or nothing. It is silent
wherever a good translation could look the same: a person who is warned wrongly stops reading the warnings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from digest.translation.checks.numbers import missing_numbers
from digest.translation.po import fingerprint
from digest.values import Flag, LanguagePair, Pair

__all__ = ["CHECKS", "Check", "Flag", "Sides", "check", "checked"]


@dataclass(frozen=True, slots=True)
class Sides:
    """A sentence and its translation, with their languages."""

    source: str
    target: str
    langs: LanguagePair


Check = Callable[[Sides], Flag | None]


def check(pair: Pair, langs: LanguagePair) -> tuple[Flag, ...]:
    """What the checks find in a pair, in their order; nothing where there is no translation.

    Each flag has an id made of the check, the sentence and the translation.
    """
    if pair.translation is None or langs.source == langs.target:
        return ()
    sides = Sides(pair.segment.text, pair.translation.text, langs)
    found = [flag for one in CHECKS if (flag := one(sides))]
    mark = fingerprint(sides.source, sides.target) if found else ""
    return tuple(replace(flag, id=f"{flag.check}-{mark}") for flag in found)


def checked(pairs: Iterable[Pair], langs: LanguagePair) -> tuple[Pair, ...]:
    """The pairs, each with what the checks find in it."""
    return tuple(replace(pair, flags=flags) if (flags := check(pair, langs)) else pair for pair in pairs)


# ---- the checks


def numbers(sides: Sides) -> Flag | None:
    """A number of the sentence that its translation does not have."""
    missing = missing_numbers(sides.source, sides.target, sides.langs.source, sides.langs.target)
    if not missing:
        return None
    return Flag("numbers", "flag_numbers" if missing[1:] else "flag_number", ", ".join(missing))


def untranslated(sides: Sides) -> Flag | None:
    """Words that stand in the translation as the sentence has them; names and quotations may."""
    left = next(_copied(sides), "")
    return Flag("untranslated", "flag_untranslated", left) if left else None


def length(sides: Sides) -> Flag | None:
    """A translation far shorter or longer than good ones are."""
    if _WITHOUT_SPACES.search(sides.source + sides.target) or len(sides.source) < _SHORT:
        return None
    ratio = len(sides.target) / len(sides.source)
    if _LEAST <= ratio <= _MOST:
        return None
    return Flag("length", "flag_short" if ratio < _LEAST else "flag_long")


def brackets(sides: Sides) -> Flag | None:
    """A bracket without its other half, where the sentence has both."""
    if not _balanced(sides.target) and _balanced(sides.source):
        return Flag("brackets", "flag_brackets")
    return None


def quotes(sides: Sides) -> Flag | None:
    """A quotation mark without its other half, where the sentence has both."""
    # A quotation may go on over several sentences, and one that opens with a dash is marked at one end only.
    opens = re.match(r"\s*[-–—«„“\"]", sides.source)
    if opens or not _QUOTED.search(sides.source) or not _quotes_match(sides.source):
        return None
    return None if _quotes_match(sides.target) else Flag("quotes", "flag_quotes")


def twice(sides: Sides) -> Flag | None:
    """A word twice in a row that good English has once."""
    found = _TWICE.search(sides.target) if sides.langs.target == "en" else None
    return Flag("twice", "flag_twice", found[0]) if found else None


CHECKS: tuple[Check, ...] = (numbers, untranslated, length, brackets, quotes, twice)


# ---- words left as they were

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"|‘[^‘’]*’")
_CYRILLIC = re.compile(r"[\u0400-\u052f]{3,}")
_LATIN_TARGETS = frozenset({"en", "pl", "de", "fr", "es", "it", "tr", "cs"})
# In one script, so many words in a row that both sentences have, most of them not names, are no chance.
_RUN = 5
_PLAIN_WORDS = 4


def _copied(sides: Sides) -> Iterator[str]:
    """What stands in the translation word for word, outside of brackets and quotation marks."""
    text = _ASIDE.sub(" | ", sides.target)
    if not any(map(str.isalpha, set(sides.source.lower()).intersection(text.lower()))):
        return  # two scripts have no letter in common, and so no word
    if sides.langs.target in _LATIN_TARGETS:
        words = set(_CYRILLIC.findall(sides.source))
        yield from (word for word in _CYRILLIC.findall(text) if word in words)
    source = [word.lower() for word in _WORD.findall(sides.source)]
    known = set(source)
    runs = {tuple(source[start : start + _RUN]) for start in range(len(source) - _RUN + 1)}
    for part in text.split("|"):
        words_here = _WORD.findall(part)
        if known.isdisjoint(word.lower() for word in words_here):
            continue
        for start in range(len(words_here) - _RUN + 1):
            run = words_here[start : start + _RUN]
            plain = sum(word[0].islower() for word in run)
            if plain >= _PLAIN_WORDS and tuple(word.lower() for word in run) in runs:
                yield " ".join(run)


# ---- length

# Of the 67 reviewed sentences in the digest, translations have 0.7 to 1.5 times their sentence's length.
_LEAST = 0.4
_MOST = 2.7
_SHORT = 40
_WITHOUT_SPACES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


# ---- brackets and quotation marks

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_BRACKET = re.compile(r"[(){}\[\]]")
_QUOTED = re.compile(r"«[^«»]+»|„[^„“”]+[“”]|“[^“”]+”|\"[^\"]+\"")


def _balanced(text: str) -> bool:
    """Whether every bracket that opens is closed, in the right order."""
    awaited: list[str] = []
    for bracket in _BRACKET.findall(text):
        if bracket in _CLOSING:
            awaited.append(_CLOSING[bracket])
        elif not awaited or awaited.pop() != bracket:
            return False
    return not awaited


def _quotes_match(text: str) -> bool:
    """Whether as many quotation marks open as close, whatever their shapes."""
    shapes = (text.count("«") == text.count("»"), text.count('"') % 2 == 0)
    # “ closes in Polish and opens in English.
    curved = text.count("„") + text.count("“") + text.count("”")
    return all(shapes) and curved % 2 == 0


# ---- words twice

_TWICE = re.compile(r"\b(the|a|an|of|and|or|for|with|from|at|their|its|this)\s+\1\b", re.IGNORECASE)

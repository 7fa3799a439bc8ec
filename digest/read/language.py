"""The language of a whole article, identified offline by its letters and by py3langid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from digest.data import by_language

__all__ = ["detect"]

_ENOUGH = 200
_FOREIGN = 0.01
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Alphabet:
    letters: frozenset[str]
    own: frozenset[str]


def detect(text: str, candidates: Collection[str] = ()) -> str:
    """The ISO 639-1 code of the language that a text is in.

    With `candidates` the answer is one of them; without, any language that py3langid knows. Give it a whole
    article: on a title alone nothing is certain.
    """
    letters = Counter(text.casefold())
    letters = Counter({char: n for char, n in letters.items() if _LETTER.match(char)})
    # Letters are more reliable than statistics, so languages that fit by their letters come first. If there
    # is only one, the model need not be loaded, which takes most of a second.
    codes = [code for code in _alphabets() if not candidates or code in candidates]
    script = _script(letters)
    sure = [code for code in codes if _fits(script, code) and _has_own(letters, code)]
    if len(sure) == 1:
        return sure[0]
    ranked: list[str] = [code for code, _ in _identifier().rank(text)]
    known = [code for code in ranked if not candidates or code in candidates]
    known += sorted(code for code in candidates if code not in known)
    fitting = [code for code in known if _fits(script, code)]
    return next(iter([code for code in fitting if code in sure] or fitting or known))


def _fits(script: Counter[str], code: str) -> bool:
    """Whether a text can be in a language: it uses no other letters, and has some of the language's own."""
    alphabet = _alphabets().get(code)
    if alphabet is None:
        return True
    total = script.total()
    foreign = sum(n for char, n in script.items() if char not in alphabet.letters)
    if foreign > _FOREIGN * total:
        return False
    return not alphabet.own or total < _ENOUGH or any(script[char] for char in alphabet.own)


def _has_own(letters: Counter[str], code: str) -> bool:
    """Whether enough of a text is letters that distinguish a language from its neighbours."""
    own = _alphabets()[code].own
    return sum(letters[char] for char in own) > 0.01 * letters.total()


def _script(letters: Counter[str]) -> Counter[str]:
    """The letters in a text's main script; names and addresses in the other script say nothing."""
    latin = Counter({char: n for char, n in letters.items() if char in _latin()})
    return latin if 2 * latin.total() >= letters.total() else letters - latin


@cache
def _latin() -> frozenset[str]:
    return frozenset(chr(code) for code in range(0x250) if _LETTER.match(chr(code)))


@cache
def _identifier() -> Any:
    # Needed only where the letters are not enough, and it takes a second and numpy to load.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # no types

    return LanguageIdentifier.from_model_file(MODEL_FILE)


@cache
def _alphabets() -> dict[str, _Alphabet]:
    return {
        code: _Alphabet(frozenset(entry["letters"]), frozenset(entry["own"]))
        for code, entry in by_language("alphabet").items()
    }

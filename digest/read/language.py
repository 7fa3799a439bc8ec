"""The language of an article, identified offline by py3langid, and how sure that is.

All languages of py3langid are open. The figures below come from news in the languages of NTREX-128, cut at
100 characters, and from single sentences of Universal Dependencies; `make bench-languages` measures again.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

__all__ = ["Identified", "identify"]

# Variants that py3langid tells apart and ISO 639-1 does not.
_VARIANTS = {
    "ary": "ar",
    "arz": "ar",
    "fuv": "ff",
    "gug": "gn",
    "hbo": "he",
    "kik": "ki",
    "sdh": "ku",
    "uzs": "uz",
    "wuu": "zh",
    "yue": "zh",
}
_NO_LANGUAGE = "zxx"
_UNKNOWN = "und"
# Languages that py3langid gives for a near relation which it lacks or never answers: Tigrinya, Tibetan,
# Northern Sotho, Swati. No figure of the text shows which of the two it is.
_RELATIONS = {"am": "ti", "dz": "bo", "st": "nso", "zu": "ss"}
# How far ahead of the others a language must be: its logarithmic score less the next one's, over the square
# root of the text's bytes, as in py3langid's own probabilities, because the difference grows with the length
# and its error with the root. 9 of 10 texts are 2 and more ahead, and 99.9 % of them right.
_AHEAD = 2.0
# What a language that the digest expects gets on top: little beside real evidence. It turns 94 % right into
# 96 % on single sentences in these languages, and changes nothing from 100 characters on.
_PRIOR = 1.0
# By how much a text may miss its language: how much less likely its sequences of letters are there than each
# is in the language that it fits best (logarithms, on average). A text in a language that py3langid lacks
# takes its sequences from everywhere. Latin script (True) has more languages, so that more fit better by
# chance; Tatar news is further than others from what py3langid learnt the language from.
_MISFIT = {True: 1.8, False: 1.0}
_OWN_MISFIT = {"tt": 1.2}
_FEWEST_LETTERS = 20
# Menus, names and notices are short lines, and often in other languages; where there are so many characters
# in longer lines, these alone are read. Of 300 characters amid as many of clutter 9 of 10 are stated then,
# and none if all is read.
_PROSE_LINE, _PROSE = 60, 200
# Markup and addresses look like English.
_MARKUP = re.compile(r"<[^<>]{1,300}>|https?://\S+|\bwww\.\S+|\S{1,80}@\S+")
# Of a long text so many pieces of so many characters are read, spread over it.
_PIECES, _PIECE = 4, 200
_RIVALS = 3


@dataclass(frozen=True, slots=True)
class Identified:
    """The language of a text.

    `lang` is the most probable one: its ISO 639-1 code, or 639-3 where there is none, and "und" for a text of
    which nothing can be said. `confidence` is its share of the evidence, 0 to 1, among the languages that
    py3langid knows. `doubtful` says not to rely on it. `expected` says whether it is one of the languages
    asked for. `others` are the next ones that are close, with their shares, best first.
    """

    lang: str
    confidence: float
    doubtful: bool
    expected: bool
    others: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The score of each language, and by how much the text misses it."""

    scores: Mapping[str, float]
    misfits: Mapping[str, float]


def identify(text: str, expected: Collection[str] = ()) -> Identified:
    """Tell which language a text is in, of all that py3langid knows.

    Args:
        text: An article or a part of it. Fewer than 20 letters are always doubtful.
        expected: The languages that are likelier than others, by their codes. They decide where the evidence
            is close, and of a text without letters the first is taken.
    """
    sample = _sample(_prose(text))
    letters = [char for char in sample if char.isalpha()]
    evidence = _evidence(sample) if letters else None
    if evidence is None:
        lang = next(iter(expected), _UNKNOWN)
        return Identified(lang, 0.0, doubtful=True, expected=lang in expected, others=())
    scores = {lang: score + _PRIOR * (lang in expected) for lang, score in evidence.scores.items()}
    ranked = sorted(scores, key=lambda lang: -scores[lang])
    languages = [lang for lang in ranked if lang != _NO_LANGUAGE]
    lang, rivals = languages[0], [other for other in ranked if other != languages[0]]
    ahead = scores[lang] - scores[rivals[0]]
    shares = _shares(scores)
    near = [other for other in languages[1 : _RIVALS + 1] if scores[lang] - scores[other] < _AHEAD]
    others = [(other, shares[other]) for other in near]
    relation = _RELATIONS.get(lang) if lang not in expected else None
    if relation:
        others = [(relation, shares[lang]), *(pair for pair in others if pair[0] != relation)]
    unfit = evidence.misfits[lang] > max(_MISFIT[_is_latin(letters)], _OWN_MISFIT.get(lang, 0.0))
    doubtful = ahead < _AHEAD or unfit or bool(relation) or len(letters) < _FEWEST_LETTERS
    return Identified(lang, shares[lang], doubtful, lang in expected, tuple(others))


def _prose(text: str) -> str:
    """The paragraphs of a text without addresses and markup; all lines if there are no paragraphs."""
    plain = _MARKUP.sub(" ", text) if any(sign in text for sign in ("<", "://", "www.", "@")) else text
    prose = "\n".join(line for line in plain.split("\n") if len(line) >= _PROSE_LINE)
    return prose if len(prose) >= _PROSE else plain


def _sample(text: str) -> str:
    """A text, or pieces from its beginning to its end if it is long."""
    if len(text) <= _PIECES * _PIECE:
        return text
    step = (len(text) - _PIECE) // (_PIECES - 1)
    return "\n".join(text[start : start + _PIECE] for start in range(0, step * _PIECES, step))


def _is_latin(letters: Collection[str]) -> bool:
    return 2 * sum(char < "\u0250" or "\u1e00" <= char < "\u1f00" for char in letters) > len(letters)


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    best = max(scores.values())
    weights = {lang: math.exp(score - best) for lang, score in scores.items()}
    total = sum(weights.values())
    return {lang: weight / total for lang, weight in weights.items()}


def _evidence(text: str) -> _Evidence | None:
    """What py3langid's figures say of a text; None where it holds no sequence that the model knows.

    The scores are those of `LanguageIdentifier.rank`, over the square root of the text's bytes. They are
    worked out here from the model's tables, because `rank` does not say how well a text fits a language.
    """
    import numpy as np
    from py3langid.langid import visit_counts  # type: ignore[import-untyped]  # no types

    model = _model()
    text = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
    raw = text.encode("utf-8", errors="surrogatepass")
    identifier = model.identifier
    visits = visit_counts(identifier.tk_nextmove, model.rows, identifier.tk_output, raw)
    if not visits:
        return None
    found = np.fromiter(visits.keys(), dtype=np.intp, count=len(visits))
    weights = np.log1p(np.fromiter(visits.values(), dtype=np.float32, count=len(visits)))
    likelihoods = weights @ identifier.nb_ptc[found].astype(np.float32)
    scores = (likelihoods + identifier.nb_pc) / math.sqrt(len(raw))
    misfits = (weights @ model.best[found] - likelihoods) / weights.sum()
    best: dict[str, float] = {}
    least: dict[str, float] = {}
    for code, score, misfit in zip(identifier.nb_classes, scores.tolist(), misfits.tolist(), strict=True):
        lang = _VARIANTS.get(code, code)
        best[lang] = max(score, best.get(lang, score))
        least[lang] = min(misfit, least.get(lang, misfit))
    return _Evidence(best, least)


@dataclass(frozen=True, slots=True)
class _Model:
    """py3langid's model, the rows of its automaton, and each sequence's best likelihood in any language."""

    identifier: Any
    rows: list[int]
    best: Any


@cache
def _model() -> _Model:
    # Imported and loaded only for an article that is new or changed: it takes most of a second, with numpy.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    return _Model(identifier, [row << 8 for row in identifier.tk_row], identifier.nb_ptc.max(axis=1))

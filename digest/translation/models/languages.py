"""The languages that a multilingual model knows, read from its vocabulary: each family marks its own way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from digest.data import load
from digest.translation.models.store import Kind

__all__ = ["FLORES", "language_token", "languages", "opus_targets", "read_vocabulary", "recognise"]

FLORES: Mapping[str, str] = load("flores")
"""NLLB-200's language tokens by ISO 639-1."""

_CODES = {token: code for code, token in FLORES.items()}
_M2M100 = re.compile(r"__([a-z]{2})__")
_MADLAD = re.compile(r"<2([a-z]{2})>")
# As in `>>kaz<<` or `>>kaz_Cyrl<<`; only models that write several languages have them.
_OPUS = re.compile(r">>([a-z]{3})(?:_[A-Za-z]+)?<<")
_OPUS_CODES = {token[:3]: code for code, token in FLORES.items()}
_LARGEST = 100_000_000


def language_token(kind: Kind, code: str) -> str:
    """The token with which a family of models marks a language; empty for one that marks none.

    Raises:
        KeyError: NLLB-200 does not know the language.
    """
    if kind is Kind.NLLB:
        return FLORES[code]
    return {Kind.M2M100: f"__{code}__", Kind.MADLAD: f"<2{code}>"}.get(kind, "")


def languages(kind: Kind, vocabulary: Iterable[str]) -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages that a vocabulary has tokens for, sorted."""
    if kind is Kind.NLLB:
        return tuple(sorted(_CODES[token] for token in _CODES.keys() & set(vocabulary)))
    pattern = {Kind.M2M100: _M2M100, Kind.MADLAD: _MADLAD}.get(kind)
    if pattern is None:
        return ()
    found = (pattern.fullmatch(token) for token in vocabulary)
    return tuple(sorted({match[1] for match in found if match}))


def opus_targets(vocabulary: Iterable[str]) -> dict[str, str]:
    """The tokens that an OPUS-MT model wants in front of a sentence, by the language that it is to write.

    Returns:
        Tokens by ISO 639-1 code; empty for a model that writes one language. Of a language in two scripts it
        is the token without a script, else that of FLORES.
    """
    found: dict[str, list[str]] = {}
    for token in vocabulary:
        match = _OPUS.fullmatch(token)
        if match and (code := _OPUS_CODES.get(match[1])):
            found.setdefault(code, []).append(token)

    def rank(code: str) -> Callable[[str], tuple[bool, bool, str]]:
        plain, usual = f">>{FLORES[code][:3]}<<", f">>{FLORES[code]}<<"
        return lambda token: (token != plain, token != usual, token)

    return {code: min(tokens, key=rank(code)) for code, tokens in found.items()}


def recognise(folder: Path) -> Kind | None:
    """Tell a ctranslate2 folder's family by its vocabulary and its files; None for one that we do not know.

    Raises:
        ValueError: the vocabulary is not one.
        OSError: it is not there or cannot be read.
    """
    if (folder / "source.spm").is_file() and (folder / "target.spm").is_file():
        return Kind.OPUS
    vocabulary = read_vocabulary(folder)
    families = (Kind.NLLB, Kind.M2M100, Kind.MADLAD)
    return next((kind for kind in families if len(languages(kind, vocabulary)) > 1), None)


def read_vocabulary(folder: Path) -> tuple[str, ...]:
    """Read the (source) vocabulary of a ctranslate2 folder, in either of its two formats.

    Raises:
        ValueError: it is not one.
        OSError: it is not there or cannot be read.
    """
    names = [f"{side}_vocabulary.{ending}" for side in ("shared", "source") for ending in ("json", "txt")]
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        raise FileNotFoundError(f"it has no vocabulary ({', '.join(names)})")
    if path.stat().st_size > _LARGEST:
        raise ValueError(f"{path.name} is too large to be a vocabulary")
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return tuple(text.split("\n"))
    try:
        words = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from error
    if not (isinstance(words, list) and all(isinstance(word, str) for word in words)):
        raise ValueError(f"{path.name} is no list of words")
    return tuple(words)

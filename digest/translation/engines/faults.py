"""What is wrong with a machine's answer, when it plainly is no translation.

A visible list of checks of one signature: a sentence and its answer in, the fault in words out, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["fault"]

# What tokenizers and vocabularies leave behind.
_MARKS = re.compile(
    r"▁|⁇|<unk>|<s>|</s>|<pad>|@@(?=\s|$)|</?2?[a-z]{2}>|__[a-z]{2,3}__|>>\w+<<|\b[a-z]{3}_[A-Z][a-z]{3}\b"
)
# A person may say a thing three times; a machine that goes on has lost its way.
_REPEATS = 4
_LONGEST_REPEATED = 12
_LETTERS_REPEATED = re.compile(r"(\S{1,12}?)\1{7,}")
# Names alone stay as they are; a longer sentence in capitals is a headline.
_WORDS_OF_A_NAME = 6


def fault(sentence: str, text: str) -> str:
    """Say what is wrong with the answer to a sentence; empty where nothing plainly is."""
    found = (check(sentence.strip(), text.strip()) for check in _CHECKS)
    return next(filter(None, found), "")


def _nothing(sentence: str, text: str) -> str:
    return "" if text else "the answer was empty"


def _copy(sentence: str, text: str) -> str:
    return "the answer was the sentence itself" if text == sentence and not _only_names(sentence) else ""


def _marks(sentence: str, text: str) -> str:
    known = set(_MARKS.findall(sentence))
    marks = dict.fromkeys(mark for mark in _MARKS.findall(text) if mark not in known)
    left = next((mark for mark in marks if mark not in sentence), "")
    return f"a mark of the model's own was left in the answer ({left})" if left else ""


def _loop(sentence: str, text: str) -> str:
    repeats = _most_repeats(text)
    loops = (repeats >= _REPEATS and repeats > _most_repeats(sentence)) or (
        _LETTERS_REPEATED.search(text) and not _LETTERS_REPEATED.search(sentence)
    )
    return "the answer repeats itself" if loops else ""


_CHECKS: tuple[Callable[[str, str], str], ...] = (_nothing, _copy, _marks, _loop)


def _only_names(sentence: str) -> bool:
    """Whether it holds nothing to translate, so that a copy is right: names, numbers, signs."""
    words = [word for word in re.findall(r"[^\W_][\w’'-]*", sentence) if not word[0].isdigit()]
    return len(words) <= _WORDS_OF_A_NAME and not any(word[0].islower() for word in words)


def _most_repeats(text: str) -> int:
    """How often the same few words, numbers aside, stand there in a row, at the most."""
    words = re.findall(r"[^\W\d]\w*", text.lower())
    return max((_runs(words, length) for length in range(1, _LONGEST_REPEATED + 1)), default=1)


def _runs(words: list[str], length: int) -> int:
    """How often words of some length stand there in a row, at the most."""
    return max((run // length + 1 for run in _same(words, length)), default=1)


def _same(words: list[str], length: int) -> Iterator[int]:
    """For each stretch in which each word is the same as the one `length` before it: how long it is."""
    run = 0
    for before, word in zip(words, words[length:], strict=False):
        run = run + 1 if word == before else 0
        yield run

"""Made-up articles for a measurement: words that look Russian and mean nothing, in sentences of real length.

The words, their frequencies (Zipf's law) and the lengths (8 to 40 words, most of them near 17, in paragraphs
of 3 to 5 sentences) come from a fixed seed: the same text in every run and on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random

__all__ = ["Paragraph", "lexicon", "paragraphs", "weights"]

Paragraph = tuple[str, ...]

_SEED = 20240326
_WORDS = 160_000
_ONSETS = (*"бвгджзклмнпрстхчш", "пр", "ст", "кр", "тр")
_VOWELS = "аеиоуыя"
_CODAS = ("", "", "", "", "н", "л", "р", "т", "й", "м", "сть")


def lexicon() -> list[str]:
    """The words, the most frequent first; all different."""
    random = Random(_SEED)
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        # Frequent words are short, as in any language.
        syllables = random.choice((1, 2, 2, 3) if len(words) < _WORDS // 20 else (2, 3, 3, 4))
        words[
            "".join(random.choice(_ONSETS) + random.choice(_VOWELS) for _ in range(syllables))
            + random.choice(_CODAS)
        ] = None
    return list(words)


def weights(words: Sequence[str]) -> list[float]:
    """How often each word of the lexicon stands in the text, relative to the others."""
    return [1 / (rank + 10) for rank in range(len(words))]


def paragraphs(sentences: int) -> Iterator[Paragraph]:
    """Give paragraphs until they hold `sentences` sentences, no two alike; a longer text starts the same."""
    words = lexicon()
    shares = list(accumulate(weights(words)))
    random = Random(_SEED + 1)
    seen: set[str] = set()
    while len(seen) < sentences:
        paragraph: list[str] = []
        wanted = random.randint(3, 5)
        while len(paragraph) < wanted:
            sentence = _sentence(random, words, shares)
            if sentence not in seen:
                seen.add(sentence)
                paragraph.append(sentence)
        yield tuple(paragraph)


def _sentence(random: Random, words: Sequence[str], shares: Sequence[float]) -> str:
    length = min(40, max(8, round(random.lognormvariate(math.log(17), 0.4))))
    chosen = random.choices(words, cum_weights=shares, k=length)
    chosen[0] = chosen[0].capitalize()
    for place in range(4, length - 2, 7):
        if random.random() < 0.7:
            chosen[place] += ","
    return " ".join(chosen) + "."

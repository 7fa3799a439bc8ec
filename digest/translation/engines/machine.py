"""A model for one direction: sentences in, texts out, whatever their length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from digest.translation.engines.runner import LIMIT, Runner, Tokens
from digest.translation.engines.split_long import SplitSentence, split_long

__all__ = ["Answer", "Coder", "Machine"]

# How often a sentence whose translation did not end is tried again in halves.
_AGAIN = 1
# A text of fewer words is not tried again: a model that does not end it will not end its halves.
_WORTH_SPLITTING = 4


class Coder(Protocol):
    """How a model's texts are written in its pieces."""

    @property
    def prefix(self) -> Tokens:
        """What every translation begins with, and what is not part of its text."""

    def encode(self, text: str) -> list[str]:
        """Everything that goes into the model for a text, its special pieces too."""

    def decode(self, tokens: Tokens) -> str:
        """The text of what came out, without prefix and end."""


class Answer(NamedTuple):
    """A sentence, and its translation; None where the model did not come to an end with it."""

    source: str
    text: str | None


class Machine:
    """A loaded model and its tokenizer, for sentences in one language."""

    def __init__(self, coder: Coder, runner: Runner, lang: str) -> None:
        """`lang` is the language that it reads: it decides where a long sentence is parted."""
        self._coder, self._runner, self._lang = coder, runner, lang

    def translate(self, sentences: Iterable[str]) -> Iterator[Answer]:
        """Translate each different sentence once, as batches finish.

        One that is longer than the model can read is parted, and its parts' translations are joined. So is
        one whose translation did not end, once.
        """
        yield from self._answers(list(dict.fromkeys(sentences)), _AGAIN)

    def _answers(self, sentences: Sequence[str], again: int) -> Iterator[Answer]:
        encoded = {sentence: self._coder.encode(sentence) for sentence in sentences}
        parted: dict[str, SplitSentence] = {}
        unended: dict[str, SplitSentence] = {}
        whole = []
        for sentence, tokens in encoded.items():
            split = split_long(sentence, self._lang) if len(tokens) > LIMIT else None
            if not sentence.strip() or not tokens:
                yield Answer(sentence, "")
            elif split:
                parted[sentence] = split
            else:
                whole.append(sentence)
        for output in self._runner.translate([encoded[sentence] for sentence in whole], self._coder.prefix):
            sentence = whole[output.number]
            if output.whole:
                yield Answer(sentence, self._coder.decode(output.tokens).strip())
            elif again and (split := self._split_again(sentence)):
                unended[sentence] = split
            else:
                yield Answer(sentence, None)
        yield from self._joined(parted, again)
        yield from self._joined(unended, again - 1)

    def _split_again(self, sentence: str) -> SplitSentence | None:
        return split_long(sentence, self._lang) if len(sentence.split()) >= _WORTH_SPLITTING else None

    def _joined(self, parted: dict[str, SplitSentence], again: int) -> Iterator[Answer]:
        """Translate the halves of sentences, and join what came of them."""
        if not parted:
            return
        parts = dict.fromkeys(part for split in parted.values() for part in (split.left, split.right))
        texts = dict(self._answers(list(parts), again))
        for sentence, split in parted.items():
            left, right = texts[split.left], texts[split.right]
            text = None if left is None or right is None else f"{left}{split.separator}{right}".strip()
            yield Answer(sentence, text)

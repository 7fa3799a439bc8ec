"""The seam that hides a translation engine. The engines themselves are this package's modules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from digest.values import Finding, Hypothesis, LanguagePair, Origin

__all__ = ["Engine"]


class Engine(Protocol):
    """What translates sentences on this machine."""

    @property
    def name(self) -> str:
        """The engine's name, one word, as the memory records it."""

    def origin(self, pair: LanguagePair) -> Origin | None:
        """The model that will be asked for a pair, or None where none is installed. No model is loaded.

        Which model gave an answer is said by that answer alone.
        """

    def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
        """Translate sentences, each of which stands there once; each is answered once, in any order.

        Answers come as batches finish, each with the model that gave it. One with an empty text means that
        the engine has nothing to offer.

        Raises:
            EngineError: there is no model for the pair, or it cannot be used.
        """

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the engine's installed models, as far as the questions so far have shown."""

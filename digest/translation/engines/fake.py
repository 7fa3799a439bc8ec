"""An engine for tests: no model, no machine's text. No setting and no command can choose it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from digest.errors import EngineError
from digest.values import Finding, Hypothesis, LanguagePair, Origin

__all__ = ["FakeEngine"]


@dataclass(slots=True)
class FakeEngine:
    """Answers from a table, and otherwise with the sentence in upper case behind the target language's mark.

    `only` are the pairs for which it has a model (all, where it is None), `fails_at` is how many sentences it
    answers before it raises EngineError, and `asked` records what it was asked, one list a call.
    """

    table: Mapping[str, str] = field(default_factory=dict)
    only: tuple[LanguagePair, ...] | None = None
    fails_at: int | None = None
    name: str = "fake"
    asked: list[list[str]] = field(default_factory=list)

    def origin(self, pair: LanguagePair) -> Origin | None:
        """Give a made-up model's origin, or None for a pair that is not in `only`."""
        if self.only is not None and pair not in self.only:
            return None
        return self.model(pair)

    def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
        """Answer each sentence in turn.

        Raises:
            EngineError: after `fails_at` sentences.
        """
        self.asked.append(list(sentences))
        origin = self.model(pair)
        for number, sentence in enumerate(sentences):
            if number == self.fails_at:
                raise EngineError(self.name, f"stopped after {number} sentences, as it was told")
            text = self.table.get(sentence, f"[{pair.target}] {sentence.upper()}")
            yield Hypothesis(sentence, text, origin)

    def findings(self) -> tuple[Finding, ...]:
        """Nothing is ever wrong with it."""
        return ()

    def model(self, pair: LanguagePair) -> Origin:
        """The made-up model that every answer for a pair is credited to."""
        model = f"fake-{pair.source}_{pair.target}"
        return Origin(self.name, "1", model, "1.0", model_sha256="0" * 64, settings="upper")

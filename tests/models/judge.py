"""Translate with a finished package, the way Argos Translate does, and count what is exactly right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ctranslate2  # type: ignore[import-untyped]  # it ships no types
import sentencepiece
from corpus import Couple

__all__ = ["exact", "translate"]


def translate(package: Path, sentences: Sequence[str], compute_type: str = "float32") -> list[str]:
    """Translate sentences with an unpacked Argos package, in their order.

    float32 gives the same text on every kind of processor; int8 does not.
    """
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(package / "sentencepiece.model"))
    translator = ctranslate2.Translator(str(package / "model"), compute_type=compute_type)
    results = translator.translate_batch(
        pieces.encode(list(sentences), out_type=str),
        max_batch_size=1024,
        batch_type="tokens",
        beam_size=4,
        num_hypotheses=1,
        length_penalty=0.2,
        replace_unknowns=True,
    )
    return [pieces.decode_pieces(result.hypotheses[0]).strip() for result in results]


def exact(couples: Sequence[Couple], outputs: Sequence[str]) -> float:
    """The share of outputs that are the expected translation to the letter."""
    right = sum(couple.target == output for couple, output in zip(couples, outputs, strict=True))
    return right / len(couples)

"""Argos packages, run on ctranslate2: the same packages and the same text as argostranslate.

Of argostranslate only `tokenizer` is imported, and that when the first sentence comes: its `translate` and
`sbd` pull in a splitter that downloads and a runtime with telemetry, and its `settings` make folders.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from digest.errors import EngineError
from digest.translation.engines.machine import Coder
from digest.translation.engines.runner import Decoding, Tokens
from digest.translation.models.store import Model, argos_setting

__all__ = ["coder", "decoding"]

_COMPUTE_TYPES = (
    "auto",
    "default",
    "int8",
    "int8_float32",
    "int8_float16",
    "int8_bfloat16",
    "int16",
    "float16",
    "bfloat16",
    "float32",
)


def decoding() -> Decoding:
    """Give argostranslate's own decoding, for the same text.

    ARGOS_BEAM_SIZE and ARGOS_COMPUTE_TYPE count as they do there.

    Raises:
        EngineError: one of them holds something else than it may.
    """
    beam, kind = argos_setting("ARGOS_BEAM_SIZE") or "4", argos_setting("ARGOS_COMPUTE_TYPE") or "auto"
    if not beam.isdecimal():
        allowed, remedy = "a whole number; argostranslate's default is 4", "set or unset it"
        raise EngineError("ARGOS_BEAM_SIZE", f"it holds {beam!r}", allowed=allowed, remedy=remedy)
    if kind not in _COMPUTE_TYPES:
        allowed = ", ".join(_COMPUTE_TYPES)
        raise EngineError(
            "ARGOS_COMPUTE_TYPE", f"it holds {kind!r}", allowed=allowed, remedy="set or unset it"
        )
    # Argos's "auto" leaves the choice to ctranslate2's "default": the type that the model was saved in.
    return Decoding(max(1, int(beam)), 0.2, True, "default" if kind == "auto" else kind)


def coder(model: Model) -> Coder:
    """Give a package's tokenizer: SentencePiece, or else Moses and BPE.

    Raises:
        OSError, ValueError: metadata.json cannot be read.
    """
    from argostranslate import tokenizer  # type: ignore[import-untyped]  # it ships no types

    metadata = json.loads((model.folder / "metadata.json").read_text(encoding="utf-8-sig"))
    prefix = metadata.get("target_prefix")
    first = (str(prefix),) if prefix else ()
    pieces = model.folder / "sentencepiece.model"
    if pieces.is_file():
        return _Pieces(first, tokenizer.SentencePieceTokenizer(pieces))
    (source,), (target,) = model.sources, model.targets
    return _Words(first, tokenizer.BPETokenizer(model.folder / "bpe.model", source, target))


@dataclass(frozen=True, slots=True)
class _Words:
    """Argos's older tokenizer, as it is."""

    prefix: Tokens
    tokenizer: Any

    def encode(self, text: str) -> list[str]:
        return list(self.tokenizer.encode(text))

    def decode(self, tokens: Tokens) -> str:
        return str(self.tokenizer.decode(list(tokens)))


@dataclass(frozen=True, slots=True)
class _Pieces(_Words):
    """Argos's tokenizer but for the end of its decoding, which would turn each `_` into a space."""

    def decode(self, tokens: Tokens) -> str:
        return str(self.tokenizer.lazy_processor().decode_pieces(list(tokens))).replace("▁", " ")

"""ctranslate2's model folders: NLLB-200, M2M-100, MADLAD-400 and OPUS-MT, each with its language pieces.

Their SentencePiece is used directly, and language pieces are put in and taken out as pieces, never as text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.errors import EngineError
from digest.translation.engines.machine import Coder
from digest.translation.engines.runner import Decoding, Tokens
from digest.translation.models.languages import language_token, opus_targets, read_vocabulary
from digest.translation.models.store import Kind, Model
from digest.values import LanguagePair

__all__ = ["coder", "decoding"]

_END = "</s>"
# How the published folders name the tokenizer that source and target share.
_SHARED = (
    "sentencepiece.bpe.model",
    "sentencepiece.model",
    "spiece.model",
    "spm.model",
    "flores200_sacrebleu_tokenizer_spm.model",
    "spm.128k.model",
)


def decoding() -> Decoding:
    """Give the decoding that the models' authors report their results with."""
    return Decoding()


def coder(model: Model, pair: LanguagePair) -> Coder:
    """Give the tokenizer of a model for a pair that it serves.

    Raises:
        EngineError: the folder lacks a file, or the family has no piece for a language.
        OSError, RuntimeError, ValueError: a file in it cannot be read.
    """
    source, target = (_language(model, code) for code in (pair.source, pair.target))
    end = () if _adds_end(model.folder) else (_END,)
    if model.kind is Kind.OPUS:
        names = ("source.spm",), ("target.spm",)
        reads, writes = (_processor(model.folder, name) for name in names)
        wanted = opus_targets(read_vocabulary(model.folder)).get(pair.target)
        return _Pieces((), (wanted,) if wanted else (), end, reads, writes)
    processor = _processor(model.folder, _SHARED)
    if model.kind is Kind.MADLAD:
        return _Pieces((), (target,), end, processor, processor)
    return _Pieces((target,), (source,), end, processor, processor)


@dataclass(frozen=True, slots=True)
class _Pieces:
    """What stands round a sentence's pieces: `first` and `end` in the source, `prefix` in the target."""

    prefix: Tokens
    first: Tokens
    end: Tokens
    reads: Any
    writes: Any

    def encode(self, text: str) -> list[str]:
        return [*self.first, *self.reads.encode(text, out_type=str), *self.end]

    def decode(self, tokens: Tokens) -> str:
        return str(self.writes.decode_pieces(list(tokens))).replace("▁", " ")


def _language(model: Model, code: str) -> str:
    try:
        return language_token(model.kind, code)
    except KeyError as error:
        raise EngineError(
            str(model.folder),
            f"{model.name}: no language piece is known for `{code}`",
            remedy="map the pair to another model under `engines` in digest.yml",
        ) from error


def _adds_end(folder: Path) -> bool:
    """Whether ctranslate2 itself ends each source, as the converter for OPUS-MT sets it."""
    path = folder / "config.json"
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")).get("add_source_eos") is True


def _processor(folder: Path, names: Sequence[str]) -> Any:
    import sentencepiece

    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        raise EngineError(
            str(folder),
            "its tokenizer is missing",
            allowed=", ".join(names),
            remedy="install the model again",
        )
    return sentencepiece.SentencePieceProcessor(model_file=str(path))

"""An OPUS-MT download in little: a Marian model with weights computed so that it translates word by word.

Its source and its target have different SentencePiece models, as OPUS-MT's do. The word at each place of the
source becomes its translation at the same place: cross-attention matches places, and its values map words.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import sentencepiece

__all__ = ["TEXTS", "opus"]

WORDS = {
    "Сенат": "The",
    "заңды": "Senate",
    "қабылдады.": "passed",
    "Депутаттар": "Deputies",
    "наурызда": "met",
    "жиналды.": "in",
    "Астанада": "“Astana”,",
    "адам": "human",
    "құқығы": "rights:",
    "туралы": "snake_case",
}
TEXTS = {
    "Сенат заңды қабылдады.": "The Senate passed",
    "Депутаттар наурызда жиналды. Астанада": "Deputies met in “Astana”,",
    "адам құқығы туралы": "human rights: snake_case",
    "Сенат": "The",
}
"""What the model translates, and into what."""

_PLACES = 16
_SETTINGS = """\
type: transformer
enc-depth: 1
dec-depth: 1
transformer-heads: 1
transformer-ffn-activation: relu
transformer-preprocess: n
transformer-postprocess: da
transformer-postprocess-top: n
transformer-postprocess-emb: d
transformer-decoder-autoreg: self-attention
transformer-no-projection: false
transformer-guided-alignment-layer: last
"""


def opus(folder: Path, extra: Sequence[str] = ()) -> Path:
    """Write the download into a folder; `extra` are more words of its vocabulary."""
    folder.mkdir(parents=True)
    sources = _pieces(folder / "source.spm", list(WORDS))
    targets = _pieces(folder / "target.spm", list(WORDS.values()))
    vocabulary = ["</s>", "<unk>", *dict.fromkeys([*sources, *targets, *extra])]
    lines = [f"{_quoted(word)}: {number}\n" for number, word in enumerate(vocabulary)]
    _write(folder / "opus.vocab.yml", "".join(lines))
    _write(
        folder / "decoder.yml",
        "relative-paths: true\nmodels:\n  - opus.npz\nvocabs:\n  - opus.vocab.yml\n  - opus.vocab.yml\n",
    )
    _write(folder / "README.md", "A model of words.\n")
    numpy.savez(folder / "opus.npz", **_weights(vocabulary))
    return folder


def _pieces(file: Path, words: list[str]) -> list[str]:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(words)] * 2),
        model_writer=model,
        model_type="word",
        vocab_size=len(words) + 3,
        minloglevel=2,
    )
    file.write_bytes(model.getvalue())
    return [f"▁{word}" for word in words]


def _weights(vocabulary: Sequence[str]) -> dict[str, Any]:
    """One layer each way, of nothing but what copies: the other paths are zero."""
    words, width = len(vocabulary), len(vocabulary) + _PLACES
    number = {word: index for index, word in enumerate(vocabulary)}
    embeddings = numpy.zeros((words, width), numpy.float32)
    embeddings[:, :words] = numpy.eye(words)
    places = numpy.zeros((512, width), numpy.float32)
    places[numpy.arange(512), words + numpy.arange(512) % _PLACES] = numpy.sqrt(width)

    match = numpy.zeros((width, width), numpy.float32)
    match[words:, words:] = 10 * numpy.eye(_PLACES)
    meaning = numpy.zeros((width, width), numpy.float32)
    meaning[0, 0] = meaning[1, 1] = 1
    for source, target in WORDS.items():
        meaning[number[f"▁{source}"], number[f"▁{target}"]] = 1

    weights = {"Wemb": embeddings, "Wpos": places, "special:model.yml": _bytes(_SETTINGS)}
    for scope in ("encoder_l1_self", "decoder_l1_self", "decoder_l1_context"):
        context = scope == "decoder_l1_context"
        weights |= _norm(f"{scope}_Wo", width)
        for name in "qkvo":
            weights[f"{scope}_W{name}"] = numpy.zeros((width, width), numpy.float32)
            weights[f"{scope}_b{name}"] = numpy.zeros((1, width), numpy.float32)
        if context:
            weights[f"{scope}_Wq"] = weights[f"{scope}_Wk"] = match
            weights[f"{scope}_Wv"] = meaning
            weights[f"{scope}_Wo"] = 100 * numpy.eye(width, dtype=numpy.float32)
    for scope in ("encoder_l1_ffn", "decoder_l1_ffn"):
        weights |= _norm(f"{scope}_ffn", width)
        for name in "12":
            weights[f"{scope}_W{name}"] = numpy.zeros((width, width), numpy.float32)
            weights[f"{scope}_b{name}"] = numpy.zeros((1, width), numpy.float32)
    weights |= _norm("encoder_top", width, "") | _norm("decoder_top", width, "")
    weights["decoder_ff_logit_out_b"] = numpy.zeros((1, words), numpy.float32)
    return weights


def _norm(scope: str, width: int, suffix: str = "_pre") -> dict[str, Any]:
    return {
        f"{scope}_ln_scale{suffix}": numpy.ones((1, width), numpy.float32),
        f"{scope}_ln_bias{suffix}": numpy.zeros((1, width), numpy.float32),
    }


def _bytes(text: str) -> Any:
    return numpy.frombuffer(text.encode("ascii") + b"\0", numpy.int8)


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

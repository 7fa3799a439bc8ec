"""Real models, tiny and untrained: with weights drawn by chance, or computed so that they copy.

Any text comes out of the first, but always the same; the second gives back its source piece by piece, so that
what went in and what came out can both be checked.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digest.translation.models.store import CARD, Kind

__all__ = ["SENTENCES", "Recorder", "argos", "bpe", "copying_argos", "folder", "languages", "tokenizer"]

SENTENCES = (
    "Голосование состоится в марте.",
    "Сенат принял закон.",
    "Закон.",
    "Депутаты обсудили его в Астане.",
    "В марте депутаты обсудили закон о голосовании в Сенате.",
)
_TEXT = [
    *SENTENCES,
    "The Senate passed a law.",
    "They discussed it in Astana.",
    "Заң қабылданды: жиын өтті; ал, бірақ — депутаттар, snake_case!",
]
_WIDTH, _INNER, _LONGEST = 16, 32, 512
_CONTROLS = ("<unk>", "<s>", "</s>")


@dataclass
class Recorder:
    """Loads models as the product does, and writes down what goes into them."""

    loaded: list[Path] = field(default_factory=list)
    sources: list[list[str]] = field(default_factory=list)
    prefixes: list[list[str]] = field(default_factory=list)

    def __call__(self, folder: Path, compute_type: str) -> Any:
        """Load a model; a wrapper of its translator comes back."""
        from digest.translation.engines.runner import load

        self.loaded.append(folder)
        return _Recorded(load(folder, compute_type), self)


@dataclass
class _Recorded:
    translator: Any
    recorder: Recorder

    def translate_batch(self, sources: Any, prefixes: Any, **options: Any) -> Any:
        self.recorder.sources += sources
        self.recorder.prefixes += prefixes or []
        return self.translator.translate_batch(sources, prefixes, **options)


def tokenizer(file: Path, symbols: Sequence[str] = ()) -> list[str]:
    """Train a SentencePiece model on a few sentences, and give its pieces."""
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(_TEXT * 3),
        model_writer=model,
        vocab_size=110,
        model_type="unigram",
        unk_id=0,
        bos_id=1,
        eos_id=2,
        user_defined_symbols=list(symbols),
        hard_vocab_limit=False,
        minloglevel=2,
    )
    file.write_bytes(model.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [processor.id_to_piece(number) for number in range(processor.vocab_size())]


def bpe(file: Path) -> list[str]:
    """Write merges for Argos's older tokenizer, and give the pieces that they make of its sentences."""
    file.write_text("#version: 0.2\nе н\nс т\nа к\nак он</w>\nо н</w>\n", encoding="utf-8")
    letters = sorted({letter for line in _TEXT for letter in line if not letter.isspace()})
    merged = ["ен", "ст", "ак", "он"]
    return [*_CONTROLS, *letters, *merged, *(f"{piece}@@" for piece in (*letters, *merged))]


def argos(
    folder: Path,
    version: str = "1.9",
    *,
    seed: int = 7,
    ends: float = 3.0,
    words: bool = False,
    **fields: Any,
) -> Path:
    """An Argos package, from Russian into English, with weights by chance.

    `ends` is how readily a sentence ends; `words` takes the older tokenizer; `fields` go into its metadata.
    """
    pieces = _package(folder, version, words, fields)
    _chance(folder / "model", pieces, seed, ends)
    return folder


def copying_argos(folder: Path, version: str = "1.0", *, words: bool = False, **fields: Any) -> Path:
    """An Argos package that gives back its source."""
    pieces = _package(folder, version, words, fields)
    _copy(folder / "model", pieces, skip=0, adds_end=True)
    return folder


def _package(folder: Path, version: str, words: bool, fields: dict[str, Any]) -> list[str]:
    folder.mkdir(parents=True)
    facts = {"type": "translate", "package_version": version, "from_code": "ru", "to_code": "en"}
    (folder / "metadata.json").write_text(json.dumps(facts | fields), encoding="utf-8")
    pieces = bpe(folder / "bpe.model") if words else tokenizer(folder / "sentencepiece.model")
    prefix = fields.get("target_prefix")
    return [*pieces, *([prefix] if prefix and prefix not in pieces else [])]


def languages(kind: Kind) -> list[str]:
    """The language pieces of a family for Kazakh and English."""
    return {
        Kind.NLLB: ["kaz_Cyrl", "eng_Latn"],
        Kind.M2M100: ["__kk__", "__en__"],
        Kind.MADLAD: ["<2kk>", "<2en>"],
    }.get(kind, [])


def folder(
    folder: Path,
    kind: Kind,
    name: str = "",
    *,
    adds_end: bool = False,
    tokens: Sequence[str] = (),
    **card: Any,
) -> Path:
    """A copying ctranslate2 folder of a family, from Kazakh into English, as our own store holds it.

    `tokens` are those for the target language, one of which stands in front of each sentence.
    """
    folder.mkdir(parents=True)
    if kind is Kind.OPUS:
        pieces = tokenizer(folder / "source.spm")
        tokenizer(folder / "target.spm")
    else:
        pieces = tokenizer(folder / "sentencepiece.bpe.model")
    vocabulary = [*pieces, *languages(kind), *tokens]
    _copy(folder, vocabulary, skip=1 if kind is Kind.MADLAD or tokens else 0, adds_end=adds_end)
    facts = {
        "name": name or str(kind),
        "kind": str(kind),
        "version": "1.0",
        "sources": ["kk"],
        "targets": ["en"],
    }
    (folder / CARD).write_text(json.dumps(facts | card), encoding="utf-8")
    return folder


def _zeros(spec: Any, numpy: Any, width: int, vocabulary: int, inner: int) -> None:
    """Fill a whole Transformer of one layer with weights that do nothing."""

    def zeros(*shape: int) -> Any:
        return numpy.zeros(shape, numpy.float32)

    def linear(layer: Any, rows: int, columns: int) -> None:
        layer.weight, layer.bias = zeros(rows, columns), zeros(rows)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = numpy.ones(width, numpy.float32), zeros(width)

    def attention(layer: Any, *rows: int) -> None:
        norm(layer.layer_norm)
        for part, size in zip(layer.linear, rows, strict=True):
            linear(part, size, width)

    spec.encoder.embeddings[0].weight = zeros(vocabulary, width)
    spec.decoder.embeddings.weight = zeros(vocabulary, width)
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = zeros(_LONGEST, width)
        norm(side.layer_norm)
        attention(side.layer[0].self_attention, 3 * width, width)
        norm(side.layer[0].ffn.layer_norm)
        linear(side.layer[0].ffn.linear_0, inner, width)
        linear(side.layer[0].ffn.linear_1, width, inner)
    attention(spec.decoder.layer[0].attention, width, 2 * width, width)
    linear(spec.decoder.projection, vocabulary, width)


def _blank(width: int, vocabulary: Sequence[str], inner: int, heads: int) -> Any:
    import numpy
    from ctranslate2.specs import TransformerSpec  # type: ignore[import-untyped]  # it ships no types

    spec = TransformerSpec.from_config(num_layers=1, num_heads=heads)
    _zeros(spec, numpy, width, len(vocabulary), inner)
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    return spec


def _save(spec: Any, folder: Path) -> None:
    spec.validate()
    folder.mkdir(exist_ok=True)
    spec.save(str(folder))


def _chance(folder: Path, vocabulary: Sequence[str], seed: int, ends: float) -> None:
    """Weights by chance, the same for the same seed."""
    import numpy

    spec = _blank(_WIDTH, vocabulary, _INNER, heads=2)
    random = numpy.random.default_rng(seed)
    for name, value in sorted(spec.variables().items()):
        if isinstance(value, numpy.ndarray) and value.ndim and "layer_norm" not in name:
            value[...] = random.normal(0, 0.5, value.shape)
    spec.decoder.projection.bias[vocabulary.index("</s>")] = ends
    _save(spec, folder)


def _copy(folder: Path, vocabulary: Sequence[str], *, skip: int, adds_end: bool) -> None:
    """Weights with which the piece at each place is that of the source, `skip` places further on.

    A state holds where it stands, one number a position, and beside it which piece it is, one number a piece.
    The decoder looks for the source's state of its own position and takes the piece that stands there.
    """
    import numpy

    size = len(vocabulary)
    width = _LONGEST + size
    spec = _blank(width, vocabulary, 1, heads=1)
    where = numpy.eye(_LONGEST, width, dtype=numpy.float32)
    which = numpy.eye(size, width, _LONGEST, dtype=numpy.float32)
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings[...] = where
        side.scale_embeddings = False
    spec.encoder.embeddings[0].weight[...] = which
    spec.decoder.embeddings.weight[...] = which
    asks, tells, answers = spec.decoder.layer[0].attention.linear
    asks.weight[:_LONGEST] = where * 10
    tells.weight[:_LONGEST] = numpy.roll(where, -skip, axis=0) if skip else where
    tells.weight[width + _LONGEST : 2 * width] = which
    answers.weight[_LONGEST:] = which * 10
    spec.decoder.projection.weight[...] = which * 100
    spec.config.add_source_eos = adds_end
    _save(spec, folder)

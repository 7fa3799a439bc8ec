"""Write an Argos package of true size whose weights are computed so that it copies its source.

    python -m bench.copy_model [--cache FOLDER]

The Transformer is the base one that Argos packages hold: 6 + 6 layers, 512 wide, 8 heads, 2,048 in the
feed-forward layers, 32,000 pieces, int8; about 95 MB. Random weights would give translations of meaningless
length; these give back the source, so every step of a translation takes as many products of the same size as
a trained model's, and what comes out can be checked. Nothing is trained but the SentencePiece model, on the
words of bench/prose.py: 32,000 pieces, none of them padding, 1.5 a word.

How it copies: the encoder's embedding of a piece is a random code of signs, with the position's sines and
cosines beside it. In the decoder's last layer every head looks for the source position that equals its own,
takes the code that stands there, and the output projection holds the codes again. The other layers hold
noise, too weak to matter. A decoder that is past the end of its source finds `</s>`, so every beam ends, as a
trained model's do.
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.prose import lexicon, weights

__all__ = ["DEFAULT_CACHE", "PAIR", "build"]

DEFAULT_CACHE = Path(__file__).resolve().parent.parent / ".cache" / "bench"
PAIR = ("ru", "en")

_SEED = 7
_LAYERS, _WIDTH, _HEADS, _INNER, _PIECES = 6, 512, 8, 2048, 32_000
_HEAD = _WIDTH // _HEADS
_POSITIONS, _LONGEST = 1024, 256
# The 512 dimensions: sine and cosine of 31 frequencies, a mark of the source's end, and the piece's code.
_FREQUENCIES = 31
_END_MARK = 2 * _FREQUENCIES
_CODE = slice(_HEAD, _WIDTH)
_NOISE = 1e-4
# Attention's score at the right position, in nats; at the source's end 0.4 of it is added, so that the end is
# found where nothing else is. Positions out of place have up to about 0.4 by chance.
_SHARPNESS = 100.0
_END_SHARE = 0.4
# How far the copied code stands above all else in the decoder, and its size in the output projection.
_COPY_GAIN = 4.0
_OUTPUT_GAIN = 0.05
# Raise it when the weights change, so that a cached model is not taken for the new one.
_RECIPE = 1


def build(cache: Path = DEFAULT_CACHE) -> Path:
    """Give the folder in `cache` that holds the copying package, which is made where it is missing."""
    packages = cache / f"packages-{_RECIPE}"
    if not packages.is_dir():
        aside = cache / f"packages-{_RECIPE}.part"
        shutil.rmtree(aside, ignore_errors=True)
        _write_package(aside / "translate-copy")
        aside.rename(packages)
    return packages


def _write_package(folder: Path) -> None:
    model = folder / "model"
    model.mkdir(parents=True)
    pieces = _train_pieces(folder / "sentencepiece.model")
    spec = _spec(pieces)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(model))
    facts = {
        "package_version": "1.0",
        "argos_version": "1.9",
        "from_code": PAIR[0],
        "from_name": "Source",
        "to_code": PAIR[1],
        "to_name": "Its copy",
        "type": "translate",
    }
    (folder / "metadata.json").write_text(json.dumps(facts, indent=2), encoding="utf-8", newline="\n")


def _train_pieces(path: Path) -> list[str]:
    """Train the tokenizer on the lexicon, write it, and give its 32,000 pieces."""
    import sentencepiece

    words = lexicon()
    lines = [
        f"{word}\t{max(1, round(weight * 1e6))}" for word, weight in zip(words, weights(words), strict=True)
    ]
    lines += [f"{word.capitalize()}\t1" for word in words[:20_000]] + [".\t200000", ",\t300000"]
    table, trained = path.with_suffix(".tsv"), BytesIO()
    table.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    sentencepiece.SentencePieceTrainer.train(
        input=str(table),
        input_format="tsv",
        model_type="bpe",
        model_writer=trained,
        vocab_size=_PIECES,
        character_coverage=1.0,
        num_threads=1,
        minloglevel=2,
    )
    table.unlink()
    path.write_bytes(trained.getvalue())
    processor = sentencepiece.SentencePieceProcessor(model_proto=trained.getvalue())
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the arrays of the model: noise everywhere, and what a caller writes over it."""

    np: Any
    random: Any

    def noise(self, rows: int, columns: int) -> Any:
        return self.random.standard_normal((rows, columns), dtype=self.np.float32) * self.np.float32(_NOISE)

    def zeros(self, *shape: int) -> Any:
        return self.np.zeros(shape, dtype=self.np.float32)

    def signs(self, rows: int, columns: int) -> Any:
        return self.random.choice(self.np.array([-1, 1], dtype=self.np.float32), (rows, columns))

    def norm(self, spec: Any) -> None:
        spec.gamma, spec.beta = self.np.ones(_WIDTH, dtype=self.np.float32), self.zeros(_WIDTH)

    def linear(self, spec: Any, weight: Any) -> None:
        spec.weight, spec.bias = weight, self.zeros(len(weight))

    def attention(self, spec: Any, widths: tuple[int, ...]) -> None:
        for linear, width in zip(spec.linear, widths, strict=True):
            self.linear(linear, self.noise(width, _WIDTH))
        self.norm(spec.layer_norm)

    def layer(self, spec: Any) -> None:
        self.attention(spec.self_attention, (3 * _WIDTH, _WIDTH))
        self.norm(spec.ffn.layer_norm)
        self.linear(spec.ffn.linear_0, self.noise(_INNER, _WIDTH))
        self.linear(spec.ffn.linear_1, self.noise(_WIDTH, _INNER))


def _spec(pieces: list[str]) -> Any:
    """The whole model."""
    import numpy as np
    from ctranslate2.specs import TransformerSpec  # type: ignore[import-untyped]  # it ships no types

    make = _Maker(np, np.random.default_rng(_SEED))
    spec = TransformerSpec.from_config(num_layers=_LAYERS, num_heads=_HEADS, pre_norm=True)
    codes = make.signs(len(pieces), _WIDTH - _HEAD)
    positions = _position_table(make)
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = positions
        make.norm(side.layer_norm)
        for layer in side.layer:
            make.layer(layer)
    for layer in spec.decoder.layer:
        make.attention(layer.attention, (_WIDTH, 2 * _WIDTH, _WIDTH))
    _look_up_own_position(make, spec.decoder.layer[-1].attention)
    _set_pieces(make, spec, codes, pieces.index("</s>"))
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    return spec


def _position_table(make: _Maker) -> Any:
    """Sines and cosines of the frequencies that keep positions furthest apart, out of some random sets."""
    np = make.np
    lags = np.arange(1, _LONGEST)[:, None]
    sets = make.random.uniform(0, np.pi, (2000, _FREQUENCIES))
    frequencies = min(sets, key=lambda chosen: float(np.cos(lags * chosen).sum(axis=1).max()))
    angles = np.arange(_POSITIONS)[:, None] * frequencies
    # Alternate signs change no distance and keep the mean near 0, which normalization takes away.
    signs = np.resize([1, -1], _FREQUENCIES)
    table = make.zeros(_POSITIONS, _WIDTH)
    table[:, :_FREQUENCIES], table[:, _FREQUENCIES:_END_MARK] = np.sin(angles) * signs, np.cos(angles) * signs
    return table


def _set_pieces(make: _Maker, spec: Any, codes: Any, end: int) -> None:
    """The embeddings of both sides and the output projection."""
    root = make.np.float32(_WIDTH**0.5)  # ctranslate2 multiplies embeddings by it
    source = make.zeros(len(codes), _WIDTH)
    source[:, _CODE] = codes / root
    source[end, _END_MARK] = 1 / root
    spec.encoder.embeddings[0].weight = source
    spec.decoder.embeddings.weight = make.noise(len(codes), _WIDTH)
    output = make.zeros(len(codes), _WIDTH)
    output[:, _CODE] = codes * make.np.float32(_OUTPUT_GAIN)
    make.linear(spec.decoder.projection, output)


def _look_up_own_position(make: _Maker, spec: Any) -> None:
    """Make a cross-attention take the code that stands at the decoder's own position in the source."""
    queries, keys_values, out = (linear.weight for linear in spec.linear)
    keys, values = keys_values[:_WIDTH], keys_values[_WIDTH:]
    # Before it the decoder holds the position alone, and its normalization brings that to the variance 1.
    blown_up = (_WIDTH / _FREQUENCIES) ** 0.5
    scale = (_SHARPNESS * _HEAD**0.5 / (_FREQUENCIES * blown_up)) ** 0.5
    end_scale = (_SHARPNESS * _END_SHARE * _HEAD**0.5) ** 0.5
    for head in range(_HEADS):
        start = head * _HEAD
        for dimension in range(_END_MARK):
            queries[start + dimension, dimension] = keys[start + dimension, dimension] = scale
        spec.linear[0].bias[start + _END_MARK] = end_scale
        keys[start + _END_MARK, _END_MARK] = end_scale
    for dimension in range(_WIDTH - _HEAD):
        values[dimension, _HEAD + dimension] = 1
        out[_HEAD + dimension, dimension] = _COPY_GAIN


def main(arguments: list[str] | None = None) -> None:
    """Make the package, and say where it is."""
    parser = argparse.ArgumentParser(
        description="Write an Argos package of true size that copies its source."
    )
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="where it is kept (%(default)s)")
    print(build(parser.parse_args(arguments).cache))


if __name__ == "__main__":
    main()

"""A small Transformer with Marian's weights, names and arithmetic, so that OPUS-MT's converter reads it.

Post-norm layers, sinusoidal positions (sines first, then cosines), one embedding for source, target and
output, and a decoder that starts from a zero vector. The weights are a plain mapping, as in Marian's file.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from torch import Tensor
from torch.nn import functional

__all__ = ["EOS", "PADDING", "Shape", "Weights", "initial", "logits", "marian_config"]

Weights: TypeAlias = Mapping[str, Tensor]

EOS = 0
"""The piece that ends a sentence."""
PADDING = -1
"""What fills a batch after a sentence's end; no piece."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a model."""

    vocabulary: int
    layers: int = 3
    width: int = 128
    inner: int = 512
    heads: int = 4


def initial(shape: Shape, seed: int) -> dict[str, Tensor]:
    """Make the untrained weights, always the same ones for the same seed."""
    generator = torch.Generator().manual_seed(seed)

    def matrix(rows: int, columns: int) -> Tensor:
        bound = math.sqrt(6 / (rows + columns))
        return torch.empty(rows, columns).uniform_(-bound, bound, generator=generator).requires_grad_()

    weights = {
        name: matrix(*size) if size[0] > 1 else torch.full(size, float("scale" in name)).requires_grad_()
        for name, size in _sizes(shape).items()
    }
    weights["Wemb"] = torch.empty(shape.vocabulary, shape.width).normal_(
        0, shape.width**-0.5, generator=generator
    )
    weights["Wemb"].requires_grad_()
    return weights


def logits(weights: Weights, shape: Shape, source: Tensor, target: Tensor) -> Tensor:
    """Score each piece at each place of the target, given the source and the target before that place.

    `source` and `target` are (sentence, place), each sentence ends with EOS and goes on with PADDING.
    """
    run = _Run(weights, shape)
    return run.decode(target, run.encode(source), _mask(source))


def marian_config(shape: Shape) -> dict[str, Any]:
    """What Marian writes into `special:model.yml` for this network."""
    return {
        "type": "transformer",
        "enc-depth": shape.layers,
        "dec-depth": shape.layers,
        "dim-emb": shape.width,
        "dim-vocabs": [shape.vocabulary, shape.vocabulary],
        "tied-embeddings-all": True,
        "transformer-decoder-autoreg": "self-attention",
        "transformer-dim-ffn": shape.inner,
        "transformer-ffn-activation": "relu",
        "transformer-ffn-depth": 2,
        "transformer-guided-alignment-layer": "last",
        "transformer-heads": shape.heads,
        "transformer-no-projection": False,
        "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d",
        "transformer-postprocess-top": "",
        "transformer-preprocess": "",
    }


def _sizes(shape: Shape) -> dict[str, tuple[int, int]]:
    """The name and size of every weight but the embedding."""
    wide, inner = shape.width, shape.inner
    sizes = {"decoder_ff_logit_out_b": (1, shape.vocabulary)}
    for side, attentions in (("encoder", ["self"]), ("decoder", ["self", "context"])):
        for layer in range(1, shape.layers + 1):
            for attention in attentions:
                name = f"{side}_l{layer}_{attention}"
                for part in "qkvo":
                    sizes |= {f"{name}_W{part}": (wide, wide), f"{name}_b{part}": (1, wide)}
                sizes |= {f"{name}_Wo_ln_scale": (1, wide), f"{name}_Wo_ln_bias": (1, wide)}
            name = f"{side}_l{layer}_ffn"
            sizes |= {f"{name}_W1": (wide, inner), f"{name}_b1": (1, inner)}
            sizes |= {f"{name}_W2": (inner, wide), f"{name}_b2": (1, wide)}
            sizes |= {f"{name}_ffn_ln_scale": (1, wide), f"{name}_ffn_ln_bias": (1, wide)}
    return sizes


def _mask(source: Tensor) -> Tensor:
    """Which source places may be looked at: (sentence, head, query, key)."""
    return (source != PADDING)[:, None, None, :]


def _positions(length: int, width: int) -> Tensor:
    rates = 10000 ** (-torch.arange(0, width, 2) / width)
    angles = torch.arange(length)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


@dataclass(frozen=True, slots=True)
class _Run:
    """One pass through the network."""

    weights: Weights
    shape: Shape

    def encode(self, source: Tensor) -> Tensor:
        states = self._placed(self._embedded(source))
        for layer in range(1, self.shape.layers + 1):
            states = self._attended(f"encoder_l{layer}_self", states, states, _mask(source))
            states = self._fed(f"encoder_l{layer}_ffn", states)
        return states

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        before = functional.pad(self._embedded(target)[:, :-1], (0, 0, 1, 0))
        states = self._placed(before)
        for layer in range(1, self.shape.layers + 1):
            states = self._attended(f"decoder_l{layer}_self", states, states, None)
            states = self._attended(f"decoder_l{layer}_context", states, memory, mask)
            states = self._fed(f"decoder_l{layer}_ffn", states)
        return states @ self.weights["Wemb"].T + self.weights["decoder_ff_logit_out_b"]

    def _embedded(self, pieces: Tensor) -> Tensor:
        return functional.embedding(pieces.clamp(min=EOS), self.weights["Wemb"]) * math.sqrt(self.shape.width)

    def _placed(self, states: Tensor) -> Tensor:
        return states + _positions(states.shape[1], self.shape.width)

    def _attended(self, name: str, states: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        """Add what each place finds in the memory; without a mask it sees what stands before it."""
        queries = self._heads(self._linear(states, name, "q"))
        keys, values = (self._heads(self._linear(memory, name, part)) for part in "kv")
        found = functional.scaled_dot_product_attention(queries, keys, values, mask, is_causal=mask is None)
        joined = found.transpose(1, 2).flatten(2)
        return self._added(f"{name}_Wo", states, self._linear(joined, name, "o"))

    def _fed(self, name: str, states: Tensor) -> Tensor:
        inner = functional.relu(self._linear(states, name, "1"))
        return self._added(f"{name}_ffn", states, self._linear(inner, name, "2"))

    def _added(self, name: str, states: Tensor, more: Tensor) -> Tensor:
        """Residual connection, then layer normalisation: Marian's "dan"."""
        scale, bias = self.weights[f"{name}_ln_scale"][0], self.weights[f"{name}_ln_bias"][0]
        return functional.layer_norm(states + more, scale.shape, scale, bias, eps=1e-5)

    def _linear(self, states: Tensor, name: str, part: str) -> Tensor:
        return states @ self.weights[f"{name}_W{part}"] + self.weights[f"{name}_b{part}"]

    def _heads(self, states: Tensor) -> Tensor:
        return states.reshape(*states.shape[:2], self.shape.heads, -1).transpose(1, 2)

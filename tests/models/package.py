"""Pack trained weights as an Argos package, by way of the files of an OPUS-MT download."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import yaml
from ctranslate2.converters import OpusMTConverter  # type: ignore[import-untyped]  # it ships no types
from network import Shape, Weights, marian_config

__all__ = ["Label", "argos_name", "convert", "fill", "pack", "write_opus"]

# The oldest moment that a zip archive can name: the same package at any time.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Label:
    """What a package says about itself."""

    code: str
    language: str
    version: str = "1.0"

    @property
    def description(self) -> str:
        """A warning in one sentence."""
        return (
            f"A demonstration model from {self.language} into English: a toy that knows the patterns of one "
            "small grammar and invents outside of them. Not for real texts."
        )


def argos_name(label: Label) -> str:
    """The name of the package's root folder, and of its file without the suffix."""
    return f"translate-{label.code}_en-demo-{label.version.replace('.', '_')}"


def write_opus(
    folder: Path, weights: Weights, shape: Shape, pieces: sentencepiece.SentencePieceProcessor
) -> None:
    """Write what an OPUS-MT download holds: weights, vocabulary, decoder settings and the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    config = yaml.safe_dump(marian_config(shape)).encode() + b"\0"
    arrays: dict[str, Any] = {name: weight.numpy() for name, weight in weights.items()}
    arrays["special:model.yml"] = np.frombuffer(config, dtype=np.int8)
    np.savez(folder / "model.npz", **arrays)
    vocabulary = "".join(
        f"{_quoted(pieces.id_to_piece(id_))}: {id_}\n" for id_ in range(pieces.get_piece_size())
    )
    _write(folder / "vocab.yml", vocabulary)
    _write(
        folder / "decoder.yml",
        yaml.safe_dump({"models": ["model.npz"], "vocabs": ["vocab.yml", "vocab.yml"]}),
    )
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(pieces.serialized_model_proto())


def convert(opus: Path, folder: Path) -> None:
    """Convert an OPUS-MT download into a CTranslate2 model with int8 weights."""
    OpusMTConverter(str(opus)).convert(str(folder), quantization="int8", force=True)


def fill(root: Path, opus: Path, label: Label) -> None:
    """Make the folder of an Argos package."""
    root.mkdir(parents=True, exist_ok=True)
    convert(opus, root / "model")
    (root / "sentencepiece.model").write_bytes((opus / "source.spm").read_bytes())
    metadata = {
        "package_version": label.version,
        "argos_version": "1.9.0",
        "from_code": label.code,
        "from_name": label.language,
        "to_code": "en",
        "to_name": "English",
        "demo": True,
        "description": label.description,
    }
    _write(root / "metadata.json", json.dumps(metadata, ensure_ascii=False, indent=4) + "\n")
    _write(root / "README.md", f"# {label.language} – English, demo\n\n{label.description}\n")


def pack(root: Path, archive: Path) -> None:
    """Zip a package's folder: the same files give the same bytes."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(archive, "w") as file:
        for path in _files(root):
            info = zipfile.ZipInfo(path.relative_to(root.parent).as_posix(), _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            info.create_system = 3
            file.writestr(info, path.read_bytes(), compresslevel=9)


def _files(root: Path) -> Iterator[Path]:
    yield from sorted((path for path in root.rglob("*") if path.is_file()), key=lambda path: path.as_posix())


def _quoted(piece: str) -> str:
    escaped = piece.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

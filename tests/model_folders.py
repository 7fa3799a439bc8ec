"""Folders that look like models, without a model in them: for what only reads names and descriptions."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from digest.translation.models.languages import FLORES

__all__ = ["argos", "nllb", "packed", "plain_nllb"]


def argos(
    folder: Path, source: str, target: str, *, version: str = "1.9", demo: bool = False, licence: str = ""
) -> Path:
    """An unpacked Argos package."""
    model = folder / "model"
    model.mkdir(parents=True)
    metadata = {"package_version": version, "from_code": source, "to_code": target}
    more = {"demo": True} if demo else {}
    _write(folder / "metadata.json", json.dumps(metadata | more | ({"licence": licence} if licence else {})))
    _write(folder / "sentencepiece.model", "pieces")
    _write(model / "model.bin", f"weights {source} {target} {version}")
    _write(model / "config.json", "{}")
    _write(model / "shared_vocabulary.json", "[]")
    return folder


def plain_nllb(folder: Path, languages: Sequence[str] = ("en", "kk", "ru")) -> Path:
    """A CTranslate2 folder of the NLLB kind, as a hub gives it: without our card."""
    folder.mkdir(parents=True)
    tokens = [FLORES[code] for code in languages]
    _write(folder / "model.bin", "weights of NLLB")
    _write(folder / "config.json", "{}")
    _write(folder / "shared_vocabulary.json", json.dumps(["<s>", "</s>", "▁a", *tokens]))
    _write(folder / "sentencepiece.bpe.model", "pieces")
    return folder


def nllb(folder: Path, languages: Sequence[str] = ("en", "kk", "ru"), *, demo: bool = False) -> Path:
    """The same, with a card, as our own store keeps it."""
    plain_nllb(folder, languages)
    card = {
        "name": "nllb-tiny",
        "kind": "nllb",
        "version": "1",
        "licence": "CC-BY-NC-4.0",
        "sources": list(languages),
        "targets": list(languages),
        "demo": demo,
        "url": "",
    }
    _write(folder / "digest-model.json", json.dumps(card))
    return folder


def packed(folder: Path, archive: Path, root: str = "") -> Path:
    """Zip a folder, under a root folder of its own name or another."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            opened.write(path, f"{root or folder.name}/{path.relative_to(folder).as_posix()}")
    return archive


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

"""Make an Argos package of an OPUS-MT download, so that the model works in every Argos program too."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from digest.errors import EngineError
from digest.files import remove_tree
from digest.translation.models.place import folder_name
from digest.translation.models.store import CONVERTED, Kind, Model
from digest.values import LanguagePair

__all__ = ["convert"]

_NEEDED = ("decoder.yml", "source.spm", "target.spm")
_TARGET_TOKEN = re.compile(r">>[\w-]+<<")
# What the converter raises for files that are not what their names say.
_BROKEN = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    RuntimeError,
    yaml.YAMLError,
    zipfile.BadZipFile,
)


def convert(folder: Path, pair: LanguagePair, out: Path, *, version: str = "1.0", licence: str = "") -> Path:
    """Make an Argos package of a model as OPUS-MT publishes it for Marian.

    The weights become int8. The same folder gives the same bytes.

    Args:
        folder: The unpacked download: decoder.yml, the weights, the vocabulary, source.spm and target.spm.
        pair: The one direction that the package is for.
        out: The folder to write the package into.
        version: The package's version.
        licence: The model's licence, as its card states it.

    Returns:
        The package's file.

    Raises:
        EngineError: the folder holds no such model, or one that Argos cannot run.
    """
    _check(folder)
    aside = Path(tempfile.mkdtemp(prefix=".digest-", dir=out))
    try:
        made = aside / "model"
        _run(folder, made)
        model = Model(
            f"translate-{pair.source}_{pair.target}",
            Kind.ARGOS,
            version,
            made,
            (pair.source,),
            (pair.target,),
        )
        files = {f"model/{path.name}": path.read_bytes() for path in sorted(made.iterdir())}
        files["sentencepiece.model"] = (folder / "source.spm").read_bytes()
        files["metadata.json"] = _metadata(pair, version, licence)
        files["README.md"] = _readme(folder, pair, licence)
        packed = aside / "package"
        _pack(packed, folder_name(model), files)
        return Path(shutil.move(packed, out / f"{folder_name(model)}.argosmodel"))
    finally:
        remove_tree(aside)


def _check(folder: Path) -> None:
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise EngineError(
            str(folder),
            f"it is no OPUS-MT download: there is no {', '.join(missing)}",
            allowed=f"a folder with {', '.join(_NEEDED)}, a vocabulary and the weights (.npz)",
            remedy=(
                "unpack the zip that the model's card names as its original weights; those on the hub are "
                "for PyTorch"
            ),
        )
    tokens = {token for path in folder.glob("*vocab*.yml") for token in _target_tokens(path)}
    if tokens:
        raise EngineError(
            str(folder),
            f"it writes several languages ({', '.join(sorted(tokens)[:5])} …), and Argos cannot say which",
            remedy=(
                "take one that was made for the one target language; or use it here alone: "
                f"ct2-opus-mt-converter --model_dir {folder} --quantization int8 --output_dir OUT, "
                "copy source.spm and target.spm there, then build_digest.py models import OUT --pair ru-kk"
            ),
        )


def _target_tokens(path: Path) -> set[str]:
    return set(_TARGET_TOKEN.findall(path.read_text(encoding="utf-8", errors="replace")))


def _run(folder: Path, made: Path) -> None:
    """Convert the weights, as ctranslate2's OpusMTConverter does, which leaves their file open."""
    from ctranslate2.converters import MarianConverter  # type: ignore[import-untyped]  # it ships no types

    try:
        decoder = yaml.safe_load((folder / "decoder.yml").read_text(encoding="utf-8"))
        vocabularies = [str(folder / name) for name in decoder["vocabs"]]
        with (folder / decoder["models"][0]).open("rb") as weights:
            MarianConverter(weights, vocabularies).convert(str(made), quantization="int8")
        config: dict[str, Any] = json.loads((made / "config.json").read_text(encoding="utf-8"))
    except _BROKEN as error:
        raise EngineError(
            str(folder),
            f"it cannot be converted: {error}",
            remedy="fetch it again; only Transformer models can be converted",
        ) from error
    # Marian's models want the sentence's end marked, and no Argos program marks it: ctranslate2 must.
    config["add_source_eos"] = True
    text = json.dumps(config, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    (made / "config.json").write_text(text, encoding="utf-8", newline="\n")


def _metadata(pair: LanguagePair, version: str, licence: str) -> bytes:
    data = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": pair.source,
        "from_name": _language(pair.source),
        "to_code": pair.target,
        "to_name": _language(pair.target),
        "licence": licence,
        CONVERTED: "OPUS-MT",
    }
    return (json.dumps(data, ensure_ascii=False, indent=4) + "\n").encode("utf-8")


def _readme(folder: Path, pair: LanguagePair, licence: str) -> bytes:
    head = (
        f"# {_language(pair.source)} – {_language(pair.target)}\n\n"
        "Converted to int8 from a model of OPUS-MT, by the Language Technology Research Group at the "
        "University of Helsinki (https://github.com/Helsinki-NLP/Opus-MT). "
        f"Licence: {licence or 'see its card'}.\n"
    )
    own = folder / "README.md"
    rest = "\n" + own.read_text(encoding="utf-8", errors="replace") if own.is_file() else ""
    return (head + rest).encode("utf-8")


def _language(code: str) -> str:
    return str(Locale("en").languages.get(code, code))


def _pack(path: Path, root: str, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(f"{root}/{name}", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data)

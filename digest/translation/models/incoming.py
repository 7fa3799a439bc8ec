"""Take in a model that is already on this machine: an archive or a folder, of any kind that we run."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digest.errors import EngineError
from digest.translation.models.archive import check_room, is_expected, unpack
from digest.translation.models.catalogue import Entry, known_as
from digest.translation.models.languages import languages, opus_targets, read_vocabulary, recognise
from digest.translation.models.lock import hash_file
from digest.translation.models.place import put, staging, write_card
from digest.translation.models.store import CARD, Kind, Model, Store, describe_argos, describe_own
from digest.values import LanguagePair

__all__ = ["Hints", "take_in"]

_NOT_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_ARCHIVE_ENDS = re.compile(r"\.(zip|argosmodel|tar|tgz|tar\.\w+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hints:
    """What the user or the catalogue knows about a model and its files do not say; each may be empty."""

    name: str = ""
    version: str = ""
    licence: str = ""
    url: str = ""
    pair: LanguagePair | None = None


def take_in(
    source: Path,
    store: Store,
    entries: Iterable[Entry],
    hints: Hints | None = None,
    check: Callable[[Model], object] | None = None,
    *,
    ours: bool = False,
) -> Model:
    """Install a model from a file or a folder, which stays as it is unless it is ours.

    Args:
        source: An .argosmodel, a zip or a tar of a model's folder, or that folder itself.
        store: Where to.
        entries: The catalogue: a model that it knows by its weights gets its name and licence from there.
        hints: What else is known of it.
        check: Called with the model before it is put into place; what it raises stops that.
        ours: Whether the files of a folder may be moved, which wants no room on the disk.

    Returns:
        The installed model.

    Raises:
        EngineError: it is no model that we know, is not whole, or cannot be put into place.
    """
    if not source.exists():
        raise EngineError(str(source), "there is no such file or folder")
    with staging(store) as folder:
        root = unpack(source, folder) if source.is_file() else _gather(source, folder / "model", ours)
        try:
            model = _described(root, source, tuple(entries), hints or Hints())
        except (OSError, ValueError) as error:
            raise _unknown(source, error) from error
        if model.kind is not Kind.ARGOS:
            write_card(model)
        if check:
            check(model)
        return put(store, model)


def _gather(source: Path, target: Path, ours: bool) -> Path:
    """Copy or move what can belong to a model; links lead to their files, as in a hub's cache."""
    names = [path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()]
    wanted = [name for name in names if is_expected(name)]
    if not ours:
        check_room(target.parent, sum((source / name).stat().st_size for name in wanted))
    target.mkdir()
    for name in wanted:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            (shutil.move if ours else shutil.copyfile)(source / name, target / name)
        except OSError as error:
            raise EngineError(str(source / name), str(error.strerror or error)) from error
    return target


def _described(root: Path, source: Path, entries: Sequence[Entry], hints: Hints) -> Model:
    """Describe a folder that was brought in.

    Raises:
        ValueError: it is no model that we know.
        OSError: a file is missing.
    """
    if (root / "metadata.json").is_file():
        model = describe_argos(root)
        if model is None:
            raise ValueError("it is an Argos package, but not one that translates")
        return model
    return describe_own(root) if (root / CARD).is_file() else _recognised(root, source, entries, hints)


def _recognised(root: Path, source: Path, entries: Sequence[Entry], hints: Hints) -> Model:
    kind = recognise(root)
    if kind is None:
        raise ValueError(
            "its vocabulary has the language tokens of no family that we run: " + ", ".join(Kind)
        )
    if not [path for path in root.iterdir() if path.suffix in {".spm", ".model"}]:
        raise FileNotFoundError("it has no SentencePiece model (as in sentencepiece.bpe.model)")
    sources, targets = _directions(root, kind, hints)
    name = hints.name or _NOT_A_NAME.sub("-", _ARCHIVE_ENDS.sub("", source.resolve().name)).strip("-._")
    weights = hash_file(root / "model.bin").sha256
    model = Model(
        name, kind, hints.version or weights[:8], root, sources, targets, hints.licence, False, hints.url
    )
    entry = known_as(model, weights, entries)
    if entry is None:
        return model
    return replace(
        model,
        name=hints.name or entry.name,
        version=hints.version or entry.version,
        licence=entry.licence,
        url=entry.page,
    )


def _directions(root: Path, kind: Kind, hints: Hints) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if kind is not Kind.OPUS:
        known = languages(kind, read_vocabulary(root))
        return known, known
    if hints.pair is None:
        raise ValueError("an OPUS-MT model does not say its languages: name them, as in --pair kk-en")
    targets = tuple(sorted(opus_targets(read_vocabulary(root)))) or (hints.pair.target,)
    if hints.pair.target not in targets:
        raise ValueError(f"it does not write `{hints.pair.target}`, only {', '.join(targets)}")
    return (hints.pair.source,), targets


def _unknown(source: Path, error: OSError | ValueError) -> EngineError:
    """Say what a folder or an archive is that is no model of ours, and what would make it one."""
    remedy = "fetch it again; see `models list` for what is available"
    names = {path.name for path in source.iterdir()} if source.is_dir() else set()
    if "decoder.yml" in names:
        remedy = f"this is an OPUS-MT download: python build_digest.py models convert {source} --to kk-en"
    elif names & {"pytorch_model.bin", "model.safetensors"}:
        remedy = (
            "these are weights for PyTorch: where transformers and torch are installed, "
            f"ct2-transformers-converter --model {source} --quantization int8 --output_dir OUT "
            "--copy_files sentencepiece.bpe.model; then import OUT"
        )
    return EngineError(
        str(source),
        f"it is no model that can be used: {error}",
        allowed="an Argos package, or a CTranslate2 folder of NLLB-200, M2M-100, MADLAD-400 or OPUS-MT",
        remedy=remedy,
    )

"""The models that are installed on this machine: our own folder, and the user's Argos packages.

Only their descriptions are read: no model is loaded, and nothing of argostranslate is imported.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from digest.values import Finding, LanguagePair

__all__ = [
    "CARD",
    "CONVERTED",
    "Kind",
    "Model",
    "Store",
    "argos_folders",
    "argos_setting",
    "describe_argos",
    "describe_own",
]

CONVERTED = "converted_from"
"""The key in a package's metadata.json that says what `models convert` made it from."""

CARD = "digest-model.json"
"""The file in each folder of our own store that says which model it is."""

_CODE = re.compile(r"[a-z]{2,3}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,49}")
# What decides a model's text. A package also holds a README and a sentence splitter's data: neither is used.
_TEXT_FILES = re.compile(
    r"config\.json|(shared|source|target)_vocabulary\.(json|txt)|vmap\.txt|[\w.-]+\.(spm|model)|metadata\.json"
)
_LARGEST_CARD = 1_000_000


class Kind(StrEnum):
    """How a model is asked: what stands round the sentence, and which files it has."""

    ARGOS = "argos"
    """An Argos package: one direction, `model/` beside `sentencepiece.model` or `bpe.model`."""
    NLLB = "nllb"
    """NLLB-200 or a fine-tune of it: language tokens as in `kaz_Cyrl`."""
    M2M100 = "m2m100"
    """M2M-100: language tokens as in `__kk__`."""
    MADLAD = "madlad"
    """MADLAD-400, a T5: `<2en>` in front of the source, which may be any language."""
    OPUS = "opus"
    """OPUS-MT: `source.spm` and `target.spm`."""


@dataclass(frozen=True, slots=True)
class Model:
    """An installed model. `sources` and `targets` are ISO 639-1 codes, sorted.

    `licence` is empty where the package does not name one. `demo` marks a toy model that invents outside its
    own patterns; `converted` an Argos package that was made of a model for another program.
    """

    name: str
    kind: Kind
    version: str
    folder: Path
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    licence: str = ""
    demo: bool = False
    url: str = ""
    converted: bool = False

    def serves(self, pair: LanguagePair) -> bool:
        """Tell whether the model translates a pair by itself."""
        return pair.source != pair.target and pair.source in self.sources and pair.target in self.targets

    @property
    def runtime(self) -> Path:
        """The folder that ctranslate2 loads."""
        return self.folder / "model" if self.kind is Kind.ARGOS else self.folder

    @property
    def weights(self) -> Path:
        """The file that holds the weights; its SHA-256 stands for the model's."""
        return self.runtime / "model.bin"

    def files(self) -> tuple[str, ...]:
        """The files that decide what the model answers, below its folder, with forward slashes, sorted.

        Raises:
            OSError: the folder cannot be read.
        """
        folders = {self.folder, self.runtime}
        found = (path for folder in folders for path in folder.iterdir() if path.is_file())
        decide = (path for path in found if path.name == "model.bin" or _TEXT_FILES.fullmatch(path.name))
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in decide))

    @property
    def order(self) -> tuple[tuple[int, ...], str]:
        """Sorts versions of a model, the newest last; of two copies of it, always in the same order."""
        return tuple(int(part) for part in re.findall(r"\d+", self.version)), self.folder.name


class Store:
    """What is installed. Each question reads the disk anew; folders that do not exist hold nothing."""

    def __init__(self, folder: Path | None = None, argos_folders: Sequence[Path] | None = None) -> None:
        """Nothing is read yet.

        Args:
            folder: Our own; by default the one that DIGEST_MODELS names, else one among the user's data.
            argos_folders: Those that hold Argos packages; by default the ones that argostranslate uses.
        """
        self.folder = _own_folder() if folder is None else folder
        self.argos_folders = tuple(_argos_folders() if argos_folders is None else argos_folders)

    def installed(self) -> tuple[Model, ...]:
        """Every model that can be used, by name, the older versions first."""
        models = (found for found in self._look() if isinstance(found, Model))
        return tuple(sorted(models, key=lambda model: (model.name, model.order)))

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the others: each was passed over, and each has its finding."""
        return tuple(found for found in self._look() if isinstance(found, Finding))

    def _look(self) -> Iterator[Model | Finding]:
        yield from _inside(self.folder, describe_own)
        for folder in self.argos_folders:
            yield from _inside(folder, describe_argos)


def argos_folders() -> tuple[Path, ...]:
    """The folders in which argostranslate keeps its packages; they need not exist."""
    return tuple(_argos_folders())


def argos_setting(name: str) -> str:
    """What the user has set for argostranslate: in the environment, else in settings.json; or nothing."""
    if value := os.environ.get(name):
        return value
    config = Path(os.environ.get("XDG_CONFIG_HOME", _home() / ".config")) / "argos-translate"
    try:
        value = _json(config / "settings.json").get(name)
    except (OSError, ValueError):
        return ""
    return "" if value is None else str(value)


def describe_argos(folder: Path) -> Model | None:
    """Describe an unpacked Argos package; None for one that is no translation model.

    Raises:
        ValueError: its metadata is not what it should be.
        OSError: a file is missing or cannot be read.
    """
    data = _json(folder / "metadata.json")
    if data.get("type", "translate") != "translate":
        return None
    source, target = (_word(data, key, _CODE) for key in ("from_code", "to_code"))
    model = Model(
        f"translate-{source}_{target}",
        Kind.ARGOS,
        _word(data, "package_version", _VERSION, "unknown"),
        folder,
        (source,),
        (target,),
        str(data.get("licence") or data.get("license") or ""),
        data.get("demo") is True,
        converted=bool(data.get(CONVERTED)),
    )
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise FileNotFoundError("it has neither sentencepiece.model nor bpe.model")
    return _with_weights(model)


def describe_own(folder: Path) -> Model:
    """Describe a model of our own store by its card.

    Raises:
        ValueError: the card is not what it should be.
        OSError: a file is missing or cannot be read.
    """
    data = _json(folder / CARD)
    kind = data.get("kind")
    if kind not in set(Kind):
        raise ValueError(f"{CARD}: `kind` is {kind!r}; allowed: {', '.join(Kind)}")
    model = Model(
        _word(data, "name", _NAME),
        Kind(kind),
        _word(data, "version", _VERSION),
        folder,
        _codes(data, "sources"),
        _codes(data, "targets"),
        str(data.get("licence") or ""),
        data.get("demo") is True,
        str(data.get("url") or ""),
    )
    return _with_weights(model)


def _with_weights(model: Model) -> Model:
    if not model.weights.is_file():
        raise FileNotFoundError(f"it has no {model.weights.relative_to(model.folder).as_posix()}")
    return model


def _inside(folder: Path, describe: Callable[[Path], Model | None]) -> Iterator[Model | Finding]:
    """Describe each folder in a folder, in the order of their names."""
    try:
        # A name that begins with a dot is a model that is being unpacked, or litter.
        inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except FileNotFoundError:
        return
    except OSError as error:
        yield Finding(str(folder), f"the models in it cannot be read: {error.strerror or error}")
        return
    for path in inside:
        try:
            model = describe(path)
        except (OSError, ValueError) as error:
            message = f"this model is broken and was passed over: {_reason(error)}"
            yield Finding(str(path), message, "install it again, or delete the folder")
        else:
            if model:
                yield model


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{Path(str(error.filename or '')).name}: {error.strerror}"
    return str(error)


def _json(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _LARGEST_CARD:
        raise ValueError(f"{path.name} is too large to be a description")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from error
    if not isinstance(data, dict):
        raise ValueError(f"{path.name} holds no mapping")
    return data


def _word(data: dict[str, Any], key: str, pattern: re.Pattern[str], otherwise: str = "") -> str:
    value = data.get(key)
    word = str(value) if isinstance(value, str | int | float) and value != "" else otherwise
    if not pattern.fullmatch(word):
        raise ValueError(f"`{key}` is {value!r}")
    return word


def _codes(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key)
    if not isinstance(value, list) or not value:
        raise ValueError(f"{CARD}: `{key}` is {value!r}; allowed: a list of language codes")
    if wrong := [code for code in value if not (isinstance(code, str) and _CODE.fullmatch(code))]:
        raise ValueError(f"{CARD}: `{key}` holds {wrong[0]!r}; allowed: language codes as in kk")
    return tuple(sorted(set(value)))


def _own_folder() -> Path:
    chosen = os.environ.get("DIGEST_MODELS")
    return Path(chosen) if chosen else platformdirs.user_data_path("bilingual-digest", False) / "models"


def _argos_folders() -> Iterator[Path]:
    """As argostranslate.settings finds them, which makes folders and may print when it is imported."""
    data = Path(os.environ.get("XDG_DATA_HOME", _home() / ".local" / "share")) / "argos-translate"
    chosen = argos_setting("ARGOS_PACKAGES_DIR")
    yield Path(chosen) if chosen else data / "packages"
    if "SNAP" in os.environ:
        yield Path(os.environ["SNAP"]) / "snap_custom" / "packages"


def _home() -> Path:
    snap = os.environ.get("SNAP_USER_DATA") if "SNAP" in os.environ else None
    return Path(snap or "~").expanduser()

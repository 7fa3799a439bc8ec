"""models.lock: what each model's files were when it was first used, so that none is swapped unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from digest.errors import EngineError
from digest.translation.models.store import Model
from digest.yaml_text import load as load_yaml

__all__ = ["FILE", "Lock", "Pin", "PinnedFile", "hash_file", "parse", "render"]

FILE = "models.lock"
"""Its name, at the digest's root."""

_HEAD = """\
# The models that this digest was translated with: every file's size and SHA-256, taken down when a model was
# first used. A model whose files differ is refused. To accept another one, delete its entry here.
"""
_STRICT = ConfigDict(extra="forbid")
Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$")]


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file's size in bytes and its SHA-256 in hexadecimal."""

    __pydantic_config__ = _STRICT

    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of a model: its files, by their path below its folder."""

    __pydantic_config__ = _STRICT

    name: Word
    version: Word
    files: Mapping[str, PinnedFile]

    @property
    def weights(self) -> PinnedFile | None:
        """The file that holds the weights; its SHA-256 stands for the model's."""
        return next((file for name, file in self.files.items() if name.endswith("model.bin")), None)


@dataclass(frozen=True, slots=True)
class Lock:
    """The pinned models. `file` is the lock's path as the user knows it."""

    pins: tuple[Pin, ...] = ()
    file: str = field(default=FILE, compare=False)

    def pin(self, model: Model) -> Pin | None:
        """What is pinned for this version of a model."""
        return next(
            (pin for pin in self.pins if (pin.name, pin.version) == (model.name, model.version)), None
        )

    def checked(self, model: Model) -> Lock:
        """Read a model's files and compare them; a model that is not pinned yet is pinned.

        Returns:
            This lock, or one that has the model as well.

        Raises:
            EngineError: a file is not what was pinned, or cannot be read.
        """
        found, pinned = _taken(model), self.pin(model)
        if pinned is None:
            return replace(self, pins=tuple(sorted((*self.pins, found), key=_order)))
        for name in sorted({*found.files, *pinned.files}):
            if found.files.get(name) != pinned.files.get(name):
                raise self._differs(model, name, found.files.get(name), pinned.files.get(name))
        return self

    def with_those_of(self, other: Lock) -> Lock:
        """This lock, and the other's pins of models that this one does not have."""
        pins = {_order(pin): pin for pin in (*other.pins, *self.pins)}
        return replace(self, pins=tuple(sorted(pins.values(), key=_order)))

    def _differs(
        self, model: Model, name: str, found: PinnedFile | None, pinned: PinnedFile | None
    ) -> EngineError:
        return EngineError(
            str(model.folder / name),
            f"{model.name} {model.version} is not the model that {self.file} names: it holds {_shown(found)}",
            allowed=_shown(pinned),
            remedy=(
                f"see all with `models verify`; get it again with `models remove {model.name}` and "
                f"`models install`; or, to accept this one, delete its entry in {self.file}"
            ),
        )


def parse(text: str, file: str = FILE) -> Lock:
    """Read the text of models.lock; an empty one pins nothing.

    Raises:
        EngineError: it is not what `render` writes.
    """
    remedy = "take the last good one from your version control, or delete it: it is made anew"
    data = load_yaml(text, file, EngineError, remedy=remedy)
    try:
        pins = _CONTENT.validate_python({"models": ()} if data is None else data).models
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise EngineError(
            file, first["msg"].lower().replace("valid tuple", "list"), place=place, remedy=remedy
        ) from error
    seen = [_order(pin) for pin in pins]
    if twice := next((key for key in seen if seen.count(key) > 1), None):
        raise EngineError(file, f"{twice[0]} {twice[1]} stands twice", remedy="delete one of the two")
    return Lock(tuple(sorted(pins, key=_order)), file)


def render(lock: Lock) -> str:
    """The text of models.lock, sorted: the same models give the same bytes."""
    lines = [_HEAD, "models:\n" if lock.pins else "models: []\n"]
    for pin in sorted(lock.pins, key=_order):
        files = "" if pin.files else " {}"
        lines.append(f'  - name: "{pin.name}"\n    version: "{pin.version}"\n    files:{files}\n')
        for name, file in sorted(pin.files.items()):
            lines.append(f'      "{name}":\n        size: {file.size}\n        sha256: "{file.sha256}"\n')
    return "".join(lines)


def hash_file(path: Path) -> PinnedFile:
    """Read a file's size and SHA-256.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return PinnedFile(file.tell(), digest)


@dataclass(frozen=True, slots=True)
class _Content:
    __pydantic_config__ = _STRICT

    models: tuple[Pin, ...]


_CONTENT = TypeAdapter(_Content)


def _taken(model: Model) -> Pin:
    try:
        files = {name: hash_file(model.folder / name) for name in model.files()}
    except OSError as error:
        where = str(error.filename or model.folder)
        raise EngineError(where, str(error.strerror or error), remedy="install the model again") from error
    return Pin(model.name, model.version, files)


def _order(pin: Pin) -> tuple[str, str]:
    return pin.name, pin.version


def _shown(file: PinnedFile | None) -> str:
    return f"{file.size} bytes with SHA-256 {file.sha256}" if file else "no such file"

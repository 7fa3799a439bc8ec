"""The catalogue: what is known of the models that are available, from the package's data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from digest.data import load
from digest.errors import EngineError
from digest.translation.models.store import Kind, Model
from digest.values import LanguagePair

__all__ = ["Entry", "RemoteFile", "catalogue", "choose", "known_as"]

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What is known of a file before it is fetched."""

    __pydantic_config__ = _STRICT

    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that is available. Unknown fields are empty or None.

    It comes as one file at `url`, as `files` of a hub's `repository` at a `revision`, or not through us: then
    `how` says what to do.
    """

    __pydantic_config__ = _STRICT

    name: str
    kind: Kind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    licence: str
    version: str = ""
    commercial: bool | None = None
    size: int | None = None
    url: str = ""
    sha256: str = ""
    repository: str = ""
    revision: str = ""
    files: Mapping[str, RemoteFile] = field(default_factory=dict)
    note: str = ""
    how: str = ""

    @property
    def download(self) -> int | None:
        """The size of what would be fetched, in bytes, or None where not all of it is known."""
        sizes = [file.size for file in self.files.values()]
        known = [size for size in sizes if size is not None]
        return sum(known) if known and len(known) == len(sizes) else self.size

    @property
    def page(self) -> str:
        """Where a person finds the model."""
        return f"https://huggingface.co/{self.repository}" if self.repository else self.url

    def serves(self, pair: LanguagePair) -> bool:
        """Tell whether the model is offered for a pair."""
        return pair.source != pair.target and pair.source in self.sources and pair.target in self.targets


_ENTRIES = TypeAdapter(tuple[Entry, ...])


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every entry, in the order in which they are offered."""
    return _ENTRIES.validate_python(load("models"))


def choose(wanted: Sequence[str], target: str, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Choose entries by their names or by language codes, each once, in the order of the words.

    For a language it is the first entry that translates it into the target and that the program can fetch.

    Raises:
        EngineError: no entry has that name or serves that language, or it cannot be fetched by the program.
    """
    known = tuple(entries)
    return tuple({entry.name: entry for entry in (_one(word, target, known) for word in wanted)}.values())


def known_as(model: Model, sha256: str, entries: Iterable[Entry]) -> Entry | None:
    """The entry whose weights have that hash."""
    weights = (
        (entry, file) for entry in entries for name, file in entry.files.items() if name == model.weights.name
    )
    return next((entry for entry, file in weights if file.sha256 == sha256), None)


def _one(word: str, target: str, entries: Sequence[Entry]) -> Entry:
    named = next((entry for entry in entries if entry.name == word), None)
    if named and named.how:
        raise EngineError(word, "the program cannot fetch this model", remedy=named.how)
    if named:
        return named
    pair = LanguagePair(word, target)
    for entry in entries:
        if entry.serves(pair) and not entry.how:
            return entry
    offered = [entry for entry in entries if target in entry.targets and not entry.how]
    codes = sorted({code for entry in offered for code in entry.sources} - {target})
    raise EngineError(
        word,
        f"the catalogue has no model of that name, nor one from that language into {target}",
        allowed=", ".join((*codes, *(entry.name for entry in entries))),
        remedy="see `models list`; a model from elsewhere comes in with `models import`",
    )

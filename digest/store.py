"""What was computed, kept by the hash of what it was computed from.

A step's result is found again under a hash of its input, of the settings that matter to the step, and of a
recipe: the program's code and data for that step. So a result is computed anew when one of these changes, and
only then. The file can be deleted at any time; a build then computes everything again. Nothing in it is
trusted: a value that is not what was stored, or cannot be read, is computed again.

It is one SQLite file, which several processes may use at once. Where it cannot be used (a read-only folder, a
full disk, a broken file), work goes on without it.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

import msgspec

__all__ = ["FOLDER", "Step", "Store", "content_hash", "recipe"]

FOLDER = ".cache"
"""The folder in the digest's that holds the store; git ignores it."""

_NAME = "results.sqlite"
_LAYOUT = 1  # of the table; another one gets a file of its own
_KEPT_DAYS = 30  # without being used
_AT_ONCE = 500  # keys a query
_SECONDS_WAITED = 20  # for another process
_SAVED_EVERY = 2.0  # seconds: what a run that is killed may have to compute again
_CHECK_SIZE = 8

T = TypeVar("T")
Input = TypeVar("Input")

_TABLE = (
    "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, value BLOB NOT NULL, day INTEGER NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A step whose results are kept: its name, the type of a result, and what all its results depend on."""

    name: str
    result: type[T]
    made_by: bytes

    @classmethod
    def of(cls, name: str, result: type[T], *made_by: object) -> Step[T]:
        """Describe a step. `made_by` are recipes and settings: whatever changes each of its results."""
        return cls(name, result, content_hash((name, *made_by)))

    def key(self, value: object) -> bytes:
        """The key of the result for an input."""
        return hashlib.sha256(self.made_by + _encoded(value)).digest()


def content_hash(value: object) -> bytes:
    """The SHA-256 of a value: of the project's own values, of settings, and of what Python builds in."""
    return hashlib.sha256(_encoded(value)).digest()


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")


def _encoded(value: object) -> bytes:
    try:
        return _encoder().encode(value)
    except UnicodeEncodeError:  # half a surrogate pair, which msgpack's text cannot hold
        return pickle.dumps(value)


def _plain(value: Any) -> object:
    """Settings as what msgspec can encode: they are pydantic's."""
    return value.model_dump(mode="json")


@cache
def recipe(*parts: str) -> str:
    """The SHA-256 of files and folders of the package, by their paths in it: its code and its data."""
    sha256 = hashlib.sha256()
    with as_file(files("digest")) as package:
        found = (package / part for part in parts)
        paths = (path for top in found for path in (top.rglob("*.*") if top.is_dir() else [top]))
        for path in sorted(path for path in paths if path.suffix != ".pyc" and path.is_file()):
            sha256.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return sha256.hexdigest()


class Store:
    """The results that were kept. A context manager; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` is the digest's; the file in it is opened when it is first needed."""
        self._folder = folder
        self._connection: sqlite3.Connection | None = None
        self._saved = time.monotonic()
        self._today = int(time.time() // 86400)

    def results(
        self,
        step: Step[T],
        inputs: Sequence[Input],
        compute: Callable[[Sequence[Input]], Iterable[T | Exception]],
    ) -> list[T | Exception]:
        """The result for each input, in their order; those that are not kept are computed, and kept.

        `compute` is given the inputs that have no result, and returns theirs in the same order. An exception
        stands for an input that has none; it is not kept.
        """
        keys = [step.key(value) for value in inputs]
        kept: dict[bytes, T] = dict(self.load(step, keys))
        found: dict[bytes, T | Exception] = {**kept}
        missing = {key: value for key, value in zip(keys, inputs, strict=True) if key not in found}
        if missing:
            for key, result in zip(missing, compute(list(missing.values())), strict=True):
                found[key] = result
                if not isinstance(result, Exception):
                    self.save(step, {key: result})
            self._commit()
        return [found[key] for key in keys]

    def results_of_all(
        self,
        step: Step[T],
        inputs: Sequence[Input],
        compute: Callable[[Sequence[Input]], Iterable[T | Exception]],
    ) -> list[T]:
        """As `results`, where every input has a result: the first exception is raised."""
        results = []
        for result in self.results(step, inputs, compute):
            if isinstance(result, Exception):
                raise result
            results.append(result)
        return results

    def load(self, step: Step[T], keys: Iterable[bytes]) -> Iterator[tuple[bytes, T]]:
        """The results that are kept under some keys."""
        decoder = msgspec.msgpack.Decoder(step.result)
        old: list[bytes] = []
        for key, value, day in self._rows(list(keys)):
            if _check(value[_CHECK_SIZE:]) != value[:_CHECK_SIZE]:
                continue
            with suppress(msgspec.MsgspecError):
                yield key, decoder.decode(value[_CHECK_SIZE:])
                if day != self._today:
                    old.append(key)
        self._write("UPDATE results SET day = ? WHERE key = ?", ((self._today, key) for key in old))

    def save(self, step: Step[T], results: Mapping[bytes, T]) -> None:
        """Keep results by their keys, but for those that hold half a surrogate pair."""
        rows = []
        for key, result in results.items():
            try:
                value = msgspec.msgpack.encode(result)
            except UnicodeEncodeError:
                continue
            rows.append((key, _check(value) + value, self._today))
        self._write("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", rows)
        if time.monotonic() - self._saved > _SAVED_EVERY:
            self._commit()

    def close(self) -> None:
        """Write what is to be kept, and drop what nobody has used for a month."""
        if self._connection is None:
            return
        with self._tolerant():
            self._connection.execute("DELETE FROM results WHERE day < ?", (self._today - _KEPT_DAYS,))
        self._commit()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def __enter__(self) -> Store:
        """Ready as it is."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()

    def _rows(self, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes, int]]:
        if not self._open(keys):
            return
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            with self._tolerant():
                if self._connection is None:
                    return
                marks = ",".join("?" * len(part))
                query = f"SELECT key, value, day FROM results WHERE key IN ({marks})"
                yield from self._connection.execute(query, part).fetchall()

    def _write(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        rows = list(rows)
        if self._open(rows):
            with self._tolerant():
                assert self._connection is not None
                self._connection.executemany(statement, rows)

    def _commit(self) -> None:
        self._saved = time.monotonic()
        if self._connection is not None:
            with self._tolerant():
                self._connection.commit()

    def _open(self, wanted: Sequence[object]) -> bool:
        """Open the file where something is wanted of it; return whether it is open."""
        if self._connection is None and self._folder is not None and wanted:
            folder = self._folder / FOLDER
            try:
                folder.mkdir(exist_ok=True)
                ignore = folder / ".gitignore"
                if not ignore.exists():
                    ignore.write_text("*\n", encoding="utf-8")
                self._connection = _connected(folder / _NAME)
            except (OSError, sqlite3.Error):
                self._folder = None
        return self._connection is not None

    @contextmanager
    def _tolerant(self) -> Iterator[None]:
        """Go on without the store where SQLite refuses."""
        try:
            yield
        except sqlite3.Error:
            if self._connection is not None:
                with suppress(sqlite3.Error):
                    self._connection.close()
            self._connection = self._folder = None


def _connected(path: Path) -> sqlite3.Connection:
    """The opened file. One that is broken, or of another layout, is deleted and begun anew."""
    for attempt in (1, 2):
        connection = sqlite3.connect(path, timeout=_SECONDS_WAITED)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # what is lost is computed again
            (layout,) = connection.execute("PRAGMA user_version").fetchone()
            if layout not in (0, _LAYOUT):
                raise sqlite3.DatabaseError("another layout")
            connection.execute(_TABLE)
            connection.execute(f"PRAGMA user_version = {_LAYOUT}")
            connection.commit()
            return connection
        except sqlite3.OperationalError:
            connection.close()
            raise
        except sqlite3.DatabaseError:
            connection.close()
            if attempt == 2:
                raise
            for name in (path, *(path.with_name(f"{path.name}-{part}") for part in ("wal", "shm"))):
                name.unlink(missing_ok=True)
    raise AssertionError("unreachable")


def _check(value: bytes) -> bytes:
    return hashlib.blake2b(value, digest_size=_CHECK_SIZE).digest()

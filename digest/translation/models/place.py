"""Put a model's folder into place, and take it away: at once or not at all, and one command at a time."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from digest.errors import EngineError
from digest.files import remove_tree, runs
from digest.translation.models.store import CARD, Kind, Model, Store

__all__ = ["folder_name", "home", "put", "remove", "staging", "write_card"]

_LOCK = ".digest.lock"
_WAIT = 60
# Before the number of the process that works there.
_ASIDE = ".digest-"


def home(store: Store, kind: Kind) -> Path:
    """The folder that a kind of models is installed into: the user's Argos folder, or our own."""
    return store.argos_folders[0] if kind is Kind.ARGOS and store.argos_folders else store.folder


@contextmanager
def staging(store: Store) -> Iterator[Path]:
    """An empty folder in our own store to make a model in; it goes afterwards.

    Raises:
        EngineError: the disk does not let us write there.
    """
    with _aside(store.folder) as folder:
        yield folder


def put(store: Store, model: Model) -> Model:
    """Move a model's folder, whole, to its place, and give the model there; what stood there goes.

    Raises:
        EngineError: another command holds the place, or the disk refuses.
    """
    place = home(store, model.kind)
    name = folder_name(model)
    beside = place.parent if model.kind is Kind.ARGOS else place
    # argostranslate takes any folder among its packages for a package: what is half there stands beside them.
    with _held(place), _aside(beside) as aside, _named(place / name):
        shutil.move(model.folder, aside / "new")
        target = place / name
        if target.exists():
            target.rename(aside / "old")
        try:
            (aside / "new").rename(target)
        except OSError:
            if (aside / "old").exists():
                (aside / "old").rename(target)
            raise
    return replace(model, folder=target)


def folder_name(model: Model) -> str:
    """The name of an installed model's folder; that of an Argos package is as Argos names it."""
    version = model.version.replace(".", "_") if model.kind is Kind.ARGOS else model.version
    return f"{model.name}-{version}"


def remove(model: Model) -> None:
    """Delete a model's folder: out of sight first, so that nobody finds half of one.

    Raises:
        EngineError: another command holds the place, or the disk refuses.
    """
    place = model.folder.parent
    beside = place.parent if model.kind is Kind.ARGOS else place
    with _held(place), _aside(beside) as aside, _named(model.folder):
        model.folder.rename(aside / model.folder.name)


def write_card(model: Model) -> None:
    """Write the description that our own store keeps in a model's folder."""
    card = {
        "name": model.name,
        "kind": str(model.kind),
        "version": model.version,
        "licence": model.licence,
        "sources": list(model.sources),
        "targets": list(model.targets),
        "demo": model.demo,
        "url": model.url,
    }
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    (model.folder / CARD).write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _aside(place: Path) -> Iterator[Path]:
    """A folder for what is half there, on the same disk as a place; it goes afterwards."""
    with _named(place):
        place.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        folder = Path(tempfile.mkdtemp(prefix=f"{_ASIDE}{os.getpid()}-", dir=place))
    try:
        yield folder
    finally:
        remove_tree(folder)


def _sweep(place: Path) -> None:
    """Delete what commands that were killed have left half there; not what one that goes on is making."""
    for left in place.glob(f"{_ASIDE}*-*"):
        number = left.name.removeprefix(_ASIDE).partition("-")[0]
        if number.isdecimal() and not runs(int(number)):
            remove_tree(left)


@contextmanager
def _held(place: Path) -> Iterator[None]:
    """Hold a folder of models: two commands at once take turns."""
    with _named(place):
        place.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place / _LOCK, timeout=_WAIT)
        try:
            lock.acquire()
        except Timeout as error:
            remedy = "wait for it to end, then run the command again"
            raise EngineError(str(place), "another command is changing it", remedy=remedy) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say what the operating system refused in words that name the folder."""
    try:
        yield
    except OSError as error:
        remedy = "close what uses the model, and check that you may write there"
        raise EngineError(str(path), str(error.strerror or error), remedy=remedy) from error

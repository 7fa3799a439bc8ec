"""Unpack a model's archive (zip or tar) only after every name in it has been looked at."""

from __future__ import annotations

import lzma
import re
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from digest.errors import EngineError

__all__ = ["check_room", "is_expected", "unpack"]

_MOST_FILES = 2_000
_LARGEST = 16_000_000_000
# Weights hardly compress, vocabularies do: the first megabytes are free, for small models.
_MOST_RATIO = 25
_FREE_BYTES = 20_000_000
_MOST_PADDING = 1_000_000
# Kept free on the disk beside what is unpacked.
_SPARE = 50_000_000
# What a model consists of, below its folder. The last line is what other Argos programs split sentences with.
_EXPECTED = re.compile(
    r"(model/)?(model\.bin|config\.json|(shared|source|target)_vocabulary\.(json|txt)|vmap\.txt)"
    r"|metadata\.json|digest-model\.json|[\w.-]+\.(spm|model)|(README|LICEN[CS]E)(\.\w+)?"
    r"|(stanza|spacy|minisbd)/[\w./-]+"
)
_LITTER = re.compile(r"__MACOSX/.*|(.*/)?(\.DS_Store|\._[^/]*|desktop\.ini|Thumbs\.db)")
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
)
_UNSAFE = re.compile(r'[\x00-\x1f\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class _Member:
    """A file in an archive. `refused` says why it is not one to unpack; None for one that is."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    refused: str | None = None


def unpack(archive: Path, into: Path) -> Path:
    """Unpack an archive's one folder, without the files that no model needs.

    Args:
        archive: A zip (as an .argosmodel is) or a tar, compressed or not.
        into: An empty folder.

    Returns:
        The unpacked folder, within `into`.

    Raises:
        EngineError: it is no such archive, is broken, holds anything but one folder of plain files or more
            than a model needs, or there is no room for it. Nothing has been written outside `into`.
    """
    with _readable(archive), _members(archive) as found:
        members = [member for member in _capped(archive, found) if not _LITTER.fullmatch(member.name)]
        root = _root(archive, members)
        check_room(into, sum(member.size for member in members))
        for member in members:
            inside = member.name.removeprefix(f"{root}/")
            if is_expected(inside):
                _write(archive, member, into / root / inside)
    return into / root


def is_expected(name: str) -> bool:
    """Tell whether a file, named below the model's folder with forward slashes, can belong to a model."""
    return bool(_EXPECTED.fullmatch(name))


def check_room(folder: Path, size: int) -> None:
    """Make sure that a disk has room.

    Raises:
        EngineError: it has not.
    """
    free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        raise EngineError(
            str(folder),
            f"the disk has {free / 1e6:,.0f} MB left, and {(size + _SPARE) / 1e6:,.0f} MB are needed",
            remedy="make room, or let DIGEST_MODELS name a folder on another disk",
        )


@contextmanager
def _members(archive: Path) -> Iterator[Iterator[_Member]]:
    """The files of a zip or a tar, one after the other as they are read."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            yield (_zipped(opened, info) for info in opened.infolist() if not info.is_dir())
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as tar:
            yield _all_tarred(tar)
    else:
        raise EngineError(
            str(archive),
            "it is no archive",
            allowed="an .argosmodel, a zip or a tar, or a model's folder",
            remedy="fetch it again: it may be a web page that says why not, saved under the model's name",
        )


def _zipped(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> _Member:
    mode = info.external_attr >> 16
    refused = None
    if info.flag_bits & 1:
        refused = "it is encrypted"
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        refused = "it is a link or a device"
    return _Member(info.filename, info.file_size, lambda: opened.open(info), refused)


def _all_tarred(tar: tarfile.TarFile) -> Iterator[_Member]:
    yield from (_tarred(tar, info) for info in tar if not info.isdir())
    # A compressed tar's checksum stands at its very end, which tarfile does not read.
    if tar.fileobj and len(tar.fileobj.read(_MOST_PADDING)) == _MOST_PADDING:
        raise tarfile.TarError("something stands behind its end")


def _tarred(tar: tarfile.TarFile, info: tarfile.TarInfo) -> _Member:
    def read() -> IO[bytes]:
        file = tar.extractfile(info)
        if file is None:
            raise tarfile.TarError(f"{info.name} is no plain file")
        return file

    return _Member(info.name, info.size, read, None if info.isreg() else "it is a link or a device")


def _capped(archive: Path, members: Iterable[_Member]) -> Iterator[_Member]:
    """Look at each member, and stop at the first one that is too much or out of place."""
    most = min(_LARGEST, _FREE_BYTES + _MOST_RATIO * archive.stat().st_size)
    total = 0
    for count, member in enumerate(members, 1):
        total += member.size
        if count > _MOST_FILES:
            raise _refused(archive, f"it holds more than {_MOST_FILES:,} files")
        if total > most:
            raise _refused(archive, f"it would grow to more than {most / 1e6:,.0f} MB")
        if reason := member.refused or _wrong_name(member.name):
            raise _refused(archive, reason, member.name)
        yield member


def _wrong_name(name: str) -> str | None:
    parts = name.split("/")
    if _UNSAFE.search(name) or "" in parts or "." in parts or ".." in parts:
        return "its name leads out of the folder, or is none on some systems"
    return None


def _root(archive: Path, members: Sequence[_Member]) -> str:
    """The one folder that holds everything."""
    roots = sorted({member.name.partition("/")[0] for member in members})
    if len(roots) != 1 or any("/" not in member.name for member in members):
        found = ", ".join(roots[:5]) or "nothing"
        message = f"it should hold one folder with the model in it; it holds {found}"
        raise _refused(archive, message, remedy="pack the model's folder itself, not what is in it")
    names = [member.name.casefold() for member in members]
    if len(set(names)) < len(names):
        raise _refused(archive, "a name stands in it twice")
    return roots[0]


def _write(archive: Path, member: _Member, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with member.open() as source, path.open("xb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    if path.stat().st_size != member.size:
        raise _refused(archive, "it is cut short", member.name)


@contextmanager
def _readable(archive: Path) -> Iterator[None]:
    """Say what the libraries refused in words that name the archive."""
    try:
        yield
    except _BROKEN as error:
        raise _refused(archive, f"it is broken: {error}") from error
    except OSError as error:
        raise EngineError(str(archive), f"it cannot be unpacked: {error}") from error


def _refused(archive: Path, found: str, place: str = "", remedy: str = "") -> EngineError:
    return EngineError(
        str(archive), found, place=place, remedy=remedy or "fetch it again, from where its makers publish it"
    )

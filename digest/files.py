"""Files written whole or not at all, and what the system refuses in words that name the file."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from digest.errors import DigestError
from digest.store import FOLDER as CACHE

__all__ = ["clean_up", "named", "remove_tree", "runs", "write"]


def write(path: Path, data: bytes) -> bool:
    """Make a file hold `data`; return whether that changed it. It is never seen half written.

    Raises:
        OSError: the system refuses, or something other than a file stands there, such as a device.
    """
    if path.is_file():
        if path.read_bytes() == data:
            return False
    elif path.exists():
        code = errno.EISDIR if path.is_dir() else errno.EEXIST
        raise OSError(code, "a folder" if path.is_dir() else "a device or a pipe, not a file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    # The numbers of process and thread keep two builds at once out of each other's way.
    aside = _workplace(path) / f".{os.getpid()}.{threading.get_ident()}.tmp"
    try:
        aside.write_bytes(data)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
    return True


def clean_up(root: Path) -> None:
    """Delete what runs that were killed have left half written in a digest's folder."""
    with suppress(OSError):
        for path in (root / CACHE).glob(".*.tmp"):
            number = path.name.split(".")[1]
            if number.isdecimal() and int(number) != os.getpid() and not runs(int(number)):
                path.unlink(missing_ok=True)


def _workplace(path: Path) -> Path:
    """The folder for a half-written file: the digest's cache, which git ignores, if on the same disk."""
    for folder in path.parents[:4]:
        cache = folder / CACHE
        if cache.is_dir():
            same = cache.stat().st_dev == path.parent.stat().st_dev and os.access(cache, os.W_OK)
            return cache if same else path.parent
    return path.parent


def runs(process: int) -> bool:
    """Whether a process runs, as far as that can be asked; on Windows the question would end it."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def remove_tree(folder: Path) -> None:
    """Delete a folder with all in it, as far as the system allows.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed meanwhile.
    """
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        # Interrupted just after it closed a folder, `rmtree` closes it again, and the error from that
        # takes the place of the interrupt.
        if isinstance(error.__context__, KeyboardInterrupt):
            raise error.__context__ from None
        raise


@contextmanager
def named(path: Path, name: str, error_type: type[DigestError]) -> Iterator[None]:
    """Turn what the operating system refuses into an error that names the file as the user knows it."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise error_type(name, "not UTF-8 text", remedy="save it as UTF-8") from error
    except OSError as error:
        at = f" ({error.filename})" if error.filename and str(error.filename) != str(path) else ""
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = "free some space and run the command again; what was finished is saved" if full else ""
        raise error_type(name, f"{error.strerror or error}{at}", remedy=remedy) from error

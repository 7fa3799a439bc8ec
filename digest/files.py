"""Files written whole or not at all, and what the system refuses in words that name the file."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digest.errors import DigestError

__all__ = ["named", "remove_tree", "write"]


def write(path: Path, data: bytes) -> bool:
    """Make a file hold `data`; return whether that changed it. It is never seen half written."""
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # The numbers of process and thread keep two builds at once out of each other's way.
    aside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        aside.write_bytes(data)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
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

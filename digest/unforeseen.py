"""What nobody foresaw, as an error in one line; the traceback goes into a file for whoever mends it."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from digest.errors import DigestError
from digest.store import FOLDER

__all__ = ["unforeseen"]

_LOG = "error.log"


def unforeseen(error: Exception, root: Path) -> DigestError:
    """An error of the program's own: its place in the code, what it was, and the file that says more.

    That file stands in the digest's cache, or where that cannot be written among the temporary files.
    """
    if isinstance(error, OSError) and error.strerror:
        # The system's refusals are not the program's mistakes: a full disk, a folder that may not be read.
        file = str(error.filename) if error.filename else "the disk"
        remedy = f"make room, or give this user the right to it; {_where(error, root)}"
        return DigestError(file, error.strerror, remedy=remedy)
    found = f"{type(error).__name__}: {error}".partition("\n")[0][:300]
    return DigestError(
        "the program",
        f"a mistake of its own: {found}",
        place=_place(error),
        remedy=f"please report it; {_where(error, root)}",
    )


def _place(error: Exception) -> str:
    """Where in the package it came up; empty where it did not."""
    package = Path(__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if package in Path(frame.filename).parents]
    return (
        f"{Path(ours[-1].filename).relative_to(package).as_posix()}, line {ours[-1].lineno}" if ours else ""
    )


def _where(error: Exception, root: Path) -> str:
    text = (
        f"{' '.join(sys.argv)}\nPython {platform.python_version()} on {platform.platform()}\n\n"
        f"{''.join(traceback.format_exception(error))}"
    )
    for folder in (root / FOLDER, Path(tempfile.gettempdir())):
        with suppress(OSError):
            if folder.is_dir():
                (folder / _LOG).write_text(text, encoding="utf-8", errors="backslashreplace")
                return f"the details are in {folder / _LOG}"
    return "no file could be written with the details"

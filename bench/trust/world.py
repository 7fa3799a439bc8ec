"""A small digest to be maltreated, and the commands of the program run on it in processes of their own."""

from __future__ import annotations

import ctypes
import importlib
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import digest
from digest.cli import main as program

__all__ = [
    "COMMAND",
    "MODELS",
    "ROOT",
    "Done",
    "fingerprint",
    "in_fork",
    "lay_out",
    "litter",
    "preload",
    "run",
    "surroundings",
]

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / "build_digest.py"
MODELS = tuple(sorted((ROOT / "tests" / "models").glob("*.argosmodel")))
_BRIEFS = ROOT / "tests" / "models" / "briefs"
_SETTINGS = """\
title: A digest that is put to the test
topics:
  - name: Human rights
    words: [адам құқық, құқықтарын, прав, praw]
"""
# No command takes as long on a small digest, on however busy a machine.
_LIMIT = 180


@dataclass(frozen=True, slots=True)
class Done:
    """How a process ended: its exit code, negative for a signal, and all that it said."""

    code: int
    said: str = field(repr=False)

    @property
    def fault(self) -> str:
        """What is wrong with how it ended whatever it was given; empty where nothing is."""
        if "Traceback" in self.said:
            return f"a traceback: {self.said.strip().splitlines()[-1][:200]}"
        if "error.log" in self.said:
            return f"an error that nobody foresaw: {self.said.strip()[:300]}"
        return "" if self.code in (0, 1, 3) else f"exit code {self.code}: {self.said.strip()[-200:]}"


def lay_out(folder: Path, briefs: Sequence[str] = ("kk", "ru")) -> Path:
    """Make a digest of the demonstration's articles, in an empty folder; give the folder."""
    (folder / "seeds").mkdir(parents=True)
    (folder / "digest.yml").write_text(_SETTINGS, encoding="utf-8", newline="\n")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("theme", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "docs" / "about.md", folder / "docs")
    for lang in briefs:
        shutil.copy(_BRIEFS / f"demo-{lang}.txt", folder / "seeds")
    return folder


def fingerprint(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, but for what is in .cache."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".cache" not in path.relative_to(folder).parts
    }


def litter(folder: Path) -> list[str]:
    """What is half written, anywhere below a folder."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.name.endswith((".tmp", ".part")) or path.name.startswith(("site-", ".site-"))
    )


def surroundings(folder: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command: models stand beside the digest, nothing of the user's is read."""
    own = {
        "DIGEST_MODELS": str(folder / "models"),
        "ARGOS_PACKAGES_DIR": str(folder / "packages"),
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "user-cache"),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {**os.environ, **own, **(more or {})}


def run(
    root: Path, *words: str, beside: Path, more: Mapping[str, str] | None = None, before: Sequence[str] = ()
) -> Done:
    """Run one command on a digest.

    Args:
        root: The digest's folder.
        words: The command and what belongs to it.
        beside: Where the models stand.
        more: Variables that it gets besides.
        before: A command that runs this one, such as `unshare --net`.
    """
    try:
        done = subprocess.run(
            [*before, sys.executable, str(COMMAND), "--root", str(root), *words],
            env=surroundings(beside, more),
            cwd=beside,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            timeout=_LIMIT,
        )
    except subprocess.TimeoutExpired:
        return Done(-signal.SIGALRM, f"it did not end within {_LIMIT} s")
    return Done(done.returncode, done.stdout)


# ---- a process that has all modules already, so that most of its moments are work


def preload() -> None:
    """Import all of the program, so that a forked process need not."""
    for module in pkgutil.walk_packages(digest.__path__, "digest."):
        importlib.import_module(module.name)
    for name in ("mkdocs.commands.build", "ctranslate2", "typst", "sentencepiece"):
        importlib.import_module(name)


def in_fork(
    root: Path, *words: str, beside: Path, kill_after: float | None = None, bound: bool = False
) -> tuple[Done, float]:
    """Run a command in a fork of this process, and perhaps kill it and all that it has started.

    Args:
        root: The digest's folder.
        words: The command and what belongs to it.
        beside: Where the models stand.
        kill_after: The moment of SIGKILL, in seconds; None to let it end.
        bound: Whether permissions bind the process even where the user is root.

    Returns:
        How it ended (the code is -9 where it was killed), and how long that took, in seconds.
    """
    with tempfile.TemporaryFile() as said:
        began = time.monotonic()
        process = os.fork()
        if process == 0:
            _child(root, words, surroundings(beside), said.fileno(), bound)
        code = _ended(process, _LIMIT if kill_after is None else kill_after)
        took = time.monotonic() - began
        said.seek(0)
        return Done(code, said.read().decode("utf-8", "replace")), took


def _ended(process: int, limit: float) -> int:
    """Wait for a process, and after so many seconds kill it with all that it has started; give its code."""
    began = time.monotonic()
    while not (ended := os.waitpid(process, os.WNOHANG))[0] and time.monotonic() - began < limit:
        time.sleep(0.002)
    if not ended[0]:
        with suppress(ProcessLookupError):  # it is not the leader of its group yet
            os.killpg(process, signal.SIGKILL)
        os.kill(process, signal.SIGKILL)
        ended = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(ended[1])


def _child(root: Path, words: Sequence[str], environment: Mapping[str, str], said: int, bound: bool) -> None:
    """What the forked process does; it never returns."""
    code = 70
    try:
        os.setsid()
        os.environ.clear()
        os.environ.update(environment)
        os.dup2(said, 1)
        os.dup2(said, 2)
        if bound:
            _give_up_rights()
        code = program(["--root", str(root), *words])
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 (whatever it is, the parent's code may not run on in here)
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


# From Linux's capability.h and prctl.h: passing over permissions to read and write, and to read alone.
_OVERRIDES = (1, 2)
_CAPABILITIES_VERSION_3 = 0x20080522
_PR_CAPBSET_DROP = 24


def _give_up_rights() -> None:
    """Let permissions bind this process and all that it starts, as they bind a user who is not root.

    The user stays the same: another one might not be able to read Python's own files.

    Raises:
        OSError: the system refuses.
    """
    if os.geteuid():
        return
    system = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted and inheritable, of 32 rights each, twice
    refused = system.capget(header, sets)
    for right in _OVERRIDES:
        refused = refused or system.prctl(_PR_CAPBSET_DROP, right, 0, 0, 0)
        for index in range(3):
            sets[index] &= ~(1 << right)
    if refused or system.capset(header, sets):
        raise OSError(ctypes.get_errno(), "the rights of root cannot be given up")

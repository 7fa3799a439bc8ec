"""Full disks and denied permissions: one line, nothing lost, and the next run heals."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

from bench.trust.kills import differing
from bench.trust.rows import Row
from bench.trust.world import (
    COMMAND,
    MODELS,
    Done,
    fingerprint,
    in_fork,
    lay_out,
    litter,
    preload,
    surroundings,
)

__all__ = ["denied", "filled", "lost"]

_COMMANDS = (("build", "--allow-demo"), ("site",), ("pdf",))
_TRUTH = ("seeds/", "digest.yml", "mkdocs.yml", "docs/about.md")
# What is denied, and how: a folder without writing, a file or a folder without reading.
_DENIED = (
    ("docs", 0o555),
    ("docs/en", 0o555),
    ("docs/assets", 0o000),
    ("docs/about.md", 0o000),
    ("translations", 0o555),
    ("translations/en", 0o555),
    ("translations/en", 0o000),
    ("translations/en/demo-kk.po", 0o000),
    ("seeds", 0o000),
    ("seeds/demo-ru.txt", 0o000),
    ("digest.yml", 0o000),
    ("mkdocs.yml", 0o000),
    ("models.lock", 0o000),
    ("theme", 0o000),
    ("site", 0o555),
    ("site", 0o000),
    ("site/en", 0o000),
    ("site/digest.pdf", 0o000),
    (".cache", 0o555),
    (".cache", 0o000),
    (".", 0o555),
    ("../packages", 0o000),
)


def filled(folder: Path, times: int, random: Random, say: Callable[[str], None]) -> Row:
    """Run commands on disks that have some room left, then again on the same disk with more of it.

    Args:
        folder: An empty folder to work in.
        times: How many disks are filled.
        random: Where the room left comes from.
        say: Takes what is told meanwhile.
    """
    what = "disks filled; a traceback, a lost source, or another result once there is room"
    if not _may_mount():
        return Row(what, skipped="no disk can be mounted here")
    preload()
    world, expected = _prepared(folder)
    failures = []
    for number in range(times):
        words = _COMMANDS[number % len(_COMMANDS)]
        # Most of what a command writes is small; the site and its neighbour aside take a few MB.
        room = int(4 * 2 ** random.uniform(0, 11 if words == ("site",) else 7))
        found = _on_a_small_disk(folder, world, room, words, expected)
        failures += [f"{words[0]} with {room} KB: {fault}" for fault in found]
        if (number + 1) % 10 == 0:
            say(f"{number + 1} of {times} disks, {len(failures)} failures")
    return Row(what, times, tuple(failures))


def denied(folder: Path, times: int, say: Callable[[str], None]) -> Row:
    """Run commands as a user who may not read or write some of the digest's files, then again when they may.

    Args:
        folder: An empty folder to work in.
        times: How many files and folders are denied, each to every command.
        say: Takes what is told meanwhile.
    """
    what = "permissions denied; a traceback, a lost source, or another result once it is given"
    if os.geteuid() == 0 and sys.platform != "linux":
        return Row(what, skipped="no permission binds root here")
    preload()
    world, expected = _prepared(folder)
    work = folder / "work"
    failures = []
    tried = 0
    for name, mode in _DENIED[:times]:
        for words in _COMMANDS:
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(world, work)
            before = fingerprint(work)
            with _withheld(work / name, mode):
                done, _ = in_fork(work, *words, beside=folder, bound=True)
            tried += 1
            found = [done.fault, *lost(before, fingerprint(work))]
            found += _healed(in_fork(work, *words, beside=folder)[0], work, expected[words])
            failures += [f"{words[0]}, {name} as {mode:03o}: {fault}" for fault in found if fault]
        say(f"{name} as {mode:03o}: {len(failures)} failures so far")
    return Row(what, tried, tuple(failures))


def lost(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The files that are the user's own and no longer hold what they held."""
    own = [path for path in before if path.startswith(_TRUTH)]
    return [f"{path} is lost or changed" for path in own if before[path] != after.get(path)]


def _healed(done: Done, work: Path, expected: Mapping[str, str]) -> list[str]:
    """What is wrong with a run once there is room or leave."""
    if done.code not in (0, 3):
        return [f"the next run ended with {done.code}: {done.said.strip()[-200:]}"]
    found = differing(expected, fingerprint(work))
    return [*(f"{path} differs" for path in found[:5]), *(f"left over: {path}" for path in litter(work))]


def _prepared(folder: Path) -> tuple[Path, dict[tuple[str, ...], dict[str, str]]]:
    """A digest with an old site and an edited article, and what each command makes of it."""
    world = lay_out(folder / "world")
    for model in MODELS:
        in_fork(world, "models", "import", str(model), beside=folder)
    brief = world / "seeds" / "demo-kk.txt"
    text = brief.read_bytes()
    brief.write_bytes(b"\n".join(text.splitlines()[:-2]) + b"\n")
    for words in _COMMANDS:
        in_fork(world, *words, beside=folder)
    brief.write_bytes(text)
    expected: dict[tuple[str, ...], dict[str, str]] = {}
    for words in _COMMANDS:
        shutil.rmtree(folder / "work", ignore_errors=True)
        shutil.copytree(world, folder / "work")
        in_fork(folder / "work", *words, beside=folder)
        expected[words] = fingerprint(folder / "work")
    return world, expected


# ---- small disks

_MOUNTING = ["unshare", "--map-root-user", "--mount"]


def _may_mount() -> bool:
    """Whether this process may make itself a disk, in a namespace of its own."""
    if not shutil.which("unshare"):
        return False
    mount = "d=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs $d"
    return not subprocess.run([*_MOUNTING, "sh", "-c", mount], check=False, capture_output=True).returncode


_SCRIPT = """\
set -e
mount -t tmpfs -o size=1g tmpfs disk
cp -a world/. disk/
used=$(df --output=used -k disk | tail -1)
mount -o remount,size=$((used + ROOM))k disk
set +e
RUN > first.txt 2>&1; echo $? > first.code
rm -rf after; cp -a disk/. after/
mount -o remount,size=1g disk
RUN > second.txt 2>&1; echo $? > second.code
rm -rf work; cp -a disk/. work/
"""


def _on_a_small_disk(
    folder: Path,
    world: Path,
    room: int,
    words: tuple[str, ...],
    expected: Mapping[tuple[str, ...], Mapping[str, str]],
) -> list[str]:
    """What is wrong with a command on a disk with so many KB left, and with the next one."""
    (folder / "disk").mkdir(exist_ok=True)
    command = shlex.join([sys.executable, str(COMMAND), "--root", "disk", *words])
    script = _SCRIPT.replace("RUN", command).replace("ROOM", str(room))
    mounted = subprocess.run(
        [*_MOUNTING, "sh", "-c", script],
        cwd=folder,
        env=surroundings(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        return [f"the disk could not be made: {mounted.stderr.strip()[-200:]}"]
    first, second = (
        Done(
            int((folder / f"{name}.code").read_text()), (folder / f"{name}.txt").read_text("utf-8", "replace")
        )
        for name in ("first", "second")
    )
    found = [first.fault, *lost(fingerprint(world), fingerprint(folder / "after"))]
    found += _healed(second, folder / "work", expected[words])
    return [fault for fault in found if fault]


# ---- permissions


@contextmanager
def _withheld(path: Path, mode: int) -> Iterator[None]:
    """Give a file or a folder other permissions for a while; one that is not there stays so."""
    if not path.exists():
        yield
        return
    old = path.stat().st_mode
    path.chmod(mode)
    try:
        yield
    finally:
        path.chmod(old & 0o7777)

"""The same digest in other surroundings: the same bytes, and no host is asked for anything."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.trust.kills import differing
from bench.trust.rows import Row
from bench.trust.world import MODELS, Done, fingerprint, lay_out, run

__all__ = ["compared", "contacted", "contacts"]

_SURROUNDINGS = (
    {"TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "pl_PL.UTF-8", "PYTHONHASHSEED": "2"},
)
_FOLDERS = ("digest", "папка with spaces/and more")
_COMMANDS = (("build", "--allow-demo"), ("site",), ("pdf",))

# Python reads this before the program in each of its processes. It writes down every host that is asked for.
_WATCH = """\
import os, sys
_LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "/", "@")
def _watch(event, arguments):
    if event == "socket.connect":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else "/"
    elif event == "socket.sendto":
        host = arguments[1][0] if isinstance(arguments[1], tuple) else "/"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0] or "localhost"
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    if not host.startswith(_LOCAL):
        with open(os.environ["TRUST_CONTACTS"], "a", encoding="utf-8") as file:
            file.write(f"{host} ({event} in {' '.join(sys.argv[1:])[:80]})\\n")
sys.addaudithook(_watch)
"""


def compared(folder: Path, say: Callable[[str], None]) -> Row:
    """Build, print and publish a digest twice, under another folder, time zone, locale and hash seed.

    Args:
        folder: An empty folder to work in.
        say: Takes what is told meanwhile.
    """
    results = []
    for number, (name, more) in enumerate(zip(_FOLDERS, _SURROUNDINGS, strict=True)):
        beside = folder / str(number)
        root = lay_out(beside / name)
        for words in (*_imports(), *_COMMANDS):
            _succeeded(run(root, *words, beside=beside, more=more), words)
        results.append(fingerprint(root))
        say(f"built in {name!r}")
    differ = differing(*results)
    what = "files of two builds elsewhere (folder, time zone, locale, hash seed); bytes that differ"
    return Row(what, len(results[0].keys() | results[1].keys()), tuple(differ))


def contacted(folder: Path, say: Callable[[str], None]) -> Row:
    """Run every command that promises to need no network, and count the hosts that are asked for.

    Where the system allows it, there is no network for them either: what is not Python, as the search's
    indexer, would fail.

    Args:
        folder: An empty folder to work in.
        say: Takes what is told meanwhile.
    """
    root = lay_out(folder / "digest")
    commands = (
        *_imports(),
        *_COMMANDS,
        ("status",),
        ("inspect", str(root / "seeds" / "demo-kk.txt")),
        ("models", "list"),
        ("models", "verify"),
    )
    found = contacts(folder, lambda more: _run_all(root, folder, commands, more))
    offline = "without a network" if _offline() else "with a network"
    say(f"{len(commands)} commands {offline}")
    return Row(f"commands run {offline}; a host that is asked for", len(commands), tuple(found))


def contacts(folder: Path, work: Callable[[dict[str, str]], None]) -> list[str]:
    """The hosts that Python processes ask for, other than this machine.

    Args:
        folder: Where to keep the record.
        work: Starts the processes, with these variables besides.
    """
    watch, record = folder / "watch", folder / "contacts.txt"
    watch.mkdir()
    (watch / "sitecustomize.py").write_text(_WATCH, encoding="utf-8")
    record.touch()
    work({"PYTHONPATH": str(watch), "TRUST_CONTACTS": str(record)})
    return record.read_text(encoding="utf-8").splitlines()


def _imports() -> list[tuple[str, ...]]:
    return [("models", "import", str(model)) for model in MODELS]


def _run_all(root: Path, beside: Path, commands: Sequence[tuple[str, ...]], more: dict[str, str]) -> None:
    for words in commands:
        _succeeded(run(root, *words, beside=beside, more=more, before=_offline()), words)


def _offline() -> list[str]:
    """What denies a command the network, where the system has it."""
    deny = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare"):
        return []
    refused = subprocess.run([*deny, "true"], check=False, capture_output=True).returncode
    return [] if refused else deny


def _succeeded(done: Done, words: Sequence[str]) -> None:
    if done.code not in (0, 3):
        raise RuntimeError(f"{' '.join(words)}: exit code {done.code}: {done.said}")

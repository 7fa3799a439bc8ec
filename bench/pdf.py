"""Measure the printed digest: seconds, bytes, and the most memory that all its processes hold together.

    make bench-pdf               about 2 minutes on 2 quiet cores
    python -m bench.pdf [ARTICLES]

A made-up digest (bench/digests.py) of 1,000 articles, or so many, is printed by the command that users run,
in volumes of 100 articles and in each layout; then the files beside its pages are made: a PDF and a card for
each article. Memory is what `ps` calls resident, added up over the command and its processes ten times a
second: what two of them share counts twice. The table, in Markdown, goes to stdout.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.digests import bitexts, settings, write
from digest.digest import Digest
from digest.print.attachments import attach
from digest.project import Project
from digest.publication import Publication

__all__ = ["main"]

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MIB = 1536
_PAUSE = 0.1


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took, with the most memory of all its processes, and what it printed."""

    seconds: float
    peak_mib: float
    output: str


def main(arguments: Sequence[str]) -> int:
    """Print the table; fail where the volumes took more memory than is allowed."""
    if arguments[:1] == ["--attach"]:
        return _attach(Path(arguments[1]), int(arguments[2]))
    count = int(arguments[0]) if arguments else 1000
    print("| what | articles | files | MB | seconds | peak MB |\n|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = min(100, count)
        write(folder / "few", few)
        peaks = [_volumes(folder / "few", few, "columns")]
        write(folder / "many", count)
        peaks += [
            _volumes(folder / "many", count, layout) for layout in ("columns", "interleaved", "translation")
        ]
        taken = run("-m", "bench.pdf", "--attach", str(folder / "many"), str(count))
        for kind in ("pdf", "cards"):
            _line(
                f"beside the pages: {kind}", count, list((folder / "many" / "docs" / kind).glob("*.*")), taken
            )
    return 0 if max(peaks) <= LIMIT_MIB else 1


def _volumes(folder: Path, count: int, layout: str) -> float:
    command = (str(ROOT / "build_digest.py"), "pdf", "--root", str(folder), "--layout", layout, "--json")
    taken = run(*command)
    files = [Path(file["file"]) for file in json.loads(taken.output)["files"]]
    _line(f"`pdf --layout {layout}`", count, files, taken)
    return taken.peak_mib


def _line(what: str, count: int, files: Sequence[Path], taken: Taken) -> None:
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"| {what} | {count} | {len(files)} | {size:.1f} | {taken.seconds:.1f} | {taken.peak_mib:.0f} |")


def _attach(folder: Path, count: int) -> int:
    site = Publication("https://digest.example.org")
    attach(Project(folder), Digest(settings(), bitexts(count), publication=site))
    return 0


def run(*command: str) -> Taken:
    """Run Python with these arguments, and watch what it and its processes take."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen([sys.executable, *command], stdout=out, cwd=ROOT)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, sum(_resident(process.pid)))
            time.sleep(_PAUSE)
        seconds = time.perf_counter() - begun
        out.seek(0)
        if process.returncode:
            sys.exit(f"bench/pdf.py: {' '.join(command)} failed")
        return Taken(seconds, peak, out.read())


def _resident(root: int) -> Iterator[float]:
    """The memory of a process and of those that it has started, in MiB each."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    ).stdout
    rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = {root}
    for _ in range(3):  # the command, its processes, and what these start
        family |= {pid for pid, parent, _ in rows if parent in family}
    yield from (rss / 1024 for pid, _, rss in rows if pid in family)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

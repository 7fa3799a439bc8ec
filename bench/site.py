"""Measure what the site costs at 1,000 and 5,000 pairs, beside a bare MkDocs site of the same Markdown.

    make bench-site              1,000 and 5,000 pairs, about 12 minutes on 2 cores
    python -m bench.site [--pairs N ...] [--folder FOLDER]

The digests are made up (bench/digests.py). Each step runs in a process of its own, one after the other.
`bare` is MkDocs with its own theme, no plugin and no template of ours on the same Markdown files: what one
would have who writes the pages by hand. Peak memory is of the step's largest process. The tables go
to stdout as Markdown, and what runs to stderr.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import digests
from bench.engine import table

__all__ = ["main"]

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1000, 5000)
BARE = "site_name: Bare\nuse_directory_urls: true\nnav:\n  - index.md\nplugins: []\nsite_dir: bare\n"
# Goals for 1,000 pairs, and for what a pair may cost at 5,000 beside that.
BUILD_SECONDS, BUILD_MIB, SITE_MB, GROWTH = 15, 250, 150, 1.2


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step took: seconds, and the most memory that one of its processes held, in MiB."""

    seconds: float
    mib: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A digest of so many pairs: its steps by name, and the size of its site's parts in MB."""

    pairs: int
    steps: dict[str, Taken]
    sizes: dict[str, float]


def measure(folder: Path, pairs: int, whole: bool) -> Measured:
    """Make up a digest, and take the steps to its site: all of them, or those that MkDocs takes."""
    digests.write(folder, pairs)
    (folder / "bare.yml").write_text(BARE, encoding="utf-8")
    build = [sys.executable, str(ROOT / "build_digest.py"), "--root", str(folder)]
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    steps = {
        "`build`, the pages": step([*build, "build"], folder),
        "`mkdocs build`": step([*mkdocs, "mkdocs.yml"], folder),
        "`mkdocs build`, bare": step([*mkdocs, "bare.yml"], folder),
    }
    if whole:
        steps["`site`, all of it"] = step([*build, "site"], folder)
    return Measured(pairs, steps, sizes(folder / "site") if whole else {})


def step(command: Sequence[str], folder: Path) -> Taken:
    """Run one command in a process of its own.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is on stderr.
    """
    print(*command[1:4], "...", file=sys.stderr, flush=True)
    watched = [sys.executable, "-c", _WATCH, *command]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    done = subprocess.run(
        watched, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise subprocess.CalledProcessError(done.returncode, command)
    return Taken(seconds, float(done.stderr.rsplit("peak=", 1)[-1]))


# Runs a command and reports the most memory that it, or one that it started, held; not a number on Windows.
_WATCH = """
import subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
try:
    import resource
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit
except ImportError:
    peak = float("nan")
print(f"peak={peak}", file=sys.stderr)
sys.exit(code)
"""


def sizes(site: Path) -> dict[str, float]:
    """The size of a site in MB, by what its files are."""
    found: dict[str, float] = {}
    for path in site.rglob("*"):
        if path.is_file():
            top = path.relative_to(site).parts[0]
            kind = (
                top if top in {"pagefind", "pdf", "cards", "assets"} else path.suffix.lstrip(".") or "other"
            )
            found[kind] = found.get(kind, 0) + path.stat().st_size / 1e6
    return found


def report(runs: Sequence[Measured]) -> None:
    """Print what each step took, what the site weighs, and the goals beside what is reached."""
    heads = [f"{run.pairs:,} pairs" for run in runs]
    steps = [
        [name, *(told(run.steps[name]) if name in run.steps else "–" for run in runs)]
        for name in runs[0].steps
    ]
    print(table(["", *heads], steps))
    weights = sorted(runs[0].sizes.items(), key=lambda kind: -kind[1])
    rows = [[kind, f"{size:.1f}"] for kind, size in (*weights, ("all", sum(runs[0].sizes.values())))]
    print(table(["MB", heads[0]], rows))
    print(table(["goal", "wanted", "reached"], goals(runs)))


def told(taken: Taken) -> str:
    """What a step took, in words."""
    return f"{taken.seconds:.1f} s, {taken.mib:.0f} MiB"


def goals(runs: Sequence[Measured]) -> list[list[str]]:
    """What was aimed at, and what this run gives."""
    first, last = runs[0], runs[-1]
    built, bare = (first.steps[f"`mkdocs build`{kind}"] for kind in ("", ", bare"))
    rows = [
        [f"`mkdocs build`, {first.pairs:,} pairs", f"{BUILD_SECONDS} s", f"{built.seconds:.1f} s"],
        ["its memory", f"{BUILD_MIB} MiB", f"{built.mib:.0f} MiB"],
        ["beside a bare MkDocs", "–", f"{built.seconds / bare.seconds:.2f} x"],
        ["the whole site", f"{SITE_MB} MB", f"{sum(first.sizes.values()):.1f} MB"],
    ]
    if last is not first:
        each = [run.steps["`mkdocs build`"].seconds / run.pairs for run in (first, last)]
        rows.append([f"a pair's cost at {last.pairs:,} pairs", f"{GROWTH} x", f"{each[1] / each[0]:.2f} x"])
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure what the site costs at scale.")
    parser.add_argument("--pairs", type=int, nargs="+", default=list(SIZES), help="how many (%(default)s)")
    parser.add_argument("--folder", type=Path, help="where to leave the digests (default: nowhere)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as aside:
        home = options.folder or Path(aside)
        counts = sorted(options.pairs)
        report([measure(home / str(pairs), pairs, pairs == counts[0]) for pairs in counts])


if __name__ == "__main__":
    main()

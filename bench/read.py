"""Measure the build: from nothing, where nothing has changed, and after a change; and the quick commands.

    make bench-read              1,000 and 10,000 articles
    python -m bench.read [--sizes N ...] [--against CHECKOUT] [--runs N]

The digests are made up (bench/digests.py). Each command runs in a process of its own, one after the other, as
a user gives it. Cold means that neither pages nor kept results (`.cache`) are there. With `--against`, the
build of another checkout of this project runs beside ours, cold, on one core and on the same folder. CPU
seconds are those of the command and all its processes together; memory is that of the largest of them.
`status` and `--help` are measured on the five articles of this project; theirs is the median of 7 runs. The
tables go to stdout as Markdown, and what runs to stderr.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import digests
from bench.engine import number, table

__all__ = ["main"]

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1000, 10_000)
RUNS = 7
ONE_CORE, ALL_CORES = "cold, one core", "cold, all cores"
UNCHANGED, CHANGED, GLOSSARY = "nothing changed", "a sentence more in one article", "a glossary entry more"
AGAINST = "cold, one core, `--against`"
READING, READING_AGAINST = "reading alone, one core", "reading alone, one core, `--against`"
# What is aimed at: times as fast as `--against`, milliseconds an article, MB, and seconds.
FASTER, UNCHANGED_MS, CHANGED_MS, UNCHANGED_MB, STATUS_SECONDS, HELP_SECONDS = 5, 1, 1.5, 500, 0.6, 0.25
# An institution that many of the made-up articles name.
ENTRY = """\
glossary:
  - name: Supreme Court
    kind: institution
    variants:
      kk: [Жоғарғы сот]
      ru: [Верховный суд]
      pl: [Sąd Najwyższy]
"""
# What a build leaves: its exit code 3 says that some sentences are not translated.
BUILT = (0, 3)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took, with all its processes: seconds, CPU seconds, and the MB of the largest."""

    seconds: float
    cpu: float
    mb: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A digest of so many articles: what each build took, by name; those that could not run are left out."""

    articles: int
    builds: dict[str, Taken]

    def ms(self, name: str) -> float:
        """Milliseconds an article."""
        return 1000 * self.builds[name].seconds / self.articles


def measure(folder: Path, articles: int, against: Path | None) -> Measured:
    """Make up a digest, and build it as often as there is a line in the table."""
    digests.write(folder, articles)
    builds: dict[str, Taken] = {}
    if hasattr(os, "sched_setaffinity"):
        builds[READING] = run(["-c", _READ, str(ROOT), str(folder)], one_core=True)
        if against:
            builds[READING_AGAINST] = run(["-c", _READ, str(against), str(folder)], one_core=True)
        builds[ONE_CORE] = build(ROOT, fresh(folder), one_core=True)
        if against:
            builds[AGAINST] = build(against, fresh(folder), one_core=True)
    builds[ALL_CORES] = build(ROOT, fresh(folder))
    builds[UNCHANGED] = build(ROOT, folder)
    add_sentence(min((folder / "seeds").iterdir()))
    builds[CHANGED] = build(ROOT, folder)
    with (folder / "digest.yml").open("a", encoding="utf-8", newline="\n") as settings:
        settings.write(ENTRY)
    builds[GLOSSARY] = build(ROOT, folder)
    return Measured(articles, builds)


def build(checkout: Path, folder: Path, one_core: bool = False) -> Taken:
    """Build the digest in a folder with the program of a checkout."""
    return run([str(checkout / "build_digest.py"), "build", "--root", str(folder)], one_core)


def fresh(folder: Path) -> Path:
    """Delete the pages and the kept results of a digest, and give its folder."""
    for made in (folder / ".cache", *(folder / "docs").glob("??")):
        shutil.rmtree(made, ignore_errors=True)
    (folder / "docs" / "index.md").unlink(missing_ok=True)
    return folder


def add_sentence(seed: Path) -> None:
    """Say a sentence of an article's last paragraph once more at its end: it is translated already."""
    *before, last, source = seed.read_text(encoding="utf-8").rstrip().split("\n\n")
    sentence = last.split(". ")[0].rstrip(".") + "."
    text = "\n\n".join((*before, f"{last} {sentence}", source)) + "\n"
    seed.write_text(text, encoding="utf-8", newline="\n")


def run(arguments: Sequence[str], one_core: bool = False) -> Taken:
    """Run Python with these arguments, in a process of its own that sees no model of the user's.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is on stderr.
    """
    shown = (word for word in arguments if "\n" not in word)
    print(*shown, "on one core ..." if one_core else "...", file=sys.stderr, flush=True)
    command = [sys.executable, "-c", _WATCH, "one" if one_core else "all", sys.executable, *arguments]
    with tempfile.TemporaryDirectory() as empty:
        own = {f"XDG_{kind}_HOME": empty for kind in ("DATA", "CONFIG", "CACHE")}
        environment = os.environ | own | {"ARGOS_PACKAGES_DIR": empty}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in BUILT:
        print(done.stderr, file=sys.stderr)
        raise subprocess.CalledProcessError(done.returncode, command)
    return Taken(**json.loads(done.stderr.splitlines()[-1]))


# Reads every article of a digest once, with the program of a checkout: from raw bytes to articles, no more.
_READ = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from digest.project import Project
project = Project(Path(sys.argv[2]))
if hasattr(project, "seeds"):  # an earlier program
    from digest.build import read_articles
    read_articles(project.seeds(), project.settings())
else:
    from digest.reading import read_articles
    read_articles(project.read())
"""

# Runs a command, and reports what it took. A process of its own does this, because the memory of the one that
# starts a command counts as the command's until that is loaded, and this one has little.
_WATCH = """
import json, os, subprocess, sys, time
cores, *command = sys.argv[1:]
if cores == "one":
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
started = time.perf_counter()
process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
seconds = time.perf_counter() - started
mb = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
print()
taken = {"seconds": seconds, "cpu": usage.ru_utime + usage.ru_stime, "mb": mb}
print(json.dumps(taken), file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def quick(folder: Path, runs: int) -> dict[str, Taken]:
    """What the quick commands take on this project's own articles; the median of their runs."""
    for name in ("seeds", "translations"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("digest.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    script = str(ROOT / "build_digest.py")
    commands = {"`status`": ["status", "--root", str(folder)], "`--help`": ["--help"]}
    taken = {name: [run([script, *command]) for _ in range(runs)] for name, command in commands.items()}
    return {
        name: Taken(
            median(each.seconds for each in found),
            median(each.cpu for each in found),
            median(each.mb for each in found),
        )
        for name, found in taken.items()
    }


def report(sizes: Sequence[Measured], answers: dict[str, Taken]) -> None:
    """Print what each command took, and the goals beside what is reached."""
    for measured in sizes:
        print(f"## {measured.articles:,} articles\n")
        if ONE_CORE not in measured.builds:
            print("Not measured on one core: this system cannot bind a process to one.\n")
        rows = [
            [
                name if name in (READING, READING_AGAINST) else f"`build`, {name}",
                number(taken.seconds),
                number(measured.ms(name)),
                *rest(taken),
            ]
            for name, taken in measured.builds.items()
        ]
        print(table(["", "seconds", "ms an article", "CPU seconds", "peak MB"], rows))
    print("## The five articles\n")
    rows = [[name, number(taken.seconds), *rest(taken)] for name, taken in answers.items()]
    print(table(["", "seconds", "CPU seconds", "peak MB"], rows))
    print("## Goals\n")
    print(table(["goal", "wanted", "reached", "in CPU time"], goals(sizes, answers)))


def rest(taken: Taken) -> list[str]:
    """The last columns of a line."""
    return [number(taken.cpu), number(taken.mb)]


def faster(ours: Taken, theirs: Taken) -> list[str]:
    """How many times as fast one is as the other, by the clock and in CPU time."""
    return [f"{number(ratio)} x" for ratio in (theirs.seconds / ours.seconds, theirs.cpu / ours.cpu)]


def goals(sizes: Sequence[Measured], answers: dict[str, Taken]) -> list[list[str]]:
    """What was aimed at, and what this run gives; CPU time says more where others use the machine."""
    rows = []
    for measured in sizes:
        builds, at = measured.builds, f"at {measured.articles:,}"
        for ours, theirs in ((READING, READING_AGAINST), (ONE_CORE, AGAINST)):
            if theirs in builds:
                ratios = faster(builds[ours], builds[theirs])
                rows.append([f"{ours}, faster than `--against`, {at}", f"{FASTER} x", *ratios])
        for name, wanted in ((UNCHANGED, UNCHANGED_MS), (CHANGED, CHANGED_MS)):
            each = [1000 * value / measured.articles for value in (builds[name].seconds, builds[name].cpu)]
            reached = (f"{number(value)} ms" for value in each)
            rows.append([f"{name}, an article {at}", f"{wanted} ms", *reached])
        reached_mb = f"{number(builds[UNCHANGED].mb)} MB"
        rows.append([f"{UNCHANGED}, memory {at}", f"{UNCHANGED_MB} MB", reached_mb, "–"])
    seconds = zip(answers.items(), (STATUS_SECONDS, HELP_SECONDS), strict=True)
    for (name, taken), most in seconds:
        rows.append([name, f"{most} s", f"{number(taken.seconds)} s", f"{number(taken.cpu)} s"])
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure the build, and the commands that should be quick.")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="articles (%(default)s)")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another checkout of this project")
    parser.add_argument("--runs", type=int, default=RUNS, help="of `status` and `--help` (%(default)s)")
    options = parser.parse_args(arguments)
    if not hasattr(os, "wait4"):
        parser.error("this system does not report what a process took")
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, load {load:.1f} at the start.\n")
    with tempfile.TemporaryDirectory() as aside:
        home = Path(aside)
        against = options.against.resolve() if options.against else None
        answers = quick(home / "own", options.runs)
        report([measure(home / str(size), size, against) for size in sorted(options.sizes)], answers)


if __name__ == "__main__":
    main()

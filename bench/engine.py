"""Measure our engine against other ways to translate with the same Argos package, in one run on one machine.

    make bench-engine            about 8 minutes on 2 quiet cores
    python -m bench.engine [--quick | --long] [--cache FOLDER]

--quick takes under a minute and is for seeing that it runs: its texts are too short for good figures. --long
adds 10,000 sentences to the table of cost, about 15 minutes more. The model (bench/copy_model.py) gives back
its source, so every result is checked; the contenders are those of bench/contenders.py.

The tables, in Markdown, go to stdout, and what runs to stderr. Speeds are medians of the repeats, which take
turns, so that what else the machine does in a minute strikes all of them; ratios are of words a second, since
the slow ones get a shorter text. A core-second is one second of one core: where a machine is shared it says
more than the clock, but not for argostranslate's defaults, whose threads wait for each other busily.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from statistics import median

from bench.contenders import Knobs, Taken
from bench.copy_model import DEFAULT_CACHE, build

__all__ = ["main", "table"]

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the first table: a contender with its settings, on a text of so many sentences."""

    title: str
    name: str
    sentences: int
    repeats: int = 1
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run measures; sizes are numbers of sentences."""

    slow: int
    fast: int
    repeats: int
    calls: int
    costs: Sequence[int]
    sweep: int
    sweep_repeats: int = 1


QUICK = Plan(slow=6, fast=40, repeats=1, calls=3, costs=(20, 60), sweep=0)
FULL = Plan(slow=60, fast=300, repeats=2, calls=12, costs=(100, 1000), sweep=100)
LONG = Plan(slow=60, fast=300, repeats=2, calls=12, costs=(100, 1000, 10_000), sweep=100)

ONE_THREAD = {"ARGOS_INTRA_THREADS": "1"}
ALL_TUNED = {**ONE_THREAD, "ARGOS_INTER_THREADS": str(os.cpu_count() or 1), "ARGOS_BATCH_SIZE": "1024"}


def entries(plan: Plan) -> list[Entry]:
    """The first table's lines, in its order."""
    slow, fast, repeats = plan.slow, plan.fast, plan.repeats
    return [
        Entry("argostranslate, its defaults", "argostranslate", slow),
        Entry("argostranslate, ARGOS_INTRA_THREADS=1", "argostranslate", slow, repeats, ONE_THREAD),
        Entry("argostranslate, batch and inter threads too", "argostranslate", slow, repeats, ALL_TUNED),
        Entry("`argos-translate`, the command line", "command_line", plan.calls),
        Entry("LibreTranslate's way", "libretranslate", slow),
        Entry("LibreTranslate's way, all of these set", "libretranslate", fast, 1, ALL_TUNED),
        Entry("ours", "ours", fast, repeats),
        Entry("bare `translate_batch`, the ceiling", "bare", fast, repeats),
    ]


@dataclass(frozen=True, slots=True)
class Bench:
    """Runs contenders, each in a new process that sees none of the user's own Argos settings and folders."""

    cache: Path
    packages: Path

    def run(
        self, name: str, sentences: int, settings: Mapping[str, str] | None = None, knobs: Knobs | None = None
    ) -> Taken:
        """Measure one contender once.

        Raises:
            subprocess.CalledProcessError: it failed; what it said is on stderr.
        """
        command = [sys.executable, "-m", "bench.contenders", name]
        command += ["--packages", str(self.packages), "--sentences", str(sentences)]
        for knob, value in asdict(knobs or Knobs()).items():
            command += (
                ([f"--{knob}"] if value else []) if isinstance(value, bool) else [f"--{knob}", str(value)]
            )
        chosen = "".join(f" {key}={value}" for key, value in (settings or {}).items())
        print(f"{name}, {sentences} sentences{chosen} ...", file=sys.stderr, flush=True)
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(settings or {}), stdout=subprocess.PIPE, check=True
        )
        return Taken(**json.loads(done.stdout))

    def _environment(self, settings: Mapping[str, str]) -> dict[str, str]:
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("ARGOS_", "OMP_", "CT2_"))
        }
        own = {f"XDG_{kind}_HOME": str(self.cache / "xdg") for kind in ("DATA", "CONFIG", "CACHE")}
        return {**kept, **own, "ARGOS_PACKAGES_DIR": str(self.packages), **settings}


def words_a_second(runs: Sequence[Taken]) -> float:
    """The median speed, in a measure that a longer text does not change."""
    return median(run.words / run.seconds for run in runs)


def sentences_a_second(runs: Sequence[Taken]) -> float:
    """The median speed on the runs' own text."""
    return median(run.sentences / run.seconds for run in runs)


def words_a_core_second(runs: Sequence[Taken]) -> float:
    """The median of the words for one second of one core."""
    return median(run.words / run.cpu_seconds for run in runs)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table; all columns but the first are numbers."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def number(value: float) -> str:
    """Write a number with three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def compare(bench: Bench, plan: Plan) -> None:
    """Print speed, memory and agreement of all contenders, and the goals beside what is reached."""
    lines = entries(plan)
    runs: dict[str, list[Taken]] = {line.title: [] for line in lines}
    for turn in range(max(line.repeats for line in lines)):
        for line in lines:
            if turn < line.repeats:
                runs[line.title].append(bench.run(line.name, line.sentences, line.settings))
    print("## Speed\n")
    head = ["", "sentences", "a second", "ours is", "words a core-second", "peak MiB", "same text as ours"]
    print(table(head, [row(line, runs[line.title], runs["ours"]) for line in lines]))
    print(table(["goal", "wanted", "reached"], goals(lines, runs)))


def goals(lines: Sequence[Entry], runs: Mapping[str, Sequence[Taken]]) -> list[list[str]]:
    """What was aimed at, and what this run gives."""
    own, ceiling = runs["ours"], runs[lines[-1].title]

    def times(line: Entry) -> str:
        return f"{number(words_a_second(own) / words_a_second(runs[line.title]))} x"

    return [
        [f"faster than {lines[0].title}", "12 x", times(lines[0])],
        [f"faster than {lines[1].title}", "3.5 x", times(lines[1])],
        ["of the ceiling", "95 %", f"{100 * words_a_second(own) / words_a_second(ceiling):.0f} %"],
        ["peak memory", "700 MiB", f"{number(max(run.peak_mib for run in own))} MiB"],
    ]


def row(line: Entry, runs: Sequence[Taken], own: Sequence[Taken]) -> list[str]:
    """One contender's line."""
    same = [theirs == ours for run in runs for theirs, ours in zip(run.texts, own[0].texts, strict=False)]
    return [
        line.title,
        f"{runs[0].sentences} x {len(runs)}",
        number(sentences_a_second(runs)),
        f"{number(words_a_second(own) / words_a_second(runs))} x",
        number(words_a_core_second(runs)),
        number(max(run.peak_mib for run in runs)),
        f"{sum(same)} of {len(same)}",
    ]


def cost(bench: Bench, plan: Plan) -> None:
    """Print what ours costs on longer and longer texts."""
    rows = []
    for sentences in plan.costs:
        run = bench.run("ours", sentences)
        per_word = 1000 * run.seconds / run.words
        rows.append(
            [
                f"{run.sentences:,}",
                number(run.seconds),
                number(per_word),
                number(1000 * run.cpu_seconds / run.words),
                number(run.peak_mib),
                f"{run.right} of {len(run.texts)}",
            ]
        )
    print("## Cost of ours\n")
    head = ["sentences", "seconds", "ms a word", "core-ms a word", "peak MiB", "right paragraphs"]
    print(table(head, rows))


def sweeps() -> Mapping[str, Sequence[Knobs]]:
    """The settings of a bare ctranslate2 that are compared; each group has the default."""
    cores = os.cpu_count() or 1
    threads = [(cores, 1), (1, cores), (1, 1), (1, 0), (cores, cores), (2 * cores, 1)]
    return {
        "Beam and batch": [
            Knobs(beam=beam, batch=batch) for beam in (1, 2, 4) for batch in (256, 512, 1024, 2048)
        ],
        "Threads": [Knobs(inter=inter, intra=intra) for inter, intra in dict.fromkeys(threads)],
        "One call, or a stream": [
            Knobs(batch=batch, stream=stream) for batch in (256, 1024) for stream in (False, True)
        ],
    }


def sweep(bench: Bench, plan: Plan) -> None:
    """Print what beam, batch and threads change."""
    for title, settings in sweeps().items():
        runs: dict[Knobs, list[Taken]] = {knobs: [] for knobs in settings}
        for _ in range(plan.sweep_repeats):
            for knobs in settings:
                runs[knobs].append(bench.run("bare", plan.sweep, knobs=knobs))
        print(f"## {title}\n")
        head = [
            "call",
            "beam",
            "batch tokens",
            "inter x intra",
            "a second",
            "words a core-second",
            "peak MiB",
        ]
        print(table(head, [swept(knobs, runs[knobs]) for knobs in settings]))


def swept(knobs: Knobs, runs: Sequence[Taken]) -> list[str]:
    """One setting's line."""
    return [
        "`translate_iterable`" if knobs.stream else "`translate_batch`",
        str(knobs.beam),
        number(knobs.batch),
        f"{knobs.inter or os.cpu_count()} x {knobs.intra or 'auto'}",
        number(sentences_a_second(runs)),
        number(words_a_core_second(runs)),
        number(max(run.peak_mib for run in runs)),
    ]


def machine() -> str:
    """Say where and with what this is measured."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("ctranslate2", "argos-translate-lt"))
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, {versions}{load}.\n"
        "All contenders get the same ends of sentences: argostranslate's own splitter, a download, is "
        "replaced by one that takes no time.\nPeak memory is a whole process's.\n"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(
        description="Compare our engine with other ways to run an Argos package."
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--quick", action="store_const", dest="plan", const=QUICK, help="see that it runs")
    length.add_argument("--long", action="store_const", dest="plan", const=LONG, help="10,000 sentences too")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE, help="where the model is (%(default)s)")
    parser.set_defaults(plan=FULL)
    options = parser.parse_args(arguments)
    bench = Bench(options.cache.resolve(), build(options.cache.resolve()))
    print(machine())
    compare(bench, options.plan)
    cost(bench, options.plan)
    if options.plan.sweep:
        sweep(bench, options.plan)


if __name__ == "__main__":
    main()

"""Try what the program promises, and print a table of what held."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.trust.elsewhere import compared, contacted
from bench.trust.faults import denied, filled
from bench.trust.fuzz import fuzzed
from bench.trust.growth import grown
from bench.trust.hostile import attacked, poisoned
from bench.trust.kills import killed
from bench.trust.packages import refused
from bench.trust.rows import Row, table, told

__all__ = ["main"]


@dataclass(frozen=True, slots=True)
class _Amounts:
    """How much of each is tried; `seconds` is the time for fuzzing."""

    moments: int = 200
    disks: int = 15
    denied: int = 99
    pages: int = 400
    digests: int = 3
    packages: int = 240
    seconds: float = 120


_QUICK = _Amounts(moments=7, disks=2, denied=2, pages=30, digests=1, packages=36, seconds=10)
_Trial = Callable[[Path, Random], Row]


def main(argv: Sequence[str] | None = None) -> int:
    """Try everything once; give 1 if anything failed, else 0."""
    arguments = _parser().parse_args(argv)
    if os.name == "nt":
        print("to do: run it on Linux or macOS; Windows has neither SIGKILL nor fork", file=sys.stderr)
        return 2
    amounts = _QUICK if arguments.quick else _Amounts()
    moments = amounts.moments if arguments.moments is None else arguments.moments
    seconds = amounts.seconds if arguments.seconds is None else arguments.seconds
    trials = _trials(amounts, moments, seconds)
    chosen = {name: trial for name, trial in trials.items() if not arguments.only or name in arguments.only}
    began = time.monotonic()
    rows = list(_tried(chosen, arguments.seed))
    minutes = (time.monotonic() - began) / 60
    print(table(rows))
    machine = f"{platform.system()}, Python {platform.python_version()}"
    print(f"\n{machine}, {minutes:.0f} min, seed {arguments.seed}.")
    print(told(rows), file=sys.stderr)
    return int(any(row.failures for row in rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.trust", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a little of everything, in some two minutes")
    parser.add_argument("--moments", type=int, metavar="N", help="how many times a command is killed (200)")
    parser.add_argument("--seconds", type=float, metavar="N", help="how long inputs are fuzzed (120)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="other moments and texts (1)")
    parser.add_argument("--only", action="append", metavar="NAME", help="this trial; may be given repeatedly")
    return parser


def _trials(amounts: _Amounts, moments: int, seconds: float) -> dict[str, _Trial]:
    """Every trial by its name, in the order of the table."""
    return {
        "kills": lambda folder, random: killed(folder, moments, random, _say),
        "disks": lambda folder, random: filled(folder, amounts.disks, random, _say),
        "permissions": lambda folder, random: denied(folder, amounts.denied, _say),
        "digests": lambda folder, random: poisoned(folder, amounts.digests, random, _say),
        "pages": lambda folder, random: attacked(folder, amounts.pages, random, _say),
        "packages": lambda folder, random: refused(folder, amounts.packages, random),
        "fuzz": lambda folder, random: fuzzed(seconds, random, _say),
        "growth": lambda folder, random: grown(folder),
        "bytes": lambda folder, random: compared(folder, _say),
        "hosts": lambda folder, random: contacted(folder, _say),
    }


def _tried(trials: dict[str, _Trial], seed: int) -> Iterator[Row]:
    for name, trial in trials.items():
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="trust-") as folder:
            row = trial(Path(folder).resolve(), Random(f"{seed} {name}"))
        _say(f"{name}: {row.tried:,} tried, {len(row.failures)} failures, {time.monotonic() - began:.0f} s")
        yield row


def _say(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""Measure the sentence splitter against pySBD on the golden cases of tests/golden/sentences.

    pip install pysbd
    python bench/splitters.py [--repeat N]

PySBD is needed for this measurement only and is no dependency of the project. The table, in Markdown, has for
each language the share of cases that come out exactly right, the cuts where none belongs, and the characters
split in a second. The cases were written beside our rules: our share says that the rules do what they claim,
pySBD's how far a general splitter gets on the same text. A language that pySBD does not know is named so.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from digest.translation.sentences import split  # noqa: E402 - the measured package is beside this folder, not installed

GOLDEN = ROOT / "tests" / "golden" / "sentences"
LANGUAGES = ("kk", "ru", "pl", "uk", "ky", "en")

Case = tuple[str, ...]
Splitter = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """What one splitter did with one language's cases."""

    right: int
    wrong_cuts: int
    speed: float


def cases(lang: str) -> list[Case]:
    """Read one language's cases, the known weaknesses too: a reader cuts there."""
    lines = (GOLDEN / f"{lang}.txt").read_text(encoding="utf-8").splitlines()
    return [
        tuple(line.removeprefix("~ ").split(" | ")) for line in lines if line and not line.startswith("# ")
    ]


def load_pysbd() -> Any:
    """Import pySBD, or exit with what to do where it is absent."""
    try:
        return importlib.import_module("pysbd")
    except ModuleNotFoundError:
        sys.exit("bench/splitters.py: pysbd is not installed\n  to do: pip install pysbd")


def pysbd_splitter(pysbd: Any, lang: str) -> Splitter | None:
    """Make pySBD's splitter for one language, or None where it does not know it."""
    if lang not in pysbd.languages.LANGUAGE_CODES:
        return None
    segmenter = pysbd.Segmenter(language=lang, clean=False)
    return lambda block: [sentence.strip() for sentence in segmenter.segment(block)]


def score(splitter: Splitter, golden: Sequence[Case], repeat: int) -> Score:
    """Run a splitter over the cases: once for what is right, then `repeat` times for the best speed."""
    blocks = [" ".join(case) for case in golden]
    results = [tuple(splitter(block)) for block in blocks]
    right = sum(found == case for found, case in zip(results, golden, strict=True))
    wrong = sum(len(_cuts(found) - _cuts(case)) for found, case in zip(results, golden, strict=True))
    return Score(right, wrong, sum(map(len, blocks)) / min(_seconds(splitter, blocks, repeat)))


def _cuts(sentences: Sequence[str]) -> set[int]:
    return set(list(accumulate(len(sentence) + 1 for sentence in sentences))[:-1])


def _seconds(splitter: Splitter, blocks: Sequence[str], repeat: int) -> Iterator[float]:
    for _ in range(repeat):
        begun = time.perf_counter()
        for block in blocks:
            splitter(block)
        yield time.perf_counter() - begun


def _row(lang: str, count: int, ours: Score, theirs: Score | None) -> str:
    own = f"| {lang} | {count} | {ours.right / count:.1%} | {ours.wrong_cuts} | {ours.speed:,.0f} |"
    if theirs is None:
        return own + " not supported | – | – | – |"
    ratio = f"{ours.speed / theirs.speed:.0f}×"
    return own + f" {theirs.right / count:.1%} | {theirs.wrong_cuts} | {theirs.speed:,.0f} | {ratio} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Our sentence splitter and pySBD on the golden cases.")
    parser.add_argument("--repeat", type=int, default=5, help="runs of which the fastest counts (default: 5)")
    repeat = max(1, parser.parse_args().repeat)
    pysbd = load_pysbd()
    print("| language | cases | right | wrong cuts | chars/s | pySBD right | wrong cuts | chars/s | faster |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for lang in LANGUAGES:
        golden = cases(lang)
        theirs = pysbd_splitter(pysbd, lang)
        ours = score(partial(split, lang=lang), golden, repeat)
        print(_row(lang, len(golden), ours, score(theirs, golden, repeat) if theirs else None))


if __name__ == "__main__":
    main()

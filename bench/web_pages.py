"""Measure the reading of web pages against what people found in them, beside trafilatura and newspaper4k.

    make bench-web-pages FOLDER=…
    python -m bench.web_pages FOLDER [--newspaper PYTHON] [--faults] [--runs N]

The folder holds pages, NAME.html, and for each what is right, NAME.json: `title`, `date`, `author`,
`source`, `section` (null: the page does not say; left out: nobody looked) and `body`, a list of paragraphs.
A value counts as right when letters and digits are the same in the same order, several authors in any
order. F1 compares the bags of words of both bodies; clutter is the share of the words read that are not in
the article, lost the share of paragraphs of which fewer than 80 % of the words are there. Time is that of
one process on one page, everything loaded; the ratio is to `trafilatura.bare_extraction` with its metadata,
and to it without. `--newspaper` names a Python that has newspaper4k. The tables go to stdout as Markdown.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import trafilatura

from bench.engine import number, table
from digest.errors import SeedError
from digest.read.seed import reading_of
from digest.read.text import tidy
from digest.settings import Settings
from digest.values import Seed

__all__ = ["Found", "Tally", "main", "same"]

FIELDS = ("title", "date", "author", "source", "section")
WORD = re.compile(r"\w+")
FOUND = 0.8
OURS, BARE, NEWSPAPER = "ours", "trafilatura", "newspaper4k"


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader gives for one page: its fields, its paragraphs, and the seconds it took."""

    fields: Mapping[str, str | None]
    body: Sequence[str]
    seconds: float = 0.0


@dataclass(slots=True)
class Tally:
    """How a reader fared on all pages so far."""

    pages: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    f1: list[float] = field(default_factory=list)
    leaked: list[float] = field(default_factory=list)
    lost: int = 0
    paragraphs: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    def add(self, name: str, gold: Mapping[str, Any], found: Found) -> None:
        """Count one page."""
        self.pages += 1
        self.seconds += found.seconds
        for one in FIELDS:
            if one in gold:
                self._field(name, one, gold[one], found.fields.get(one))
        if "body" in gold:
            self._body(name, gold["body"], found.body)

    def _field(self, name: str, one: str, wanted: str | None, got: str | None) -> None:
        self.asked[one] += wanted is not None
        if got is not None:
            good = wanted is not None and same(wanted, got)
            self.right[one] += good
            self.wrong[one] += not good
        if (got is None) != (wanted is None) or (got and wanted and not same(wanted, got)):
            self.faults.append(f"{name}: {one}: {wanted!r}, got {got!r}")

    def _body(self, name: str, wanted: Sequence[str], got: Sequence[str]) -> None:
        want, have = _bag("\n".join(wanted)), _bag("\n".join(got))
        both = (want & have).total()
        self.f1.append(2 * both / max(1, want.total() + have.total()))
        self.leaked.append((have - want).total() / max(1, have.total()))
        lost = [one for one in wanted if (_bag(one) & have).total() < FOUND * _bag(one).total()]
        self.lost += len(lost)
        self.paragraphs += len(wanted)
        self.faults += [f"{name}: lost: {one[:120]}" for one in lost]
        self.faults += [
            f"{name}: leaked: {one[:120]}"
            for one in got
            if (_bag(one) & want).total() < (1 - FOUND) * _bag(one).total()
        ]


def same(one: str, other: str) -> bool:
    """Whether two values are the same but for case, signs and order of names."""
    return _plain(one) == _plain(other) or sorted(map(_plain, one.split(","))) == sorted(
        map(_plain, other.split(","))
    )


def _plain(text: str) -> str:
    return "".join(WORD.findall(text.casefold().replace("ё", "е")))


def _bag(text: str) -> Counter[str]:
    return Counter(WORD.findall(tidy(text).casefold()))


def ours(name: str, raw: bytes) -> Found:
    """What this project reads; nothing from a page that it refuses."""
    try:
        (article,) = reading_of(Seed(name, raw), Settings()).articles
    except SeedError as error:
        print(str(error).replace("\n", " "), file=sys.stderr)
        return Found({}, ())
    fields = {one: getattr(article, one) for one in FIELDS} | {
        "date": article.date.isoformat() if article.date else None
    }
    return Found(fields, article.body)


def bare(name: str, raw: bytes) -> Found:
    """What trafilatura reads."""
    found = trafilatura.bare_extraction(raw, include_comments=False, with_metadata=True)
    if found is None or isinstance(found, dict):
        return Found({}, ())
    fields = {
        "title": found.title,
        "date": found.date,
        "author": ", ".join((found.author or "").split("; ")) or None,
        "source": found.sitename,
        "section": next(iter(found.categories or ()), None),
    }
    return Found(fields, (found.text or "").split("\n"))


def body_alone(name: str, raw: bytes) -> Found:
    """What trafilatura reads without metadata."""
    trafilatura.bare_extraction(raw, include_comments=False)
    return Found({}, ())


def timed(read: Callable[[str, bytes], Found], name: str, raw: bytes, runs: int) -> Found:
    """What a reader gives, with the shortest of its times."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        found = read(name, raw)
        best = min(best, time.process_time() - start)
    return Found(found.fields, found.body, best)


def pages(folder: Path) -> Iterator[tuple[str, bytes, Mapping[str, Any]]]:
    """The pages of a folder with what is right, in order of name."""
    for path in sorted(folder.glob("*.html")):
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        yield path.name, path.read_bytes(), gold


def measure(folder: Path, newspaper: str | None, runs: int) -> tuple[dict[str, Tally], float]:
    """The tally of each reader, and the seconds of trafilatura without metadata."""
    tallies = {OURS: Tally(), BARE: Tally()} | ({NEWSPAPER: Tally()} if newspaper else {})
    alone = 0.0
    for name, raw, gold in pages(folder):
        tallies[OURS].add(name, gold, timed(ours, name, raw, runs))
        tallies[BARE].add(name, gold, timed(bare, name, raw, runs))
        alone += timed(body_alone, name, raw, runs).seconds
    if newspaper:
        read = _newspaper(newspaper, folder)
        for name, _, gold in pages(folder):
            tallies[NEWSPAPER].add(name, gold, read.get(name, Found({}, ())))
    return tallies, alone


def _newspaper(python: str, folder: Path) -> dict[str, Found]:
    done = subprocess.run([python, "-c", _READ, str(folder)], capture_output=True, text=True, check=True)
    read = (json.loads(line) for line in done.stdout.splitlines())
    return {one["name"]: Found(one["fields"], one["body"], one["seconds"]) for one in read}


# Reads every page of a folder with newspaper4k, without the network; a line of JSON for each.
_READ = """
import json, sys, time
from pathlib import Path
from newspaper import Article
for path in sorted(Path(sys.argv[1]).glob("*.html")):
    start = time.process_time()
    try:
        page = Article("https://example.org/a/b", fetch_images=False)
        page.set_html(path.read_bytes().decode("utf-8", errors="replace"))
        page.parse()
    except Exception:
        continue
    fields = {
        "title": page.title or None,
        "date": page.publish_date.date().isoformat() if hasattr(page.publish_date, "date") else None,
        "author": ", ".join(page.authors) or None,
        "source": (page.meta_site_name or None),
        "section": None,
    }
    body = [line for line in page.text.split("\\n") if line.strip()]
    print(json.dumps(
        {"name": path.name, "fields": fields, "body": body, "seconds": time.process_time() - start}))
"""


def report(tallies: Mapping[str, Tally], alone: float) -> str:
    """The tables: facts as right / wrong / none of those asked for, bodies, and times."""
    facts, bodies = [], []
    for name, tally in tallies.items():
        counts = []
        for one in FIELDS:
            none = tally.asked[one] - tally.right[one]
            counts.append(f"{tally.right[one]} / {tally.wrong[one]} / {none}" if tally.asked[one] else "–")
        facts.append([name, *counts])
        if tally.f1:
            total = len(tally.f1)
            bodies.append(
                [
                    name,
                    f"{sum(tally.f1) / total:.4f}",
                    f"{sum(one >= 0.95 for one in tally.f1)} of {total}",
                    f"{sum(tally.leaked) / total:.2%}",
                    f"{tally.lost / max(1, tally.paragraphs):.2%}",
                    number(1000 * tally.seconds / max(1, tally.pages)),
                    f"{tally.seconds / tallies[BARE].seconds:.2f}",
                    f"{tally.seconds / alone:.2f}",
                ]
            )
    head = ["", *(f"{one}: right / wrong / not right" for one in FIELDS)]
    measures = ["", "F1", "F1 ≥ .95", "clutter", "lost", "ms a page", "× trafilatura", "× its body alone"]
    return "\n\n".join((table(head, facts), table(measures, bodies)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a folder and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--newspaper", metavar="PYTHON")
    parser.add_argument("--faults", action="store_true", help="list what is wrong in ours")
    parser.add_argument("--runs", type=int, default=1)
    chosen = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    tallies, alone = measure(chosen.folder, chosen.newspaper, chosen.runs)
    if not tallies[OURS].pages:
        print(f"{chosen.folder}: no NAME.html with NAME.json", file=sys.stderr)
        return 1
    if chosen.faults:
        print("\n".join(tallies[OURS].faults))
    print(report(tallies, alone))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

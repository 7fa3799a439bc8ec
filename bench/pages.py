"""Measures the reading of pasted pages: `python -m bench.pages FOLDER [--kept DIR] [--parts DIR]`.

FOLDER holds saved HTML pages. Each is rendered to the text that a browser copies, three ways: all of it,
with menus and comments hidden, and from the headline down. What the program reads there is compared with
what the page says of itself and, for the body, with the body found in its HTML (tools/learn_lines/said.py).
With `--parts`, from tools.learn_lines, each page is read by models that have not seen its publisher.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from digest.errors import SeedError
from digest.read.article import extract
from digest.read.draft import Draft
from digest.read.place import Models
from digest.settings import Settings
from digest.values import Article
from tools.learn_lines.__main__ import pages_in
from tools.learn_lines.label import Page, body_words, cropped
from tools.learn_lines.said import Said, words
from tools.learn_lines.train import FOLDS

__all__ = ["Tally", "main", "measured"]

FIELDS = ("title", "date", "author", "source", "section")


@dataclass(slots=True)
class Tally:
    """What came out for the pages of one variant: the answers by field, the measures of each body."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    guesses: int = 0
    bodies: list[tuple[float, float, float]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def report(self) -> str:
        """The figures as lines of text."""
        lines = [f"  {len(self.bodies)} pages, {statistics.median(self.milliseconds):.1f} ms a page (median)"]
        for name in FIELDS:
            parts = [self.answers[name, answer] for answer in ("right", "wrong", "unknown")]
            if total := sum(parts):
                shares = ", ".join(
                    f"{answer} {part / total:.1%}"
                    for answer, part in zip(("right", "wrong", "unknown"), parts, strict=True)
                )
                best = f", best guess right {self.guesses / total:.1%}" if name == "title" else ""
                lines.append(f"  {name:<8} {total:>4}: {shares}{best}")
        f1, leaked, lost = (list(column) for column in zip(*self.bodies, strict=True))
        lines.append(
            f"  body F1 {statistics.mean(f1):.4f} (median {statistics.median(f1):.4f}), clutter"
            f" {statistics.mean(leaked):.1%}, lost {statistics.mean(lost):.1%}"
        )
        return "\n".join(lines)


def measured(page: Page, tally: Tally, models: Models | None) -> None:
    """Read a page and add what came out to the tally."""
    text = "\n".join(f"\n{line.text}" if line.gap else line.text for line in page.lines)
    draft = Draft(slug="page", text=text, sha256="0" * 64)
    start = time.perf_counter()
    try:
        article = extract(draft, Settings(), "page.txt", models=models)
    except SeedError:
        article = Article(slug="page", lang="en", title="", body=(), sha256="")
    tally.milliseconds.append(1000 * (time.perf_counter() - start))
    stated = {fact.name for fact in article.facts if fact.stated}
    for name, (said, right) in _judged(article, page.said).items():
        if said:
            known = name in stated if name == "title" else getattr(article, name) is not None
            tally.answers[name, ("right" if right else "wrong") if known else "unknown"] += 1
    tally.guesses += bool(page.said.titles) and _judged(article, page.said)["title"][1]
    got, wanted = Counter(words("\n".join(article.body))), body_words(page)
    both = (got & wanted).total()
    tally.bodies.append(
        (
            2 * both / max(1, got.total() + wanted.total()),
            1 - both / max(1, got.total()),
            1 - both / max(1, wanted.total()),
        )
    )


def _judged(article: Article, said: Said) -> dict[str, tuple[bool, bool]]:
    """For each field whether the page says something of it, and whether the article has that."""
    return {
        "title": (bool(said.titles), _same(article.title, said.titles)),
        "date": (bool(said.days), article.date is not None and _near(article.date, said.days)),
        "author": (bool(said.authors), _within(article.author, said.authors)),
        "source": (bool(said.sites), _within(article.source, said.sites)),
        "section": (bool(said.sections), _within(article.section, said.sections)),
    }


def _same(text: str, spellings: Iterable[str]) -> bool:
    return words(text) in [words(one) for one in spellings]


def _near(day: date, days: Iterable[date]) -> bool:
    """Whether a day is one of some others, or next to it: a page's time zone may be another."""
    return any(abs((day - one).days) <= 1 for one in days)


def _within(value: str | None, spellings: Iterable[str]) -> bool:
    """Whether a value is one of the spellings, or a part of one, or the other way round."""
    own = "".join(words(value or ""))
    others = ["".join(words(one)) for one in spellings]
    return bool(own) and any(other and (own in other or other in own) for other in others)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure a folder of pages and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kept", type=Path, help="keeps the rendered texts")
    parser.add_argument(
        "--parts", type=Path, help="models without one fold each, from tools.learn_lines --parts"
    )
    parser.add_argument("--every", type=int, default=1, help="measure one page in so many")
    chosen = parser.parse_args(arguments)
    models: list[Models | None] = [None] * FOLDS
    if chosen.parts:
        models = [Models.of(json.loads((chosen.parts / f"{n}.json").read_bytes())) for n in range(FOLDS)]
    tallies = {variant: Tally() for variant in ("whole", "hidden", "headline")}
    with tempfile.TemporaryDirectory() as temporary:
        pages = list(pages_in(chosen.folder, chosen.kept or Path(temporary)))[:: chosen.every]
    for whole, hidden in pages:
        fold = zlib.crc32(whole.said.publisher.encode()) % FOLDS
        for page in (whole, hidden, cropped(whole)):
            if page is not None:
                measured(page, tallies[page.variant], models[fold])
    for variant, tally in tallies.items():
        print(f"{variant}:\n{tally.report()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

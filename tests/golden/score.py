"""Scores the cleaning against a folder of articles: `python tests/golden/score.py [DIR]`.

Each NAME.txt in the folder holds the bytes of a page as copied, and NAME.json what a person finds in it.
The measures: a field is right when it is exactly equal; F1 compares the bags of words of both bodies; clutter
is the share of the clutter's words that are in the body and should not be; a paragraph is lost when fewer
than 80 % of its words are found.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from digest.read.seed import reading_of  # noqa: E402 (the repository's root has to be on the path first)
from digest.settings import Settings  # noqa: E402
from digest.values import Article, Seed  # noqa: E402

__all__ = [
    "FIELDS",
    "PAGES",
    "SITES",
    "UNSEEN",
    "UNSEEN_2",
    "UNSEEN_3",
    "Score",
    "Totals",
    "compare",
    "report",
    "score_folder",
    "total",
]

UNSEEN = Path(__file__).resolve().parent / "unseen"
SITES = UNSEEN.with_name("sites")
UNSEEN_2 = UNSEEN.with_name("unseen2")
UNSEEN_3 = UNSEEN.with_name("unseen3")
PAGES = UNSEEN.with_name("pages")
FIELDS = ("title", "lang", "date", "author", "source", "section")
FOUND = 0.8
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """How one article fared.

    `wrong` tells, for each field that is not right, what was expected and what came. `leaked` of the
    `clutter` words are in the body, namely `leaks`; `lost` are the paragraphs that are not there.
    """

    name: str
    wrong: dict[str, tuple[str | None, str | None]]
    f1: float
    leaked: int
    clutter: int
    leaks: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """All articles together: the share that has each field right, and the three measures of the body."""

    fields: dict[str, float]
    f1: float
    clutter: float
    lost: int


def score_folder(folder: Path) -> list[Score]:
    """Clean and score every article in the folder, in order of name."""
    return [_score_file(path) for path in sorted(folder.glob("*.json"))]


def compare(name: str, expected: dict[str, Any], article: Article) -> Score:
    """Compare a clean article with what is expected of it."""
    got = Counter(_words("\n".join(article.body)))
    wanted = Counter(_words("\n".join(expected["body"])))
    clutter = Counter(_words("\n".join(expected["clutter"])))
    leaked = (got - wanted) & clutter
    return Score(
        name=name,
        wrong=_wrong_fields(expected, article),
        f1=_f1(got, wanted),
        leaked=leaked.total(),
        clutter=clutter.total(),
        leaks=tuple(leaked),
        lost=tuple(block for block in expected["body"] if not _is_found(block, got)),
    )


def total(scores: list[Score]) -> Totals:
    """Sum the scores up; there has to be at least one."""
    count = len(scores)
    return Totals(
        fields={field: sum(field not in score.wrong for score in scores) / count for field in FIELDS},
        f1=sum(score.f1 for score in scores) / count,
        clutter=sum(score.leaked for score in scores) / max(1, sum(score.clutter for score in scores)),
        lost=sum(len(score.lost) for score in scores),
    )


def report(scores: list[Score]) -> str:
    """All scores as text: a line for each article, its faults beneath it, and the totals at the end."""
    lines = []
    for score in scores:
        right = len(FIELDS) - len(score.wrong)
        share = score.leaked / max(1, score.clutter)
        lines.append(
            f"{score.name:<20} fields {right}/{len(FIELDS)}  F1 {score.f1:.3f}  clutter {share:6.1%}"
            f"  lost {len(score.lost)}"
        )
        lines += [f"    {name}: expected {want!r}, got {got!r}" for name, (want, got) in score.wrong.items()]
        lines += [f"    leaked: {' '.join(score.leaks)}"] * bool(score.leaks)
        lines += [f"    lost: {block}" for block in score.lost]
    totals = total(scores)
    shares = "  ".join(f"{field} {share:.1%}" for field, share in totals.fields.items())
    lines.append(f"{len(scores)} articles: {shares}")
    lines.append(f"F1 {totals.f1:.4f}  clutter {totals.clutter:.2%}  paragraphs lost {totals.lost}")
    return "\n".join(lines)


def _score_file(path: Path) -> Score:
    expected = json.loads(path.read_text(encoding="utf-8"))
    raw = path.with_suffix(".txt").read_bytes()
    (article,) = reading_of(Seed(path.with_suffix(".txt").name, raw), Settings()).articles
    return compare(path.stem, expected, article)


def _wrong_fields(expected: dict[str, Any], article: Article) -> dict[str, tuple[str | None, str | None]]:
    day = article.date.isoformat() if article.date else None
    found = {field: day if field == "date" else getattr(article, field) for field in FIELDS}
    return {field: (expected[field], found[field]) for field in FIELDS if expected[field] != found[field]}


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _f1(got: Counter[str], wanted: Counter[str]) -> float:
    both = (got & wanted).total()
    return 2 * both / max(1, got.total() + wanted.total())


def _is_found(block: str, got: Counter[str]) -> bool:
    # A block that is merely joined to its neighbour is not lost, so the whole body is searched.
    words = Counter(_words(block))
    return (words & got).total() >= FOUND * words.total()


def main() -> int:
    """Score the folder named on the command line, or the articles beside this file."""
    # A Windows console may not know Cyrillic.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # stdout is a TextIOWrapper in a script
    scores = score_folder(Path(sys.argv[1]) if len(sys.argv) > 1 else UNSEEN)
    sys.stdout.write(report(scores) + "\n" if scores else "no NAME.json in this folder\n")
    return 0 if scores else 1


if __name__ == "__main__":
    raise SystemExit(main())

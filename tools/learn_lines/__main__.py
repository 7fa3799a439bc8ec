"""Learns the models of digest/data/lines.json: `python -m tools.learn_lines FOLDER`.

FOLDER holds saved HTML pages, each of an article; beside NAME.html there may be a NAME.gold.json with
`title` and `body` as a person found them. Texts of pages are kept in DIR, so that a second run need not
render them again. Nothing of a page but the numbers that were learnt is written into the repository.

Pages count only if they say when they were published, or have gold: others are seldom news.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tools.learn_lines.calibrate import calibrated
from tools.learn_lines.label import Page, labelled
from tools.learn_lines.render import Rendered, render
from tools.learn_lines.said import said_by, words
from tools.learn_lines.train import learn, samples

__all__ = ["main", "pages_in"]

OUT = Path(__file__).resolve().parents[2] / "digest" / "data" / "lines.json"


def pages_in(folder: Path, kept: Path) -> Iterator[tuple[Page, Page | None]]:
    """The labelled pages of a folder, whole and with menus hidden, each article once."""
    known: set[tuple[str, ...]] = set()
    rendered = list(render(sorted(folder.glob("*.html")), kept))
    with ProcessPoolExecutor(2) as workers:
        for found in workers.map(_labelled, rendered, chunksize=16):
            if found is None:
                continue
            start = tuple(words(found[0].said.body)[5:60])
            if start not in known:
                known.add(start)
                yield found


def _labelled(one: tuple[Path, Rendered]) -> tuple[Page, Page | None] | None:
    page, rendered = one
    said = said_by(page)
    if said is None or not (said.days or page.with_suffix(".gold.json").exists()):
        return None
    whole = labelled(page.stem, "whole", rendered.whole, said)
    return (whole, labelled(page.stem, "hidden", rendered.hidden, said)) if whole else None


def written(data: Mapping[str, Any]) -> str:
    """The numbers as JSON, a tree a line, so that a change can be read."""
    parts = []
    for name, value in data.items():
        if isinstance(value, dict) and "trees" in value:
            trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in value["trees"])
            parts.append(f'"{name}": {{"bias": {value["bias"]}, "trees": [\n{trees}\n]}}')
        else:
            parts.append(f'"{name}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn from a folder of pages and write the models."""
    parser = argparse.ArgumentParser(prog="python -m tools.learn_lines", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kept", type=Path, help="keeps the rendered texts")
    parser.add_argument(
        "--parts", type=Path, help="also write the models without one fold each, for measuring"
    )
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        kept = chosen.kept or Path(temporary)
        found = list(samples(pages_in(chosen.folder, kept)))
    if not found:
        parser.error(f"{chosen.folder}: no page could be learnt from")
    _tell(
        f"{len({one.page.name for one in found})} pages,"
        f" {len({one.page.said.publisher for one in found})} publishers"
    )
    learnt = learn(found, _tell)
    numbers = calibrated(found, learnt, _tell)
    OUT.write_text(written({**numbers, **learnt.whole}), encoding="utf-8")
    for number, part in enumerate(learnt.parts if chosen.parts else ()):
        chosen.parts.mkdir(parents=True, exist_ok=True)
        (chosen.parts / f"{number}.json").write_text(written({**numbers, **part}), encoding="utf-8")
    return 0


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())

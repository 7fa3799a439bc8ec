"""Make the demo models: an Argos package, golden vectors and a brief for each language.

Needs the packages of requirements.txt; README.md says more. Prints the figures that README.md shows.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import briefs
import corpus
import grammar
import judge
import package
import sentencepiece
import torch
from briefs import Brief
from corpus import Corpus, Couple
from network import EOS, Shape, Weights
from training import Pieces, Plan, train

_HERE = Path(__file__).parent
_LANGUAGES = ("kk", "ru", "pl")
_VOCABULARY = 4500
_VECTORS = 30
# glibc returns freed memory at once and asks for it again at every step, which costs most of the time.
_MEMORY = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": "20000000000",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
}

log = logging.getLogger("make")


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the README's table."""

    pair: str
    learnt: int
    pieces: int
    parameters: int
    minutes: float
    unseen: int
    exact_float32: str
    exact_int8: str
    brief: str
    bytes: int


def main() -> None:
    """Make the models of the languages that the command line names."""
    options = _options()
    _calm_memory()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    torch.set_num_threads(options.threads)
    rows = [make(code, options.size, Plan(steps=options.steps), options.out) for code in options.languages]
    sys.stdout.write(_table(rows))


def make(code: str, size: int, plan: Plan, out: Path) -> Figures:
    """Make and judge one language's package; write it, its vectors and its brief into `out`."""
    started = time.monotonic()
    source, english = grammar.load(_HERE / "grammar", code), grammar.load(_HERE / "grammar", "en")
    grammar.compare(source, english)
    brief = briefs.load(_HERE / "briefs" / f"demo-{code}.yml", source, english)
    parallel = corpus.make(source, english, size, reserved={couple.source for couple in brief.couples})
    log.info("%s: %d couples to learn, %d unseen", code, len(parallel.learnt), len(parallel.unseen))
    pieces = _pieces(parallel)
    shape = Shape(vocabulary=pieces.get_piece_size())
    weights = train(_encoded(parallel.learnt, pieces), shape, plan, _report)
    minutes = (time.monotonic() - started) / 60
    with tempfile.TemporaryDirectory() as temporary:
        label = package.Label(code, source.language)
        root = Path(temporary) / package.argos_name(label)
        package.write_opus(Path(temporary) / "opus", weights, shape, pieces)
        package.fill(root, Path(temporary) / "opus", label)
        archive = out / f"{root.name}.argosmodel"
        package.pack(root, archive)
        _write_brief(out / "briefs", brief)
        _write_vectors(out / "vectors" / f"{code}-en.json", root, parallel.unseen[:_VECTORS])
        return Figures(
            pair=f"{code}→en",
            learnt=len(parallel.learnt),
            pieces=shape.vocabulary,
            parameters=_parameters(weights),
            minutes=round(minutes, 1),
            unseen=len(parallel.unseen),
            exact_float32=_judged(root, parallel.unseen, "float32"),
            exact_int8=_judged(root, parallel.unseen, "int8"),
            brief=_brief_judged(root, brief),
            bytes=archive.stat().st_size,
        )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "languages", nargs="*", default=_LANGUAGES, help="kk, ru, pl; all of them if none is named"
    )
    parser.add_argument(
        "--size", type=int, default=120_000, help="how many couples to draw (default %(default)s)"
    )
    parser.add_argument(
        "--steps", type=int, default=3000, help="how many batches to learn (default %(default)s)"
    )
    parser.add_argument("--threads", type=int, default=2, help="cores to train on (default %(default)s)")
    parser.add_argument(
        "--out", type=Path, default=_HERE, help="where to write (default: beside this script)"
    )
    return parser.parse_args()


def _calm_memory() -> None:
    """Start again with the C library's memory settings, which it reads only at the start."""
    if sys.platform == "linux" and not _MEMORY.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | _MEMORY)


def _pieces(parallel: Corpus) -> sentencepiece.SentencePieceProcessor:
    """One tokenizer for both languages; its numbers are the model's."""
    texts = dict.fromkeys(text for couple in parallel.learnt for text in (couple.source, couple.target))
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        model_type="bpe",
        vocab_size=_VOCABULARY,
        character_coverage=1.0,
        input_sentence_size=0,
        num_threads=1,
        eos_id=EOS,
        unk_id=EOS + 1,
        bos_id=-1,
        pad_id=-1,
        minloglevel=2,
    )
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def _encoded(couples: Sequence[Couple], pieces: sentencepiece.SentencePieceProcessor) -> list[Pieces]:
    sources = pieces.encode([couple.source for couple in couples])
    targets = pieces.encode([couple.target for couple in couples])
    return [([*source, EOS], [*target, EOS]) for source, target in zip(sources, targets, strict=True)]


def _report(step: int, loss: float) -> None:
    log.info("step %d, loss %.4f", step, loss)


def _parameters(weights: Weights) -> int:
    return sum(weight.numel() for weight in weights.values())


def _judged(root: Path, couples: Sequence[Couple], compute_type: str) -> str:
    outputs = judge.translate(root, [couple.source for couple in couples], compute_type)
    for couple, output in zip(couples, outputs, strict=True):
        if output != couple.target:
            log.info("%s\n  wanted %s\n  found  %s", couple.source, couple.target, output)
    return f"{judge.exact(couples, outputs):.2%}"


def _brief_judged(root: Path, brief: Brief) -> str:
    outputs = judge.translate(root, [couple.source for couple in brief.couples])
    right = round(judge.exact(brief.couples, outputs) * len(brief.couples))
    return f"{right} of {len(brief.couples)}"


def _write_brief(folder: Path, brief: Brief) -> None:
    _write(folder / f"{brief.name}.txt", brief.page)
    _write(folder / f"{brief.name}.en.txt", brief.english)


def _write_vectors(path: Path, root: Path, couples: Sequence[Couple]) -> None:
    outputs = judge.translate(root, [couple.source for couple in couples])
    vectors = [
        {"source": couple.source, "expected": couple.target, "float32": output}
        for couple, output in zip(couples, outputs, strict=True)
    ]
    _write(path, json.dumps(vectors, ensure_ascii=False, indent=1) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _table(rows: Sequence[Figures]) -> str:
    names = [field.name for field in fields(Figures)]
    lines = [names, ["---"] * len(names), *([str(getattr(row, name)) for name in names] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    main()

"""Measure the sentence splitter beside the common ones, on treebanks of Universal Dependencies.

    pip install pysbd sentencex blingfire razdel sentence-splitter tokenize-uk
    python -m bench.splitters FOLDER [--part dev] [--all]

FOLDER holds treebanks, each a folder or a clone from https://github.com/UniversalDependencies with its
`xx_name-ud-test.conllu`. The other splitters are needed for this measurement only and are no dependencies of
the project; one that is not installed is left out and named.

What is measured: the sentences of a treebank are joined with spaces to the paragraphs that it marks, or ten
to a paragraph where it marks none, and a splitter has to find the cuts again. F1 is that of the cuts within
the paragraphs. A sentence that does not begin with a capital and end with an end mark (a headline, a line of
verse, the bare number of an item) is left out, for nothing in the text shows where it ends; `--all` keeps it.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from digest.translation.sentences import split

__all__ = ["CONTENDERS", "Score", "main", "paragraphs", "score"]

_WITHOUT_PARAGRAPHS = 10  # sentences joined where the treebank does not say where paragraphs end
_BREAKS = ("# newdoc", "# newpar")
_TEXT = "# text = "
_OPENING = "«„“”\"'‘’([-–—― "
_CLOSING = "»“”\"'’)] "
_END_MARKS = (".", "!", "?", "…")

Paragraph = tuple[str, ...]
Splitter = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """The cuts of one splitter in one treebank, and the seconds that it took."""

    right: int
    wrong: int
    missed: int
    seconds: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was."""
        all_cuts = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / all_cuts if all_cuts else 1.0


# The splitters. Each is made for a language and is None where it does not know it.


def _ours(lang: str) -> Splitter | None:
    return partial(split, lang=lang)


def _pysbd(lang: str) -> Splitter | None:
    pysbd: Any = importlib.import_module("pysbd")
    if lang not in pysbd.languages.LANGUAGE_CODES:
        return None
    segmenter = pysbd.Segmenter(language=lang, clean=False)
    return lambda text: segmenter.segment(text)


def _sentencex(lang: str) -> Splitter | None:
    sentencex: Any = importlib.import_module("sentencex")
    return lambda text: sentencex.segment(lang, text)


def _blingfire(lang: str) -> Splitter | None:
    blingfire: Any = importlib.import_module("blingfire")
    return lambda text: blingfire.text_to_sentences(text).split("\n")


def _razdel(lang: str) -> Splitter | None:
    razdel: Any = importlib.import_module("razdel")
    return (lambda text: [found.text for found in razdel.sentenize(text)]) if lang == "ru" else None


def _sentence_splitter(lang: str) -> Splitter | None:
    module: Any = importlib.import_module("sentence_splitter")
    try:
        splitter = module.SentenceSplitter(language=lang)
    except module.SentenceSplitterException:
        return None
    return lambda text: splitter.split(text=text)


def _tokenize_uk(lang: str) -> Splitter | None:
    module: Any = importlib.import_module("tokenize_uk")
    return (lambda text: module.tokenize_sents(text)) if lang == "uk" else None


CONTENDERS: Mapping[str, Callable[[str], Splitter | None]] = {
    "ours": _ours,
    "pysbd": _pysbd,
    "sentencex": _sentencex,
    "blingfire": _blingfire,
    "razdel": _razdel,
    "sentence-splitter": _sentence_splitter,
    "tokenize-uk": _tokenize_uk,
}


# The treebanks


def paragraphs(treebank: Path, *, whole: bool = False) -> list[Paragraph]:
    """Read one .conllu file: the sentences of each paragraph, single-spaced.

    Sentences whose ends nothing shows are left out unless `whole`, and so is a paragraph of one sentence.
    """
    found: list[list[str]] = [[]]
    marked = False
    with treebank.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith(_BREAKS):
                marked = True
                found.append([])
            elif line.startswith(_TEXT):
                found[-1].append(" ".join(line.removeprefix(_TEXT).split()))
    if not marked:
        [flat] = found
        found = [flat[at : at + _WITHOUT_PARAGRAPHS] for at in range(0, len(flat), _WITHOUT_PARAGRAPHS)]
    kept = (tuple(text for text in sentences if whole or _shows_its_ends(text)) for sentences in found)
    return [sentences for sentences in kept if len(sentences) > 1]


def _shows_its_ends(sentence: str) -> bool:
    return sentence.lstrip(_OPENING)[:1].isupper() and sentence.rstrip(_CLOSING).endswith(_END_MARKS)


def _treebanks(folder: Path, part: str) -> list[Path]:
    """Find the files of that part, or exit with what to do where there is none."""
    found = sorted(folder.rglob(f"*-ud-{part}.conllu"), key=lambda path: path.name)
    if not found:
        sys.exit(
            f"bench/splitters.py: {folder} holds no file *-ud-{part}.conllu\n"
            "  to do: clone treebanks into it, as in\n"
            "         git clone --depth 1 https://github.com/UniversalDependencies/UD_Kazakh-KTB"
        )
    return found


# The measurement


def score(splitter: Splitter, texts: Sequence[Paragraph]) -> Score:
    """Let a splitter cut each paragraph, joined with spaces, and count its cuts."""
    right = wrong = missed = 0
    seconds = 0.0
    for sentences in texts:
        block = " ".join(sentences)
        begun = time.perf_counter()
        answer = list(splitter(block))
        seconds += time.perf_counter() - begun
        found, expected = _cuts(answer), _cuts(sentences)
        right += len(found & expected)
        wrong += len(found - expected)
        missed += len(expected - found)
    return Score(right, wrong, missed, seconds)


def _cuts(sentences: Iterable[str]) -> set[int]:
    """Where the text is cut, in characters that are no spaces: splitters differ in what they strip."""
    lengths = [len("".join(sentence.split())) for sentence in sentences]
    ends = {sum(lengths[: at + 1]) for at in range(len(lengths))}
    return ends - {0, sum(lengths)}


def _installed() -> dict[str, Callable[[str], Splitter | None]]:
    """The splitters that can be imported; the others are named on stderr."""
    installed = {}
    for name, make in CONTENDERS.items():
        try:
            make("ru")
        except ModuleNotFoundError:
            print(f"{name} is not installed and is left out\n  to do: pip install {name}", file=sys.stderr)
        else:
            installed[name] = make
    return installed


def _rows(treebanks: Sequence[Path], *, whole: bool) -> Iterator[str]:
    """The table, in Markdown: a row a treebank, and one for the speed."""
    installed = _installed()
    speeds: dict[str, list[float]] = {name: [] for name in installed}
    yield "| treebank | cuts | " + " | ".join(installed) + " |"
    yield "|---|---:|" + "---:|" * len(installed)
    for treebank in treebanks:
        texts = paragraphs(treebank, whole=whole)
        characters = sum(len(" ".join(sentences)) for sentences in texts)
        cells = []
        for name, make in installed.items():
            splitter = make(treebank.name.split("_")[0])
            if splitter is None:
                cells.append("–")
                continue
            scored = score(splitter, texts)
            speeds[name].append(characters / scored.seconds if scored.seconds else 0.0)
            cells.append(f"{scored.f1:.1%}".removesuffix("%"))
        cuts = sum(len(sentences) - 1 for sentences in texts)
        yield f"| {treebank.name.split('-ud-')[0]} | {cuts:,} | " + " | ".join(cells) + " |"
    medians = (sorted(speeds[name])[len(speeds[name]) // 2] if speeds[name] else 0.0 for name in installed)
    yield "| characters a ms | | " + " | ".join(f"{median / 1000:,.0f}" for median in medians) + " |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="F1 of our sentence splitter and others on treebanks.")
    parser.add_argument("folder", type=Path, help="a folder of Universal Dependencies treebanks")
    parser.add_argument("--part", default="test", help="which part of each to take (default: test)")
    parser.add_argument("--all", action="store_true", help="keep headlines and other text without end marks")
    options = parser.parse_args(arguments)
    for row in _rows(_treebanks(options.folder, options.part), whole=options.all):
        print(row, flush=True)


if __name__ == "__main__":
    main()

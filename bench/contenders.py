"""The ways to translate a text with an Argos package that bench/engine.py compares, each in its own process.

    python -m bench.contenders NAME --packages FOLDER --sentences N

prints what it took as JSON. The clock starts once everything is imported and the text is made, before the
model is loaded, and stops when the last text is there; a command line is timed whole, each call starts anew.

argostranslate splits paragraphs with a model that minisbd downloads on first use. Here a stand-in for that
model cuts at the known ends of the sentences: it costs nothing, so argostranslate is no slower for it, and it
translates the same sentences as the others.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.copy_model import PAIR
from bench.prose import Paragraph, paragraphs
from digest.workers import cores

__all__ = ["CONTENDERS", "Job", "Knobs", "Taken"]

# LibreTranslate answers this many requests at a time by default; an article of the measurement is this long.
_REQUESTS, _ARTICLE = 4, 8


@dataclass(frozen=True, slots=True)
class Knobs:
    """How a bare ctranslate2 is set; the defaults are what digest/translation/engines/argos.py does."""

    beam: int = 4
    batch: int = 1024
    inter: int = 0  # 0: a worker for each core
    intra: int = 1
    stream: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """A text to translate, with which package and settings."""

    packages: Path
    text: Sequence[Paragraph]
    knobs: Knobs

    @property
    def sentences(self) -> list[str]:
        """All sentences, in the text's order."""
        return [sentence for paragraph in self.text for sentence in paragraph]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a job took, with the cores' seconds added up and the most memory held; and what came of it."""

    sentences: int
    words: int
    seconds: float
    cpu_seconds: float
    peak_mib: float
    texts: Sequence[str]
    right: int


# Gets ready, and gives what is to be timed: it translates the job's paragraphs.
Contender = Callable[[Job], Callable[[], list[str]]]


class _KnownEnds:
    """Stands in for minisbd's downloaded model."""

    def sentences(self, text: str) -> list[str]:
        return re.split(r"(?<=\.) ", text)


def _argos_module() -> Any:
    from argostranslate import sbd, translate  # type: ignore[import-untyped]  # it ships no types

    sbd.MiniSBDSentencizer.lazy_detector = lambda self: _KnownEnds()
    return translate


def argostranslate(job: Job) -> Callable[[], list[str]]:
    """Call argostranslate's `translate` for a paragraph at a time, as its README shows it."""
    translate = _argos_module()
    return lambda: [translate.translate(" ".join(paragraph), *PAIR) for paragraph in job.text]


def libretranslate(job: Job) -> Callable[[], list[str]]:
    """Do what LibreTranslate does for a request, `hypotheses` of a whole article, on its four threads."""
    translate = _argos_module()
    whole = [" ".join(paragraph) for paragraph in job.text]
    articles = ["\n".join(whole[start : start + _ARTICLE]) for start in range(0, len(whole), _ARTICLE)]

    def answer(article: str) -> list[str]:
        translation = translate.get_translation_from_codes(*PAIR)
        return str(translation.hypotheses(article, 1)[0].value).split("\n")

    def run() -> list[str]:
        # The first request alone: it loads the model, which four at once would load four times.
        first = answer(articles[0])
        with ThreadPoolExecutor(_REQUESTS) as pool:
            return [text for texts in (first, *pool.map(answer, articles[1:])) for text in texts]

    return run


def command_line(job: Job) -> Callable[[], list[str]]:
    """Call the command `argos-translate` for each paragraph."""
    call = "from bench.contenders import run_command_line; run_command_line()"
    command = [sys.executable, "-c", call, "--from-lang", PAIR[0], "--to-lang", PAIR[1]]

    def answer(paragraph: Paragraph) -> str:
        done = subprocess.run([*command, " ".join(paragraph)], capture_output=True, check=True)
        return done.stdout.decode("utf-8").strip()

    return lambda: [answer(paragraph) for paragraph in job.text]


def run_command_line() -> None:
    """Be `argos-translate`, but for the splitter's model."""
    _argos_module()
    from argostranslate import cli

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a real stdout has it
    cli.main()


def bare(job: Job) -> Callable[[], list[str]]:
    """Give all the sentences to one `translate_batch` of ctranslate2 (or its stream): the ceiling."""
    import ctranslate2  # type: ignore[import-untyped]  # it ships no types
    from argostranslate.package import Package  # type: ignore[import-untyped]

    [folder] = job.packages.iterdir()
    tokenizer, knobs = Package(folder).tokenizer, job.knobs

    def run() -> list[str]:
        translator = ctranslate2.Translator(
            str(folder / "model"), inter_threads=knobs.inter or cores(), intra_threads=knobs.intra
        )
        method = translator.translate_iterable if knobs.stream else translator.translate_batch
        results = method(
            [tokenizer.encode(sentence) for sentence in job.sentences],
            max_batch_size=knobs.batch,
            batch_type="tokens",
            beam_size=knobs.beam,
            num_hypotheses=1,
            length_penalty=0.2,
            replace_unknowns=True,
        )
        return _joined(job, [tokenizer.decode(result.hypotheses[0]).strip() for result in results])

    return run


def ours(job: Job) -> Callable[[], list[str]]:
    """Ask the digest's engine once for all the sentences."""
    import ctranslate2  # noqa: F401 - imported here so that the clock does not count it
    from argostranslate import tokenizer  # noqa: F401 - likewise

    from digest.translation.engines.choose import Engines
    from digest.translation.models.store import Store
    from digest.values import LanguagePair

    def run() -> list[str]:
        engine = Engines(Store(job.packages / "none", [job.packages]))
        answers = engine.translate(job.sentences, LanguagePair(*PAIR))
        texts = {answer.source: answer.text for answer in answers}
        return _joined(job, [texts[sentence] for sentence in job.sentences])

    return run


CONTENDERS: Mapping[str, Contender] = {
    contender.__name__: contender for contender in (argostranslate, libretranslate, command_line, bare, ours)
}


def _joined(job: Job, texts: Sequence[str]) -> list[str]:
    """One text a paragraph."""
    rest = iter(texts)
    return [" ".join(next(rest) for _ in paragraph) for paragraph in job.text]


def measure(name: str, job: Job) -> Taken:
    """Run one contender in this process."""
    run = CONTENDERS[name](job)
    cpu, start = _cpu_seconds(), time.perf_counter()
    texts = run()
    seconds, cpu = time.perf_counter() - start, _cpu_seconds() - cpu
    sources = [" ".join(paragraph) for paragraph in job.text]
    return Taken(
        sentences=len(job.sentences),
        words=sum(len(source.split()) for source in sources),
        seconds=seconds,
        cpu_seconds=cpu,
        peak_mib=_peak_mib(children=name == command_line.__name__),
        texts=texts,
        right=sum(text == source for text, source in zip(texts, sources, strict=True)),
    )


def _cpu_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak_mib(children: bool) -> float:
    """The most memory that the process (or one that it started) held; not a number on Windows."""
    try:
        import resource
    except ImportError:
        return float("nan")
    who = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    return resource.getrusage(who).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main(arguments: list[str] | None = None) -> None:
    """Measure one contender and print what it took as JSON."""
    parser = argparse.ArgumentParser(description="Measure one way to translate a made-up text.")
    parser.add_argument("name", choices=list(CONTENDERS))
    parser.add_argument("--packages", type=Path, required=True, help="the folder that holds the package")
    parser.add_argument("--sentences", type=int, required=True, help="how long the text is")
    for knob, value in asdict(Knobs()).items():
        kind: Any = {"action": "store_true"} if value is False else {"type": int, "default": value}
        parser.add_argument(f"--{knob}", **kind, help="for `bare`")
    options = parser.parse_args(arguments)
    knobs = Knobs(**{knob: getattr(options, knob) for knob in asdict(Knobs())})
    job = Job(options.packages, tuple(paragraphs(options.sentences)), knobs)
    json.dump(asdict(measure(options.name, job)), sys.stdout)


if __name__ == "__main__":
    main()

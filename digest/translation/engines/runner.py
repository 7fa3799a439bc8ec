"""One loaded model at work: pieces of sentences in, pieces out, batch by batch, on every core.

ctranslate2 is wrapped at this one border. A batch holds sentences of like length, and only a few batches are
begun ahead, since what is begun cannot be stopped.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.workers import cores

__all__ = ["LIMIT", "Decoding", "Load", "Output", "Runner", "load", "out_of_memory"]

LIMIT = 256
"""The most pieces that go into a model or come out of it; ctranslate2 stops there in mid-sentence."""

# Twice as many saved a tenth of the time at most, and took 200 MB more on two cores (`make bench-engine`).
# Each core has a batch of its own, of about 100 MB at 512 pieces: with many cores the batches are smaller.
_BATCH_TOKENS = 512
_TOKENS_ON_ALL_CORES = 2048
_SMALLEST_BATCH = 64
# How much smaller the batches are once memory was short.
_LESS = 8
# Sentences are sorted by length within so many of them: the articles are finished one after the other, and a
# run that is killed has lost little.
_SORTED_TOGETHER = 1024
_END = "</s>"
# Between two looks at whether a batch is done; a batch takes a hundred times as long.
_PAUSE = 0.005

Tokens = Sequence[str]
Load = Callable[[Path, str], Any]
"""Loads the model in a folder, to compute in some type: a ctranslate2.Translator, or a test's recorder."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a translation is searched for. The defaults are those of the models' authors."""

    beam_size: int = 4
    length_penalty: float = 1.0
    replace_unknowns: bool = False
    compute_type: str = "default"

    def __str__(self) -> str:
        return (
            f"beam_size={self.beam_size} length_penalty={self.length_penalty} "
            f"compute_type={self.compute_type}"
        )


@dataclass(frozen=True, slots=True)
class Output:
    """What came out for the source of that number; `whole` is whether the model itself ended it."""

    number: int
    tokens: Tokens
    whole: bool


@dataclass(frozen=True, slots=True)
class _Begun:
    """A batch on its way: the numbers not answered yet, and what ctranslate2 will return for them."""

    numbers: deque[int]
    results: deque[Any]

    @property
    def done(self) -> bool:
        """Whether it is ready, well or with an error."""
        return all(result.done() for result in self.results)


def load(folder: Path, compute_type: str) -> Any:
    """Load a model for the processor, a worker for each core."""
    import ctranslate2  # type: ignore[import-untyped]  # it ships no types

    return ctranslate2.Translator(
        str(folder), device="cpu", compute_type=compute_type, inter_threads=cores(), intra_threads=1
    )


class Runner:
    """A loaded model. What it raises is what ctranslate2 raises: the caller knows the model's name."""

    def __init__(self, folder: Path, decoding: Decoding, load: Load = load) -> None:
        """Load the model.

        Raises:
            RuntimeError, ValueError, OSError, MemoryError: it cannot be loaded.
        """
        self._translator = load(folder, decoding.compute_type)
        self._batch_tokens = max(_BATCH_TOKENS // 2, min(_BATCH_TOKENS, _TOKENS_ON_ALL_CORES // cores()))
        self._ahead = cores() + 1
        self._options = {
            "beam_size": decoding.beam_size,
            "length_penalty": decoding.length_penalty,
            "replace_unknowns": decoding.replace_unknowns,
            "max_input_length": 0,
            "max_decoding_length": LIMIT,
            "return_end_token": True,
        }

    def translate(self, sources: Sequence[Tokens], prefix: Tokens = ()) -> Iterator[Output]:
        """Translate each source once, as batches finish; `prefix` begins each translation, and is cut off it.

        Where memory is short, what is left is tried once more in smaller batches. Where the user interrupts,
        what was begun is finished and given out before KeyboardInterrupt goes on.

        Raises:
            MemoryError: it was short again.
            RuntimeError, ValueError: ctranslate2 refused.
        """
        left = dict.fromkeys(_order(sources))
        for _ in range(2):
            try:
                for output in self._stream(_batches(sources, left, self._budget(sources)), sources, prefix):
                    del left[output.number]
                    yield output
                return
            except (MemoryError, RuntimeError) as error:
                if not out_of_memory(error):
                    raise
                self._batch_tokens, self._ahead = _BATCH_TOKENS // _LESS, 1
        raise MemoryError("too little memory, in smaller batches too")

    def _budget(self, sources: Iterable[Tokens]) -> int:
        """The pieces that go in one batch: fewer where there are so few in all that cores would idle."""
        share = sum(map(len, sources)) // (2 * cores())
        return max(_SMALLEST_BATCH, min(self._batch_tokens, share))

    def _stream(
        self, batches: Iterable[Sequence[int]], sources: Sequence[Tokens], prefix: Tokens
    ) -> Iterator[Output]:
        begun: deque[_Begun] = deque()
        try:
            for batch in batches:
                begun.append(self._begin(batch, sources, prefix))
                if len(begun) >= self._ahead:
                    yield from _finish(begun, len(prefix))
            while begun:
                yield from _finish(begun, len(prefix))
        except KeyboardInterrupt:
            # ctranslate2 finishes what it has begun in any case, so waiting for it costs nothing more.
            while begun:
                yield from _finish(begun, len(prefix))
            raise

    def _begin(self, batch: Sequence[int], sources: Sequence[Tokens], prefix: Tokens) -> _Begun:
        results = self._translator.translate_batch(
            [list(sources[number]) for number in batch],
            [list(prefix)] * len(batch) if prefix else None,
            asynchronous=True,
            **self._options,
        )
        return _Begun(deque(batch), deque(results))


def _order(sources: Sequence[Tokens]) -> Iterator[int]:
    """The sources' numbers, the longest first within each stretch that is sorted together."""
    for start in range(0, len(sources), _SORTED_TOGETHER):
        stretch = range(start, min(start + _SORTED_TOGETHER, len(sources)))
        yield from sorted(stretch, key=lambda number: (-len(sources[number]), number))


def _batches(sources: Sequence[Tokens], numbers: Iterable[int], budget: int) -> Iterator[list[int]]:
    """Part the numbers, in their order, so that each batch, padded to its longest, keeps to the budget."""
    batch: list[int] = []
    longest = 0
    for number in list(numbers):
        longest = max(longest, len(sources[number]))
        if batch and (len(batch) + 1) * longest > budget:
            yield batch
            batch, longest = [], len(sources[number])
        batch.append(number)
    if batch:
        yield batch


def _finish(begun: deque[_Begun], prefix: int) -> Iterator[Output]:
    """Wait for the batch that is done first; it leaves the row when all of it was given out."""
    while not (ready := next((batch for batch in begun if batch.done), None)):
        # Looking again and again, since waiting within ctranslate2 would make Ctrl-C wait too.
        time.sleep(_PAUSE)
    while ready.numbers:
        tokens = ready.results[0].result().hypotheses[0]
        number = ready.numbers.popleft()
        ready.results.popleft()
        whole = bool(tokens) and tokens[-1] == _END
        yield Output(number, tokens[prefix:-1] if whole else tokens[prefix:], whole)
    begun.remove(ready)


def out_of_memory(error: Exception) -> bool:
    """Tell whether an error of ctranslate2 is about too little memory: it says so in several ways."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or "memory" in said or "alloc" in said

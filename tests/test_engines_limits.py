"""Sentences that are too long for a model, translations that do not end, and batches that do not fit."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import tiny_models
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import EngineError
from digest.translation.engines.choose import Engines
from digest.translation.engines.runner import LIMIT, Decoding, Output, Runner
from digest.translation.engines.split_long import split_long
from digest.translation.models.store import Store
from digest.values import LanguagePair

PAIR = LanguagePair("ru", "en")

# Splitting


@pytest.mark.parametrize(
    ("sentence", "lang", "left"),
    [
        ("Да, нет, не знаю; да, нет, и потом: нет — да", "ru", "Да, нет, не знаю;"),
        ("Один, два, три: четыре, пять — шесть, и семь", "ru", "Один, два, три:"),
        (
            "Сенат, в марте, принял закон, и депутаты, в Астане, довольны",
            "ru",
            "Сенат, в марте, принял закон,",
        ),
        ("Сенат, в марте, принял закон, а не устав, в Астане", "ru", "Сенат, в марте, принял закон,"),
        (
            "Сенат, наурызда, заң қабылдады, бірақ депутаттар, әлі, келмеді",
            "kk",
            "Сенат, наурызда, заң қабылдады,",
        ),
        (
            "Senat, w marcu, przyjął ustawę, że posłowie, w Warszawie, chcą",
            "pl",
            "Senat, w marcu, przyjął ustawę,",
        ),
        ("Сенат, в марте, принял — закон, в Астане, весной", "ru", "Сенат, в марте, принял —"),
        ("Раз два, три четыре пять, шесть семь", "ru", "Раз два, три четыре пять,"),
        ("раз два три четыре", "ru", "раз два"),
        ("Он: раз два три четыре, пять шесть", "ru", "Он: раз два три четыре,"),
        ("цена 1,5 или 2,5 процента", "ru", "цена 1,5 или"),
        ("один-два три-четыре", "ru", "один-два"),
    ],
)
def test_a_sentence_is_parted_at_its_best_boundary(sentence: str, lang: str, left: str) -> None:
    """Semicolon, colon, comma and conjunction, dash, comma, space: the middlemost of the best kind.

    A boundary near an end does not count.
    """
    split = split_long(sentence, lang)
    assert split is not None
    assert split.left == left
    assert f"{split.left} {split.right}" == sentence


def test_a_long_word_is_cut_in_its_middle() -> None:
    """And its halves are joined without a space."""
    split = split_long("а" * 9, "ru")
    assert split is not None
    assert (split.left, split.separator, split.right) == ("а" * 4, "", "а" * 5)
    assert split_long("а", "ru") is None


@given(st.text(alphabet="ав,;: \n\t—-и.", min_size=2), st.sampled_from(["ru", "kk", "xx"]))
def test_nothing_is_lost_between_the_halves(sentence: str, lang: str) -> None:
    """Left, gap and right are the sentence again, and neither half is empty."""
    split = split_long(sentence, lang)
    if split is None:
        assert len(sentence.strip()) < 2
    else:
        assert split.left + split.gap + split.right == sentence.strip()
        assert split.left.strip()
        assert split.right.strip()
        assert not split.gap.strip()


# Long sentences and translations without an end


def _copier(folder: Path) -> Engines:
    tiny_models.copying_argos(folder / "a")
    return Engines(Store(folder / "none", [folder]))


@pytest.mark.parametrize("comma", ["", ",", ";"])
def test_a_sentence_of_3000_words_is_translated_whole(tmp_path: Path, comma: str) -> None:
    """A model that copies gives every word back, in its place, and the short sentence beside it too."""
    words = [f"закон{comma}" if number % 7 == 0 else "депутаты" for number in range(3000)]
    long = " ".join(words)
    answers = {answer.source: answer.text for answer in _copier(tmp_path).translate([long, "Закон."], PAIR)}
    assert answers == {long: long, "Закон.": "Закон."}


def test_a_word_without_a_space_is_translated_whole(tmp_path: Path) -> None:
    """However long it is."""
    word = "законо" * 500
    assert [answer.text for answer in _copier(tmp_path).translate([word], PAIR)] == [word]


def test_no_more_goes_in_than_the_model_reads(tmp_path: Path) -> None:
    """Neither ctranslate2 nor the model cuts anything off."""
    tiny_models.copying_argos(tmp_path / "a")
    recorder = tiny_models.Recorder()
    engine = Engines(Store(tmp_path / "none", [tmp_path]), load=recorder)
    list(
        engine.translate(
            [" ".join(["депутаты", "закон", "март"][number**2 % 7 % 3] for number in range(900))], PAIR
        )
    )
    assert len(recorder.sources) > 2
    assert max(map(len, recorder.sources)) <= LIMIT


def test_a_translation_that_does_not_end_is_none(tmp_path: Path) -> None:
    """A model that never ends is tried once more with the halves; half a sentence is not offered as whole."""
    tiny_models.argos(tmp_path / "a", ends=-1e9)
    recorder = tiny_models.Recorder()
    engine = Engines(Store(tmp_path / "none", [tmp_path]), load=recorder)
    answers = list(engine.translate(tiny_models.SENTENCES, PAIR))
    assert {answer.text for answer in answers} == {""}
    assert {answer.fault for answer in answers} == {f"its translation did not end within {LIMIT} pieces"}
    halved = [sentence for sentence in tiny_models.SENTENCES if len(sentence.split()) > 3]
    assert len(recorder.sources) == len(answers) + 2 * len(halved)


# The runner, with a translator that does as it is told


@dataclass
class _Translator:
    """Gives back what it gets; `broken` raises for a batch."""

    broken: Callable[[list[list[str]]], None] = lambda batch: None
    batches: list[list[list[str]]] = field(default_factory=list)

    def translate_batch(self, sources: Sequence[Sequence[str]], prefixes: object, **_: Any) -> list[Any]:
        batch = [list(source) for source in sources]
        self.batches.append(batch)
        return [_Result(source, batch, self.broken) for source in batch]


@dataclass
class _Result:
    source: list[str]
    batch: list[list[str]]
    broken: Callable[[list[list[str]]], None]

    def done(self) -> bool:
        return True

    def result(self) -> Any:
        self.broken(self.batch)
        return type("Result", (), {"hypotheses": [[*self.source, "</s>"]]})


def _sources(count: int) -> list[list[str]]:
    return [[f"{number}"] * (number % 40 + 1) for number in range(count)]


def _runner(translator: _Translator) -> Runner:
    return Runner(Path(), Decoding(), lambda folder, compute_type: translator)


def _shuffled(outputs: Iterator[Output]) -> dict[int, list[str]]:
    return {output.number: list(output.tokens) for output in outputs}


def test_every_source_is_answered_once() -> None:
    """In batches of like length, each within its size, the longest first within a stretch."""
    translator, sources = _Translator(), _sources(3000)
    outputs = list(_runner(translator).translate(sources))
    assert sorted(output.number for output in outputs) == list(range(3000))
    assert _shuffled(iter(outputs)) == dict(enumerate(sources))
    assert max(len(batch) * max(map(len, batch)) for batch in translator.batches) <= 512
    waste = sum(len(batch) * max(map(len, batch)) for batch in translator.batches) / sum(map(len, sources))
    assert waste < 1.15


def test_a_few_sentences_are_shared_among_the_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than put into one batch for one of them."""
    monkeypatch.setattr("digest.translation.engines.runner.cores", lambda: 4)
    translator = _Translator()
    list(_runner(translator).translate([["x"] * 20] * 40))
    assert len(translator.batches) >= 8


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("failed to allocate memory")])
def test_short_memory_means_smaller_batches(error: Exception) -> None:
    """Once: what was answered is not asked again, and every source is answered once."""

    def broken(batch: list[list[str]]) -> None:
        if sum(map(len, batch)) > 200:
            raise error

    translator, sources = _Translator(broken), _sources(500)
    outputs = list(_runner(translator).translate(sources))
    assert sorted(output.number for output in outputs) == list(range(500))
    assert max(sum(map(len, batch)) for batch in translator.batches[-10:]) <= 128


def test_memory_that_stays_short_is_told(tmp_path: Path) -> None:
    """With the model, and what to do; it is tried twice, not for ever."""

    def broken(batch: list[list[str]]) -> None:
        raise RuntimeError("std::bad_alloc")

    translator = _Translator(broken)
    tiny_models.copying_argos(tmp_path / "a")
    engine = Engines(Store(tmp_path / "none", [tmp_path]), load=lambda folder, compute_type: translator)
    with pytest.raises(EngineError, match="translate-ru_en: too little memory") as caught:
        list(engine.translate(tiny_models.SENTENCES, PAIR))
    assert "smaller model" in caught.value.remedy
    assert "saved" in caught.value.remedy
    assert len(translator.batches) < 10


def test_another_error_is_not_tried_again() -> None:
    """It would only come back."""

    def broken(batch: list[list[str]]) -> None:
        raise RuntimeError("the model is not for this")

    with pytest.raises(RuntimeError, match="not for this"):
        list(_runner(_Translator(broken)).translate(_sources(5)))


def test_what_was_begun_is_finished_after_an_interrupt() -> None:
    """Ctrl-C while a batch runs: what was begun is answered, nothing more is begun, and then it goes on."""
    interrupts = deque([KeyboardInterrupt()])

    def broken(batch: list[list[str]]) -> None:
        if len(translator.batches) > 8 and interrupts:
            raise interrupts.pop()

    translator = _Translator(broken)
    outputs: list[Output] = []
    with pytest.raises(KeyboardInterrupt):
        # list.extend keeps what came before the interrupt
        outputs.extend(_runner(translator).translate(_sources(2000)))
    begun = {source[0] for batch in translator.batches for source in batch}
    assert {str(output.number) for output in outputs} == begun
    assert 0 < len(begun) < 1500

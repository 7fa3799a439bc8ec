"""Argos packages, one direction each; and the fake."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import tiny_models
from tiny_models import SENTENCES

from digest.errors import EngineError
from digest.translation.engines import Engine
from digest.translation.engines.choose import Engines
from digest.translation.engines.fake import FakeEngine
from digest.translation.models.store import Store
from digest.values import Hypothesis, LanguagePair

PAIR = LanguagePair("ru", "en")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with one model, from Russian into English."""
    folder = tmp_path_factory.mktemp("packages")
    tiny_models.argos(folder / "translate-ru_en-1_9")
    return folder


def _engine(folder: Path) -> Engines:
    return Engines(Store(folder / "none", [folder]))


def _answers(engine: Engine, sentences: Sequence[str] = SENTENCES) -> dict[str, str]:
    answers = list(engine.translate(sentences, PAIR))
    assert sorted(answer.source for answer in answers) == sorted(set(sentences))
    return {answer.source: answer.text for answer in answers}


# Argos


def _bare(folder: Path, prefix: list[list[str]] | None = None) -> list[str]:
    """The texts that ctranslate2 and sentencepiece give, called as argostranslate calls them."""
    import ctranslate2  # type: ignore[import-untyped]  # it ships no types
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    results = ctranslate2.Translator(str(folder / "model")).translate_batch(
        [processor.encode(sentence, out_type=str) for sentence in SENTENCES],
        target_prefix=prefix,
        beam_size=4,
        num_hypotheses=1,
        length_penalty=0.2,
        replace_unknowns=True,
    )
    return [processor.decode_pieces(result.hypotheses[0]).replace("▁", " ").strip() for result in results]


def test_a_model_gives_what_bare_ctranslate2_gives(packages: Path) -> None:
    """Sorting, batches and threads change no text; the decoding is argostranslate's."""
    texts = _bare(packages / "translate-ru_en-1_9")
    assert _answers(_engine(packages)) == dict(zip(SENTENCES, texts, strict=True))
    assert all(texts)


def test_a_model_gives_the_same_text_again(packages: Path) -> None:
    """Whatever the order and however often a sentence stands there, each is answered once and alike."""
    once = _answers(_engine(packages))
    assert _answers(_engine(packages), (*reversed(SENTENCES), SENTENCES[0])) == once


def test_the_origin_names_the_model_and_its_hash(packages: Path) -> None:
    """Engine, model and decoding are told without loading the model."""
    recorder = tiny_models.Recorder()
    origin = Engines(Store(packages / "none", [packages]), load=recorder).origin(PAIR)
    weights = (packages / "translate-ru_en-1_9" / "model" / "model.bin").read_bytes()
    assert origin is not None
    assert (origin.engine, origin.model, origin.model_version) == ("argos", "translate-ru_en", "1.9")
    assert origin.model_sha256 == hashlib.sha256(weights).hexdigest()
    assert origin.engine_version
    assert origin.settings.startswith("beam_size=4 length_penalty=0.2 compute_type=default ctranslate2=")
    assert recorder.loaded == []


def test_a_pair_without_a_model_has_no_origin(packages: Path) -> None:
    """Only the direction that is installed is offered; asking for another is an error with what to do."""
    engine = _engine(packages)
    assert engine.origin(LanguagePair("en", "ru")) is None
    with pytest.raises(EngineError, match="models install kk"):
        list(engine.translate(["Заң."], LanguagePair("kk", "en")))


def test_the_newest_version_is_used(tmp_path: Path) -> None:
    """1.10 is newer than 1.9."""
    tiny_models.argos(tmp_path / "a", "1.10")
    tiny_models.argos(tmp_path / "b", "1.9", seed=8)
    origin = _engine(tmp_path).origin(PAIR)
    assert origin is not None
    assert origin.model_version == "1.10"


def test_a_broken_package_is_passed_over_and_named(tmp_path: Path) -> None:
    """The good one beside it is used, and the other is told with what to do."""
    tiny_models.argos(tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "metadata.json").write_text("{", encoding="utf-8")
    engine = _engine(tmp_path)
    assert engine.findings() == ()
    assert engine.origin(PAIR) is not None
    (finding,) = engine.findings()
    assert Path(finding.file).name == "bad"
    assert "passed over" in finding.message
    assert finding.remedy


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model"])
def test_a_damaged_model_is_an_error_that_names_it(tmp_path: Path, part: str) -> None:
    """What ctranslate2 or sentencepiece refuses is told as ours, with the folder and what to do."""
    folder = tiny_models.argos(tmp_path / "a")
    (folder / part).write_bytes(b"not a model")
    with pytest.raises(EngineError) as caught:
        list(_engine(tmp_path).translate(SENTENCES, PAIR))
    assert caught.value.file == str(folder)
    assert "install the model again" in caught.value.remedy


def test_a_sentence_of_nothing_is_answered_with_nothing(packages: Path) -> None:
    """No tokens go in, none come out, and the others are not disturbed."""
    assert _answers(_engine(packages), (" ", SENTENCES[1]))[" "] == ""


def test_a_target_prefix_is_taken_off(tmp_path: Path) -> None:
    """A package for several targets says which with a first word, which is not part of the text."""
    folder = tiny_models.argos(tmp_path / "a", target_prefix="T")
    texts = _bare(folder, [["T"]] * len(SENTENCES))
    assert {text[0] for text in texts} == {"T"}
    expected = [text[1:].strip() for text in texts]
    assert _answers(_engine(tmp_path)) == dict(zip(SENTENCES, expected, strict=True))


def test_an_underscore_stays_what_it_is(tmp_path: Path) -> None:
    """Argos itself makes a space of it."""
    tiny_models.copying_argos(tmp_path / "a")
    assert _answers(_engine(tmp_path), ("Закон snake_case.",)) == {"Закон snake_case.": "Закон snake_case."}


def test_argoss_settings_of_the_decoding_count(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And are part of where the text comes from."""
    monkeypatch.setenv("ARGOS_BEAM_SIZE", "1")
    monkeypatch.setenv("ARGOS_COMPUTE_TYPE", "float32")
    origin = _engine(packages).origin(PAIR)
    assert origin is not None
    assert origin.settings.startswith("beam_size=1 length_penalty=0.2 compute_type=float32 ")
    assert all(_answers(_engine(packages)).values())


def test_argoss_settings_file_counts_too(
    tmp_path: Path, packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment holds goes before it, as in argostranslate."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ARGOS_BEAM_SIZE", raising=False)
    (tmp_path / "argos-translate").mkdir()
    file = tmp_path / "argos-translate" / "settings.json"
    file.write_text('{"ARGOS_BEAM_SIZE": 2, "ARGOS_COMPUTE_TYPE": "int8"}', encoding="utf-8")
    monkeypatch.setenv("ARGOS_COMPUTE_TYPE", "float32")
    origin = _engine(packages).origin(PAIR)
    assert origin is not None
    assert origin.settings.startswith("beam_size=2 length_penalty=0.2 compute_type=float32 ")


@pytest.mark.parametrize("name", ["ARGOS_BEAM_SIZE", "ARGOS_COMPUTE_TYPE"])
def test_an_unusable_setting_is_named(packages: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """With what it holds and what it may hold."""
    monkeypatch.setenv(name, "many")
    with pytest.raises(EngineError, match=f"{name}: it holds 'many'\n  allowed: "):
        _engine(packages).origin(PAIR)


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=root,
        env=dict(os.environ) | {"PYTHONUTF8": "1"} | environment,
        check=False,
    )


TRANSLATE = """
import sys
from digest.translation.engines.choose import Engines
from digest.translation.models.store import Store
from digest.values import LanguagePair
engine = Engines(Store())
pair = LanguagePair("ru", "en")
origin = engine.origin(pair)
heavy = ("argostranslate", "ctranslate2", "sentencepiece", "numpy")
assert not [name for name in sys.modules if name.startswith(heavy)]
print(origin.model if origin else None)
print([len(list(engine.translate(["Закон."], pair)))] if origin else engine.findings())
bad = {"argostranslate.translate", "argostranslate.sbd", "minisbd", "onnxruntime", "torch", "stanza", "spacy"}
assert not bad & set(sys.modules), bad & set(sys.modules)
"""


def test_only_the_harmless_part_of_argostranslate_is_imported(packages: Path, tmp_path: Path) -> None:
    """The user's own package folder is used; nothing loads early, nothing is made in the user's home."""
    home = tmp_path / "home"
    home.mkdir()
    shown = _run(TRANSLATE, HOME=str(home), ARGOS_PACKAGES_DIR=str(packages))
    assert (shown.stdout, shown.stderr) == ("translate-ru_en\n[1]\n", "")
    assert list(home.iterdir()) == []


# The fake


def test_the_fake_is_an_engine() -> None:
    """It answers from its table, marks what it makes up, and remembers what it was asked."""
    engine: Engine = (fake := FakeEngine({"Да.": "Yes."}, only=(PAIR,)))
    origin = fake.model(PAIR)
    assert list(engine.translate(["Да.", "Нет."], PAIR)) == [
        Hypothesis("Да.", "Yes.", origin),
        Hypothesis("Нет.", "[en] НЕТ.", origin),
    ]
    assert fake.asked == [["Да.", "Нет."]]
    assert engine.origin(LanguagePair("kk", "en")) is None
    assert engine.findings() == ()


def test_the_fake_fails_where_it_is_told_to() -> None:
    """So that what happens to the answers before can be tested."""
    answers = FakeEngine(fails_at=1).translate(["Да.", "Нет."], PAIR)
    assert next(answers).source == "Да."
    with pytest.raises(EngineError):
        next(answers)


def test_no_part_of_the_product_names_the_fake() -> None:
    """No user can choose it, since nothing that runs imports it."""
    package = Path(__file__).parent.parent / "digest"
    naming = [path.name for path in package.rglob("*.py") if "FakeEngine" in path.read_text(encoding="utf-8")]
    assert naming == ["fake.py"]

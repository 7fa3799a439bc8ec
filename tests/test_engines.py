from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from digest.engines import Engine
from digest.engines.argos import ArgosEngine
from digest.engines.fake import FakeEngine
from digest.errors import EngineError
from digest.values import Hypothesis, LanguagePair

PAIR = LanguagePair("ru", "en")
SENTENCES = (
    "Голосование состоится в марте.",
    "Сенат принял закон.",
    "Закон.",
    "Депутаты обсудили его в Астане.",
    "В марте депутаты обсудили закон о голосовании в Сенате.",
)
WORDS = [*SENTENCES, "The Senate passed a law.", "They discussed it in Astana."] * 3
WIDTH, INNER, LONGEST = 16, 32, 512


# A real model, small and untrained: any text comes out of it, but always the same.


def _tokenizer(file: Path) -> Any:
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(WORDS),
        model_writer=model,
        vocab_size=80,
        model_type="unigram",
        unk_id=0,
        bos_id=1,
        eos_id=2,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    file.write_bytes(model.getvalue())
    return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())


def _transformer(folder: Path, vocabulary: Sequence[str], seed: int, ends: float) -> None:
    """One layer of random weights; `ends` is how readily a sentence ends."""
    import numpy
    from ctranslate2.specs import TransformerSpec  # type: ignore[import-untyped]  # it ships no types

    random = numpy.random.default_rng(seed)

    def weights(*shape: int) -> Any:
        return random.normal(0, 0.5, shape).astype(numpy.float32)

    def fill(layer: Any, rows: int, columns: int) -> None:
        layer.weight, layer.bias = weights(rows, columns), weights(rows)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = numpy.ones(WIDTH, numpy.float32), numpy.zeros(WIDTH, numpy.float32)

    def attention(layer: Any, *rows: int) -> None:
        norm(layer.layer_norm)
        for linear, size in zip(layer.linear, rows, strict=True):
            fill(linear, size, WIDTH)

    def inner(layer: Any) -> None:
        norm(layer.layer_norm)
        fill(layer.linear_0, INNER, WIDTH)
        fill(layer.linear_1, WIDTH, INNER)

    spec = TransformerSpec.from_config(num_layers=1, num_heads=2)
    spec.encoder.embeddings[0].weight = weights(len(vocabulary), WIDTH)
    spec.decoder.embeddings.weight = weights(len(vocabulary), WIDTH)
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = weights(LONGEST, WIDTH)
        norm(side.layer_norm)
        attention(side.layer[0].self_attention, 3 * WIDTH, WIDTH)
        inner(side.layer[0].ffn)
    attention(spec.decoder.layer[0].attention, WIDTH, 2 * WIDTH, WIDTH)
    fill(spec.decoder.projection, len(vocabulary), WIDTH)
    spec.decoder.projection.bias[vocabulary.index("</s>")] = ends
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    spec.validate()
    folder.mkdir()
    spec.save(str(folder))


def _package(folder: Path, version: str = "1.9", *, seed: int = 7, ends: float = 3.0, **fields: str) -> Path:
    """An Argos package with a real tokenizer and a real model."""
    folder.mkdir(parents=True)
    facts = {"type": "translate", "package_version": version, "from_code": "ru", "to_code": "en"} | fields
    (folder / "metadata.json").write_text(json.dumps(facts), encoding="utf-8")
    processor = _tokenizer(folder / "sentencepiece.model")
    vocabulary = [processor.id_to_piece(number) for number in range(processor.vocab_size())]
    _transformer(folder / "model", vocabulary, seed, ends)
    return folder


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with one model, from Russian into English."""
    folder = tmp_path_factory.mktemp("packages")
    _package(folder / "translate-ru_en-1_9")
    return folder


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
    assert _answers(ArgosEngine([packages])) == dict(zip(SENTENCES, texts, strict=True))
    assert all(texts)


def test_a_model_gives_the_same_text_again(packages: Path) -> None:
    """Whatever the order and however often a sentence stands there, each is answered once and alike."""
    once = _answers(ArgosEngine([packages]))
    assert _answers(ArgosEngine([packages]), (*reversed(SENTENCES), SENTENCES[0])) == once


def test_the_origin_names_the_model_and_its_hash(packages: Path) -> None:
    """Engine, model and decoding are told without loading the model."""
    origin = ArgosEngine([packages]).origin(PAIR)
    weights = (packages / "translate-ru_en-1_9" / "model" / "model.bin").read_bytes()
    assert origin is not None
    assert (origin.engine, origin.model, origin.model_version) == ("argos", "translate-ru_en", "1.9")
    assert origin.model_sha256 == hashlib.sha256(weights).hexdigest()
    assert origin.engine_version
    assert origin.settings.startswith("beam_size=4 length_penalty=0.2 compute_type=default ctranslate2=")


def test_a_pair_without_a_model_has_no_origin(packages: Path) -> None:
    """Only the direction that is installed is offered; asking for another is an error with what to do."""
    engine = ArgosEngine([packages])
    assert engine.origin(LanguagePair("en", "ru")) is None
    with pytest.raises(EngineError, match="models install kk"):
        list(engine.translate(["Заң."], LanguagePair("kk", "en")))


def test_the_newest_version_is_used(tmp_path: Path) -> None:
    """1.10 is newer than 1.9."""
    _package(tmp_path / "a", "1.10")
    _package(tmp_path / "b", "1.9", seed=8)
    origin = ArgosEngine([tmp_path]).origin(PAIR)
    assert origin is not None
    assert origin.model_version == "1.10"


def test_a_broken_package_is_passed_over_and_named(tmp_path: Path) -> None:
    """The good one beside it is used; the others are told with what to do."""
    _package(tmp_path / "good")
    contents = {
        "a-empty": None,
        "b-not-json": "{",
        "c-list": "[]",
        "d-no-codes": '{"type": "translate"}',
        "e-no-tokenizer": '{"from_code": "ru", "to_code": "en", "package_version": "9"}',
    }
    for name, text in contents.items():
        (tmp_path / name).mkdir()
        if text is not None:
            (tmp_path / name / "metadata.json").write_text(text, encoding="utf-8")
    (tmp_path / "f-no-model").mkdir()
    for part in ("metadata.json", "sentencepiece.model"):
        (tmp_path / "f-no-model" / part).write_bytes((tmp_path / "good" / part).read_bytes())
    (tmp_path / "z-splitter").mkdir()
    (tmp_path / "z-splitter" / "metadata.json").write_text('{"type": "sbd"}', encoding="utf-8")
    engine = ArgosEngine([tmp_path])
    assert engine.origin(PAIR) is not None
    assert [Path(finding.file).name for finding in engine.findings()] == [*contents, "f-no-model"]
    assert all(finding.remedy for finding in engine.findings())


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model"])
def test_a_damaged_model_is_an_error_that_names_it(tmp_path: Path, part: str) -> None:
    """What ctranslate2 or sentencepiece refuses is told as ours, with the folder."""
    folder = _package(tmp_path / "a")
    (folder / part).write_bytes(b"not a model")
    with pytest.raises(EngineError) as caught:
        list(ArgosEngine([tmp_path]).translate(SENTENCES, PAIR))
    assert caught.value.file == str(folder)
    assert caught.value.remedy


def test_a_translation_that_is_cut_off_counts_as_none(tmp_path: Path) -> None:
    """A model that never ends a sentence runs into the limit; half a sentence is not offered as whole."""
    _package(tmp_path / "a", ends=-1e9)
    assert set(_answers(ArgosEngine([tmp_path])).values()) == {""}


def test_a_sentence_of_nothing_is_answered_with_nothing(packages: Path) -> None:
    """No tokens go in, none come out, and the others are not disturbed."""
    assert _answers(ArgosEngine([packages]), (" ", SENTENCES[1]))[" "] == ""


def test_a_target_prefix_is_taken_off(tmp_path: Path) -> None:
    """A package for several targets says which with a first word, which is not part of the text."""
    folder = _package(tmp_path / "a", target_prefix="T")
    texts = _bare(folder, [["T"]] * len(SENTENCES))
    assert {text[0] for text in texts} == {"T"}
    expected = [text[1:].strip() for text in texts]
    assert _answers(ArgosEngine([tmp_path])) == dict(zip(SENTENCES, expected, strict=True))


def _run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parent.parent
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=root,
        env=dict(os.environ) | {"PYTHONUTF8": "1"} | environment,
    )


TRANSLATE = """
import sys
from digest.engines.argos import ArgosEngine
from digest.values import LanguagePair
engine = ArgosEngine()
assert not [name for name in sys.modules if name.startswith(("argostranslate", "ctranslate2"))]
pair = LanguagePair("ru", "en")
origin = engine.origin(pair)
print(origin.model if origin else None, "ctranslate2" in sys.modules)
print([len(list(engine.translate(["Закон."], pair)))] if origin else engine.findings())
bad = {"argostranslate.translate", "argostranslate.sbd", "minisbd", "onnxruntime", "torch", "stanza", "spacy"}
assert not bad & set(sys.modules), bad & set(sys.modules)
"""


def test_only_the_harmless_parts_of_argostranslate_are_imported(packages: Path, tmp_path: Path) -> None:
    """The user's own package folder is used; nothing loads early, no downloader or telemetry ever does."""
    shown = _run(TRANSLATE, HOME=str(tmp_path), ARGOS_PACKAGES_DIR=str(packages))
    assert (shown.stdout, shown.stderr) == ("translate-ru_en False\n[1]\n", "")


@pytest.mark.parametrize(
    "environment",
    [
        {"XDG_DATA_HOME": "{file}/below"},
        {"HOME": "{file}", "XDG_CACHE_HOME": "{file}/below"},
        {"ARGOS_PACKAGES_DIR": "{file}"},
        {"ARGOS_INTER_THREADS": "many"},
        {"ARGOS_CHUNK_TYPE": "unknown"},
    ],
    ids=["data", "cache", "packages", "number", "name"],
)
def test_an_unusable_home_or_setting_means_no_models(tmp_path: Path, environment: dict[str, str]) -> None:
    """Where argostranslate cannot make its folders or read its settings, the build goes on without it."""
    file = tmp_path / "a file"
    file.touch()
    given = {name: value.format(file=file) for name, value in environment.items()}
    shown = _run(TRANSLATE, **({"HOME": str(tmp_path)} | given))
    assert shown.stderr == ""
    assert "None False\n(Finding(file='argostranslate'" in shown.stdout
    assert "no model is used" in shown.stdout


def test_a_broken_settings_file_keeps_our_output_clean(tmp_path: Path) -> None:
    """What argostranslate complains of does not reach standard output, where our results go."""
    settings = tmp_path / ".config" / "argos-translate" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text("{", encoding="utf-8")
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    shown = _run(TRANSLATE, **environment)
    assert shown.stdout == "None False\n()\n"
    assert "Error decoding" in shown.stderr


# The fake


def test_the_fake_is_an_engine() -> None:
    """It answers from its table, marks what it makes up, and remembers what it was asked."""
    engine: Engine = (fake := FakeEngine({"Да.": "Yes."}, only=(PAIR,)))
    assert list(engine.translate(["Да.", "Нет."], PAIR)) == [
        Hypothesis("Да.", "Yes."),
        Hypothesis("Нет.", "[en] НЕТ."),
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

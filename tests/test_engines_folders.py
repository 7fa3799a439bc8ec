"""ctranslate2's model folders: what goes into a model of each family, and what comes out as text."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny_models
from tiny_models import Recorder

from digest.errors import EngineError
from digest.translation.engines.choose import Engines
from digest.translation.models.store import Kind, Store
from digest.values import LanguagePair

PAIR = LanguagePair("kk", "en")
SENTENCE = "Заң snake_case."
PIECES = ["▁За", "ң", "▁", "s", "na", "k", "e", "_", "c", "a", "se", "."]


def _engine(folder: Path, recorder: Recorder) -> Engines:
    return Engines(Store(folder), load=recorder)


def _text(engine: Engines) -> str:
    ((answer),) = engine.translate([SENTENCE], PAIR)
    assert (answer.source, answer.fault) == (SENTENCE, "")
    return answer.text


@pytest.mark.parametrize(
    ("kind", "source", "prefix"),
    [
        (Kind.NLLB, ["kaz_Cyrl", *PIECES, "</s>"], [["eng_Latn"]]),
        (Kind.M2M100, ["__kk__", *PIECES, "</s>"], [["__en__"]]),
        (Kind.MADLAD, ["<2en>", *PIECES, "</s>"], []),
        (Kind.OPUS, [*PIECES, "</s>"], []),
    ],
)
def test_each_family_gets_its_own_pieces(
    tmp_path: Path, kind: Kind, source: list[str], prefix: list[list[str]]
) -> None:
    """Language pieces and end go in as pieces, come out of no text, and an underscore stays one."""
    tiny_models.folder(tmp_path / "model", kind)
    recorder = Recorder()
    assert _text(_engine(tmp_path, recorder)) == SENTENCE
    assert (recorder.sources, recorder.prefixes) == ([source], prefix)


@pytest.mark.parametrize(
    ("tokens", "wanted"),
    [
        ([">>eng<<", ">>kaz_Cyrl<<"], [">>eng<<"]),
        ([">>eng_Latn<<", ">>kaz<<"], [">>eng_Latn<<"]),
        ([">>kaz<<"], []),
    ],
)
def test_an_opus_model_with_several_targets_is_told_which(
    tmp_path: Path, tokens: list[str], wanted: list[str]
) -> None:
    """By the token that its vocabulary has for the target, in front of the sentence."""
    tiny_models.folder(tmp_path / "model", Kind.OPUS, tokens=tokens)
    recorder = Recorder()
    text = _text(_engine(tmp_path, recorder)) if wanted else ""
    list(_engine(tmp_path, recorder).translate([SENTENCE], PAIR))
    assert (recorder.sources[-1], recorder.prefixes) == ([*wanted, *PIECES, "</s>"], [])
    assert text == (SENTENCE if wanted else "")


@pytest.mark.parametrize("kind", [Kind.NLLB, Kind.OPUS])
def test_the_end_is_not_put_in_twice(tmp_path: Path, kind: Kind) -> None:
    """Where config.json says that ctranslate2 itself ends a source, we do not."""
    tiny_models.folder(tmp_path / "model", kind, adds_end=True)
    recorder = Recorder()
    assert _text(_engine(tmp_path, recorder)) == SENTENCE
    assert recorder.sources[0][-len(PIECES) :] == PIECES


@pytest.mark.parametrize("kind", [Kind.NLLB, Kind.M2M100, Kind.MADLAD, Kind.OPUS])
def test_the_origin_of_a_folder(tmp_path: Path, kind: Kind) -> None:
    """Engine, model, version and decoding; the decoding is the usual one, not Argos's."""
    tiny_models.folder(tmp_path / "model", kind, "my-model")
    origin = _engine(tmp_path, Recorder()).origin(PAIR)
    assert origin is not None
    assert (origin.engine, origin.model, origin.model_version) == ("ctranslate2", "my-model", "1.0")
    assert origin.settings.startswith("beam_size=4 length_penalty=1.0 compute_type=default ctranslate2=")
    assert len(origin.model_sha256) == 64


def test_a_folder_serves_only_its_own_pairs(tmp_path: Path) -> None:
    """The card says which."""
    tiny_models.folder(tmp_path / "model", Kind.NLLB)
    engine = _engine(tmp_path, Recorder())
    assert engine.origin(LanguagePair("ru", "en")) is None
    assert engine.origin(LanguagePair("kk", "ru")) is None


def test_a_missing_tokenizer_is_told(tmp_path: Path) -> None:
    """With the names that it may have."""
    folder = tiny_models.folder(tmp_path / "model", Kind.NLLB)
    (folder / "sentencepiece.bpe.model").unlink()
    with pytest.raises(EngineError, match=r"its tokenizer is missing\n  allowed: sentencepiece.bpe.model, "):
        _text(_engine(tmp_path, Recorder()))


def test_a_language_without_a_piece_is_told(tmp_path: Path) -> None:
    """A card that promises more than the family has stops the run with what to do."""
    tiny_models.folder(tmp_path / "model", Kind.NLLB, sources=["xx"])
    with pytest.raises(EngineError, match="no language piece is known for `xx`"):
        list(_engine(tmp_path, Recorder()).translate([SENTENCE], LanguagePair("xx", "en")))


def test_two_pairs_share_a_loaded_model(tmp_path: Path) -> None:
    """A large model is loaded once a run."""
    tiny_models.folder(tmp_path / "model", Kind.MADLAD, sources=["kk", "ky"])
    recorder = Recorder()
    engine = _engine(tmp_path, recorder)
    for source in ("kk", "ky"):
        assert [answer.text for answer in engine.translate([SENTENCE], LanguagePair(source, "en"))] == [
            SENTENCE
        ]
    assert len(recorder.loaded) == 1

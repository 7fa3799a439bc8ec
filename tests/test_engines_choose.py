"""Which model translates a pair, by way of what, and that it is the one that was used before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tiny_models
from tiny_models import Recorder

from digest.errors import EngineError
from digest.translation.engines.choose import Engines
from digest.translation.engines.routes import find
from digest.translation.models.lock import Lock
from digest.translation.models.store import Kind, Model, Store
from digest.values import LanguagePair

KK, RU, PL = LanguagePair("kk", "en"), LanguagePair("ru", "en"), LanguagePair("pl", "en")


def _model(name: str, kind: Kind, sources: str, targets: str, version: str = "1.0", **more: Any) -> Model:
    return Model(name, kind, version, Path(name), tuple(sources.split()), tuple(targets.split()), **more)


def _argos(source: str, target: str, version: str = "1.0", **more: Any) -> Model:
    return _model(f"translate-{source}_{target}", Kind.ARGOS, source, target, version, **more)


OPUS = _model("opus-mt-trk-en", Kind.OPUS, "kk ky tt", "en")
NLLB = _model("nllb", Kind.NLLB, "en kk ru", "en kk ru")
TILMASH = _model("tilmash", Kind.NLLB, "en kk", "en kk")
MADLAD = _model("madlad", Kind.MADLAD, "en kk pl ru", "en kk pl ru")
M2M = _model("m2m100", Kind.M2M100, "en kk pl ru", "en kk pl ru")
DEMO = _argos("kk", "en", demo=True)


def _names(
    models: list[Model], pair: LanguagePair, chosen: dict[str, str] | None = None, demos: bool = False
) -> list[str]:
    route = find(models, pair, chosen or {}, demos)
    return [f"{step.model.name} {step.model.version} {step.pair}" for step in route or ()]


@pytest.mark.parametrize(
    ("models", "picked"),
    [
        ([M2M, MADLAD, NLLB, TILMASH, OPUS, _argos("kk", "en")], ["translate-kk_en 1.0 kk→en"]),
        (
            [_argos("kk", "en", "2.0", converted=True), _argos("kk", "en", "1.0")],
            ["translate-kk_en 1.0 kk→en"],
        ),
        ([OPUS, NLLB, _argos("kk", "en", "2.0", converted=True)], ["translate-kk_en 2.0 kk→en"]),
        ([M2M, MADLAD, NLLB, TILMASH, OPUS], ["opus-mt-trk-en 1.0 kk→en"]),
        ([M2M, MADLAD, NLLB, TILMASH], ["tilmash 1.0 kk→en"]),
        ([M2M, MADLAD, NLLB], ["nllb 1.0 kk→en"]),
        ([M2M, MADLAD], ["madlad 1.0 kk→en"]),
        ([M2M, _argos("kk", "ru"), _argos("ru", "en")], ["m2m100 1.0 kk→en"]),
        (
            [_argos("kk", "ru"), _argos("ru", "en", "1.9"), _argos("kk", "tr"), _argos("tr", "en")],
            ["translate-kk_ru 1.0 kk→ru", "translate-ru_en 1.9 ru→en"],
        ),
        ([_argos("kk", "en", "1.9"), _argos("kk", "en", "1.10")], ["translate-kk_en 1.10 kk→en"]),
        ([_argos("kk", "ru"), _argos("en", "kk"), _argos("ru", "kk")], []),
        ([_argos("kk", "ru"), _argos("ru", "tr"), _argos("tr", "en")], []),
        ([DEMO], []),
        ([DEMO, _argos("kk", "ru"), _argos("ru", "en", demo=True)], []),
        ([], []),
    ],
)
def test_the_first_that_can_do_it_is_taken(models: list[Model], picked: list[str]) -> None:
    """Argos, converted, OPUS-MT, NLLB-like (the more special first), two models; the newest; never a demo."""
    assert _names(models, KK) == picked
    assert _names(models[::-1], KK) == picked


def test_a_demo_model_is_used_where_it_is_allowed() -> None:
    """And a real one is still better."""
    assert _names([DEMO], KK, demos=True) == ["translate-kk_en 1.0 kk→en"]
    assert _names([DEMO, M2M], KK, demos=True) == ["m2m100 1.0 kk→en"]


def test_the_settings_decide() -> None:
    """The named model is taken even where another would be, and two with a + between them."""
    models = [_argos("kk", "en"), NLLB, _argos("kk", "ru"), _argos("ru", "en")]
    assert _names(models, KK, {"kk-en": "nllb"}) == ["nllb 1.0 kk→en"]
    assert _names(models, RU, {"kk-en": "nllb"}) == ["translate-ru_en 1.0 ru→en"]
    both = {"kk-en": "translate-kk_ru + translate-ru_en"}
    assert _names(models, KK, both) == ["translate-kk_ru 1.0 kk→ru", "translate-ru_en 1.0 ru→en"]
    assert _names(models, KK, {"kk-en": "translate-kk_ru+nllb"}) == [
        "translate-kk_ru 1.0 kk→ru",
        "nllb 1.0 ru→en",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nlb", "engines.kk-en: no model `nlb` is installed\n  allowed: translate-ru_en (ru→en), madlad ("),
        ("translate-ru_en", "translate-ru_en does not translate kk→en\n  allowed: "),
        ("translate-ru_en + madlad", "translate-ru_en + madlad does not translate kk→en by way of a third"),
        ("madlad + nlb", "no model `nlb` is installed"),
        ("a + b + c", "allowed: one model, or two with + between"),
        ("translate-kk_en", "translate-kk_en is a demo model: outside its few patterns it invents"),
    ],
)
def test_a_name_that_will_not_do_is_told(name: str, said: str) -> None:
    """With the setting, the installed models and what to do."""
    with pytest.raises(EngineError) as caught:
        find([_argos("ru", "en"), MADLAD, DEMO], KK, {"kk-en": name})
    assert said in str(caught.value)
    assert str(caught.value).startswith("digest.yml: engines.kk-en: ")


def test_a_name_where_nothing_is_installed_is_told() -> None:
    """With the command that installs."""
    with pytest.raises(EngineError, match=r"none is installed yet\n.*models install kk"):
        find([], KK, {"kk-en": "nllb"})


# Through a third language


@pytest.fixture(scope="module")
def pivots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copying packages from Kazakh into Russian and from Russian into English."""
    folder = tmp_path_factory.mktemp("pivots")
    tiny_models.copying_argos(folder / "a", "1.0", from_code="kk", to_code="ru")
    tiny_models.copying_argos(folder / "b", "1.9")
    return folder


def test_two_models_translate_one_after_the_other(pivots: Path) -> None:
    """Each is loaded once, and every sentence goes through both."""
    recorder = Recorder()
    engine = Engines(Store(pivots / "none", [pivots]), load=recorder)
    sentences = [f"Закон {'а' * (number // 2)}{'.' * (number % 2)}" for number in range(2, 302)]
    answers = {answer.source: answer.text for answer in engine.translate(sentences, KK)}
    assert answers == {sentence: sentence for sentence in sentences}
    assert [path.parent.name for path in recorder.loaded] == ["a", "b"]
    assert len(recorder.sources) == 600


def test_the_origin_of_two_names_both(pivots: Path) -> None:
    """Models, versions and hashes with a + between, and the language in the middle."""
    engine = Engines(Store(pivots / "none", [pivots]))
    origin = engine.origin(KK)
    single = engine.origin(RU)
    assert origin is not None
    assert single is not None
    assert (origin.engine, origin.engine_version) == ("argos", single.engine_version)
    assert (origin.model, origin.model_version) == ("translate-kk_ru+translate-ru_en", "1.0+1.9")
    assert origin.model_sha256.split("+")[1] == single.model_sha256
    assert origin.settings == f"via=ru {single.settings}"


def test_what_the_first_model_does_not_end_the_second_does_not_get(tmp_path: Path) -> None:
    """It is told as not ended; the others go on."""
    tiny_models.argos(tmp_path / "a", from_code="kk", to_code="ru", ends=-1e9)
    tiny_models.copying_argos(tmp_path / "b")
    recorder = Recorder()
    engine = Engines(Store(tmp_path / "none", [tmp_path]), load=recorder)
    ((answer),) = engine.translate(["Закон."], KK)
    assert (answer.text, answer.fault != "") == ("", True)
    assert len(recorder.sources) == 1


# The lock, and demo models


def test_a_model_is_pinned_when_it_is_first_used(tmp_path: Path) -> None:
    """Before the first sentence; a second run with that lock changes nothing."""
    tiny_models.copying_argos(tmp_path / "a")
    pinned: list[Lock] = []
    engine = Engines(Store(tmp_path / "none", [tmp_path]), on_pin=pinned.append)
    assert engine.origin(PL) is None
    assert pinned == []
    origin = engine.origin(RU)
    list(engine.translate(["Закон."], RU))
    assert len(pinned) == 1
    assert origin is not None
    (pin,) = pinned[0].pins
    assert pin.weights is not None
    assert (pin.name, pin.weights.sha256) == ("translate-ru_en", origin.model_sha256)
    again = Engines(Store(tmp_path / "none", [tmp_path]), pinned[0], on_pin=pinned.append)
    assert again.origin(RU) == origin
    assert len(pinned) == 1


@pytest.mark.parametrize("part", ["model/model.bin", "sentencepiece.model", "metadata.json"])
def test_a_model_that_is_not_the_pinned_one_is_refused(tmp_path: Path, part: str) -> None:
    """Whatever file of it differs: no sentence goes into it."""
    folder = tiny_models.copying_argos(tmp_path / "a")
    pinned: list[Lock] = []
    Engines(Store(tmp_path / "none", [tmp_path]), on_pin=pinned.append).origin(RU)
    with (folder / part).open("ab") as file:
        file.write(b" ")
    recorder = Recorder()
    engine = Engines(Store(tmp_path / "none", [tmp_path]), pinned[0], load=recorder)
    with pytest.raises(EngineError, match=r"is not the model that models\.lock names"):
        engine.origin(RU)
    with pytest.raises(EngineError, match=r"is not the model that models\.lock names"):
        list(engine.translate(["Закон."], RU))
    assert recorder.loaded == []


def test_a_demo_model_is_refused_and_named(tmp_path: Path) -> None:
    """With why, and with what to do; where it is allowed it translates."""
    tiny_models.copying_argos(tmp_path / "a", demo=True)
    engine = Engines(Store(tmp_path / "none", [tmp_path]))
    assert engine.origin(RU) is None
    (finding,) = engine.findings()
    assert finding.message == (
        "translate-ru_en is a demo model and was not used: outside its few patterns it invents"
    )
    assert (Path(finding.file).name, finding.place) == ("a", "ru→en")
    assert "--allow-demo" in finding.remedy
    allowed = Engines(Store(tmp_path / "none", [tmp_path]), demos=True)
    assert [answer.text for answer in allowed.translate(["Закон."], RU)] == ["Закон."]
    assert allowed.findings() == ()
    origin = allowed.origin(RU)
    assert origin is not None
    assert origin.demo

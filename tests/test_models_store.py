from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model_folders import argos, nllb

from digest.errors import EngineError
from digest.translation.models.lock import Lock, Pin, PinnedFile, parse, render
from digest.translation.models.store import Kind, Store, argos_folders
from digest.values import LanguagePair


def _store(folder: Path) -> Store:
    return Store(folder / "own", [folder / "argos"])


def test_nothing_is_installed_where_no_folder_is(tmp_path: Path) -> None:
    """Neither folder needs to exist, and asking makes none."""
    store = _store(tmp_path / "none")
    assert (store.installed(), store.findings()) == ((), ())
    assert not (tmp_path / "none").exists()


def test_models_of_both_folders_are_found(tmp_path: Path) -> None:
    """An Argos package by its metadata, one of our own by its card; by name, older versions first."""
    argos(tmp_path / "argos" / "b", "ru", "en", version="1.10")
    argos(tmp_path / "argos" / "a", "ru", "en", version="1.9")
    nllb(tmp_path / "own" / "n")
    models = _store(tmp_path).installed()
    assert [(model.name, model.kind, model.version) for model in models] == [
        ("nllb-tiny", Kind.NLLB, "1"),
        ("translate-ru_en", Kind.ARGOS, "1.9"),
        ("translate-ru_en", Kind.ARGOS, "1.10"),
    ]
    assert models[0].weights == tmp_path / "own" / "n" / "model.bin"
    assert models[1].weights == tmp_path / "argos" / "a" / "model" / "model.bin"


def test_a_model_serves_its_directions_only(tmp_path: Path) -> None:
    """Never a language into itself."""
    argos(tmp_path / "argos" / "a", "ru", "en")
    nllb(tmp_path / "own" / "n", languages=("en", "kk"))
    nllb_model, argos_model = _store(tmp_path).installed()
    pairs = [LanguagePair(*pair.split("-")) for pair in ("ru-en", "en-ru", "kk-en", "en-kk", "kk-kk")]
    assert [argos_model.serves(pair) for pair in pairs] == [True, False, False, False, False]
    assert [nllb_model.serves(pair) for pair in pairs] == [False, False, True, True, False]


def test_a_toy_says_so(tmp_path: Path) -> None:
    """Both descriptions can mark a demo, and hold a licence."""
    argos(tmp_path / "argos" / "a", "ru", "en", demo=True, licence="MIT")
    nllb(tmp_path / "own" / "n", demo=True)
    assert [(model.demo, model.licence) for model in _store(tmp_path).installed()] == [
        (True, "CC-BY-NC-4.0"),
        (True, "MIT"),
    ]


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("metadata.json", "{", "not JSON"),
        ("metadata.json", "[]", "no mapping"),
        ("metadata.json", '{"from_code": "ru"}', "`to_code` is None"),
        ("metadata.json", '{"from_code": "../ru", "to_code": "en"}', "`from_code` is '../ru'"),
        ("metadata.json", '{"from_code": "ru", "to_code": "en", "package_version": "1 2"}', "'1 2'"),
        ("metadata.json", None, "metadata.json: "),
        ("sentencepiece.model", None, "neither sentencepiece.model nor bpe.model"),
        ("model/model.bin", None, "it has no model/model.bin"),
    ],
)
def test_a_broken_package_is_a_finding(tmp_path: Path, file: str, text: str | None, found: str) -> None:
    """It is passed over with its folder named, and the good one beside it is there."""
    argos(tmp_path / "argos" / "good", "pl", "en")
    argos(tmp_path / "argos" / "broken", "ru", "en")
    path = tmp_path / "argos" / "broken" / file
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    store = _store(tmp_path)
    assert [model.name for model in store.installed()] == ["translate-pl_en"]
    (finding,) = store.findings()
    assert finding.file == str(path.parents[len(Path(file).parts) - 1])
    assert found in finding.message
    assert "install it again" in finding.remedy


@pytest.mark.parametrize(
    ("key", "value"),
    [("name", "a/b"), ("kind", "gpt"), ("version", ""), ("sources", []), ("targets", ["EN"])],
)
def test_a_card_with_a_mistake_is_a_finding(tmp_path: Path, key: str, value: Any) -> None:
    """The message names the field."""
    nllb(tmp_path / "own" / "n")
    card = tmp_path / "own" / "n" / "digest-model.json"
    card.write_text(json.dumps(json.loads(card.read_text("utf-8")) | {key: value}), encoding="utf-8")
    (finding,) = _store(tmp_path).findings()
    assert f"`{key}`" in finding.message


def test_other_packages_and_hidden_folders_are_passed_over(tmp_path: Path) -> None:
    """A sentence splitter's package is no model, and what is being unpacked is none yet."""
    folder = argos(tmp_path / "argos" / "sbd", "ru", "en")
    (folder / "metadata.json").write_text('{"type": "sbd"}', encoding="utf-8")
    (tmp_path / "own" / ".digest-incoming").mkdir(parents=True)
    assert (_store(tmp_path).installed(), _store(tmp_path).findings()) == ((), ())


def test_the_folders_are_those_of_argostranslate(tmp_path: Path) -> None:
    """Found by the same variables and settings, but without importing it, which would make folders."""
    (tmp_path / "config" / "argos-translate").mkdir(parents=True)
    (tmp_path / "config" / "argos-translate" / "settings.json").write_text(
        json.dumps({"ARGOS_PACKAGES_DIR": str(tmp_path / "set")}), encoding="utf-8"
    )
    script = (
        "import sys; from digest.translation.models.store import argos_folders as a; ours = a();"
        "assert 'argostranslate' not in sys.modules;"
        "from argostranslate import settings as s; assert list(ours) == s.package_dirs, ours"
    )
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "PATH": "", "PYTHONPATH": str(Path.cwd())}
    for more in (
        {},
        {"XDG_DATA_HOME": str(tmp_path / "data")},
        {"XDG_CONFIG_HOME": str(tmp_path / "config")},
        {"ARGOS_PACKAGES_DIR": str(tmp_path / "chosen"), "XDG_CONFIG_HOME": str(tmp_path / "config")},
    ):
        done = subprocess.run([sys.executable, "-c", script], env=home | more, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert all(folder.is_absolute() for folder in argos_folders())


def test_the_store_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """DIGEST_MODELS names it; otherwise it is among the user's data."""
    monkeypatch.setenv("DIGEST_MODELS", str(tmp_path))
    assert Store().folder == tmp_path
    monkeypatch.delenv("DIGEST_MODELS")
    assert Store().folder.parts[-2:] == ("bilingual-digest", "models")


# models.lock


def test_a_model_is_pinned_on_first_use(tmp_path: Path) -> None:
    """The lock then holds each file that decides its text, and no other; again, nothing changes."""
    folder = argos(tmp_path / "argos" / "a", "ru", "en")
    (folder / "README.md").write_text("read me", encoding="utf-8")
    (model,) = _store(tmp_path).installed()
    lock = Lock().checked(model)
    pin = lock.pin(model)
    assert pin is not None
    assert sorted(pin.files) == [
        "metadata.json",
        "model/config.json",
        "model/model.bin",
        "model/shared_vocabulary.json",
        "sentencepiece.model",
    ]
    assert pin.weights == pin.files["model/model.bin"]
    assert lock.checked(model) is lock


def test_another_version_has_an_entry_of_its_own(tmp_path: Path) -> None:
    """Both stay pinned."""
    argos(tmp_path / "argos" / "a", "ru", "en", version="1.8")
    argos(tmp_path / "argos" / "b", "ru", "en", version="1.9")
    lock = Lock()
    for model in reversed(_store(tmp_path).installed()):
        lock = lock.checked(model)
    assert [(pin.name, pin.version) for pin in lock.pins] == [
        ("translate-ru_en", "1.8"),
        ("translate-ru_en", "1.9"),
    ]


@pytest.mark.parametrize("change", ["other bytes", "gone", "new"])
def test_a_changed_model_is_refused(tmp_path: Path, change: str) -> None:
    """The error names the file, what it is, what was pinned, and the three ways out."""
    folder = argos(tmp_path / "argos" / "a", "ru", "en")
    (model,) = _store(tmp_path).installed()
    lock = Lock().checked(model)
    file = folder / ("model/vmap.txt" if change == "new" else "model/config.json")
    before = lock.pins[0].files.get("model/config.json")
    if change == "gone":
        file.unlink()
    else:
        file.write_text("{ }", encoding="utf-8")
    with pytest.raises(EngineError) as caught:
        lock.checked(model)
    assert caught.value.file == str(file)
    assert "models.lock" in caught.value.found
    assert change == "new" or (before and before.sha256 in caught.value.allowed)
    assert all(word in caught.value.remedy for word in ("models verify", "models remove", "delete its entry"))


NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
FILES = st.builds(PinnedFile, st.integers(0, 10**12), st.from_regex(r"[0-9a-f]{64}", fullmatch=True))
PINS = st.builds(
    Pin, NAMES, NAMES, st.dictionaries(NAMES.map(lambda name: f"model/{name}"), FILES, max_size=3)
)


@given(st.lists(PINS, max_size=4, unique_by=lambda pin: (pin.name, pin.version)))
def test_what_is_written_is_read_again(pins: list[Pin]) -> None:
    """And the order of the pins makes no difference to the bytes."""
    text = render(Lock(tuple(pins)))
    assert render(parse(text)) == text == render(Lock(tuple(reversed(pins))))
    assert list(parse(text).pins) == sorted(pins, key=lambda pin: (pin.name, pin.version))


def test_an_empty_lock_pins_nothing() -> None:
    """As does one with its comment alone."""
    assert parse("") == parse("# nothing\n") == parse(render(Lock())) == Lock()


GOOD = render(Lock((Pin("a", "1", {"model.bin": PinnedFile(1, "0" * 64)}),)))


@pytest.mark.parametrize(
    ("text", "place", "found"),
    [
        ("<<<<<<< ours\n:", "line 2", "not YAML"),
        ("models: 3", "models", "should be a list"),
        ("pins: []", "models", "field required"),
        (GOOD.replace("size: 1", "size: -1"), "models.0.files.model.bin.size", "greater than"),
        (GOOD.replace('sha256: "0', 'sha256: "x'), "models.0.files.model.bin.sha256", "pattern"),
        (GOOD.replace('name: "a"', 'name: "../a"'), "models.0.name", "pattern"),
        (GOOD + GOOD.partition("models:\n")[2], "", "a 1 stands twice"),
    ],
)
def test_a_lock_that_was_damaged_is_refused(text: str, place: str, found: str) -> None:
    """The message names the place, and the way back."""
    with pytest.raises(EngineError, match=found) as caught:
        parse(text)
    assert (caught.value.file, caught.value.place) == ("models.lock", place)
    assert caught.value.remedy

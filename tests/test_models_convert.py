from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from marian_models import TEXTS, opus

from digest.errors import EngineError
from digest.translation.engines.choose import Engines
from digest.translation.models.archive import unpack
from digest.translation.models.convert import convert
from digest.translation.models.incoming import take_in
from digest.translation.models.store import Store
from digest.values import LanguagePair

PAIR = LanguagePair("kk", "en")

# argostranslate as any other program uses it, but for its splitter, which would fetch a model.
ARGOS = """
import json, sys
from argostranslate import sbd, translate

class Whole:
    def __init__(self, *_): pass
    def split_sentences(self, text): return [text]

translate.MiniSBDSentencizer = translate.StanzaSentencizer = translate.SpacySentencizerSmall = Whole
translation = translate.get_translation_from_codes("kk", "en")
json.dump([translation.translate(text) for text in json.load(sys.stdin)], sys.stdout)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An Argos package that was made of a Marian model."""
    folder = tmp_path_factory.mktemp("opus")
    return convert(opus(folder / "download"), PAIR, folder, licence="CC-BY-4.0")


@pytest.fixture
def store(package: Path, tmp_path: Path) -> Store:
    """A store in which it is installed."""
    store = Store(tmp_path / "own", [tmp_path / "data" / "argos-translate" / "packages"])
    take_in(package, store, [])
    return store


def test_the_package_is_as_argos_wants_it(package: Path, tmp_path: Path) -> None:
    """One folder with metadata, the source's tokenizer, and a model that marks the sentence's end itself."""
    assert package.name == "translate-kk_en-1_0.argosmodel"
    root = unpack(package, tmp_path)
    assert root.name == "translate-kk_en-1_0"
    metadata = json.loads((root / "metadata.json").read_text(encoding="utf-8"))
    assert (metadata["from_code"], metadata["from_name"], metadata["to_name"]) == ("kk", "Kazakh", "English")
    assert (metadata["licence"], metadata["converted_from"]) == ("CC-BY-4.0", "OPUS-MT")
    assert json.loads((root / "model" / "config.json").read_text(encoding="utf-8"))["add_source_eos"] is True
    assert "Helsinki" in (root / "README.md").read_text(encoding="utf-8")


def test_our_engine_gives_the_right_text(store: Store) -> None:
    """The end of the sentence is marked, the places match, and the target's pieces become text."""
    answers = Engines(store).translate(list(TEXTS), PAIR)
    assert {answer.source: answer.text for answer in answers} == TEXTS


def test_argostranslate_gives_the_right_text(store: Store, tmp_path: Path) -> None:
    """The same text in its own program, but for the `_`, of which it makes a space."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ARGOS],
        input=json.dumps(list(TEXTS)),
        env=os.environ
        | {
            "HOME": str(tmp_path),
            "XDG_DATA_HOME": str(tmp_path / "data"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "ARGOS_PACKAGES_DIR": str(store.argos_folders[0]),
            "ORT_DISABLE_TELEMETRY": "1",
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [text.replace("_", " ") for text in TEXTS.values()]


def test_the_same_download_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    """Wherever and whenever it is converted."""
    again = convert(opus(tmp_path / "download"), PAIR, tmp_path, licence="CC-BY-4.0")
    assert again.read_bytes() == package.read_bytes()


@pytest.mark.parametrize("missing", ["decoder.yml", "source.spm", "target.spm"])
def test_a_folder_that_is_no_download_is_refused(tmp_path: Path, missing: str) -> None:
    """The message names what is missing, and where such a download is to be had."""
    folder = opus(tmp_path / "download")
    (folder / missing).unlink()
    with pytest.raises(EngineError, match=f"there is no {missing}") as caught:
        convert(folder, PAIR, tmp_path)
    assert "original weights" in caught.value.remedy


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("decoder.yml", "models: ["),
        ("decoder.yml", "models: [gone.npz]\nvocabs: [opus.vocab.yml]\n"),
        ("decoder.yml", "{}"),
        ("opus.npz", "weights"),
        ("opus.vocab.yml", "a: b\n"),
        ("opus.vocab.yml", '"</s>": 0\n'),
    ],
)
def test_a_damaged_download_is_refused(tmp_path: Path, file: str, text: str) -> None:
    """Whatever the converter stumbles over is told with the folder's name, and no package appears."""
    folder = opus(tmp_path / "download")
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(EngineError, match="cannot be converted") as caught:
        convert(folder, PAIR, tmp_path)
    assert caught.value.file == str(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["download"]


def test_a_model_with_several_target_languages_is_refused(tmp_path: Path) -> None:
    """It wants a token for the language in front of each sentence, which no Argos program writes."""
    folder = opus(tmp_path / "download", extra=(">>kaz_Cyrl<<", ">>tat<<"))
    with pytest.raises(EngineError, match=r"several languages \(>>kaz_Cyrl<<, >>tat<<"):
        convert(folder, PAIR, tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="on Windows, rmtree keeps no folder open")
def test_ctrl_c_while_it_clears_up_stays_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may come just after a folder was closed; the error of closing that again does not replace it."""
    close = os.close
    download = opus(tmp_path / "download")

    def close_and_interrupt(number: int) -> None:
        close(number)
        raise KeyboardInterrupt

    def fail(folder: Path, made: Path) -> None:
        monkeypatch.setattr(os, "close", close_and_interrupt)
        raise EngineError(str(folder), "it cannot be converted")

    monkeypatch.setattr("digest.translation.models.convert._run", fail)
    with pytest.raises(KeyboardInterrupt):
        convert(download, PAIR, tmp_path)

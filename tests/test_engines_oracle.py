"""The same package, the same sentence: argostranslate's own translate() and ours give the same text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny_models

from digest.translation.engines.choose import Engines
from digest.translation.models.store import Store
from digest.values import LanguagePair

ROOT = Path(__file__).parent.parent
PAIR = LanguagePair("ru", "en")
SENTENCES = (
    *tiny_models.SENTENCES,
    "Депутаты!",
    "«Закон», сказал депутат (в марте).",
    "Сенат – в Астане: 12 345,6 % “голосов” ...",
    "Незнакомые буквы: ŁΩ ჯ.",
)

# argostranslate as a program uses it, but for its splitter, which would fetch a model: each text is one
# sentence. The names of what it brought along go with the answers.
ORACLE = """
import json, sys
from argostranslate import sbd, translate

class Whole:
    def __init__(self, *_): pass
    def split_sentences(self, text): return [text]

translate.MiniSBDSentencizer = translate.StanzaSentencizer = translate.SpacySentencizerSmall = Whole
translation = translate.get_translation_from_codes("ru", "en")
json.dump([translation.translate(sentence) for sentence in json.load(sys.stdin)], sys.stdout)
"""


def _argostranslate(packages: Path, home: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ORACLE],
        input=json.dumps(SENTENCES),
        env=os.environ
        | {
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "ARGOS_PACKAGES_DIR": str(packages),
            "ARGOS_INTRA_THREADS": "1",
            "PYTHONUTF8": "1",
            "ORT_DISABLE_TELEMETRY": "1",
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def _compare(folder: Path) -> dict[str, str]:
    """Check that the package in a folder gives the same text both ways; give ours.

    argostranslate makes a space of each `_`, so these are left out of the comparison.
    """
    engine = Engines(Store(folder / "none", [folder / "packages"]))
    ours = {answer.source: answer.text for answer in engine.translate(SENTENCES, PAIR)}
    theirs = _argostranslate(folder / "packages", folder / "home")
    shown = {sentence: text.replace("_", " ").strip() for sentence, text in ours.items()}
    assert shown == {sentence: text.strip() for sentence, text in zip(SENTENCES, theirs, strict=True)}
    return ours


# With these seeds every sentence comes to an end before the limit, each in its own way.
@pytest.mark.parametrize(
    ("words", "prefix", "seed", "ends"),
    [(False, "", 1, 2.5), (False, "T", 9, 1.5), (True, "", 3, 2.5), (True, "T", 3, 1.5)],
    ids=["SentencePiece", "SentencePiece-prefix", "BPE", "BPE-prefix"],
)
def test_our_text_is_argostranslates(
    tmp_path: Path, words: bool, prefix: str, seed: int, ends: float
) -> None:
    """With either tokenizer, with and without a target prefix."""
    fields = {"target_prefix": prefix} if prefix else {}
    tiny_models.argos(tmp_path / "packages" / "ru_en", words=words, seed=seed, ends=ends, **fields)
    texts = _compare(tmp_path)
    assert len(set(texts.values())) == len(SENTENCES)
    assert max(map(len, texts.values())) > 50


@pytest.mark.parametrize("words", [False, True], ids=["SentencePiece", "BPE"])
def test_our_decoding_is_argostranslates(tmp_path: Path, words: bool) -> None:
    """Real sentences come out of either tokenizer as they do there: spaces, quotes, numbers."""
    tiny_models.copying_argos(tmp_path / "packages" / "ru_en", words=words)
    assert _compare(tmp_path)["Сенат принял закон."] == "Сенат принял закон."

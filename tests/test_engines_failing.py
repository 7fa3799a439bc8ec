"""What a user sees of a build that cannot translate all: the whole command, with tiny real models."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import tiny_models

from digest.build import build
from digest.cli import main
from digest.project import Project
from digest.store import FOLDER
from digest.translation import po
from digest.translation.engines.fake import FakeEngine
from digest.translation.models.lock import Lock, Pin, PinnedFile
from digest.translation.models.store import Kind
from digest.values import Hypothesis, LanguagePair

ROOT = Path(__file__).parent.parent
COPYING = "the answer was the sentence itself"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This user's models: `own` and `argos` in it, both empty."""
    folder = tmp_path / "models"
    for name, variable in (("own", "DIGEST_MODELS"), ("argos", "ARGOS_PACKAGES_DIR")):
        (folder / name).mkdir(parents=True)
        monkeypatch.setenv(variable, str(folder / name))
    return folder


@pytest.fixture
def project(tmp_path: Path, store: Path) -> Path:
    """A digest with one Russian article of two sentences."""
    return _project(tmp_path / "digest", 1)


def _project(folder: Path, articles: int) -> Path:
    (folder / "seeds").mkdir(parents=True)
    (folder / "digest.yml").write_text("title: Digest\n", encoding="utf-8")
    for number in range(articles):
        text = (
            f"Парламент принял закон {number}\n\n"
            f"Депутаты обсудили новый закон {number} в марте. Голосование {number} состоится в Астане.\n"
        )
        (folder / f"seeds/n{number}.txt").write_text(text, encoding="utf-8", newline="\n")
    return folder


def _said(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    return said.err


def _build(project: Path, *words: str) -> int:
    return main(["build", "--root", str(project), *words])


def test_no_model(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3: file, pair, count and the command; nothing is pinned."""
    assert _build(project) == 3
    said = _said(capsys)
    assert "translations/en/n0.po: ru→en: 3 sentences are not translated: no model" in said
    assert "models install ru" in said
    assert not (project / "models.lock").exists()


def _times(folder: Path) -> dict[Path, int]:
    """When each file of a digest was written, the store's aside."""
    files = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path: path.stat().st_mtime_ns for path in files}


def test_a_model_translates_and_is_pinned(project: Path, store: Path) -> None:
    """Exit code 0; the memory says which model, and models.lock which files; a second run writes nothing."""
    tiny_models.argos(store / "argos" / "ru_en", seed=1, ends=3.0)
    assert _build(project) == 0
    text = (project / "translations/en/n0.po").read_text(encoding="utf-8")
    assert text.count("#. machine: argos ") == 3
    assert text.count("; model: translate-ru_en 1.9; sha256: ") == 3
    assert 'name: "translate-ru_en"' in (project / "models.lock").read_text(encoding="utf-8")
    before = {
        path: path.stat().st_mtime_ns
        for path in project.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    }
    assert _build(project) == 0
    assert {
        path: path.stat().st_mtime_ns
        for path in project.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    } == before


def test_two_models_are_in_the_memory(project: Path, store: Path) -> None:
    """A translation through a third language says so, and the file is read back as it was written."""
    tiny_models.argos(store / "argos" / "a", "1.0", seed=1, ends=3.0, to_code="pl")
    tiny_models.argos(store / "argos" / "b", "1.9", seed=1, ends=3.0, from_code="pl")
    assert _build(project) == 0
    path = project / "translations/en/n0.po"
    memory = po.parse(path.read_text(encoding="utf-8"), path.name)
    origin = memory.entries[0].origin
    assert origin is not None
    assert (origin.model, origin.model_version) == ("translate-ru_pl+translate-pl_en", "1.0+1.9")
    assert origin.settings.startswith("via=pl beam_size=4")
    page = (project / "docs/en/n0.md").read_text(encoding="utf-8")
    assert "translate-ru_pl+translate-pl_en 1.0+1.9" in page


def test_a_broken_package_beside_a_good_one(
    project: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The good one translates; the broken one is named with what to do."""
    tiny_models.argos(store / "argos" / "good", seed=1, ends=3.0)
    (store / "argos" / "bad").mkdir()
    assert _build(project) == 0
    said = _said(capsys)
    assert f"{store / 'argos' / 'bad'}: this model is broken and was passed over" in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nlb", ("no model `nlb` is installed", "allowed: translate-pl_en (pl→en)")),
        ("translate-pl_en", ("translate-pl_en does not translate ru→en",)),
    ],
)
def test_a_model_for_the_wrong_pair(
    project: Path, store: Path, capsys: pytest.CaptureFixture[str], name: str, words: Sequence[str]
) -> None:
    """Exit code 1: the setting, what is installed, what to do."""
    tiny_models.argos(store / "argos" / "a", from_code="pl")
    (project / "digest.yml").write_text(f"engines:\n  ru-en: {name}\n", encoding="utf-8")
    assert _build(project) == 1
    said = _said(capsys)
    assert all(word in said for word in ("digest.yml: engines.ru-en: ", *words))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("engines: {ruen: a}", "allowed: a pair of language codes, as in `kk-en`"),
        ("engines: {ru-en: 1}", "allowed: text"),
    ],
)
def test_a_wrong_setting(project: Path, capsys: pytest.CaptureFixture[str], setting: str, said: str) -> None:
    """Exit code 1, with the line and what is allowed."""
    (project / "digest.yml").write_text(f"{setting}\n", encoding="utf-8")
    assert _build(project) == 1
    shown = _said(capsys)
    assert "digest.yml: line 1: " in shown
    assert said in shown


def test_a_chosen_model_is_used(project: Path, store: Path) -> None:
    """Though another would be taken without the setting."""
    tiny_models.argos(store / "argos" / "a", seed=1, ends=3.0)
    tiny_models.folder(store / "own" / "b", Kind.M2M100, "big", sources=["ru"])
    for path in (store / "own" / "b").glob("*vocabulary*"):
        path.write_text(path.read_text(encoding="utf-8").replace("__kk__", "__ru__"), encoding="utf-8")
    (project / "digest.yml").write_text("engines: {ru-en: big}\n", encoding="utf-8")
    _build(project)
    assert 'name: "big"' in (project / "models.lock").read_text(encoding="utf-8")


def test_a_corrupt_model(project: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1: the folder, what to do; the memory is there with what it had."""
    folder = tiny_models.argos(store / "argos" / "a")
    (folder / "model/model.bin").write_bytes(b"not a model")
    assert _build(project) == 1
    said = _said(capsys)
    assert f"error: {folder}: translate-ru_en: " in said
    assert "install the model again; what was translated so far is saved" in said
    assert (project / "translations/en/n0.po").is_file()


def test_a_model_that_changed_since(project: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1: it is not used, and the message names the file, both hashes, and what to do."""
    folder = tiny_models.argos(store / "argos" / "a", seed=1, ends=3.0)
    _build(project)
    with (folder / "model/model.bin").open("ab") as file:
        file.write(b"x")
    (project / "seeds/new.txt").write_text(
        "Сенат принял устав\n\nГолосование о новом уставе состоится в Астане.\n", encoding="utf-8"
    )
    _said(capsys)
    assert _build(project) == 1
    said = _said(capsys)
    assert (
        f"{Path('model') / 'model.bin'}: translate-ru_en 1.9 is not the model that models.lock names" in said
    )


def test_a_demo_model_is_not_used(project: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3 with the reason; `--allow-demo` uses it."""
    tiny_models.argos(store / "argos" / "a", seed=1, ends=3.0, demo=True)
    assert _build(project) == 3
    said = _said(capsys)
    assert "translate-ru_en is a demo model and was not used: outside its few patterns it invents" in said
    assert _build(project, "--allow-demo") == 0


def test_a_model_that_copies(project: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3: each sentence is named with file and place, and none is called translated."""
    tiny_models.copying_argos(store / "argos" / "a")
    assert _build(project) == 3
    said = _said(capsys)
    (line,) = (line for line in said.splitlines() if line.startswith("translations/en/n0.po: "))
    assert (
        "; block1:1: “Депутаты обсудили новый закон 0 в марте.” is not translated: "
        f"translate-ru_en 1.0: {COPYING}"
    ) in line
    assert "To do: write its translation into the file" in line


def test_a_model_that_never_ends(project: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3: each sentence is named with file and place."""
    tiny_models.argos(store / "argos" / "a", ends=-1e9)
    assert _build(project) == 3
    assert "translate-ru_en 1.9: its translation did not end within 256 pieces" in _said(capsys)


def test_retranslate_by_the_command(project: Path, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A newer model's text replaces the machine's, in the articles named or in all."""
    tiny_models.argos(store / "argos" / "a", "1.0", seed=1, ends=3.0)
    _build(project)
    tiny_models.argos(store / "argos" / "b", "2.0", seed=2, ends=3.0)
    memory = project / "translations/en/n0.po"
    assert _build(project) == 0
    assert "translate-ru_en 2.0" not in memory.read_text(encoding="utf-8")
    assert _build(project, "--retranslate", "n0") == 0
    assert memory.read_text(encoding="utf-8").count("translate-ru_en 2.0") == 3
    before = memory.read_bytes()
    assert _build(project, "--retranslate") == 0
    assert memory.read_bytes() == before
    _said(capsys)
    assert _build(project, "--retranslate", "none") == 1
    assert "no article `none`\n  allowed: n0" in _said(capsys)


# The disk


def test_a_full_disk(
    project: Path, store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 with the file and what to do; the old file is whole and no litter stays."""
    tiny_models.argos(store / "argos" / "a", seed=1, ends=3.0)
    _build(project)
    memory = project / "translations/en/n0.po"
    text = memory.read_text(encoding="utf-8")
    memory.write_text(text[: text.rindex("#. machine")], encoding="utf-8", newline="\n")
    before = memory.read_bytes()
    write_bytes = Path.write_bytes

    def full(path: Path, data: Any) -> int:
        write_bytes(path, data[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    _said(capsys)
    assert _build(project) == 1
    said = _said(capsys)
    assert "translations/en/n0.po: No space left on device" in said
    assert "free some space and run the command again" in said
    assert memory.read_bytes() == before
    assert [path.name for path in memory.parent.iterdir()] == [memory.name]


# Others at the same files


class _Meanwhile(FakeEngine):
    """Has something done to a file while it translates."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__()
        self.path, self.text = path, text

    def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.text, encoding="utf-8", newline="\n")
        return super().translate(sentences, pair)


@pytest.mark.parametrize("retranslate", [None, []], ids=["build", "retranslate"])
@pytest.mark.parametrize("there", [False, True], ids=["new", "known"])
def test_what_a_person_writes_while_a_build_runs_stays(
    project: Path, there: bool, retranslate: list[str] | None
) -> None:
    """The build fills the rest of the file as it stands by then."""
    if there:
        build(Project(project), lambda _: FakeEngine({"Голосование 0 состоится в Астане.": ""}))
    path = project / "translations/en/n0.po"
    theirs = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Депутаты обсудили новый закон 0 в марте."\nmsgstr "Deputies discussed a new law."\n'
    )
    build(Project(project), lambda _: _Meanwhile(path, theirs), retranslate=retranslate)
    memory = po.parse(path.read_text(encoding="utf-8"), path.name)
    assert [(entry.text, entry.fuzzy) for entry in memory.entries] == [
        ("[en] ПАРЛАМЕНТ ПРИНЯЛ ЗАКОН 0", True),
        ("Deputies discussed a new law.", False),
        ("[en] ГОЛОСОВАНИЕ 0 СОСТОИТСЯ В АСТАНЕ.", True),
    ]


SLOW = """
import sys, time
from pathlib import Path
import digest.build
import digest.cli
from digest.translation.engines.fake import FakeEngine
from digest.values import LanguagePair

class Slow(FakeEngine):
    def translate(self, sentences, pair):
        for number, answer in enumerate(super().translate(sentences, pair)):
            time.sleep(float(sys.argv[2]))
            if number == 4:
                Path(sys.argv[1], "started").touch()
            yield answer

digest.build.engines = lambda *_, **__: Slow()
sys.exit(digest.cli.main(["--root", sys.argv[1]]))
"""


def _slow(project: Path, pause: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SLOW, str(project), str(pause)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _texts(project: Path) -> list[str]:
    found = []
    for path in sorted((project / "translations/en").glob("*.po")):
        memory = po.parse(path.read_text(encoding="utf-8"), path.name)
        found += [entry.text for entry in memory.entries]
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_an_interrupted_build_goes_on(tmp_path: Path) -> None:
    """Ctrl-C: what was translated is in the files, exit code 130, and the next run asks for the rest."""
    project = _project(tmp_path / "digest", 4)
    with _slow(project, 0.05) as running:
        deadline = time.monotonic() + 60
        while not (project / "started").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "the sentences in work are finished and saved" in said
    assert "What was finished is saved" in said
    assert "Traceback" not in said
    texts = _texts(project)
    done = len([text for text in texts if text])
    assert len(texts) == 12
    assert 4 <= done < 12
    engine = FakeEngine()
    digest = build(Project(project), lambda _: engine)
    assert sum(map(len, engine.asked)) == 12 - done
    assert all(bitext.missing == 0 for bitext in digest.bitexts)


def test_two_builds_at_once_leave_whole_files(tmp_path: Path) -> None:
    """Both end well, every memory is whole, and nothing is left lying about."""
    project = _project(tmp_path / "digest", 10)
    running = [_slow(project, 0.01) for _ in range(3)]
    for process in running:
        with process:
            _, said = process.communicate(timeout=120)
        assert process.returncode == 0, said
    texts = _texts(project)
    assert len(texts) == 30
    assert all(text.startswith("[en] ") for text in texts)
    names = sorted(path.name for path in (project / "translations/en").iterdir())
    assert names == [f"n{number}.po" for number in range(10)]


# What a build brings along

IMPORTS = """
import json, sys
from digest.cli import main
code = main(["--root", sys.argv[1]])
json.dump([code, sorted(sys.modules)], sys.stdout)
"""


def test_a_build_with_argos_imports_no_splitter(project: Path, store: Path) -> None:
    """Neither argostranslate's translate and sbd, nor what these would download or phone home with."""
    tiny_models.argos(store / "argos" / "a", seed=1, ends=3.0)
    shown = subprocess.run(
        [sys.executable, "-c", IMPORTS, str(project)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    code, modules = json.loads(shown.stdout[shown.stdout.index("[") :])
    assert code == 0
    assert "argostranslate.tokenizer" in modules
    unwanted = ("argostranslate.translate", "argostranslate.sbd", "argostranslate.package")
    roots = {"minisbd", "onnxruntime", "stanza", "spacy", "torch", "transformers", "huggingface_hub"}
    assert not [name for name in modules if name in unwanted or name.partition(".")[0] in roots]


def test_two_builds_that_pin_models_keep_each_others(tmp_path: Path) -> None:
    """What another build has written into models.lock since ours read it stays there."""
    project = Project(tmp_path)
    file = PinnedFile(1, "0" * 64)
    one, two = (Lock((Pin(name, "1.0", {"model.bin": file}),)) for name in ("one", "two"))
    project.write_lock(one)
    project.write_lock(two)
    assert [pin.name for pin in project.lock().pins] == ["one", "two"]
    assert not project.write_lock(project.lock())

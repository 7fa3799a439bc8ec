from __future__ import annotations

import io
import json
import os
import stat
import struct
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from model_folders import argos, packed, plain_nllb

from digest.errors import EngineError
from digest.translation.models.archive import unpack
from digest.translation.models.catalogue import Entry, RemoteFile, catalogue, choose
from digest.translation.models.incoming import Hints, take_in
from digest.translation.models.languages import language_token, languages, opus_targets, recognise
from digest.translation.models.lock import hash_file
from digest.translation.models.place import remove
from digest.translation.models.store import Kind, Model, Store
from digest.values import LanguagePair


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store, and no Argos package either."""
    return Store(tmp_path / "own", [tmp_path / "share" / "packages"])


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# Archives


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


def _with_link(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("m/metadata.json", "{}")
        info = zipfile.ZipInfo("m/model.bin")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return path


def _tar(path: Path, *infos: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for info in infos:
            archive.addfile(info, io.BytesIO(b"x" * info.size) if info.isreg() else None)
    return path


def _info(name: str, size: int = 1, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, to
    return info


def _encrypted(path: Path) -> Path:
    raw = bytearray(_zip(path, {"m/model.bin": b"x"}).read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", raw, raw.index(mark) + flags, 1)
    path.write_bytes(raw)
    return path


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "up": (lambda path: _zip(path, {"m/a": b"", "m/../../x": b"x"}), "leads out of the folder"),
    "absolute": (lambda path: _zip(path, {"/etc/x": b"x"}), "leads out of the folder"),
    "drive": (lambda path: _zip(path, {"C:/x/model.bin": b"x"}), "leads out of the folder"),
    "backslash": (lambda path: _tar(path, _info("m\\..\\x")), "leads out of the folder"),
    "link in a zip": (_with_link, "a link or a device"),
    "link in a tar": (
        lambda path: _tar(path, _info("m/a", 0, tarfile.SYMTYPE, "/etc")),
        "a link or a device",
    ),
    "hard link": (lambda path: _tar(path, _info("m/a", 0, tarfile.LNKTYPE, "m/b")), "a link or a device"),
    "device": (lambda path: _tar(path, _info("m/a", 0, tarfile.CHRTYPE)), "a link or a device"),
    "two roots": (lambda path: _zip(path, {"a/model.bin": b"", "b/model.bin": b""}), "it holds a, b"),
    "no root": (lambda path: _zip(path, {"model.bin": b"", "config.json": b""}), "one folder"),
    "empty": (lambda path: _zip(path, {}), "it holds nothing"),
    "twice": (lambda path: _zip(path, {"m/model.bin": b"", "m/MODEL.bin": b""}), "twice"),
    "bomb": (lambda path: _zip(path, {"m/model.bin": b"\0" * 30_000_000}), "would grow to more than"),
    "tar bomb": (lambda path: _tar(path, _info("m/model.bin", 30_000_000)), "would grow to more than"),
    "many": (
        lambda path: _zip(path, {f"m/{number}": b"" for number in range(2001)}),
        "more than 2,000 files",
    ),
    "encrypted": (_encrypted, "encrypted"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_an_archive_that_is_no_models_is_refused(tmp_path: Path, name: str) -> None:
    """By its names alone: nothing of it has been written."""
    make, found = HOSTILE[name]
    archive = make(tmp_path / "archive")
    (tmp_path / "into").mkdir()
    with pytest.raises(EngineError, match=found) as caught:
        unpack(archive, tmp_path / "into")
    assert caught.value.file == str(archive)
    assert caught.value.remedy
    assert _names(tmp_path) == {"archive"}


@pytest.mark.parametrize("ending", ["zip", "tar", "tar.gz", "tar.xz"])
def test_a_damaged_archive_is_refused(tmp_path: Path, ending: str) -> None:
    """One that ends early, or has other bytes in it, is told of as broken and not as a crash."""
    folder = argos(tmp_path / "m", "ru", "en")
    (folder / "model" / "model.bin").write_bytes(os.urandom(50_000))
    whole = tmp_path / f"whole.{ending}"
    if ending == "zip":
        packed(folder, whole)
    else:
        mode = {"tar": "w:", "tar.gz": "w:gz", "tar.xz": "w:xz"}[ending]
        with tarfile.open(whole, mode) as archive:  # type: ignore[call-overload]  # the mode is one of its own
            archive.add(folder, "m")
    raw = whole.read_bytes()
    flipped = bytearray(raw)
    flipped[len(raw) // 2] ^= 0xFF
    wrong = []
    for number, damaged in enumerate((raw[: len(raw) // 2], bytes(flipped))):
        into = tmp_path / f"into{number}"
        into.mkdir()
        (tmp_path / "damaged").write_bytes(damaged)
        try:
            unpack(tmp_path / "damaged", into)
        except EngineError as error:
            wrong.append(error.file)
    # a plain tar has no checksum of its files' bytes: models.lock is what finds that out
    assert wrong == [str(tmp_path / "damaged")] * (1 if ending == "tar" else 2)


def test_a_web_page_is_no_archive(tmp_path: Path, store: Store) -> None:
    """What a login page saves under a model's name is told of as such."""
    page = tmp_path / "ru_en.argosmodel"
    page.write_text("<html>Log in</html>", encoding="utf-8")
    with pytest.raises(EngineError, match="it is no archive") as caught:
        take_in(page, store, [])
    assert "web page" in caught.value.remedy


def test_what_no_model_needs_is_not_unpacked(tmp_path: Path) -> None:
    """Programs and litter stay in the archive; a splitter's data is for the other Argos programs."""
    folder = argos(tmp_path / "m", "ru", "en")
    for name in ("run.py", "__MACOSX/x", ".DS_Store", "model/evil.so", "stanza/ru/tokenize.pt", "README.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")
    (tmp_path / "into").mkdir()
    root = unpack(packed(folder, tmp_path / "m.zip"), tmp_path / "into")
    assert _names(folder) - _names(root) == {"run.py", "__MACOSX/x", ".DS_Store", "model/evil.so"}


def test_there_must_be_room_for_what_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says how much is left and how much is needed."""
    archive = packed(argos(tmp_path / "m", "ru", "en"), tmp_path / "m.zip")
    (tmp_path / "into").mkdir()
    monkeypatch.setattr(
        "digest.translation.models.archive.shutil.disk_usage", lambda _: type("Usage", (), {"free": 10**6})
    )
    with pytest.raises(EngineError, match="the disk has 1 MB left, and 50 MB are needed"):
        unpack(archive, tmp_path / "into")


# Taking a model in


@pytest.mark.parametrize("form", ["folder", "zip", "tar"])
def test_an_argos_package_goes_where_argos_looks(tmp_path: Path, store: Store, form: str) -> None:
    """Whole, under the name that Argos gives it, and with nothing beside it that Argos would trip over."""
    source = argos(tmp_path / "ru_en", "ru", "en")
    if form == "zip":
        source = packed(source, tmp_path / "x.argosmodel")
    elif form == "tar":
        with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as archive:
            archive.add(source, "ru_en")
        source = tmp_path / "x.tar.gz"
    model = take_in(source, store, [])
    packages = store.argos_folders[0]
    assert model.folder == packages / "translate-ru_en-1_9"
    assert _names(model.folder) == _names(tmp_path / "ru_en")
    assert [path.name for path in packages.iterdir() if path.is_dir()] == ["translate-ru_en-1_9"]
    assert store.installed() == (model,)


def test_a_folder_from_a_hub_is_recognised(tmp_path: Path, store: Store) -> None:
    """By its vocabulary; its version is the beginning of its weights' hash."""
    folder = plain_nllb(tmp_path / "My NLLB (1)")
    model = take_in(folder, store, [], Hints(licence="CC-BY-NC-4.0"))
    assert (model.name, model.kind, model.sources) == ("My-NLLB-1", Kind.NLLB, ("en", "kk", "ru"))
    assert model.version == hash_file(folder / "model.bin").sha256[:8]
    assert store.installed() == (model,)
    assert store.findings() == ()


def test_the_catalogue_knows_a_model_by_its_weights(tmp_path: Path, store: Store) -> None:
    """Brought in by hand, it has the same name, version and licence as if it had been fetched."""
    folder = plain_nllb(tmp_path / "somewhere")
    files = {"model.bin": RemoteFile(None, hash_file(folder / "model.bin").sha256)}
    entry = Entry("known", Kind.NLLB, ("kk",), ("en",), "CC-BY-NC-4.0", "7", repository="a/b", files=files)
    model = take_in(folder, store, [entry])
    assert (model.name, model.version, model.licence) == ("known", "7", "CC-BY-NC-4.0")


@pytest.mark.parametrize(
    ("tokens", "kind", "codes"),
    [
        (["kaz_Cyrl", "eng_Latn", "xxx_Latn"], Kind.NLLB, ("en", "kk")),
        (["__kk__", "__en__", "__xyz__"], Kind.M2M100, ("en", "kk")),
        (["<2kk>", "<2en>", "<2zh_Latn>"], Kind.MADLAD, ("en", "kk")),
        (["▁kaz", "eng"], None, ()),
    ],
)
@pytest.mark.parametrize("ending", ["json", "txt"])
def test_a_family_is_told_by_its_language_tokens(
    tmp_path: Path, tokens: list[str], kind: Kind | None, codes: tuple[str, ...], ending: str
) -> None:
    """In both of ctranslate2's vocabulary formats."""
    words = ["<s>", "</s>", *tokens]
    text = json.dumps(words) if ending == "json" else "\n".join(words)
    (tmp_path / f"shared_vocabulary.{ending}").write_text(text, encoding="utf-8")
    assert recognise(tmp_path) == kind
    if kind:
        assert languages(kind, words) == codes
        assert {language_token(kind, code) for code in codes} <= set(words)


def test_an_opus_folder_needs_its_pair(tmp_path: Path, store: Store) -> None:
    """Two SentencePiece models tell an OPUS-MT model, and nothing in it tells its languages."""
    folder = plain_nllb(tmp_path / "opus")
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_text("pieces", encoding="utf-8")
    with pytest.raises(EngineError, match="--pair kk-en"):
        take_in(folder, store, [])
    model = take_in(folder, store, [], Hints(pair=LanguagePair("kk", "en")))
    assert (model.kind, model.sources, model.targets) == (Kind.OPUS, ("kk",), ("en",))


def test_an_opus_folder_tells_what_it_writes(tmp_path: Path, store: Store) -> None:
    """Where its vocabulary has tokens for target languages; another target is refused."""
    folder = plain_nllb(tmp_path / "opus")
    for side in ("source", "target"):
        (folder / f"{side}.spm").write_text("pieces", encoding="utf-8")
    words = ["<s>", "</s>", ">>kaz_Latn<<", ">>kaz_Cyrl<<", ">>tat<<", ">>xxx<<"]
    (folder / "shared_vocabulary.json").write_text(json.dumps(words), encoding="utf-8")
    with pytest.raises(EngineError, match="it does not write `en`, only kk, tt"):
        take_in(folder, store, [], Hints(pair=LanguagePair("ru", "en")))
    model = take_in(folder, store, [], Hints(pair=LanguagePair("ru", "kk")))
    assert (model.sources, model.targets) == (("ru",), ("kk", "tt"))
    assert opus_targets(words) == {"kk": ">>kaz_Cyrl<<", "tt": ">>tat<<"}
    assert opus_targets([*words, ">>kaz<<"])["kk"] == ">>kaz<<"


@pytest.mark.parametrize(
    ("missing", "extra", "found", "remedy"),
    [
        ("model.bin", None, "model.bin", "fetch it again"),
        ("shared_vocabulary.json", None, "it has no vocabulary", "fetch it again"),
        ("sentencepiece.bpe.model", None, "no SentencePiece model", "fetch it again"),
        ("model.bin", "pytorch_model.bin", "model.bin", "ct2-transformers-converter"),
        ("shared_vocabulary.json", "decoder.yml", "vocabulary", "models convert"),
    ],
)
def test_a_folder_that_is_no_model_is_refused(
    tmp_path: Path, store: Store, missing: str, extra: str | None, found: str, remedy: str
) -> None:
    """The message says what it lacks and, where we know, what would make it one; nothing is installed."""
    folder = plain_nllb(tmp_path / "n")
    (folder / missing).unlink()
    if extra:
        (folder / extra).write_text("x", encoding="utf-8")
    with pytest.raises(EngineError, match=found) as caught:
        take_in(folder, store, [])
    assert remedy in caught.value.remedy
    assert store.installed() == ()
    assert [path.name for path in store.folder.iterdir()] == []


def test_a_source_that_is_not_there_is_refused(tmp_path: Path, store: Store) -> None:
    """Before any folder is made."""
    with pytest.raises(EngineError, match="no such file or folder"):
        take_in(tmp_path / "nothing", store, [])


def test_a_model_that_a_check_refuses_is_not_installed(tmp_path: Path, store: Store) -> None:
    """The check sees it before it is put into place, and what stood there stays."""
    before = take_in(argos(tmp_path / "a", "ru", "en"), store, [])

    def refuse(model: Model) -> None:
        raise EngineError(model.name, "no")

    other = argos(tmp_path / "b", "ru", "en")
    (other / "model" / "model.bin").write_text("others", encoding="utf-8")
    with pytest.raises(EngineError, match="no"):
        take_in(other, store, [], check=refuse)
    assert before.weights.read_text(encoding="utf-8") == "weights ru en 1.9"


def test_installing_again_replaces(tmp_path: Path, store: Store) -> None:
    """The new files take the old ones' place, and nothing of the old is left."""
    first = take_in(argos(tmp_path / "a", "ru", "en"), store, [])
    (first.folder / "old").write_text("x", encoding="utf-8")
    second = take_in(argos(tmp_path / "b", "ru", "en"), store, [])
    assert second.folder == first.folder
    assert not (first.folder / "old").exists()


def test_two_installs_at_once_leave_one_whole_model(tmp_path: Path, store: Store) -> None:
    """Processes and threads take turns: each time somebody looks, the model is whole."""
    source = packed(argos(tmp_path / "ru_en", "ru", "en"), tmp_path / "x.argosmodel")
    script = (
        "import sys; from pathlib import Path; from digest.translation.models.store import Store;"
        "from digest.translation.models.incoming import take_in;"
        "own, packages, source = map(Path, sys.argv[1:]);"
        "[take_in(source, Store(own, [packages]), []) for _ in range(15)]"
    )
    words = [sys.executable, "-c", script, str(store.folder), str(store.argos_folders[0]), str(source)]
    other = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    errors: list[Exception] = []

    def install() -> None:
        try:
            for _ in range(15):
                take_in(source, store, [])
        except EngineError as error:
            errors.append(error)

    threads = [threading.Thread(target=install) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _, complaint = other.communicate(timeout=60)
    assert (other.returncode, complaint, errors) == (0, "", [])
    assert [model.name for model in store.installed()] == ["translate-ru_en"]
    assert _names(store.installed()[0].folder) == _names(tmp_path / "ru_en")
    assert not [path for path in (tmp_path / "share").iterdir() if path.name.startswith(".digest-")]


def test_what_a_killed_install_left_goes_with_the_next(tmp_path: Path, store: Store) -> None:
    """Not what a command that goes on is making."""
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    store.folder.mkdir()
    left, at_work = (store.folder / f".digest-{number}-x" for number in (ended.stdout.strip(), os.getpid()))
    for folder in (left, at_work):
        argos(folder / "m", "ru", "en")
    take_in(argos(tmp_path / "m", "pl", "en"), store, ())
    assert at_work.is_dir()
    assert left.is_dir() == (os.name == "nt")


def test_a_model_is_removed_whole(tmp_path: Path, store: Store) -> None:
    """And the others stay."""
    take_in(argos(tmp_path / "a", "ru", "en"), store, [])
    take_in(plain_nllb(tmp_path / "n"), store, [])
    for model in store.installed():
        remove(model)
        assert not model.folder.exists()
    assert (store.installed(), store.findings()) == ((), ())


# The catalogue


def test_the_catalogue_offers_the_first_that_can_be_fetched() -> None:
    """For Kazakh NLLB-200, for Russian, Polish, Ukrainian and Kyrgyz an Argos package."""
    chosen = choose(["kk", "ru", "pl", "uk", "ky", "kk"], "en", catalogue())
    assert [entry.name for entry in chosen] == [
        "nllb-200-distilled-600M",
        "translate-ru_en",
        "translate-pl_en",
        "translate-uk_en",
        "translate-ky_en",
    ]


def test_every_entry_can_be_fetched_or_says_how() -> None:
    """An address, or a repository with its version and files, or an explanation; names stand once."""
    names = [entry.name for entry in catalogue()]
    assert len(set(names)) == len(names)
    for entry in catalogue():
        assert bool(entry.url) + bool(entry.repository) + bool(entry.how) == 1, entry.name
        assert bool(entry.repository) == bool(entry.files) == (len(entry.revision) == 40), entry.name
        assert bool(entry.version) != bool(entry.how), entry.name
        assert entry.commercial is (False if "NC" in entry.licence else entry.commercial), entry.name


@pytest.mark.parametrize(
    ("word", "found", "remedy"),
    [
        ("tilmash", "cannot fetch", "accept the terms"),
        ("opus-mt-trk-en", "cannot fetch", "models convert"),
        ("xx", "no model of that name", "models list"),
    ],
)
def test_what_cannot_be_fetched_is_explained(word: str, found: str, remedy: str) -> None:
    """A gated model with the way to it, an unknown word with what is known."""
    with pytest.raises(EngineError, match=found) as caught:
        choose([word], "en", catalogue())
    assert remedy in caught.value.remedy

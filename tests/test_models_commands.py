from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from marian_models import opus
from model_folders import argos, packed, plain_nllb
from model_server import COMMIT, Server, serving

from digest import cli
from digest.translation.models.catalogue import Entry, RemoteFile, catalogue
from digest.translation.models.store import Kind, Store

SEED = """Сенат принял закон о выборах
26 марта 2024

Депутаты обсудили закон о выборах в Астане. Голосование состоится весной, сообщили в сенате.
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without models, and a digest of one Russian article; gives the digest's folder."""
    monkeypatch.setenv("DIGEST_MODELS", str(tmp_path / "own"))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(tmp_path / "packages"))
    root = tmp_path / "digest"
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / "a.txt").write_text(SEED, encoding="utf-8")
    (root / "digest.yml").write_text("languages: [ru, kk]\n", encoding="utf-8")
    return root


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server with an Argos package and a hub's model, and a catalogue that knows them."""
    package = packed(argos(tmp_path / "a", "ru", "en"), tmp_path / "ru_en.argosmodel")
    files = {path.name: path.read_bytes() for path in sorted(plain_nllb(tmp_path / "n").iterdir())}
    with serving() as server:
        server.serve("/v1/ru_en.argosmodel", package.read_bytes())
        server.serve_hub("someone/nllb", files)
        entries = (
            Entry(
                "translate-ru_en",
                Kind.ARGOS,
                ("ru",),
                ("en",),
                "MIT",
                "1.9",
                url=f"{server.url}/v1/ru_en.argosmodel",
            ),
            Entry(
                "nllb-tiny",
                Kind.NLLB,
                ("kk",),
                ("en",),
                "CC-BY-NC-4.0",
                "1",
                commercial=False,
                repository="someone/nllb",
                revision=COMMIT,
                files={name: RemoteFile(len(data)) for name, data in files.items()},
            ),
            Entry("by-hand", Kind.NLLB, ("kk",), ("en",), "MIT", how="ask for it"),
        )
        monkeypatch.setattr("digest.commands.model_actions.catalogue", lambda: entries)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


def _run(root: Path, *words: str) -> int:
    return cli.main(["--root", str(root), "models", *words])


def _json(root: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert _run(root, *words, "--json") == 0
    return dict(json.loads(capsys.readouterr().out))


def test_models_alone_lists(machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What can be had, with its licence, and what this digest lacks."""
    assert _run(machine) == 0
    shown = capsys.readouterr().out
    assert "Installed:\n  none" in shown
    assert all(entry.name in shown and entry.licence in shown for entry in catalogue())
    assert "ru: 1 article: no model; models install ru brings translate-ru_en" in shown


def test_outside_of_a_digest_models_are_listed_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without what articles need."""
    assert _json(tmp_path, capsys, "list")["needs"] == []


def test_install_fetches_and_pins(server: Server, machine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The licence is shown first; then both kinds are there, and models.lock names them."""
    assert _run(machine, "install", "ru", "kk", "--yes") == 0
    told = capsys.readouterr()
    assert "licence: MIT" in told.err
    assert "licence: CC-BY-NC-4.0" in told.err
    assert "translate-ru_en 1.9 is installed" in told.out
    view = _json(machine, capsys, "list")
    assert [(model["name"], model["version"], model["pinned"]) for model in view["installed"]] == [
        ("nllb-tiny", "1", True),
        ("translate-ru_en", "1.9", True),
    ]
    assert view["installed"][0]["licence"] == "CC-BY-NC-4.0"
    assert view["needs"] == [{"lang": "ru", "articles": 1, "model": "translate-ru_en", "install": None}]
    assert 'name: "nllb-tiny"' in (machine / "models.lock").read_text(encoding="utf-8")


def test_what_is_installed_is_not_fetched_again(
    server: Server, machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its name and version."""
    assert _run(machine, "install", "ru") == 0
    server.asked.clear()
    assert _run(machine, "install", "ru") == 0
    assert server.asked == []
    assert "is installed already" in capsys.readouterr().err


class _Answer(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 1), ("n\n", 1), (None, 1)])
def test_a_licence_against_commercial_use_is_asked_for(
    server: Server, machine: Path, monkeypatch: pytest.MonkeyPatch, answer: str | None, code: int
) -> None:
    """Nothing is fetched before the answer; where nobody can be asked, --yes is."""
    monkeypatch.setattr(sys, "stdin", io.StringIO() if answer is None else _Answer(answer))
    assert _run(machine, "install", "kk") == code
    assert bool(server.asked) == (code == 0)
    assert len(Store().installed()) == (code == 0)


def test_a_model_that_the_lock_does_not_know_is_not_installed(
    server: Server, machine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A colleague has pinned another file: nothing is put into place, and the error names both."""
    assert _run(machine, "install", "ru") == 0
    assert _run(machine, "remove", "translate-ru_en") == 0
    lock = machine / "models.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(re.sub(r'sha256: "\w{64}"', f'sha256: "{"0" * 64}"', text), encoding="utf-8")
    capsys.readouterr()
    assert _run(machine, "install", "ru") == 1
    assert "is not the model that models.lock names" in capsys.readouterr().err
    assert Store().installed() == ()


def test_an_install_that_broke_off_is_gone_on_with(
    server: Server, machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And when it is done, nothing of the download is left."""
    resource = server.resources["/v1/ru_en.argosmodel"]
    resource.data = b"\0" * 100_000 + resource.data  # a zip may have something in front of it
    resource.breaks = [65_536, 0, 0, 0, 0, 0, 0]
    monkeypatch.setattr("digest.translation.models.download.Patience.__init__.__defaults__", (1, 1, 1, 0))
    assert _run(machine, "install", "ru") == 1
    assert "it goes on from there" in capsys.readouterr().err
    resource.breaks = []
    server.asked.clear()
    assert _run(machine, "install", "ru") == 0
    assert server.asked[0][2] == "bytes=65536-"
    assert list((Store().folder / ".coming").iterdir()) == []


def test_import_installs_without_a_network(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file or a folder that was brought here."""
    package = packed(argos(tmp_path / "a", "ru", "en"), tmp_path / "x.argosmodel")
    assert _run(machine, "import", str(package)) == 0
    folder = plain_nllb(tmp_path / "tilmash")
    taken = _json(machine, capsys, "import", str(folder), "--licence", "CC-BY-NC-4.0")
    assert [model["name"] for model in taken["installed"]] == ["tilmash"]
    assert [model.name for model in Store().installed()] == ["tilmash", "translate-ru_en"]


def test_import_outside_of_a_digest_pins_nothing(tmp_path: Path) -> None:
    """There is no digest to pin it for."""
    assert _run(tmp_path, "import", str(argos(tmp_path / "a", "ru", "en"))) == 0
    assert not (tmp_path / "models.lock").exists()


def test_convert_writes_beside_and_installs(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The package lies beside the download."""
    folder = opus(tmp_path / "opus" / "download")
    done = _json(machine, capsys, "convert", str(folder), "--to", "kk-en", "--install")
    assert Path(done["package"]) == folder.parent / "translate-kk_en-1_0.argosmodel"
    assert [model["name"] for model in done["installed"]] == ["translate-kk_en"]


@pytest.mark.parametrize("pair", ["kk", "kk-kk", "kk-", "-en", "k1-en"])
def test_a_pair_is_two_languages(machine: Path, pair: str) -> None:
    """Anything else is wrong usage."""
    with pytest.raises(SystemExit) as caught:
        _run(machine, "convert", "folder", f"--to={pair}")
    assert caught.value.code == 2


def test_verify_compares_with_the_lock(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 while all is as pinned, 1 once a file differs, with its name; 3 where a package is broken."""
    assert _run(machine, "import", str(argos(tmp_path / "a", "ru", "en"))) == 0
    assert _run(machine, "verify") == 0
    assert "translate-ru_en 1.9: as models.lock names it" in capsys.readouterr().out
    (tmp_path / "packages" / "broken").mkdir()
    assert _run(machine, "verify") == 3
    (model,) = Store().installed()
    model.weights.write_text("others", encoding="utf-8")
    assert _run(machine, "verify") == 1
    assert str(model.weights) in capsys.readouterr().out


def test_verify_says_what_is_not_pinned(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What argostranslate has installed is pinned when it is first used; looking does not pin it."""
    argos(tmp_path / "packages" / "ru_en", "ru", "en")
    assert _run(machine, "verify") == 0
    assert "not pinned yet" in capsys.readouterr().out
    assert not (machine / "models.lock").exists()


def test_remove_deletes_every_version(
    machine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says when other programs used the folder; an unknown name is an error that names the known ones."""
    for version in ("1.8", "1.9"):
        argos(tmp_path / "packages" / version, "ru", "en", version=version)
    assert _run(machine, "remove", "translate-pl_en") == 1
    assert "allowed: translate-ru_en" in capsys.readouterr().err
    assert _run(machine, "remove", "translate-ru_en") == 0
    told = capsys.readouterr()
    assert told.out == "removed translate-ru_en 1.8\nremoved translate-ru_en 1.9\n"
    assert "other Argos programs" in told.err
    assert Store().installed() == ()


def test_no_other_command_goes_to_the_network(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command of models but install works where no connection can be made."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    argos(tmp_path / "a", "ru", "en")
    opus(tmp_path / "opus" / "download")
    codes = [
        _run(machine, "import", str(tmp_path / "a")),
        _run(machine, "convert", str(tmp_path / "opus" / "download"), "--to", "kk-en"),
        _run(machine, "list"),
        _run(machine, "verify"),
        _run(machine, "remove", "translate-ru_en"),
    ]
    assert codes == [0] * 5


@pytest.mark.parametrize("command", ["list", "install", "import", "convert", "verify", "remove"])
def test_each_command_has_help_with_an_example(
    machine: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As every command of the program."""
    with pytest.raises(SystemExit):
        _run(machine, command, "--help")
    assert f"example: build_digest.py models {command}" in " ".join(capsys.readouterr().out.split())

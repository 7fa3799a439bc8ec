from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from model_server import COMMIT, Server, serving

from digest.errors import EngineError
from digest.translation.models.catalogue import Entry, RemoteFile
from digest.translation.models.download import Patience
from digest.translation.models.hub import fetch
from digest.translation.models.store import Kind

FILES = {"config.json": b"{}", "model.bin": bytes(range(256)) * 1_000}
ENTRY = Entry(
    "tiny",
    Kind.NLLB,
    ("kk",),
    ("en",),
    "MIT",
    "1",
    repository="someone/tiny",
    revision=COMMIT,
    files={name: RemoteFile() for name in FILES},
)
QUICK = Patience(connect=2, read=0.3, breaks=2, pause=0)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A hub on this machine, with one model."""
    with serving() as server:
        server.serve_hub(ENTRY.repository, FILES)
        monkeypatch.setenv("HF_ENDPOINT", server.url)
        yield server


def _path(name: str) -> str:
    return f"/{ENTRY.repository}/resolve/{COMMIT}/{name}"


def test_a_models_files_come_at_their_revision(hub: Server, tmp_path: Path) -> None:
    """Each asked for by its commit, and without a word on who asks."""
    fetch(ENTRY, tmp_path, patience=QUICK)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".lock"} == FILES
    assert {path for _, path, _ in hub.asked} == {"/", *map(_path, FILES)}


def test_the_next_run_fetches_what_is_missing(hub: Server, tmp_path: Path) -> None:
    """Whole files are kept, and a broken one is gone on with."""
    hub.resources[_path("model.bin")].breaks = [131_072, 0, 0, 0]
    with pytest.raises(EngineError, match="131,072 of 256,000 bytes are here"):
        fetch(ENTRY, tmp_path, patience=QUICK)
    hub.resources[_path("model.bin")].breaks = []
    hub.asked.clear()
    fetch(ENTRY, tmp_path, patience=QUICK)
    assert [(path, span) for method, path, span in hub.asked if method == "GET"] == [
        (_path("model.bin"), "bytes=131072-")
    ]
    assert (tmp_path / "model.bin").read_bytes() == FILES["model.bin"]


def test_bytes_that_the_hub_does_not_vouch_for_are_refused(hub: Server, tmp_path: Path) -> None:
    """For a large file a hub tells its SHA-256; what comes is compared with it."""
    hub.resources[_path("model.bin")].data = FILES["model.bin"][::-1]
    with pytest.raises(EngineError, match="another file"):
        fetch(ENTRY, tmp_path, patience=QUICK)


def test_bytes_that_the_catalogue_does_not_know_are_refused(hub: Server, tmp_path: Path) -> None:
    """Where the catalogue tells a SHA-256, it counts, whatever the hub says."""
    entry = replace(ENTRY, files={"model.bin": RemoteFile(None, "0" * 64)})
    with pytest.raises(EngineError, match="another file"):
        fetch(entry, tmp_path, patience=QUICK)


@pytest.mark.parametrize(
    ("status", "code", "found"),
    [
        (404, "EntryNotFound", "no such file"),
        (404, "RevisionNotFound", "no such file"),
        (401, "RepoNotFound", "no such file"),
        (403, "GatedRepo", "an account and consent"),
        (404, "", "the hub refuses: 404"),
    ],
)
def test_a_hub_that_refuses_is_told_of(
    hub: Server, tmp_path: Path, status: int, code: str, found: str
) -> None:
    """The message names what to fetch by hand, and how to bring it in."""
    hub.resources[_path("config.json")].status = status
    hub.resources[_path("config.json")].error = code
    with pytest.raises(EngineError, match=found) as caught:
        fetch(ENTRY, tmp_path, patience=QUICK)
    assert all(word in caught.value.remedy for word in ("config.json, model.bin", "models import"))


def test_a_model_that_is_too_large_is_not_begun(hub: Server, tmp_path: Path) -> None:
    """The hub tells the sizes before the first byte comes."""
    hub.resources[_path("model.bin")].length = 10**11
    with pytest.raises(EngineError, match="100 GB"):
        fetch(ENTRY, tmp_path, patience=QUICK)
    assert "GET" not in {method for method, _, _ in hub.asked}


def test_without_a_network_the_message_comes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names every file to fetch elsewhere."""
    with serving() as gone:
        monkeypatch.setenv("HF_ENDPOINT", gone.url)
    with pytest.raises(EngineError, match="is there a network") as caught:
        fetch(ENTRY, tmp_path, patience=QUICK)
    assert "fetch config.json, model.bin from https://huggingface.co/someone/tiny" in caught.value.remedy


def test_what_speaks_to_the_network_is_loaded_when_it_is_needed(tmp_path: Path) -> None:
    """No other command loads it; once loaded, its telemetry and the user's token are off."""
    script = (
        "import sys; from pathlib import Path; from digest.errors import EngineError\n"
        "from digest import cli\n"
        "assert not {'requests', 'urllib3', 'huggingface_hub'} & sys.modules.keys()\n"
        "from digest.translation.models import hub; from test_models_hub import ENTRY\n"
        "assert 'huggingface_hub' not in sys.modules\n"
        "hub.fetch(ENTRY, Path(sys.argv[1]))\n"
        "from huggingface_hub import constants as c\n"
        "assert c.HF_HUB_DISABLE_TELEMETRY and c.HF_HUB_DISABLE_IMPLICIT_TOKEN\n"
    )
    here = Path(__file__).parent
    with serving() as server:
        server.serve_hub(ENTRY.repository, FILES)
        path = os.pathsep.join((str(here), str(here.parent)))
        environment = os.environ | {"HF_ENDPOINT": server.url, "PYTHONPATH": path}
        words = [sys.executable, "-c", script, str(tmp_path)]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")

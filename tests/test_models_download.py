from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from model_server import Server, serving

from digest.errors import EngineError
from digest.translation.models.download import Patience, download

BLOCK = 65_536  # what is taken at a time; of a broken line, the last incomplete one is lost
DATA = bytes(range(256)) * 4_000
QUICK = Patience(connect=2, read=0.3, breaks=3, pause=0)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server without anything on it."""
    with serving() as server:
        yield server


def _fetch(
    server: Server, folder: Path, path: str = "/model", sha256: str = "", largest: int = 10**7
) -> bytes:
    target = folder / "model"
    download(server.url + path, target, sha256=sha256, largest=largest, patience=QUICK)
    return target.read_bytes()


def _ranges(server: Server) -> list[str]:
    return [span for _, _, span in server.asked]


def test_a_file_comes_whole(server: Server, tmp_path: Path) -> None:
    """Nothing but the file (and the lock's own) is left behind."""
    server.serve("/model", DATA)
    assert _fetch(server, tmp_path) == DATA
    assert {path.name for path in tmp_path.iterdir()} - {"model.lock"} == {"model"}


def test_a_redirect_is_followed(server: Server, tmp_path: Path) -> None:
    """Hubs send their clients on to where the bytes are."""
    server.serve("/model", status=302, to="/there")
    server.serve("/there", DATA)
    assert _fetch(server, tmp_path) == DATA


@pytest.mark.parametrize("how", [{"chunked": True}, {"chunked": True, "tag": None}])
def test_a_server_may_keep_the_size_to_itself(server: Server, tmp_path: Path, how: dict[str, object]) -> None:
    """A file in chunks comes whole too."""
    server.serve("/model", DATA, **how)
    assert _fetch(server, tmp_path) == DATA


def test_a_broken_line_is_gone_on_with(server: Server, tmp_path: Path) -> None:
    """What came is not fetched again."""
    server.serve("/model", DATA, breaks=[3 * BLOCK, 2 * BLOCK])
    assert _fetch(server, tmp_path) == DATA
    assert _ranges(server) == ["", f"bytes={3 * BLOCK}-", f"bytes={5 * BLOCK}-"]


def test_a_silent_server_is_asked_again(server: Server, tmp_path: Path) -> None:
    """A stall ends with the time-out, and the rest is asked for."""
    server.serve("/model", DATA, stalls=[3 * BLOCK])
    assert _fetch(server, tmp_path) == DATA
    assert _ranges(server)[1].startswith("bytes=")


@pytest.mark.parametrize("how", [{"ranges": False}, {"tag": None}, {"tag": 'W/"weak"'}])
def test_without_ranges_it_begins_anew(server: Server, tmp_path: Path, how: dict[str, object]) -> None:
    """A server that cannot go on, or cannot say that the file is the same, sends the whole."""
    server.serve("/model", DATA, breaks=[3 * BLOCK], **how)
    assert _fetch(server, tmp_path) == DATA


def test_the_next_run_goes_on(server: Server, tmp_path: Path) -> None:
    """A run that gives up leaves what it has, and says so."""
    resource = server.serve("/model", DATA, breaks=[3 * BLOCK, 0, 0, 0, 0])
    with pytest.raises(EngineError, match="196,608 of 1,024,000 bytes are here"):
        _fetch(server, tmp_path)
    resource.breaks.clear()
    server.asked.clear()
    assert _fetch(server, tmp_path) == DATA
    assert _ranges(server) == [f"bytes={3 * BLOCK}-"]


def test_another_version_is_not_appended(server: Server, tmp_path: Path) -> None:
    """The file changed between two runs: the second takes the whole of the new one."""
    server.serve("/model", DATA, breaks=[3 * BLOCK, 0, 0, 0, 0])
    with pytest.raises(EngineError):
        _fetch(server, tmp_path)
    server.serve("/model", DATA[::-1], tag='"two"')
    assert _fetch(server, tmp_path) == DATA[::-1]


@pytest.mark.parametrize(
    ("how", "found"),
    [
        ({"stalls": [0, 0, 0, 0, 0, 0]}, "stopped sending"),
        ({"length": len(DATA) + 9}, "again and again"),
        ({"status": 404}, "404"),
        ({"status": 403}, "403"),
        ({"status": 503}, "503"),
        ({"status": 302, "to": "file:///etc/hosts"}, "cannot be fetched"),
        ({"status": 302, "to": "/model"}, "cannot be fetched"),
    ],
)
def test_a_server_that_fails_is_told_of(
    server: Server, tmp_path: Path, how: dict[str, object], found: str
) -> None:
    """The message names the address, what happened and what to do; no file appears."""
    server.serve("/model", DATA, **how)
    with pytest.raises(EngineError, match=found) as caught:
        _fetch(server, tmp_path)
    assert caught.value.file == f"{server.url}/model"
    assert "models import" in caught.value.remedy
    assert not (tmp_path / "model").exists()


def test_other_bytes_are_refused(server: Server, tmp_path: Path) -> None:
    """A file with another hash is deleted, and both hashes are named."""
    server.serve("/model", DATA[::-1])
    expected = hashlib.sha256(DATA).hexdigest()
    with pytest.raises(EngineError, match="another file") as caught:
        _fetch(server, tmp_path, sha256=expected)
    assert hashlib.sha256(DATA[::-1]).hexdigest() in caught.value.found
    assert expected in caught.value.allowed
    assert not list(tmp_path.glob("model*.part*"))


def test_a_length_that_is_too_short_is_found_out_by_the_hash(server: Server, tmp_path: Path) -> None:
    """The server claims less than there is, so that the file ends early."""
    server.serve("/model", DATA, length=1_000)
    with pytest.raises(EngineError, match="another file: 1,000 bytes"):
        _fetch(server, tmp_path, sha256=hashlib.sha256(DATA).hexdigest())


@pytest.mark.parametrize("how", [{}, {"chunked": True}, {"length": 10**12}])
def test_a_file_over_the_cap_is_not_taken(server: Server, tmp_path: Path, how: dict[str, object]) -> None:
    """By what the server claims, and by what it sends."""
    server.serve("/model", DATA, **how)
    with pytest.raises(EngineError, match="larger than"):
        _fetch(server, tmp_path, largest=500_000)
    assert not list(tmp_path.glob("model*.part"))


def test_without_a_network_the_message_comes_at_once(tmp_path: Path) -> None:
    """Nobody listens: it says what to fetch elsewhere and how to bring it in, and does not wait."""
    with serving() as gone:
        url = gone.url
    with pytest.raises(EngineError, match="is there a network") as caught:
        download(f"{url}/model", tmp_path / "model", patience=Patience(pause=60))
    assert f"fetch {url}/model" in caught.value.remedy
    assert "models import" in caught.value.remedy


def test_a_full_disk_is_found_before_the_first_byte(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left on the disk is compared with what the server claims."""
    server.serve("/model", DATA)
    monkeypatch.setattr(
        "digest.translation.models.archive.shutil.disk_usage", lambda _: type("Usage", (), {"free": 99})
    )
    with pytest.raises(EngineError, match="the disk has 0 MB left"):
        _fetch(server, tmp_path)


def test_two_commands_do_not_write_the_same_file(server: Server, tmp_path: Path) -> None:
    """The second is told to wait."""
    server.serve("/model", DATA)
    with (
        FileLock(tmp_path / "model.lock"),
        pytest.raises(EngineError, match="another command is fetching it"),
    ):
        _fetch(server, tmp_path)


def test_progress_is_told_in_bytes(server: Server, tmp_path: Path) -> None:
    """The last report is of the whole."""
    server.serve("/model", DATA)
    seen: list[tuple[str, int, int | None]] = []
    download(
        f"{server.url}/model", tmp_path / "model", report=lambda *told: seen.append(told), patience=QUICK
    )
    assert seen[-1] == ("model", len(DATA), len(DATA))

"""The `serve` command and its server."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from interrupts import heed_interrupts

from digest.errors import DigestError, SettingsError
from digest.web import preview as server
from digest.web.preview import Preview, follow

PATIENCE = 60


def get(address: str) -> tuple[int, str]:
    """The code and the text of an answer."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def wait_for(what: Callable[[], bool]) -> None:
    """Return as soon as it is so; fail where it never is."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def site(folder: Path, word: str) -> Path:
    """A site of two pages."""
    (folder / "sub").mkdir(parents=True)
    (folder / "index.html").write_text(f"<body>{word}</body>", encoding="utf-8")
    (folder / "sub" / "index.html").write_text("<body>below</body>", encoding="utf-8")
    (folder / "404.html").write_text("<body>nothing here</body>", encoding="utf-8")
    (folder / "style.css").write_text("p {}", encoding="utf-8")
    return folder


@pytest.fixture
def preview() -> Iterator[Preview]:
    """A server on a free port."""
    with Preview(0) as preview:
        yield preview


def test_a_folder_is_served_with_our_script_in_its_pages(preview: Preview, tmp_path: Path) -> None:
    """Other files come as they are; what is not there gets the site's own page for that."""
    preview.show(site(tmp_path / "one", "first"))
    code, page = get(preview.address)
    assert code == 200
    assert page == '<body>first<script src="/.reload.js" data-version="1"></script></body>'
    assert "below" in get(f"{preview.address}sub/")[1]
    assert "below" in get(f"{preview.address}sub")[1]
    assert get(f"{preview.address}style.css") == (200, "p {}")
    assert "/.version" in get(f"{preview.address}.reload.js")[1]
    code, page = get(f"{preview.address}nowhere/")
    assert code == 404
    assert "nothing here" in page


def test_a_new_folder_takes_the_old_ones_place(preview: Preview, tmp_path: Path) -> None:
    """And the version tells the browser so."""
    preview.show(site(tmp_path / "one", "first"))
    preview.show(site(tmp_path / "two", "second"))
    assert "second" in get(preview.address)[1]
    assert get(f"{preview.address}.version") == (200, "2")


def test_before_there_is_a_site_its_readers_are_told_why(preview: Preview, tmp_path: Path) -> None:
    """In words, as text; and the page looks for news."""
    preview.say("digest.yml: <b>unknown</b>")
    _, page = get(f"{preview.address}en/any/")
    assert "digest.yml: &lt;b&gt;unknown&lt;/b&gt;" in page
    assert "/.reload.js" in page
    preview.show(site(tmp_path / "one", "first"))
    preview.say("a mistake later on")
    assert "first" in get(preview.address)[1]


def test_it_is_there_for_this_machine_alone(preview: Preview) -> None:
    """Not for the network that the machine is in."""
    assert preview.address.startswith("http://127.0.0.1:")


def test_no_file_beside_the_folder_is_served(preview: Preview, tmp_path: Path) -> None:
    """Whatever the path says."""
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    preview.show(site(tmp_path / "one", "first"))
    for path in ("../secret.txt", "%2e%2e/secret.txt", "sub/../../secret.txt"):
        host, port = preview.address.removeprefix("http://").rstrip("/").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(f"GET /{path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(4096), b""))
        assert b"404" in answer.splitlines()[0]
        assert b"secret" not in answer


def _raw(address: str, request: bytes) -> bytes:
    """What the server answers to some bytes."""
    parts = urllib.parse.urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(4096), b""))


@pytest.mark.parametrize("host", ["news.example", "127.0.0.1.example:8000", "", "169.254.1.1"])
def test_another_hosts_name_gets_no_answer(preview: Preview, tmp_path: Path, host: str) -> None:
    """A page from the web may have its own name lead to this machine."""
    preview.show(site(tmp_path / "one", "first"))
    answer = _raw(preview.address, f"GET / HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
    assert b" 421 " in answer.splitlines()[0]
    assert b"first" not in answer
    assert b" 200 " in _raw(preview.address, b"GET / HTTP/1.0\r\nHost: localhost:1\r\n\r\n")


def test_a_folder_without_a_page_is_not_listed(preview: Preview, tmp_path: Path) -> None:
    """Nor does a path that no system has end the request without an answer, nor a pipe hold it up."""
    folder = site(tmp_path / "one", "first")
    (folder / "assets").mkdir()
    (folder / "assets" / "secret.css").touch()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.css")
    preview.show(folder)
    for path in ("assets/", "%00", "a%00b.html", "pipe.css"):
        code, page = get(f"{preview.address}{path}")
        assert (code, "secret" in page) == (404, False), path


def test_a_browser_that_hangs_up_is_no_error(preview: Preview, tmp_path: Path) -> None:
    """Nothing is printed, and the next one is answered."""
    folder = site(tmp_path / "one", "first")
    (folder / "large.bin").write_bytes(b"x" * 20_000_000)
    preview.show(folder)
    parts = urllib.parse.urlsplit(preview.address)
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        for _ in range(5):
            connection = socket.create_connection((parts.hostname, parts.port))
            connection.sendall(b"GET /large.bin HTTP/1.0\r\nHost: localhost\r\n\r\n")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        assert "first" in get(preview.address)[1]
        time.sleep(0.3)
    assert said.getvalue() == ""


def test_the_site_stands_under_the_path_of_its_address(tmp_path: Path) -> None:
    """As it will where it is published; the root leads there."""
    with Preview(0, "/desk/digest") as preview:
        preview.show(site(tmp_path / "one", "first"))
        assert preview.address.endswith("/desk/digest/")
        assert "below" in get(f"{preview.address}sub")[1]
        assert get(preview.address.replace("/desk/digest/", "/"))[1] == get(preview.address)[1]
        assert "/.version" in get(preview.address.replace("/desk/digest/", "/.reload.js"))[1]


def test_a_mistake_of_the_program_does_not_end_the_server(tmp_path: Path) -> None:
    """The next change builds again."""
    source = tmp_path / "source.txt"
    source.touch()
    said: list[Exception] = []

    def build(new: Path) -> None:
        if not said:
            raise ZeroDivisionError("2204")
        raise KeyboardInterrupt

    def report(error: Exception) -> DigestError:
        said.append(error)
        source.write_text("changed", encoding="utf-8")
        os.utime(source, (1, 1))
        return DigestError("the program", str(error))

    with Preview(0) as preview, pytest.raises(KeyboardInterrupt):
        follow(preview, build, [source], lambda path: False, report)
    assert [type(error) for error in said] == [ZeroDivisionError]
    assert "2204" in preview.message


def test_a_port_that_is_taken_is_an_error_in_words(preview: Preview) -> None:
    """It names the port and the option."""
    port = int(preview.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(DigestError, match=f"port {port}: ") as raised:
        Preview(port)
    assert "--port" in str(raised.value)


def test_a_change_builds_anew_and_a_mistake_leaves_what_stands(
    preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is told once; files of ours are no change; Ctrl-C ends it."""
    monkeypatch.setattr(server, "_LOOKS_EVERY", 0.01)
    monkeypatch.setattr(server, "_STEADY", 0.01)
    watched = tmp_path / "watched"
    watched.mkdir()
    errors: list[str] = []

    def write(word: str) -> None:
        (tmp_path / "aside").write_text(word, encoding="utf-8")
        (tmp_path / "aside").replace(watched / "word")  # never seen half written

    def build(new: Path) -> None:
        word = (watched / "word").read_text(encoding="utf-8")
        (watched / "ours").write_text(f"{word} {time.monotonic()}", encoding="utf-8")
        if word == "stop":
            raise KeyboardInterrupt
        if word == "wrong":
            raise SettingsError("word", "wrong")
        site(new, word)

    def report(error: Exception) -> DigestError:
        errors.append(str(error))
        return DigestError("word", "wrong")

    def run() -> None:
        with pytest.raises(KeyboardInterrupt):
            follow(preview, build, [watched], lambda path: path.name == "ours", report)

    write("first")
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    wait_for(lambda: preview.version == 1)
    for word, shown in (("second", "second"), ("wrong", "second"), ("third", "third")):
        write(word)
        wait_for(lambda word=word: word in get(preview.address)[1] or bool(errors))  # type: ignore[misc]  # a default
        assert shown in get(preview.address)[1]
        if word == "wrong":
            assert errors == ["word: wrong"]
            errors.clear()
    version = preview.version
    time.sleep(0.2)
    assert preview.version == version == 3
    write("stop")
    thread.join(PATIENCE)
    assert not thread.is_alive()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_the_command_serves_the_digest_until_it_is_stopped(tmp_path: Path) -> None:
    """A mistake is told and the site stays; once mended, or its theme changed, it is new; Ctrl-C ends it."""
    for name in ("seeds", "translations", "theme", "docs/assets"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("digest.yml", "mkdocs.yml", "docs/about.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    errors = tmp_path / "errors.txt"
    command = [sys.executable, str(ROOT / "build_digest.py"), "--root", str(tmp_path), "serve", "--port", "0"]
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(command, stderr=stderr, start_new_session=True, preexec_fn=heed_interrupts) as run,
    ):
        try:
            wait_for(lambda: ": 5 articles" in errors.read_text(encoding="utf-8"))
            (address,) = re.findall(r"serving at (\S+)", errors.read_text(encoding="utf-8"))
            assert "<title>Bilingual Digest</title>" in get(address)[1]
            assert get(f"{address}pagefind/pagefind.js")[0] == 200
            good = (tmp_path / "digest.yml").read_text(encoding="utf-8")
            (tmp_path / "digest.yml").write_text("titel: New\n" + good, encoding="utf-8")
            wait_for(lambda: "titel: unknown setting" in errors.read_text(encoding="utf-8"))
            assert "<title>Bilingual Digest</title>" in get(address)[1]
            new = re.sub("(?m)^title:.*", "title: New", good)
            (tmp_path / "digest.yml").write_text(new, encoding="utf-8")
            wait_for(lambda: "<title>New</title>" in get(address)[1])
            template = tmp_path / "theme" / "main.html"
            text = template.read_text(encoding="utf-8").replace("<title>", "<title>Other: ")
            template.write_text(text, encoding="utf-8")
            wait_for(lambda: "<title>Other: New</title>" in get(address)[1])
        finally:
            run.send_signal(signal.SIGINT)
        assert run.wait(PATIENCE) == 0
    assert errors.read_text(encoding="utf-8").endswith("Stopped.\n")
    assert not (tmp_path / "site").exists()

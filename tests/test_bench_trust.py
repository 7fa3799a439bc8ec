"""The trials of `make trust`: each sees the fault that it is there to see."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bench.trust import packages, world
from bench.trust.__main__ import main
from bench.trust.elsewhere import contacts
from bench.trust.faults import lost
from bench.trust.growth import counted
from bench.trust.hostile import faults_of, hostile_text, seen
from bench.trust.kills import differing
from bench.trust.rows import Row, table, told
from bench.trust.world import Done, fingerprint, litter

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither SIGKILL nor fork")


# The table


def test_the_table_counts_failures_and_says_what_was_not_tried() -> None:
    """What was not tried is no 0."""
    rows = [Row("a", 1200, ("x", "y")), Row("b", 3), Row("c", skipped="no disk")]
    assert table(rows).splitlines()[2:] == [
        "| a | 1,200 | 2 |",
        "| b | 3 | 0 |",
        "| c | 0 | not tried: no disk |",
    ]
    assert told(rows) == "a:\n  - x\n  - y"


@pytest.mark.parametrize(("failures", "code"), [((), 0), (("x",), 1)])
def test_a_failure_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failures: tuple[str, ...], code: int
) -> None:
    """And the table is on stdout, where it can be taken from."""
    monkeypatch.setattr("bench.trust.__main__.refused", lambda *_: Row("packages", 1, failures))
    assert main(["--only", "packages"]) == code
    assert f"| packages | 1 | {len(failures)} |" in capsys.readouterr().out


# How a command ends


@pytest.mark.parametrize(
    ("code", "said", "fault"),
    [
        (0, "", ""),
        (1, "error: x", ""),
        (3, "", ""),
        (1, "Traceback (most recent call last):\nValueError: x", "a traceback: ValueError: x"),
        (1, "details are in /x/error.log", "an error that nobody foresaw"),
        (-11, "", "exit code -11"),
    ],
)
def test_an_end_without_words_is_a_fault(code: int, said: str, fault: str) -> None:
    """A refusal in words is none."""
    assert Done(code, said).fault.startswith(fault)
    assert bool(Done(code, said).fault) == bool(fault)


def _program(monkeypatch: pytest.MonkeyPatch, run: Callable[[list[str]], int]) -> None:
    monkeypatch.setattr(world, "program", run)


def test_a_fork_is_killed_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither goes on."""

    def run(words: list[str]) -> int:
        child = subprocess.Popen(["sleep", "60"])
        (tmp_path / "child").write_text(str(child.pid))
        return child.wait()

    _program(monkeypatch, run)
    done, took = world.in_fork(tmp_path, "build", beside=tmp_path, kill_after=0.5)
    assert done.code == -signal.SIGKILL
    assert took < 30
    ended = time.monotonic() + 10
    while _runs(int((tmp_path / "child").read_text())) and time.monotonic() < ended:
        time.sleep(0.05)
    assert not _runs(int((tmp_path / "child").read_text()))


def _runs(process: int) -> bool:
    """Whether a process is at work; one that has ended may wait to be noticed."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True)
    return said.stdout.strip()[:1] not in ("", "Z")


def test_what_a_fork_says_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its exit code; an error of its own does not run on in the test."""
    _program(monkeypatch, lambda words: os.write(1, " ".join(words[2:]).encode()) - 5)
    assert world.in_fork(tmp_path, "build", beside=tmp_path)[0] == Done(0, "build")
    _program(monkeypatch, lambda words: int("x" * 0))
    done, _ = world.in_fork(tmp_path, "build", beside=tmp_path)
    assert done.fault == "a traceback: ValueError: invalid literal for int() with base 10: ''"


def test_permissions_bind_a_fork(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root too."""
    (tmp_path / "x").touch(mode=0o000)

    def run(words: list[str]) -> int:
        try:
            (tmp_path / "x").read_bytes()
        except PermissionError:
            return 1
        return 0

    _program(monkeypatch, run)
    assert world.in_fork(tmp_path, "build", beside=tmp_path, bound=True)[0].code == 1


# What is compared


def test_what_differs_is_named(tmp_path: Path) -> None:
    """A file that is gone, new or changed; not the cache."""
    assert differing({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}) == ["b", "c", "d"]
    (tmp_path / ".cache" / "site-x").mkdir(parents=True)
    (tmp_path / ".cache" / ".1.2.tmp").touch()
    (tmp_path / "a").touch()
    assert list(fingerprint(tmp_path)) == ["a"]
    assert litter(tmp_path) == [".cache/.1.2.tmp", ".cache/site-x"]


def test_a_source_that_changed_is_lost() -> None:
    """A page that is derived is not."""
    before = {"seeds/a.txt": "1", "digest.yml": "1", "docs/en/a.md": "1"}
    assert lost(before, {"seeds/a.txt": "2", "digest.yml": "1"}) == ["seeds/a.txt is lost or changed"]


# Hostile text

PLAIN = '<title>x</title><p class="a">x</p><a href="../x/">x</a><script src="x.js"></script>'


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>x</script>", "<script class=''"),
        ('<p class="a" onclick="x">', "runs a script"),
        ('<p class="b">', "<p class='b'"),
        ("<iframe>", "which loads"),
        ('<a href="javascript:x">x</a>', "the address 'javascript:x'"),
        ('<a href="//evil.example">x</a>', "the address '//evil.example'"),
        ("<!-- x -->", "the comment"),
        ("a\x1bb", "U+001B"),
    ],
)
def test_what_no_template_writes_is_seen(html: str, fault: str) -> None:
    """A plain page has nothing of it."""
    allowed = seen(PLAIN).kinds
    assert list(faults_of(PLAIN, allowed)) == []
    assert any(fault in found for found in faults_of(PLAIN + html, allowed))


def test_hostile_texts_break_a_page_that_does_not_encode_them() -> None:
    """Two in five: the rest mean harm to Markdown, YAML or templates."""
    random = Random(1)
    pages = [f'<p class="a">{hostile_text(random)}</p>' for _ in range(200)]
    assert sum(any(faults_of(page, seen(PLAIN).kinds)) for page in pages) > 80


# Packages


@pytest.mark.parametrize("name", packages.HARM)
def test_a_package_is_refused_for_its_harm(tmp_path: Path, name: str) -> None:
    """And the same package without it is installed, which is seen."""
    whole = packages._whole()
    packages._zip(tmp_path / "whole", dict(whole))
    assert packages._tried(tmp_path, tmp_path / "whole") == "it is installed"
    packages.HARM[name](tmp_path / "harm", dict(whole), Random(2))
    assert packages._tried(tmp_path, tmp_path / "harm") == ""
    if name not in ("cut short", "no archive", "changed bytes", "a size that is not its own"):
        assert zipfile.is_zipfile(tmp_path / "harm") or (tmp_path / "harm").read_bytes()[:2] == b"\x1f\x8b"


# Growth and hosts


def test_failed_and_skipped_tests_are_told_apart() -> None:
    """As pytest reports them."""
    report = (
        '<testsuites><testsuite><testcase name="a"/><testcase name="b"><failure/></testcase>'
        '<testcase name="c"><skipped/></testcase></testsuite></testsuites>'
    )
    assert counted("x", report) == Row("x", 2, ("b",))


def test_a_host_that_is_asked_for_is_seen(tmp_path: Path) -> None:
    """This machine is none."""
    code = (
        "import socket\n"
        "for host in ('localhost', '127.0.0.1', 'evil.invalid'):\n"
        "    try: socket.getaddrinfo(host, 80)\n"
        "    except OSError: pass\n"
        "try: socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except OSError: pass\n"
    )

    def ask(more: dict[str, str]) -> None:
        subprocess.run([sys.executable, "-c", code], env=os.environ | more, check=True)

    found = contacts(tmp_path, ask)
    assert found == ["evil.invalid (socket.getaddrinfo in )"]

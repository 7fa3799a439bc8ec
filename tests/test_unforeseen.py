"""What nobody foresaw ends in one line, not in a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest.cli import main
from digest.commands import COMMANDS
from digest.commands.report import printable

ROOT = Path(__file__).parent.parent
WORDS = {"inspect": ["seeds/a.txt"], "collect": ["https://a.example/"], "models": ["list"]}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    "error", [ValueError("x\n\x1b[31my"), RecursionError(), OSError(28, "No space left on device", "/full/x")]
)
def test_a_mistake_of_the_program_is_one_line_with_a_log(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    error: Exception,
) -> None:
    """In every command; the exit code is 1."""

    def fail(*_: object) -> int:
        raise error

    (tmp_path / ".cache").mkdir()
    monkeypatch.setattr(COMMANDS[name], "run", fail)
    assert main([name, "--root", str(tmp_path), *WORDS.get(name, [])]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert len(said.splitlines()) == 2, "what is wrong, and what to do"
    assert isinstance(error, OSError) or "cli.py, line " in said, "and where in the program"
    assert str(tmp_path / ".cache" / "error.log") in said
    assert type(error).__name__ in (tmp_path / ".cache" / "error.log").read_text(encoding="utf-8")


def test_without_a_folder_for_it_the_log_is_a_temporary_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistake in a folder that holds no digest makes no folder there."""

    def fail(*_: object) -> int:
        raise KeyError("x")

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(COMMANDS["status"], "run", fail)
    assert main(["status", "--root", str(tmp_path)]) == 1
    assert str(tmp_path / "temporary" / "error.log") in capsys.readouterr().err
    assert not (tmp_path / ".cache").exists()


def test_what_steers_a_terminal_is_not_printed() -> None:
    """Lines, tabs and letters of every script are."""
    assert printable("a\x1b[2J\x07\x9b\r\nб\tқ 👩‍🔬") == "a�[2J���\nб\tқ 👩‍🔬"


def test_a_python_without_the_packages_is_told_what_to_do() -> None:
    """One line, not a traceback."""
    done = subprocess.run(
        [sys.executable, "-S", "-E", "build_digest.py", "status"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "make digest" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
@pytest.mark.parametrize("moment", [0.02, 0.06, 0.12, 0.2, 0.3])
def test_ctrl_c_at_the_start_ends_without_a_traceback(moment: float) -> None:
    """Before Python runs our code it is Python's own; from then on there is none."""
    process = subprocess.Popen(
        [sys.executable, "build_digest.py", "status"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    time.sleep(moment)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "build_digest.py" not in said or "Traceback" not in said
    began = "Fatal Python error" not in said and "<frozen" not in said
    assert process.returncode in (0, 130, -signal.SIGINT) or not began

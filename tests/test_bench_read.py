"""The measurement of the build."""

from __future__ import annotations

import os

import pytest

from bench.read import main


@pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="it is measured where a system tells what a process took"
)
def test_the_build_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """It runs, and has a line for each build and each goal."""
    main(["--sizes", "3", "--runs", "1"])
    printed = capsys.readouterr().out
    lines = [line.split(" | ")[0] for line in printed.splitlines()]
    assert sum(line.startswith("| `build`, ") for line in lines) >= 4
    assert "| nothing changed, an article at 3" in lines
    assert sum(line in ("| `status`", "| `--help`") for line in lines) == 4

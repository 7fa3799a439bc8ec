"""The tests of growth, counted: inputs that double in size may take twice the time, not four times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from bench.trust.rows import Row
from bench.trust.world import ROOT

__all__ = ["counted", "grown"]

_TESTS = ROOT / "tests" / "test_growth.py"


def grown(folder: Path) -> Row:
    """Run the growth tests, each of one function and one family of texts.

    Args:
        folder: Where the report goes.
    """
    what = "growth families (a function and a kind of text that doubles); time that grows faster"
    if not _TESTS.is_file():
        return Row(what, skipped=f"there is no {_TESTS.relative_to(ROOT).as_posix()}")
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", str(_TESTS), f"--junitxml={report}"]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    if not report.is_file():
        return Row(what, 1, ("pytest made no report",))
    return counted(what, report.read_text(encoding="utf-8"))


def counted(what: str, report: str) -> Row:
    """What a report of pytest in JUnit's form says."""
    cases = list(ElementTree.fromstring(report).iter("testcase"))
    run = [case for case in cases if case.find("skipped") is None]
    failed = [case.get("name", "?") for case in run if len(case.findall("failure") + case.findall("error"))]
    return Row(what, len(run), tuple(failed))

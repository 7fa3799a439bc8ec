"""What the scan for advisories makes of pip-audit's report."""

from __future__ import annotations

import json

import pytest

from tools.audit import judge

SOUND = {"name": "a", "version": "1", "vulns": []}
FOUND = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"], "aliases": []}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SOUND, SOUND], 0, "2 of 2 packages scanned"),
        ([SOUND, UNKNOWN], 0, "1 of 2 packages scanned"),
        ([UNKNOWN] * 2, 0, "not scanned: this index has no advisories on any of the 2 packages"),
        ([SOUND, FOUND], 1, "2 of 2 packages scanned\n  b 2: PYSEC-1, mended in 2.1"),
    ],
)
def test_an_advisory_is_named(packages: list[dict[str, object]], code: int, said: str) -> None:
    """And is the only failure; a package that no database knows does not count as scanned."""
    assert judge(json.dumps({"dependencies": packages, "fixes": []}), "") == (code, said)


def test_a_database_out_of_reach_is_no_failure() -> None:
    """It is told, so that nobody takes it for a scan."""
    code, said = judge("", "Traceback …\nrequests.exceptions.ConnectionError: no route")
    assert code == 0
    assert said.startswith("not scanned: the database of advisories cannot be reached")


def test_a_scan_that_failed_is_no_success() -> None:
    """Such as of a lock that is none."""
    assert judge("", "ERROR: invalid requirements input") == (
        2,
        "pip-audit failed: ERROR: invalid requirements input",
    )

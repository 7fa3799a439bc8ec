"""What SECURITY.md promises is shown by tests that are there."""

from __future__ import annotations

import re

from conftest import ROOT

TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_a_test() -> None:
    """In the column beside it."""
    promises = TEXT.split("## What is promised")[1].split("\n## ")[0]
    rows = [line for line in promises.splitlines() if line.startswith("|")][2:]
    assert len(rows) > 10
    assert all(re.search(r"`tests/test_\w+\.py`", row.rsplit("|", 2)[1]) for row in rows)


def test_every_test_that_is_named_is_there() -> None:
    """That of growth is named by `make trust` where it is missing."""
    named = set(re.findall(r"`(tests/test_\w+\.py)`", TEXT)) - {"tests/test_growth.py"}
    assert named == {name for name in named if (ROOT / name).is_file()}


def test_every_target_that_is_named_is_there() -> None:
    """Of make."""
    targets = set(re.findall(r"`make ([a-z]+)", TEXT))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets == {name for name in targets if re.search(rf"^{name}:", makefile, re.MULTILINE)}

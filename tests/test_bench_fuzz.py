"""The fuzzing of `make trust`: it changes inputs, and sees what goes wrong with them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest

from bench.trust import fuzz
from digest.errors import SettingsError

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither SIGALRM nor fork")


def _batch(read: object) -> tuple[int, list[str]]:
    target = fuzz._Target("x", read, [b"sample"])  # type: ignore[arg-type]  # a reader is any function here
    return fuzz._batch({"x": target}, 1, time.monotonic() + 60)


def test_damage_changes_most_inputs_and_repeats() -> None:
    """The same seed gives the same damage."""
    raw = b"title: x\n" * 20
    assert [fuzz.damaged(raw, Random(7)) for _ in range(2)] == [fuzz.damaged(raw, Random(7))] * 2
    assert sum(fuzz.damaged(raw, Random(number)) != raw for number in range(100)) > 90


@pytest.mark.parametrize("target", fuzz._targets(), ids=lambda target: target.name)
def test_every_sample_is_read_as_it_is(target: fuzz._Target) -> None:
    """So that damage begins at what is whole."""
    for sample in target.samples:
        target.read(sample)


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept of a finding goes with the test."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def test_a_refusal_in_words_is_no_finding() -> None:
    """Any other error is."""

    def refuse(raw: bytes) -> None:
        raise SettingsError("x", "found y")

    def fail(raw: bytes) -> None:
        raise KeyError("x")

    assert _batch(refuse) == (200, [])
    count, found = _batch(fail)
    assert count == len(found) == 200
    assert found[0].startswith("x: KeyError: 'x' on ")


def test_a_crash_and_a_hang_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run goes on."""
    assert _batch(lambda raw: os.kill(os.getpid(), signal.SIGKILL))[1] == [
        "a crash (-9) on input 1 of the batch 1"
    ]
    monkeypatch.setattr(fuzz, "_SECONDS_FOR_ONE", 1)
    monkeypatch.setattr(fuzz, "_BATCH", 1)
    assert "TimeoutError" in _batch(lambda raw: time.sleep(30))[1][0]

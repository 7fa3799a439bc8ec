"""Work spread over processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from interrupts import heed_interrupts

from digest.errors import RenderError, SeedError
from digest.workers import cores, each

ROOT = Path(__file__).parent.parent


def squares(job: tuple[int, ...]) -> Iterator[int]:
    """Give the squares of some numbers."""
    yield from (number * number for number in job)


def fail(job: int) -> Iterator[int]:
    """Give a number, then fail as told by it."""
    yield job
    if job == 1:
        raise SeedError("seeds/a.txt", "no article", place="line 2", remedy="delete it")
    if job == 2:
        os._exit(9)


def sleep(job: float) -> Iterator[int]:
    """Give this process's number, then do nothing for some seconds."""
    yield os.getpid()
    time.sleep(job)


def test_every_job_gives_its_results_in_order() -> None:
    """Results come with their job's number; those of one job in its order."""
    results = list(each(squares, [(1, 2), (3,), ()], 2))
    assert sorted(results) == [(0, 1), (0, 4), (1, 9)]


def test_an_error_comes_as_it_was_raised() -> None:
    """Its type, place and remedy pass the border between the processes."""
    with pytest.raises(SeedError) as caught:
        list(each(fail, [1], 1))
    assert str(caught.value) == "seeds/a.txt: line 2: no article\n  to do: delete it"


def test_a_process_that_dies_is_noticed() -> None:
    """As when the system has no memory left for it: an error, and no endless wait."""
    with pytest.raises(RenderError, match="exit code 9"):
        list(each(fail, [2], 1))


@pytest.mark.skipif(sys.platform == "win32", reason="signal 0 is Ctrl-C there")
def test_processes_end_when_nobody_wants_their_results() -> None:
    """Closing the iterator ends what is still at work."""
    results = each(sleep, [600.0, 600.0], 2)
    numbers = [next(results)[1], next(results)[1]]
    results.close()
    for number in numbers:
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="signals to a group of processes are POSIX's")
def test_ctrl_c_ends_all_processes_quietly() -> None:
    """The signal that a terminal sends to all of them leaves one KeyboardInterrupt, in the parent."""
    program = (
        "import test_workers, digest.workers as w\n"
        "if __name__ == '__main__':\n"
        "    try:\n"
        "        for one in w.each(test_workers.sleep, [600.0] * 3, 2): print(one, flush=True)\n"
        "    except KeyboardInterrupt: print('stopped')\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    assert process.stdout
    process.stdout.readline()
    process.stdout.readline()
    os.killpg(process.pid, 2)
    out, err = process.communicate(timeout=30)
    assert (out, err) == ("stopped\n", "")


def test_there_is_a_core() -> None:
    """However the system counts."""
    assert cores() >= 1

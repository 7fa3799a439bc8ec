"""Work spread over processes: as many at a time as there are cores, or fewer."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar, cast

from digest.errors import DigestError, RenderError

__all__ = ["cores", "each", "spread"]

Task = TypeVar("Task")
Result = TypeVar("Result")

_DONE, _RESULT, _ERROR = range(3)
# A process takes most of a second to start, which is as long as reading so many articles.
_WORTH_PROCESSES = 120
_ITEMS_A_MESSAGE = 10
# "spawn" is the one way of all systems, and safe beside threads.
_CONTEXT = get_context("spawn")


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    work: Callable[[Task], Iterable[Result]], tasks: Sequence[Task], at_once: int
) -> Generator[tuple[int, Result], None, None]:
    """Give the results of every task with the task's number, as they come, each in a process of its own.

    `work` is a function of a module. When the iterator is closed, or Ctrl-C strikes, the processes end.

    Raises:
        DigestError: what `work` raised; or a process ended before its work.
    """
    waiting = list(enumerate(tasks))[::-1]
    running: dict[Connection, tuple[int, BaseProcess]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                number, task = waiting.pop()
                pipe, process = _start(work, task)
                running[pipe] = number, process
            for pipe in cast("list[Connection]", wait(list(running))):
                number, process = running[pipe]
                kind, result = _received(pipe, process)
                if kind == _RESULT:
                    yield number, result
                else:
                    del running[pipe]
                    process.join()
                    pipe.close()
    finally:
        for pipe, (_, process) in running.items():
            process.terminate()
            process.join()
            pipe.close()


def spread(work: Callable[[Task], Result], items: Sequence[Task]) -> Generator[Result, None, None]:
    """The result of each item, in order: many are spread over all cores, a few are done right here.

    `work` is a function of a module. When the iterator is closed, or Ctrl-C strikes, the processes end.

    Raises:
        DigestError: a process ended before its work.
    """
    if len(items) < _WORTH_PROCESSES or cores() == 1:
        yield from map(work, items)
        return
    pool = ProcessPoolExecutor(cores(), mp_context=_CONTEXT, initializer=_ignore_interrupts)
    try:
        yield from pool.map(work, items, chunksize=_ITEMS_A_MESSAGE)
    except BrokenProcessPool as error:
        found = "a process ended before its work"
        raise DigestError("digest", found, remedy="free some memory and run the command again") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides


def _start(work: Callable[[Task], Iterable[Result]], task: Task) -> tuple[Connection, BaseProcess]:
    ours, theirs = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_serve, args=(work, task, theirs), daemon=True)
    process.start()
    theirs.close()  # so that its end is noticed when the process dies
    return ours, process


def _serve(work: Callable[[Task], Iterable[Result]], task: Task, pipe: Connection) -> None:
    _ignore_interrupts()
    try:
        for result in work(task):
            pipe.send((_RESULT, result))
        pipe.send((_DONE, None))
    except DigestError as error:
        pipe.send((_ERROR, error))


def _received(pipe: Connection, process: BaseProcess) -> tuple[int, Any]:
    try:
        kind, result = pipe.recv()
    except EOFError as error:
        process.join()
        found = f"a process ended before its work (exit code {process.exitcode})"
        raise RenderError("PDF", found, remedy="free some memory and run the command again") from error
    if kind == _ERROR:
        raise result
    return kind, result

"""How far long work has come, on a terminal; silent anywhere else."""

from __future__ import annotations

from types import TracebackType

from rich import progress as rich_progress
from rich.console import Console

__all__ = ["Progress"]


class Progress:
    """One line on stderr that counts pieces of work. A context manager; the line goes when it ends."""

    def __init__(self, console: Console) -> None:
        """`console` is where the line stands; one that is no terminal shows nothing."""
        self._display = rich_progress.Progress(
            rich_progress.TextColumn("{task.description}"),
            rich_progress.BarColumn(),
            rich_progress.TextColumn("{task.fields[count]}"),
            rich_progress.TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, rich_progress.TaskID] = {}

    def __call__(self, what: str, done: int, total: int, share: float | None = None) -> None:
        """Say that `done` of `total` of some work is done; each kind of work has a name.

        `share` is what part of the whole time that is, where the pieces take unlike times.
        """
        count = f"{done}/{total}"
        if what not in self._tasks:
            self._tasks[what] = self._display.add_task(what, total=1.0, count=count)
        part = done / max(1, total) if share is None else share
        self._display.update(self._tasks[what], completed=part, count=count)

    def __enter__(self) -> Progress:
        """Begin to show."""
        self._display.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and take the line away."""
        self._display.stop()

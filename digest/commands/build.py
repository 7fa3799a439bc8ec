"""The `build` command: read seeds/, fill translations/, write the pages."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from digest.commands.report import as_json, print_json, print_text, verdict

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "run"]

SUMMARY = "Read seeds/, fill translations/, write the pages into docs/."
EXAMPLE = "build --root ~/digest"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `build` parser its options."""
    parser.add_argument(
        "--retranslate",
        nargs="*",
        metavar="SLUG",
        help="make machine text anew, of these articles or of all; what a person wrote or changed stays",
    )
    parser.add_argument(
        "--allow-demo",
        action="store_true",
        help="use demo models too; outside their few patterns they invent",
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Build.

    Raises:
        DigestError: the digest cannot be read, translated or written.
    """
    from digest import build as building
    from digest.commands.progress import Progress
    from digest.project import Project
    from digest.store import Store
    from digest.web.pages import plan

    project = Project(arguments.root)
    with Store(project.root) as store, Progress(console) as progress, _announced_stop(console):
        digest = building.build(
            project,
            lambda settings: building.engines(project, settings, demos=arguments.allow_demo),
            store,
            retranslate=arguments.retranslate,
            on_read=partial(progress, "Reading"),
            on_progress=partial(progress, "Translating"),
        )
        written = project.write_pages(plan(digest, store))
    if arguments.json:
        changes = {"written": list(written.changed), "removed": list(written.removed)}
        print_json({**as_json(digest), **changes})
    else:
        count, pages = len(digest.bitexts), len(written.changed) + len(written.unchanged)
        print_text(f"docs/: {count} articles on {pages} pages, {len(written.changed)} of them changed")
    return verdict(digest, console)


@contextmanager
def _announced_stop(console: Console) -> Iterator[None]:
    """Say at the first Ctrl-C that what was begun is being finished; a second one does not wait for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, standing)
        console.print("Stopping: the sentences in work are finished and saved. Ctrl-C again drops them.")
        raise KeyboardInterrupt

    standing = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, standing)

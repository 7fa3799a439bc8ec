"""How a command that changes nothing reads its digest."""

from __future__ import annotations

from functools import partial

from rich.console import Console

from digest.build import gather
from digest.commands.progress import Progress
from digest.digest import Digest
from digest.project import Project
from digest.store import Store

__all__ = ["gathered"]


def gathered(project: Project, console: Console) -> Digest:
    """Read the digest as it stands, with what is kept of it, and show how far that has come.

    Raises:
        DigestError: the digest cannot be read.
    """
    with Store(project.root) as store, Progress(console) as progress:
        return gather(project, store, partial(progress, "Reading"))

"""The `serve` command: the digest as a site on this machine, built again whenever a file changes."""

from __future__ import annotations

import argparse
import webbrowser
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.addresses import ATTACHMENT_FOLDERS
from digest.commands.report import OK, complain, report
from digest.errors import DigestError, RenderError
from digest.unforeseen import unforeseen

if TYPE_CHECKING:
    from rich.console import Console

    from digest.project import Project

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "run"]

SUMMARY = "Build, show the site on this machine, and build again whenever a file changes."
EXAMPLE = "serve --open"

_WATCHED = ("digest.yml", "mkdocs.yml", "seeds", "translations", "docs", "theme")


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `serve` parser its options."""
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="0 takes a free one (default: 8000)"
    )
    parser.add_argument("--open", action="store_true", help="open it in a browser")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Serve until Ctrl-C.

    Raises:
        DigestError: the port is taken.
    """
    from digest.project import Project
    from digest.web.preview import Preview, follow

    project = Project(arguments.root)
    ours: set[Path] = set()
    with Preview(arguments.port, _base(project)) as preview:
        console.print(f"Building, and then serving at {preview.address}  (Ctrl-C ends)")

        def build(new: Path) -> None:
            _build(project, preview.address, new, ours, console)
            if arguments.open and preview.folder is None:
                webbrowser.open(preview.address)

        def is_ours(path: Path) -> bool:
            attached = (project.docs / name for name in ATTACHMENT_FOLDERS.values())
            return path in ours or any(folder in path.parents for folder in attached)

        def say(error: Exception) -> DigestError:
            said = error if isinstance(error, DigestError) else unforeseen(error, project.root)
            complain(console, said)
            stands = "; the site from before is still served" if preview.folder else ""
            console.print(f"Waiting for a change{stands}.")
            return said

        try:
            follow(preview, build, [project.root / name for name in _WATCHED], is_ours, say)
        except KeyboardInterrupt:
            console.print("Stopped.")
            return OK


def _base(project: Project) -> str:
    """The path of the site's address, as of the start: pages that are published below one are shown so."""
    try:
        return urlsplit(project.publication().site_url).path
    except DigestError:  # the first build says what is wrong
        return ""


def _build(project: Project, address: str, new: Path, ours: set[Path], console: Console) -> None:
    """Do what `build` and `site` do, into another folder for this address; add the pages to `ours`."""
    from digest import build as building
    from digest.commands.progress import Progress
    from digest.print.attachments import attach
    from digest.store import Store
    from digest.web.pages import plan

    # Here, because MkDocs is slow to import, and a port that is taken should be reported at once.
    from digest.web.site import build_aside

    with Store(project.root) as store, Progress(console) as progress:
        digest = building.build(
            project,
            partial(building.engines, project),
            store,
            on_read=partial(progress, "Reading"),
            on_progress=partial(progress, "Translating"),
        )
        publication = replace(digest.publication, site_url=address.rstrip("/"))
        pages = plan(digest, store)
        ours.update(project.docs / page.path for page in pages)
        ours.update(project.docs / path for path in project.write_pages(pages).removed)
        attach(project, digest, partial(progress, "PDFs and cards"))
    report((), console, digest.rejected)
    try:
        build_aside(project.root, replace(digest, publication=publication), new)
    except OSError as error:
        raise RenderError(str(new), f"cannot be written: {error.strerror or error}") from error
    missing = sum(bitext.missing for bitext in digest.bitexts)
    lacking = f", {missing} sentences not translated" if missing else ""
    console.print(f"{address}: {len(digest.bitexts)} articles{lacking}")


def _port(word: str) -> int:
    number = int(word)  # argparse reports a ValueError
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number

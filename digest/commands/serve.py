"""The `serve` command: the digest as a site on this machine, built again whenever a file changes."""

from __future__ import annotations

import argparse
import webbrowser
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Never

from rich.console import Console

from digest import build as building
from digest.commands.progress import Progress
from digest.errors import DigestError, RenderError
from digest.print.attachments import attach
from digest.project import Project
from digest.web.preview import Preview, follow

__all__ = ["add_to", "run"]

_WATCHED = ("digest.yml", "mkdocs.yml", "seeds", "translations", "docs", "theme")
_ATTACHED = ("cards", "pdf")  # what `attach` writes below docs/


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `serve` parser its options."""
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="0 takes a free one (default: 8000)"
    )
    parser.add_argument("--open", action="store_true", help="open it in a browser")


def run(arguments: argparse.Namespace, project: Project, console: Console) -> Never:
    """Serve until a KeyboardInterrupt.

    Raises:
        DigestError: the port is taken.
    """
    ours: set[Path] = set()
    with Preview(arguments.port) as preview:
        console.print(f"Building, and then serving at {preview.address}  (Ctrl-C ends)")

        def build(new: Path) -> None:
            _build(project, preview.address, new, ours, console)
            if arguments.open and preview.folder is None:
                webbrowser.open(preview.address)

        def is_ours(path: Path) -> bool:
            return path in ours or any(project.docs / name in path.parents for name in _ATTACHED)

        def complain(error: DigestError) -> None:
            stands = "; the site from before is still served" if preview.folder else ""
            console.print(f"error: {error}\nWaiting for a change{stands}.")

        follow(preview, build, [project.root / name for name in _WATCHED], is_ours, complain)


def _build(project: Project, address: str, new: Path, ours: set[Path], console: Console) -> None:
    """Do what `build` and `site` do, into another folder for this address; add the pages to `ours`."""
    # Here, because MkDocs is slow to import, and a port that is taken should be told at once.
    from digest.web.site import build_aside

    with Progress(console) as progress:
        engine = building.engines(project)
        digest = building.build(project, engine, partial(progress, "Translating"))
        publication = replace(digest.publication, site_url=address.rstrip("/"))
        pages = digest.pages()
        ours.update(project.docs / page.path for page in pages)
        ours.update(project.docs / path for path in project.write_pages(pages).removed)
        attach(
            project, digest.bitexts, digest.settings, digest.publication, partial(progress, "PDFs and cards")
        )
    for error in digest.rejected:
        console.print(f"error: {error}")
    try:
        build_aside(project.root, replace(digest, publication=publication), new)
    except OSError as error:
        raise RenderError(str(new), f"cannot be written: {error.strerror or error}") from error
    missing = sum(bitext.missing for bitext in digest.bitexts)
    lacking = f", {missing} sentences not translated" if missing else ""
    console.print(f"{address}: {len(digest.bitexts)} articles{lacking}")


def _port(word: str) -> int:
    number = int(word)  # argparse tells of a ValueError
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number

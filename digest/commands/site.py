"""The `site` command: the pages as a site, with search, feeds, PDFs and cards."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from digest.commands.report import OK, print_json, print_text

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "run"]

SUMMARY = "Build site/ from the pages with MkDocs, and check its links."
EXAMPLE = "site"


def add_to(parser: argparse.ArgumentParser) -> None:
    """`site` has no options of its own."""


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Build the site.

    Raises:
        DigestError: the digest cannot be read, or the site cannot be built or written.
    """
    from digest.commands.gathering import gathered
    from digest.commands.progress import Progress
    from digest.print.attachments import attach
    from digest.print.printed import may_stand
    from digest.project import Project
    from digest.web.site import build_site

    project = Project(arguments.root)
    digest = gathered(project, console)
    with Progress(console) as progress:
        attach(project, digest, partial(progress, "PDFs and cards"))
    with console.status("Building the site …"):
        built = build_site(project.root, digest, lambda name: may_stand(project.root, name, digest))
    pages = sum(1 for _ in built.folder.rglob("*.html"))
    if arguments.json:
        print_json({"site": str(built.folder), "pages": pages, "left_out": list(built.left_out)})
    else:
        print_text(f"{project.site}: {pages} pages")
    for name in built.left_out:
        console.print(
            f"site/{name}: left out, since it holds text that is no longer published"
            "\n  to do: run `python build_digest.py pdf`"
        )
    return OK

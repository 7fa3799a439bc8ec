"""The `status` command: how far each article is translated and reviewed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from digest.commands.report import as_json, print_json, print_text, verdict

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "run"]

SUMMARY = "Show how far each article is translated and reviewed."
EXAMPLE = "status --json"


def add_to(parser: argparse.ArgumentParser) -> None:
    """`status` has no options of its own."""


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print a line for each article.

    Raises:
        DigestError: the digest cannot be read.
    """
    from digest.commands.gathering import gathered
    from digest.project import Project

    digest = gathered(Project(arguments.root), console)
    if arguments.json:
        print_json(as_json(digest))
        return verdict(digest, console)
    for bitext in digest.bitexts:
        print_text(
            f"{bitext.article.slug}  {bitext.article.lang}→{bitext.target}  {bitext.status}  "
            f"reviewed {bitext.reviewed} of {len(bitext.pairs)}, missing {bitext.missing}"
        )
    return verdict(digest, console)

"""The `collect` command: save pages from the web into seeds/."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from digest.commands.report import ERROR, OK, complain, print_json, print_text

if TYPE_CHECKING:
    from rich.console import Console

    from digest.collect import Outcome

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "run"]

SUMMARY = "Save web pages, or those that feeds link to, into seeds/. Uses the network."
EXAMPLE = "collect https://example.org/news/1.html feeds.opml"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `collect` parser its options."""
    parser.add_argument(
        "addresses",
        nargs="+",
        metavar="URL|FILE",
        help="a page, a feed, a file with one address on each line, or an OPML file of feeds",
    )
    parser.add_argument(
        "--again", action="store_true", help="ask for pages that were saved before, and save what has changed"
    )
    parser.add_argument(
        "--allow-private", action="store_true", help="ask this machine and its local network too"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Collect, and print a line for each address.

    Raises:
        DigestError: a list of addresses cannot be read, or there is no digest to save pages into.
    """
    from digest.collect import Fetcher, Limits, State, addresses, collect
    from digest.commands.progress import Progress
    from digest.project import Project

    Project(
        arguments.root
    ).settings()  # a page is saved into a digest, not wherever the command happens to run
    urls = addresses(arguments.addresses)
    outcomes: list[Outcome] = []
    limits = Limits(private=arguments.allow_private)
    with Fetcher(limits) as fetcher, Progress(console) as progress:
        for outcome in collect(
            urls, arguments.root, fetcher, again=arguments.again, on_done=partial(progress, "Collecting")
        ):
            outcomes.append(outcome)
            if outcome.error:
                complain(console, outcome.error)
            elif not arguments.json:
                print_text(f"{outcome.state}  {outcome.file}  {outcome.url}")
    if arguments.json:
        print_json([_as_json(outcome) for outcome in outcomes])
    return ERROR if any(outcome.state is State.REFUSED for outcome in outcomes) else OK


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "url": outcome.url,
        "state": str(outcome.state),
        "file": outcome.file,
        "error": outcome.error.found if outcome.error else "",
    }

"""The commands, one module each, in the order in which the help lists them.

Each module has `SUMMARY` and `EXAMPLE` for the help, `add_to(parser)`, which gives its parser the options,
and `run(arguments, console)`, which does the work and returns the exit code. What is slow to import is
imported within `run`, so that the help and the other commands start at once.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Protocol

from digest.commands import build, collect, inspect, models, pdf, serve, site, status

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["COMMANDS", "Command"]


class Command(Protocol):
    """What a module of this package offers."""

    SUMMARY: str
    EXAMPLE: str

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Give the parser the command's options."""

    def run(self, arguments: argparse.Namespace, console: Console) -> int:
        """Do the work; return the exit code."""


COMMANDS: dict[str, Command] = {
    "build": build,
    "collect": collect,
    "inspect": inspect,
    "site": site,
    "serve": serve,
    "pdf": pdf,
    "status": status,
    "models": models,
}

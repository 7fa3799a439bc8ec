"""The options that every command has."""

from __future__ import annotations

import argparse
from pathlib import Path

__all__ = ["add_common", "common"]


def add_common(parser: argparse.ArgumentParser) -> None:
    """Give a parser the options that every command has."""
    parser.add_argument(
        "--root", type=Path, metavar="DIR", help="the folder that holds digest.yml (default: this one)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def common() -> argparse.ArgumentParser:
    """A parent for the parsers of commands: what they are not given must not undo what came before them."""
    parser = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    add_common(parser)
    return parser

"""The `models` command: what is installed, fetching, checking. `install` alone goes to the network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from digest.commands.options import common
from digest.commands.report import print_json, print_text
from digest.values import LanguagePair

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "run"]

SUMMARY = "List, fetch and check the models that translate."
EXAMPLE = "models install kk ru pl"


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Run one of the `models` commands.

    Raises:
        DigestError: a model, or what was asked of it, cannot be used.
    """
    from digest.commands.model_actions import ACTIONS
    from digest.project import Project

    outcome = ACTIONS[arguments.action](arguments, Project(arguments.root), console)
    if arguments.json:
        print_json(outcome.data)
    elif outcome.text:
        print_text(outcome.text)
    return outcome.code


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `models` parser its commands."""
    parser.set_defaults(action="list")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, summary: str, example: str) -> argparse.ArgumentParser:
        epilog = f"example: build_digest.py models {example}"
        command = commands.add_parser(
            name, parents=[common()], help=summary, description=summary, epilog=epilog
        )
        command.set_defaults(action=name)
        return command

    add("list", "List the models that are installed, available and needed.", "list --json")
    command = add("install", "Fetch models from the network.", "install kk ru pl")
    command.add_argument(
        "wanted", nargs="+", metavar="MODEL", help="a language code, or a name from the list"
    )
    command.add_argument("--yes", action="store_true", help="accept the licences without being asked")
    command = add("import", "Install a model that is on this machine.", "import ru_en.argosmodel")
    command.add_argument("source", type=Path, metavar="PATH", help="an archive, or a model's folder")
    command.add_argument("--name", default="", help="what to call it (default: by its file)")
    command.add_argument("--licence", default="", help="its licence, where its files do not name one")
    command.add_argument("--pair", type=_pair, help="its languages, for an OPUS-MT model, as in kk-en")
    command = add("convert", "Make an Argos package of an OPUS-MT download.", "convert opus-mt --to kk-en")
    command.add_argument("folder", type=Path, metavar="FOLDER", help="the unpacked download")
    command.add_argument("--to", type=_pair, required=True, metavar="PAIR", help="its languages, as in kk-en")
    command.add_argument("--licence", default="", help="the model's licence, by its card")
    command.add_argument("--install", action="store_true", help="install the package as well")
    add("verify", "Compare every installed model with models.lock.", "verify")
    command = add("remove", "Delete a model from this machine.", "remove translate-ru_en")
    command.add_argument("name", metavar="NAME", help="the model's name, as `models list` gives it")


def _pair(text: str) -> LanguagePair:
    source, _, target = text.partition("-")
    if not (source.isalpha() and target.isalpha()) or source == target:
        raise argparse.ArgumentTypeError(f"{text!r}: two language codes, as in kk-en")
    return LanguagePair(source.lower(), target.lower())

"""The command line: arguments in, exit codes out.

0 all well; 1 an error in what the user gave or has; 2 wrong usage; 3 done, but some sentences are not
translated, or the PDF lacks signs. Progress and messages go to stderr, results to stdout.
"""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from digest.commands import COMMANDS
from digest.commands.options import add_common, common
from digest.commands.report import ERROR, OK, STOPPED, complain
from digest.errors import DigestError
from digest.unforeseen import unforeseen

__all__ = ["main"]

_DEFAULT = "build"
# An archive is a million small values without cycles. With its defaults, Python's garbage collector goes
# through them again and again: that takes a third of the time of a build in which nothing has changed.
_COLLECTION = (500_000, 20, 100)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        argv: The words after the program's name; the process's own by default.

    Returns:
        The exit code. Wrong usage leaves through argparse's SystemExit with 2.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that is not UTF-8 would refuse most articles
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = _parser().parse_args(argv)
        gc.set_threshold(*_COLLECTION)
        code = _run(arguments)
        sys.stdout.flush()  # here, where a closed pipe is still ours to notice
        return code
    except BrokenPipeError:  # the reader of our output has seen enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. What was finished is saved; run the command again to go on.\n")
        return STOPPED


def _run(arguments: argparse.Namespace) -> int:
    from digest.commands.terminal import Terminal  # here, so that the help does not wait for it

    console = Terminal()
    try:
        return COMMANDS[arguments.command].run(arguments, console)
    except DigestError as error:
        complain(console, error)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 (the outermost border: nothing may pass it as a traceback)
        # What nobody foresaw is a mistake of the program's: one line for the user, the rest for who mends it.
        complain(console, unforeseen(error, arguments.root))
    return ERROR


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build_digest.py",
        description="Clean scraped articles, translate them offline, and publish them as a bilingual digest.",
        epilog="Without a command, it builds. Each command has its own --help with an example.",
    )
    add_common(parser)
    parser.set_defaults(root=Path(), json=False, command=_DEFAULT, retranslate=None, allow_demo=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, command in COMMANDS.items():
        added = commands.add_parser(
            name,
            parents=[common()],
            help=command.SUMMARY,
            description=command.SUMMARY,
            epilog=f"example: build_digest.py {command.EXAMPLE}",
        )
        added.set_defaults(command=name)
        command.add_to(added)
    return parser

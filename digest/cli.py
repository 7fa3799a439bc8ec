"""The command line: arguments in, exit codes out.

0 all well; 1 an error in what the user gave or has; 2 wrong usage; 3 done, but some sentences are not
translated, or the PDF lacks signs. Progress and messages go to stderr, results to stdout.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console

from digest import build as building
from digest.build import Digest
from digest.commands import inspect
from digest.commands import models as model_commands
from digest.commands import pdf as print_command
from digest.commands import serve as serve_command
from digest.commands.progress import Progress
from digest.errors import DigestError
from digest.project import Project, read_seed
from digest.read.article import extract
from digest.settings import Settings
from digest.translation.engines import Engine

__all__ = ["main"]

OK, ERROR, PARTLY, STOPPED = 0, 1, 3, 130

Command = Callable[[argparse.Namespace, Console], int]


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
    arguments = _parser().parse_args(argv)
    console = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    command: Command = arguments.run
    try:
        code = command(arguments, console)
        sys.stdout.flush()  # here, where a closed pipe is still ours to notice
        return code
    except DigestError as error:
        _complain(console, error)
        return ERROR
    except BrokenPipeError:  # the reader of our output has seen enough, as `| head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        console.print("Stopped. What was finished is saved; run the command again to go on.")
        return STOPPED


def _parser() -> argparse.ArgumentParser:
    # SUPPRESS: what a subcommand was not told must not undo what the program was told before it
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    _add_common(common)
    parser = argparse.ArgumentParser(
        prog="build_digest.py",
        description="Clean scraped articles, translate them offline, and publish them as a bilingual digest.",
        epilog="Without a command, it builds. Each command has its own --help with an example.",
    )
    _add_common(parser)
    parser.set_defaults(root=Path(), json=False, run=_build, retranslate=None, allow_demo=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, run: Command, summary: str, example: str) -> argparse.ArgumentParser:
        command = commands.add_parser(
            name,
            parents=[common],
            help=summary,
            description=summary,
            epilog=f"example: build_digest.py {example}",
        )
        command.set_defaults(run=run)
        return command

    command = add(
        "build",
        _build,
        "Read seeds/, fill translations/, write the pages into docs/.",
        "build --root ~/digest",
    )
    command.add_argument(
        "--retranslate",
        nargs="*",
        metavar="SLUG",
        help="make machine text anew, of these articles or of all; what a person wrote or changed stays",
    )
    command.add_argument(
        "--allow-demo",
        action="store_true",
        help="use demo models too; outside their few patterns they invent",
    )
    command = add(
        "inspect", _inspect, "Show the article in one raw file, and what was cut.", "inspect seeds/a.txt"
    )
    command.add_argument("file", type=Path, metavar="FILE", help="the raw article")
    add("site", _site, "Build site/ from the pages with MkDocs, and check its links.", "site")
    command = add(
        "serve",
        _serve,
        "Build, show the site on this machine, and build again whenever a file changes.",
        "serve --open",
    )
    serve_command.add_to(command)
    command = add("pdf", _pdf, "Write the printable digest.", "pdf --lang kk --from 2024-03-01 --out a.pdf")
    print_command.add_to(command)
    add("status", _status, "Tell how far each article is translated and reviewed.", "status --json")
    command = add(
        "models", _models, "List, fetch and check the models that translate.", "models install kk ru pl"
    )
    model_commands.add_to(command, common)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--root", type=Path, metavar="DIR", help="the folder that holds digest.yml (default: this one)"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def _build(arguments: argparse.Namespace, console: Console) -> int:
    project = Project(arguments.root)
    with Progress(console) as progress, _told_of_stop(console):
        digest = building.build(
            project,
            _engine(project, arguments),
            partial(progress, "Translating"),
            arguments.retranslate,
        )
    written = project.write_pages(digest.pages())
    if arguments.json:
        _print_json({**_as_json(digest), "written": list(written.changed), "removed": list(written.removed)})
    else:
        count, pages = len(digest.bitexts), len(written.changed) + len(written.unchanged)
        print(f"docs/: {count} articles on {pages} pages, {len(written.changed)} of them changed")
    return _verdict(digest, console)


@contextmanager
def _told_of_stop(console: Console) -> Iterator[None]:
    """Say at the first Ctrl-C that what was begun is being finished; a second one does not wait for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, standing)
        console.print("Stopping: the sentences in work are finished and saved. Ctrl-C again drops them.")
        raise KeyboardInterrupt

    standing = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, standing)


def _inspect(arguments: argparse.Namespace, console: Console) -> int:
    project = Project(arguments.root)
    settings = project.settings() if (project.root / "digest.yml").is_file() else Settings()
    article = extract(read_seed(arguments.file, arguments.file.as_posix()), settings)
    if arguments.json:
        _print_json(inspect.as_json(article))
    else:
        print(inspect.as_report(article))
    return OK


def _site(arguments: argparse.Namespace, console: Console) -> int:
    # Here, because MkDocs is slow to import and only this command needs it.
    from digest.print.attachments import attach
    from digest.web.site import build_site

    project = Project(arguments.root)
    digest = building.gather(project)
    with Progress(console) as progress:
        attach(
            project, digest.bitexts, digest.settings, digest.publication, partial(progress, "PDFs and cards")
        )
    with console.status("Building the site …"):
        site = build_site(project.root, digest)
    pages = sum(1 for _ in site.rglob("*.html"))
    if arguments.json:
        _print_json({"site": str(site), "pages": pages})
    else:
        print(f"{project.site}: {pages} pages")
    return OK


def _serve(arguments: argparse.Namespace, console: Console) -> int:
    try:
        serve_command.run(arguments, Project(arguments.root), console)
    except KeyboardInterrupt:
        console.print("Stopped.")
        return OK


def _pdf(arguments: argparse.Namespace, console: Console) -> int:
    printed = print_command.run(arguments, Project(arguments.root), console)
    if arguments.json:
        _print_json({**_as_json(printed.digest), **printed.as_json})
    else:
        print("\n".join(printed.lines))
    return _verdict(printed.digest, console) or (PARTLY if printed.lacking else OK)


def _status(arguments: argparse.Namespace, console: Console) -> int:
    digest = building.gather(Project(arguments.root))
    if arguments.json:
        _print_json(_as_json(digest))
    else:
        for bitext in digest.bitexts:
            total = len(bitext.pairs)
            print(
                f"{bitext.article.slug}  {bitext.article.lang}→{bitext.target}  {bitext.status}  "
                f"reviewed {bitext.reviewed} of {total}, missing {bitext.missing}"
            )
    return _verdict(digest, console)


def _models(arguments: argparse.Namespace, console: Console) -> int:
    outcome: model_commands.Outcome = arguments.models(arguments, Project(arguments.root), console)
    if arguments.json:
        _print_json(outcome.data)
    elif outcome.text:
        print(outcome.text)
    return outcome.code


def _engine(project: Project, arguments: argparse.Namespace) -> Engine | None:
    return building.engines(project, demos=arguments.allow_demo)


def _verdict(digest: Digest, console: Console) -> int:
    """Say what a person should look at, and give the exit code."""
    for finding in digest.findings:
        where = f"{finding.file}: {finding.place}: " if finding.place else f"{finding.file}: "
        console.print(where + finding.message)
        if finding.remedy:
            console.print(f"  to do: {finding.remedy}")
    for error in digest.rejected:
        _complain(console, error)
    if digest.rejected:
        console.print(f"{len(digest.rejected)} article(s) left out; the others were done.")
        return ERROR
    return PARTLY if any(bitext.missing for bitext in digest.bitexts) else OK


def _complain(console: Console, error: DigestError) -> None:
    console.print(f"error: {error}")


def _as_json(digest: Digest) -> dict[str, Any]:
    return {
        "articles": [
            {
                "slug": bitext.article.slug,
                "lang": bitext.article.lang,
                "target": bitext.target,
                "title": bitext.article.title,
                "status": str(bitext.status),
                "sentences": len(bitext.pairs),
                "reviewed": bitext.reviewed,
                "missing": bitext.missing,
            }
            for bitext in digest.bitexts
        ],
        "findings": [
            {
                "file": finding.file,
                "place": finding.place,
                "message": finding.message,
                "remedy": finding.remedy,
            }
            for finding in digest.findings
        ],
        "errors": [
            {"file": error.file, "place": error.place, "found": error.found, "remedy": error.remedy}
            for error in digest.rejected
        ],
    }


def _print_json(result: dict[str, Any]) -> None:
    print(json.dumps(result, ensure_ascii=False, indent=2))

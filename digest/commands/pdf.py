"""The `pdf` command: the digest, or the part of it that is asked for, as one PDF or in volumes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.commands.report import OK, PARTLY, as_json, print_json, print_text, verdict

if TYPE_CHECKING:
    from rich.console import Console

    from digest.commands.selection import Selection
    from digest.digest import Digest
    from digest.print.volumes import Volume
    from digest.project import Project
    from digest.values import Finding

__all__ = ["EXAMPLE", "LAYOUTS", "SUMMARY", "Printed", "add_to", "print_digest", "run"]

SUMMARY = "Write the printable digest."
EXAMPLE = "pdf --lang kk --from 2024-03-01 --out a.pdf"
# The names of `Layout`, which is not imported for the other commands.
LAYOUTS = ("columns", "interleaved", "translation")
_VOLUME_SIZE = 100


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed: the digest with the articles that were asked for, and the files with their sizes.

    `lacking` are the signs that stand as □, which are among the digest's findings too.
    """

    digest: Digest
    volumes: tuple[Volume, ...]
    files: tuple[Path, ...]
    sizes: tuple[int, ...]
    lacking: tuple[Finding, ...]

    @property
    def lines(self) -> Iterator[str]:
        """A line for each file."""
        for path, volume, size in zip(self.files, self.volumes, self.sizes, strict=True):
            count = len(volume.bitexts)
            yield f"{path}: {count} article{'' if count == 1 else 's'}, {size / 1024:.0f} KB"

    @property
    def as_json(self) -> dict[str, Any]:
        """The files for a program; `pdf` and `bytes` are the first file's and all files'."""
        files = [
            {"file": str(path), "articles": len(volume.bitexts), "bytes": size}
            for path, volume, size in zip(self.files, self.volumes, self.sizes, strict=True)
        ]
        return {"pdf": str(self.files[0]), "bytes": sum(self.sizes), "files": files}


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `pdf` parser its options."""
    add = parser.add_argument
    add("--from", dest="first", type=_day, metavar="DATE", help="the first day, as in 2024-03-26")
    add(
        "--to",
        dest="last",
        type=_day,
        metavar="DATE",
        help="the last day; with either, an article without a date is left out",
    )
    for name, what in (
        ("lang", "only articles in this language, as in kk"),
        ("source", "only articles of this publisher"),
        ("topic", "only articles on this topic"),
        ("article", "only this article, by its file's name in seeds/"),
    ):
        add(f"--{name}", action="append", metavar=name.upper(), help=f"{what}; may be given again for more")
    add(
        "--layout",
        choices=LAYOUTS,
        default=LAYOUTS[0],
        help="side by side on A4 (default), the translation beneath each sentence on A5, or alone on A5",
    )
    add(
        "--volume-size",
        type=_size,
        metavar="N",
        default=_VOLUME_SIZE,
        help=f"more articles than this ({_VOLUME_SIZE}) make several files, each a whole digest: "
        "digest-1.pdf, digest-2.pdf, …",
    )
    add("--out", type=Path, metavar="FILE", help="where to (default: site/digest.pdf)")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what is asked for.

    Raises:
        DigestError: the digest cannot be read, no article is like that, or it cannot be printed.
    """
    from digest.project import Project

    printed = print_digest(arguments, Project(arguments.root), console)
    if arguments.json:
        print_json({**as_json(printed.digest), **printed.as_json})
    else:
        print_text("\n".join(printed.lines))
    return verdict(printed.digest, console) or (PARTLY if printed.lacking else OK)


def print_digest(arguments: argparse.Namespace, project: Project, console: Console) -> Printed:
    """Write the PDF or its volumes.

    Raises:
        DigestError: as `run`.
    """
    from digest.commands.gathering import gathered
    from digest.commands.progress import Progress
    from digest.commands.selection import select
    from digest.errors import RenderError
    from digest.files import named, write
    from digest.print import Layout, PrintOptions, findings
    from digest.print.printed import keep
    from digest.print.volumes import set_volumes, volumes
    from digest.values import newest_first

    digest = gathered(project, console)
    chosen = newest_first(select(digest.bitexts, _selection(arguments)))
    options = PrintOptions(digest.settings, digest.publication, Layout(arguments.layout))
    lacking = findings(chosen, options)
    parts = volumes(chosen, options, arguments.volume_size)
    out = arguments.out or project.site / "digest.pdf"
    files = _names(out, len(parts))
    sizes = dict.fromkeys(files, 0)
    with Progress(console) as progress, closing(set_volumes(parts)) as finished:
        progress("Volumes", 0, len(parts))
        for done, (place, data) in enumerate(finished, 1):
            with named(files[place], str(files[place]), RenderError):
                write(files[place], data)
            sizes[files[place]] = len(data)
            progress("Volumes", done, len(parts))
    if arguments.out is None:
        keep(project.root, {path.name: part.bitexts for path, part in zip(files, parts, strict=True)})
        _remove_others(out, files)
    digest = replace(digest, bitexts=chosen, findings=(*digest.findings, *lacking))
    return Printed(digest, parts, files, tuple(sizes.values()), lacking)


def _selection(arguments: argparse.Namespace) -> Selection:
    from digest.commands.selection import Selection

    return Selection(
        arguments.first,
        arguments.last,
        *(tuple(getattr(arguments, name) or ()) for name in ("lang", "source", "topic", "article")),
    )


def _names(out: Path, count: int) -> tuple[Path, ...]:
    """The files of so many volumes, whose names sort as they are read."""
    if count == 1:
        return (out,)
    width = len(str(count))
    return tuple(out.with_name(f"{out.stem}-{number:0{width}}{out.suffix}") for number in range(1, count + 1))


def _remove_others(out: Path, files: tuple[Path, ...]) -> None:
    """Delete what an earlier run with another number of volumes left in the site."""
    volumes = out.parent.glob(f"{out.stem}-[0-9]*{out.suffix}")
    for path in {out, *volumes} - set(files):
        path.unlink(missing_ok=True)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: a date as in 2024-03-26") from None


def _size(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r}: a number of articles, 1 or more")
    return int(text)

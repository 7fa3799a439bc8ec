"""What the `models` commands do."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from digest.commands.report import ERROR, OK
from digest.commands.report import PARTLY as FOUND
from digest.errors import DigestError, EngineError
from digest.files import remove_tree
from digest.project import Project
from digest.reading import read_articles
from digest.store import Store as Results
from digest.translation.models import overview
from digest.translation.models.catalogue import Entry, catalogue, choose
from digest.translation.models.convert import convert
from digest.translation.models.incoming import Hints, take_in
from digest.translation.models.lock import Lock
from digest.translation.models.place import remove
from digest.translation.models.store import Kind, Model, Store

if TYPE_CHECKING:
    from digest.translation.models.download import Report

__all__ = ["ACTIONS", "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command gives: its exit code, its result for a person and for a program."""

    code: int
    text: str
    data: dict[str, Any] = field(default_factory=dict)


Action = Callable[[argparse.Namespace, Project, Console], Outcome]


def _list(arguments: argparse.Namespace, project: Project, console: Console) -> Outcome:
    store, settings = Store(), project.settings_or_default()
    installed = store.installed()
    needs = overview.needs(_articles(project), settings.target, installed, catalogue())
    view = overview.Overview(settings.target, installed, catalogue(), needs, project.lock(), store.findings())
    return Outcome(OK, overview.as_text(view), overview.as_json(view))


def _install(arguments: argparse.Namespace, project: Project, console: Console) -> Outcome:
    store, target = Store(), project.settings_or_default().target
    installed = {(model.name, model.version) for model in store.installed()}
    entries = choose(arguments.wanted, target, catalogue())
    done = []
    for entry in entries:
        if (entry.name, entry.version) in installed:
            console.print(f"{entry.name} {entry.version} is installed already")
            continue
        _show_licence(entry, arguments.yes, console)
        with _shown(console) as report:
            done.append(_fetched(entry, store, project, report))
    return _taken(done)


def _import(arguments: argparse.Namespace, project: Project, console: Console) -> Outcome:
    hints = Hints(name=arguments.name, licence=arguments.licence, pair=arguments.pair)
    return _taken([_take_in(arguments.source, Store(), project, hints)])


def _convert(arguments: argparse.Namespace, project: Project, console: Console) -> Outcome:
    folder: Path = arguments.folder.resolve()
    with console.status("Converting …"):
        package = convert(folder, arguments.to, folder.parent, licence=arguments.licence)
    text, data = f"{package}: {package.stat().st_size / 1e6:,.1f} MB", {"package": str(package)}
    if not arguments.install:
        return Outcome(OK, f"{text}\n  to install it: models import {package}", data)
    taken = _taken([_take_in(package, Store(), project, Hints())])
    return Outcome(taken.code, f"{text}\n{taken.text}", data | taken.data)


def _verify(arguments: argparse.Namespace, project: Project, console: Console) -> Outcome:
    store, lock = Store(), project.lock()
    with console.status("Reading every model …"):
        checks = [(model, _compared(lock, model)) for model in store.installed()]
    lines = [f"{model.name} {model.version}: {error or _state(lock, model)}" for model, error in checks]
    broken = [f"{finding.file}: {finding.message}" for finding in store.findings()]
    data = {
        "models": [
            {"name": model.name, "version": model.version, "pinned": lock.pin(model) is not None}
            | {"error": str(error) if error else None}
            for model, error in checks
        ],
        "findings": broken,
    }
    code = ERROR if any(error for _, error in checks) else FOUND if broken else OK
    return Outcome(code, "\n".join([*lines, *broken]) or "no model is installed", data)


def _remove(arguments: argparse.Namespace, project: Project, console: Console) -> Outcome:
    installed = Store().installed()
    found = [model for model in installed if model.name == arguments.name]
    if not found:
        names = ", ".join(sorted({model.name for model in installed})) or "none"
        raise EngineError(arguments.name, "no model of that name is installed", allowed=names)
    for model in found:
        remove(model)
        if model.kind is Kind.ARGOS:
            console.print(f"{model.folder} is gone; other Argos programs used the same folder")
    text = "\n".join(f"removed {model.name} {model.version}" for model in found)
    return Outcome(OK, text, {"removed": [f"{model.name} {model.version}" for model in found]})


def _fetched(entry: Entry, store: Store, project: Project, report: Report) -> Model:
    """Fetch an entry and install it. What a run that dies has fetched is gone on with by the next one."""
    # Here, because no other command shall so much as load what speaks to the network.
    from digest.translation.models import hub
    from digest.translation.models.download import download

    coming = store.folder / ".coming" / f"{entry.name}-{entry.version}"
    try:
        coming.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remedy = "let DIGEST_MODELS name a folder that you may write to"
        raise EngineError(str(coming), str(error.strerror or error), remedy=remedy) from error
    hints = Hints(entry.name, entry.version, entry.licence, entry.page)
    if entry.repository:
        hub.fetch(entry, coming, report)
        source = coming
    else:
        source = coming / PurePosixPath(urlsplit(entry.url).path).name
        download(entry.url, source, sha256=entry.sha256, report=report)
    try:
        return _take_in(source, store, project, hints, ours=True)
    finally:
        remove_tree(coming)


def _take_in(source: Path, store: Store, project: Project, hints: Hints, *, ours: bool = False) -> Model:
    """Install a model, unless models.lock names another one; pin it, if there is a digest to pin it for."""
    locks: list[Lock] = []
    model = take_in(
        source,
        store,
        catalogue(),
        hints,
        lambda made: locks.append(project.lock().checked(made)),
        ours=ours,
    )
    if (project.root / "digest.yml").is_file():
        project.write_lock(locks[0])
    return model


def _taken(models: Sequence[Model]) -> Outcome:
    text = "\n".join(
        f"{model.name} {model.version} is installed in {model.folder}"
        + (": a toy for demonstrations" if model.demo else "")
        for model in models
    )
    data = [{"name": model.name, "version": model.version, "folder": str(model.folder)} for model in models]
    return Outcome(OK, text, {"installed": data})


def _show_licence(entry: Entry, yes: bool, console: Console) -> None:
    """Say what is about to be fetched and under which licence; ask where that forbids commercial use.

    Raises:
        EngineError: the user said no, or could not be asked.
    """
    size = f"about {entry.download / 1e6:,.0f} MB" if entry.download else "size unknown"
    console.print(f"{entry.name} {entry.version}: {size}, from {entry.page}")
    console.print(f"  licence: {entry.licence}")
    if entry.commercial is not False or yes:
        return
    console.print("  It may not be used for commercial ends.")
    if not sys.stdin.isatty():
        raise EngineError(
            entry.name, "its licence has to be accepted", remedy="read it, then run this again with --yes"
        )
    if console.input("  Accept it? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise EngineError(entry.name, "its licence was not accepted; nothing was fetched")


@contextmanager
def _shown(console: Console) -> Iterator[Report]:
    """Show how many bytes have come, on a terminal; silent anywhere else."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def report(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield report


def _compared(lock: Lock, model: Model) -> EngineError | None:
    try:
        lock.checked(model)
    except EngineError as error:
        return error
    return None


def _state(lock: Lock, model: Model) -> str:
    return (
        f"as {lock.file} names it" if lock.pin(model) else "not pinned yet; it will be when it is first used"
    )


def _articles(project: Project) -> Mapping[str, int]:
    """How many articles there are by language; none where this folder is no digest that can be read."""
    try:
        with Results(project.root) as results:
            read = read_articles(project.read(), results)
    except DigestError:
        return {}
    return Counter(article.lang for article in read.articles)


ACTIONS: Mapping[str, Action] = {
    "list": _list,
    "install": _install,
    "import": _import,
    "convert": _convert,
    "verify": _verify,
    "remove": _remove,
}

"""What `models list` shows: what is installed, what is available, and which articles need what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.data import languages
from digest.translation.models.catalogue import Entry
from digest.translation.models.lock import Lock
from digest.translation.models.store import Kind, Model
from digest.values import Finding, LanguagePair

__all__ = ["Need", "Overview", "as_json", "as_text", "needs", "size_of"]

_MOST_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Need:
    """What the articles in one language have: an installed model, or an entry that could be installed."""

    lang: str
    articles: int
    model: Model | None
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that `models list` shows."""

    target: str
    installed: tuple[Model, ...]
    available: tuple[Entry, ...]
    needs: tuple[Need, ...]
    lock: Lock
    findings: tuple[Finding, ...] = ()


def needs(
    articles: Mapping[str, int], target: str, installed: Sequence[Model], entries: Sequence[Entry]
) -> tuple[Need, ...]:
    """Say for each language which model its articles have; a toy model only where there is no other."""
    return tuple(
        _need(LanguagePair(lang, target), count, installed, entries)
        for lang, count in sorted(articles.items())
        if lang != target
    )


def size_of(model: Model) -> int:
    """What a model takes on the disk, in bytes."""
    return sum(path.stat().st_size for path in model.folder.rglob("*") if path.is_file())


def as_text(view: Overview) -> str:
    """The overview for a person."""
    lines = ["Installed:", *(_installed_line(view, model) for model in view.installed)]
    if not view.installed:
        lines.append("  none")
    lines += ["", "Can be had, with `models install NAME` or a language's code:"]
    lines += [line for entry in view.available for line in _entry_lines(entry)]
    if view.needs:
        lines += ["", f"This digest, into {view.target}:", *(_need_line(need) for need in view.needs)]
    for finding in view.findings:
        lines += ["", f"{finding.file}: {finding.message}", f"  to do: {finding.remedy}"]
    return "\n".join(lines)


def as_json(view: Overview) -> dict[str, Any]:
    """The overview for a program."""
    return {
        "target": view.target,
        "installed": [_model_json(view, model) for model in view.installed],
        "available": [_entry_json(entry) for entry in view.available],
        "needs": [
            {
                "lang": need.lang,
                "articles": need.articles,
                "model": need.model.name if need.model else None,
                "install": need.entry.name if need.entry and not need.model else None,
            }
            for need in view.needs
        ],
        "findings": [
            {"file": finding.file, "message": finding.message, "remedy": finding.remedy}
            for finding in view.findings
        ],
    }


def _need(pair: LanguagePair, count: int, installed: Sequence[Model], entries: Sequence[Entry]) -> Need:
    # in the order in which a build takes them
    have = sorted(
        (model for model in installed if model.serves(pair)),
        key=lambda model: (model.demo, model.kind is not Kind.ARGOS),
    )
    could = (entry for entry in entries if entry.serves(pair) and not entry.how)
    return Need(pair.source, count, next(iter(have), None), next(could, None))


def _installed_line(view: Overview, model: Model) -> str:
    pinned = "pinned" if view.lock.pin(model) else "not pinned yet"
    demo = ", a toy for demonstrations" if model.demo else ""
    return (
        f"  {model.name} {model.version}  {_directions(model.sources, model.targets)}  "
        f"{_megabytes(size_of(model))}  {model.licence or 'licence: see its README'}  {pinned}{demo}"
    )


def _entry_lines(entry: Entry) -> list[str]:
    size = _megabytes(entry.download) if entry.download else "size unknown"
    limits = {False: ", not for commercial use", True: "", None: ""}[entry.commercial]
    version = f" {entry.version}" if entry.version else ""
    directions = _directions(entry.sources, entry.targets)
    head = f"  {entry.name}{version}  {directions}  {size}  {entry.licence}{limits}"
    how = f"It has to be fetched by hand: `models install {entry.name}` tells how." if entry.how else ""
    return [head, *(f"      {text}" for text in (entry.note, how) if text)]


def _need_line(need: Need) -> str:
    articles = f"{need.articles} article" + ("s" if need.articles != 1 else "")
    if need.model:
        return f"  {need.lang}: {articles}: {need.model.name} is installed"
    if need.entry:
        return f"  {need.lang}: {articles}: no model; models install {need.lang} brings {need.entry.name}"
    return f"  {need.lang}: {articles}: no model, and the catalogue has none"


def _directions(sources: Sequence[str], targets: Sequence[str]) -> str:
    if tuple(sources) == tuple(targets):
        return f"among {_some(sources)}"
    return f"{_some(sources)}→{_some(targets)}"


def _some(codes: Sequence[str]) -> str:
    if len(codes) <= _MOST_SHOWN:
        return " ".join(codes)
    known = [code for code in languages("words") if code in codes]
    return f"{' '.join(known)} and {len(codes) - len(known)} more"


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} KB"


def _model_json(view: Overview, model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "version": model.version,
        "kind": str(model.kind),
        "licence": model.licence,
        "size": size_of(model),
        "sources": list(model.sources),
        "targets": list(model.targets),
        "demo": model.demo,
        "pinned": view.lock.pin(model) is not None,
        "folder": str(model.folder),
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "version": entry.version,
        "kind": str(entry.kind),
        "licence": entry.licence,
        "commercial": entry.commercial,
        "size": entry.download,
        "sources": list(entry.sources),
        "targets": list(entry.targets),
        "page": entry.page,
        "note": entry.note,
        "how": entry.how,
    }

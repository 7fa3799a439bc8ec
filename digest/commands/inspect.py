"""The `inspect` command: the article that one raw file gives, and what was cut."""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.commands.report import ERROR, OK, print_json, print_text, report

if TYPE_CHECKING:
    from rich.console import Console

    from digest.values import Article

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "as_json", "as_report", "run"]

SUMMARY = "Show the article in a file, or each of several, and what was cut."
EXAMPLE = "inspect seeds/a.txt"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `inspect` parser its options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the raw article")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print each article of the file.

    Raises:
        DigestError: the file cannot be read or holds no article, or digest.yml holds a mistake.
    """
    from digest.project import Project, latest_day, read_seed
    from digest.read.doubts import doubts
    from digest.read.seed import reading_of

    name = arguments.file.as_posix()
    settings = Project(arguments.root).settings_or_default()
    reading = reading_of(read_seed(arguments.file, name), settings, latest_day())
    if arguments.json:
        found = [as_json(article) for article in reading.articles]
        print_json(found[0] if len(found) == 1 else found)
    else:
        print_text("\n".join(as_report(article) for article in reading.articles))
    doubtful = filter(None, (doubts(article, settings) for article in reading.articles))
    report((*doubtful, *reading.refused), console)
    return ERROR if reading.refused else OK


def as_json(article: Article) -> dict[str, Any]:
    """An article as plain values: what is known of it and from where, its body, what was cut and why."""
    return {
        "slug": article.slug,
        "title": article.title,
        "lang": article.lang,
        "date": article.date.isoformat() if article.date else None,
        "author": article.author,
        "source": article.source,
        "section": article.section,
        "body": list(article.body),
        "removed": [cut.text for cut in article.cuts],
        "cuts": [
            {"line": cut.line, "text": cut.text, "rule": cut.rule, "reason": cut.reason}
            for cut in article.cuts
        ],
        "source_url": article.source_url,
        "topics": list(article.topics),
        "views": article.views,
        "reading_minutes": article.reading_minutes,
        "photo_credit": article.photo_credit,
        "byline": article.byline,
        "sha256": article.sha256,
        "facts": [
            {
                "name": fact.name,
                "value": fact.value,
                "origin": fact.origin,
                "confidence": fact.confidence,
                "stated": fact.stated,
            }
            for fact in article.facts
        ],
    }


def as_report(article: Article) -> str:
    """An article as a page of text: what is known, what was kept, and what was cut by which rule."""
    known = (
        ("language", "lang", article.lang),
        ("date", "date", article.date),
        ("author", "author", article.author),
        ("source", "source", article.source),
        ("address", "source_url", article.source_url),
        ("section", "section", article.section),
        ("topics", "", ", ".join(article.topics) or None),
        ("views", "", article.views),
        ("minutes", "", article.reading_minutes),
        ("photo", "", article.photo_credit),
        ("page", "", article.slug),
    )
    lines = [article.title, "=" * min(len(article.title), 100), *_rivals(article, "title"), ""]
    for label, name, value in known:
        lines += [f"{label:<10}{'—' if value is None else value}{_origin(article, name)}"]
        lines += _rivals(article, name)
    lines += ["", f"Kept: {len(article.body)} paragraphs", ""]
    lines += [f"  {paragraph}\n" for paragraph in article.body]
    lines += [f"Cut: {len(article.cuts)} lines", ""]
    by_rule = groupby(sorted(article.cuts, key=lambda cut: (cut.rule, cut.line)), key=lambda cut: cut.rule)
    for rule, group in by_rule:
        cuts = list(group)
        lines += [f"  {rule}: {cuts[0].reason}", *(f"    line {cut.line}: {cut.text}" for cut in cuts), ""]
    return "\n".join(lines).rstrip() + "\n"


def _origin(article: Article, name: str) -> str:
    """Where a stated fact was read, where that is not the text."""
    found = next((fact for fact in article.facts if fact.name == name and fact.stated), None)
    return f"  ({found.origin})" if found and found.origin != "text" else ""


def _rivals(article: Article, name: str) -> list[str]:
    """The values that are not stated, each with where it was read and how sure that is."""
    return [
        f"{'':<10}not stated: {fact.value}  ({fact.origin}, {fact.confidence:.0%} sure)"
        for fact in article.facts
        if fact.name == name and not fact.stated
    ]

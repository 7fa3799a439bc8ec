"""The `inspect` command: the article that one raw file gives, and what was cut."""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.commands.report import OK, print_json, print_text

if TYPE_CHECKING:
    from rich.console import Console

    from digest.values import Article

__all__ = ["EXAMPLE", "SUMMARY", "add_to", "as_json", "as_report", "run"]

SUMMARY = "Show the article in one raw file, and what was cut."
EXAMPLE = "inspect seeds/a.txt"


def add_to(parser: argparse.ArgumentParser) -> None:
    """Give the `inspect` parser its options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the raw article")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the article.

    Raises:
        DigestError: the file cannot be read or holds no article, or digest.yml holds a mistake.
    """
    from digest.project import Project, latest_day, read_seed
    from digest.read.article import extract

    article = extract(
        read_seed(arguments.file, arguments.file.as_posix()),
        Project(arguments.root).settings_or_default(),
        latest_day(),
    )
    if arguments.json:
        print_json(as_json(article))
    else:
        print_text(as_report(article))
    return OK


def as_json(article: Article) -> dict[str, Any]:
    """An article as plain values: what is known of it, its body, and what was cut and why."""
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
    }


def as_report(article: Article) -> str:
    """An article as a page of text: what is known, what was kept, and what was cut by which rule."""
    known = (
        ("language", article.lang),
        ("date", article.date),
        ("author", article.author),
        ("source", article.source),
        ("address", article.source_url),
        ("section", article.section),
        ("topics", ", ".join(article.topics) or None),
        ("views", article.views),
        ("minutes", article.reading_minutes),
        ("photo", article.photo_credit),
        ("page", article.slug),
    )
    lines = [article.title, "=" * min(len(article.title), 100), ""]
    lines += [f"{name:<10}{'—' if value is None else value}" for name, value in known]
    lines += ["", f"Kept: {len(article.body)} paragraphs", ""]
    lines += [f"  {paragraph}\n" for paragraph in article.body]
    lines += [f"Cut: {len(article.cuts)} lines", ""]
    by_rule = groupby(sorted(article.cuts, key=lambda cut: (cut.rule, cut.line)), key=lambda cut: cut.rule)
    for rule, group in by_rule:
        cuts = list(group)
        lines += [f"  {rule}: {cuts[0].reason}", *(f"    line {cut.line}: {cut.text}" for cut in cuts), ""]
    return "\n".join(lines).rstrip() + "\n"

"""What one raw file gives, for a program and for a reader."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from digest.values import Article

__all__ = ["as_json", "as_report"]


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

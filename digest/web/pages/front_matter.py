"""The front matter of the pages, and a page made of it and its body."""

from __future__ import annotations

from collections.abc import Mapping

from digest.addresses import original_path, target_path
from digest.credits import engines, models
from digest.encode import Html, Value, front_matter, link, visible
from digest.values import Bitext, Page

__all__ = ["article_front_matter", "list_front_matter", "page"]

_MARKER = "build_digest"


def page(path: str, metadata: Mapping[str, Value], *blocks: Html) -> Page:
    """Make a page of its front matter and the parts of its body that are not empty."""
    body = "\n\n".join(block for block in blocks if block)
    return Page(path, f"{front_matter(metadata)}\n{body}\n")


def list_front_matter(title: str, lang: str) -> dict[str, Value]:
    """Give the front matter of a page that lists articles."""
    return {"title": visible(title), "lang": lang, "generated": _MARKER}


def article_front_matter(bitext: Bitext, title: str, lang: str) -> dict[str, Value]:
    """Give the front matter of an article's page, in its fixed order; what is unknown is left out."""
    article = bitext.article
    translated = bitext.is_translated
    alternates = {bitext.target: target_path(bitext), article.lang: original_path(bitext)}
    values: dict[str, Value | None] = {
        "title": title,
        "lang": lang,
        "slug": article.slug,
        "alternates": alternates if translated else None,
        "source": article.source,
        "source_url": link(article.source_url),
        "author": article.author,
        "date": article.date.isoformat() if article.date else None,
        "section": article.section,
        "topics": article.topics,
        "original_title": article.title if translated else None,
        "translation": _translation_values(bitext) if translated else None,
        "source_sha256": article.sha256,
        "generated": _MARKER,
    }
    return {key: clean for key, value in values.items() if value and (clean := _clean(value))}


def _translation_values(bitext: Bitext) -> dict[str, str]:
    values = {
        "status": bitext.status.value,
        "engine": ", ".join(engines(bitext)),
        "model": ", ".join(models(bitext)),
        "reviewed": f"{bitext.reviewed} of {len(bitext.pairs)}",
    }
    return {key: value for key, value in values.items() if value}


def _clean(value: Value) -> Value:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {key: visible(item) for key, item in value.items()}
    return tuple(visible(item) for item in value)

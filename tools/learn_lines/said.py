"""What a saved page says of itself: its metadata and, through trafilatura, its body."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html  # type: ignore[import-untyped]  # it has no types

__all__ = ["Said", "said_by", "words"]

_SITE = re.compile(r"\s+[|–—·•-]\s+(?=[^|–—·•-]{2,40}$)")
_ARTICLE = re.compile(r"article|posting|report", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WORD = re.compile(r"\w+")
_NO_PERSON = re.compile(r"https?:|www\.|@|\.\w{2,3}$")


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of itself; sets are empty and `body` is "" where it says nothing.

    `titles`, `authors`, `sections` and `sites` are spellings, each as good as another.
    """

    titles: frozenset[str]
    days: frozenset[datetime.date]
    authors: frozenset[str]
    sections: frozenset[str]
    sites: frozenset[str]
    body: str
    language: str
    publisher: str


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return _WORD.findall(text.casefold())


def said_by(page: Path) -> Said | None:
    """What an HTML file says of itself; None if it does not parse.

    A file NAME.gold.json beside NAME.html, with `title` and `body` as a person found them, comes before both.
    """
    source = page.read_bytes()
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        text = source.decode("cp1252", "replace")
    try:
        tree = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return None
    meta = _meta(tree)
    linked = list(_linked(tree))
    gold = page.with_suffix(".gold.json")
    known = json.loads(gold.read_text("utf-8")) if gold.exists() else {}
    return Said(
        titles=frozenset(_titles(tree, meta, linked, known.get("title"))),
        days=frozenset(_days(tree, meta, linked)),
        authors=frozenset(_authors(meta, linked)),
        sections=frozenset(
            _strings(meta.get("article:section"), *(one.get("articleSection") for one in linked))
        ),
        sites=frozenset(_sites(meta, linked)),
        body=known.get("body") or _body(text),
        language=(tree.get("lang") or meta.get("og:locale", [""])[0])[:2].casefold(),
        publisher=_publisher(tree, meta) or page.name.split("__")[-1][:12],
    )


def _body(text: str) -> str:
    found = trafilatura.extract(text, include_comments=False, include_tables=True)
    return found or ""


def _meta(tree: html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").casefold()
        if name and (content := (node.get("content") or "").strip()):
            found.setdefault(name, []).append(" ".join(content.split()))
    return found


def _linked(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD that are articles."""
    for node in tree.iter("script"):
        if node.get("type") != "application/ld+json" or not node.text:
            continue
        try:
            data = json.loads(node.text, strict=False)
        except ValueError:
            continue
        waiting = [data]
        while waiting:
            one = waiting.pop()
            if isinstance(one, list):
                waiting += one
            elif isinstance(one, dict):
                waiting += [one["@graph"]] if "@graph" in one else []
                if _ARTICLE.search(str(one.get("@type", ""))):
                    yield one


def _strings(*values: object) -> Iterator[str]:
    """All texts in values of any depth; of objects their names."""
    for value in values:
        if isinstance(value, str):
            if value.strip():
                yield " ".join(
                    html.fromstring(f"<p>{value}</p>").text_content().split()
                    if "<" in value
                    else value.split()
                )
        elif isinstance(value, list):
            yield from _strings(*value)
        elif isinstance(value, dict):
            yield from _strings(value.get("name"))


def _titles(
    tree: html.HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]], known: str | None
) -> Iterator[str]:
    own = next((" ".join(node.text_content().split()) for node in tree.iter("title")), "")
    for title in _strings(known, meta.get("og:title"), own, *(one.get("headline") for one in linked)):
        yield title
        yield _SITE.split(title)[0]
    in_own = set(words(own))
    for node in tree.iter("h1"):
        heading = " ".join(node.text_content().split())
        its = set(words(heading))
        if len(its) >= 2 and 2 * len(its & in_own) >= len(its):
            yield heading


def _days(
    tree: html.HtmlElement, meta: dict[str, list[str]], linked: list[dict[str, Any]]
) -> Iterator[datetime.date]:
    """The first day of publication that is named; of others, such as in boxes of other articles, none."""
    names = (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dcterms.created",
        "pubdate",
        "og:pubdate",
    )
    times = [node.get("datetime") for node in tree.iter("time") if node.get("itemprop") == "datePublished"]
    for value in _strings(
        *(one.get("datePublished") for one in linked), *(meta.get(name) for name in names), times
    ):
        if found := _DAY.match(value):
            try:
                yield datetime.date(*map(int, found.groups()))
            except ValueError:
                continue
            return


def _authors(meta: dict[str, list[str]], linked: list[dict[str, Any]]) -> Iterator[str]:
    named = [one.get("author") for one in linked]
    for name in _strings(
        named, *(meta.get(name) for name in ("author", "article:author", "dc.creator", "byl"))
    ):
        if not _NO_PERSON.search(name) and len(name) < 80:
            yield name


def _sites(meta: dict[str, list[str]], linked: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield from _strings(meta.get("og:site_name"), meta.get("application-name"))
    yield from _strings(*(one.get("publisher") for one in linked))


def _publisher(tree: html.HtmlElement, meta: dict[str, list[str]]) -> str:
    """The registered part of the page's host, as far as two labels tell it."""
    links = [node.get("href") or "" for node in tree.iter("link") if node.get("rel") == "canonical"]
    for address in (*links, *meta.get("og:url", [])):
        if host := urlsplit(address).hostname:
            labels = host.split(".")
            return ".".join(labels[-3:] if len(labels[-2:][0]) <= 3 else labels[-2:])
    return ""

"""JSON-LD: what a page says of itself for search engines, by schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from lxml import html  # type: ignore[import-untyped]  # no types

__all__ = ["Node", "articles", "breadcrumbs", "find", "names", "nodes", "text_of"]

Node = Mapping[str, Any]

_LONGEST = 2 << 20
_DEEPEST = 12
_MOST = 2000
# What is said of other articles, of readers and of the page's parts.
_OTHERS = frozenset(
    {
        "about",
        "associatedMedia",
        "citation",
        "comment",
        "hasPart",
        "image",
        "isBasedOn",
        "itemListElement",
        "liveBlogUpdate",
        "mentions",
        "relatedLink",
        "review",
        "video",
    }
)
_KINDS = frozenset({"report", "blogposting", "liveblogposting", "socialmediaposting", "newsitem"})
# Scripts in XHTML stand in a section that is marked, often within a comment.
_START = re.compile(r"\s*(?:(?://|/\*)?\s*(?:<!\[CDATA\[|<!--)\s*(?:\*/)?\s*)+")
_LOOSE_COMMA = re.compile(r",(?=\s*[}\]])")


def nodes(root: html.HtmlElement) -> tuple[Node, ...]:
    """Every object in the JSON-LD of a page that speaks of the page, outer ones first.

    Broken scripts are left out.
    """
    found: list[Node] = []
    for script in root.iter("script"):
        if (
            "ld+json" in (script.get("type") or "").casefold()
            and script.text
            and len(script.text) <= _LONGEST
        ):
            found.extend(_within(_loaded(script.text), 0))
    return tuple(found[:_MOST])


def _loaded(source: str) -> Any:
    start = _START.match(source)
    plain = source[start.end() :] if start else source.strip()
    # Line breaks within strings, commas too many and HTML entities are what pages get wrong.
    for mended in (str, _without_loose_commas, unescape):
        try:
            return json.JSONDecoder(strict=False).raw_decode(mended(plain))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _without_loose_commas(source: str) -> str:
    return _LOOSE_COMMA.sub("", source)


def _within(value: Any, depth: int) -> Iterator[Node]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:_MOST]:
            yield from _within(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name, inner in value.items():
            if name not in _OTHERS and isinstance(inner, (dict, list)):
                yield from _within(inner, depth + 1)


def _types(node: Node) -> tuple[str, ...]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return tuple(re.split(r"[/#:]", kind)[-1].casefold() for kind in listed if isinstance(kind, str))


def find(found: tuple[Node, ...], *kinds: str) -> Iterator[Node]:
    """The objects of some types, which are given in small letters."""
    return (node for node in found if any(kind in kinds for kind in _types(node)))


def articles(found: tuple[Node, ...]) -> tuple[Node, ...]:
    """The objects that describe an article: NewsArticle and its kinds, posts and reports."""
    return tuple(
        node for node in found if any(kind.endswith("article") or kind in _KINDS for kind in _types(node))
    )


def breadcrumbs(found: tuple[Node, ...]) -> tuple[str, ...]:
    """The names on the path to the page, the home page first."""
    for node in find(found, "breadcrumblist"):
        steps = node.get("itemListElement")
        if isinstance(steps, list):
            named = (_step(step) for step in steps if isinstance(step, dict))
            return tuple(name for name in named if name)
    return ()


def _step(step: Node) -> str | None:
    item = step.get("item")
    return text_of(step.get("name")) or (text_of(item.get("name")) if isinstance(item, dict) else None)


def text_of(value: Any) -> str | None:
    """A value as plain text on one line; the first of a list; None for what is no text."""
    if isinstance(value, list):
        return next((text for one in value if (text := text_of(one))), None)
    if isinstance(value, dict):
        return text_of(value.get("@value"))
    if not isinstance(value, str):
        return None
    return " ".join(re.sub(r"<[^>]{0,200}>", " ", unescape(unescape(value))).split()) or None


def names(value: Any, found: tuple[Node, ...]) -> tuple[tuple[str, bool], ...]:
    """The names of persons or organisations, each with whether it is said to be an organisation's.

    They may be objects, references to objects among `found`, or plain text.
    """
    listed = value if isinstance(value, list) else [value]
    return tuple(pair for one in listed[:20] for pair in _named(one, found))


def _named(value: Any, found: tuple[Node, ...]) -> Iterator[tuple[str, bool]]:
    if isinstance(value, str):
        if text := text_of(value):
            yield text, False
        return
    if not isinstance(value, dict):
        return
    if "name" not in value and isinstance(value.get("@id"), str):
        value = next((node for node in found if node.get("@id") == value["@id"] and "name" in node), value)
    organisation = any(kind.endswith("organization") or kind == "corporation" for kind in _types(value))
    name = value.get("name")
    if isinstance(name, list):
        yield from ((text, organisation) for one in name if (text := text_of(one)))
    elif text := text_of(name) or _full_name(value):
        yield text, organisation


def _full_name(value: Node) -> str | None:
    parts = (text_of(value.get(part)) for part in ("givenName", "additionalName", "familyName"))
    return " ".join(filter(None, parts)) or None

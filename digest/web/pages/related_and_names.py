"""The foot of an article's page: who occurs in it, and what else was written on the same event."""

from __future__ import annotations

from collections.abc import Mapping

from digest.encode import Html, join, tag
from digest.labels import labels
from digest.settings import Term
from digest.values import Bitext
from digest.web.pages.context import Context, Related
from digest.web.pages.elements import address, group_path, group_slug
from digest.web.pages.groups import NAMED, term_name
from digest.web.pages.rows import row

__all__ = ["related_and_names"]


def related_and_names(bitext: Bitext, context: Context, here: str, lang: str) -> Html:
    """The people and institutions of an article and its related coverage, for a page in a language."""
    parts = (
        _related(context.related.get(bitext.key, ()), context, here, lang),
        _names(context.names.get(bitext.key, ()), context, here, lang),
    )
    return tag("section", *parts, class_="dg-foot") if any(parts) else Html()


def _names(terms: tuple[Term, ...], context: Context, here: str, lang: str) -> Html:
    """Who and what occurs, each a link to every article that mentions it."""
    target = context.settings.target
    order = list(NAMED)
    named = sorted((term for term in terms if term.kind in NAMED), key=lambda term: order.index(term.kind))
    links = []
    for term in {group_slug(term.name): term for term in named}.values():
        name, code = term_name(term, lang, target)
        there = address(here, group_path(lang, "names", group_slug(term.name)))
        links.append(tag("li", tag("a", name, href=there, lang=_other(code, lang), dir="auto")))
    if not links:
        return Html()
    heading = tag("h2", labels(lang)["by_name"])
    return Html(f"{heading}{tag('ul', *links, class_='dg-names')}")


def _related(related: tuple[Related, ...], context: Context, here: str, lang: str) -> Html:
    """Other articles on the same event, each with what it shares with this one."""
    if not related:
        return Html()
    terms = {term.name: term for term in context.settings.glossary}
    items = (_item(each, terms, here, lang) for each in related)
    heading = tag("h2", labels(lang)["related"])
    return Html(f"{heading}{tag('ol', *items, class_='dg-rows')}")


def _item(each: Related, terms: Mapping[str, Term], here: str, lang: str) -> Html:
    before, _, after = labels(lang)["both_mention"].partition("{names}")
    shared = [_shared(name, terms, lang, each.bitext.target) for name in each.shared]
    why = tag("small", before, join(shared, ", "), after) if shared else None
    return row(here, lang, each.bitext, why=why)


def _shared(name: str, terms: Mapping[str, Term], lang: str, target: str) -> Html:
    shown, code = term_name(terms[name], lang, target) if name in terms else (name, target)
    return tag("span", shown, lang=_other(code, lang), dir="auto")


def _other(code: str, lang: str) -> str | None:
    return code if code != lang else None

"""The articles of a language, grouped: by month, source, language, topic, and who occurs in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.addresses import LISTS, Kind
from digest.labels import labels, language_name, month_words
from digest.settings import Term
from digest.values import Bitext
from digest.web.pages.context import Context
from digest.web.pages.elements import group_slug

__all__ = ["KINDS", "NAMED", "Group", "groups", "term_name"]

KINDS = LISTS

NAMED: Mapping[str, str] = {"person": "people", "institution": "institutions", "place": "places"}
"""The kinds of terms that have a page, with the label of their part of the overview."""

_REST = "unknown"


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that have something in common, newest first.

    `lang` is the language of the name where it is known. `part` is the heading under which the overview
    shows the group, and `also` what else the name is, each with its language.
    """

    slug: str
    name: str
    bitexts: tuple[Bitext, ...]
    lang: str = ""
    part: str = ""
    also: tuple[tuple[str, str], ...] = ()


def groups(kind: Kind, bitexts: Sequence[Bitext], lang: str, context: Context) -> tuple[Group, ...]:
    """Group the articles that have a page in a language, for readers of it, in the order of the overview."""
    return tuple(_GROUPINGS[kind](bitexts, lang, context))


def term_name(term: Term, lang: str, target: str) -> tuple[str, str]:
    """Give what a term is called for readers of a language, and in which language that is."""
    variants = term.variants.get(lang, ())
    return (variants[0], lang) if variants and lang != target else (term.name, target)


def _by_month(bitexts: Sequence[Bitext], lang: str, context: Context) -> Iterator[Group]:
    months: dict[str, list[Bitext]] = {}
    for bitext in bitexts:
        day = bitext.article.date
        months.setdefault(day.isoformat()[:7] if day else _REST, []).append(bitext)
    rest = months.pop(_REST, [])
    for slug, chosen in sorted(months.items(), reverse=True):
        day = chosen[0].article.date
        yield Group(slug, month_words(day, lang) if day else slug, tuple(chosen), lang, part=slug[:4])
    if rest:
        yield Group(_REST, labels(lang)["no_date"], tuple(rest), lang)


def _by_source(bitexts: Sequence[Bitext], lang: str, context: Context) -> Iterator[Group]:
    yield from _by_name(bitexts, lambda bitext: (bitext.article.source,), labels(lang)["no_source"], lang)


def _by_topic(bitexts: Sequence[Bitext], lang: str, context: Context) -> Iterator[Group]:
    target = context.settings.target
    yield from _by_name(bitexts, lambda bitext: bitext.article.topics, labels(lang)["no_topic"], lang, target)


def _by_language(bitexts: Sequence[Bitext], lang: str, context: Context) -> Iterator[Group]:
    names = {code: language_name(code, lang) for code in {bitext.article.lang for bitext in bitexts}}
    for code in sorted(names, key=lambda code: (names[code], code)):
        chosen = tuple(bitext for bitext in bitexts if bitext.article.lang == code)
        yield Group(code, names[code], chosen, lang)


def _by_term(bitexts: Sequence[Bitext], lang: str, context: Context) -> Iterator[Group]:
    target = context.settings.target
    found: dict[str, list[Bitext]] = {}
    for bitext in bitexts:
        slugs = (group_slug(term.name) for term in context.names.get(bitext.key, ()))
        for slug in dict.fromkeys(slugs):
            found.setdefault(slug, []).append(bitext)
    terms = {group_slug(term.name): term for term in reversed(context.settings.glossary)}
    for kind, label in NAMED.items():
        of_kind = [slug for slug in found if terms[slug].kind == kind]
        shown = {slug: term_name(terms[slug], lang, target) for slug in of_kind}
        for slug in sorted(of_kind, key=lambda slug: (shown[slug][0].casefold(), slug)):
            name, code = shown[slug]
            also = tuple(_other_names(terms[slug], name, target))
            yield Group(slug, name, tuple(found[slug]), code, labels(lang)[label], also)


def _other_names(term: Term, shown: str, target: str) -> Iterator[tuple[str, str]]:
    """What each language calls a term, but for the name that is shown already."""
    seen = {shown}
    for code, variants in {**term.variants, target: (term.name,)}.items():
        if variants and variants[0] not in seen:
            seen.add(variants[0])
            yield variants[0], code


def _by_name(
    bitexts: Sequence[Bitext],
    names: Callable[[Bitext], Iterable[str | None]],
    rest: str,
    rest_lang: str,
    lang: str = "",
) -> Iterator[Group]:
    """Group articles by their names in alphabetical order; those with none come last."""
    found: dict[str, list[Bitext]] = {}
    shown: dict[str, str] = {}
    for bitext in bitexts:
        slugs = {group_slug(name): name for name in names(bitext) if name}
        for slug, name in slugs.items():
            shown.setdefault(slug, name)
        for slug in slugs or (_REST,):
            found.setdefault(slug, []).append(bitext)
    for slug in sorted(shown, key=lambda slug: (shown[slug].casefold(), slug)):
        yield Group(slug, shown[slug], tuple(found[slug]), lang)
    if _REST in found:
        yield Group(_REST, rest, tuple(found[_REST]), rest_lang)


_GROUPINGS: Mapping[Kind, Callable[[Sequence[Bitext], str, Context], Iterator[Group]]] = {
    "dates": _by_month,
    "sources": _by_source,
    "languages": _by_language,
    "topics": _by_topic,
    "names": _by_term,
}

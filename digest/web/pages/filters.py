"""The buttons that leave some of the cards of a page: by language, source and topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from digest.encode import Html, tag
from digest.labels import labels, language_name
from digest.values import Bitext
from digest.web.pages.elements import group_slug

__all__ = ["filter_bar", "marks"]

# More buttons than that are not read faster than the cards are.
_MOST = 8


def marks(bitext: Bitext) -> tuple[str, ...]:
    """Give what the filter knows an article by; no mark holds a blank."""
    return tuple(mark for facet in _FACETS.values() for mark in facet(bitext))


def filter_bar(bitexts: Sequence[Bitext], lang: str) -> Html:
    """Offer the choices that articles differ in. Without scripts it is hidden, since one makes it work."""
    words = labels(lang)
    facets = [bar for label, facet in _FACETS.items() if (bar := _facet(words[label], facet, bitexts, lang))]
    if not facets:
        return Html()
    total = str(len(bitexts))
    shown = words["shown"].replace("{m}", total)
    return tag(
        "div",
        *facets,
        tag(
            "p",
            tag("span", shown.replace("{n}", total), role="status", data_words=shown),
            tag("button", words["show_all"], type="button", class_="dg-show-all"),
        ),
        class_="dg-filter",
        role="group",
        aria_label=words["filter"],
    )


_Facet = Callable[[Bitext], dict[str, str]]


def _languages(bitext: Bitext) -> dict[str, str]:
    """The mark of an article's language, with its code."""
    return {f"l-{bitext.article.lang}": bitext.article.lang}


def _sources(bitext: Bitext) -> dict[str, str]:
    """The mark of an article's source, with its name."""
    source = bitext.article.source
    return {f"s-{group_slug(source)}": source} if source else {}


def _topics(bitext: Bitext) -> dict[str, str]:
    """The marks of an article's topics, with their names."""
    return {f"t-{group_slug(topic)}": topic for topic in bitext.article.topics}


_FACETS: dict[str, _Facet] = {
    "language_facet": _languages,
    "source_facet": _sources,
    "topic_facet": _topics,
}


def _facet(label: str, facet: _Facet, bitexts: Sequence[Bitext], lang: str) -> Html:
    """One row of buttons, the most frequent first; nothing where there is no choice."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for bitext in bitexts:
        found = facet(bitext)
        counts.update(found.keys())
        names |= found
    if len(counts) < 2:
        return Html()
    is_language = facet is _languages
    target = bitexts[0].target
    buttons = (
        tag(
            "button",
            tag(
                "span",
                language_name(names[mark], lang) if is_language else names[mark],
                dir="auto",
                lang=target if facet is _topics and target != lang else None,
            ),
            tag("small", str(counts[mark])),
            type="button",
            data_filter=mark,
            aria_pressed="false",
        )
        for mark in sorted(counts, key=lambda mark: (-counts[mark], names[mark].casefold(), mark))[:_MOST]
    )
    return tag("div", tag("span", label, class_="dg-facet"), *buttons, role="group", aria_label=label)

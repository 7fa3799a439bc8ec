"""How sure title, date, author and section are, where rules and models have read the same page."""

from __future__ import annotations

from dataclasses import replace

from digest.read.clutter.around_headline import menu
from digest.read.clutter.lines import Hit, Metadata, Page, Rule, bare, few, is_prose, key, words
from digest.read.clutter.names import is_name
from digest.read.clutter.vocabulary import word_list
from digest.read.place import title_confidence

__all__ = [
    "ABOVE",
    "Hits",
    "backed",
    "chosen",
    "is_sure",
    "rivals",
    "sure_headline",
    "weighed",
    "with_section",
]

Hits = dict[int, tuple[Rule, Hit]]
"""The lines that were cut, each with the rule that cut it and what that found."""

ABOVE = 12
"""How many lines above the headline are looked at."""

# What a line says under a label is so sure.
_LABELLED, _NAMED = 0.9, frozenset({"author_line", "section_line"})
# Where rules and models choose the same headline, or the models know of no better one, it is so sure at
# least.
_AGREED, _RIVAL = 0.95, 0.5
# The models take a line of less probability for hardly possible.
_HARDLY = 0.05
_LEAST = {"date": 0.1, "author": 0.02, "section": 0.02}
# A usual name of a section is one from this probability on, any other short line from that.
_USUAL, _PLAIN = 0.3, 0.7
# A label farther from the headline than some lines names its section only if the models say so.
_CLOSE, _FAR_SECTION = 4, 0.3
# From this probability on a line of prose belongs to the body.
_SURE = 0.8


def backed(page: Page, hits: Hits, metadata: Metadata) -> dict[str, float]:
    """How sure the facts are that the rules have read: sure, unless the models rule their lines out."""
    sure: dict[str, float] = {}
    for fact, least in _LEAST.items():
        lines = [
            (n, hit.count)
            for n, (rule, hit) in hits.items()
            if getattr(hit.metadata, fact) is not None
            and getattr(hit.metadata, fact) == getattr(metadata, fact)
            and rule.__name__ not in _NAMED | {"breadcrumbs"}
        ]
        if lines and page.place is not None:
            likely = max(max(page.place.facts[fact][n : n + count]) for n, count in lines)
            if fact == "section" and min(abs(n - page.title) for n, _ in lines) > _CLOSE:
                least = _FAR_SECTION
            elif fact == "section" and bare(metadata.section or "") in word_list("sections"):
                least = 0.0
            sure[fact] = _AGREED if likely >= least else likely
    return sure


def weighed(page: Page, hits: Hits, metadata: Metadata) -> tuple[Metadata, dict[str, float]]:
    """The metadata with the likeliest date, author and section that were read, and how sure each is."""
    place = page.place
    sure: dict[str, float] = {}
    if place is None:
        return metadata, sure
    for fact in ("date", "author", "section"):
        found = [
            (max(place.facts[fact][n : n + hit.count]), -abs(n - page.title), n)
            for n, (_, hit) in hits.items()
            if getattr(hit.metadata, fact) is not None
        ]
        if found:
            likely, _, index = max(found)
            # A label that names the fact is as good as the models' word.
            likely = max(likely, _LABELLED) if _is_named(page, index, hits[index][0]) else likely
            of_line = hits[index][1].metadata
            metadata = replace(metadata, **{fact: getattr(of_line, fact)})
            if fact == "author":
                metadata = replace(metadata, byline=of_line.byline)
            sure[fact] = likely
        elif getattr(metadata, fact) is not None:
            sure[fact] = 0.0
    return with_section(page, metadata, sure)


def with_section(page: Page, metadata: Metadata, sure: dict[str, float]) -> tuple[Metadata, dict[str, float]]:
    """The same with the section that the models see near the headline, if none is surer."""
    if page.place is None:
        return metadata, sure
    likely, entries = page.place.facts["section"], menu(page)
    near = [
        (max(likely[n], _LABELLED) if usual and likely[n] >= _USUAL else likely[n], n)
        for n in range(max(0, page.title - ABOVE), min(page.title + 3, len(page.lines)))
        if n != page.title and few(page.text(n), 4) and not page.lines[n].dated and not is_name(page.text(n))
        for usual in (n not in entries and bare(page.text(n)) in word_list("sections"),)
    ]
    best, index = max(near, default=(0.0, 0))
    if best < _PLAIN or best <= sure.get("section", 1.0 if metadata.section else 0.0):
        return metadata, sure
    return replace(metadata, section=page.text(index)), sure | {"section": best}


def chosen(page: Page, by_rules: int) -> tuple[int, float]:
    """The headline of a page with little around the article: the rules', unless the models rule it out."""
    if page.place is None:
        return by_rules, 1.0
    best = page.place.headlines[0]
    if key(page.text(best.line)) == key(page.text(by_rules)):
        return by_rules, max(title_confidence(page.place.headlines, agreed=True), _AGREED)
    of_rules = (
        one.confidence for one in page.place.headlines if key(page.text(one.line)) == key(page.text(by_rules))
    )
    likely = next(of_rules, 0.0)
    stamped = page.lines[by_rules].day is not None and best.confidence >= 2 * likely
    if stamped or (likely < _HARDLY and best.confidence >= 3 * likely):
        return best.line, title_confidence(page.place.headlines, agreed=False)
    return by_rules, _AGREED if best.confidence < _RIVAL else likely


def rivals(page: Page) -> tuple[tuple[str, float], ...]:
    """The other lines that the models take for possible headlines."""
    ranked = page.place.headlines if page.place is not None else ()
    found = {page.text(one.line): one.confidence for one in ranked if one.line != page.title}
    own = key(page.text(page.title))
    return tuple((text, likely) for text, likely in found.items() if likely >= _HARDLY and key(text) != own)


def is_sure(page: Page, index: int) -> bool:
    """Whether a line is prose that the models surely take for the article's, whatever else it sounds like."""
    return index < len(page.lines) and page.likely(index) >= _SURE and is_prose(page.text(index))


def _is_named(page: Page, index: int, rule: Rule) -> bool:
    """Whether a label says what a line is, or it is the path from the site's home."""
    home = rule.__name__ == "breadcrumbs" and bare(words(page.text(index))[0]) in word_list("homes")
    return home or rule.__name__ in _NAMED


def sure_headline(page: Page) -> int | None:
    """The headline's line where the models have little doubt of it."""
    best = page.place.headlines[0] if page.place is not None else None
    return best.line if best is not None and best.confidence >= _RIVAL else None

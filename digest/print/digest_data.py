"""The printed digest as data for the templates in digest/print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from digest.encode import link
from digest.labels import date_words, labels, language_name, print_words
from digest.print.article_data import address_words, article_data
from digest.print.characters import families, passage, printable, shortened
from digest.print.options import PrintOptions
from digest.values import Bitext, Review, Status

__all__ = ["document", "leaf"]

# How many characters the line at the head of a page takes.
_HEAD_LENGTH = {"columns": 120, "interleaved": 74, "translation": 74}
_STATES = ("reviewed", "mixed", "machine", "partial", "missing")


def document(bitexts: Sequence[Bitext], options: PrintOptions) -> dict[str, Any]:
    """A digest or one volume of it, as `print/digest.typ` wants it."""
    lang = options.settings.target
    names = print_words(lang)
    title = printable(options.settings.title)
    many = options.volumes > 1
    return {
        **_common(bitexts, options),
        "title": f"{title}, {options.volume}/{options.volumes}" if many else title,
        "heading": passage(title, lang),
        "description": f"{names['articles']}: {len(bitexts)}",
        "slim": False,
        "period": _period(bitexts, lang),
        "volume": names["volume"].format(n=options.volume, m=options.volumes) if many else None,
        "facts": [{"name": name, "value": printable(value)} for name, value in _facts(bitexts, lang)],
        "sources": list(_sources(bitexts, options)),
    }


def leaf(bitext: Bitext, options: PrintOptions) -> dict[str, Any]:
    """One article by itself, as `print/leaf.typ` wants it."""
    common = _common([bitext], options)
    translated = bitext.title if bitext.is_translated else None
    title = printable(translated or bitext.article.title)
    return {
        **common,
        "title": title,
        "description": printable(options.settings.title),
        "slim": True,
    }


def _common(bitexts: Sequence[Bitext], options: PrintOptions) -> dict[str, Any]:
    """What every template wants: the articles, and the words and choices around them."""
    lang, names = options.settings.target, print_words(options.settings.target)
    room = _HEAD_LENGTH[options.layout]
    short = shortened(printable(options.settings.title), room // 3)
    return {
        "short": passage(short, lang),
        "lang": lang,
        "layout": str(options.layout),
        "fonts": families(),
        "words": {
            "contents": names["contents"],
            "sources": names["sources"],
            "missing": labels(lang)["mark_missing"],
        },
        "articles": [article_data(bitext, options, room - len(short)) for bitext in bitexts],
    }


# The title page


def _period(bitexts: Sequence[Bitext], lang: str) -> str:
    days = sorted(bitext.article.date for bitext in bitexts if bitext.article.date)
    ends = dict.fromkeys(date_words(day, lang) for day in (*days[:1], *days[-1:]))
    return printable(" – ".join(ends))


def _facts(bitexts: Sequence[Bitext], lang: str) -> Iterator[tuple[str, str]]:
    """What the title page states, as name and value."""
    own, names = print_words(lang), labels(lang)
    yield own["articles"], str(len(bitexts))
    spoken = sorted({language_name(bitext.article.lang, lang) for bitext in bitexts})
    foreign = any(bitext.is_translated for bitext in bitexts)
    yield own["languages"], ", ".join(spoken) + (f" → {language_name(lang, lang)}" if foreign else "")
    sources = {bitext.article.source for bitext in bitexts if bitext.article.source}
    if sources:
        yield own["sources"], ", ".join(sorted(sources, key=str.casefold))
    states = Counter(_state(bitext) for bitext in bitexts if bitext.is_translated)
    if states:
        counts = (f"{names[state]}: {states[state]}" for state in _STATES if states[state])
        yield own["translations"], ", ".join(counts)


def _state(bitext: Bitext) -> str:
    """The label of how far an article is translated: "mixed" where a person stands behind part of it."""
    reviews = {pair.translation.review for pair in bitext.pairs if pair.translation}
    return "mixed" if bitext.status is Status.MACHINE and reviews != {Review.MACHINE} else bitext.status.value


# The sources


def _sources(bitexts: Sequence[Bitext], options: PrintOptions) -> Iterator[dict[str, Any]]:
    """Every publisher by name, the unnamed last, with its articles in the digest's order."""
    lang, names = options.settings.target, labels(options.settings.target)
    known = {source.name: link(source.url) for source in options.settings.sources}
    found: dict[str, list[int]] = {}
    for number, bitext in enumerate(bitexts):
        found.setdefault(bitext.article.source or "", []).append(number)
    for name in sorted(found, key=lambda name: (not name, name.casefold(), name)):
        url = known.get(name)
        yield {
            "name": printable(name) or names["no_source"],
            "url": {"url": url, "text": passage(address_words(url), lang)} if url else None,
            "count": names["articles"].format(n=len(found[name])),
            "articles": [_line(number, bitexts[number], lang) for number in found[name]],
        }


def _line(number: int, bitext: Bitext, lang: str) -> dict[str, Any]:
    day = bitext.article.date
    return {"number": number, "date": printable(date_words(day, lang)) if day else ""}

"""One article as data for the templates: its head, its sentences, and where it comes from; its card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from digest.addresses import page_folder, target_path
from digest.credits import also_published, model_name, statements
from digest.encode import link
from digest.labels import date_words, labels, language_name, own_name, print_words
from digest.print.characters import families, passage, printable, shortened
from digest.print.options import Layout, PrintOptions
from digest.print.qr import qr_code
from digest.values import Article, Bitext, Origin, Pair, Review, Status

__all__ = ["LONGEST_TITLE", "address_words", "article_data", "card_data", "texts"]

# A longer sentence may go on on the next page; shorter ones stay whole.
_LONG_ROW = {Layout.COLUMNS: 560, Layout.INTERLEAVED: 250, Layout.TRANSLATION: 560}
_HEADING_LENGTH = 120
LONGEST_TITLE = 1000
"""A longer title is printed up to here: Typst would take a minute for one of a hundred pages."""
_HASH_LENGTH = 12
_CARD_TITLE, _CARD_SECOND, _CARD_FACT, _CARD_NAME = 160, 120, 36, 30
_ORDER = ("reviewed", "machine", "so_far", "outdated", "missing")
_MARKS = {Review.REVIEWED: "", Review.MACHINE: "*", Review.OUTDATED: "†"}


def article_data(bitext: Bitext, options: PrintOptions, room: int) -> dict[str, Any]:
    """An article; its running title has `room` characters."""
    article, target = bitext.article, bitext.target
    facts = _origin_facts(article, target)
    return {
        "heading": _heading(bitext),
        "short": _heading(bitext, room),
        "original": _original(bitext),
        "languages": [passage(own_name(lang).upper(), lang) for lang in _languages(bitext)],
        "facts": facts,
        "note": " · ".join([printable(language_name(article.lang, target)), *facts]),
        "credits": [passage(text, target) for text in _credits(bitext)],
        "parallel": bitext.is_translated,
        "blocks": _blocks(bitext, options.layout),
        "withheld": _withheld(bitext),
        "colophon": _colophon(bitext, options),
        "code": _code(bitext, options),
    }


def card_data(bitext: Bitext, options: PrintOptions) -> dict[str, Any]:
    """What `print/card.typ` shows of an article."""
    return {
        "fonts": families(),
        "lang": bitext.target,
        "languages": [passage(own_name(lang), lang) for lang in _languages(bitext)],
        "heading": _heading(bitext, _CARD_TITLE),
        "second": _original(bitext, _CARD_SECOND),
        "facts": [shortened(fact, _CARD_FACT) for fact in _origin_facts(bitext.article, bitext.target)],
        "short": passage(shortened(printable(options.settings.title), _CARD_NAME), bitext.target),
    }


def address_words(address: str) -> str:
    """An address as it is printed: without what every one begins with."""
    return re.sub("^https?://(www[.])?", "", address).rstrip("/")


def texts(bitext: Bitext, layout: Layout) -> Iterator[tuple[str, str]]:
    """Every text of an article that is printed, with its place."""
    article = bitext.article
    yield "title", article.title
    facts = {"author": article.author, "source": article.source, "source_url": article.source_url}
    yield from ((place, text) for place, text in facts.items() if text)
    if article.date:
        yield "date", date_words(article.date, bitext.target)
    yield from (("copies", publisher.name) for publisher in also_published(article))
    yield from (("reviewers", name) for name in bitext.reviewers)
    yield from (("engine", engine_words(origin)) for origin in bitext.origins)
    for pair in bitext.published:
        translation = pair.translation if bitext.is_translated else None
        if layout is not Layout.TRANSLATION or translation is None:
            yield f"sentence {pair.segment.number}", pair.segment.text
        if translation:
            yield f"sentence {pair.segment.number}, translation", translation.text


def engine_words(origin: Origin) -> str:
    """A machine as it is named in print."""
    parts = (f"{origin.engine} {origin.engine_version}".strip(), model_name(origin))
    return ", ".join(part for part in parts if part)


# The head


def _heading(bitext: Bitext, room: int | None = None) -> dict[str, Any]:
    """The title under which an article is printed, within so many characters."""
    translated = bitext.title if bitext.is_translated else None
    text, lang = (translated, bitext.target) if translated else (bitext.article.title, bitext.article.lang)
    return passage(shortened(printable(text[: 2 * LONGEST_TITLE]), room or LONGEST_TITLE), lang)


def _original(bitext: Bitext, room: int | None = None) -> dict[str, Any] | None:
    """The article's own title, where it is printed under another."""
    if not bitext.is_translated or not bitext.title:
        return None
    title = bitext.article.title
    return passage(
        shortened(printable(title[: 2 * LONGEST_TITLE]), room or LONGEST_TITLE), bitext.article.lang
    )


def _languages(bitext: Bitext) -> tuple[str, ...]:
    return tuple(dict.fromkeys((bitext.article.lang, bitext.target)))


def _origin_facts(article: Article, lang: str) -> list[str]:
    day = date_words(article.date, lang) if article.date else None
    return [printable(fact) for fact in (article.source, day) if fact]


def _credits(bitext: Bitext) -> Iterator[str]:
    """Who wrote and who translated an article."""
    if author := bitext.article.author:
        yield labels(bitext.target)["author"].format(author=author)
    if names := ", ".join(publisher.name for publisher in also_published(bitext.article)):
        yield labels(bitext.target)["also_published"].replace("{names}", names)
    if bitext.is_translated:
        yield from _provenance(bitext)


def _provenance(bitext: Bitext) -> Iterator[str]:
    """How the article was translated, how far a person stands behind that, and the key to the marks."""
    if bitext.status is Status.MISSING:
        yield labels(bitext.target)["missing"]
    for one in sorted(statements(bitext, labels(bitext.target)), key=lambda one: _ORDER.index(one.about)):
        mark = _MARKS.get(Review(one.about)) if one.about in ("machine", "outdated") else None
        yield f"{mark}\u00a0{one.text}" if mark else one.text


# The sentences


def _blocks(bitext: Bitext, layout: Layout) -> list[dict[str, Any]]:
    """The published paragraphs as rows of sentences."""
    blocks = [list(pairs) for _, pairs in groupby(bitext.body, lambda pair: pair.segment.block)]
    return [
        {
            "keep": _introduces(pairs) and pairs is not blocks[-1],
            "last": pairs is blocks[-1],
            "rows": [_row(pair, bitext, layout) for pair in pairs],
        }
        for pairs in blocks
    ]


def _introduces(pairs: Sequence[Pair]) -> bool:
    """Whether a paragraph stands with the one after it: a heading, or a speaker's name."""
    text = pairs[0].segment.text
    is_heading = len(text) < _HEADING_LENGTH and text[-1:].isalnum()
    return len(pairs) == 1 and (is_heading or text.endswith(":"))


def _row(pair: Pair, bitext: Bitext, layout: Layout) -> dict[str, Any]:
    translation = pair.translation
    both = (pair.segment.text, translation.text if translation else "")
    return {
        "number": pair.segment.number,
        "source": passage(pair.segment.text, bitext.article.lang),
        "target": passage(translation.text, bitext.target) if translation else None,
        "mark": _MARKS[translation.review] if translation else "",
        "long": max(map(len, both)) > _LONG_ROW[layout],
    }


def _withheld(bitext: Bitext) -> str | None:
    """What stands in place of the sentences that may not be printed."""
    if not bitext.withheld:
        return None
    return print_words(bitext.target)["beginning" if bitext.body else "title_only"]


# Where it comes from


def _colophon(bitext: Bitext, options: PrintOptions) -> list[dict[str, Any]]:
    """What a careful reader looks up: names, values, and the addresses that these lead to."""
    target = bitext.target
    return [
        {"name": passage(name, target), "value": passage(value, target), "url": url}
        for name, value, url in _evidence(bitext, options)
    ]


def _evidence(bitext: Bitext, options: PrintOptions) -> Iterator[tuple[str, str, str | None]]:
    article, names = bitext.article, print_words(bitext.target)
    if bitext.is_translated:
        yield names["confirmed"], f"{bitext.reviewed} / {len(bitext.pairs)}", None
        for origin in bitext.origins:
            known = (engine_words(origin), _short_hash(origin.model_sha256))
            yield names["model"], " · ".join(filter(None, known)), None
    yield names["original"], _short_hash(article.sha256), None
    if address := link(article.source_url):
        yield labels(bitext.target)["at_source"], address_words(address), address
    if page := _page(bitext, options):
        yield names["web"], address_words(page), page


def _short_hash(sha256: str) -> str:
    return f"SHA-256 {sha256[:_HASH_LENGTH]}" if sha256 else ""


def _page(bitext: Bitext, options: PrintOptions) -> str | None:
    """The address of the article's page, where the site's is known."""
    return (
        options.publication.absolute(f"{page_folder(target_path(bitext))}/")
        if options.publication.site_url
        else None
    )


def _code(bitext: Bitext, options: PrintOptions) -> dict[str, str] | None:
    page = _page(bitext, options)
    if page is None:
        return None
    return {"svg": qr_code(page), "url": page, "alt": print_words(bitext.target)["code"].format(address=page)}

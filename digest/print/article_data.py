"""One article as data for the templates: its head, its sentences, and where it comes from; its card."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from digest.encode import link
from digest.labels import date_words, labels, language_name, own_name, print_words
from digest.print.characters import families, passage, printable, shortened
from digest.print.options import Form, Layout
from digest.print.qr import code
from digest.values import Article, Bitext, Origin, Pair, Review, Status

__all__ = ["address_words", "card_data", "is_foreign", "story", "texts"]

# A longer sentence may go on on the next page; shorter ones stay whole.
_LONG_ROW = {Layout.COLUMNS: 560, Layout.INTERLEAVED: 250, Layout.TRANSLATION: 560}
_HEADING_LENGTH = 120
_HASH_LENGTH = 12
_CARD_TITLE, _CARD_SECOND, _CARD_FACT, _CARD_NAME = 160, 120, 36, 30
_MARKS = {Review.REVIEWED: "", Review.MACHINE: "*", Review.OUTDATED: "†"}


def story(bitext: Bitext, form: Form, room: int) -> dict[str, Any]:
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
        "parallel": is_foreign(bitext),
        "blocks": _blocks(bitext, form.layout),
        "withheld": _withheld(bitext),
        "colophon": _colophon(bitext, form),
        "code": _code(bitext, form),
    }


def card_data(bitext: Bitext, form: Form) -> dict[str, Any]:
    """What `print/card.typ` shows of an article."""
    return {
        "fonts": families(),
        "lang": bitext.target,
        "languages": [passage(own_name(lang), lang) for lang in _languages(bitext)],
        "heading": _heading(bitext, _CARD_TITLE),
        "second": _original(bitext, _CARD_SECOND),
        "facts": [shortened(fact, _CARD_FACT) for fact in _origin_facts(bitext.article, bitext.target)],
        "short": passage(shortened(printable(form.settings.title), _CARD_NAME), bitext.target),
    }


def is_foreign(bitext: Bitext) -> bool:
    """Whether the article is in another language than the digest's readers have."""
    return bitext.article.lang != bitext.target


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
    yield from (("reviewers", name) for name in bitext.reviewers)
    yield from (("engine", engine_words(origin)) for origin in bitext.origins)
    for pair in (bitext.pairs[0], *bitext.body):
        translation = pair.translation if is_foreign(bitext) else None
        if layout is not Layout.TRANSLATION or translation is None:
            yield f"sentence {pair.segment.number}", pair.segment.text
        if translation:
            yield f"sentence {pair.segment.number}, translation", translation.text


def engine_words(origin: Origin) -> str:
    """A machine as it is named in print."""
    model = f"{origin.model} {origin.model_version}".strip() + (" (demo)" if origin.demo else "")
    return ", ".join(part for part in (f"{origin.engine} {origin.engine_version}".strip(), model) if part)


# The head


def _heading(bitext: Bitext, room: int | None = None) -> dict[str, Any]:
    """The title under which an article is printed, within so many characters."""
    told = bitext.title if is_foreign(bitext) else None
    text, lang = (told, bitext.target) if told else (bitext.article.title, bitext.article.lang)
    return passage(shortened(printable(text), room or len(text)), lang)


def _original(bitext: Bitext, room: int | None = None) -> dict[str, Any] | None:
    """The article's own title, where it is printed under another."""
    if not is_foreign(bitext) or not bitext.title:
        return None
    title = bitext.article.title
    return passage(shortened(printable(title), room or len(title)), bitext.article.lang)


def _languages(bitext: Bitext) -> tuple[str, ...]:
    return tuple(dict.fromkeys((bitext.article.lang, bitext.target)))


def _origin_facts(article: Article, lang: str) -> list[str]:
    day = date_words(article.date, lang) if article.date else None
    return [printable(fact) for fact in (article.source, day) if fact]


def _credits(bitext: Bitext) -> Iterator[str]:
    """Who wrote and who translated an article."""
    if author := bitext.article.author:
        yield labels(bitext.target)["author"].format(author=author)
    if is_foreign(bitext):
        yield from _provenance(bitext)


def _provenance(bitext: Bitext) -> Iterator[str]:
    """How the article was translated, how far a person stands behind that, and the key to the marks."""
    names, total = labels(bitext.target), len(bitext.pairs)
    people = ", ".join(bitext.reviewers)
    if bitext.status is Status.MISSING:
        yield names["missing"]
        return
    if bitext.status is Status.REVIEWED:
        yield names["reviewed_by"].format(names=people) if people else names["reviewed_by_person"]
        return
    reviews = Counter(pair.translation.review for pair in bitext.pairs if pair.translation)
    if reviews[Review.MACHINE]:
        engines = "; ".join(dict.fromkeys(map(engine_words, bitext.origins)))
        text = names["machine_by"].format(engine=engines) if engines else names["machine_unnamed"]
        yield f"{_MARKS[Review.MACHINE]}\u00a0{text}"
    if reviews[Review.REVIEWED]:
        yield names["so_far"].format(n=bitext.reviewed, m=total) + (f" ({people})" if people else "")
    if reviews[Review.OUTDATED]:
        text = names["outdated_count"].format(n=reviews[Review.OUTDATED], m=total)
        yield f"{_MARKS[Review.OUTDATED]}\u00a0{text}"
    if bitext.missing:
        yield names["missing_count"].format(n=bitext.missing, m=total)


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


def _colophon(bitext: Bitext, form: Form) -> list[dict[str, Any]]:
    """What a careful reader looks up: names, values, and the addresses that these lead to."""
    target = bitext.target
    return [
        {"name": passage(name, target), "value": passage(value, target), "url": url}
        for name, value, url in _evidence(bitext, form)
    ]


def _evidence(bitext: Bitext, form: Form) -> Iterator[tuple[str, str, str | None]]:
    article, names = bitext.article, print_words(bitext.target)
    if is_foreign(bitext):
        yield names["confirmed"], f"{bitext.reviewed} / {len(bitext.pairs)}", None
        for origin in bitext.origins:
            known = (engine_words(origin), _short_hash(origin.model_sha256))
            yield names["model"], " · ".join(filter(None, known)), None
    yield names["original"], _short_hash(article.sha256), None
    if address := link(article.source_url):
        yield labels(bitext.target)["at_source"], address_words(address), address
    if page := _page(bitext, form):
        yield names["web"], address_words(page), page


def _short_hash(sha256: str) -> str:
    return f"SHA-256 {sha256[:_HASH_LENGTH]}" if sha256 else ""


def _page(bitext: Bitext, form: Form) -> str | None:
    """The address of the article's page, where the site's is known."""
    path = f"{bitext.target}/{bitext.article.slug}/"
    return form.publication.absolute(path) if form.publication.site_url else None


def _code(bitext: Bitext, form: Form) -> dict[str, str] | None:
    page = _page(bitext, form)
    if page is None:
        return None
    return {"svg": code(page), "url": page, "alt": print_words(bitext.target)["code"].format(address=page)}

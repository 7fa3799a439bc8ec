"""The printed digest as data for the templates in digest/print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any

import yaml

from digest.encode import link
from digest.labels import date_words, labels, language_name, own_name
from digest.settings import Settings
from digest.typeset.characters import families, printable
from digest.values import Article, Bitext, Origin, Pair, Review, Status

__all__ = ["document", "texts"]

_HEAD_LENGTH = 120
_LONG_ROW = 560
_LONG_WORD = 26
_HEADING_LENGTH = 120
_STATES = ("reviewed", "mixed", "machine", "partial", "missing")
_MARKS = {Review.REVIEWED: "", Review.MACHINE: "*", Review.OUTDATED: "†"}


@cache
def _words(lang: str) -> dict[str, str]:
    tables = yaml.safe_load(files("digest").joinpath("data", "print.yml").read_text(encoding="utf-8"))
    words: dict[str, str] = tables["en"] | tables.get(lang, {})
    return words


def document(bitexts: Sequence[Bitext], settings: Settings) -> dict[str, Any]:
    """The digest as `print/digest.typ` wants it."""
    lang = settings.target
    words = _words(lang)
    title = printable(settings.title)
    short = _shortened(title, _HEAD_LENGTH // 3)
    return {
        "title": title,
        "heading": _passage(title, lang),
        "short": _passage(short, lang),
        "description": f"{words['articles']}: {len(bitexts)}",
        "lang": lang,
        "fonts": families(),
        "period": _period(bitexts, lang),
        "facts": [{"name": name, "value": printable(value)} for name, value in _facts(bitexts, lang)],
        "words": {"contents": words["contents"], "missing": labels(lang)["mark_missing"]},
        "articles": [_article(bitext, _HEAD_LENGTH - len(short)) for bitext in bitexts],
    }


def _facts(bitexts: Sequence[Bitext], lang: str) -> Iterator[tuple[str, str]]:
    """What the title page tells, as name and value."""
    words, names = _words(lang), labels(lang)
    yield words["articles"], str(len(bitexts))
    spoken = sorted({language_name(bitext.article.lang, lang) for bitext in bitexts})
    foreign = any(_is_foreign(bitext) for bitext in bitexts)
    yield words["languages"], ", ".join(spoken) + (f" → {language_name(lang, lang)}" if foreign else "")
    sources = {bitext.article.source for bitext in bitexts if bitext.article.source}
    if sources:
        yield words["sources"], ", ".join(sorted(sources, key=str.casefold))
    states = Counter(_state(bitext) for bitext in bitexts if _is_foreign(bitext))
    if states:
        told = (f"{names[state]}: {states[state]}" for state in _STATES if states[state])
        yield words["translations"], ", ".join(told)


def _state(bitext: Bitext) -> str:
    """The label of how far an article is translated: "mixed" where a person stands behind part of it."""
    reviews = {pair.translation.review for pair in bitext.pairs if pair.translation}
    return "mixed" if bitext.status is Status.MACHINE and reviews != {Review.MACHINE} else bitext.status.value


def _period(bitexts: Sequence[Bitext], lang: str) -> str:
    days = sorted(bitext.article.date for bitext in bitexts if bitext.article.date)
    ends = dict.fromkeys(date_words(day, lang) for day in (*days[:1], *days[-1:]))
    return printable(" – ".join(ends))


def _article(bitext: Bitext, room: int) -> dict[str, Any]:
    """An article; its running title has `room` characters."""
    article, target = bitext.article, bitext.target
    told = bitext.title if _is_foreign(bitext) else None
    heading = _passage(told, target) if told else _passage(article.title, article.lang)
    facts = [printable(fact) for fact in _origin_facts(article, target)]
    blocks = groupby(bitext.body, lambda pair: pair.segment.block)
    names = (_passage(own_name(lang).upper(), lang) for lang in dict.fromkeys((article.lang, target)))
    return {
        "heading": heading,
        "short": _passage(_shortened(printable(told or article.title), room), heading["lang"]),
        "original": _passage(article.title, article.lang) if told else None,
        "languages": list(names),
        "facts": facts,
        "note": " · ".join([printable(language_name(article.lang, target)), *facts]),
        "credits": [{**_passage(text, target), "url": url} for text, url in _credits(bitext)],
        "parallel": _is_foreign(bitext),
        "blocks": [_block(list(pairs), bitext) for _, pairs in blocks],
    }


def _is_foreign(bitext: Bitext) -> bool:
    return bitext.article.lang != bitext.target


def _origin_facts(article: Article, lang: str) -> list[str]:
    day = date_words(article.date, lang) if article.date else None
    return [fact for fact in (article.source, day) if fact]


def _credits(bitext: Bitext) -> Iterator[tuple[str, str | None]]:
    """Who wrote and who translated an article, and where it stands; each with the address it links to."""
    article, names = bitext.article, labels(bitext.target)
    if article.author:
        yield names["author"].format(author=article.author), None
    if _is_foreign(bitext):
        yield from ((text, None) for text in _provenance(bitext))
    if address := link(article.source_url):
        yield f"{names['at_source']}: {re.sub('^https?://(www[.])?', '', address).rstrip('/')}", address


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
        engines = "; ".join(dict.fromkeys(map(_engine, bitext.origins)))
        text = names["machine_by"].format(engine=engines) if engines else names["machine_unnamed"]
        yield f"{_MARKS[Review.MACHINE]}\u00a0{text}"
    if reviews[Review.REVIEWED]:
        yield names["so_far"].format(n=bitext.reviewed, m=total) + (f" ({people})" if people else "")
    if reviews[Review.OUTDATED]:
        text = names["outdated_count"].format(n=reviews[Review.OUTDATED], m=total)
        yield f"{_MARKS[Review.OUTDATED]}\u00a0{text}"
    if bitext.missing:
        yield names["missing_count"].format(n=bitext.missing, m=total)


def _engine(origin: Origin) -> str:
    model = f"{origin.model} {origin.model_version}".strip() + (" (demo)" if origin.demo else "")
    return ", ".join(part for part in (f"{origin.engine} {origin.engine_version}".strip(), model) if part)


def _block(pairs: Sequence[Pair], bitext: Bitext) -> dict[str, Any]:
    """A paragraph as rows of sentences. It is kept with the next one if it introduces it."""
    text = pairs[0].segment.text
    is_heading = len(text) < _HEADING_LENGTH and text[-1:].isalnum()
    introduces = len(pairs) == 1 and (is_heading or text.endswith(":")) and pairs[0] != bitext.pairs[-1]
    return {"keep": introduces, "rows": [_row(pair, bitext) for pair in pairs]}


def _row(pair: Pair, bitext: Bitext) -> dict[str, Any]:
    translation = pair.translation
    texts = (pair.segment.text, translation.text if translation else "")
    return {
        "number": pair.segment.number,
        "source": _passage(pair.segment.text, bitext.article.lang),
        "target": _passage(translation.text, bitext.target) if translation else None,
        "mark": _MARKS[translation.review] if translation else "",
        "long": max(map(len, texts)) > _LONG_ROW,
    }


def _shortened(text: str, length: int) -> str:
    """The text cut after a whole word, where it is too long for one line."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def texts(bitext: Bitext) -> Iterator[tuple[str, str]]:
    """Every text of an article that is printed, with its place."""
    article = bitext.article
    yield "title", article.title
    facts = {"author": article.author, "source": article.source, "source_url": article.source_url}
    yield from ((place, text) for place, text in facts.items() if text)
    if article.date:
        yield "date", date_words(article.date, bitext.target)
    yield from (("reviewers", name) for name in bitext.reviewers)
    yield from (("engine", _engine(origin)) for origin in bitext.origins)
    for pair in bitext.pairs:
        yield f"sentence {pair.segment.number}", pair.segment.text
        if pair.translation and _is_foreign(bitext):
            yield f"sentence {pair.segment.number}, translation", pair.translation.text


def _passage(text: str, lang: str) -> dict[str, Any]:
    """Text in one language as runs: a long unbroken word, such as an address, comes in whole pieces."""
    runs: list[dict[str, Any]] = []
    for word in re.findall(r"\S+|\s+", printable(text)):
        if len(word) >= _LONG_WORD:
            runs += ({"text": piece, "whole": True} for piece in _pieces(word))
        elif runs and not runs[-1]["whole"]:
            runs[-1]["text"] += word
        else:
            runs.append({"text": word, "whole": False})
    return {"lang": lang, "runs": runs}


def _pieces(word: str) -> Iterator[str]:
    """A long word in pieces between which a line may break: after its signs, or wherever it has none."""
    for part in re.findall(r"[^/.?&=_-]*[/.?&=_-]+|[^/.?&=_-]+", word):
        yield from (part[start : start + _LONG_WORD] for start in range(0, len(part), _LONG_WORD))

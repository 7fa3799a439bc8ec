"""What Pagefind is given of an article: what it is found by, and beside it, hidden, what is shown."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.encode import visible
from digest.glossary import occurrences
from digest.labels import own_name
from digest.search.words import fold, keys, stem, words
from digest.settings import Settings, Term
from digest.values import Bitext, Pair

__all__ = ["Record", "records"]

# Characters of Unicode's private areas stand for the letters of what is shown: Pagefind indexes letters and
# digits and sees none, and search.js turns them back. Most alphabets fit into the area of short characters.
_NEAR, _NEAR_SIZE = 0xE000, 0x1900
_FAR, _FAR_SIZE = 0xF0000, 0x20000
_UNKNOWN = "\ufffd"

_OPENING = "«„“”\"'‘(["
_SMALL = 3  # letters of a word without which a name is known

SENTENCE = "|"
LANGUAGE = "||"


@dataclass(frozen=True, slots=True)
class Record:
    """An article for Pagefind.

    `content` is a row of words. The first is the article's facts, as hidden JSON. `|` begins a sentence, the
    title first; `||` begins the translation. Each word that is shown is hidden and followed by its keys.
    """

    url: str
    content: str
    title: str
    filters: Mapping[str, tuple[str, ...]]
    sort: Mapping[str, str]


def records(bitexts: Sequence[Bitext], settings: Settings) -> tuple[Record, ...]:
    """Give the record of each article, of what is published of it."""
    return tuple(_record(bitext, settings.glossary) for bitext in bitexts)


def _record(bitext: Bitext, glossary: Sequence[Term]) -> Record:
    article, day = bitext.article, bitext.article.date
    published = (bitext.pairs[0], *bitext.body)
    names = _names(bitext, published, glossary)
    translated = article.lang != bitext.target
    content = [_hidden(_facts(bitext))]
    for pair in published:
        content += [SENTENCE, *_shown(pair.segment.text, article.lang, names.get(pair.segment.number, ()))]
    if translated:
        content.append(LANGUAGE)
        for pair in published:
            text = pair.translation.text if pair.translation else ""
            content += [SENTENCE, *_shown(text, bitext.target, names.get(pair.segment.number, ()))]
    titles = ((article.title, article.lang), (bitext.title or "", bitext.target))
    return Record(
        url=f"/{bitext.target}/{article.slug}/",
        content=" ".join(content),
        title=" ".join(key for title, lang in titles[: 1 + translated] for key in keys(title, lang)),
        filters={name: values for name, values in _filters(bitext).items() if values},
        sort={"date": day.strftime("%Y%m%d") if day else "0"},
    )


def _facts(bitext: Bitext) -> str:
    article = bitext.article
    facts = {
        "slug": article.slug,
        "lang": article.lang,
        "target": bitext.target,
        "source": article.source,
        "date": article.date.isoformat() if article.date else None,
    }
    known = {name: visible(value) for name, value in facts.items() if value}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def _filters(bitext: Bitext) -> dict[str, tuple[str, ...]]:
    article = bitext.article
    return {
        "language": (own_name(article.lang),),
        "source": (visible(article.source),) if article.source else (),
        "topic": tuple(visible(topic) for topic in article.topics),
        "year": (f"{article.date.year:04}",) if article.date else (),
    }


def _shown(text: str, lang: str, names: Iterable[Term]) -> list[str]:
    """A sentence: each word hidden and followed by its keys, and a name by its keys in every spelling."""
    shown = visible(text).split()
    row = [[_hidden(word), *keys(word, lang)] for word in shown]
    for term in names if row else ():
        for place in _places(shown, lang, term):
            row[place] += _spellings(term)
    return [part for parts in row for part in dict.fromkeys(parts)]


def _names(bitext: Bitext, pairs: Iterable[Pair], glossary: Sequence[Term]) -> Mapping[int, tuple[Term, ...]]:
    """The terms that occur in each sentence or its translation, by the sentence's number."""
    if not glossary:
        return {}
    article = bitext.article
    alone = (
        replace(bitext, article=replace(article, slug=str(pair.segment.number)), pairs=(pair,), withheld=0)
        for pair in pairs
    )
    return {int(number): terms for number, terms in occurrences(alone, glossary).items() if terms}


def _places(shown: Sequence[str], lang: str, term: Term) -> range:
    """The last words of the sentence that belong to a name in a row, or its last word where none is alike."""
    variants = (*term.variants.get(lang, ()), term.name)
    stems = tuple({stem(word, lang) for variant in variants for word in words(variant)})
    alike = [fold(word).lstrip(_OPENING).startswith(stems) for word in shown]
    last = max((place for place, is_alike in enumerate(alike) if is_alike), default=len(shown) - 1)
    first = last
    while first and alike[first - 1]:
        first -= 1
    return range(first, last + 1)


def _spellings(term: Term) -> Iterator[str]:
    """The keys of a name in every language, without small words as in "Senate of Kazakhstan"."""
    named = {"": (term.name,), **term.variants}
    for lang, variants in named.items():
        for word in (word for variant in variants for word in variant.split()):
            if len(word) > _SMALL or not word[0].islower():
                yield from keys(word, lang)


def _hidden(text: str) -> str:
    return "".join(map(_hide, unicodedata.normalize("NFC", text)))


def _hide(char: str) -> str:
    code = ord(char)
    if code < _NEAR_SIZE:
        return chr(_NEAR + code)
    if code < _FAR_SIZE and unicodedata.category(char) not in ("Co", "Cs"):
        return chr(_FAR + code)
    return _UNKNOWN

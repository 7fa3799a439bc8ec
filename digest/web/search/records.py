"""What Pagefind is given of an article: what it is found by, and beside it, hidden, what is shown."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.encode import visible
from digest.glossary import occurrences
from digest.labels import own_name
from digest.settings import Settings, Term
from digest.values import Bitext, BitextKey, Pair
from digest.web.search.words import fold, keys, stem, words

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
    names = {term.name: _name(term) for term in settings.glossary}
    found = occurrences(_sentences(bitexts), settings.glossary) if names else {}
    mentioned = {key: tuple(names[term.name] for term in terms) for key, terms in found.items()}
    return tuple(_record(bitext, mentioned) for bitext in bitexts)


def _record(bitext: Bitext, mentioned: Mapping[BitextKey, tuple[_Name, ...]]) -> Record:
    article, day = bitext.article, bitext.article.date
    titles = [(article.title, article.lang)]
    content = [_hidden(_facts(bitext)), *_text(bitext, mentioned, translated=False)]
    if article.lang != bitext.target:
        titles.append((bitext.title or "", bitext.target))
        content += [LANGUAGE, *_text(bitext, mentioned, translated=True)]
    return Record(
        url=f"/{bitext.target}/{article.slug}/",
        content=" ".join(content),
        title=" ".join(key for title, lang in titles for key in keys(title, lang)),
        filters={name: values for name, values in _filters(bitext).items() if values},
        sort={"date": day.strftime("%Y%m%d") if day else "0"},
    )


def _text(
    bitext: Bitext, mentioned: Mapping[BitextKey, tuple[_Name, ...]], *, translated: bool
) -> Iterator[str]:
    """The sentences of the original or of the translation.

    A name has its other spellings in the title, and where it stands first in the body: Pagefind takes its
    time for each key.
    """
    lang = bitext.target if translated else bitext.article.lang
    met: set[int] = set()
    for pair in bitext.published:
        names = mentioned.get(_place(bitext, pair), ())
        text = (pair.translation.text if pair.translation else "") if translated else pair.segment.text
        yield SENTENCE
        yield from _shown(text, lang, (name for name in names if id(name) not in met))
        if pair.segment.number and text:
            met |= {id(name) for name in names}


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


def _shown(text: str, lang: str, names: Iterable[_Name]) -> list[str]:
    """A sentence: each word hidden and followed by its keys, and a name by its keys in every spelling."""
    shown = visible(text).split()
    row = [[_hidden(word), *keys(word, lang)] for word in shown]
    for name in names if shown else ():
        for place in _places(shown, name.stems.get(lang, name.stems[""])):
            row[place] += name.keys
    return [part for parts in row for part in dict.fromkeys(parts)]


# Names


@dataclass(frozen=True, slots=True)
class _Name:
    """A term of the glossary: its keys in every language, and what its words begin with in each."""

    keys: tuple[str, ...]
    stems: Mapping[str, tuple[str, ...]]


def _name(term: Term) -> _Name:
    stems = {
        lang: tuple({stem(word, lang) for variant in (*variants, term.name) for word in words(variant)})
        for lang, variants in {"": (), **term.variants}.items()
    }
    return _Name(tuple(_spellings(term)), stems)


def _spellings(term: Term) -> Iterator[str]:
    """The keys of a name in every language, without small words as in "Senate of Kazakhstan"."""
    for lang, variants in {"": (term.name,), **term.variants}.items():
        for word in (word for variant in variants for word in variant.split()):
            if len(word) > _SMALL or not word[0].islower():
                yield from keys(word, lang)


def _sentences(bitexts: Iterable[Bitext]) -> Iterator[Bitext]:
    """Every published sentence as an article of its own, so that one can ask which names are in it."""
    for bitext in bitexts:
        for pair in bitext.published:
            article = replace(bitext.article, slug=_place(bitext, pair).slug)
            yield replace(bitext, article=article, pairs=(pair,), withheld=0)


def _place(bitext: Bitext, pair: Pair) -> BitextKey:
    return BitextKey(f"{bitext.article.slug} {pair.segment.number}", bitext.target)


def _places(shown: Sequence[str], stems: tuple[str, ...]) -> range:
    """The last words of a sentence that belong to a name in a row, or its last word where none is alike."""
    alike = [fold(word).lstrip(_OPENING).startswith(stems) for word in shown]
    last = max((place for place, is_alike in enumerate(alike) if is_alike), default=len(shown) - 1)
    first = last
    while first and alike[first - 1]:
        first -= 1
    return range(first, last + 1)


# What is shown, hidden from Pagefind


def _hidden(text: str) -> str:
    return "".join(map(_hide, unicodedata.normalize("NFC", text)))


def _hide(char: str) -> str:
    code = ord(char)
    if code < _NEAR_SIZE:
        return chr(_NEAR + code)
    if code < _FAR_SIZE and unicodedata.category(char) not in ("Co", "Cs"):
        return chr(_FAR + code)
    return _UNKNOWN

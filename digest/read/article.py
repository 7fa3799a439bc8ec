"""From raw bytes to an article: decode them, split them into lines, clean these, and collect the metadata."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date

from anyascii import anyascii

from digest.errors import SeedError
from digest.read import attribution, clutter, dates, language, text
from digest.read.clutter import Cleaned, Line, Metadata
from digest.settings import ArticleMetadata, Settings, Source, Topic
from digest.values import Article, Seed

__all__ = ["extract", "slug_of", "topics_of"]

_TAKEN_NAMES = frozenset({"index", "sources", "topics", "languages"})
# Windows reserves these names for devices.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_LONGEST_SLUG = 80
_WHOLE = 500
# Of a host's last part: the country that it stands for, where that is not its code.
_COUNTRIES = {"uk": "GB", "gov": "US", "edu": "US", "mil": "US"}
_HOST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+([a-z]{2}|gov|edu|mil)(?=[/:?#]|$)", re.IGNORECASE)


def extract(seed: Seed, settings: Settings, latest: date | None = None) -> Article:
    """The clean article in a raw file; what an editor has put in the settings overrides what was read.

    A date in the file after `latest` is not taken for the article's.

    Raises SeedError for a file that is empty, binary or holds no article.
    """
    decoded = text.decode(seed.raw, seed.name)
    blocks = text.blocks(decoded)
    slug = slug_of(seed.name)
    cleaned = _cleaned(blocks, latest, settings.articles.get(slug, ArticleMetadata()), settings)
    if cleaned is None:
        raise SeedError(
            seed.name,
            "no article: there is not one paragraph of text",
            allowed="a headline and at least one whole sentence",
            remedy="put the article's text into the file, or delete it",
        )
    return _assembled(cleaned, settings, slug, hashlib.sha256(seed.raw).hexdigest())


def slug_of(name: str) -> str:
    """The name of an article's pages: the file's name in a-z, 0-9, "_" and "-", safe on every system."""
    stem = re.sub(r"\.\w{1,5}$", "", re.split(r"[/\\]", name)[-1])
    plain = re.sub(r"[^a-z0-9_]+", "-", anyascii(stem).lower()).strip("-")[:_LONGEST_SLUG].strip("-")
    if not plain:
        return "article"
    return f"article-{plain}" if plain in _TAKEN_NAMES | _DEVICES else plain


def topics_of(title: str, body: Sequence[str], topics: Sequence[Topic]) -> tuple[str, ...]:
    """The topics that have a word in the headline or the body, each given by the beginnings of its words."""
    whole = "\n".join((title, *body)).casefold()
    return tuple(
        topic.name for topic in topics if any(_begins_word(start.casefold(), whole) for start in topic.words)
    )


def _begins_word(start: str, text: str) -> bool:
    """Whether any word of a text begins with `start`."""
    at = text.find(start)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(start, at + 1)
    return at >= 0


def _cleaned(
    blocks: Sequence[text.Block], latest: date | None, known: ArticleMetadata, settings: Settings
) -> Cleaned | None:
    """The lines without their clutter; dates with two readings are read once the language is known."""
    stamps = [dates.scan(block.text, latest=latest) for block in blocks]
    cleaned = clutter.clean([_line(block, stamp) for block, stamp in zip(blocks, stamps, strict=True)])
    if cleaned is None or not any(stamp and stamp.ambiguous for stamp in stamps):
        return cleaned
    order = dates.order_of(known.lang or _language(cleaned, settings), _country(cleaned.metadata, known))
    if order is dates.Order.UNKNOWN:
        return cleaned
    return clutter.clean([_line(block, dates.scan(block.text, order, latest)) for block in blocks])


def _country(metadata: Metadata, known: ArticleMetadata) -> str | None:
    """The country that the source's address ends with, as in bbc.co.uk."""
    address = known.source_url or metadata.source_url or metadata.outlet or ""
    host = _HOST.match(address)
    return _COUNTRIES.get(host[1].lower(), host[1].upper()) if host else None


def _line(block: text.Block, stamp: dates.Stamp | None) -> Line:
    closed = dates.closes_with_date(block.text)
    if stamp is None:
        return Line(block.line, block.text, block.gap, closed_by_date=closed)
    updated = stamp.role is dates.Role.UPDATED
    return Line(block.line, block.text, block.gap, True, stamp.day, updated, stamp.rest, closed)


def _assembled(cleaned: Cleaned, settings: Settings, slug: str, sha256: str) -> Article:
    known = settings.articles.get(slug, ArticleMetadata())
    metadata = cleaned.metadata
    lang = known.lang or _language(cleaned, settings)
    headline = attribution.without_site((cleaned.title, *cleaned.titles), _sites(cleaned))
    section = _sentence_case(metadata.section)
    if metadata.section and (
        attribution.is_known(metadata.section) or metadata.section in _owners(cleaned, headline)
    ):
        section, metadata = None, metadata.over(Metadata(outlet=metadata.section))
    read = _source(cleaned, metadata, headline.site, lang)
    source = _listed(known.source or read, settings.sources)
    topics = known.topics
    if topics is None:
        topics = topics_of(cleaned.title, cleaned.body, settings.topics)
    return Article(
        slug=slug,
        lang=lang,
        title=known.title or headline.text,
        body=cleaned.body,
        sha256=sha256,
        date=known.date or metadata.date or metadata.updated,
        author=known.author or metadata.author,
        source=source.name if source else None,
        source_url=known.source_url or metadata.source_url or (source.url if source else None),
        section=known.section or section,
        topics=topics,
        byline=metadata.byline,
        photo_credit=metadata.photo_credit,
        views=metadata.views,
        reading_minutes=metadata.reading_minutes,
        cuts=cleaned.cuts,
    )


def _sentence_case(label: str | None) -> str | None:
    """A label in capitals, written as a word; abbreviations stay as they are."""
    return label.capitalize() if label and label.isupper() and len(label) > 4 else label


def _language(cleaned: Cleaned, settings: Settings) -> str:
    whole = "\n".join((cleaned.title, *cleaned.body))
    expected = (*settings.languages, settings.target)
    if len(whole) < _WHOLE:
        return language.detect(whole, expected)
    return language.detect(whole)


def _sites(cleaned: Cleaned) -> frozenset[str]:
    """What the page may call its own site: names beside a copyright sign, short lines that were cut."""
    notices = (attribution.from_notice(line) for line in _notices(cleaned))
    lines = (cut.text for cut in cleaned.cuts if len(cut.text.split()) <= 4)
    return frozenset(name for name in (*notices, *lines) if name)


def _owners(cleaned: Cleaned, headline: attribution.Headline) -> set[str | None]:
    """The names of the site in the headline and in notices."""
    return {headline.site, *(attribution.from_notice(line) for line in _notices(cleaned))}


def _notices(cleaned: Cleaned) -> list[str]:
    return [cut.text for cut in cleaned.cuts if cut.rule in {"disclaimer", "copyright_line"}]


def _source(cleaned: Cleaned, metadata: Metadata, site: str | None, lang: str) -> str | None:
    """Where the news comes from; an explicit statement takes precedence over an inference."""
    latin = lang in {"kk", "ru", "uk", "ky", "be", "bg"}
    label = attribution.outlet(metadata.source) if metadata.source else None
    body = attribution.from_body(cleaned.body, latin=latin)
    # A name in the text is better than an address: "nur.kz" becomes NUR.KZ where the text writes it so.
    if label and not (body and metadata.source_url and body.casefold() == label.casefold()):
        return label
    if body:
        return body
    owners = (attribution.from_notice(line) for line in _notices(cleaned))
    publishers = (attribution.from_publisher(cut.text) for cut in cleaned.cuts)
    credit = attribution.from_credit(metadata.byline) if metadata.byline else None
    return credit or metadata.outlet or site or next(filter(None, (*owners, *publishers)), None)


def _listed(name: str | None, sources: Sequence[Source]) -> Source | None:
    """The source under the name that the editors use for it."""
    if name is None:
        return None
    for source in sources:
        if name.casefold() in {one.casefold() for one in (source.name, *source.also)}:
            return source
    return Source(name=name)

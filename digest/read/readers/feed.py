"""Feeds that somebody saved, each entry an article or its teaser: a border around feedparser."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import feedparser  # type: ignore[import-untyped]  # it ships no types

from digest.encode import link
from digest.errors import SeedError
from digest.read import dates, text
from digest.read.clutter.lines import bare
from digest.read.clutter.vocabulary import word_list
from digest.read.draft import Draft, Shape
from digest.read.readers.markup import lines_of
from digest.read.readers.parts import hash_of, named_apart, slug_of_part
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_ROOTS = frozenset({"rss", "feed", "rdf"})
_PAGES = "save the pages that it names, as HTML"
# What else is kept in files that end in .xml: what it is, and what to do.
_OTHERS = {
    "urlset": ("a sitemap: addresses without their articles", _PAGES),
    "sitemapindex": ("an index of sitemaps: addresses without articles", _PAGES),
    "opml": ("a list of feeds (OPML)", "save each feed that it names"),
    "html": ("an HTML page", "give it a name that ends in .html"),
    "newsml": ("an agency's NewsML", "save its articles as text or HTML"),
    "newsmessage": ("an agency's NewsML-G2", "save its articles as text or HTML"),
    "newsitem": ("an agency's NewsML-G2", "save its articles as text or HTML"),
    "nitf": ("an agency's NITF", "save its articles as text or HTML"),
    "package": ("a part of an e-book", "put the .epub itself there"),
    "workbook": ("a table in Excel’s XML", "save it as .xlsx or .csv"),
}
_KINDS = "a feed: RSS, Atom or RDF"
_ENTITY = re.compile(rb"<\0?!\0?E\0?N\0?T\0?I\0?T\0?Y", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")
_BEFORE_ROOT = re.compile(r"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_HEAD = 1 << 16  # bytes within which the root element stands
# "me@example.org (Name)", as RSS has it, and "Name (me@example.org)", as feedparser puts Atom's together.
_BYLINE = re.compile(r"^\S+@\S+\s*\((.+)\)$|^(.+?)\s*\(\S+@\S+\)$")
# All that feedparser was seen to raise over damaged bytes.
_DAMAGE = (AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
_ACCOUNTS = frozenset(
    {"admin", "administrator", "editor", "root", "webmaster", "redaktor", "админ", "редактор"}
)
# How sure a feed is. Its own title is often a motto, and where nobody chose a language it is often "en".
_OF_ENTRY, _OF_FEED, _UNSURE = 0.9, 0.6, 0.4


def read(seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
    """The entries of a feed, as articles.

    Nothing is fetched, and nothing is expanded that the file defines itself.

    Raises:
        SeedError: the file is no feed, is damaged, or has no entry.
    """
    _refuse_others(seed)
    parsed = _parsed(seed)
    if not parsed.entries:
        if parsed.bozo:
            raise _damaged(seed.name, parsed.bozo_exception)
        raise SeedError(seed.name, "a feed without an entry", remedy="save it again, or delete it")
    of_feed = tuple(_facts_of_feed(parsed.feed))
    drafts = (
        _draft(entry, f"entry {number}", of_feed, seed.name) for number, entry in enumerate(parsed.entries, 1)
    )
    return named_apart([*drafts, *_cut_short(parsed, seed)])


def _parsed(seed: Seed) -> Any:
    """What feedparser makes of a file."""
    try:
        # From a stream: of a text, feedparser would try to fetch or open what it names.
        return feedparser.parse(io.BytesIO(seed.raw))
    except _DAMAGE as error:
        raise _damaged(seed.name, error) from error


def _damaged(name: str, error: Exception) -> SeedError:
    why = " ".join(str(error).split())[:120]
    return SeedError(name, f"a damaged feed: {why}", allowed=_KINDS, remedy="save it again from its site")


def _refuse_others(seed: Seed) -> None:
    """Refuse a file that is no feed, or that no feed needs to be.

    Raises:
        SeedError: says which.
    """
    if not seed.raw.strip(b"\0 \r\n\t"):
        raise SeedError(seed.name, "the file is empty", remedy="save the feed again, or delete it")
    if _ENTITY.search(seed.raw):
        raise SeedError(
            seed.name,
            "it defines XML entities, which can grow without end",
            allowed="a feed that defines none",
            remedy="do not trust it; save the feed again from its site",
        )
    # Latin letters, of which names of elements are made, are the same in all encodings but for NULs.
    head = seed.raw[:_HEAD].replace(b"\0", b"").decode("latin-1")
    root = _ROOT.search(_BEFORE_ROOT.sub("", head))
    name = root[1].casefold() if root else ""
    if name not in _ROOTS:
        what, remedy = _OTHERS.get(name, ("", f"save it as {_KINDS}, or move it out of seeds/"))
        found = what or (f"no feed: its root element is <{root[1][:40]}>" if root else "no feed, and no XML")
        raise SeedError(seed.name, found, allowed=_KINDS, remedy=remedy)


def _cut_short(parsed: Any, seed: Seed) -> Iterator[SeedError]:
    """The error for a feed whose end is missing, beside the entries before that."""
    tail = seed.raw.replace(b"\0", b"").rstrip()[-40:].lower()
    if parsed.bozo and not re.search(
        rb"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>(?>\s*<!--.*?-->)*+\s*$", tail, re.DOTALL
    ):
        yield SeedError(
            seed.name,
            "the feed is cut short",
            place="the end",
            remedy="save it again; the last entry may be short",
        )


def _draft(entry: Any, place: str, of_feed: tuple[Fact, ...], name: str) -> Draft | SeedError:
    facts = tuple(_facts(entry))
    title = next((fact.value for fact in facts if fact.name == "title"), "")
    url = next((fact.value for fact in facts if fact.name == "source_url"), "")
    whole = _text(entry)
    if not whole:
        return SeedError(
            name,
            "no text",
            place=place,
            allowed="an entry with its article, or the first sentences of it",
            remedy="save the article's page",
        )
    key = entry.get("id") or url or title or whole
    content = [f"{fact.name}={fact.value}" for fact in facts]
    sha256 = hash_of(*content, whole)
    slug = slug_of_part(title or whole[:60], key)
    return Draft(slug, whole, sha256, facts + of_feed, Shape.ARTICLE, place)


def _text(entry: Any) -> str:
    """The lines of the article itself where the entry has it, or else of its summary."""
    contents = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    texts = (
        one.get("value", "") if one.get("type") == "text/plain" else lines_of(one.get("value", ""))
        for one in contents
    )
    return next((found for found in texts if found.strip()), "")


# Facts


def _facts(entry: Any) -> Iterator[Fact]:
    """What an entry says of its article, for each field the surest first."""
    if title := _line(entry.get("title")):
        yield Fact("title", title, "feed entry")
    if url := _address(entry):
        yield Fact("source_url", url, "feed entry")
    for field, sure in (("published", 1.0), ("updated", 0.8)):
        # Asked as a dictionary: feedparser's own answers for "updated" with "published".
        if day := _day(dict.get(entry, field), dict.get(entry, f"{field}_parsed")):
            yield Fact("date", day.isoformat(), f"feed entry, {field}", sure)
    if author := _author(entry):
        yield Fact("author", author, "feed entry", _OF_ENTRY)
    categories = [term for tag in entry.get("tags", ()) if (term := _line(tag.get("term")))]
    # A system that has only tags writes them where others write the section.
    sure = _OF_ENTRY if len(categories) == 1 else _UNSURE
    yield from (Fact("section", term, "feed entry, category", sure) for term in categories[:1])
    if source := _line((entry.get("source") or {}).get("title")):
        yield Fact("source", source, "feed entry, source")
    yield from _language(entry.get("language") or (entry.get("title_detail") or {}).get("language"))


def _facts_of_feed(feed: Any) -> Iterator[Fact]:
    """What a feed says of all its entries."""
    if title := _publisher(_line(feed.get("title")), feed.get("link")):
        yield Fact("source", title, "feed", _OF_FEED)
    yield from _language(feed.get("language"))


def _language(code: str | None) -> Iterator[Fact]:
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", code or "")
    if found:
        lang = found[0].lower()
        yield Fact("lang", lang, "feed", _UNSURE if lang == "en" else _OF_ENTRY)


def _line(value: str | None) -> str:
    """A title or a name, which may be HTML, as one line."""
    return text.tidy(lines_of(value).replace("\n", " ")) if value else ""


def _address(entry: Any) -> str | None:
    """The address of the article: the entry's link, or its identifier where that is one."""
    return link(entry.get("link")) or link(entry.get("id"))


def _author(entry: Any) -> str:
    """The name of a person; accounts and addresses are not told."""
    said = _line(entry.get("author"))
    found = _BYLINE.match(said)
    name = (found[1] or found[2]) if found else said
    return "" if "@" in name or name.casefold() in _ACCOUNTS else name


def _day(said: str | None, parsed: Any) -> datetime.date | None:
    """The day that an entry writes, in its own time zone."""
    if not said:
        return None
    try:
        return parsedate_to_datetime(said).date()
    except (ValueError, TypeError, IndexError):
        pass
    stamp = dates.scan(said)
    if stamp and stamp.day:
        return stamp.day
    try:
        return datetime.date(*parsed[:3]) if parsed else None
    except (ValueError, TypeError):
        return None


def _publisher(title: str, url: str | None) -> str:
    """The publisher's name in a feed's title: the part that its address has too, or what is no section."""
    host = re.sub(r"^www\.", "", urlsplit(link(url) or "").hostname or "")
    parts = [part for part in re.split(r"\s+[|–—:»/-]+\s+", title) if part]
    for part in parts:
        plain = re.sub(r"[\W_]+", "", part.casefold())
        if len(plain) >= 3 and plain in re.sub(r"[\W_]+", "", host):
            return part
    labels = word_list("sections") | word_list("news")
    names = [part for part in parts if bare(part) not in labels]
    return title if len(names) == len(parts) else " ".join(names[:1])

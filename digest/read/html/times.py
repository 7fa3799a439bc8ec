"""When an article was published, by the page's own words."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from itertools import chain

from htmldate import find_date
from lxml import html  # type: ignore[import-untyped]  # no types
from lxml.etree import XPath  # type: ignore[import-untyped]  # no types

from digest.read import dates
from digest.read.html import linked_data
from digest.read.html.markup import Markup, text_within
from digest.values import Fact

__all__ = ["facts"]

_TAGS = (
    ("article:published_time", "Open Graph"),
    ("article:published", "Open Graph"),
    ("og:published_time", "Open Graph"),
    ("og:article:published_time", "Open Graph"),
    ("datepublished", "microdata"),
    ("dc.date.issued", "Dublin Core"),
    ("dcterms.issued", "Dublin Core"),
    ("dcterms.created", "Dublin Core"),
    ("dc.date.created", "Dublin Core"),
    ("dc.date", "Dublin Core"),
    ("dcterms.date", "Dublin Core"),
    ("dcterms.modified.first", "Dublin Core"),
    ("pubdate", "meta"),
    ("publishdate", "meta"),
    ("publish_date", "meta"),
    ("publish-date", "meta"),
    ("published_time", "meta"),
    ("parsely-pub-date", "meta"),
    ("mediator_published_time", "meta"),
    ("cxenseparse:recs:publishtime", "meta"),
    ("sailthru.date", "meta"),
    ("article.published", "meta"),
    ("date", "meta"),
)
_ISO = re.compile(
    r"\s*((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T\s](\d\d):?(\d\d)(?::?\d\d)?(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?)?"
)
_EARLIEST = datetime.date(1995, 1, 1)
_LATEST = datetime.date(2100, 1, 1)
_DATED = XPath(
    "//*[contains(@class,'date') or contains(@class,'Date') or contains(@class,'time')"
    " or contains(@class,'Time') or contains(@class,'publish') or contains(@class,'meta')"
    " or contains(@class,'data')]"
    "[not(self::body or self::html or self::main or self::article)]"
)
_FIRST = 40
_GUESS = 0.4


def facts(root: html.HtmlElement, article: linked_data.Node, marks: Markup) -> Iterator[Fact]:
    """The day of publication, the surest first; that of a change is none.

    Where no metadata tell it, htmldate is asked, and then a date that stands alone near the headline.
    """
    found = list(_stated(article, marks))
    searched = not found
    if searched:
        found = list(_searched(root))
    changed = {moment[0] for text in _changes(article, marks) if (moment := _day_of(text))}
    shown = {day for one in marks.times if (day := _shown(one.text))}
    seen: set[datetime.date] = set()
    for day, late, origin, confidence in found:
        # A time in UTC late in the evening belongs to the next day where the page shows that.
        following = day + datetime.timedelta(days=1)
        own = following if late and following in shown and day not in shown else day
        if own not in seen and _EARLIEST <= own < _LATEST:
            seen.add(own)
            guess = searched and own in changed and own not in shown
            yield Fact("date", own.isoformat(), origin, _GUESS if guess else confidence)


def _changes(article: linked_data.Node, marks: Markup) -> Iterator[str]:
    """When the page was changed, by its own words."""
    if text := linked_data.text_of(article.get("dateModified")):
        yield text
    yield from marks.named("article:modified_time", "og:updated_time", "datemodified", "last-modified")


_Found = tuple[datetime.date, bool, str, float]


def _stated(article: linked_data.Node, marks: Markup) -> Iterator[_Found]:
    told = chain(
        ((linked_data.text_of(article.get("datePublished")), "JSON-LD", 0.95),),
        (
            (text, origin, 0.9 if origin != "meta" else 0.7)
            for tag, origin in _TAGS
            for text in marks.named(tag)
        ),
        ((text, "microdata", 0.9) for text in marks.items.get("datepublished", ())),
        ((one.stamp or one.text, "<time>", 0.8) for one in marks.times if one.published),
        ((one.stamp or one.text, "<time>", 0.7) for one in marks.times[:1]),
        ((linked_data.text_of(article.get("dateCreated")), "JSON-LD", 0.6),),
    )
    for text, origin, confidence in told:
        moment = _day_of(text) if text else None
        if moment:
            yield (*moment, origin, confidence)


def _day_of(text: str) -> tuple[datetime.date, bool] | None:
    """The day in a timestamp, and whether it is late in the evening by UTC; None if it has none."""
    try:
        if found := _ISO.match(text):
            day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
            return day, found[6] in {"Z", "+00:00", "+0000"} and int(found[4]) >= 18
        stamp = dates.scan(text)
        if stamp and stamp.day:
            return stamp.day, False
        moment = parsedate_to_datetime(text)
        return moment.date(), moment.utcoffset() == datetime.timedelta() and moment.hour >= 18
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _shown(text: str) -> datetime.date | None:
    stamp = dates.scan(text) if text else None
    return stamp.day if stamp else None


def _searched(root: html.HtmlElement) -> Iterator[_Found]:
    """A date that no metadata state: the first that stands in a box for it, or what htmldate finds."""
    for box in _DATED(root)[:_FIRST]:
        text = text_within(box, 90)
        stamp = dates.scan(text) if text else None
        if stamp and stamp.day and stamp.role is not dates.Role.UPDATED:
            yield stamp.day, False, "byline", 0.7
            return
    # The day of the build must not decide what is found, so the latest day is a fixed one.
    found = find_date(root, extensive_search=False, original_date=True, max_date="2100-01-01")
    if found and (moment := _day_of(found)):
        yield moment[0], False, "htmldate", 0.6

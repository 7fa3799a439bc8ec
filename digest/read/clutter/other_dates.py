"""The dates on a page that are not the article's: its clock, and those of teasers and comments."""

from __future__ import annotations

import re
from collections.abc import Mapping

from digest.read.clutter.around_headline import menu
from digest.read.clutter.lines import Metadata, Page, few, is_headline

__all__ = ["other_dates"]

# Rules for lines that stand beside an article's date.
_BESIDE_DATE = frozenset({"author_line", "byline", "counter", "labelled_number", "share_buttons"})
# And for what else may stand between the end of an article and its date.
_BELOW_TEXT = _BESIDE_DATE | {
    "agency_initials",
    "metadata",
    "photo_caption",
    "section_line",
    "separator",
    "source_line",
    "tags",
}
_MENU = 3
_MORE_THAN_TIME = re.compile(r"[^\W\d_]{3}|\d[./-]\d{1,2}[./-]\d")


def other_dates(page: Page, found: Mapping[int, Metadata]) -> frozenset[int]:
    """The lines whose date belongs to something else than the article; `found` is the metadata by line.

    Above the headline this is a date with a menu below it, and one later than the article's own date below
    the headline: a page's clock shows the day of copying. Below the headline it is a date with another
    headline and a date below it, below the text a date after lines that do not belong to the article, such as
    the headline or the name above it.
    """
    dated = {n: day for n, metadata in found.items() if (day := metadata.date or metadata.updated)}
    above = [n for n in dated if n < page.title]
    below = [n for n in dated if n > page.last]
    head = [n for n in dated if page.title < n < page.first]
    own = [day for n, day in dated.items() if page.title < n < max(page.first, page.opening)]
    unknown = any(_is_unknown(page, n) for n in range(page.title + 1, page.first))
    first, menus = min(own, default=None), _lowest_menu(page)
    clocks = {n for n in above if unknown or n < menus or (first is not None and first < dated[n])}
    # A list of teasers was taken for the beginning of the article; the last of the dates is the article's.
    listed = bool(head) and _above_headline(page, min(head), max(head))
    teasers = set(head) - {max(head)} if listed else set()
    closed = _end_of_article(page)
    return frozenset(clocks | teasers | {n for n in below if n > closed})


def _is_unknown(page: Page, index: int) -> bool:
    """Whether a line is just a day that cannot be known, such as "today, 10:15", "26 March" or 03/04/2020."""
    line = page.lines[index]
    return line.dated and line.day is None and not line.rest and _MORE_THAN_TIME.search(line.text) is not None


def _lowest_menu(page: Page) -> int:
    """The line from which on no menu of the site stands between a line and the headline."""
    entries, found = menu(page), 0
    for index in range(page.title - 1, -1, -1):
        if page.taken.get(index) in _BESIDE_DATE:
            continue
        row = page.taken.get(index) == "navigation" and not few(page.text(index), _MENU - 1)
        found += index in entries
        if row or found >= _MENU:
            return index
    return 0


def _above_headline(page: Page, index: int, last: int) -> bool:
    """Whether there is a headline between two lines: what was taken for the article's is a teaser's."""
    kept = (page.text(n) for n in range(index + 1, last) if page.free(n))
    return any(is_headline(text) and not few(text, _MENU) for text in kept)


def _end_of_article(page: Page) -> int:
    """The first line below the text that does not belong to it; the last line where there is none."""
    for index in range(page.last + 1, len(page.lines)):
        if page.taken.get(index) not in _BELOW_TEXT:
            return index
    return len(page.lines)

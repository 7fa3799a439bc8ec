"""What remains around the headline and below the article: the author, the section, other lines."""

from __future__ import annotations

import re
from functools import cache

from digest.read.clutter.lines import (
    REACH,
    Hit,
    Metadata,
    Page,
    Rule,
    bare,
    ends_sentence,
    few,
    is_item,
    is_prose,
    key,
    words,
)
from digest.read.clutter.metadata import author_of
from digest.read.clutter.names import first_part, is_name
from digest.read.clutter.vocabulary import is_place, pattern, word_list

__all__ = [
    "AROUND_HEADLINE",
    "byline",
    "feed_signature",
    "headline_again",
    "menu",
    "section_label",
    "surroundings",
]

_SIGNATURE = 120  # characters around the headline
# With less probability even an item of a list stands around the article.
_LEAST = 0.1
_LONGEST_BYLINE = 300
# So many lines above and below a headline a section is looked for.
_LABELS = 150
_OWN = frozenset({"section_label", "byline", "above_headline"})


def headline_again(page: Page, index: int) -> Hit | None:
    """The headline, or a repeat of it."""
    if index == page.title:
        return Hit()
    if len(page.text(index)) > len(page.text(page.title)) + 80:
        return None
    own, title = key(page.text(index)), key(page.text(page.title))
    if own == title:
        return Hit()
    # The same with a site's name after it, a word before it, or its end cut off.
    near = len(title) > 15 and (own.startswith(title) or own.endswith(title)) and len(own) - len(title) <= 45
    short = page.text(index).endswith(("…", "...")) and len(own) > 20 and title.startswith(own)
    separated = re.search(r"\s[|–—•/:-]\s", page.text(index)) or index < page.title
    return Hit() if (near and separated and not is_prose(page.text(index))) or short else None


def feed_signature(page: Page, index: int) -> Hit | None:
    """A feed's sentence on where the article of this headline was first published."""
    own, title = key(page.text(index)), key(page.text(page.title))
    signed = title in own and len(own) <= len(title) + _SIGNATURE and index > page.title
    return Hit() if signed and re.search(pattern("first_published"), page.text(index).casefold()) else None


def byline(page: Page, index: int) -> Hit | None:
    """The author's name beside the headline or under the article."""
    text = page.text(index)
    if (
        page.inside(index)
        or not few(text, 9)
        or len(text) > _LONGEST_BYLINE
        or (ends_sentence(text) and not is_name(text.rstrip(".")))
    ):
        return None
    if index < page.title:
        near = [page.lines[n] for n in (index - 1, index + 1) if n >= 0]
        beside = any(line.dated for line in near) and index not in menu(page)
        person = beside and is_name(text) and bare(text) not in word_list("sections")
        return Hit(1, Metadata(author=text, byline=text)) if person else None
    # "Z Warszawy Jan Kowalski (PAP)", "Из Астаны Иван Петров".
    plain = _from_place().sub("", text)
    plain = plain if is_name(first_part(plain)) else text
    metadata = author_of(plain.rstrip("."), text)
    named = metadata and metadata.author and (is_name(plain) or is_name(first_part(plain)))
    close = index <= page.last + 3 or index < page.first
    if _is_pictured(page, index) or _is_listed(page, index):
        return None
    # Below the article a name may be a tag: a person whom the article mentions.
    if (
        named
        and close
        and index > page.last
        and any(plain in line.text for line in page.lines[page.first : page.last + 1])
    ):
        return None
    return Hit(1, metadata) if metadata and named and close else None


def _is_listed(page: Page, index: int) -> bool:
    """Whether a name stands in a list of three or more: people whom the article names."""
    start = end = index
    while start > 0 and is_name(page.text(start - 1).rstrip(".,;")):
        start -= 1
    while is_name(page.text(end + 1).rstrip(".,;")):
        end += 1
    return end - start >= 2


def _is_pictured(page: Page, index: int) -> bool:
    """Whether a line between headline and text is the name of the person in a picture, above its credit."""
    credited = page.taken.get(index + 1) == "photo_caption" and (
        not page.taken.get(index - 1) or is_name(page.text(index + 2))
    )
    return credited and page.title < index < max(page.first, page.opening) and is_name(page.text(index))


@cache
def _from_place() -> re.Pattern[str]:
    place = r"[^\W\d_]\S+(?:[ -][^\W\d_]\S+)??"
    return re.compile(rf"^{pattern('from_place')}\s{place}\s(?=\S+\s\S)", re.IGNORECASE)


def section_label(page: Page, index: int) -> Hit | None:
    """A short label beside the headline: the section, a place or the author."""
    text = page.text(index)
    if (
        not page.free(index)
        or not few(text, 4 if index < page.title else 3)
        or len(text) > 45
        or index >= page.first
        or ends_sentence(text)
    ):
        return None
    if _is_pictured(page, index):
        return Hit()
    if index > page.title and _is_listed(page, index):
        return None
    if is_name(text) and bare(text) not in word_list("sections") and index > page.title:
        return Hit(1, Metadata(author=text, byline=text))
    if index > page.title and text[0] in '«„“"' and text[-1] in '»”"':
        return Hit(1, Metadata(outlet=text.strip('«»„“”"')))
    near = abs(index - page.title) <= _LABELS
    can_be = near and text[0].isupper() and not text.endswith(":") and not is_place(text)
    chosen = can_be and _best_label(page) == index
    # "News: World"
    kind, _, rest = text.partition(": ")
    section = rest if rest and bare(kind) in word_list("news") else text
    return Hit(1, Metadata(section=section) if chosen else Metadata())


def _best_label(page: Page) -> int | None:
    """The short line that names the section: a usual name, else the only line above the headline."""
    path = _path(page)
    if path is not None:
        return path
    entries = menu(page)
    begin, end = max(0, page.title - _LABELS), min(page.first, page.title + _LABELS)
    trail = [n for n in range(begin + 1, page.title) if page.free(n) and _is_arrow(page, n - 1)]
    if trail and not _is_arrow(page, trail[-1] + 1):
        return trail[-1]
    head = [n for n in range(begin, end) if page.free(n) and n != page.title and n not in entries]
    loose = [n for n in head if few(page.text(n), 4) and not ends_sentence(page.text(n))]
    again = [n for n in loose if any(bare(page.text(n)) == bare(page.text(m)) for m in entries)]
    usual = [n for n in loose if bare(page.text(n)) in word_list("sections")]
    above = [n for n in loose if n < page.title and _can_be_section(page.text(n))]
    if again:
        return again[-1]
    if 1 <= len(usual) <= 2 or (usual and usual[-1] == page.title - 1):
        return usual[-1]
    if above and above[-1] == page.title - 1 and page.spaced and page.lines[above[-1]].gap:
        return above[-1]
    return above[-1] if len(above) in (1, 2) else None


def _path(page: Page) -> int | None:
    """The last step of a path from the home page, one step a line, above the headline."""
    last = page.title - 1
    start = last
    while start > 0 and last - start < 3 and page.joined(start):
        start -= 1
    home = start < last and bare(page.text(start)) in word_list("homes") and page.spaced
    usual = home and bare(page.text(last)) in word_list("sections") and page.free(last)
    return last if usual else None


def _is_arrow(page: Page, index: int) -> bool:
    """Whether a line is just the arrow between two steps of a path."""
    return bool(re.fullmatch(r"[>›»→⟩/\s]+", page.text(index)))


def _can_be_section(text: str) -> bool:
    button = re.match(rf"{pattern('appeal_alone')}(?!\w)", text.casefold())
    network = any(bare(word) in word_list("networks") for word in words(text))
    name = (
        text[0].isupper() and not network and not is_place(text) and not re.search(r"\s[|–—-]\s|\.\w", text)
    )
    return name and not button


def menu(page: Page) -> frozenset[int]:
    """The lines of menus above the headline, within reach: three or more labels in consecutive lines."""
    entries: set[int] = set()
    run: list[int] = []
    for index in range(max(0, page.title - REACH), page.title + 1):
        line = page.lines[index]
        label = index < page.title and few(line.text, 4) and not line.dated and not ends_sentence(line.text)
        parted = page.spaced and line.gap
        if run and (not label or parted):
            if len(run) >= 3:
                entries.update(run[:-1] if _ends_with_section(page, run, parted) else run)
            run = []
        if label:
            run.append(index)
    return frozenset(entries)


def _ends_with_section(page: Page, run: list[int], parted: bool) -> bool:
    """Whether the last label of a menu is the section of the article below it."""
    # This pass cuts lines one by one; only what earlier passes have cut counts here.
    own = [n for n in run if page.taken.get(n, "section_label") in _OWN]
    if page.spaced and [n for n in own if _can_be_section(page.text(n))] == run[-1:]:
        return True
    # With no blank line below, it must be one of the usual names, or occur in the menu twice.
    last = bare(page.text(run[-1]))
    again = any(last == bare(page.text(n)) for n in run[:-1])
    return not parted and (last in word_list("sections") or again)


def surroundings(page: Page, index: int) -> Hit | None:
    """It stands around the article."""
    if not page.led or page.inside(index) or _lists(page, index):
        return None
    return Hit()


def _lists(page: Page, index: int) -> bool:
    """Whether a line is an item or the beginning of a list within the article: short, and so hard to tell."""
    text = page.text(index)
    listed = is_item(text) or text.endswith((";", ":"))
    return listed and page.likely(index) >= _LEAST and page.first < index < page.last


def above_headline(page: Page, index: int) -> Hit | None:
    """It stands above the headline."""
    return Hit() if index < page.title and not (page.led and page.inside(index)) else None


def below_article(page: Page, index: int) -> Hit | None:
    """It stands below the article's last sentence."""
    return Hit() if index > page.last else None


AROUND_HEADLINE: tuple[Rule, ...] = (
    feed_signature,
    byline,
    section_label,
    surroundings,
    above_headline,
    below_article,
)

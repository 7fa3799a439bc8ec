"""Lines that are clutter because of where they are; within the article the same line would be content."""

from __future__ import annotations

import re

from digest.read.clutter.lines import (
    REACH,
    Hit,
    Metadata,
    Page,
    Rule,
    bare,
    ends_sentence,
    few,
    key,
    words,
)
from digest.read.clutter.metadata import LONGEST_COUNT, composite, read, read_section
from digest.read.clutter.vocabulary import is_label, labels, only_words_of, pattern, word_list

__all__ = ["BY_PLACE"]

_ARROW = re.compile(r"[>›»→⟩/|:•]")
_ARROWS = re.compile(r"\s*(?:[>›»→⟩]|\s/\s|\s\|\s|\s::\s|\s•\s)\s*")
_SIGNATURE = re.compile(r"^(?:\(?[A-Z]{3,4}\)?\s+)?(?:[^\W\d_]{2,4}\s?/\s*)+(?:[^\W\d_]{2,4}\s?/?)?$")


def labelled_number(page: Page, index: int) -> Hit | None:
    """A count of views or minutes, its label on a line of its own."""
    text, below = page.text(index), page.text(index + 1)
    if page.inside(index) or not below:
        return None
    label_first = (is_label("views", text) or is_label("reading", text)) and re.match(
        r"^\D{0,2}\d[\d\s]*+\w*$", below
    )
    number_first = re.match(r"^\d[\d\s]*\D{0,8}$", text) and (
        is_label("views", below) or is_label("reading", below)
    )
    if not (label_first or number_first):
        return None
    found = read(f"{text} {below}") or read(text) or read(f"{below} {text}")
    return Hit(2, found or Metadata())


def counter(page: Page, index: int) -> Hit | None:
    """A number alone, as of views."""
    text = page.text(index)
    below = page.text(index + 1)
    if not _is_number(text) or page.inside(index) or page.lines[index].dated:
        return None
    digits = re.sub(r"\D", "", text)
    whole = not text[-1].isalpha() and text[-1] != "." and len(digits) <= LONGEST_COUNT
    number = int(digits) if whole else None
    if is_label("views", below):
        return Hit(2, Metadata(views=number))
    if is_label("comments", below):
        return Hit(2)
    return Hit(1, Metadata(views=number) if index < page.first else Metadata())


def _is_number(text: str) -> bool:
    return text[:1].isdecimal() and bool(re.fullmatch(rf"\d[\d\s.,]*(?:{pattern('thousands')})?", text))


def breadcrumbs(page: Page, index: int) -> Hit | None:
    """The path to the article in the site's sections."""
    text = page.text(index)
    if not _ARROW.search(text) or page.inside(index) or page.lines[index].dated:
        return None
    parts = [part.strip() for part in _ARROWS.split(text) if part.strip()]
    if len(parts) < 2 or parts[0][0].islower():
        return None
    home = bare(parts[0]) in word_list("homes")
    arrows = len(re.findall(r"[>›→⟩]|\s[»/]\s", text)) >= len(parts) - 1
    if not home and not (arrows and all(few(part, 4) for part in parts[:-1])):
        return None
    # The last part may be the headline itself, whole or cut short.
    if len(parts) > 2 and (not few(parts[-1], 4) or _begins_another(page, index, parts[-1])):
        parts.pop()
    home_alone = len(parts) < 2 or (bare(parts[-1]) in word_list("homes") and not home)
    section = None if home_alone else parts[-1]
    return Hit(1, Metadata(section=section if section and few(section, 5) else None))


def _begins_another(page: Page, index: int, part: str) -> bool:
    """Whether another line begins with the given part of this one."""
    own = key(part.rstrip("…."))
    near = range(max(0, index - REACH), min(len(page.lines), index + REACH))
    others = (page.text(n) for n in near if n != index)
    return len(own) > 12 and any(key(other).startswith(own) for other in others)


def section_line(page: Page, index: int) -> Hit | None:
    """The line that names the section."""
    found = read_section(page.text(index))
    return Hit(1, found) if found is not None and not page.inside(index) else None


def metadata(page: Page, index: int) -> Hit | None:
    """When, where and by whom it was published, or how often it was read."""
    line = page.lines[index]
    found = composite(line) or _dated_tags(page, index)
    if found is not None and line.day is not None and _is_labelled_date(page, index):
        return Hit(1, found)
    if found is None or (page.inside(index) and not _is_bare_metadata(page, index)):
        return None
    return Hit(1, found)


def _dated_tags(page: Page, index: int) -> Metadata | None:
    """A date with a section and tags on one line, right below the headline."""
    line = page.lines[index]
    below = page.title >= 0 and page.title < index < page.first
    if not below or line.day is None or not few(line.rest, 8) or ends_sentence(line.text):
        return None
    first = words(line.rest)[0] if line.rest else ""
    return Metadata(date=line.day, section=first if bare(first) in word_list("sections") else None)


def _is_labelled_date(page: Page, index: int) -> bool:
    """Whether a line is a date under a label, as in "Date: 3 May 2021": that is never content."""
    line = page.lines[index]
    return not line.rest and few(line.text, 6) and bool(re.match(r"[^\W\d]+:\s", line.text))


def _is_bare_metadata(page: Page, index: int) -> bool:
    """Whether a line within the article counts views or minutes; a date alone may be content."""
    found = read(page.text(index))
    return found is not None and (found.views is not None or found.reading_minutes is not None)


def comment_count(page: Page, index: int) -> Hit | None:
    """A count or button of the page."""
    return Hit(1, found) if not page.inside(index) and (found := read(page.text(index))) is not None else None


def navigation(page: Page, index: int) -> Hit | None:
    """A label of the page's menu."""
    text = page.text(index)
    if is_label("navigation", text) and not text.endswith((".", "?", "!")):
        # Within the article a single word may be a heading, so only labels that never are one get cut.
        return Hit() if not page.inside(index) or few(text, 4) else None
    if not page.inside(index) and only_words_of(text, labels("navigation")):
        return Hit()
    lists = (word_list("sections"), word_list("homes"), word_list("languages"))
    return Hit() if len(words(text)) >= 3 and text[-1].isalnum() and only_words_of(text, *lists) else None


def agency_initials(page: Page, index: int) -> Hit | None:
    """The signature of an agency's editors."""
    text = page.text(index)
    if index < page.last - 1:
        return None
    outlet, *others = (part.strip() for part in text.split("/"))
    # "PolskieRadio24.pl/IAR/mj"
    if others and few(text, 6) and len(text) < 60 and (found := read(outlet)) and found.outlet:
        return Hit(1, found)
    return Hit() if _SIGNATURE.match(text) else None


BY_PLACE: tuple[Rule, ...] = (
    labelled_number,
    counter,
    breadcrumbs,
    section_line,
    metadata,
    comment_count,
    navigation,
    agency_initials,
)

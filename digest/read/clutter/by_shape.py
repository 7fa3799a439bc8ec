"""Lines within the article that are recognised by their shape and neighbours: captions, cards, buttons."""

from __future__ import annotations

import re
from functools import cache

from digest.read.clutter.lines import (
    REACH,
    Hit,
    Metadata,
    Page,
    Rule,
    ends_sentence,
    few,
    is_headline,
    is_item,
    is_prose,
    key,
    words,
)
from digest.read.clutter.names import first_part, is_name
from digest.read.clutter.vocabulary import is_label, pattern

__all__ = ["BY_SHAPE"]

_AGENCY = re.compile(
    r"[.!?»”\"]\s+(?P<credit>[^\W\d_a-zа-яіїєґўәғқңөұүһ][^./!?]{1,45}\s?/\s?[^\W\d_a-zа-яіїєґўәғқңөұүһ][^./!?]{1,45})\.?$"
)
_CAPITAL = r"[^\W\d_a-zа-яёіїєґўәғқңөұүһąćęłńóśźż][\w'’ʼ-]+"
# Of a line beside a caption so many letters show its alphabet.
_AROUND = 500
_CALLS = frozenset(
    {"subscription", "donation", "appeal", "paywall", "app_download", "thanks", "cookie_notice"}
)


def caption_beside_credit(page: Page, index: int) -> Hit | None:
    """The caption of a picture, its credit on the line above or below."""
    text = page.text(index)
    if not page.title < index <= page.last or is_item(text) or text.endswith(":") or not few(text, 30):
        return None
    if is_name(first_part(text)):
        return None
    above, below = (page.taken.get(n) == "photo_caption" for n in (index - 1, index + 1))
    if page.spaced:
        # A line this long without a full stop is not a heading.
        apart = not ends_sentence(text) and len(words(text)) >= 8 and not is_prose(text)
        beside = (above and (page.joined(index) or apart)) or (below and (page.joined(index + 1) or apart))
        return Hit() if beside else None
    return Hit() if below and not ends_sentence(text) and len(words(text)) >= 3 else None


def caption_with_agency(page: Page, index: int) -> Hit | None:
    """The caption of a picture that ends with an agency and a photographer."""
    text = page.text(index)
    credit = _AGENCY.search(text)
    if credit is None or not few(text, 40) or not few(credit["credit"], 8):
        return None
    return Hit(1, Metadata(photo_credit=credit["credit"]))


def stock_picture(page: Page, index: int) -> Hit | None:
    """The caption or the credit of a picture that a picture agency has sold."""
    text = page.text(index)
    if not few(text, 30) or is_name(first_part(text)):
        return None
    alone = not ends_sentence(text) or text.endswith(").")
    credit = _picture_credit().search(text) if alone else None
    return Hit(1, Metadata(photo_credit=credit[0].strip(" ./|(),–—-©"))) if credit else None


@cache
def _picture_credit() -> re.Pattern[str]:
    agency = rf"{pattern('picture_agency')}(?:\s?/\s?[^./]{{2,40}})?[).]*$"
    wire = rf"\s/\s?(?:[^/]{{2,40}}/\s?)*{pattern('wire_agency')}\)?$"
    return re.compile(rf"(?:^|[./|(,–—-]\s?|©\s?){agency}|{wire}", re.IGNORECASE)


def contents(page: Page, index: int) -> Hit | None:
    """The table of contents: the article's own headings before they come."""
    if not is_label("contents", page.text(index)):
        return None
    later = page.lines[index + 1 : index + 1 + REACH]
    last = {key(line.text): place for place, line in enumerate(later)}
    count = 0
    while page.free(index + 1 + count) and not is_prose(page.text(index + 1 + count)):
        own = key(re.sub(r"^(?:\d{1,2}[.)]|[-–—•])\s*", "", page.text(index + 1 + count)))
        if last.get(own, 0) <= count:
            break
        count += 1
    return Hit(1 + count) if count else None


def kicker(page: Page, index: int) -> Hit | None:
    """A card within the article: a label and the headline of another article right below it."""
    text, below = page.text(index), page.text(index + 1)
    if not (page.inside(index) and page.joined(index + 1) and page.free(index + 1)):
        return None
    label = few(text, 3) and text[-1].isalnum() and text[0].isupper() and not re.search(r"\d", text)
    other = is_headline(below) and len(words(below)) >= 5 and not is_prose(below) and below[0].isupper()
    alone = page.lines[index].gap and not page.joined(index + 2) and is_prose(page.text(index - 1))
    return Hit(2) if label and other and alone and is_prose(page.text(index + 2)) else None


def archive_picture(page: Page, index: int) -> Hit | None:
    """A caption that says that the picture is from an archive or an illustration."""
    text = page.text(index)
    return Hit() if few(text, 25) and _archive_note().search(text) else None


@cache
def _archive_note() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[.!?(]\s*|[,/|–—-]\s){pattern('archive_photo')}[).]*$", re.IGNORECASE)


def dated_caption(page: Page, index: int) -> Hit | None:
    """The caption of a picture that ends with a place and a date."""
    line = page.lines[index]
    if not line.closed_by_date or not page.inside(index) or not few(line.text, 20):
        return None
    # Several of them in a row are a list of events.
    beside = [page.lines[n] for n in (index - 1, index + 1) if n < len(page.lines)]
    listed = is_item(line.text) or any(other.closed_by_date for other in beside)
    return Hit() if not listed and line.text[0] not in '«„"“–—' else None


def portrait_caption(page: Page, index: int) -> Hit | None:
    """The caption of a picture: a person's name and a place, and no verb."""
    text = page.text(index)
    if not page.inside(index) or not few(text, 11) or re.search(r"[,:;«»„”\"!?–—\d]", text) or is_item(text):
        return None
    body = text.rstrip(".")
    if "." in body:
        return None
    named = rf"(?:^|\s){_CAPITAL}\s{_CAPITAL}\s"
    slavic = re.search(rf"{named}{pattern('at')}\s", body) and not re.search(
        rf"(?<=\s)[^\W\dA-ZА-Я_]+{pattern('verb_end')}(?=\s|$)", body
    )
    around = " ".join(page.text(n)[:_AROUND] for n in (page.title, index - 1, index, index + 1))
    letters = re.search(pattern("turkic_letter"), around, re.IGNORECASE)
    turkic = letters and re.search(rf"{named}.*{pattern('locative_end')}$", body)
    return Hit() if slavic or (turkic and len(words(text)) <= 9) else None


def named_caption(page: Page, index: int) -> Hit | None:
    """A line that begins with a person's name and has no full stop: a caption or a link, and no heading."""
    text = page.text(index)
    if not page.inside(index) or not 4 <= len(words(text)) <= 16 or re.search(r"[.,:;!?–—\d]$|[:\d–—]", text):
        return None
    named = re.match(rf"^{_CAPITAL}\s({_CAPITAL})\s(?!{pattern('about')}\s)[^\W\d_A-ZА-Я]", text)
    surname = named and re.search(rf"{pattern('surname_end')}$", named[1])
    between = is_prose(page.text(index - 1)) and is_prose(page.text(index + 1))
    return Hit() if surname and between else None


def related_card(page: Page, index: int) -> Hit | None:
    """The headline and the date of another article."""
    if not page.inside(index) or not page.free(index + 1):
        return None
    if is_headline(page.text(index)) and _is_stamp(page, index + 1):
        return Hit(2) if not page.lines[index].dated and not page.lines[index + 1].gap else None
    below = page.lines[index + 1]
    other = is_headline(below.text) and len(words(below.text)) >= 4 and not is_prose(below.text)
    close = page.joined(index + 1) or (":" in page.text(index) and not below.gap)
    return Hit(2) if _is_stamp(page, index) and other and not below.dated and close else None


def _is_stamp(page: Page, index: int) -> bool:
    """Whether a line is just a date, possibly with a section."""
    line = page.lines[index]
    return line.dated and few(line.rest, 2) and (line.day is not None or ":" in line.text)


def button(page: Page, index: int) -> Hit | None:
    """The button below a call of the site."""
    text = page.text(index)
    called = page.taken.get(index - 1) in _CALLS and page.joined(index)
    last = not page.joined(index + 1)
    short = few(text, 8) and not ends_sentence(text) and not text.endswith(":") and not is_item(text)
    return Hit() if called and last and short else None


BY_SHAPE: tuple[Rule, ...] = (
    caption_beside_credit,
    caption_with_agency,
    stock_picture,
    archive_picture,
    dated_caption,
    portrait_caption,
    named_caption,
    related_card,
    contents,
    kicker,
    button,
)

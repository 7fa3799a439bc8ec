"""Readers for single pieces of metadata: views, minutes, names and labels."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from functools import cache

from digest.read.clutter.lines import NOTHING, Line, Metadata, bare, few, per_line, words
from digest.read.clutter.names import is_name, person
from digest.read.clutter.vocabulary import (
    after_label,
    is_label,
    is_one_of,
    is_place,
    labels,
    lead,
    only_words_of,
    pattern,
    word_list,
)
from digest.read.patterns import Screen

__all__ = ["LONGEST_COUNT", "author_of", "composite", "read", "source_of"]

_SPLIT = re.compile(r"\s*(?:[|•·●∙►▪]|\s[/–—-]\s|\t)\s*")
_SEPARATOR = re.compile(r"[|•·●∙►▪/–—\t-]")
_NUMBER = re.compile(r"\d{1,3}(?:[\s.,]\d{3})+(?!\d)|\d+")
_SIGN = re.compile(r"[^\w\s-]")
_BEFORE_NUMBER = re.compile(r"\s+(?=\d)")
_SHORT_CREDIT = re.compile(r"^[(\[]?(?:fot|foto|oprac)\.\s?(.{2,60})$", re.IGNORECASE)
_ZONE = re.compile(r"(?:gmt|utc)\s?[+-]?\d{1,2}(?::\d\d)?")
LONGEST_COUNT = 12
"""Of how many digits a count of views may be: what has more is no count."""
_BUTTONS = frozenset({"share", "navigation", "follow", "advertisement", "comments", "views", "reading"})
_EYE = re.compile(r"^[^\w👁👀🔎]*[👁👀🔎][^\w]*(\d[\d\s]*)$")
_DOMAIN = re.compile(r"^(?:www\.)?((?:[A-Za-z0-9][\w-]*\.)+[a-z]{2,6})$")


@per_line
def read(text: str) -> Metadata | None:
    """What a piece of text says as metadata; empty if that is of no use, None if it is not metadata."""
    return next((metadata for reader in _READERS if (metadata := reader(text)) is not None), None)


def _number(text: str) -> int | None:
    found = _NUMBER.search(text)
    digits = re.sub(r"\D", "", found[0]) if found else ""
    return int(digits) if 0 < len(digits) <= LONGEST_COUNT else None


def read_views(text: str) -> Metadata | None:
    """`45 рет`, `Просмотров: 123`, `👁 340`."""
    if not _has_digit(text):
        return None
    if eye := _EYE.match(text):
        return Metadata(views=_number(eye[1]))
    if not _views().candidates(text):
        return None
    left = bare(_NUMBER.sub(" ", _rounded().sub(" ", text)))
    left = " ".join(_SIGN.sub(" ", left).split())
    if left not in labels("views"):
        return None
    return Metadata(views=None if _rounded().search(text) else _number(text))


@cache
def _views() -> Screen:
    """The labels for views by their longest words: there may be numbers and signs between the words."""
    return Screen(re.escape(max(label.split(), key=len)) for label in labels("views"))


@cache
def _rounded() -> re.Pattern[str]:
    """A pattern for a number such as "1,2 тыс."."""
    return re.compile(rf"(?<!\d)\d+(?:[.,]\d+)?\s?{pattern('thousands')}(?!\w)", re.IGNORECASE)


@per_line
def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def read_minutes(text: str) -> Metadata | None:
    """`2 мин`, `Czas czytania: 3 min`, `5 минут на чтение`."""
    found = _minutes().search(text) if len(words(text)) <= 7 else None
    if found is None:
        return None
    left = bare(re.sub(r"[^\w\s]", " ", text.replace(found[0], " ")))
    left = " ".join(left.split())
    if left and left not in labels("reading") and not re.search(pattern("reading"), left):
        return None
    return Metadata(reading_minutes=int(found[1]))


@cache
def _minutes() -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,3}})\s?{pattern('minute')}(?!\w)", re.IGNORECASE)


def read_comments(text: str) -> Metadata | None:
    """`Комментарии (3)`, `0 комментариев`."""
    return Metadata() if is_label("comments", text) and _has_digit(text) else None


def read_author(text: str) -> Metadata | None:
    """`Автор: …` with a person's name, or the name of an outlet."""
    value = after_label("author", text)
    if value is None:
        value = lead("author", text)
        if value is None or not is_name(value.rstrip(".")):
            return None
    return author_of(value, text)


def author_of(value: str, printed: str) -> Metadata | None:
    """The author in a byline, which is `printed` with its label; None if the text is too long for one."""
    if not value or not few(value, 14) or len(value) > 120:
        return None
    if site := _DOMAIN.match(value):
        return Metadata(byline=printed, outlet=site[1])
    name = person(value)
    return Metadata(author=name, byline=printed) if name or few(value, 6) else None


def read_source(text: str) -> Metadata | None:
    """`Источник: …`, a name or an address."""
    value = after_label("source", text)
    if value and text[0] in "([":
        value = value.rstrip(" .)]")
    return source_of(value) if value else None


def source_of(value: str) -> Metadata | None:
    """The source after such a label; None if the text is too long for one."""
    if not few(value, 8):
        return None
    url = re.search(r"https?://\S+", value)
    return Metadata(source=value, source_url=url[0].rstrip(".,)") if url else None)


def read_photo(text: str) -> Metadata | None:
    """`Фото: …`, `fot. PAP`."""
    value = after_label("photo", text)
    if value is None:
        short = _SHORT_CREDIT.match(text)
        value = short[1] if short else None
    return (
        Metadata(photo_credit=value.strip(" ()[]") or None)
        if value is not None and len(words(value)) <= 40
        else None
    )


def read_section(text: str) -> Metadata | None:
    """`Рубрика: Политика`."""
    value = after_label("section", text)
    if not value or len(words(value)) > 5 or value.endswith((".", "!", "?")):
        return None
    return Metadata(section=re.split(r"[,|/;]", value)[0].strip())


def read_outlet(text: str) -> Metadata | None:
    """`Egemen.kz`: the address of a site, and the city in a line such as "Бишкек - 24.kg"."""
    found = _DOMAIN.match(text)
    return (
        Metadata(outlet=found[1]) if found and text[-1].isalpha() else Metadata() if is_place(text) else None
    )


def read_button(text: str) -> Metadata | None:
    """A share button, a label of the menu, an icon's count."""
    folded = bare(text)
    if _ZONE.fullmatch(folded):
        return Metadata()
    if is_one_of(_BUTTONS, text) or only_words_of(text, word_list("networks"), word_list("languages")):
        return Metadata()
    return Metadata() if not folded or not any(map(str.isalpha, text)) else None


_READERS: tuple[Callable[[str], Metadata | None], ...] = (
    read_views,
    read_minutes,
    read_comments,
    read_author,
    read_photo,
    read_source,
    read_section,
    read_outlet,
    read_button,
)


def composite(line: Line) -> Metadata | None:
    """What a line with pieces of metadata says; None if there are none, or too much else beside them.

    A person's name beside a date is the author, another short word beside a date is the section.
    """
    text = line.rest if line.dated else line.text
    split = _SPLIT.split(text) if _SEPARATOR.search(text) else [text]
    parts = [part.strip(" ,;") for part in split]
    metadata = NOTHING
    if line.dated:
        metadata = Metadata(updated=line.day) if line.updated else Metadata(date=line.day)
    known = line.dated
    unknown: list[str] = []
    for part in itertools.chain.from_iterable(map(_pieces, filter(None, parts))):
        found = read(part)
        if found is None:
            if len(unknown) == 2 or not _is_short(part):
                return None
            unknown.append(part)
        else:
            known = known or any(map(str.isalpha, part))
            metadata = metadata.over(found)
    if not known:
        return None
    for part in unknown:
        metadata = metadata.over(_unknown(part))
    return metadata


def _pieces(part: str) -> list[str]:
    """The parts between commas if each of them is metadata or short, or else the whole."""
    pieces = [piece.strip() for piece in part.split(",")]
    if len(pieces) > 1 and read(part) is None and all(_is_short(piece) or read(piece) for piece in pieces):
        return [piece for piece in pieces if piece]
    # "0 comments 417 views"
    counted = _BEFORE_NUMBER.split(part)
    if len(counted) > 1 and read(part) is None and all(map(read, counted)):
        return counted
    return [part]


def _is_short(text: str) -> bool:
    return len(words(text)) <= 4 and len(text) <= 40 and not text.endswith((".", "!", "?", ":", "»", "”"))


def _unknown(text: str) -> Metadata:
    if is_place(text):
        return Metadata()
    if bare(text) in word_list("sections") or not is_name(text):
        return Metadata(section=text) if text[:1].isupper() else Metadata()
    return Metadata(author=text, byline=text)

"""The shape of a person's name, and the name in a byline."""

from __future__ import annotations

import re

from digest.read.clutter.lines import per_line
from digest.read.clutter.vocabulary import pattern, word_list

__all__ = ["first_part", "is_name", "person"]

_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]{1,2}\.\s?-?){1,2}(?!\w{0}\d)")
# "II. Deadlines" is the heading of a part.
_NUMBERED = re.compile(r"[IVX]+\.\s")
_BEHIND_NAME = re.compile(r"[,/(|]")
_NO_NAME = re.compile(r"[«»„”\"!?:;@/|•()0-9]")
_NAME_WORD = re.compile(r"(?:d'|O'|Mc|Mac)?[^\W\d_]['’ʼ\w-]+")


@per_line
def is_name(text: str) -> bool:
    """Whether a line has the shape of a person's name: capitalised words, or initials and a surname."""
    if len(text) > 50 or _NO_NAME.search(text) or _NUMBERED.match(text):
        return False
    rest = _INITIALS.sub("", text) if "." in text else text
    parts = rest.replace(",", " ").split()
    initials = rest != text
    if "," in text or "." in rest or not (1 if initials else 2) <= len(parts) <= 4:
        return False
    return all(
        (_NAME_WORD.fullmatch(part) and part[0].isupper()) or part.casefold() in word_list("particles")
        for part in parts
    )


def first_part(text: str) -> str:
    """The text before the first sign that may separate a name from an office, an agency or a place."""
    sign = _BEHIND_NAME.search(text)
    return text[: sign.start()].rstrip() if sign else text


def person(text: str) -> str | None:
    """The person's name in a byline, without office, agency and place; None if there is none."""
    text = re.split(r"\s*(?:[|/•·(;]|\s[–—-]\s|<|https?:|(?<!\S)\S+@)", text.strip())[0]
    parts = (
        [part.strip() for part in text.rstrip(".,").split(",")]
        if not re.search(r"\w\.\w?$", text)
        else [part.strip() for part in text.split(",")]
    )
    names = [name for part in parts for name in [_without_office(part)] if name]
    return ", ".join(names) or None


def _without_office(text: str) -> str | None:
    """A name from "корреспондент Иван Петров" or "Анна Новак и Ян Новак"."""
    if is_name(text):
        return text
    couple = re.split(pattern("and"), text)
    if len(couple) == 2 and all(map(is_name, couple)):
        return text
    capital = re.search(r"(?:^|\s)([^\W\d_a-zа-яёәғқңөұүһіїєґў]\S*\s.+|(?:[^\W\d_a-z]\.\s?){1,2}\S+)$", text)
    if capital and is_name(capital[1]) and not text[0].isupper():
        return capital[1]
    return None

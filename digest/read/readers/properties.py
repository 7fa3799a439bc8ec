"""What files say of themselves: who and what a program filled in by itself is not taken for the article's."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from babel import Locale, UnknownLocaleError

from digest.read.text import tidy
from digest.values import Fact

__all__ = ["author", "day", "language", "same_text", "title"]

# "Microsoft Word - statya.docx", "Document1", "Без имени 1", "scan0001", a file's name, a template's.
_PROGRAMS = re.compile(
    r"^(?:microsoft|libreoffice|openoffice|adobe|quarkxpress|powerpoint|wps)\b|template|шаблон|szablon|"
    r"^(?:untitled|no ?name|without title|document|документ|dokument|құжат|без имени|без назви|без названия|"
    r"bez tytułu|bez nazwy|scan(?:ned)?|img|title|blank|новый документ|новий документ|nowy dokument)"
    r"[\s_()№-]*\d*$|\.(?:docx?|odt|rtf|pdf|indd|qxp|txt|html?|dotx?|tmp|cdr|ppt)$|^\W*$|^[\w-]*\d{4,}[\w-]*$",
    re.IGNORECASE,
)
_USERS = re.compile(
    r"^(?:user|admin(?:istrator)?|owner|home|pc|microsoft|windows|python-docx|unknown|root|guest|office|"
    r"пользователь|админ(?:истратор)?|користувач|адміністратор|użytkownik|właściciel|пайдаланушы|"
    r"[\w.-]*\d[\w.-]*|\S+@\S+)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\s*(\d{4})-(\d\d?)-(\d\d?)(?!\d)")
_PDF_DAY = re.compile(r"\s*(?:D:)?(\d{4})(\d\d)(\d\d)")
_EARLIEST = 1900


def title(value: str | None, origin: str, lines: Iterable[str] = ()) -> tuple[Fact, ...]:
    """A title from a file's properties; nothing where a program filled it in.

    Programs keep the title of the document that was there before, so it is only a guess where `lines`, the
    first of the text, do not have it.
    """
    text = tidy(value or "")
    if len(text) < 4 or len(text) > 300 or _PROGRAMS.search(text) or not re.search(r"[^\W\d_]{3}", text):
        return ()
    seen = any(same_text(text, line) for line in lines)
    return (Fact("title", text, origin, 0.9 if seen else 0.4),)


def author(value: str | None, origin: str) -> tuple[Fact, ...]:
    """A file's author: a guess, since it is mostly who typed it; nothing for the name of an account."""
    text = tidy(value or "")
    if len(text.split()) < 2 or len(text) > 80 or _USERS.match(text):
        return ()
    return (Fact("author", text, origin, 0.3),)


def day(value: str | None) -> str | None:
    """A day in ISO form, of a timestamp in ISO form or a PDF's; None for anything else."""
    found = _DAY.match(value or "") or _PDF_DAY.match(value or "")
    if found is None:
        return None
    try:
        read = datetime.date(*map(int, found.groups()))
    except ValueError:
        return None
    return read.isoformat() if read.year >= _EARLIEST else None


def language(value: str | None) -> str | None:
    """The two letters of a language tag such as "ru-RU"; None for anything that is no language."""
    code = re.split(r"[-_]", (value or "").strip().lower())[0]
    if not re.fullmatch(r"[a-z]{2}", code):
        return None
    try:
        Locale(code)
    except UnknownLocaleError:
        return None
    return code


def same_text(one: str, other: str) -> bool:
    """Whether two lines are the same but for case, spaces and marks."""
    first, second = (re.sub(r"[\W_]+", "", text).casefold() for text in (one, other))
    return bool(first) and first == second

"""Electronic books: each chapter with an article in it is a draft of its own."""

from __future__ import annotations

import hashlib
import re

import pytest
from office_files import TEXTS, epub_file, fact, lines, only

from digest.errors import SeedError
from digest.read.draft import Draft
from digest.read.readers import drafts
from digest.settings import Settings
from digest.values import Seed

METADATA = (
    "<dc:title>Сборник</dc:title><dc:creator>Анна Новак</dc:creator><dc:date>2024-03-26T00:00:00Z</dc:date>"
    "<dc:language>ru-RU</dc:language><dc:publisher>Бурлинские вести</dc:publisher>"
)


def _body(lang: str, heading: bool = True) -> str:
    title, *rest = TEXTS[lang]
    return (f"<h1>{title}</h1>" if heading else "") + "".join(f"<p>{text}</p>" for text in rest)


def _all(raw: bytes) -> list[Draft | SeedError]:
    return list(drafts(Seed("Книга.epub", raw), Settings()))


BOOK = {"Обложка": "<p>Сборник</p>", "Мост": _body("ru"), "Piekarnia": _body("pl", heading=False)}


def test_chapters_are_drafts() -> None:
    """A cover is none; the number counts all parts of the book, and the title is the chapter's own."""
    found = [one for one in _all(epub_file(BOOK)) if isinstance(one, Draft)]
    assert [one.place for one in found] == [f"chapter 2: {TEXTS['ru'][0]}", "chapter 3: Piekarnia"]
    assert [one.slug for one in found] == [
        "kniga-most-cherez-burlu-otkryli-dlya-peshekhod",
        "kniga-piekarnia",
    ]
    assert lines(found[1]) == list(TEXTS["pl"][1:])
    assert len({one.sha256 for one in found}) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [("author", "Анна Новак"), ("date", "2024-03-26"), ("source", "Бурлинские вести"), ("lang", None)],
)
def test_facts_of_the_book(name: str, value: str | None) -> None:
    """They hold for each chapter; the language is only a guess, since programs fill it in."""
    for one in _all(epub_file(BOOK, METADATA)):
        assert isinstance(one, Draft)
        assert fact(one, name) == value


def test_slugs_stay_when_chapters_are_added() -> None:
    """They come of the titles, not of the numbers; one title twice gets the beginning of a hash."""
    before = [one.slug for one in _all(epub_file(BOOK)) if isinstance(one, Draft)]
    more = {"Автобус": _body("uk"), **BOOK, "Again": _body("ru") + f"<p>{TEXTS['uk'][1]}</p>"}
    after = [one.slug for one in _all(epub_file(more)) if isinstance(one, Draft)]
    assert after[1:3] == before
    assert re.fullmatch(rf"{before[0]}-[0-9a-f]{{8}}", after[3])


def test_one_chapter_is_the_whole_book() -> None:
    """It has the name and the hash of the file, and the title of the book."""
    raw = epub_file({"Обложка": "", "Мост": _body("ru", heading=False)}, METADATA)
    draft = only("Книга.epub", raw)
    assert (draft.slug, draft.sha256, draft.place) == ("kniga", hashlib.sha256(raw).hexdigest(), "")
    assert fact(draft, "title") == "Сборник"


def test_entities_and_encodings_of_chapters() -> None:
    """A chapter is UTF-8 where it does not say otherwise, and may have HTML's names for signs."""
    draft = only(
        "a.epub", epub_file({"a": f"<p>«Мост»&nbsp;&mdash; открыт.</p>{_body('ru', heading=False)}"})
    )
    assert lines(draft)[0] == "«Мост» — открыт."


def test_a_locked_chapter_is_named() -> None:
    """The others are read."""
    lock = (
        b'<encryption xmlns="urn:x" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
        b'<e:CipherReference URI="OEBPS/text/2.xhtml"/></encryption>'
    )
    found = _all(epub_file(BOOK, parts={"META-INF/encryption.xml": lock}))
    assert [one.place for one in found] == ["chapter 2", "chapter 3: Piekarnia"]
    assert isinstance(found[0], SeedError)
    assert "DRM" in found[0].found


def test_a_missing_chapter_is_named() -> None:
    """A book that lost a part still gives the others."""
    raw = epub_file(BOOK).replace(b"text/2.xhtml", b"text/9.xhtml")
    kinds = [type(one) for one in _all(raw)]
    assert kinds in ([SeedError, Draft], [Draft])


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"OEBPS/x.xhtml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}, "entities"),
        ({"../x.xhtml": b"<x/>"}, "leads out"),
        ({"OEBPS/x.xhtml": bytes(50 << 20)}, "unpacks to more"),
    ],
)
def test_unsafe_books_are_refused(parts: dict[str, bytes], found: str) -> None:
    """Entities, names that lead out, and what unpacks without end."""
    with pytest.raises(SeedError) as error:
        _all(epub_file(BOOK, parts=parts))
    assert found in error.value.found

"""Electronic books (.epub): their chapters, by zipfile, lxml and html-text."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import html_text
import lxml.html  # type: ignore[import-untyped]  # it ships no types
from lxml import etree

from digest.errors import SeedError
from digest.read.clutter.lines import is_prose
from digest.read.draft import Draft, Shape, slug_of, slug_of_part
from digest.read.readers import properties
from digest.read.readers.border import reading
from digest.read.readers.packed import member, package
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
_ENCRYPTED = "{http://www.w3.org/2001/04/xmlenc#}CipherReference"
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_MOST_CHAPTERS = 1000
# A cover, a title page and a list of contents have less than this many characters in whole sentences.
_LEAST_PROSE = 200


@dataclass(frozen=True, slots=True)
class _Chapter:
    number: int
    path: str
    title: str


@dataclass(frozen=True, slots=True)
class _Text:
    """A chapter that was read."""

    chapter: _Chapter
    raw: bytes
    lines: tuple[str, ...]
    heading: str


def read(seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
    """The chapters of a book that hold whole sentences; those that cannot be read are named.

    Raises:
        SeedError: it is damaged, locked or unsafe.
    """
    with reading(seed.name, "an EPUB"), package(seed.raw, seed.name, ".epub") as archive:
        book = _Book(archive, seed.name)
        found = list(book.texts())
        facts = tuple(book.facts())
        title = book.title
    texts = [text for text in found if isinstance(text, _Text)]
    refused = [error for error in found if isinstance(error, SeedError)]
    if len(texts) == 1 and not refused:
        (only,) = texts
        named = title or ((Fact("title", only.heading, "heading", 0.9),) if only.heading else ())
        digest = hashlib.sha256(seed.raw).hexdigest()
        draft = Draft(slug_of(seed.name), "\n\n".join(only.lines), digest, (*named, *facts), Shape.ARTICLE)
        return [draft]
    taken: set[str] = set()
    return [one if isinstance(one, SeedError) else _draft(one, seed.name, facts, taken) for one in found]


def _draft(text: _Text, name: str, facts: tuple[Fact, ...], taken: set[str]) -> Draft:
    title = text.heading or text.chapter.title
    digest = hashlib.sha256(text.raw).hexdigest()
    slug = slug_of_part(name, title or f"chapter {text.chapter.number}", digest, taken)
    own = (Fact("title", title, "heading" if text.heading else "table of contents", 0.9),) if title else ()
    place = f"chapter {text.chapter.number}" + (f": {title}" if title else "")
    return Draft(slug, "\n\n".join(text.lines), digest, (*own, *facts), Shape.ARTICLE, place)


class _Book:
    """A book's package: its metadata, and its chapters in reading order."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        container = _parsed(member(archive, "META-INF/container.xml"))
        self._opf_path = next(container.iter(f"{_CONTAINER}rootfile")).get("full-path")
        self._opf = _parsed(member(archive, self._opf_path))
        self._locked = self._encrypted()

    @property
    def title(self) -> tuple[Fact, ...]:
        """The book's own title."""
        return properties.title(self._said("title"), "EPUB metadata", [self._said("title")])

    def facts(self) -> Iterator[Fact]:
        """What the book says of all its chapters."""
        author = self._said("creator")
        if author and not author.casefold().startswith("calibre"):
            yield Fact("author", author, "EPUB metadata", 0.6)
        if day := properties.day(self._said("date")):
            yield Fact("date", day, "EPUB metadata", 0.6)
        if publisher := self._said("publisher"):
            yield Fact("source", publisher, "EPUB metadata", 0.6)
        # Programs fill in their own language, so that the letters and words count for more.
        if code := properties.language(self._said("language")):
            yield Fact("lang", code, "EPUB metadata", 0.4)

    def texts(self) -> Iterator[_Text | SeedError]:
        """The chapters with enough whole sentences."""
        for chapter in self._chapters():
            place = f"chapter {chapter.number}"
            if chapter.path in self._locked:
                yield SeedError(
                    self._name,
                    "it is protected against copying (DRM)",
                    place=place,
                    remedy="get the text from its publisher in another form",
                )
                continue
            try:
                with reading(self._name, "a chapter"):
                    text = _text(chapter, member(self._archive, chapter.path))
            except SeedError as error:
                yield SeedError(error.file, error.found, place=place, remedy=error.remedy)
                continue
            if sum(len(line) for line in text.lines if is_prose(line)) >= _LEAST_PROSE:
                yield text

    def _chapters(self) -> Iterator[_Chapter]:
        items = {item.get("id"): item for item in self._opf.iter(f"{_OPF}item")}
        titles = self._titles(items.values())
        references = list(self._opf.iter(f"{_OPF}itemref"))
        if len(references) > _MOST_CHAPTERS:
            raise SeedError(
                self._name,
                f"it has {len(references)} chapters",
                allowed=f"{_MOST_CHAPTERS}",
                remedy="split the book, or take out of it what the digest wants",
            )
        for number, reference in enumerate(references, 1):
            item = items.get(reference.get("idref"))
            if item is not None and item.get("media-type") in _PAGES:
                path = self._path(item.get("href") or "", self._opf_path)
                yield _Chapter(number, path, titles.get(path, ""))

    def _titles(self, items: Iterable[etree._Element]) -> dict[str, str]:
        """The titles of chapters, by their paths, of the table of contents."""
        found: dict[str, str] = {}
        for item in items:
            listed = "nav" in (item.get("properties") or "").split()
            if not listed and item.get("media-type") != "application/x-dtbncx+xml":
                continue
            path = self._path(item.get("href") or "", self._opf_path)
            if path not in self._archive.namelist():
                continue
            for link, label in _links(_parsed(member(self._archive, path))):
                found.setdefault(self._path(link, path), label)
        return found

    def _path(self, link: str, base: str) -> str:
        """The part that a link in another part leads to."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(link.partition("#")[0])))

    def _said(self, name: str) -> str:
        found = (" ".join("".join(element.itertext()).split()) for element in self._opf.iter(f"{_DC}{name}"))
        return next(filter(None, found), "")

    def _encrypted(self) -> frozenset[str]:
        """The parts that are encrypted; fonts often are, and do not matter."""
        if "META-INF/encryption.xml" not in self._archive.namelist():
            return frozenset()
        root = _parsed(member(self._archive, "META-INF/encryption.xml"))
        return frozenset(unquote(element.get("URI") or "") for element in root.iter(_ENCRYPTED))


def _parsed(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))


def _links(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The links of a table of contents, new (nav) or old (NCX), each with its words."""
    for link in root.iter("{http://www.w3.org/1999/xhtml}a"):
        yield link.get("href") or "", " ".join("".join(link.itertext()).split())
    for point in root.iter(f"{_NCX}navPoint"):
        label, content = point.find(f"{_NCX}navLabel"), point.find(f"{_NCX}content")
        if label is not None and content is not None:
            yield content.get("src") or "", " ".join("".join(label.itertext()).split())


def _text(chapter: _Chapter, raw: bytes) -> _Text:
    # Chapters are XML in UTF-8 where they do not say otherwise, which the HTML parser would not assume.
    encoding = None if b"encoding=" in raw[:200] or raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    root = lxml.html.document_fromstring(raw, parser=lxml.html.HTMLParser(encoding=encoding, no_network=True))
    heading = next((" ".join(found.text_content().split()) for found in root.iter("h1", "h2", "h3")), "")
    lines = (line.strip() for line in html_text.extract_text(root).split("\n"))
    return _Text(chapter, raw, tuple(filter(None, lines)), heading if 3 < len(heading) < 300 else "")

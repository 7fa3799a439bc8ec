"""The readers: each takes one kind of file and gives the articles in it as drafts.

A new kind is a module with a function `read`, and a line in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Protocol, cast

from digest.errors import SeedError
from digest.read.draft import Draft
from digest.read.html.sniff import is_html, is_mhtml
from digest.read.readers.packed import parts_of
from digest.settings import Settings
from digest.values import Seed

__all__ = ["KINDS", "Kind", "Reader", "drafts", "kind_of", "sniffed", "unknown_kind"]


class Reader(Protocol):
    """Takes a file's bytes apart."""

    def __call__(self, seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
        """The articles in a file, in their order; what the file says of itself is among their facts.

        A SeedError in a draft's place says that a part of the file holds no article.

        Raises:
            SeedError: the file is damaged, or of another kind.
        """
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, how its name may end, and the module that reads it.

    `many`: such files usually hold many articles, and are quickly taken apart.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    many: bool = False


KINDS: tuple[Kind, ...] = (
    Kind("text", (".txt",), "text"),
    Kind("web page", (".html", ".htm", ".xhtml"), "web_page"),
    Kind("archived page", (".mht", ".mhtml"), "archived_page"),
    Kind("web archive", (".warc", ".warc.gz"), "web_archive", many=True),
    Kind("mail", (".eml",), "mail"),
    Kind("Markdown", (".md", ".markdown"), "markdown"),
    Kind("Word", (".docx",), "word"),
    Kind("OpenDocument", (".odt",), "open_document"),
    Kind("rich text", (".rtf",), "rich_text"),
    Kind("PDF", (".pdf",), "pdf"),
    Kind("EPUB", (".epub",), "epub"),
    Kind("feed", (".rss", ".atom", ".xml"), "feed", many=True),
    Kind("table", (".csv", ".tsv", ".jsonl", ".ndjson", ".xlsx"), "table", many=True),
)
# Browsers and people save a page under any of these names.
_MISTAKEN = frozenset({"text", "web_page", "archived_page"})
# The rules of the cleaning take a second for half of them.
_MOST_LINES = 40_000
# What a package of parts holds, by a part that no other kind has or by what its part "mimetype" says.
_PACKAGES = {
    "word/document.xml": "word",
    "application/vnd.oasis.opendocument.text": "open_document",
    "application/epub+zip": "epub",
}


def kind_of(name: str) -> Kind | None:
    """The kind of a file by its name; None for one that no reader takes."""
    folded = PurePath(name).name.casefold()
    return next((kind for kind in KINDS if folded.endswith(kind.suffixes)), None)


def sniffed(raw: bytes) -> str | None:
    """The module that reads a file, where its bytes leave no doubt; its name may say something else."""
    if raw[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rich_text"
    return next((module for part, module in _PACKAGES.items() if part in parts_of(raw)), None)


def unknown_kind(name: str) -> SeedError:
    """The error for a file that no reader takes."""
    return SeedError(
        name,
        "no reader takes this kind of file",
        allowed=", ".join(f"{kind.name} ({', '.join(kind.suffixes)})" for kind in KINDS),
        remedy="save it as one of these, or move it out of seeds/",
    )


def drafts(seed: Seed, settings: Settings) -> tuple[Draft | SeedError, ...]:
    """The articles in a file, in their order.

    Raises:
        SeedError: no reader takes the file, or it cannot be read.
    """
    kind = kind_of(seed.name)
    if kind is None:
        raise unknown_kind(seed.name)
    # Loaded here, because the libraries of one kind are of no use to a digest of another.
    module = sniffed(seed.raw) or _held(seed.raw, kind.module)
    read = cast(Reader, import_module(f"{__name__}.{module}").read)
    return tuple(_bounded(found, seed.name) for found in read(seed, settings))


def _bounded(found: Draft | SeedError, file: str) -> Draft | SeedError:
    """A draft, or what is wrong with one that is too long for an article."""
    if isinstance(found, SeedError) or found.text.count("\n") <= _MOST_LINES:
        return found
    return SeedError(
        file,
        "it has more lines than an article can have",
        place=found.place,
        allowed=f"{_MOST_LINES:,} lines",
        remedy="put the article alone into a file",
    )


def _held(raw: bytes, module: str) -> str:
    """The reader for what a file holds: text, a page and an archived page are taken for one another."""
    if module not in _MISTAKEN:
        return module
    return "archived_page" if is_mhtml(raw) else "web_page" if is_html(raw) else "text"

"""Markdown with front matter (.md), as Obsidian, Hugo and Jekyll have it, by markdown-it and PyYAML."""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import html_text
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest.errors import SeedError
from digest.read import dates, text
from digest.read.draft import Draft, Shape, slug_of
from digest.read.readers import properties
from digest.read.readers.border import reading
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_TITLES = ("title", "headline")
_DATES = ("date", "published", "publishdate", "pubdate", "date_published", "datepublished")
# When the page was saved or last touched: the day of the article only where nothing better is known.
_SAVED = ("created", "date_saved", "saved", "clipped", "modified", "updated")
_AUTHORS = ("author", "authors", "byline", "creator")
_SOURCES = ("source", "site", "site_name", "publisher", "publication", "website")
_ADDRESSES = ("url", "link", "canonical", "canonical_url", "source_url", "original", "source", "permalink")
_SECTIONS = ("section", "category", "categories")
_LANGUAGES = ("lang", "language", "locale")

_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_KEY = re.compile(r"[\w-]+\s*[:=]")
_WIKI_LINK = re.compile(r"!?\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{0,200})\]\]")
_NOTE = re.compile(r"\[\^[^\]]{1,40}\]:?")
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_CELLS = 200
_LARGEST = 8 << 20  # bytes


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The one article in a Markdown file, its marks made plain; the front matter gives the facts.

    Raises:
        SeedError: it is no text, or its front matter is broken.
    """
    if len(seed.raw) > _LARGEST:
        raise SeedError(
            seed.name,
            f"it has {len(seed.raw) >> 20} MB",
            allowed=f"{_LARGEST >> 20} MB",
            remedy="put one article into each file",
        )
    whole = text.decode(seed.raw, seed.name)
    front = _front(whole, seed.name)
    with reading(seed.name, "a Markdown text"):
        lines = _Plain(front.rest).lines()
    facts = tuple(_facts(front.values))
    if lines.headline and not any(fact.name == "title" for fact in facts):
        facts = (*facts, Fact("title", lines.headline, "heading", 0.9))
    digest = hashlib.sha256(seed.raw).hexdigest()
    shape = Shape.ARTICLE if front.values else Shape.PAGE
    return [Draft(slug_of(seed.name), "\n\n".join(lines.lines), digest, facts, shape)]


@dataclass(frozen=True, slots=True)
class _Front:
    """The front matter's values, by their names in small letters, and the text below it."""

    values: Mapping[str, object]
    rest: str


def _front(whole: str, name: str) -> _Front:
    lines = whole.lstrip("\ufeff\n").split("\n")
    ends = _FENCES.get(lines[0].rstrip())
    if ends is None or len(lines) < 2 or not _KEY.match(lines[1]):
        return _Front({}, whole)
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ends), None)
    if end is None:
        raise SeedError(
            name,
            "the front matter has no end",
            place="line 1",
            allowed=f'a line "{ends[0]}" below it',
            remedy="add that line",
        )
    inner = "\n".join(lines[1:end])
    found = _toml(inner, name) if ends[0] == "+++" else _yaml(inner, name)
    return _Front({str(key).casefold(): value for key, value in found.items()}, "\n".join(lines[end + 1 :]))


def _yaml(inner: str, name: str) -> Mapping[object, object]:
    try:
        found = yaml.safe_load(inner)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _broken(name, error.problem or "no YAML", mark.line + 2 if mark else 1) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        raise _broken(name, " ".join(str(error).split()), 1) from error
    if not isinstance(found, dict):
        raise _broken(name, "a list or a text in the place of names and values", 2)
    return found


def _toml(inner: str, name: str) -> Mapping[object, object]:
    try:
        return dict(tomllib.loads(inner).items())
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise _broken(name, str(error), int(line[1]) + 1 if line else 1) from error


def _broken(name: str, why: str, line: int) -> SeedError:
    return SeedError(
        name,
        f"the front matter is broken: {why[:150]}",
        place=f"line {line}",
        allowed='names and values, one a line, as in title: "A headline: and its end"',
        remedy="put values that hold a colon or a quotation mark into quotation marks",
    )


def _facts(said: Mapping[str, object]) -> Iterator[Fact]:
    """The facts of a front matter, for each field the surest first."""
    for name, keys in (("title", _TITLES), ("author", _AUTHORS), ("section", _SECTIONS)):
        for key in keys:
            joined = _names(said.get(key)) if name == "author" else _names(said.get(key))[:1]
            if joined:
                yield Fact(name, ", ".join(joined), "front matter")
    for key in _DATES + _SAVED:
        day = _day(said.get(key))
        if day:
            yield Fact("date", day, "front matter", 1.0 if key in _DATES else 0.3)
    for key in _SOURCES:
        yield from (
            Fact("source", v, "front matter") for v in _names(said.get(key))[:1] if not _ADDRESS.match(v)
        )
    for key in _ADDRESSES:
        yield from (
            Fact("source_url", v, "front matter") for v in _names(said.get(key))[:1] if _ADDRESS.match(v)
        )
    for key in _LANGUAGES:
        code = properties.language(next(iter(_names(said.get(key))), None))
        if code:
            yield Fact("lang", code, "front matter")


def _names(value: object) -> list[str]:
    """A value as names: a text is one, a list gives one for each text in it."""
    values = value if isinstance(value, list) else [value]
    words = (_WIKI_LINK.sub(r"\1", one) for one in values[:50] if isinstance(one, str))
    return [name for word in words if (name := text.tidy(word))]


def _day(value: object) -> str | None:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        return None
    stamp = dates.scan(value)
    return properties.day(value) or (stamp.day.isoformat() if stamp and stamp.day else None)


@dataclass(frozen=True, slots=True)
class _Lines:
    lines: tuple[str, ...]
    headline: str | None
    """The heading of the first level, where there is only one and it stands first."""


class _Plain:
    """Makes Markdown plain: a line for each heading, paragraph, item and row."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        # The parser fills each row of a table to the width of its head; no table for people is as wide.
        if max(line.count("|") for line in source.split("\n")) > _MOST_CELLS:
            self._parser.disable("table")
        self._markers: list[str] = []
        self._row: list[str] | None = None
        self._tops: list[int] = []

    def lines(self) -> _Lines:
        """The lines of the text, none of them empty."""
        found: list[str] = []
        level = ""
        for token in self._parser.parse(self._source):
            if token.type == "heading_open":
                level = token.tag
            new = [line for line in self._of(token) if line.strip()]
            if new and level == "h1":
                self._tops.append(len(found))
            if token.type == "heading_close":
                level = ""
            found += new
        return _Lines(tuple(found), found[0] if self._tops == [0] and len(found) > 1 else None)

    def _of(self, token: Token) -> Iterator[str]:
        if token.type == "list_item_open":
            self._markers.append(f"{token.info}. " if token.info else "• ")
        elif token.type == "list_item_close":
            self._markers = self._markers[:-1]
        elif token.type == "tr_open":
            self._row = []
        elif token.type == "tr_close":
            cells, self._row = self._row or [], None
            yield " | ".join(cell for cell in cells if cell)
        elif token.type == "inline":
            yield from self._inline(token)
        elif token.type == "html_block":
            yield from html_text.extract_text(token.content).split("\n")
        elif token.type in {"fence", "code_block"}:
            yield from token.content.split("\n")

    def _inline(self, token: Token) -> Iterator[str]:
        if _NOTE.match(token.content) and ":" in token.content[:45]:
            return
        parts = [part.strip() for part in _inner(token.children or []).split("\n")]
        if self._row is not None:
            self._row.append(" ".join(filter(None, parts)))
            return
        for part in filter(None, parts):
            # Only the first line of an item has its marker.
            marker, self._markers[-1:] = ("", []) if not self._markers else (self._markers[-1], [""])
            yield marker + part


def _inner(tokens: Iterable[Token]) -> str:
    """The text of inline tokens: of a link its words, of a picture nothing."""
    found = []
    for token in tokens:
        if token.type == "softbreak":
            found.append(" ")
        elif token.type == "hardbreak":
            found.append("\n")
        elif token.type == "html_inline":
            found.append("\n" if token.content.casefold().startswith("<br") else "")
        elif token.type != "image":
            found.append(token.content)
    return _NOTE.sub("", _WIKI_LINK.sub(lambda match: "" if match[0][0] == "!" else match[1], "".join(found)))

"""Rich text (.rtf), by striprtf."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from striprtf.striprtf import rtf_to_text

from digest.errors import SeedError
from digest.read.draft import Draft, Shape, slug_of
from digest.read.readers import properties
from digest.read.readers.border import reading
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_LARGEST = 64 << 20  # bytes
# A font table of a hundred fonts has half of that. The library searches it by a pattern whose time grows with
# its square.
_LARGEST_FONTS = 60_000
_MOST_FONT_WORDS = 3000
# Groups that hold no text of the article: striprtf knows most, but prints deleted text and the addresses of
# links, and searches for these by a pattern whose time grows with the square of the file.
_NO_TEXT = frozenset({"fldinst", "deleted", "pict", "object", "objdata", "themedata", "datastore"})
_TOKEN = re.compile(r"\\([a-z]+)|\\[^a-z]|[{}]")
_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{1,5})")
_BULLET = re.compile(r"^[·•§▪\uf0b7\uf0a7o-]\t")
_LONG_CELL = 120
_FIRST_LINES = 12


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    r"""The one article in a rich text, in the code pages that it names and with what \u gives.

    Raises:
        SeedError: it is damaged, cut short, too large, or no rich text.
    """
    with reading(seed.name, "a rich text"):
        source = _readable(seed)
        lines = list(_lines(_plain(source, seed.name)))
        facts = tuple(_facts(source, lines, seed.name))
    digest = hashlib.sha256(seed.raw).hexdigest()
    return [Draft(slug_of(seed.name), "\n\n".join(lines), digest, facts, Shape.PAGE)]


def _readable(seed: Seed) -> str:
    """The source of a rich text, as striprtf can take it: in ASCII, and without what holds no text."""
    raw = seed.raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not raw.startswith(b"{\\rtf"):
        raise SeedError(
            seed.name,
            "no rich text, whatever its name says",
            remedy="name it after what it is, or save it anew",
        )
    if len(raw) > _LARGEST:
        raise SeedError(
            seed.name,
            f"it has {len(raw) >> 20} MB",
            allowed=f"{_LARGEST >> 20} MB",
            remedy="save it without its pictures",
        )
    plain = _without_binary(raw).rstrip(b"\0 \r\n\t").decode("latin-1")
    plain = re.sub(r"[\x80-\xff]", lambda match: f"\\'{ord(match[0]):02x}", plain)
    return _without_groups(plain, seed.name)


def _without_binary(raw: bytes) -> bytes:
    r"""The source without the bytes that follow \bin, which may hold braces."""
    kept, at = [], 0
    while match := _BINARY.search(raw, at):
        kept.append(raw[at : match.start()])
        at = match.end() + int(match[1])
    return b"".join((*kept, raw[at:]))


def _too_many_fonts(table: str) -> bool:
    """Whether the library would take long over a table of fonts, each of which has some words."""
    return len(table) > _LARGEST_FONTS or table.count("\\f") > _MOST_FONT_WORDS


@dataclass(slots=True)
class _Group:
    """A group of the source that is being read: what stands between two braces."""

    start: int
    dropped: bool = False
    fonts: bool = False


def _without_groups(source: str, name: str) -> str:
    """The source without the groups that hold no text."""
    groups: list[_Group] = []
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(source):
        if match[0] == "{":
            groups.append(_Group(match.start()))
        elif match[0] == "}":
            group = groups.pop()
            if group.fonts and _too_many_fonts(source[group.start : match.end()]):
                raise SeedError(name, "a rich text with a damaged list of fonts", remedy="save it anew")
            if group.dropped:
                while spans and spans[-1][0] > group.start:
                    spans.pop()
                spans.append((group.start, match.end()))
            if not groups:
                return "".join(_outside(source[: match.end()], spans))
        elif match[1]:
            groups[-1].dropped |= match[1] in _NO_TEXT
            groups[-1].fonts |= match[1] == "fonttbl"
    raise SeedError(name, "a rich text that is cut short", remedy="fetch it again, or save it anew")


def _outside(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in spans:
        yield text[at:start]
        at = end
    yield text[at:]


def _plain(source: str, name: str) -> str:
    page = _CODE_PAGE.search(source)
    encoding = f"cp{page[1]}" if page else "cp1252"
    text: str = rtf_to_text(source, encoding, errors="replace")  # type: ignore[no-untyped-call]
    # \u gives a character outside the first plane as two halves.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 1 and not cells[-1]:
            filled = [cell for cell in cells if cell]
            # A table that only arranges text gives its paragraphs.
            arranged = any(len(cell) > _LONG_CELL for cell in filled)
            yield from filled if arranged else filter(None, [" | ".join(filled)])
        elif line.strip():
            yield _BULLET.sub("• ", line).strip()


def _facts(source: str, lines: list[str], name: str) -> Iterator[Fact]:
    page = _CODE_PAGE.search(source)
    head = "{\\rtf1\\ansi" + (page[0] if page else "") + " "
    for field in ("title", "author"):
        found = re.search(rf"\{{\\info[^{{}}]*(?:\{{[^{{}}]*\}}[^{{}}]*)*?\{{\\{field} ([^{{}}]*)\}}", source)
        if found is None:
            continue
        value = _plain(head + found[1] + "}", name)
        if field == "title":
            yield from properties.title(value, "document properties", lines[:_FIRST_LINES])
        else:
            yield from properties.author(value, "document properties")

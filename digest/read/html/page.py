"""From the bytes of a web page to a tree, whatever their encoding, within limits of size and depth."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from lxml import html  # type: ignore[import-untyped]  # no types
from lxml.etree import LxmlError, XPath  # type: ignore[import-untyped]  # no types

from digest.errors import SeedError
from digest.read import text
from digest.read.html.sniff import utf16

__all__ = ["WebPage", "parse"]

_LARGEST = 20 << 20
# A page of a newspaper has a few thousand elements, a long live report some thousands more.
_MOST_ELEMENTS = 30_000
# Where a page says which encoding it is in, by the HTML standard within its first 1024 bytes; few pages obey.
_DECLARED = re.compile(rb"(?:charset|<\?xml[^>]{0,80}encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 20_000
_OUTSIDE_ASCII = re.compile(rb"[^<>\"'{}]{0,300}[\x80-\xff][^<>\"'{}]{0,600}")
_SAMPLE = 20_000
# The HTML standard reads these labels as windows-1252.
_WESTERN = frozenset({"iso8859-1", "ascii", "latin-1"})
# A better reading than the declared one has to be this much better, and plausible as such.
_CLEARLY, _PLAUSIBLE = 0.15, 0.2
_DATA_ADDRESS = re.compile(r"data:[\w/+.;=-]{0,80},[\w+/=%-]{200,}")
# libxml2 compares each attribute of a tag with all others.
_GIANT = 50_000
_GIANT_TAG = re.compile(rf"<[A-Za-z][^<>]{{{_GIANT},}}>")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+?)\s*-->", re.IGNORECASE)
# SingleFile writes " url: https://... " into a comment at the top.
_SINGLE_FILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(https?://\S+)", re.IGNORECASE)
_COUNT = XPath("count(//*)")
_PARSER_OPTIONS = {
    "encoding": "utf-8",
    "collect_ids": False,
    "default_doctype": False,
    "remove_comments": True,
    "remove_pis": True,
    "no_network": True,
}


@dataclass(frozen=True, slots=True)
class WebPage:
    """A parsed page: its root element, and the address that the browser noted when it saved it."""

    root: html.HtmlElement
    saved_from: str | None = None


def parse(
    raw: bytes, name: str, *, place: str = "", charset: str | None = None, address: str | None = None
) -> WebPage:
    """The tree of a page.

    `charset` is the encoding that a header outside the page states, if any. Like the page's own statement it
    counts where it gives plausible text. `address` is where it was fetched from, if the file tells.

    Raises:
        SeedError: the page is empty, too large, or no HTML.
    """
    if not raw.strip(b"\0 \r\n\t"):
        raise SeedError(
            name, "the page is empty", place=place, remedy="save the page again, or delete the file"
        )
    source = _DATA_ADDRESS.sub("data:,", _decoded(raw, charset)).replace("\0", "")
    if len(source) > _LARGEST:
        raise SeedError(
            name,
            f"{len(source) >> 20} million characters, which is no article",
            place=place,
            allowed=f"a page of at most {_LARGEST >> 20} million characters, pictures aside",
            remedy="save the page as “HTML only”",
        )
    if any(len(part) > _GIANT for part in source.split("<")):
        source = _GIANT_TAG.sub("", source)
    try:
        root = html.document_fromstring(
            source.encode("utf-8", errors="replace"), parser=html.HTMLParser(**_PARSER_OPTIONS)
        )
    except (LxmlError, ValueError) as error:
        raise SeedError(
            name, f"no HTML ({error})", place=place, remedy="save the page again in a browser"
        ) from error
    if _COUNT(root) > _MOST_ELEMENTS:
        raise SeedError(
            name,
            f"more than {_MOST_ELEMENTS:,} elements, which is no article",
            place=place,
            remedy="save the page of the article itself",
        )
    _drop_scripts(root)
    saved = _SAVED_FROM.search(source[:_HEAD]) or _SINGLE_FILE.search(source[:_HEAD])
    return WebPage(root, address or (saved[1] if saved else None))


def _drop_scripts(root: html.HtmlElement) -> None:
    """Take out scripts and styles; what is data stays."""
    for element in list(root.iter("script", "style")):
        if "json" not in (element.get("type") or ""):
            element.drop_tree()


def _decoded(raw: bytes, charset: str | None) -> str:
    """The text of a page: by its mark, as UTF-8, as declared, or in the most plausible encoding."""
    marked = text.marked(raw)
    if marked is not None:
        return marked
    if encoding := utf16(raw[:4096]):
        return raw.decode(encoding, errors="replace")
    declared = [label for label in (charset, _declared(raw)) if label and _known(label)]
    if b"\x1b$" in raw and "iso2022_jp" in map(_canonical, declared):
        return raw.decode("iso2022_jp", errors="replace")
    utf8 = raw.decode("utf-8", errors="replace")
    broken = utf8.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
    # Each good letter outside ASCII takes more than one byte. A few torn ones make no other encoding.
    if broken <= 4 + (len(raw) - len(utf8)) // 50:
        return utf8
    return _best(raw, [_canonical(label) for label in declared])


def _best(raw: bytes, declared: list[str]) -> str:
    """The page in the encoding that reads best, the declared one if it is hardly worse."""
    for encoding in declared:
        # An encoding of several bytes a letter is hardly ever right by chance.
        if _is_multibyte(encoding):
            reading = raw.decode(encoding, errors="replace")
            if reading.count("\ufffd") <= 4 + len(reading) // 500:
                return reading
    single = [encoding for encoding in declared if not _is_multibyte(encoding) and encoding != "utf-8"]
    sample = b" ".join(_OUTSIDE_ASCII.findall(raw[:_LARGEST]))[:_SAMPLE]
    scores = {
        encoding: text.plausibility(sample.decode(encoding, errors="replace"))
        for encoding in (*single, *text.SINGLE_BYTE, "cp1252")
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    stated = single[0] if single else None
    better = scores[best] > _PLAUSIBLE and (stated is None or scores[best] > scores[stated] + _CLEARLY)
    chosen = best if better else stated or ("cp1252" if scores[best] < 0 else best)
    return raw.decode(chosen, errors="replace")


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:_HEAD])
    return found[1].decode("ascii", errors="replace") if found else None


def _known(label: str) -> bool:
    try:
        # Codecs such as "base64" are no encodings of text, and "utf-7" is forbidden in HTML.
        return codecs.lookup(label)._is_text_encoding and codecs.lookup(label).name not in {"utf-7", "idna"}
    except (LookupError, ValueError):
        return False


def _canonical(label: str) -> str:
    name = codecs.lookup(label).name
    return "cp1252" if name in _WESTERN else name


def _is_multibyte(encoding: str) -> bool:
    return encoding.startswith(("gb", "big5", "shift", "euc", "iso2022", "hz", "cp932", "cp949", "johab"))

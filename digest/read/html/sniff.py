"""What a file holds, by how it begins, whatever its name says. Loads no library."""

from __future__ import annotations

import re

__all__ = ["is_html", "is_mhtml", "utf16"]

_HEAD = 4096
# Atomic: a comment ends at its first end, and a row of them is not parted in other ways.
_COMMENTS = r"(?>\ufeff|\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*+"
_DOCUMENT = re.compile(
    rf"{_COMMENTS}<(?:!doctype\s+html|(?:html|head|body|meta|title|article|main|link)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(rf"{_COMMENTS}<(?:div|section|h1|h2|p|header|table)[\s>]", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</(?:p|div|h[1-6]|a|span|section|table|ul)>", re.IGNORECASE)
_HEADER = re.compile(rb"\s*[A-Za-z][\w-]*:\s")


def is_html(raw: bytes) -> bool:
    """Whether a file holds a page, or a part of one."""
    head = raw[:_HEAD].decode(utf16(raw[:_HEAD]) or "utf-8", errors="replace").replace("\0", "")
    return _DOCUMENT.match(head) is not None or (
        _FRAGMENT.match(head) is not None and len(_TAG.findall(head)) >= 3
    )


def is_mhtml(raw: bytes) -> bool:
    """Whether a file holds a page with its pictures in one piece, as mail holds them."""
    head = raw[:_HEAD]
    return _HEADER.match(head) is not None and b"multipart/related" in head.lower()


def utf16(head: bytes) -> str | None:
    """UTF-16 without a mark, by where the zero bytes of markup and blanks are."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 5 or min(even, odd) > len(head) // 20:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"

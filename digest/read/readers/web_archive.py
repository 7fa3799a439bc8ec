"""Pages that a crawler stored: WARC, plain or compressed."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # no types
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]  # no types

from digest.errors import SeedError
from digest.read.draft import Draft, slug_of
from digest.read.readers.web_page import draft_of
from digest.settings import Settings
from digest.values import Seed

__all__ = ["read"]

_LARGEST_PAGE = 20 << 20
_LARGEST_ARCHIVE = 2 << 30
_LONGEST_FAULT = 120
_HTML = ("text/html", "application/xhtml+xml")


def read(seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
    """The articles in the pages of an archive; those pages without one are counted in one error at the end.

    A page has its name from its address. Of several copies of one page the first counts.

    Raises:
        SeedError: no page in it could be read.
    """
    found: list[Draft | SeedError] = []
    seen: set[str] = set()
    without: list[str] = []
    stream = _Bounded(seed.raw)
    try:
        for number, record in enumerate(ArchiveIterator(stream, check_digests=False), 1):
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            if not _is_page(record) or address in seen:
                continue
            seen.add(address)
            try:
                found.append(_draft(record, seed.name, f"record {number}, {address}", address))
            except SeedError as error:
                without.append(f"{address} ({error.found})")
    except (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError, AttributeError) as error:
        # warcio fails in these ways where a record is damaged.
        stream.fault = stream.fault or str(error)[:_LONGEST_FAULT]
    if without:
        found.append(_without(seed.name, without, len(seen)))
    if stream.fault and not found:
        raise _damaged(seed.name, stream.fault, 0)
    if stream.fault:
        found.append(_damaged(seed.name, stream.fault, len(seen)))
    return found


class _Bounded:
    """The bytes of an archive, unpacked, no more than allowed; `fault` says why they end early."""

    def __init__(self, raw: bytes) -> None:
        packed = raw.startswith(b"\x1f\x8b")
        self._stream = gzip.GzipFile(fileobj=io.BytesIO(raw)) if packed else io.BytesIO(raw)
        self._left = _LARGEST_ARCHIVE
        self.fault = ""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none where the archive is torn or gives too many."""
        try:
            part = self._stream.read1(min(size, 1 << 20) if size >= 0 else 1 << 20)
        except (OSError, EOFError, zlib.error) as error:
            self.fault = str(error)
            return b""
        self._left -= len(part)
        if self._left < 0:
            self.fault = f"more than {_LARGEST_ARCHIVE >> 30} GiB"
            return b""
        return part


def _damaged(name: str, fault: str, pages: int) -> SeedError:
    return SeedError(
        name,
        f"the archive is damaged or too large: {fault}",
        place=f"after {pages} pages",
        allowed=f"WARC of at most {_LARGEST_ARCHIVE >> 30} GiB",
        remedy="store the pages again",
    )


def _is_page(record: Any) -> bool:
    """Whether a record holds an HTML page that the server gave with success."""
    if record.rec_type == "resource":
        return (record.rec_headers.get_header("Content-Type") or "").casefold().startswith(_HTML)
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").casefold()
    return bool(record.http_headers.get_statuscode() == "200") and kind.startswith(_HTML)


def _draft(record: Any, name: str, place: str, address: str) -> Draft:
    raw = _content(record)
    if len(raw) > _LARGEST_PAGE:
        raise SeedError(name, f"more than {_LARGEST_PAGE >> 20} MiB", place=place)
    headers = record.http_headers
    kind = headers.get_header("Content-Type") or "" if headers is not None else ""
    charset = kind.casefold().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    return draft_of(raw, name, _slug(address), place=place, charset=charset, address=address)


def _content(record: Any) -> bytes:
    """The page without its transfer encoding, and a byte more than is allowed of one that is too large."""
    stream = record.content_stream()
    parts: list[bytes] = []
    size = 0
    while size <= _LARGEST_PAGE and (part := stream.read(1 << 20)):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _slug(address: str) -> str:
    """A name from the last part of the address that says something, made unique by the whole of it."""
    steps = [step for step in urlsplit(address).path.split("/") if step]
    told = next((step for step in reversed(steps) if any(map(str.isalpha, step))), "page")
    return f"{slug_of(told)[:60].strip('-')}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"


def _without(name: str, pages: list[str], total: int) -> SeedError:
    more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
    return SeedError(
        name,
        f"{len(pages)} of {total} pages hold no article: {', '.join(pages[:3])}{more}",
        remedy="nothing, if these are lists and front pages",
    )

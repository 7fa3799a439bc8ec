"""A page that a browser saved with its pictures in one file: MHTML."""

from __future__ import annotations

from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage

from digest.errors import SeedError
from digest.read.draft import Draft, slug_of
from digest.read.readers.web_page import draft_of
from digest.settings import Settings
from digest.values import Seed

__all__ = ["read"]

_HTML = frozenset({"text/html", "application/xhtml+xml"})


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The one article of an archived page: its root part is the page, the others are pictures and styles.

    Raises:
        SeedError: there is no page in the file, or the page holds no article.
    """
    try:
        whole = message_from_bytes(seed.raw, policy=policy.default)
        root = _root(whole)
        content = root.get_payload(decode=True) if root is not None else None
        charset = root.get_content_charset() if root is not None else None
        address = _address(whole, root)
    except (RecursionError, LookupError, ValueError, AttributeError, TypeError) as error:
        # The parser of the standard library fails in these ways where headers are damaged.
        raise _no_page(seed.name) from error
    if not isinstance(content, bytes):
        raise _no_page(seed.name)
    return [draft_of(content, seed.name, slug_of(seed.name), charset=charset, address=address)]


def _root(whole: EmailMessage) -> EmailMessage | None:
    """The part that the file names as its start, or else the first page in it."""
    start = whole.get_param("start")
    pages = [part for part in whole.walk() if part.get_content_type() in _HTML]
    named = (page for page in pages if start and page["Content-ID"] == start)
    return next(named, pages[0] if pages else None)


def _address(whole: EmailMessage, root: EmailMessage | None) -> str | None:
    """Where the page was fetched from; a frame of a browser's own is none."""
    told = (whole["Snapshot-Content-Location"], root["Content-Location"] if root is not None else None)
    return next((str(one) for one in told if one and str(one).startswith(("http://", "https://"))), None)


def _no_page(name: str) -> SeedError:
    return SeedError(
        name,
        "there is no page in the file",
        allowed="a page that a browser saved as MHTML",
        remedy="open the article in a browser and save it again, or delete the file",
    )

"""From addresses to files in seeds/: fetched host by host, saved as they came, known ones left alone."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

from digest.collect.fetch import Fetched, Fetcher
from digest.collect.lists import is_feed, links
from digest.errors import CollectError
from digest.files import named, write
from digest.read.draft import slug_of
from digest.store import FOLDER

__all__ = ["Outcome", "State", "collect", "file_name"]

_NOTES = "collected.json"
_LONGEST_NAME = 60
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/epub+zip": ".epub",
    "application/rtf": ".rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}

OnDone = Callable[[int, int], None]


class State(StrEnum):
    """What became of an address."""

    SAVED = "saved"
    KNOWN = "known"
    """Its file stands in seeds/ already."""
    UNCHANGED = "unchanged"
    """It was asked again, and the site says that nothing has changed."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An address, what became of it, its file in seeds/, and what was wrong."""

    url: str
    state: State
    file: str = ""
    error: CollectError | None = None


def collect(
    urls: Iterable[str],
    root: Path,
    fetcher: Fetcher,
    *,
    again: bool = False,
    on_done: OnDone = lambda done, total: None,
) -> Iterator[Outcome]:
    """Save pages, and the pages that feeds link to, into the `seeds/` of a digest.

    A page whose file stands there is not asked for, unless `again`; then it is asked whether it has changed.
    Hosts are asked in turn, so that the pause that each wants costs little. Each outcome is given as soon as
    its file is whole.

    Raises:
        CollectError: the folder cannot be written.
    """
    notes = _Notes(root / FOLDER / _NOTES)
    queue = _Turns(urls)
    done = 0
    while url := queue.next():
        path = _standing(root, url)
        if path and not again:
            yield Outcome(url, State.KNOWN, path)
        else:
            try:
                fetched = fetcher.get(url, **notes.conditions(url, standing=bool(path)))
                found = _links(fetched)
                if found:
                    queue.add(found)
                else:
                    yield _saved(root, url, fetched, path)
                notes.keep(url, fetched, feed=bool(found))
            except CollectError as error:
                yield Outcome(url, State.REFUSED, error=error)
        done += 1
        on_done(done, done + len(queue))


def file_name(url: str, suffix: str) -> str:
    """The name of an address's file: its last words, and a hash of all of it, so that two never meet."""
    parts = urlsplit(url)
    words = [word for word in unquote(parts.path).split("/") if re.search(r"[^\W\d_]{3}", word)]
    last = re.sub(r"\.(?:s?html?|php|aspx?)$", "", words[-1]) if words else (parts.hostname or "page")
    stem = slug_of(f"{last}.x")[:_LONGEST_NAME].strip("-")
    return f"{stem}-{hashlib.sha256(url.encode()).hexdigest()[:8]}{suffix}"


def _links(fetched: Fetched) -> tuple[str, ...]:
    """The pages that a feed links to; none for a page, and for a feed that has not changed."""
    if fetched.body is None or not is_feed(fetched.body):
        return ()
    found = links(fetched.body)
    if not found:
        raise CollectError(
            fetched.url, "a feed that links to no page", remedy="see whether it is the right one"
        )
    return found


def _standing(root: Path, url: str) -> str:
    """The file of an address in seeds/, if there is one."""
    found = (f"seeds/{file_name(url, suffix)}" for suffix in dict.fromkeys(_SUFFIXES.values()))
    return next((name for name in found if (root / name).is_file()), "")


def _saved(root: Path, url: str, fetched: Fetched, standing: str) -> Outcome:
    if fetched.body is None:
        return Outcome(url, State.UNCHANGED, standing)
    suffix = _SUFFIXES.get(fetched.kind) or (".html" if _is_html(fetched) else "")
    if not suffix:
        raise CollectError(
            url,
            f"neither a page nor a document: {fetched.kind or 'of no kind that the site names'}",
            remedy="fetch it by hand, if it holds an article",
        )
    name = f"seeds/{file_name(url, suffix)}"
    body = _with_origin(fetched) if suffix == ".html" else fetched.body
    with named(root / name, name, CollectError):
        write(root / name, body)
    return Outcome(url, State.SAVED, name)


def _is_html(fetched: Fetched) -> bool:
    return not fetched.kind and b"<html" in (fetched.body or b"")[:2048].lower()


def _with_origin(fetched: Fetched) -> bytes:
    """A page with its address, in the comment in which browsers keep it.

    The encoding is added too, where only the site's header names it.
    """
    body = fetched.body or b""
    if body.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return body
    url = fetched.url.replace("--", "%2D%2D").encode("ascii", errors="replace")
    head = b"<!-- saved from url=(%04d)%s -->\n" % (len(url), url)
    declared = re.search(rb"<meta[^>]+charset", body[:4096], re.IGNORECASE)
    if not declared and re.fullmatch(r"[A-Za-z0-9_.:-]+", fetched.charset):
        head += b'<meta charset="%s">\n' % fetched.charset.encode()
    doctype = re.match(rb"\s*(?:<\?xml[^>]*\?>\s*)?<!doctype[^>]*>\s*", body, re.IGNORECASE)
    start = doctype.end() if doctype else 0
    return body[:start] + head + body[start:]


class _Turns:
    """Addresses that wait, each once, one host after the other."""

    def __init__(self, urls: Iterable[str]) -> None:
        self._seen: set[str] = set()
        self._hosts: dict[str, deque[str]] = defaultdict(deque)
        self.add(urls)

    def add(self, urls: Iterable[str]) -> None:
        """Let more wait, at the end."""
        for url in urls:
            plain = urldefrag(url).url
            if plain not in self._seen:
                self._seen.add(plain)
                self._hosts[urlsplit(plain).netloc].append(plain)

    def next(self) -> str:
        """The next address; empty where none waits."""
        for host in self._hosts:
            waiting = self._hosts.pop(host)
            url = waiting.popleft()
            if waiting:
                self._hosts[host] = waiting
            return url
        return ""

    def __len__(self) -> int:
        """How many wait."""
        return sum(map(len, self._hosts.values()))


class _Notes:
    """What sites said of their pages' versions, so that an unchanged page need not be sent again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._notes: dict[str, dict[str, Any]] = {}
        with suppress(OSError, ValueError):  # without the notes, pages are fetched whole
            notes = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(notes, dict):
                self._notes = {url: note for url, note in notes.items() if isinstance(note, dict)}

    def conditions(self, url: str, *, standing: bool) -> dict[str, str]:
        """What to ask with, of a page whose file is `standing`, or of a feed."""
        note = self._notes.get(url, {})
        if not standing and not note.get("feed"):
            return {}
        return {name: str(note[name]) for name in ("etag", "modified") if note.get(name)}

    def keep(self, url: str, fetched: Fetched, *, feed: bool) -> None:
        """Remember a page's version."""
        note = {"etag": fetched.etag, "modified": fetched.modified, "feed": feed}
        if fetched.body is not None and (fetched.etag or fetched.modified) and self._notes.get(url) != note:
            self._notes[url] = note
            with suppress(OSError):
                write(self._path, json.dumps(self._notes, indent=1, sort_keys=True).encode())

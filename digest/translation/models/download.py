"""Fetch one large file: with time-outs, a size cap, resumption and its SHA-256.

Pooch, the usual library for this, begins anew whenever a line breaks; a model is too large for that. So it is
a short loop over requests: ask for what is missing, write what comes, and ask again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from filelock import FileLock, Timeout

from digest.errors import EngineError
from digest.translation.models.archive import check_room
from digest.translation.models.lock import hash_file

__all__ = ["LARGEST", "Patience", "Report", "download", "elsewhere"]

Report = Callable[[str, int, int | None], None]
"""Told of progress: of what, how many bytes are there, and of how many, where that is known."""

LARGEST = 16_000_000_000
"""No model that runs on a processor is larger, in bytes."""

_CHUNK = 1 << 16
_GONE = (requests.exceptions.ConnectionError, requests.exceptions.Timeout)
_BROKEN_OFF = (*_GONE, requests.exceptions.ChunkedEncodingError)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a connection and for the next byte, in seconds, and how often to go on.

    The breaks count from the last one that brought something: a slow line that gets somewhere is waited for.
    """

    connect: float = 10
    read: float = 30
    breaks: int = 5
    pause: float = 1


def download(
    url: str,
    path: Path,
    *,
    sha256: str = "",
    largest: int = LARGEST,
    report: Report | None = None,
    patience: Patience | None = None,
) -> None:
    """Fetch a file; what a former run has left of it is gone on with, if the server still has the same.

    Args:
        url: Where it is; http or https.
        path: Where to. Until all is there and right, it stands in a neighbour that ends in `.part`.
        sha256: What it must be, where that is known.
        largest: The most bytes to take.
        report: Told of progress.
        patience: How long to wait.

    Raises:
        EngineError: there is no network, the server refuses, stalls or breaks off, the file is too large or
            not the right one, there is no room, or it is being fetched already. The message says what to do.
    """
    transfer = _Transfer(url, path, largest, report, patience or Patience())
    try:
        with FileLock(path.with_name(f"{path.name}.lock"), timeout=0):
            transfer.run()
            transfer.check_hash(sha256)
            transfer.part.replace(path)
            transfer.forget()
    except Timeout as error:
        remedy = "wait for it to end, then run the command again"
        raise EngineError(url, "another command is fetching it at this moment", remedy=remedy) from error
    except OSError as error:
        raise EngineError(str(path), f"it cannot be written: {error.strerror or error}") from error


def elsewhere(url: str) -> str:
    """What to do where a file cannot be fetched from here."""
    return (
        f"on a machine with a network fetch {url}, bring what you got here, and run: "
        "python build_digest.py models import FILE"
    )


class _Transfer:
    """One file on its way: `part` holds what is there, and a note beside it which version that is of."""

    def __init__(self, url: str, path: Path, largest: int, report: Report | None, patience: Patience) -> None:
        self.url = url
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        self.note = path.with_name(f"{path.name}.part.json")
        self.largest = largest
        self.report = report
        self.patience = patience
        self.total: int | None = None

    def run(self) -> None:
        """Ask until all is there."""
        breaks = 0
        while True:
            before = self._size()
            try:
                if self._ask():
                    return
                reason = "it broke off before the end"
            except _BROKEN_OFF as error:
                if isinstance(error, _GONE) and not self._size():
                    raise self._error(_reason(error), elsewhere(self.url)) from error
                reason = _reason(error)
            except requests.exceptions.RequestException as error:
                raise self._error(_reason(error), elsewhere(self.url)) from error
            breaks = breaks + 1 if self._size() <= before else 1
            if breaks > self.patience.breaks:
                size = f"{self._size():,} of {self.total:,}" if self.total else f"{self._size():,}"
                remedy = f"run the command again: it goes on from there. Or {elsewhere(self.url)}"
                raise self._error(f"{reason}, again and again; {size} bytes are here", remedy)
            time.sleep(self.patience.pause)

    def check_hash(self, sha256: str) -> None:
        """Make sure that what came is the right file, where its hash is known; delete one that is not."""
        found = hash_file(self.part)
        if sha256 and found.sha256 != sha256:
            self.forget()
            raise EngineError(
                self.url,
                f"what came is another file: {found.size:,} bytes with SHA-256 {found.sha256}",
                allowed=f"SHA-256 {sha256}",
                remedy="try again later or from another network; if it stays so, do not use it, and tell us",
            )

    def forget(self) -> None:
        """Delete what is left of it beside the file."""
        for path in (self.part, self.note):
            path.unlink(missing_ok=True)

    def _ask(self) -> bool:
        """Ask once for what is missing, and write what comes; return whether all is there."""
        have = self._size()
        version = self._version() if have else ""
        headers = {"Accept-Encoding": "identity"}
        if version:
            headers |= {"Range": f"bytes={have}-", "If-Range": version}
        waits = (self.patience.connect, self.patience.read)
        with requests.get(self.url, headers=headers, stream=True, timeout=waits) as answer:
            self._check(answer)
            goes_on = answer.status_code == 206 and _first_byte(answer) == have
            start = have if goes_on else 0
            self.total = _length(answer, start)
            if answer.status_code == 416 or (answer.status_code == 206 and not goes_on):
                self.forget()
                return False
            self._check_size(self.total or 0)
            check_room(self.path.parent, (self.total or 0) - start)
            self._remember(answer)
            self._take(answer, start)
        return self.total is None or self._size() >= self.total

    def _take(self, answer: requests.Response, start: int) -> None:
        there = start
        with self.part.open("ab" if start else "wb") as file:
            for chunk in answer.iter_content(_CHUNK):
                there += len(chunk)
                self._check_size(there)
                file.write(chunk)
                file.flush()
                if self.report:
                    self.report(self.path.name, there, self.total)

    def _check(self, answer: requests.Response) -> None:
        if urlsplit(self.url).scheme == "https" and urlsplit(answer.url).scheme != "https":
            raise self._error(f"the server sends us on to {answer.url}, without encryption", "tell us")
        if answer.status_code in (200, 206, 416):
            return
        found = f"the server answers {answer.status_code} {answer.reason}"
        if answer.status_code == 404:
            remedy = "the file has moved: look for the model's new place, fetch it, and use `models import`"
        elif answer.status_code in (401, 403):
            remedy = "the model wants an account or your consent: get it by hand, and use `models import`"
        else:
            remedy = f"try again later. Or {elsewhere(self.url)}"
        raise self._error(found, remedy)

    def _check_size(self, size: int) -> None:
        if size > self.largest:
            self.forget()
            found = f"it is larger than {self.largest / 1e6:,.0f} MB, the most that was expected"
            raise self._error(found, "look at what stands at that address now")

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _remember(self, answer: requests.Response) -> None:
        """Note which version of the file this is, so that no other one is appended to it."""
        tag = answer.headers.get("ETag", "")
        # a weak tag may stand for other bytes
        version = tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")
        self.note.write_text(json.dumps({"url": self.url, "version": version}), encoding="utf-8")

    def _version(self) -> str:
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        right = isinstance(note, dict) and note.get("url") == self.url
        return str(note.get("version") or "") if right else ""

    def _error(self, found: str, remedy: str) -> EngineError:
        return EngineError(self.url, found, remedy=remedy)


def _length(answer: requests.Response, start: int) -> int | None:
    """The size of the whole file, as far as the server states it."""
    length = answer.headers.get("Content-Length", "")
    return start + int(length) if length.isdecimal() else None


def _first_byte(answer: requests.Response) -> int | None:
    unit, _, span = answer.headers.get("Content-Range", "").partition(" ")
    first = span.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdecimal() else None


def _reason(error: requests.exceptions.RequestException) -> str:
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return "the server cannot be reached: it does not answer"
    if isinstance(error, requests.exceptions.Timeout) or "timed out" in str(error).lower():
        return "the server has stopped sending"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the line broke off"
    if isinstance(error, requests.exceptions.ConnectionError):
        return "the server cannot be reached: is there a network?"
    return f"the address cannot be fetched: {error}"

"""One polite request at a time: robots.txt, a pause for each host, limits, and no private addresses."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from digest.errors import CollectError

__all__ = ["Fetched", "Fetcher", "Limits"]

_NAME = "bilingual-digest"
_CHUNK = 1 << 16
_ROBOTS_SIZE = 500 << 10  # bytes that RFC 9309 wants to be read at least
_REDIRECTS = {301, 302, 303, 307, 308}
_LATER = {429, 503}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may cost. Times are in seconds, sizes in bytes.

    `pause` lies between two requests to one host, unless its robots.txt asks for a longer one, up to
    `longest_pause`. `private` lets addresses of the local network be asked.
    """

    connect: float = 10
    read: float = 30
    whole: float = 90
    size: int = 32 << 20
    pause: float = 1
    longest_pause: float = 30
    redirects: int = 5
    private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the address it came from in the end, its bytes, and what its header says.

    `body` is None where the page is still what its `etag` and `modified` stood for.
    """

    url: str
    body: bytes | None
    kind: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""


class Fetcher:
    """Asks for pages. A context manager; it remembers robots.txt and when each host was last asked."""

    def __init__(self, limits: Limits | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        """`sleep` waits for some seconds."""
        self._limits = limits or Limits()
        self._sleep = sleep
        self._session = requests.Session()
        self._session.headers["User-Agent"] = _NAME
        if not self._limits.private:
            self._session.mount("http://", _PublicAdapter())
            self._session.mount("https://", _PublicAdapter())
        self._robots: dict[str, Protego] = {}
        self._asked: dict[str, float] = {}

    def get(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """Fetch a page, where the site allows it. With an `etag` or `modified`, only if it has changed.

        Raises:
            CollectError: the site forbids it, does not answer, sends too much, or has no such page; or the
                address is none that is asked.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        asked = url
        for _ in range(self._limits.redirects + 1):
            self._check(url)
            self._ask_robots(url)
            with self._request(url, headers) as response:
                if response.status_code in _REDIRECTS and "Location" in response.headers:
                    url = urljoin(url, response.headers["Location"])
                    continue
                return self._answer(url, response)
        raise CollectError(
            asked, "it leads from one address to the next without end", remedy="open it in a browser"
        )

    def __enter__(self) -> Fetcher:
        """Ready as it is."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._session.close()

    def _answer(self, url: str, response: requests.Response) -> Fetched:
        etag, modified = (response.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        if response.status_code == 304:
            return Fetched(url, None, etag=etag, modified=modified)
        if response.status_code in _LATER:
            after = response.headers.get("Retry-After", "")
            wait = f"in {after} seconds" if after.isdecimal() else "later"
            raise CollectError(
                url, f"the site is busy: {response.status_code}", remedy=f"run it again {wait}"
            )
        if response.status_code != 200:
            raise CollectError(
                url,
                f"the site answers {response.status_code} {response.reason or ''}".rstrip(),
                remedy="open the address in a browser; if the page is there, save it as HTML into seeds/",
            )
        kind, _, rest = response.headers.get("Content-Type", "").partition(";")
        charset = rest.partition("charset=")[2].split(";")[0].strip(" \"'")
        body = self._body(url, response, self._limits.size)
        return Fetched(url, body, kind.strip().casefold(), charset, etag, modified)

    def _body(self, url: str, response: requests.Response, largest: int, *, cut: bool = False) -> bytes:
        deadline = time.monotonic() + self._limits.whole
        body = bytearray()
        with _translated(url):
            for chunk in response.iter_content(_CHUNK):
                body += chunk
                if len(body) > largest:
                    if cut:
                        break
                    raise CollectError(url, f"more than {largest >> 20} MiB", remedy="fetch it by hand")
                if time.monotonic() > deadline:
                    raise CollectError(url, "it takes too long", remedy="run it again later")
        return bytes(body[:largest])

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CollectError(
                url, "not an address of a page", allowed="http://… or https://…", remedy="correct it"
            )
        if not self._limits.private and _is_private(parts.hostname):
            raise _private(url)

    def _ask_robots(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        if not self._robots[origin].can_fetch(url, _NAME):
            raise CollectError(
                url,
                "the site's robots.txt asks programs not to fetch this page",
                remedy="open it in a browser and save it as HTML into seeds/",
            )

    def _read_robots(self, origin: str) -> Protego:
        """The rules of a site. As RFC 9309 has it: none where there is no file, all closed where it fails."""
        url = f"{origin}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            self._check(url)
            with self._request(url, {}) as response:
                if response.status_code in _REDIRECTS and "Location" in response.headers:
                    url = urljoin(url, response.headers["Location"])
                    continue
                if response.status_code >= 500:
                    remedy = "run it again later"
                    raise CollectError(url, f"the site answers {response.status_code}", remedy=remedy)
                if response.status_code >= 400:
                    break
                text = self._body(url, response, _ROBOTS_SIZE, cut=True).decode("utf-8", errors="replace")
                return Protego.parse(text)
        return Protego.parse("")

    @contextmanager
    def _request(self, url: str, headers: dict[str, str]) -> Iterator[requests.Response]:
        self._wait(url)
        timeout = (self._limits.connect, self._limits.read)
        with _translated(url):
            response = self._session.get(
                url, headers=headers, timeout=timeout, stream=True, allow_redirects=False
            )
        try:
            yield response
        finally:
            response.close()
            self._asked[urlsplit(url).netloc] = time.monotonic()

    def _wait(self, url: str) -> None:
        parts = urlsplit(url)
        robots = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked_for = robots.crawl_delay(_NAME) if robots else None
        pause = min(max(self._limits.pause, float(asked_for or 0)), self._limits.longest_pause)
        left = self._asked.get(parts.netloc, -pause) + pause - time.monotonic()
        if left > 0:
            self._sleep(left)


def _is_private(host: str) -> bool:
    """Whether a host's name says that it is on the local network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _private(url: str) -> CollectError:
    return CollectError(
        url,
        "an address of this machine or of its local network",
        remedy="if that is meant, run the command with --allow-private",
    )


class _PrivateAddressError(OSError):
    """The connection led to the local network."""


def _checked(connection: socket.socket) -> socket.socket:
    """The connection, if its other end is a public address: looked up again, a name could lead elsewhere."""
    if not ipaddress.ip_address(connection.getpeername()[0].partition("%")[0]).is_global:
        connection.close()
        raise _PrivateAddressError
    return connection


class _PublicHTTPConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicHTTPSConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn())


class _PublicHTTPPool(HTTPConnectionPool):
    ConnectionCls = _PublicHTTPConnection


class _PublicHTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPSConnection


class _PublicAdapter(HTTPAdapter):
    """Connects to public addresses only. A proxy, where one is set, is the way out and is not checked."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As requests does it, with connections that are checked."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicHTTPPool, "https": _PublicHTTPSPool}


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """What requests raises, in words."""
    again = "see whether this machine has a network, and run it again later"
    try:
        yield
    except requests.exceptions.SSLError as error:
        remedy = "open it in a browser; if you trust it, save it as HTML into seeds/"
        raise CollectError(url, "its certificate is not valid", remedy=remedy) from error
    except requests.exceptions.Timeout as error:
        raise CollectError(url, "the site does not answer in time", remedy=again) from error
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as error:
        remedy = "correct it"
        raise CollectError(
            url, "not an address of a page", allowed="http://… or https://…", remedy=remedy
        ) from error
    except (requests.exceptions.RequestException, OSError) as error:
        if _was_private(error):
            raise _private(url) from error
        raise CollectError(url, "the site cannot be reached, or broke off", remedy=again) from error


def _was_private(error: BaseException | None) -> bool:
    while error is not None:
        inner = error.args[0] if error.args and isinstance(error.args[0], BaseException) else None
        if isinstance(error, _PrivateAddressError):
            return True
        error = inner or getattr(error, "reason", None) or error.__cause__ or error.__context__
    return False

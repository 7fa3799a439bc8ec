"""A small HTTP server on this machine that hands out models, well or badly, as a test tells it to."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Resource:
    """What the server has at one path, and what is wrong with how it hands it out.

    `breaks` are the numbers of bytes after which it breaks off, one an answer, until there are no more;
    `stalls` the same, but it falls silent. `length` is the Content-Length that it claims, `ranges` whether it
    understands Range, `tag` its ETag, `status` what it answers instead, and `to` where it redirects,
    and `error` what kind of error a hub says it is.
    """

    data: bytes = b""
    breaks: list[int] = field(default_factory=list)
    stalls: list[int] = field(default_factory=list)
    length: int | None = None
    chunked: bool = False
    ranges: bool = True
    tag: str | None = '"one"'
    status: int = 200
    to: str = ""
    error: str = ""


@dataclass
class Server:
    """What the server has, and what it was asked: each request's method, path and Range."""

    url: str
    resources: dict[str, Resource] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    silence: threading.Event = field(default_factory=threading.Event)

    def serve(self, path: str, data: bytes = b"", **how: object) -> Resource:
        """Put something at a path, and tell how to hand it out."""
        self.resources[path] = Resource(data, **how)  # type: ignore[arg-type]  # the names are Resource's own
        return self.resources[path]

    def serve_hub(self, repository: str, files: dict[str, bytes], commit: str = COMMIT) -> None:
        """Put a hub's files where a hub has them."""
        for name, data in files.items():
            self.serve(
                f"/{repository}/resolve/{commit}/{name}", data, tag=f'"{hashlib.sha256(data).hexdigest()}"'
            )


@contextmanager
def serving() -> Iterator[Server]:
    """A server on a free port of 127.0.0.1, in a thread of its own."""
    http = _Http(("127.0.0.1", 0), _Handler)
    server = http.told = Server(f"http://127.0.0.1:{http.server_address[1]}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.silence.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Http(ThreadingHTTPServer):
    told: Server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is its own."""

    def _answer(self, body: bool) -> None:
        told = self.server.told
        told.asked.append((self.command, self.path, self.headers.get("Range", "")))
        resource = told.resources.get(self.path, Resource(status=404))
        start = self._start(resource)
        data = resource.data[start:]
        self.close_connection = True
        self._head(resource, start, data)
        if body:
            self._send(told, resource, data)

    def _start(self, resource: Resource) -> int:
        """The first byte that is asked for and that the server is willing to begin with."""
        span = self.headers.get("Range", "")
        same = self.headers.get("If-Range") in (None, resource.tag)
        return int(span.removeprefix("bytes=").rstrip("-")) if span and same and resource.ranges else 0

    def _head(self, resource: Resource, start: int, data: bytes) -> None:
        self.send_response(206 if start else resource.status)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(resource.data) - 1}/{len(resource.data)}")
        if resource.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(data) if resource.length is None else resource.length))
        if resource.tag:
            self.send_header("ETag", resource.tag)
        if resource.to:
            self.send_header("Location", resource.to)
        if resource.error:
            self.send_header("X-Error-Code", resource.error)
        if "/resolve/" in self.path:
            self.send_header("X-Repo-Commit", self.path.split("/resolve/")[1].split("/")[0])
        self.send_header("Connection", "close")
        self.end_headers()

    def _send(self, told: Server, resource: Resource, data: bytes) -> None:
        try:
            if resource.breaks:
                self.wfile.write(data[: resource.breaks.pop(0)])
            elif resource.stalls:
                self.wfile.write(data[: resource.stalls.pop(0)])
                self.wfile.flush()
                told.silence.wait(20)
            elif resource.chunked:
                self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n0\r\n\r\n")
            else:
                self.wfile.write(data)
        except OSError:  # the client has had enough, which is what some tests are about
            pass

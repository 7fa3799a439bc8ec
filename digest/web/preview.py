"""The preview: a site on this machine alone, which the browser loads anew when there is a newer one."""

from __future__ import annotations

import html
import io
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import TracebackType
from typing import IO, Never
from urllib.parse import urlsplit

from digest.errors import DigestError
from digest.files import remove_tree

__all__ = ["Preview", "follow"]

_Snapshot = Mapping[Path, tuple[int, int]]  # the time and size of each file

_HOST = "127.0.0.1"  # nobody else's business
_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
_LOOKS_EVERY = 0.5  # seconds
_STEADY = 0.2
_SCRIPT_PATH, _VERSION_PATH = "/.reload.js", "/.version"
# A file of its own: the policy of the pages allows no other script.
_SCRIPT = """\
(function (seen) {
  setInterval(function () {
    if (document.visibilityState !== "visible") return
    fetch("/.version").then(function (answer) { return answer.text() }).then(function (version) {
      if (version !== seen) location.reload()
    }).catch(function () {})
  }, 1000)
})(document.currentScript.dataset.version)
"""


class Preview:
    """A server of one folder after another. A context manager; it serves until it ends."""

    def __init__(self, port: int, base: str = "/") -> None:
        """`port` 0 takes a free one. `base` is the path under which the site will be published.

        Raises:
            DigestError: the port is taken.
        """
        self.base = f"/{base.strip('/')}/" if base.strip("/") else "/"
        self.folder: Path | None = None
        self.message = "The digest is being built …"
        self.version = 0
        try:
            self._server = ThreadingHTTPServer((_HOST, port), partial(_Handler, self))
        except OSError as error:
            raise DigestError(
                f"port {port}", error.strerror or str(error), remedy="name another one with --port"
            ) from error
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where it is, with a slash at the end."""
        return f"http://{_HOST}:{self._server.server_address[1]}{self.base}"

    def show(self, folder: Path) -> None:
        """Serve this folder from now on."""
        self.folder = folder
        self.version += 1

    def say(self, message: str) -> None:
        """Show this to readers until there is a folder to serve."""
        self.message = message
        if self.folder is None:
            self.version += 1

    def __enter__(self) -> Preview:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    """Answers from the folder of the moment, and puts our script into each page."""

    def __init__(self, preview: Preview, *arguments: object) -> None:
        self.preview = preview
        super().__init__(*arguments, directory=str(preview.folder or ""))  # type: ignore[arg-type]  # the server's

    def handle(self) -> None:
        """Answer; a browser that hangs up meanwhile is no error."""
        with suppress(ConnectionError, TimeoutError):
            super().handle()

    def parse_request(self) -> bool:
        """Take only what is asked of this machine by one of its own names.

        A page from elsewhere may have its own name lead here, and read what we answer.
        """
        if not super().parse_request():
            return False
        name = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        if name in _OWN_NAMES:
            return True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This server answers to localhost alone")
        return False

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]  # BytesIO is as good
        path = urlsplit(self.path).path
        if path == _VERSION_PATH:
            return self._answer(str(self.preview.version).encode(), "text/plain")
        if path == _SCRIPT_PATH:
            return self._answer(_SCRIPT.encode(), "text/javascript")
        if self.preview.folder is None:
            page = (
                f"<!doctype html><title>…</title><body><pre>{html.escape(self.preview.message)}</pre></body>"
            )
            return self._answer(self._with_script(page.encode()), "text/html; charset=utf-8")
        if not self._under_base():
            return None
        try:
            file = Path(self.translate_path(self.path))
            if path.endswith("/"):
                file /= "index.html"
            if file.suffix == ".html" and file.is_file():
                return self._answer(self._with_script(file.read_bytes()), "text/html; charset=utf-8")
            if file.is_file():
                return super().send_head()
            if file.is_dir() and not path.endswith("/"):
                self._lead_to(f"{path}/")
                return None
        except ValueError:  # a path that no system has, with a NUL in it
            pass
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def _under_base(self) -> bool:
        """Take the site's own path off the address; lead there who asks for anything else."""
        base = self.preview.base
        if self.path.startswith(base):
            self.path = f"/{self.path[len(base) :]}"
            return True
        self._lead_to(base)
        return False

    def _lead_to(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where a page is not there."""
        page = self.preview.folder / "404.html" if self.preview.folder else None
        if code != HTTPStatus.NOT_FOUND or page is None or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = self._answer(self._with_script(page.read_bytes()), "text/html; charset=utf-8", code)
        if self.command == "GET":
            self.copyfile(body, self.wfile)

    def _answer(self, data: bytes, kind: str, code: int = HTTPStatus.OK) -> io.BytesIO:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _with_script(self, page: bytes) -> bytes:
        tag = f'<script src="{_SCRIPT_PATH}" data-version="{self.preview.version}"></script></body>'
        return page.replace(b"</body>", tag.encode(), 1)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who reads needs no list of what the browser fetched."""


def follow(
    preview: Preview,
    build: Callable[[Path], None],
    watched: Sequence[Path],
    is_ours: Callable[[Path], bool],
    on_error: Callable[[Exception], DigestError],
) -> Never:
    """Build and show, and again whenever a watched file changes, until a KeyboardInterrupt.

    Args:
        preview: What shows it.
        build: Makes the site in a folder that is not there yet; where it raises an error, the site that
            stood before goes on being shown.
        watched: Files and folders.
        is_ours: Whether a path below them is what a build writes, and not looked at.
        on_error: Called with what was raised; gives it in words for the reader.
    """
    with TemporaryDirectory(prefix="digest-", ignore_cleanup_errors=True) as aside:
        while True:
            seen = _snapshot(watched)
            new = Path(mkdtemp(dir=aside)) / "site"
            try:
                build(new)
            except Exception as error:  # noqa: BLE001 (an editor corrects the file, and it goes on)
                preview.say(str(on_error(error)))
            else:
                old = preview.folder
                preview.show(new)
                if old:
                    remove_tree(old)
            _wait_for_change(seen, watched, is_ours)


def _wait_for_change(seen: _Snapshot, watched: Sequence[Path], is_ours: Callable[[Path], bool]) -> None:
    """Wait until files stand otherwise than before, and stay so for a moment."""

    def theirs(found: _Snapshot) -> _Snapshot:
        return {path: facts for path, facts in found.items() if not is_ours(path)}

    before = now = theirs(seen)
    while now == before:
        time.sleep(_LOOKS_EVERY)
        now = theirs(_snapshot(watched))
    while now != (later := theirs(_snapshot(watched))):
        now = later
        time.sleep(_STEADY)


def _snapshot(watched: Sequence[Path]) -> _Snapshot:
    """How files stand, those below folders too."""
    found = {}
    for path in (file for top in watched for file in _files(top)):
        with suppress(OSError):  # gone since it was listed
            facts = path.stat()
            found[path] = facts.st_mtime_ns, facts.st_size
    return found


def _files(top: Path) -> Iterator[Path]:
    if top.is_file():
        yield top
    for folder, _, names in os.walk(top):
        yield from (Path(folder, name) for name in names if not name.startswith("."))

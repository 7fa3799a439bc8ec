"""Audit the built site with Lighthouse, served as a web host would serve it: compressed, from this machine.

    make lighthouse              after `make digest`; needs Node.js and Chromium; npx fetches Lighthouse
    python -m bench.lighthouse [--site FOLDER] [PATH ...]

For each page Lighthouse runs as it does by default (a telephone of middling speed, throttled by simulation),
some times over. The median of each category is printed, in Markdown; what a category lost points for goes to
stderr. `robots: noindex`, the digest's default, is marked down under search engines; with --index it
is measured on a copy of the site that may be indexed.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

__all__ = ["main"]

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml"}
_NOINDEX = '<meta name="robots" content="noindex">'


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves files compressed and to be kept, as web hosts do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, gzipped if it is text."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone; gives its address, with a slash at its end."""
    handler = functools.partial(Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def audit(address: str) -> Mapping[str, Any]:
    """Run Lighthouse once on a page; gives its report.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is on stderr.
    """
    chromium = os.environ.get("CHROME_PATH") or shutil.which("chromium") or ""
    command = [shutil.which("npx") or "npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"]
    done = subprocess.run(
        command, env=os.environ | {"CHROME_PATH": chromium}, stdout=subprocess.PIPE, check=True
    )
    report: Mapping[str, Any] = json.loads(done.stdout)
    return report


def losses(report: Mapping[str, Any]) -> Iterator[str]:
    """What a page lost points for, a line each."""
    for category in CATEGORIES:
        for reference in report["categories"][category]["auditRefs"]:
            found = report["audits"][reference["id"]]
            if reference["weight"] and found["score"] is not None and found["score"] < 0.9:
                yield f"  {category}: {found['title']} {found.get('displayValue') or ''}".rstrip()


def main(arguments: Sequence[str] | None = None) -> None:
    """Audit some pages, and print a table."""
    parser = argparse.ArgumentParser(description="Audit the built site with Lighthouse.")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="pages (default: the home page, an article)")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site (%(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="how often each page is audited (%(default)s)")
    parser.add_argument("--index", action="store_true", help="on a copy that search engines may index")
    options = parser.parse_args(arguments)
    paths = options.paths or ["", _first_article(options.site)]
    print("| page | " + " | ".join(CATEGORIES) + " |\n|---|" + "---:|" * len(CATEGORIES))
    with _site(options.site, options.index) as site, served(site) as address:
        for path in paths:
            reports = [audit(address + path) for _ in range(options.runs)]
            scores = (
                median(report["categories"][category]["score"] for report in reports)
                for category in CATEGORIES
            )
            print(f"| /{path} | " + " | ".join(f"{100 * score:.0f}" for score in scores) + " |", flush=True)
            print(*dict.fromkeys(losses(reports[-1])), sep="\n", file=sys.stderr)


@contextmanager
def _site(site: Path, index: bool) -> Iterator[Path]:
    """The site itself, or a copy that does not ask search engines to stay away."""
    if not index:
        yield site
        return
    with tempfile.TemporaryDirectory() as aside:
        copy = Path(shutil.copytree(site, Path(aside) / "site"))
        for page in copy.rglob("*.html"):
            page.write_text(
                page.read_text(encoding="utf-8").replace(_NOINDEX, ""), encoding="utf-8", newline="\n"
            )
        yield copy


def _first_article(site: Path) -> str:
    """The address of the first article in the target language that has numbered sentences."""
    pages = (page for page in sorted(site.glob("*/*/index.html")) if "dg-parallel" in page.read_text("utf-8"))
    return next(pages).parent.relative_to(site).as_posix() + "/"


if __name__ == "__main__":
    main()

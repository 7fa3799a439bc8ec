"""The built site: MkDocs run aside, its pages checked, then swapped into place.

MkDocs empties its output folder before it builds: a failed build straight into site/ would leave nothing.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from digest.errors import RenderError, SettingsError

__all__ = ["build_site", "check_site"]

KEPT = "digest.pdf"  # `pdf` writes it into site/; a new site keeps it


def build_site(root: Path, newest: date | None) -> Path:
    """Build site/ from docs/ and mkdocs.yml.

    Args:
        root: The digest's folder.
        newest: The day of the newest article. It stands for "now" in what MkDocs dates, so that the same
            input gives the same bytes on any day; SOURCE_DATE_EPOCH, where it is set, wins.

    Returns:
        The folder of the site.

    Raises:
        SettingsError: there is no mkdocs.yml, or it holds a mistake.
        RenderError: MkDocs found a problem, or a page links to what is not there or asks another host for
            something. The site that stood there before is untouched.
    """
    root = root.resolve()  # MkDocs takes a relative folder as seen from mkdocs.yml
    try:
        aside = Path(tempfile.mkdtemp(prefix=".site-", dir=root))
        try:
            _build_aside(root, aside / "new", newest)
            _swap(root / "site", aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:  # a full disk, or on Windows a file of site/ that a program holds open
        found = f"cannot be written: {error.strerror or error}"
        remedy = "close what reads it, make room, and run `site` again; the old site is untouched"
        raise RenderError("site/", found, remedy=remedy) from error
    return root / "site"


def _build_aside(root: Path, new: Path, newest: date | None) -> None:
    with _clock(newest):
        base = _run_mkdocs(root, new)
    problems = check_site(new, base)
    if problems:
        shown = "".join(f"\n  {problem}" for problem in problems[:20])
        raise RenderError("site/", f"{len(problems)} broken references; the old site is untouched{shown}")


def _swap(site: Path, aside: Path) -> None:
    """Put the new site in the old one's place, or leave the old one there."""
    if (site / KEPT).is_file():
        shutil.copy2(site / KEPT, aside / "new" / KEPT)
    if site.exists():
        site.rename(aside / "old")
    try:
        (aside / "new").rename(site)
    except OSError:
        if (aside / "old").exists():
            (aside / "old").rename(site)
        raise


def check_site(site: Path, base: str = "/") -> list[str]:
    """Every reference in the site that leads nowhere or makes a browser ask another host, one line each.

    `base` is the path that the site will be served under, with a slash at both ends: what MkDocs writes in
    front of the links of 404.html. Links to other sites are the reader's to follow; they are not followed.
    """
    problems = []
    pages = {path: _References(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        problems += [
            f"{name}: asks another host for {address}" for address in page.loads if _is_remote(address)
        ]
        for address in page.links:
            target = _target(site, path, address, base)
            if target is None:
                continue
            anchor = unquote(urlsplit(address).fragment)
            if not target.is_file():
                problems.append(f"{name}: links to {address}, which is not there")
            elif anchor and target in pages and anchor not in pages[target].anchors:
                problems.append(f"{name}: links to {address}, but that page has no #{anchor}")
    return problems


class _References(HTMLParser):
    """What a page loads by itself, what it links to, and the anchors that it offers."""

    LOADS = frozenset({"img", "script", "iframe", "source", "video", "audio", "embed", "object"})

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = {"__skip"}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.anchors |= {values[name] for name in ("id", "name") if name in values}
        address = values.get("src") or values.get("href") or values.get("data")
        if not address or tag == "base":
            return
        relation = values.get("rel", "")
        if tag in self.LOADS or (
            tag == "link" and relation not in ("alternate", "canonical", "prev", "next")
        ):
            self.loads.append(address)
        self.links.append(address)


def _is_remote(address: str) -> bool:
    return bool(urlsplit(address).netloc)


def _target(site: Path, page: Path, address: str, base: str) -> Path | None:
    """The file that a link leads to, or None for a link out of the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if not path:
        return page
    target = site / path.removeprefix(base).lstrip("/") if path.startswith("/") else page.parent / path
    target = Path(os.path.normpath(target))
    return target / "index.html" if path.endswith(("/", ".")) or target.is_dir() else target


def _run_mkdocs(root: Path, site: Path) -> str:
    """Build the site; give the path that it will be served under."""
    # Here, because MkDocs takes a quarter of a second to import and no other command needs it.
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    file = root / "mkdocs.yml"
    if not file.is_file():
        raise SettingsError("mkdocs.yml", "there is none", remedy="copy the one that the project ships")
    with _said("mkdocs") as said:
        try:
            # load_config asks for a str and refuses a Path
            config = load_config(config_file=str(file), site_dir=str(site), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            return urlsplit(config.site_url or "/").path
        except MkDocsException as error:
            found = "".join(f"\n  {line}" for line in [*said, str(error)] if line)
            raise RenderError("mkdocs.yml", f"MkDocs could not build the site:{found}") from error


@contextmanager
def _said(logger_name: str) -> Iterator[list[str]]:
    """Collect the warnings of a logger instead of letting them go to the terminal."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]  # no class for one line
    logger = logging.getLogger(logger_name)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


@contextmanager
def _clock(newest: date | None) -> Iterator[None]:
    """Give MkDocs a fixed day to date its sitemap with."""
    name = "SOURCE_DATE_EPOCH"
    if name in os.environ:
        yield
        return
    midnight = (
        datetime(newest.year, newest.month, newest.day, tzinfo=UTC)
        if newest
        else datetime(1980, 1, 1, tzinfo=UTC)
    )
    os.environ[name] = str(max(0, int(midnight.timestamp())))
    try:
        yield
    finally:
        del os.environ[name]

"""The step that follows every reference of the built site."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from digest.errors import RenderError
from digest.web.site.site_build import SiteBuild

__all__ = ["check", "check_site"]

_SHOWN = 20


def check(site_build: SiteBuild) -> None:
    """Check the new site.

    Raises:
        RenderError: a page links to what is not there or asks another host for something.
    """
    problems = check_site(site_build.new, site_build.base, site_build.publication.site_url)
    if problems:
        shown = "".join(f"\n  {problem}" for problem in problems[:_SHOWN])
        raise RenderError(
            "site/",
            f"{len(problems)} broken references; the old site is untouched{shown}",
            remedy="run `build` first if articles have changed since the pages were written",
        )


def check_site(site: Path, base: str = "/", site_url: str = "") -> list[str]:
    """Every reference in the site that leads nowhere or makes a browser ask another host, one line each.

    `base` is the path that the site will be served under, with a slash at both ends: what MkDocs writes in
    front of the links of 404.html. Under `site_url`, whole addresses are the site's own. Links to other
    sites are the reader's to follow; they are not followed.
    """
    files = {path: _read(path) for path in sorted(site.rglob("*")) if path.suffix in _READERS}
    problems = []
    for path, page in files.items():
        name = path.relative_to(site).as_posix()
        problems += [f"{name}: {what}, which the site's policy forbids" for what in page.forbidden]
        for address in dict.fromkeys((*page.loads, *page.links)):
            own = _own(address, site_url)
            if _is_remote(own):
                if address in page.loads:
                    problems.append(f"{name}: asks another host for {address}")
            elif (target := _target(site, path, own, base)) is not None:
                problems += _broken(name, address, own, target, files)
    return problems


def _broken(name: str, address: str, own: str, target: Path, files: dict[Path, _References]) -> Iterator[str]:
    anchor = unquote(urlsplit(own).fragment)
    if not target.is_file():
        yield f"{name}: links to {address}, which is not there"
    elif anchor and target.suffix == ".html" and anchor not in files[target].anchors:
        yield f"{name}: links to {address}, but that page has no #{anchor}"


def _own(address: str, site_url: str) -> str:
    """A whole address of the site as a path from its root, and any other as it is."""
    if site_url and address.startswith(f"{site_url}/"):
        return f"{urlsplit(site_url).path}{address.removeprefix(site_url)}"
    return address


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


# What a file loads by itself, what it links to, the anchors that it offers, and what the policy forbids


class _References:
    def __init__(self) -> None:
        self.loads: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.forbidden: list[str] = []


class _Page(HTMLParser):
    """Reads a page."""

    LOADS = frozenset({"img", "script", "iframe", "source", "video", "audio", "track", "embed", "object"})
    # Relations of <link> that only say where something is; a browser loads the others by itself.
    TOLD = frozenset({"alternate", "canonical", "prev", "next", "license", "author"})
    PICTURES = frozenset({"og:image", "twitter:image"})

    def __init__(self, found: _References) -> None:
        super().__init__()
        self.found = found
        found.anchors.add("__skip")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.found.anchors |= {values[name] for name in ("id", "name") if name in values}
        self._note_forbidden(tag, values)
        if tag == "meta" and values.get("property") in self.PICTURES:
            self.found.links.append(values.get("content", ""))
        if srcset := values.get("srcset") or values.get("imagesrcset"):
            self.found.loads += [part.split()[0] for part in srcset.split(",") if part.strip()]
        address = values.get("src") or values.get("href") or values.get("data") or values.get("poster")
        if not address or tag == "base":
            return
        loads = tag in self.LOADS or (tag == "link" and not self.TOLD & set(values.get("rel", "").split()))
        (self.found.loads if loads else self.found.links).append(address)

    def _note_forbidden(self, tag: str, values: dict[str, str]) -> None:
        if tag == "style" or "style" in values:
            self.found.forbidden.append(f"<{tag}> has a style of its own")
        self.found.forbidden += [f"<{tag}> has {name}" for name in values if name.startswith("on")]


def _read_page(path: Path) -> _References:
    found = _References()
    _Page(found).feed(path.read_text(encoding="utf-8"))
    return found


_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")


def _read_style(path: Path) -> _References:
    """Read a stylesheet, as far as it loads something."""
    found = _References()
    text = _CSS_COMMENT.sub("", path.read_text(encoding="utf-8"))
    addresses = (one or other for one, other in _CSS_ADDRESS.findall(text))
    found.loads = [address for address in addresses if not address.startswith(("data:", "#"))]
    return found


def _read_feed(path: Path) -> _References:
    """Read a feed or a sitemap; other XML is none of ours."""
    found = _References()
    if path.name not in ("feed.xml", "sitemap.xml"):
        return found
    for item in ElementTree.fromstring(path.read_bytes()).iter():
        name = item.tag.rpartition("}")[2]
        address = item.get("href") if name == "link" else item.text if name == "loc" else None
        if address:
            found.links.append(address)
    return found


_READERS = {".html": _read_page, ".css": _read_style, ".xml": _read_feed}


def _read(path: Path) -> _References:
    return _READERS[path.suffix](path)

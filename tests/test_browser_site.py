"""The published site in a real browser: its policy, its features under it, and its weight."""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page

from digest.build import gather
from digest.print.attachments import attach
from digest.project import Project
from digest.web.pages import render
from digest.web.site import build_site

pytestmark = pytest.mark.browser

WEIGHT = 250 * 1024
ARTICLES = (
    "en/000_2f637b5fa03ca4a4/",
    "en/001_2b5f7026ea0ef8d6/",
    "en/002_dc49007d92890326/",
    "kk/003_6e3498342029ed6c/",
    "pl/001_2b5f7026ea0ef8d6/",
    "ru/002_dc49007d92890326/",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the five articles."""
    root = tmp_path_factory.mktemp("digest")
    for name in ("seeds", "translations", "theme", "docs/assets"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("digest.yml", "mkdocs.yml", "docs/about.md"):
        shutil.copy(ROOT / name, root / name)
    project = Project(root)
    digest = gather(project)
    project.write_pages(render(digest))
    attach(project, digest)
    return build_site(root, digest).folder


class Host(http.server.SimpleHTTPRequestHandler):
    """Serves files packed with gzip, as hosts do, and counts the bytes."""

    sent: dict[str, int]

    def send_head(self) -> None:
        """Answer."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data, kind = path.read_bytes(), self.guess_type(path)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if kind.startswith("text/") or kind.endswith(("javascript", "json", "xml")):
            data = gzip.compress(data, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.sent[self.path] = len(data)
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of the site, and what was sent from it: bytes by path."""
    sent: dict[str, int] = {}
    handler = functools.partial(type("Counting", (Host,), {"sent": sent}), directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", sent
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window with a cache and a storage of its own; what its console says is a failure."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    yield page
    context.close()
    assert said == []


def one_of_each_kind(site: Path) -> list[str]:
    """The addresses of pages: by language each list, one of its groups, one article; and the others."""
    kinds: dict[tuple[str, ...], str] = {}
    for path in sorted(site.rglob("*.html")):
        parts = path.relative_to(site).parts
        is_article = len(parts) == 3 and not list(path.parent.glob("*/index.html"))
        kind = (parts[0], "article") if is_article else parts[:2] if len(parts) == 4 else parts
        kinds.setdefault(kind, "/".join(parts).removesuffix("index.html"))
    return list(kinds.values())


def test_no_page_breaks_the_sites_policy(page: Page, site: Path, host: tuple[str, dict[str, int]]) -> None:
    """The console stays empty on every kind of page, in every language."""
    addresses = one_of_each_kind(site)
    assert {"", "404.html", "about/", "kk/", "en/topics/", ARTICLES[0]} <= set(addresses)
    for address in addresses:
        page.goto(host[0] + address)


def test_the_policy_refuses_what_is_not_the_sites(browser: Browser, host: tuple[str, dict[str, int]]) -> None:
    """A script or a style in the page, and a request to another host."""
    page = browser.new_context().new_page()
    page.goto(host[0])
    refused = page.evaluate("""async () => {
      const refused = []
      document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective))
      const add = (name, text) => document.body.append(Object.assign(document.createElement(name), text))
      add("script", { textContent: "window.pwned = 1" })
      add("style", { textContent: "body { display: none }" })
      add("img", { src: "https://elsewhere.example/x.png" })
      add("iframe", { src: "https://elsewhere.example/" })
      await fetch("https://elsewhere.example/").catch(() => null)
      await new Promise((done) => setTimeout(done, 200))
      return [...refused, window.pwned]
    }""")
    assert sorted(map(str, refused)) == sorted(
        ["script-src-elem", "style-src-elem", "img-src", "frame-src", "connect-src", "None"]
    )
    page.context.close()


def test_everything_works_under_the_policy(page: Page, host: tuple[str, dict[str, int]]) -> None:
    """Palette, language switch, search, and on a small screen the drawer."""
    page.goto(f"{host[0]}{ARTICLES[0]}")
    page.locator("label[title='Dark colours']").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.locator(".dg-search-open").click()
    page.locator(".dg-search-query").fill("rights")
    page.locator(".dg-search-title").first.wait_for()
    page.keyboard.press("Escape")
    page.locator(".md-select button").hover()
    page.locator(".md-select__link[hreflang=kk]").click()
    page.wait_for_url(f"{host[0]}kk/**")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".md-header label[for=__drawer]").click()
    page.locator(".md-nav--primary .md-nav__link").first.click()
    page.wait_for_url(f"{host[0]}kk/")


@pytest.mark.parametrize("path", ARTICLES)
def test_an_article_weighs_little(page: Page, host: tuple[str, dict[str, int]], path: str) -> None:
    """With fonts, packed as hosts pack it, at most 250 KB come over the wire before the search is opened."""
    address, sent = host
    sent.clear()
    page.goto(address + path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    assert sum(sent.values()) <= WEIGHT, sent
    assert not [name for name in sent if "pagefind" in name or "search_index" in name]
    assert [name for name in sent if name.endswith(".woff2")]


@pytest.mark.parametrize("path", ["", *ARTICLES])
def test_the_letters_are_asked_for_before_they_are_met(
    page: Page, host: tuple[str, dict[str, int]], path: str
) -> None:
    """The preloaded fonts are the stylesheet's own, so none is loaded twice, and each is used."""
    page.goto(host[0] + path, wait_until="networkidle")
    preloaded = page.evaluate("[...document.querySelectorAll('link[rel=preload]')].map((link) => link.href)")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert preloaded
    assert all(loaded.count(name) == 1 for name in preloaded)


@pytest.mark.parametrize("sample", ["Aa„”", "ąćęłńóśźż", "ЖжЁё", "ӘәҒғҚқҢңӨөҰұҮүҺһІі", "₸", "ЇїЄєҐґ", "«»—№"])
def test_every_letter_of_our_languages_is_in_our_fonts(
    page: Page, host: tuple[str, dict[str, int]], sample: str
) -> None:
    """Kazakh, Russian, Polish, Ukrainian, Kyrgyz, and the tenge: no font of the system stands in for one."""
    page.goto(host[0])
    drawn = page.evaluate(
        """async (sample) => {
          await document.fonts.load("32px Literata", sample)
          const width = (family, letter) => {
            const pen = document.createElement("canvas").getContext("2d")
            pen.font = `32px ${family}`
            return pen.measureText(letter).width
          }
          // A letter that the font lacks is as wide as the fallback's, whichever that is.
          return [...sample].filter((letter) =>
            width("Literata, monospace", letter) === width("monospace", letter) &&
            width("Literata, serif", letter) === width("serif", letter))
        }""",
        sample,
    )
    assert drawn == []

"""What is said to robots: the sitemap and robots.txt."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from publishing import publish
from samples import bitext, reviewed

from digest.settings import Settings
from digest.web.site.read_head import Head, read_head
from digest.web.site.sitemap import robots, sitemap

BASE = "https://digest.example/press/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ARTICLES = (
    bitext(
        "Тақырып", "Сөйлем.", english=(reviewed("A title"), reviewed("A phrase.")), date=date(2024, 3, 26)
    ),
    bitext("A note", "It is in English already.", lang="en", slug="own"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a known address that is to be indexed."""
    return publish(tmp_path_factory.mktemp("site"), ARTICLES, Settings(robots="index"), BASE.rstrip("/"))


def entries(path: Path) -> dict[str, dict[str, str]]:
    """The pages of a sitemap with their counterparts by language."""
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{SITEMAP}urlset"
    return {
        url.findtext(f"{SITEMAP}loc", ""): {
            link.get("hreflang", ""): link.get("href", "") for link in url.findall(f"{XHTML}link")
        }
        for url in root
    }


def test_the_sitemap_holds_every_page_once(site: Path) -> None:
    """All but the one for what is not there; each address leads to a page."""
    pages = {
        BASE + path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")
    }
    assert set(entries(site / "sitemap.xml")) == pages - {f"{BASE}404.html"}
    assert f"{BASE}en/sample/" in pages
    assert BASE in pages


def test_counterparts_name_each_other_and_the_default(site: Path) -> None:
    """What one page says of another, that one says of it, and the page is among its own alternates."""
    found = entries(site / "sitemap.xml")
    assert found[f"{BASE}kk/sample/"] == {
        "en": f"{BASE}en/sample/",
        "kk": f"{BASE}kk/sample/",
        "x-default": f"{BASE}en/sample/",
    }
    assert found[f"{BASE}en/own/"] == {}
    for address, alternates in found.items():
        assert not alternates or address in alternates.values()
        assert all(found[other] == alternates for other in alternates.values())
    assert len(found[BASE]) == 3, "home, in both languages"


def test_an_articles_pages_have_its_day(site: Path) -> None:
    """Other pages have none: the day of the build would be no news."""
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    days = {url.findtext(f"{SITEMAP}loc"): url.findtext(f"{SITEMAP}lastmod") for url in root}
    assert days[f"{BASE}en/sample/"] == days[f"{BASE}kk/sample/"] == "2024-03-26"
    assert {day for address, day in days.items() if address and "/sample/" not in address} == {None}


def test_the_pages_say_what_the_sitemap_says(site: Path) -> None:
    """Canonical and hreflang links of each page are those of its entry."""
    for address, alternates in entries(site / "sitemap.xml").items():
        file = site / address.removeprefix(BASE) / "index.html"
        assert read_head(file.read_text(encoding="utf-8")) == Head(address, alternates)


def test_without_the_sites_address_there_is_no_sitemap(tmp_path: Path) -> None:
    """One must hold whole addresses; MkDocs' empty one is not left there either."""
    site = publish(tmp_path, ARTICLES)
    assert not list(site.glob("sitemap.*"))
    assert "Sitemap" not in (site / "robots.txt").read_text(encoding="utf-8")


def test_addresses_are_escaped_in_a_sitemap() -> None:
    """An ampersand does not end the document."""
    text = sitemap([Head("https://x.example/a&b/", {"en": "https://x.example/?<"}), Head("", {})], {})
    (url,) = ElementTree.fromstring(text)
    assert url.findtext(f"{SITEMAP}loc") == "https://x.example/a&b/"


@pytest.mark.parametrize("wanted", ["index", "noindex"])
def test_robots_may_read_everything(wanted: str) -> None:
    """A page that may not be fetched could not say that it is not to be indexed."""
    lines = robots(wanted, "https://x.example/sitemap.xml").splitlines()
    assert "User-agent: *" in lines
    assert "Disallow:" in lines
    assert ("Sitemap: https://x.example/sitemap.xml" in lines) is (wanted == "index")


@pytest.mark.parametrize(("settings", "said"), [(Settings(), "noindex"), (Settings(robots="index"), "index")])
def test_every_page_says_what_the_editors_decide(tmp_path: Path, settings: Settings, said: str) -> None:
    """Generated or written by hand; not to be indexed is the default."""
    for path in publish(tmp_path, ARTICLES, settings).rglob("*.html"):
        assert f'<meta name="robots" content="{said}">' in path.read_text(encoding="utf-8"), path

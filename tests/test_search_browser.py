"""The search in a real browser, on the five real articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from browser import FLAGS, chromium, serve
from conftest import SiteBuilder
from playwright.sync_api import Browser, Page, sync_playwright

from digest.build import Digest, gather
from digest.project import Project
from digest.search import index_site

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
TABLE: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "golden" / "search.yml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def digest() -> Digest:
    """The five articles of the repository, as they stand."""
    return gather(Project(ROOT))


@pytest.fixture(scope="module")
def address(
    digest: Digest, tmp_path_factory: pytest.TempPathFactory, build_site: SiteBuilder
) -> Iterator[str]:
    """The address of their site, with its index."""
    site = build_site(tmp_path_factory.mktemp("site"), digest.bitexts)
    index_site(site, digest.bitexts, digest.settings)
    with serve(site) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium of the system."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(browser: Browser, address: str) -> Iterator[dict[str, Page]]:
    """A page in each language, with its search open."""
    opened = {}
    for lang, slug in (("en", ""), ("kk", ""), ("pl", ""), ("ru", "")):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{address}{lang}/{slug}" if lang != "en" else address)
        page.locator("[data-search-open]").click()
        opened[lang] = page
    yield opened


def asked(page: Page, query: str, filters: dict[str, str]) -> list[str]:
    """Type a query and set the filters; gives the paths that the results lead to, best first."""
    for name in ("language", "source", "topic", "year"):
        select = page.locator(f"#dg-search select[name={name}]")
        value = filters.get(name, "")
        if select.input_value() != value:
            select.select_option(value)
    page.locator("#dg-search input").fill(query)
    page.wait_for_function(
        "query => document.getElementById('dg-search').dataset.answered === query", arg=query.strip()
    )
    more = page.locator("[data-search-more]")
    assert not more.is_visible()
    hrefs = page.locator(".dg-search-title").evaluate_all("links => links.map(link => link.pathname)")
    return [str(href) for href in hrefs]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['query']}-{row['at']}")
def test_a_query_finds_its_articles(pages: dict[str, Page], digest: Digest, row: dict[str, Any]) -> None:
    """From a page in any language, in any form of the word, and nothing besides."""
    slugs = [bitext.article.slug for bitext in sorted(digest.bitexts, key=lambda one: one.article.slug)]
    found = [
        slugs.index(path.strip("/").split("/")[-1])
        for path in asked(pages[row["at"]], row["query"], row.get("filters", {}))
    ]
    if "first" in row:
        assert found[:1] == [row["first"]]
    else:
        assert sorted(found) == row["finds"]

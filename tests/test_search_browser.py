"""The search in a real browser, on the five real articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from browser import serve
from conftest import SiteBuilder
from playwright.sync_api import Browser, Page, Response, Route
from samples import bitext, machine

from digest.build import gather
from digest.digest import Digest
from digest.project import Project
from digest.settings import Settings
from digest.web.search import index_site

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
def pages(browser: Browser, address: str) -> dict[str, Page]:
    """A page in each language, with its search open."""
    opened = {}
    for lang, path in (("en", ""), ("kk", "kk/"), ("pl", "pl/"), ("ru", "ru/")):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(address + path)
        page.locator("[data-search-open]").click()
        opened[lang] = page
    return opened


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


# The dialog


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh window, 1280 pixels wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def typed(page: Page, query: str) -> None:
    """Type a query into the open dialog and wait for the answer."""
    page.locator("#dg-search input").fill(query)
    page.wait_for_function(
        "query => document.getElementById('dg-search').dataset.answered === query", arg=query.strip()
    )


def test_nothing_is_loaded_before_the_search_is_opened(page: Page, address: str) -> None:
    """A page that is read costs nothing of it; the search and a query cost less than 300 KB."""
    asked: list[str] = []
    weights: list[int] = []

    def note(response: Response) -> None:
        if "/pagefind/" in response.url:
            asked.append(response.url)
            weights.append(len(response.body()))

    page.on("response", note)
    page.goto(f"{address}en/000_2f637b5fa03ca4a4/", wait_until="networkidle")
    assert asked == []
    page.locator("[data-search-open]").click()
    typed(page, "Tokaev")
    page.wait_for_load_state("networkidle")
    assert any(url.endswith(".pf_fragment") for url in asked)
    assert sum(weights) < 300_000


@pytest.mark.parametrize("key", ["/", "s", "Control+k", "Meta+k"])
def test_a_key_opens_the_search_and_escape_closes_it(page: Page, address: str, key: str) -> None:
    """The focus goes into the field, and back to where it was; and a reader who types is left alone."""
    page.goto(f"{address}en/000_2f637b5fa03ca4a4/")
    page.locator("#s2 .dg-number").focus()
    page.keyboard.press(key)
    assert page.locator("#dg-search input").evaluate("field => field === document.activeElement")
    page.keyboard.type("s/")
    assert page.locator("#dg-search input").input_value() == "s/"
    page.keyboard.press("Escape")
    assert not page.locator("#dg-search").is_visible()
    assert page.evaluate("document.activeElement.closest('#s2') !== null")


def test_a_result_names_language_source_and_date(page: Page, address: str) -> None:
    """In the words of the page's language, with both titles and the sentence that was found."""
    page.goto(f"{address}kk/")
    page.keyboard.press("/")
    typed(page, "Tokaev Biden")
    result = page.locator(".dg-search-results li").first
    assert (
        result.locator(".dg-search-title").inner_text() == "Мәулен Әшімбаев АҚШ Конгресі сенаторымен кездесті"
    )
    assert result.locator(".dg-search-second").inner_text() == "Maulen Ashimbayev meets US senator"
    facts = result.locator(".dg-search-facts > *").all_inner_texts()
    assert facts == ["Қазақша", "Egemen.kz", "2024\u00a0ж. 26 наурыз"]
    quote = result.locator(".dg-search-quote").first
    assert "Тоқаев" in quote.locator("mark").all_inner_texts()
    assert quote.get_attribute("lang") == "kk"
    assert page.locator("#dg-search-status").inner_text() == "Табылған мақалалар: 1"
    assert "Tokaev" not in page.locator(".dg-search-results").inner_text()


@pytest.mark.parametrize(
    ("at", "leads_to"), [("en/001_2b5f7026ea0ef8d6/", "en"), ("kk/", "kk"), ("pl/", "en")]
)
def test_a_result_leads_to_its_sentence(page: Page, address: str, at: str, leads_to: str) -> None:
    """On the page in the reader's language where there is one, else beside the translation."""
    page.goto(address + at)
    page.keyboard.press("/")
    typed(page, "Байден")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{leads_to}/004_5c9351a6b67bfa3b/#s4")
    assert page.locator("#s4").evaluate("element => element.matches(':target')")


def test_a_result_on_the_same_page_closes_the_search(page: Page, address: str) -> None:
    """The sentence is there to be read."""
    page.goto(f"{address}en/004_5c9351a6b67bfa3b/")
    page.keyboard.press("/")
    typed(page, "Blinken")
    page.locator(".dg-search-quote").first.click()
    assert not page.locator("#dg-search").is_visible()
    assert page.url.endswith("#s5")


def test_arrows_walk_through_the_results(page: Page, address: str) -> None:
    """Down from the field to each title, and up again into the field."""
    page.goto(address)
    page.keyboard.press("/")
    typed(page, "Tokaev")
    titles = page.locator(".dg-search-title")
    focused = "links => links.indexOf(document.activeElement)"
    for expected in (0, 1, 2, 3, 3):
        page.keyboard.press("ArrowDown")
        assert titles.evaluate_all(focused) == expected
    for expected in (2, 1, 0, -1):
        page.keyboard.press("ArrowUp")
        assert titles.evaluate_all(focused) == expected
    assert page.locator("#dg-search input").evaluate("field => field === document.activeElement")


def test_query_and_filters_stay(page: Page, address: str) -> None:
    """When it is closed and opened again, and on the next page; one button clears the filters."""
    page.goto(address)
    page.keyboard.press("/")
    typed(page, "human rights")
    page.locator("#dg-search select[name=language]").select_option("Polski")
    page.get_by_text("Articles found: 1").wait_for()
    page.keyboard.press("Escape")
    page.goto(f"{address}en/000_2f637b5fa03ca4a4/")
    page.keyboard.press("/")
    page.get_by_text("Articles found: 1").wait_for()
    assert page.locator("#dg-search input").input_value() == "human rights"
    assert page.locator("#dg-search select[name=language]").input_value() == "Polski"
    page.locator("[data-search-clear]").click()
    page.get_by_text("Articles found: 4").wait_for()
    assert not page.locator("[data-search-clear]").is_visible()


def test_filters_offer_what_is_there(pages: dict[str, Page]) -> None:
    """Each value with the number of its articles, years newest first."""
    asked(pages["pl"], "", {})
    languages = pages["pl"].locator("#dg-search select[name=language] option").all_inner_texts()
    assert sorted(languages) == ["Polski (1)", "Wszystkie", "Русский (1)", "Қазақша (3)"]
    assert pages["pl"].locator("#dg-search-status").inner_text().startswith("Wpisz słowa")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_search_on_its_whole_screen(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    """Nothing sticks out at the side, and the field stays above the results."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}ru/")
    page.locator("[data-search-open]").click()
    typed(page, "права человека")
    edges = "dialog => [...dialog.querySelectorAll('*')].map(one => one.getBoundingClientRect().right)"
    assert max(page.locator("#dg-search").evaluate(edges)) <= 390
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".dg-search-results li").last.scroll_into_view_if_needed()
    box = page.locator("#dg-search input").bounding_box()
    assert box
    assert box["y"] < 60
    context.close()


def test_without_an_index_the_search_says_what_to_do(
    page: Page, tmp_path: Path, build_site: SiteBuilder, digest: Digest
) -> None:
    """As under plain `mkdocs serve`, in the page's language; and it asks again when it is opened again."""
    site = build_site(tmp_path, digest.bitexts)
    with serve(site) as address:
        page.goto(f"{address}pl/")
        page.keyboard.press("/")
        page.get_by_text("python build_digest.py site").wait_for()
        page.keyboard.press("Escape")
        index_site(site, digest.bitexts, digest.settings)
        page.keyboard.press("/")
        typed(page, "ustawa")
        assert page.locator(".dg-search-title").count() == 1


def test_hostile_text_is_shown_as_text(page: Page, tmp_path: Path, build_site: SiteBuilder) -> None:
    """Titles, sentences and sources that are markup are found and shown, and nothing in them runs."""
    harm = '<img src=x onerror="window.pwned=1"> banana </script><script>window.pwned=1</script>'
    articles = tuple(
        bitext(harm, harm, english=(machine(harm), machine(harm)), slug=f"harm{number}", source=harm)
        for number in range(12)
    )
    site = build_site(tmp_path, articles)
    index_site(site, articles, Settings())
    with serve(site) as address:
        page.goto(address)
        page.keyboard.press("/")
        typed(page, "banana")
        results = page.locator(".dg-search-results li")
        assert results.count() == 10
        page.locator("[data-search-more]").click()
        page.wait_for_function("document.querySelectorAll('.dg-search-results li').length === 12")
        assert harm in results.first.inner_text()
        assert page.locator(".dg-search-results img, .dg-search-results script").count() == 0
        assert page.evaluate("window.pwned") is None


def test_the_search_asks_no_other_host_and_needs_no_more_than_its_policy(page: Page, address: str) -> None:
    """Under a policy that allows the site's scripts, those in the page too, and WebAssembly; but no eval."""
    wrong: list[str] = []

    def guarded(route: Route) -> None:
        response = route.fetch()
        policy = (
            "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'; "
            "connect-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
        )
        route.fulfill(response=response, headers={**response.headers, "content-security-policy": policy})

    page.route("**/*", guarded)
    page.goto(f"{address}en/000_2f637b5fa03ca4a4/")
    page.on("console", lambda message: wrong.append(f"{message.text} {message.location}"))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request", lambda request: wrong.append(request.url) if not request.url.startswith(address) else None
    )
    page.locator("[data-search-open]").click()
    typed(page, "Tokaev")
    assert page.locator(".dg-search-title").count() == 4
    assert wrong == []

"""The lists, their filter and the navigation in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from browser import serve
from conftest import SiteBuilder
from playwright.sync_api import Browser, BrowserContext, Page
from samples import bitext, machine, reviewed

pytestmark = pytest.mark.browser

LONG = "донаудампфшиффартсгезельшафтскапитен" * 4
HARM = '<img src=x onerror="window.pwned=1"> {{ 7 * 7 }}'
ARTICLES = (
    bitext(
        "Бір",
        "С.",
        slug="a",
        english=(reviewed("One"),),
        topics=("Law",),
        source="Газет",
        date=date(2024, 5, 3),
    ),
    bitext("Екі", "С.", slug="b", english=(machine("Two"),), topics=("Law", "Courts"), date=date(2024, 5, 2)),
    bitext(
        "Trzy",
        "Z.",
        slug="c",
        lang="pl",
        english=(reviewed("Three"),),
        topics=("Courts",),
        date=date(2024, 3, 1),
    ),
    bitext("Четыре", "С.", slug="d", lang="ru", english=(None,), source="Вестник", date=date(2023, 9, 9)),
    bitext(LONG, LONG, slug="long", source=LONG, topics=(LONG,), english=(machine(LONG),)),
    bitext(HARM, HARM, slug="harm", source=HARM, topics=(HARM,), english=(machine(HARM),)),
)


@pytest.fixture(scope="module")
def address(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, build_site: SiteBuilder
) -> Iterator[str]:
    """The address of a served site."""
    with serve(build_site(tmp_path_factory.mktemp("site"), ARTICLES)) as address:
        yield address


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A screen 390 pixels wide, that is touched."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    yield context
    context.close()


def opened(context: BrowserContext, url: str) -> Page:
    """A new page at an address."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(url)
    return page


def shown(page: Page) -> list[str]:
    """The headlines that are to be seen, the long and the hostile one left out."""
    titles = page.locator(".dg-card:visible .dg-headline").all_inner_texts()
    return [title for title in titles if len(title) < 10]


def chip(page: Page, name: str) -> None:
    """Press the button of a choice."""
    page.locator(".dg-filter button", has_text=name).click()


def test_a_chip_leaves_the_cards_that_it_names(desktop: BrowserContext, address: str) -> None:
    """At once and without a new page; a second press gives all back."""
    page = opened(desktop, address)
    page.evaluate("window.same = true")
    chip(page, "Kazakh")
    assert shown(page) == ["One", "Two"]
    chip(page, "Kazakh")
    assert shown(page) == ["One", "Two", "Three", "Четыре"]
    assert page.evaluate("window.same") is True
    assert page.url == address


def test_choices_of_one_kind_add_up_and_those_of_two_narrow_down(
    desktop: BrowserContext, address: str
) -> None:
    """Kazakh or Polish; and of these, those on courts."""
    page = opened(desktop, address)
    chip(page, "Kazakh")
    chip(page, "Polish")
    assert shown(page) == ["One", "Two", "Three"]
    chip(page, "Courts")
    assert shown(page) == ["Two", "Three"]
    assert page.locator(".dg-filter [aria-pressed=true]").count() == 3


def test_the_filter_says_how_many_are_shown(desktop: BrowserContext, address: str) -> None:
    """In a status that a screen reader announces; a button shows all again and gives the focus back."""
    page = opened(desktop, address)
    status = page.get_by_role("status").filter(has_text="Shown")
    assert status.inner_text() == "Shown: 6 of 6"
    chip(page, "Polish")
    assert status.inner_text() == "Shown: 1 of 6"
    page.get_by_role("button", name="Show all").click()
    assert status.inner_text() == "Shown: 6 of 6"
    assert page.locator(".dg-filter [aria-pressed=true]").count() == 0
    assert page.evaluate("document.activeElement.dataset.filter.slice(0, 2)") == "l-"
    assert not page.get_by_role("button", name="Show all").is_visible()


def test_the_filter_works_from_the_keyboard(desktop: BrowserContext, address: str) -> None:
    """A focused chip is pressed by the space bar."""
    page = opened(desktop, address)
    page.locator(".dg-filter button", has_text="Polish").focus()
    page.keyboard.press("Space")
    assert shown(page) == ["Three"]


def test_nothing_jumps(desktop: BrowserContext, address: str) -> None:
    """Not while the page loads, and what stands below the list stays where it is while it is filtered."""
    page = desktop.new_page()
    page.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver(list => list.getEntries().forEach(entry => window.shift += entry.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(address, wait_until="networkidle")
    assert page.evaluate("window.shift") < 0.01
    foot = "document.querySelector('.md-footer').getBoundingClientRect().top + scrollY"
    top = "document.querySelector('.dg-list').getBoundingClientRect().top + scrollY"
    before = page.evaluate(f"[{foot}, {top}]")
    chip(page, "Polish")
    assert page.evaluate(f"[{foot}, {top}]") == before


def test_without_scripts_there_are_all_cards_and_no_filter(browser: Browser, address: str) -> None:
    """No button that would do nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, address)
    assert not page.locator(".dg-filter").is_visible()
    assert page.locator(".dg-card:visible").count() == len(ARTICLES)
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "kk/",
        "en/dates/",
        "en/sources/",
        "en/languages/",
        "en/topics/",
        "en/dates/unknown/",
        "kk/topics/",
        "pl/dates/",
    ],
)
def test_no_list_scrolls_sideways_on_a_phone(phone: BrowserContext, address: str, path: str) -> None:
    """Not even with names that are longer than the screen, and nothing in them runs."""
    page = opened(phone, address + path)
    edge = (
        "Math.max(...[...document.querySelectorAll('.dg-page *')].map(e => e.getBoundingClientRect().right))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(edge) <= 390
    assert page.evaluate("window.pwned") is None


def test_the_tabs_are_in_the_language_of_the_page_and_mark_where_one_is(
    desktop: BrowserContext, address: str
) -> None:
    """They lead to that language's lists; on the page of a group, its kind is marked."""
    page = opened(desktop, f"{address}kk/topics/law/")
    tabs = page.locator(".md-tabs__link")
    assert tabs.all_inner_texts()[:3] == ["Басты бет", "Күні бойынша", "Дереккөз бойынша"]
    assert page.locator(".md-tabs__item--active").all_inner_texts() == ["Тақырып бойынша"]
    tabs.nth(1).click()
    page.wait_for_url(f"{address}kk/dates/")
    assert page.locator(".md-tabs__item--active").all_inner_texts() == ["Күні бойынша"]


def test_a_hand_written_page_leads_to_the_lists_of_the_target(desktop: BrowserContext, address: str) -> None:
    """Its own tab is marked."""
    page = opened(desktop, f"{address}about/")
    assert page.locator(".md-tabs__item--active").all_inner_texts() == ["About"]
    page.locator(".md-tabs__link", has_text="By topic").click()
    page.wait_for_url(f"{address}en/topics/")


def test_the_drawer_of_a_phone_has_all_that_the_tabs_have(phone: BrowserContext, address: str) -> None:
    """It opens on a tap, marks where one is, and leads on."""
    page = opened(phone, f"{address}pl/topics/")
    assert not page.locator(".md-tabs").is_visible()
    page.locator("label.md-header__button[for=__drawer]").tap()
    entry = page.locator(".md-nav__link", has_text="Według daty")
    entry.wait_for()
    assert page.locator(".md-nav__link[aria-current]").all_inner_texts() == ["Według tematu"]
    entry.tap()
    page.wait_for_url(f"{address}pl/dates/")


@pytest.mark.parametrize(
    ("path", "code", "there"),
    [
        ("", "kk", "kk/"),
        ("kk/", "en", ""),
        ("en/topics/", "pl", "pl/topics/"),
        ("kk/topics/law/", "en", "en/topics/law/"),
        ("en/dates/2024-03/", "pl", "pl/dates/2024-03/"),
    ],
)
def test_the_language_switch_leads_to_the_counterpart(
    phone: BrowserContext, address: str, path: str, code: str, there: str
) -> None:
    """On every kind of list, on a phone too, each language under its own name."""
    page = opened(phone, address + path)
    page.locator(".md-select button").tap()
    link = page.locator(f".md-select__link[hreflang={code}]")
    link.wait_for()
    assert link.inner_text() == {"en": "English", "kk": "Қазақша", "pl": "Polski"}[code]
    link.tap()
    page.wait_for_url(address + there)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_is_seen_in_both_palettes(browser: Browser, address: str, scheme: str) -> None:
    """Its bars have a colour of their own on the paper, each language another one."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # one of its two words
    page = opened(context, f"{address}en/dates/")
    fills = page.locator(".dg-chart path:not(.dg-hint)").evaluate_all(
        "paths => paths.map(path => getComputedStyle(path).fill)"
    )
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert len({*fills, paper}) == 4
    box = page.locator(".dg-chart svg").bounding_box()
    assert box
    assert box["height"] > 50
    context.close()


def test_the_table_of_a_chart_opens(desktop: BrowserContext, address: str) -> None:
    """From the keyboard."""
    page = opened(desktop, f"{address}en/dates/")
    assert not page.get_by_role("table").is_visible()
    page.locator(".dg-chart summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("row").nth(1).inner_text().split() == ["May", "2024", "2", "0", "0", "2"]

"""The pages in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import serve
from conftest import SiteBuilder
from playwright.sync_api import Browser, BrowserContext, FloatRect, Page
from samples import bitext, machine, reviewed

pytestmark = pytest.mark.browser

HARM = '<img src=x onerror="window.pwned=1"> banana <script>window.pwned=1</script>'
LONG = "донаудампфшиффартсгезельшафтскапитен" * 4
SENTENCES = tuple(
    f"Мақаланың {number}-сөйлемі, оны бірнеше жолға сыйғызу үшін ұзартамыз." * 2 for number in range(1, 25)
)
ENGLISH = tuple(
    reviewed(f"Sentence {number} of the article, made long enough for some lines." * 2)
    for number in range(1, 25)
)
ARTICLES = (
    bitext("Тақырып", *SENTENCES, english=(reviewed("The title"), *ENGLISH), topics=("Law",)),
    bitext(
        LONG,
        LONG,
        english=(machine(LONG), machine(LONG)),
        slug="long",
        source=LONG,
        author=LONG,
        topics=(LONG,),
    ),
    bitext(HARM, HARM, english=(machine(HARM), machine(HARM)), slug="harm", author=HARM),
    bitext("Жоқ", "Аударылмаған.", slug="missing"),
)


@pytest.fixture(scope="module")
def address(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, build_site: SiteBuilder
) -> Iterator[str]:
    """The address of a served site."""
    with serve(build_site(tmp_path_factory.mktemp("site"), ARTICLES)) as address:
        yield address


def opened(context: BrowserContext, url: str) -> Page:
    """A new page at an address, with a list of what it asked for and what went wrong."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(url)
    return page


def box(page: Page, selector: str) -> FloatRect:
    """Where an element stands."""
    found = page.locator(selector).first.bounding_box()
    assert found, selector
    return found


def test_two_columns_stand_side_by_side_on_a_desktop(desktop: BrowserContext, address: str) -> None:
    """The original is left, its translation right, and both begin on one line."""
    page = opened(desktop, f"{address}en/sample/")
    left, right = box(page, "#s3 .dg-source"), box(page, "#s3 .dg-target")
    assert left["x"] + left["width"] < right["x"]
    assert abs(left["y"] - right["y"]) < 2
    assert 0.8 < left["width"] / right["width"] < 1.25


def test_the_original_stands_beneath_its_translation_on_a_phone(phone: BrowserContext, address: str) -> None:
    """The translation comes first, the original follows in a quieter colour, with a rule at its left."""
    page = opened(phone, f"{address}en/sample/")
    below, above = box(page, "#s3 .dg-source"), box(page, "#s3 .dg-target")
    assert above["y"] + above["height"] <= below["y"]
    style = "element => { const s = getComputedStyle(element); return [s.color, s.borderLeftWidth] }"
    source, target = (page.locator(f"#s3 .dg-{cell}").evaluate(style) for cell in ("source", "target"))
    assert source[0] != target[0]
    assert (source[1], target[1]) == ("2px", "0px")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "en/sample/",
        "kk/sample/",
        "en/long/",
        "kk/long/",
        "en/harm/",
        "en/sources/",
        "en/topics/",
        "kk/",
        "about/",
    ],
)
def test_a_phone_never_scrolls_sideways(phone: BrowserContext, address: str, path: str) -> None:
    """Not even with words that are longer than the screen."""
    page = opened(phone, address + path)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("h1").wait_for()
    edge = (
        "Math.max(...[...document.querySelectorAll('.dg-page *')].map(e => e.getBoundingClientRect().right))"
    )
    assert page.evaluate(edge) <= 390


def test_the_switch_shows_one_language_and_is_remembered(desktop: BrowserContext, address: str) -> None:
    """A choice holds for the next page and after a reload, and its button says that it is pressed."""
    page = opened(desktop, f"{address}en/sample/")
    source, target = page.locator("#s1 .dg-source"), page.locator("#s1 .dg-target")
    assert source.is_visible()
    assert target.is_visible()
    page.get_by_role("button", name="English", exact=True).click()
    assert not source.is_visible()
    assert target.is_visible()
    page.reload()
    assert not page.locator("#s1 .dg-source").is_visible()
    assert page.locator("[data-view=target][aria-pressed=true]").count() == 1
    other = opened(desktop, f"{address}en/long/")
    assert not other.locator("#s1 .dg-source").is_visible()
    other.get_by_role("button", name="Қазақша").click()
    assert other.locator("#s1 .dg-source").is_visible()
    assert not other.locator("#s1 .dg-target").is_visible()
    other.get_by_role("button", name="Both").click()
    assert other.locator("#s1 .dg-target").is_visible()


def test_the_switch_works_from_the_keyboard(desktop: BrowserContext, address: str) -> None:
    """A focused button switches on Enter."""
    page = opened(desktop, f"{address}en/sample/")
    page.get_by_role("button", name="English", exact=True).focus()
    page.keyboard.press("Enter")
    assert not page.locator("#s1 .dg-source").is_visible()


def test_a_pair_is_marked_under_the_pointer_and_on_focus(desktop: BrowserContext, address: str) -> None:
    """Both cells of a sentence take a colour together; the next sentence does not."""
    page = opened(desktop, f"{address}en/sample/")
    colour = "element => getComputedStyle(element).backgroundColor"
    plain = page.locator("#s3").evaluate(colour)
    page.locator("#s2 .dg-source").hover()
    assert page.locator("#s2").evaluate(colour) != plain
    assert page.locator("#s3").evaluate(colour) == plain
    page.locator("#s3 .dg-number").focus()
    assert page.locator("#s3").evaluate(colour) != plain


@pytest.mark.parametrize("path", ["en/sample/", "kk/sample/"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_permalink_shows_its_sentence_below_the_header(
    request: pytest.FixtureRequest, address: str, path: str, size: str
) -> None:
    """The sentence is on the screen, marked, and the header does not cover it."""
    page = opened(request.getfixturevalue(size), f"{address}{path}#s20")
    page.wait_for_function("window.scrollY > 100")
    sentence, header = box(page, "#s20"), box(page, ".md-header")
    assert sentence["y"] >= header["y"] + header["height"]
    assert sentence["y"] < 500
    assert page.locator("#s20").evaluate("element => element.matches(':target')")


def test_a_number_is_its_own_permalink(desktop: BrowserContext, address: str) -> None:
    """A click puts the sentence into the address."""
    page = opened(desktop, f"{address}en/sample/")
    page.locator("#s2 .dg-number").click()
    assert page.url == f"{address}en/sample/#s2"


def test_the_language_switch_leads_to_the_other_page(desktop: BrowserContext, address: str) -> None:
    """A click in the header opens the original."""
    page = opened(desktop, f"{address}en/sample/")
    page.locator(".md-select button").hover()
    page.locator(".md-select__link[hreflang=kk]").click()
    page.wait_for_url(f"{address}kk/sample/")
    assert page.locator("html").get_attribute("lang") == "kk"


def test_the_dark_palette_follows_the_system_and_the_button(browser: Browser, address: str) -> None:
    """A dark system gives a dark page with light text; the button gives the other one."""
    context = browser.new_context(color_scheme="dark")
    page = opened(context, f"{address}en/sample/")
    ground = "parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    ink = "parseInt(getComputedStyle(document.querySelector('#s1 .dg-target')).color.match(/\\d+/)[0])"
    assert page.evaluate(ground) < 60
    assert page.evaluate(ink) > 180
    page.locator("label[title='Light colours']").click()
    assert page.evaluate(ground) > 240
    assert page.evaluate(ink) < 60
    context.close()


def test_without_scripts_a_page_shows_both_languages(browser: Browser, address: str) -> None:
    """The texts are there side by side, and no button that would do nothing."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = opened(context, f"{address}en/sample/")
    left, right = box(page, "#s1 .dg-source"), box(page, "#s1 .dg-target")
    assert left["x"] + left["width"] < right["x"]
    assert not page.locator(".dg-switch").is_visible()
    context.close()


def test_a_phone_shows_a_sentence_without_translation_once(phone: BrowserContext, address: str) -> None:
    """The original stands in the translation's place, marked, and not a second time beneath."""
    page = opened(phone, f"{address}en/missing/")
    assert page.locator("#s1 .dg-target").is_visible()
    assert page.locator("#s1 .dg-note").inner_text() == "not translated"
    assert not page.locator("#s1 .dg-source").is_visible()


def test_nothing_in_hostile_text_runs(desktop: BrowserContext, address: str) -> None:
    """A title, a name and sentences that are markup are shown as they are, on pages and in lists."""
    page = desktop.new_page()
    for path in ("en/harm/", "kk/harm/", "", "en/sources/"):
        page.goto(address + path)
        assert page.evaluate("window.pwned") is None
    page.goto(f"{address}en/harm/")
    assert page.locator("#s1 .dg-target").inner_text() == HARM
    page.locator("#s1 .dg-target").click()
    page.keyboard.press("c")
    page.locator(".dg-said:not(:empty)").wait_for()
    assert page.evaluate("window.pwned") is None


def test_a_page_asks_no_other_host_for_anything(desktop: BrowserContext, address: str) -> None:
    """All requests go to the site itself, each is answered, and the console stays empty."""
    asked: list[str] = []
    wrong: list[str] = []
    page = desktop.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    for path in ("", "en/sample/", "kk/sample/", "en/harm/", "en/topics/", "about/"):
        page.goto(address + path, wait_until="networkidle")
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert wrong == []


def test_every_letter_comes_from_our_font(desktop: BrowserContext, address: str) -> None:
    """Latin and Cyrillic, Polish and Kazakh letters and the tenge sign are in our files, and these load."""
    page = opened(desktop, f"{address}en/sample/")
    assert (
        page.locator("#s1 .dg-source").evaluate("e => getComputedStyle(e).fontFamily").startswith("Literata")
    )
    load = "text => document.fonts.load('18px Literata', text).then(faces => faces.map(face => face.status))"
    assert page.evaluate(load, "„a” ł ₸ ж ә") == ["loaded"] * 4

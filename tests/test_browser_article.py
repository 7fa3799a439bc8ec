"""The page of an article in a real browser: pairs, keys, copying, citations, print."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest
from browser import serve
from conftest import SiteBuilder
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader
from samples import bitext, machine, reviewed

from digest.publication import Publication

pytestmark = pytest.mark.browser

FORGE = "https://github.com/example/digest"
LONG = ", оны бірнеше жолға сыйғызу үшін ұзартып жазамыз."
ARTICLE = bitext(
    "Тақырып",
    "Жиынға 15 елден өкіл келді.",
    *(f"Мақаланың {number}-сөйлемі{LONG}" for number in range(2, 31)),
    english=(
        reviewed("The title"),
        machine("Delegates from many countries came."),
        *(reviewed(f"Sentence {number} of the article, long enough for lines.") for number in range(2, 31)),
    ),
    author="Айгүл Автор",
    source="Газет",
    source_url="https://example.org/1",
    date=date(2024, 3, 26),
    reviewers=("A. Reader",),
)  # fmt: skip
ABOUT = "Айгүл Автор. Тақырып (The title). Газет, 26 March 2024."


@pytest.fixture(scope="module")
def address(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, build_site: SiteBuilder
) -> Iterator[str]:
    """The address of a served site whose repository is known."""
    lines = {ARTICLE.key: {pair.segment.number: 10 + pair.segment.number for pair in ARTICLE.pairs}}
    site = build_site(tmp_path_factory.mktemp("site"), [ARTICLE], Publication(repo_url=FORGE), lines)
    with serve(site) as address:
        yield address


@pytest.fixture
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    """A window 1280 pixels wide that lets a page copy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(desktop: BrowserContext, address: str) -> Page:
    """The parallel page on the desktop."""
    page = desktop.new_page()
    page.goto(f"{address}en/sample/")
    return page


def copied(page: Page) -> str:
    """What the clipboard holds once the page has said that it copied."""
    page.locator(".dg-said:not(:empty)").wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def at_hand(page: Page) -> list[str]:
    """The pairs that are marked as chosen."""
    return [str(row.get_attribute("id")) for row in page.locator(".dg-on").all()]


def top(page: Page, selector: str) -> float:
    """How far below the window's top an element stands."""
    box = page.locator(selector).bounding_box()
    assert box, selector
    return box["y"]


# Pairs


def test_a_click_on_a_number_copies_its_address(page: Page, address: str) -> None:
    """The whole address is in the clipboard and in the bar, the page says so, and nothing moves."""
    page.locator("#s9").scroll_into_view_if_needed()
    before = top(page, "#s9")
    page.locator("#s9 .dg-number").click()
    assert copied(page) == page.url == f"{address}en/sample/#s9"
    assert page.get_by_role("status").filter(has_text="Link copied").count() == 1
    assert at_hand(page) == ["s9"]
    assert top(page, "#s9") == before


def test_a_page_without_the_clipboard_still_copies(page: Page, address: str) -> None:
    """Served by plain http, a page copies the old way."""
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator("#s2 .dg-number").click()
    page.locator(".dg-said:not(:empty)").wait_for()
    assert page.locator(".dg-said").inner_text() == "Link copied"
    page.keyboard.press("Control+K")
    page.locator("#dg-search input").press("Control+V")
    assert page.locator("#dg-search input").input_value() == f"{address}en/sample/#s2"


def test_tools_come_to_the_pair_under_the_pointer_and_move_nothing(page: Page) -> None:
    """They stand in the page once, in the gutter of the pair at hand."""
    assert page.locator(".dg-tools").count() == 1
    assert not page.locator(".dg-tools").is_visible()
    before = page.locator("#s3").bounding_box(), page.locator("#s5").bounding_box()
    page.locator("#s3 .dg-source").hover()
    assert page.locator("#s3 .dg-tools").is_visible()
    assert (page.locator("#s3").bounding_box(), page.locator("#s5").bounding_box()) == before
    for tool in page.locator("#s3 .dg-tools > *").all():
        box = tool.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24


def test_a_tap_marks_a_pair_and_a_second_one_lets_it_go(browser: Browser, address: str) -> None:
    """On a telephone the tools come as words below the sentence, on both pages."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    for path, text in (("en/sample/", "#s3 .dg-target"), ("kk/sample/", "#s3 .dg-source")):
        page.goto(address + path)
        page.locator(text).tap()
        assert at_hand(page) == ["s3"]
        assert page.locator("#s3 .dg-tool-cite span").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator(text).tap()
        assert at_hand(page) == []
        assert not page.locator(".dg-tools").is_visible()
    context.close()


def test_in_a_single_view_the_pair_at_hand_shows_its_partner(page: Page) -> None:
    """A click on a sentence brings up its other side, and only its own."""
    page.keyboard.press("2")
    page.locator("#s4 .dg-target").click()
    assert page.locator("#s4 .dg-source").is_visible()
    assert not page.locator("#s5 .dg-source").is_visible()
    page.keyboard.press("3")
    assert page.locator("#s4 .dg-target").is_visible()
    assert not page.locator("#s5 .dg-target").is_visible()


def test_a_switch_of_view_keeps_the_place(page: Page) -> None:
    """The pair that stood at a height of the window stands there in the other view too."""
    page.goto(f"{page.url}#s10")
    page.wait_for_function("window.scrollY > 100")
    before = top(page, "#s10")
    for key in ("2", "3", "1"):
        page.keyboard.press(key)
        assert abs(top(page, "#s10") - before) < 2


def test_a_flagged_sentence_says_so_quietly(page: Page) -> None:
    """In plain words, small, below the translation; good sentences carry nothing."""
    flag = page.locator("#s1 .dg-flag")
    assert flag.inner_text() == "the number 15 is missing in the translation"
    assert page.locator(".dg-flag").count() == 1
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    assert flag.evaluate(size) < page.locator("#s1 .dg-target").evaluate(size) * 0.75


def test_without_scripts_numbers_are_links_and_the_facts_open(browser: Browser, address: str) -> None:
    """Both languages are there, no button that would do nothing, and a permalink marks its pair."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}en/sample/#s20")
    assert page.locator(".dg-bar, .dg-tools").filter(visible=True).count() == 0
    colour = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("#s20").evaluate(colour) != page.locator("#s21").evaluate(colour)
    page.locator(".dg-provenance > summary").click()
    assert page.get_by_text("Confirmed by a person").is_visible()
    page.locator("#s2 .dg-number").click()
    assert page.url.endswith("#s2")
    context.close()


# The keyboard


def test_keys_step_through_the_pairs(page: Page) -> None:
    """The key j leads to the next and k to the previous; the pair is on the screen, marked and focused."""
    for _ in range(12):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert at_hand(page) == ["s11"]
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#s11"
    header = page.locator(".md-header").bounding_box()
    assert header
    assert header["y"] + header["height"] <= top(page, "#s11") < 900
    for _ in range(3):
        page.keyboard.press("k")
    assert top(page, "#s8") >= header["y"] + header["height"]


def test_keys_are_known_by_their_place_on_a_cyrillic_keyboard(page: Page) -> None:
    """Where the key j writes о, it still leads to the next pair."""
    press = (
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))"
    )
    page.evaluate(press)
    page.evaluate(press)
    assert at_hand(page) == ["s2"]


def test_keys_switch_the_view(page: Page) -> None:
    """1, 2 and 3 choose one, v takes the next; the choice is remembered."""
    view = "document.documentElement.dataset.view"
    for key, name in (("2", "target"), ("3", "source"), ("1", "both"), ("v", "target"), ("v", "source")):
        page.keyboard.press(key)
        assert page.evaluate(view) == name
    page.reload()
    assert page.evaluate(view) == "source"


def test_keys_keep_out_of_fields_and_of_shortcuts(page: Page) -> None:
    """Letters that are typed are text, and a key with Ctrl or Alt is the browser's."""
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+j")
    page.keyboard.press("Control+K")
    page.keyboard.type("jv2")
    assert page.locator("#dg-search input").input_value() == "jv2"
    assert at_hand(page) == []
    assert page.evaluate("document.documentElement.dataset.view") == "both"


def test_help_names_every_key(page: Page) -> None:
    """A question mark or the button opens it, Escape closes it, and meanwhile the other keys rest."""
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    assert help_.is_visible()
    keys = [key.inner_text() for key in help_.locator("kbd").all()]
    assert keys == ["j", "k", "1", "2", "3", "v", "c", "l", "/", "?"]
    page.keyboard.press("j")
    assert at_hand(page) == []
    page.keyboard.press("Escape")
    assert not help_.is_visible()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    help_.get_by_role("button", name="Close").click()
    assert not help_.is_visible()


def test_help_on_the_original_page_speaks_its_language(desktop: BrowserContext, address: str) -> None:
    """It is in Kazakh there, without the views that the page does not have."""
    page = desktop.new_page()
    page.goto(f"{address}kk/sample/")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Пернелер тіркесімі")
    assert [key.inner_text() for key in help_.locator("kbd").all()] == ["j", "k", "c", "l", "/", "?"]


# Citations and suggestions


def test_one_click_copies_the_citation_of_a_pair(page: Page, address: str) -> None:
    """Original, translation with its standing, author, titles, source, date, and the permalink."""
    page.locator("#s1 .dg-target").hover()
    page.get_by_role("button", name="Copy citation").click()
    assert copied(page).split("\n") == [
        "Жиынға 15 елден өкіл келді.",
        "Delegates from many countries came. (machine translation, not reviewed)",
        ABOUT,
        f"{address}en/sample/#s1",
    ]


def test_one_click_copies_the_citation_of_the_article(page: Page, address: str) -> None:
    """Author, titles, source, date, who translated, the source's address, and the page's."""
    page.get_by_role("button", name="Cite the article").click()
    about, status, source, link = copied(page).split("\n")
    assert (about, source, link) == (ABOUT, "https://example.org/1", f"{address}en/sample/")
    assert status.endswith("Reviewed so far: 30 of 31 sentences (A. Reader)")


def test_the_original_page_cites_the_original(desktop: BrowserContext, address: str) -> None:
    """There the sentence stands alone, with its own permalink, and a link leads to its translation."""
    page = desktop.new_page()
    page.goto(f"{address}kk/sample/")
    page.locator("#s1 .dg-source").click()
    page.keyboard.press("c")
    sentence, about, link = copied(page).split("\n")
    assert (sentence, link) == ("Жиынға 15 елден өкіл келді.", f"{address}kk/sample/#s1")
    assert about == "Айгүл Автор. Тақырып (The title). Газет, 2024\u00a0ж. 26 наурыз."
    page.locator("#s1 .dg-tool-across").click()
    page.wait_for_url(f"{address}en/sample/#s1")
    assert at_hand(page) == ["s1"]


def test_a_suggestion_leads_to_the_very_entry(page: Page) -> None:
    """The link names the file on the forge and the line of the pair that it stands at."""
    file = f"{FORGE}/blob/main/translations/en/sample.po"
    for number in (2, 7):
        page.locator(f"#s{number} .dg-source").hover()
        assert page.locator(".dg-tool-suggest").get_attribute("href") == f"{file}#L{10 + number}"


# Print


def squeezed(text: str) -> str:
    """Text without spaces and ligatures: a PDF has them where fonts change and letters join."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_page_is_clean(browser: Browser, address: str, scheme: str) -> None:
    """Whatever the view and the palette: both columns, numbers, facts and address; no menu, no button."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
    page = context.new_page()
    page.goto(f"{address}en/sample/")
    page.keyboard.press("2")
    pages = [one.extract_text() for one in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    text = squeezed("".join(pages))
    assert 1 < len(pages) < 6
    for words in (
        "Жиынға 15 елден",
        "Delegates from many",
        "Sentence 30 of",
        "Confirmed by a person",
        "0" * 60,
    ):
        assert squeezed(words) in text
    assert f"{address}en/sample/" in text
    for words in ("By topic", "Cite the article", "PDF for print", "About this text", "Search"):
        assert squeezed(words) not in text
    page.emulate_media(media="print")
    assert page.locator("#s2 .dg-target").evaluate("e => getComputedStyle(e).color") == "rgb(0, 0, 0)"
    assert page.locator("#s2 .dg-number").is_visible()
    context.close()

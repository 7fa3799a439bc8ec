"""Text from outside is text wherever it is written."""

from __future__ import annotations

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data
from parsing import Document, convert
from samples import HOSTILE

from digest.encode import Html, front_matter, href, html, join, link, tag, visible

TEXT = st.text(st.characters(exclude_categories=()))
STORABLE = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXT)
def test_an_html_parser_reads_the_visible_text_back(text: str) -> None:
    """No text adds an element, an attribute or a character, in content or in an attribute."""
    document = Document(f'<p title="{html(text)}">{html(text)}</p>')
    (paragraph,) = document.elements
    assert paragraph.text == visible(text)
    assert paragraph.attributes == {"title": visible(text)}


@given(TEXT)
def test_markdown_leaves_the_encoded_text_alone(text: str) -> None:
    """In a block of HTML, Markdown finds nothing of its own in the text."""
    converted = convert(f"<p>{html(text)}</p>\n\n<p>end</p>\n")
    first, last = Document(converted).elements
    assert (first.text, last.text) == (visible(text), "end")


@given(TEXT)
def test_only_entities_hold_ascii_punctuation(text: str) -> None:
    """What is written holds commas, stops, hyphens and entities, and no other sign or control character."""
    written = html(text)
    assert set(written) & set(string.punctuation) <= set("&#;,.-")
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0 for char in written)
    written.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сөз – «ой», 5 ₸…", "Сөз – «ой», 5 ₸…"),
        ("a\tb\nc\r\nd\u2028e", "a b c  d e"),
        ("nul\x00, bell\x07, delete\x7f, C1\x9b", "nul, bell, delete, C1"),
        ("half\ud800 a pair", "half\ufffd a pair"),
        ("\u202eturned", "\u202eturned"),
    ],
)
def test_visible_text_keeps_all_that_can_be_seen(text: str, expected: str) -> None:
    """Breaks become spaces and controls vanish; letters, marks and direction stay."""
    assert visible(text) == expected


def test_a_mark_of_direction_stands_as_a_number() -> None:
    """Whoever opens the file sees that the mark is there, and no line of it is turned around."""
    assert html("\u202e") == "&#8238;"


def test_an_element_encodes_what_is_not_html() -> None:
    """Content and attributes are encoded by default; only Html passes."""
    inner = tag("b", "<&>")
    assert tag("a", "1 < 2", inner, class_="x", aria_label='"', title=None) == (
        '<a class="x" aria-label="&#34;">1 &#60; 2<b>&#60;&#38;&#62;</b></a>'
    )
    assert join(["<", Html("<br>")], " ") == "&#60; <br>"


@given(st.dictionaries(STORABLE, STORABLE | st.lists(STORABLE) | st.dictionaries(STORABLE, STORABLE)))
def test_front_matter_gives_the_same_values_back(values: dict[str, str | list[str] | dict[str, str]]) -> None:
    """YAML reads every key and every value as the text that it was."""
    written = front_matter(values)
    assert yaml.safe_load(written.removeprefix("---\n").removesuffix("---\n")) == (values or None)


@pytest.mark.parametrize("text", HOSTILE)
def test_mkdocs_takes_only_our_front_matter_for_front_matter(text: str) -> None:
    """MkDocs' own reader finds our values, and the body untouched."""
    body, found = get_data(front_matter({"title": text, "no": {"no": text}, "topics": [text]}) + "body\n")
    assert found == {"title": text, "no": {"no": text}, "topics": [text]}
    assert body.strip() == "body"


def test_a_surrogate_that_no_file_can_hold_is_replaced() -> None:
    """The file can be written whatever the text is."""
    assert yaml.safe_load(front_matter({"title": "a\udc80"}).split("---\n")[1]) == {"title": "a\ufffd"}


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c&d=e#f", "http://example.org", "https://пример.укр/стаття"]
)
def test_an_address_of_a_web_page_is_kept(url: str) -> None:
    """Addresses of web pages pass unchanged."""
    assert link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://example.org",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "//example.org",
        "/path",
        "https:",
        "https://",
        "https://[",
        "https://name@example.org",
        "https://example.org\\@evil.example",
        "https://example.org/a b",
        "https://example.org/\x00",
    ],
)
def test_any_other_address_is_dropped(url: str | None) -> None:
    """Scripts, other schemes, addresses without a host and disguised ones give no link."""
    assert link(url) is None


def test_a_path_becomes_a_relative_address() -> None:
    """Characters that mean something in an address are percent-encoded."""
    assert href('../kk/a b?"#é', "n-1 2") == "../kk/a%20b%3F%22%23%C3%A9#n-1%202"

"""The Content-Security-Policy of the pages."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from parsing import Document
from publishing import publish
from samples import HOSTILE, bitext, machine, of_text

from digest.errors import RenderError
from digest.web.site.check import check_site
from digest.web.site.policy import policy, scripts, with_policy

ARTICLE = bitext("Тақырып", "Сөйлем.", english=(machine("A title"), machine("A phrase.")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with hostile articles too."""
    articles = [of_text(text, f"h{index}") for index, text in enumerate(HOSTILE)]
    return publish(tmp_path_factory.mktemp("site"), [ARTICLE, *articles])


def directives(page: str) -> dict[str, list[str]]:
    """The policy of a page, by directive."""
    (tag,) = Document(page).where("meta", **{"http-equiv": "Content-Security-Policy"})
    parts = (directive.split() for directive in tag.attributes["content"].split(";"))
    return {name: values for name, *values in parts}


def test_every_page_allows_the_site_itself_and_nothing_else(site: Path) -> None:
    """No directive names another host, a scheme that loads from one, or all inline scripts and styles."""
    for path in site.rglob("*.html"):
        found = directives(path.read_text(encoding="utf-8"))
        assert found["default-src"] == ["'none'"]
        assert found["style-src"] == ["'self'"]
        allowed = {"'none'", "'self'", "data:", "'wasm-unsafe-eval'"}
        for name, values in found.items():
            assert {value for value in values if not value.startswith("'sha256-")} <= allowed, name
        assert [name for name, values in found.items() if "data:" in values] == ["img-src"]


def test_the_policy_stands_before_everything_that_it_rules(site: Path) -> None:
    """Only the charset comes first."""
    for path in site.rglob("*.html"):
        head = Document(path.read_text(encoding="utf-8")).elements[:4]
        assert [element.tag for element in head] == ["html", "head", "meta", "meta"]
        assert "charset" in head[2].attributes
        assert head[3].attributes["http-equiv"] == "Content-Security-Policy"


def test_the_scripts_of_a_page_are_allowed_by_their_hashes(site: Path) -> None:
    """Each by its own, and no others."""
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        ran = [
            element.text
            for element in Document(page).where("script")
            if "src" not in element.attributes and "json" not in element.attributes.get("type", "")
        ]
        hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ran}
        named = {value[8:-1] for value in directives(page)["script-src"] if value.startswith("'sha256-")}
        assert named == hashes


def test_no_page_has_a_style_or_a_handler_of_its_own(site: Path) -> None:
    """The policy would drop it."""
    for path in site.rglob("*.html"):
        for element in Document(path.read_text(encoding="utf-8")).elements:
            assert element.tag != "style"
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")]


def test_a_script_that_is_not_the_themes_stops_the_build(tmp_path: Path) -> None:
    """It is named, with its page and what to do; a policy that allows it is not written."""
    (tmp_path / "docs" / "en").mkdir(parents=True)
    (tmp_path / "docs" / "en" / "more.md").write_text(
        "# More\n\n<script>alert(1)</script>\n", encoding="utf-8"
    )
    with pytest.raises(RenderError) as raised:
        publish(tmp_path, [ARTICLE])
    assert "site/en/more/index.html" in str(raised.value)
    assert "alert(1)" in str(raised.value)
    assert "extra_javascript" in str(raised.value)


def test_a_style_in_a_page_is_told(tmp_path: Path) -> None:
    """So is a handler: a browser would drop both without a word to the reader."""
    (tmp_path / "index.html").write_text('<p style="color:red" onclick="x()">x</p>', encoding="utf-8")
    assert check_site(tmp_path) == [
        "index.html: <p> has a style of its own, which the site's policy forbids",
        "index.html: <p> has onclick, which the site's policy forbids",
    ]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<script>a()</script>", ["a()"]),
        ("<SCRIPT type=module>\nb()\n</SCRIPT >", ["\nb()\n"]),
        ('<script src="x.js"></script>', []),
        ('<script id="__config" type="application/json">{}</script>', []),
        ('<script type="application/ld+json">{}</script>', []),
        ('<script data-src="x">c()</script>', ["c()"]),
    ],
)
def test_scripts_that_would_run_are_found(page: str, found: list[str]) -> None:
    """Data is none, and one in a file of its own needs no hash."""
    assert scripts(page) == found


def test_the_order_of_scripts_does_not_matter() -> None:
    """Nor does one that stands twice: the same page has the same bytes."""
    assert policy(["b", "a", "b"]) == policy(["a", "b"])


def test_a_page_gets_one_policy() -> None:
    """After its charset."""
    page = '<head><meta charset="utf-8"><meta charset="utf-8"></head>'
    assert with_policy(page, "default-src 'none'").count("Content-Security-Policy") == 1

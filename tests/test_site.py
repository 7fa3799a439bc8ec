"""The site that MkDocs builds from the pages, with the project's own settings and theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from conftest import ROOT, SiteBuilder
from parsing import Document
from publishing import publish
from samples import HOSTILE, bitext, machine, of_text, reviewed

from digest.encode import visible
from digest.settings import Settings

ORDINARY = (
    bitext(
        "Қазақ тіліндегі тақырып",
        "Бірінші сөйлем.",
        english=(reviewed("A Kazakh headline"), reviewed("The first sentence.")),
        source="Газет",
        date=date(2024, 3, 26),
        author="Автор",
        topics=("Law",),
    ),
    bitext(
        "Заголовок", "Фраза.", english=(machine("A headline"), machine("A phrase.")), lang="ru", slug="second"
    ),
    bitext("Аталыш", "Сүйлөм.", lang="ky", slug="third"),
    bitext("Nadpis", "Věta.", lang="cs", slug="fourth"),
    bitext("Sarlavha", "Gap.", lang="tk", slug="fifth"),
)

PLAIN = "plain words"


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of ordinary articles, for an address that is known."""
    return publish(tmp_path_factory.mktemp("ordinary"), ORDINARY, site_url="https://digest.example/press")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of an article for each hostile text, and of two plain ones."""
    articles = [of_text(text, f"h{index}") for index, text in enumerate(HOSTILE)]
    plain = [of_text(PLAIN, slug) for slug in ("plain", "another")]  # two, which are related
    return publish(tmp_path_factory.mktemp("hostile"), [*articles, *plain])


def read(path: Path) -> Document:
    """A page of a site."""
    return Document(path.read_text(encoding="utf-8"))


# What a check puts beside a sentence: its number, say, is not in the translation.
FLAGGED = {
    ("div", "dg-title-note", ("class",)),
    ("small", "dg-note", ("class",)),
    ("div", "dg-title-note", ("class",)),
    ("span", "", ()),
    ("span", "dg-flag", ("class", "dir")),
}


def kinds(page: Document) -> set[tuple[str, str, tuple[str, ...]]]:
    """The elements that a page is made of: tag, class, and the names of the attributes."""
    return {
        (element.tag, element.attributes.get("class", ""), tuple(element.attributes))
        for element in page.elements
    }


@pytest.mark.parametrize("index", range(len(HOSTILE)))
def test_hostile_text_is_all_there_and_nothing_else_is(hostile: Path, index: int) -> None:
    """The title, the cells and the facts show the text; the page is made of what a plain one is made of."""
    text = visible(HOSTILE[index])
    for lang in ("en", "kk"):
        page = read(hostile / lang / f"h{index}" / "index.html")
        assert kinds(page) <= kinds(read(hostile / lang / "plain" / "index.html")) | FLAGGED
        assert page.one("title").text == f"{text} - Bilingual Digest"
        assert page.one("meta", name="author").attributes["content"] == text
        assert page.one("h1").text == text
        assert page.where(class_="md-ellipsis")[1].text == text
        assert page.one("bdi", "dg-author").text == text
        cells = (*page.where("p", "dg-source"), *page.where("span", "dg-source", dir="auto"))
        assert {cell.text for cell in cells} == {text}
    assert {cell.text for cell in page.where("p", "dg-target")} <= {text}


def test_hostile_text_in_lists_is_text(hostile: Path) -> None:
    """The lists show every title, and no page has a script or an element that loads but the theme's."""
    theme = read(hostile / "about" / "index.html")
    shown: set[str] = set()
    for path in sorted(hostile.rglob("*.html")):
        page = read(path)
        shown |= {link.text for link in page.where("a")}
        scripts = [
            element for element in page.where("script") if "ld+json" not in element.attributes.get("type", "")
        ]
        assert len(scripts) == len(theme.where("script")), path
        for tag in ("style", "iframe", "img", "base", "object", "embed"):
            assert not page.where(tag), (path, tag)
    assert shown >= {visible(text) for text in HOSTILE} | {PLAIN}


def test_no_address_comes_from_hostile_text(hostile: Path) -> None:
    """Every link and every source of a page stays within the site."""
    for path in hostile.rglob("*.html"):
        for element in read(path).elements:
            for name in ("href", "src", "action", "formaction", "data", "srcset"):
                parts = urlsplit(element.attributes.get(name, ""))
                assert not parts.scheme, (path, element.attributes)
                assert not parts.netloc, (path, element.attributes)


def test_no_event_handler_comes_from_hostile_text(hostile: Path) -> None:
    """No element has an attribute that runs a script."""
    for path in hostile.rglob("*.html"):
        names = {name for element in read(path).elements for name in element.attributes}
        assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize(
    ("path", "lang"),
    [
        ("index.html", "en"),
        ("en/sample/index.html", "en"),
        ("kk/sample/index.html", "kk"),
        ("kk/index.html", "kk"),
        ("ru/second/index.html", "ru"),
        ("ky/third/index.html", "ky"),
        ("cs/fourth/index.html", "cs"),
        ("tk/fifth/index.html", "tk"),
        ("404.html", "en"),
    ],
)
def test_every_page_says_its_language(ordinary: Path, path: str, lang: str) -> None:
    """The language is the page's own, whether or not the interface has it."""
    assert read(ordinary / path).one("html").attributes["lang"] == lang


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("en/sample/index.html", "Search"),
        ("kk/sample/index.html", "Іздеу"),
        ("ru/second/index.html", "Поиск"),
        ("ky/third/index.html", "Издөө"),
        ("tk/fifth/index.html", "Search"),
    ],
)
def test_the_interface_speaks_the_language_of_the_page(ordinary: Path, path: str, word: str) -> None:
    """Where there are no words in it, they are English."""
    assert read(ordinary / path).one("button", "dg-search-open").attributes["aria-label"] == word


def alternates(page: Document) -> dict[str, str]:
    """The hreflang links of a page."""
    return {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in page.where("link", rel="alternate")
        if "hreflang" in link.attributes
    }


def test_hreflang_links_are_reciprocal_and_whole(ordinary: Path) -> None:
    """Both pages name both pages and the default, by whole addresses; each is its own canonical one."""
    base = "https://digest.example/press/"
    expected = {
        "en": f"{base}en/sample/",
        "x-default": f"{base}en/sample/",
        "kk": f"{base}kk/sample/",
    }
    for lang in ("en", "kk"):
        page = read(ordinary / lang / "sample" / "index.html")
        assert alternates(page) == expected
        assert page.one("link", rel="canonical").attributes["href"] == expected[lang]


def test_hreflang_links_are_relative_where_the_address_is_unknown(hostile: Path) -> None:
    """They lead to the right pages wherever the site is put, and no page claims an address."""
    page = read(hostile / "kk" / "plain" / "index.html")
    found = {lang: urljoin("kk/plain/", address) for lang, address in alternates(page).items()}
    assert found == {"en": "en/plain/", "x-default": "en/plain/", "kk": "kk/plain/"}
    assert not page.where("link", rel="canonical")


def test_the_header_switches_between_the_languages_of_the_page(ordinary: Path) -> None:
    """An article's header offers its pages, the home page's those of the other languages."""
    page = read(ordinary / "en" / "sample" / "index.html")
    links = page.where("a", "md-select__link")
    assert [(link.text, urljoin("en/sample/", link.attributes["href"])) for link in links] == [
        ("English", "en/sample/"),
        ("Қазақша", "kk/sample/"),
    ]
    homes = {link.attributes["href"] for link in read(ordinary / "index.html").where("a", "md-select__link")}
    assert homes == {".", "cs/", "kk/", "ky/", "ru/", "tk/"}


def test_every_link_within_the_site_leads_somewhere(ordinary: Path) -> None:
    """Each path is a page or a file, and each anchor is on its page."""
    pages = {path: read(path) for path in ordinary.rglob("*.html")}
    for path, page in pages.items():
        for link in page.where("a"):
            address = link.attributes.get("href", "")  # one of a template has none until it is used
            there, anchor = _there(ordinary, path, address)
            assert there.is_file(), (path, address)
            if anchor and there in pages:
                assert pages[there].where(id=anchor), (path, address)


def _there(site: Path, page: Path, address: str) -> tuple[Path, str]:
    here = "https://site.example/" + page.relative_to(site).as_posix().removesuffix("index.html")
    parts = urlsplit(urljoin(here, address.replace("https://digest.example/press/", "/")))
    path = parts.path.removeprefix("/press").lstrip("/")
    return site / (path + "index.html" if path.endswith("/") or not path else path), parts.fragment


def loads(site: Path) -> Iterator[str]:
    """Every address that the site's pages and stylesheets make a browser load by itself."""
    for path in site.rglob("*.html"):
        for element in read(path).elements:
            if element.tag != "a" and element.attributes.get("rel") not in ("alternate", "canonical"):
                yield from (
                    element.attributes[name] for name in ("src", "href") if name in element.attributes
                )
    for path in site.rglob("*.css"):
        css = path.read_text(encoding="utf-8")
        yield from re.findall(r"url\(\s*[\"']?([^\"')]+)", css)
        yield from re.findall(r"@import\s+[\"']([^\"']+)", css)


def test_no_page_loads_from_another_host(ordinary: Path) -> None:
    """Fonts, styles, scripts and pictures are the site's own."""
    assert [address for address in loads(ordinary) if urlsplit(address).netloc] == []


def test_the_fonts_ship_with_their_licence() -> None:
    """Every font that the stylesheet names is there, with the licence that must go with it."""
    assets = ROOT / "docs" / "assets"
    named = set(re.findall(r'url\("fonts/([^"]+)"\)', (assets / "digest.css").read_text(encoding="utf-8")))
    assert named == {path.name for path in (assets / "fonts").glob("*.woff2")}
    assert "SIL OPEN FONT LICENSE" in (assets / "fonts" / "OFL.txt").read_text(encoding="utf-8").upper()


def test_no_extension_can_publish_a_file_that_a_text_names() -> None:
    """Snippets stay off: a line of an article could name any file of the machine."""
    assert "snippets" not in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_plain_mkdocs_builds_the_pages_too(tmp_path: Path, build_site: SiteBuilder) -> None:
    """Without feeds and search, and without a link to what is not there; it asks not to be indexed."""
    site = build_site(tmp_path, ORDINARY)
    page = read(site / "en" / "sample" / "index.html")
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert not [link for link in page.elements if link.attributes.get("href", "").endswith("feed.xml")]
    assert not page.where("script", type="application/ld+json")
    assert page.one("h1").text == "A Kazakh headline"


def test_the_same_articles_give_the_same_site(tmp_path: Path) -> None:
    """Byte for byte, in another folder."""

    def files(folder: Path) -> dict[str, bytes]:
        folder.mkdir()
        site = publish(folder, ORDINARY, site_url="https://digest.example")
        paths = (path for path in site.rglob("*") if path.is_file())
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}

    assert files(tmp_path / "one") == files(tmp_path / "other")


@pytest.mark.parametrize(
    ("target", "said"), [("en", "There is no such page"), ("pl", "Nie ma takiej strony")]
)
def test_the_page_for_what_is_not_there_speaks_the_target_language(
    tmp_path: Path, target: str, said: str
) -> None:
    """And leads home."""
    page = read(publish(tmp_path, [], Settings(targets=(target,))) / "404.html")
    assert page.one("html").attributes["lang"] == target
    assert page.one("h1").text == said


@pytest.mark.parametrize(("path", "fonts"), [("kk/sample", ["latin", "cyrillic"]), ("about", ["latin"])])
def test_a_page_preloads_the_letters_of_its_languages(ordinary: Path, path: str, fonts: list[str]) -> None:
    """From the site's own files."""
    page = read(ordinary / path / "index.html")
    names = [link.attributes["href"].rpartition("/")[2] for link in page.where("link", rel="preload")]
    assert names == [f"literata-{name}-normal.woff2" for name in fonts]

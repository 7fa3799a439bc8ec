"""The step that follows every reference of the built site."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.web.site import check_site

BASE = "https://digest.example/press"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a page, a picture and a font."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "index.html").write_text('<p id="s1">x</p>', encoding="utf-8")
    for name in ("a.png", "f.woff2"):
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def found(site: Path, page: str, site_url: str = "") -> list[str]:
    """What is wrong with a page beside them."""
    (site / "index.html").write_text(page, encoding="utf-8")
    return check_site(site, "/press/", site_url)


@pytest.mark.parametrize(
    "page",
    [
        '<a href="en/">x</a> <a href="en/#s1">x</a> <a href="en">x</a> <a href="/press/en/">x</a>',
        '<a href="https://elsewhere.example/">x</a> <a href="mailto:a@b.example">x</a> <a href="#">x</a>',
        '<img src="a.png" srcset="a.png 1x, a.png 2x">',
        '<link rel="preload" href="f.woff2" as="font"><link rel="canonical" href="https://any.example/">',
        '<img src="data:image/png;base64,AA">',
    ],
)
def test_a_page_that_is_well_has_no_problems(site: Path, page: str) -> None:
    """Links to other sites are the reader's to follow."""
    assert found(site, page) == []


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ('<a href="no/">x</a>', "links to no/, which is not there"),
        ('<a href="en/#s9">x</a>', "links to en/#s9, but that page has no #s9"),
        ('<img srcset="a.png 1x, b.png 2x">', "links to b.png, which is not there"),
        ('<link rel="preload" href="g.woff2">', "links to g.woff2, which is not there"),
        (
            '<link rel="alternate" type="application/atom+xml" href="en/feed.xml">',
            "links to en/feed.xml, which",
        ),
        (
            '<link rel="preload" href="https://fonts.example/f">',
            "asks another host for https://fonts.example/f",
        ),
        ('<img srcset="https://pictures.example/a 2x">', "asks another host for https://pictures.example/a"),
        ('<script src="//cdn.example/x.js"></script>', "asks another host for //cdn.example/x.js"),
        (
            '<video poster="https://pictures.example/a"></video>',
            "asks another host for https://pictures.example/a",
        ),
    ],
)
def test_a_broken_reference_is_told(site: Path, page: str, problem: str) -> None:
    """With its page and what is wrong with it."""
    (told,) = found(site, page)
    assert told.startswith(f"index.html: {problem}")


@pytest.mark.parametrize(
    "page",
    [
        f'<link rel="canonical" href="{BASE}/no/">',
        f'<link rel="alternate" hreflang="kk" href="{BASE}/no/">',
        f'<meta property="og:image" content="{BASE}/no/">',
    ],
)
def test_whole_addresses_of_the_site_are_its_own(site: Path, page: str) -> None:
    """They are followed where the site's address is known, and belong to someone else where it is not."""
    assert found(site, page, BASE) == [f"index.html: links to {BASE}/no/, which is not there"]
    assert found(site, page.replace("/no/", "/en/"), BASE) == []
    assert found(site, page) == []


def test_feeds_and_sitemaps_are_followed(site: Path) -> None:
    """Relative to where they stand."""
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><link href="./"/><link href="no/"/></feed>'
    (site / "en" / "feed.xml").write_text(feed, encoding="utf-8")
    (site / "sitemap.xml").write_text(
        f"<urlset><url><loc>{BASE}/gone/</loc></url></urlset>", encoding="utf-8"
    )
    assert found(site, "", BASE) == [
        "en/feed.xml: links to no/, which is not there",
        f"sitemap.xml: links to {BASE}/gone/, which is not there",
    ]


def test_stylesheets_are_followed(site: Path) -> None:
    """What they load, but nothing in a comment; data is nowhere else."""
    css = '@import "https://x.example/a.css"; /* url(no) */ a { b: url(f.woff2) url("g.woff2") url(data:x) }'
    (site / "x.css").write_text(css, encoding="utf-8")
    assert found(site, "") == [
        "x.css: asks another host for https://x.example/a.css",
        "x.css: links to g.woff2, which is not there",
    ]

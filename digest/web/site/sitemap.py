"""What is said to robots: sitemap.xml with each page's counterparts, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from digest.addresses import article_path
from digest.web.site.addresses import page_address
from digest.web.site.read_head import Head, read_head
from digest.web.site.site_build import SiteBuild
from digest.web.site.markup import Xml, document, element

__all__ = ["robots", "sitemap", "write_robots", "write_sitemap"]

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def write_sitemap(site_build: SiteBuild) -> None:
    """Write the sitemap of what the pages say; without the site's address there can be none."""
    (site_build.new / "sitemap.xml.gz").unlink(missing_ok=True)  # MkDocs' own, of other content
    (site_build.new / "sitemap.xml").unlink(missing_ok=True)
    if not site_build.publication.site_url:
        return
    heads = [read_head(path.read_text(encoding="utf-8")) for path in site_build.html()]
    (site_build.new / "sitemap.xml").write_text(sitemap(heads, _days(site_build)), encoding="utf-8", newline="\n")


def _days(site_build: SiteBuild) -> dict[str, date]:
    """The day of each article's pages, by their addresses."""
    return {
        page_address(site_build.publication, article_path(lang, bitext.article.slug), "index.md"): bitext.article.date
        for bitext in site_build.digest.bitexts
        for lang in (bitext.target, bitext.article.lang)
        if bitext.article.date
    }


def sitemap(heads: Iterable[Head], days: Mapping[str, date]) -> str:
    """The sitemap of pages; those that claim no address (404.html) are not in it."""
    pages = sorted((head for head in heads if head.canonical), key=lambda head: head.canonical)
    inner = "\n".join(_page(head, days.get(head.canonical)) for head in pages)
    return document(element("urlset", Xml(f"\n{inner}\n"), xmlns=_SITEMAP, xmlns_xhtml=_XHTML))


def _page(head: Head, day: date | None) -> Xml:
    return element(
        "url",
        element("loc", head.canonical),
        element("lastmod", day.isoformat()) if day else Xml(),
        *(
            element("xhtml:link", rel="alternate", hreflang=lang, href=address)
            for lang, address in head.alternates.items()
        ),
    )


def write_robots(site_build: SiteBuild) -> None:
    """Write robots.txt."""
    text = robots(site_build.settings.robots, site_build.publication.absolute("sitemap.xml"))
    (site_build.new / "robots.txt").write_text(text, encoding="utf-8", newline="\n")


def robots(wanted: str, sitemap: str) -> str:
    """The text of robots.txt, which lets everything be fetched: a page that may not be read cannot ask to be left out.

    It names the sitemap where pages are to be indexed and its whole address is known.
    """
    if wanted == "noindex":
        note = "# Every page asks not to be indexed. A crawler has to read it to learn that.\n"
        return f"{note}User-agent: *\nDisallow:\n"
    named = f"\nSitemap: {sitemap}\n" if "://" in sitemap else ""
    return f"User-agent: *\nDisallow:\n{named}"

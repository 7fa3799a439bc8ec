"""Atom feeds (RFC 4287): one for each language, the target's with every article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from digest.digest import Digest
from digest.addresses import article_path, feed_path, home_path
from digest.credits import in_one_line
from digest.encode import link
from digest.labels import labels, own_name
from digest.publication import Publication
from digest.web.site.addresses import lasting_id, page_address, public
from digest.web.site.site_build import SiteBuild
from digest.web.site.markup import Xml, document, element
from digest.values import Bitext, newest_first

__all__ = ["feed", "feed_languages", "write_feeds"]

_ATOM = "http://www.w3.org/2005/Atom"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_XHTML = "http://www.w3.org/1999/xhtml"
_NEWEST = 50
_SENTENCES = 3
# An entry must say when it was updated, and the day of the build would make old news new. This one sorts
# an article of unknown day last and is seen through by every reader.
_UNKNOWN = "1970-01-01T00:00:00Z"


def write_feeds(site_build: SiteBuild) -> None:
    """Write a feed for each language."""
    for lang in feed_languages(site_build.digest):
        path = site_build.new / feed_path(lang)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(feed(site_build.digest, lang), encoding="utf-8", newline="\n")


def feed_languages(digest: Digest) -> tuple[str, ...]:
    """The languages that have a feed, the target's first."""
    target = digest.settings.target
    others = {bitext.article.lang for bitext in digest.bitexts} - {target}
    return target, *sorted(others)


def feed(digest: Digest, lang: str) -> str:
    """The feed of a language: of the target's, every article with its translated title; else the originals.

    It holds no more of an article than is published of it. Dates are the articles' own.
    """
    chosen = [bitext for bitext in digest.bitexts if lang in (bitext.article.lang, bitext.target)]
    newest = list(islice(newest_first(chosen), _NEWEST))
    publication, title = digest.publication, digest.settings.title
    home = home_path(lang, digest.settings.target)
    parts = (
        element("id", lasting_id(publication, feed_path(lang))),
        element("title", f"{title} – {own_name(lang)}"),
        element("updated", _instant(newest[0].article.date if newest else None)),
        element("author", element("name", title)),
        element("link", rel="self", type="application/atom+xml", href=_here(publication, lang)),
        _alternate(page_address(publication, home, f"{lang}/index.md"), lang),
        *(_entry(bitext, lang, digest) for bitext in newest),
    )
    inner = Xml("\n" + "\n".join(parts) + "\n")
    return document(element("feed", inner, xmlns=_ATOM, xmlns_dc=_DUBLIN_CORE, xml_lang=lang))


def _here(publication: Publication, lang: str) -> str:
    return public(publication, feed_path(lang)) if publication.site_url else "feed.xml"


def _entry(bitext: Bitext, lang: str, digest: Digest) -> Xml:
    article = bitext.article
    other = article.lang if lang == bitext.target else bitext.target
    title = bitext.title if lang == bitext.target and bitext.title else article.title
    titled = lang if title == bitext.title and lang == bitext.target else article.lang
    author = article.author or article.source or digest.settings.title
    source_url = link(article.source_url)
    parts = (
        element("id", lasting_id(digest.publication, f"{lang}/{article.slug}/")),
        element("title", title, xml_lang=titled if titled != lang else None),
        element("updated", _instant(article.date)),
        element("published", _instant(article.date)) if article.date else "",
        element("author", element("name", author)),
        *(
            _alternate(_page(bitext, code, lang, digest.publication), code)
            for code in dict.fromkeys((lang, other))
        ),
        element("link", rel="via", href=source_url, hreflang=article.lang) if source_url else "",
        element("dc:publisher", article.source) if article.source else "",
        *(element("category", term=topic) for topic in article.topics),
        _summary(bitext, lang),
    )
    return element("entry", Xml("\n  " + "\n  ".join(part for part in parts if part) + "\n"))


def _page(bitext: Bitext, code: str, lang: str, publication: Publication) -> str:
    return page_address(publication, article_path(code, bitext.article.slug), f"{lang}/index.md")


def _alternate(address: str, lang: str) -> Xml:
    return element("link", rel="alternate", type="text/html", hreflang=lang, href=address)


def _summary(bitext: Bitext, lang: str) -> Xml:
    """The first of the sentences that are published, and who or what translated them."""
    sentences = list(_sentences(bitext, lang))
    if not sentences:
        return Xml()
    notes: Sequence[str] = ()
    if bitext.is_translated and lang == bitext.target:
        notes = (in_one_line(bitext, labels(lang)),)
    paragraphs = (element("p", text) for text in (" ".join(sentences), *notes) if text)
    return element("summary", element("div", *paragraphs, xmlns=_XHTML), type="xhtml")


def _sentences(bitext: Bitext, lang: str) -> Iterator[str]:
    for pair in bitext.body[:_SENTENCES]:
        translated = pair.translation if lang == bitext.target else None
        yield translated.text if translated else pair.segment.text


def _instant(day: date | None) -> str:
    return f"{day.isoformat()}T00:00:00Z" if day else _UNKNOWN

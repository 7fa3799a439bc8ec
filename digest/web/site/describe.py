"""An article described for search engines and other programs: schema.org's words, as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from digest.digest import Digest
from digest.addresses import article_path, original_path, target_path
from digest.credits import in_one_line
from digest.encode import link, visible
from digest.labels import labels
from digest.publication import Publication
from digest.settings import Settings
from digest.web.site.addresses import page_address
from digest.values import Article, Bitext, Status

__all__ = ["json_ld", "news_article"]

_CONTEXT = "https://schema.org"
# Within a script, these could end it or begin a comment; JSON takes them as numbers too.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def json_ld(digest: Digest) -> dict[str, str]:
    """The JSON-LD of every article's pages, safe within a script element, by the page's path under docs/."""
    return {
        article_path(lang, bitext.article.slug): _written(
            {"@context": _CONTEXT, **news_article(bitext, lang, digest.settings, digest.publication)}
        )
        for bitext in digest.bitexts
        for lang in dict.fromkeys((bitext.target, bitext.article.lang))
    }


def news_article(bitext: Bitext, lang: str, settings: Settings, publication: Publication) -> dict[str, Any]:
    """An article's page in one of its two languages as a NewsArticle that names its counterpart.

    What is unknown is left out. Of the text it holds the title alone.
    """
    here = article_path(lang, bitext.article.slug)
    if lang == bitext.article.lang:
        own = _original(bitext.article, here, here, publication)
        if not bitext.is_translated:
            return own
        return own | {"workTranslation": _translation(bitext, here, publication)}
    article = bitext.article
    return _translation(bitext, here, publication) | _known(
        datePublished=article.date.isoformat() if article.date else None,
        author=_author(article),
        articleSection=article.section,
        keywords=list(article.topics),
        publisher={"@type": "Organization", "name": settings.title},
        sourceOrganization=_source(article),
        isBasedOn=link(article.source_url),
        translator=_translator(bitext),
        creditText=in_one_line(bitext, labels(lang)),
        translationOfWork=_original(article, original_path(bitext), here, publication),
    )


def _translation(bitext: Bitext, here: str, publication: Publication) -> dict[str, Any]:
    address = page_address(publication, target_path(bitext), here)
    title = bitext.title or bitext.article.title
    return {
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": title,
        "inLanguage": bitext.target,
    }


def _original(article: Article, there: str, here: str, publication: Publication) -> dict[str, Any]:
    address = page_address(publication, there, here)
    return _known(
        **{"@type": "NewsArticle", "@id": address},
        url=address,
        headline=article.title,
        inLanguage=article.lang,
        datePublished=article.date.isoformat() if article.date else None,
        author=_author(article),
        articleSection=article.section,
        publisher=_source(article),
        isBasedOn=link(article.source_url),
        keywords=list(article.topics),
    )


def _author(article: Article) -> dict[str, str] | None:
    return {"@type": "Person", "name": article.author} if article.author else None


def _source(article: Article) -> dict[str, str] | None:
    return {"@type": "Organization", "name": article.source} if article.source else None


def _translator(bitext: Bitext) -> list[dict[str, str]]:
    """The people who confirmed every sentence; who confirmed some is in the credit."""
    if bitext.status is not Status.REVIEWED:
        return []
    return [{"@type": "Person", "name": name} for name in bitext.reviewers]


def _known(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _written(data: dict[str, Any]) -> str:
    return json.dumps(_visible(data), ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _visible(item) for key, item in value.items()}
    return [_visible(item) for item in value]

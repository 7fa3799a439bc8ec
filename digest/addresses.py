"""Where the pages and the files of an article stand: below docs/, on the site, and in the digest's folder."""

from __future__ import annotations

from typing import Literal, get_args

from digest.values import Bitext, BitextKey

__all__ = [
    "ATTACHMENT_FOLDERS",
    "LISTS",
    "RESERVED",
    "Kind",
    "article_path",
    "attachment_path",
    "feed_path",
    "home_path",
    "memory_path",
    "original_path",
    "page_folder",
    "target_path",
]

ATTACHMENT_FOLDERS = {"pdf": "pdf", "png": "cards"}
"""The folders below docs/ of the files that stand beside the pages, by the ending of the files' names."""

Kind = Literal["dates", "sources", "languages", "topics", "names"]
"""A way to list articles."""

LISTS: tuple[Kind, ...] = get_args(Kind)
"""All of them: each has an overview beside the articles' pages, and a folder of that name."""

RESERVED = frozenset({"index", "feed", *LISTS})
"""Names that no article's page can have: others of ours stand there."""


def article_path(lang: str, slug: str) -> str:
    """The path under docs/ of an article's page in a language."""
    return f"{lang}/{slug}.md"


def original_path(bitext: Bitext) -> str:
    """The path under docs/ of the page with the original alone."""
    return article_path(bitext.article.lang, bitext.article.slug)


def target_path(bitext: Bitext) -> str:
    """The path under docs/ of the page in the target language."""
    return article_path(bitext.target, bitext.article.slug)


def home_path(lang: str, target: str) -> str:
    """The path under docs/ of the home page of a language; that of the target is the site's."""
    return "index.md" if lang == target else f"{lang}/index.md"


def page_folder(path: str) -> str:
    """The folder on the site of a page, which is given by its path under docs/; empty for the root."""
    stem = path.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index")


def feed_path(lang: str) -> str:
    """The path on the site of the feed of a language."""
    return f"{lang}/feed.xml"


def attachment_path(slug: str, kind: str) -> str:
    """The path under docs/, and on the site, of an article's file of a kind: "pdf" or "png" (its card)."""
    return f"{ATTACHMENT_FOLDERS[kind]}/{slug}.{kind}"


def memory_path(key: BitextKey) -> str:
    """The path in the digest's folder of the PO file that holds a translation."""
    return f"translations/{key.target}/{key.slug}.po"

"""What the pages of articles and the lists share: addresses, and the elements that describe an article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from anyascii import anyascii

from digest.addresses import Kind, page_folder
from digest.credits import count
from digest.encode import Html, href, tag, visible
from digest.labels import date_words, labels
from digest.values import Article, Bitext, Review, Status

__all__ = [
    "Words",
    "address",
    "group_path",
    "group_slug",
    "has_persons_work",
    "meta_line",
    "status_badge",
    "text_tag",
    "topic_chips",
]

Words = Mapping[str, str]
"""The words of a page in one language, by name."""

"""What the articles are grouped by; the name of the overview's file, and of the folder of its groups."""

# Names that mean something else as a file: to MkDocs, to the lists, or to Windows.
_RESERVED = frozenset({"index", "readme", "unknown", "con", "prn", "aux", "nul"})
_LONGEST_SLUG = 60


# Addresses


def address(here: str, there: str, anchor: str = "") -> Html:
    """The relative address of one page from another, both paths under docs/."""
    to, origin = _folders(there), _folders(here)
    # As posixpath.relpath does; it asks for the current folder each time, which takes longer than all else.
    common = 0
    while common < min(len(to), len(origin)) and to[common] == origin[common]:
        common += 1
    steps = [*[".."] * (len(origin) - common), *to[common:]]
    return Html(href("/".join(steps or ".") + "/", anchor))


def _folders(path: str) -> list[str]:
    """The folders on the site that lead to a page."""
    folder = page_folder(path)
    return folder.split("/") if folder else []


def group_path(lang: str, kind: Kind, slug: str, number: int = 1) -> str:
    """Give the path under docs/ of the page, or one of the pages, that lists a group of articles."""
    return f"{lang}/{kind}/{slug}.md" if number == 1 else f"{lang}/{kind}/{slug}-{number}.md"


def group_slug(name: str) -> str:
    """A stable file name for a name: the plain name where that is unique, with a hash where it is not.

    Names that differ only in small and capital letters have one.
    """
    readable = re.sub(r"[^a-z0-9]+", "-", anyascii(visible(name)).lower()).strip("-")[:_LONGEST_SLUG]
    # The pages that continue a group end in a number.
    plain = readable not in _RESERVED and not re.search(r"\d$", readable)
    if plain and readable.replace("-", " ") == name.lower():
        return readable
    hashed = hashlib.sha256(visible(name).casefold().encode()).digest()
    letters = "".join(chr(ord("a") + byte % 26) for byte in hashed[:7])
    return f"{readable}-{letters}" if readable else letters


# Elements


def text_tag(name: str, text: str, lang: str, class_: str, **attributes: str | None) -> Html:
    """An element that holds text from outside: with its language, and its direction kept to itself."""
    return tag(name, text, class_=class_, lang=lang, dir="auto", **attributes)


def topic_chips(bitext: Bitext, here: str, lang: str) -> Html:
    """Show the article's topics on a page in a language, each a link to its list in that language."""
    topics = bitext.article.topics
    chips = (
        tag("li", tag("a", topic, href=_group(here, lang, "topics", topic), lang=bitext.target, dir="auto"))
        for topic in topics
    )
    return tag("ul", *chips, class_="dg-topics") if topics else Html()


def meta_line(bitext: Bitext, here: str, lang: str) -> Html:
    """The line under the title: source, date, author, section. What is unknown is left out."""
    article, words = bitext.article, labels(lang)
    parts: list[Html] = []
    if article.source:
        listing = _group(here, lang, "sources", article.source)
        parts.append(tag("a", article.source, href=listing, class_="dg-publisher", dir="auto"))
    if article.date:
        parts.append(_time(article, lang))
    if article.author:
        before, _, after = words["author"].partition("{author}")
        parts.append(tag("span", before, text_tag("bdi", article.author, article.lang, "dg-author"), after))
    if article.section:
        parts.append(text_tag("span", article.section, article.lang, "dg-section"))
    return tag("p", *parts, class_="dg-meta") if parts else Html()


def _group(here: str, lang: str, kind: Kind, name: str) -> Html:
    return address(here, group_path(lang, kind, group_slug(name)))


def _time(article: Article, lang: str) -> Html:
    day = article.date
    return tag("time", date_words(day, lang), datetime=day.isoformat()) if day else Html()


def status_badge(bitext: Bitext, words: Words) -> Html:
    """Show in a word or two how far the article is translated."""
    mixed = bitext.status is Status.MACHINE and has_persons_work(bitext)
    kind = "mixed" if mixed else bitext.status.value
    return tag("span", words[kind], class_=f"dg-badge dg-badge-{kind}")


def has_persons_work(bitext: Bitext) -> bool:
    """Whether a person stands, or stood, behind part of the translation."""
    return bool(count(bitext, Review.REVIEWED) or count(bitext, Review.OUTDATED))

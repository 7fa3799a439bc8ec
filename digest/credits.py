"""Who or what translated an article and how far a person has read it: for pages, feeds and print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from digest.values import Article, Bitext, Origin, Review, Status

__all__ = [
    "Publisher",
    "Statement",
    "also_published",
    "count",
    "engines",
    "in_one_line",
    "model_name",
    "models",
    "statements",
]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence about the translation, and what it is about."""

    about: Literal["reviewed", "missing", "machine", "outdated", "so_far"]
    text: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who else published an article: the name, and the address of the article there, as it was read."""

    name: str
    url: str | None


def also_published(article: Article) -> tuple[Publisher, ...]:
    """The other publishers of an article, each once, in the order of its copies.

    One without a name is called by the host of its address; one without either is not known.
    """
    found: dict[str, Publisher] = {}
    own = {_folded(article.source), _host(article.source_url)}
    for copy in article.copies:
        host = _host(copy.source_url)
        name = copy.source or host
        if name and _folded(name) not in own and host not in own - {""}:
            found.setdefault(_folded(name), Publisher(name, copy.source_url))
    return tuple(found.values())


def _folded(name: str | None) -> str:
    return (name or "").casefold()


def _host(url: str | None) -> str:
    """The host of a web address, without "www."; empty where there is none."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def statements(bitext: Bitext, words: Mapping[str, str]) -> tuple[Statement, ...]:
    """What there is to say about a translation, in the language of `words`; nothing where there is none."""
    return tuple(_statements(bitext, words))


def _statements(bitext: Bitext, words: Mapping[str, str]) -> Iterator[Statement]:
    names = ", ".join(bitext.reviewers)
    total = str(len(bitext.pairs))
    if bitext.status is Status.MISSING:
        return
    if bitext.status is Status.REVIEWED:
        text = words["reviewed_by"].replace("{names}", names) if names else words["reviewed_by_person"]
        yield Statement("reviewed", text)
        return
    if bitext.missing:
        yield Statement("missing", _counted(words["missing_count"], bitext.missing, total))
    if count(bitext, Review.MACHINE):
        machines = ", ".join((*engines(bitext), *models(bitext)))
        text = words["machine_by"].replace("{engine}", machines) if machines else words["machine_unnamed"]
        yield Statement("machine", text)
    if outdated := count(bitext, Review.OUTDATED):
        yield Statement("outdated", _counted(words["outdated_count"], outdated, total))
    if bitext.reviewed:
        text = _counted(words["so_far"], bitext.reviewed, total)
        yield Statement("so_far", f"{text} ({names})" if names else text)


def in_one_line(bitext: Bitext, words: Mapping[str, str]) -> str:
    """Who translated the article, and how far a person has read it, for those who do not see its page."""
    shown = (one.text for one in statements(bitext, words) if one.about in ("reviewed", "machine", "so_far"))
    return ". ".join(shown)


def _counted(words: str, number: int, total: str) -> str:
    return words.replace("{n}", str(number)).replace("{m}", total)


def count(bitext: Bitext, review: Review) -> int:
    """How many sentences have a translation under this review."""
    return sum(pair.translation is not None and pair.translation.review is review for pair in bitext.pairs)


def engines(bitext: Bitext) -> tuple[str, ...]:
    """The engines whose unconfirmed text the article holds, each with its version and named once."""
    names = (f"{origin.engine} {origin.engine_version}".strip() for origin in bitext.origins)
    return tuple(dict.fromkeys(filter(None, names)))


def models(bitext: Bitext) -> tuple[str, ...]:
    """The models whose unconfirmed text the article holds, each with its version and named once."""
    return tuple(dict.fromkeys(filter(None, map(model_name, bitext.origins))))


def model_name(origin: Origin) -> str:
    """A model with its version, and with a mark where it is a toy."""
    name = f"{origin.model} {origin.model_version}".strip()
    return f"{name} (demo)" if origin.demo else name

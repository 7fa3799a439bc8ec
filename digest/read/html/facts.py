"""What a page says of its article, each fact with where it was read and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from anyascii import anyascii

from digest.data import load
from digest.read import attribution
from digest.read.clutter.lines import bare, key, words
from digest.read.clutter.vocabulary import word_list
from digest.read.html import authors, linked_data, markup, times
from digest.read.html.page import WebPage
from digest.values import Fact

__all__ = ["Said", "is_error", "read", "title_of"]

_PATH_SEPARATOR = re.compile(r"\s*[|/»›>]\s*|\s+[-–—:·•]\s+|:\s+")
_TITLE_SEPARATOR = re.compile(r"\s+[-–—|·•»:/]\s+|\s*[|»]\s*")
_SECTION = re.compile(r"\s*[,;|>/»›]\s*")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_/][a-z0-9]+)+|\d.*|.*\d$")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_FRONT = re.compile(r"https?://[^/?#\[]+\.[^/?#]+/?", re.IGNORECASE)
_SITE_TAGS = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name", "cre")
_TITLE_TAGS = (
    ("og:title", "Open Graph"),
    ("twitter:title", "meta"),
    ("dc.title", "Dublin Core"),
    ("dcterms.title", "Dublin Core"),
    ("title", "meta"),
)
_SURE, _LIKELY, _FAIR, _GUESS = 0.95, 0.8, 0.6, 0.4


@dataclass(frozen=True)
class Said:
    """All that a page says, before it is weighed."""

    page: WebPage
    marks: markup.Markup
    nodes: tuple[linked_data.Node, ...]

    @classmethod
    def of(cls, page: WebPage) -> Said:
        """What a page says."""
        return cls(page, markup.read(page.root), linked_data.nodes(page.root))

    @cached_property
    def article(self) -> linked_data.Node:
        """The JSON-LD object of the article: of several the one with the page's headline; or an empty one."""
        found = linked_data.articles(self.nodes)
        own = {key(text) for text in (*self.marks.headings, *self.marks.named("og:title"))}
        headed = (one for one in found if key(linked_data.text_of(one.get("headline")) or "") in own)
        return next(headed, found[0] if found else {})

    @cached_property
    def is_article(self) -> bool:
        """Whether the page says that it is an article."""
        kind = next(self.marks.named("og:type"), "").casefold()
        published = next(self.marks.named("article:published_time"), None)
        return bool(self.article) or kind == "article" or published is not None or self.marks.is_item

    @cached_property
    def is_list(self) -> bool:
        """Whether the page says that it is a front page or a list of articles."""
        kinds = ("collectionpage", "searchresultspage", "itemlist")
        listed = any(True for _ in linked_data.find(self.nodes, *kinds))
        canonical = (
            self.marks.canonical or next(self.marks.named("og:url"), None) or self.page.saved_from or ""
        )
        front = _FRONT.fullmatch(canonical.strip()) is not None
        return not self.is_article and (listed or front)

    @cached_property
    def descriptions(self) -> tuple[str, ...]:
        """How the page sums the article up; often the first paragraph, which stands apart from the others."""
        told = (
            linked_data.text_of(self.article.get(name)) for name in ("description", "alternativeHeadline")
        )
        tags = self.marks.named("og:description", "description", "twitter:description", "dc.description")
        items = self.marks.items.get("description", ())
        return tuple(dict.fromkeys(text for text in (*told, *tags, *items) if text))

    @cached_property
    def address(self) -> str | None:
        """The page's address; only http and https count."""
        return next((fact.value for fact in _addresses(self)), None)

    @cached_property
    def host(self) -> str:
        """The name of the page's server, without "www."; empty if unknown."""
        return (urlsplit(self.address or "").hostname or "").removeprefix("www.")

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """What the page calls its own site, the surest first."""
        names = (name for fact in _sources(self) for name in (fact.value,))
        return tuple(dict.fromkeys(names))


def title_of(said: Said) -> str:
    """The headline that is the likeliest; empty where the page has none."""
    return max(_titles(said), key=lambda fact: fact.confidence, default=Fact("title", "", "")).value


def read(said: Said) -> tuple[Fact, ...]:
    """The facts that a page states of its article, for each field the surest first."""
    titles = tuple(_titles(said))
    title = titles[0].value if titles else ""
    return (
        *titles,
        *times.facts(said.page.root, said.article, said.marks),
        *authors.facts(said.article, said.nodes, said.marks, said.sites, said.page.root),
        *_sources(said),
        *_sections(said, title),
        *_addresses(said),
        *_languages(said.marks),
    )


def _titles(said: Said) -> Iterator[Fact]:
    """The headline: a heading that the page's metadata repeat, else what the metadata say, else a heading."""
    stated = tuple(_stated_titles(said))
    headings = tuple(text for text in said.marks.headings if not _is_site(text, said.sites))
    agreeing = [(_likeness(text, fact.value), text) for text in headings for fact in stated]
    best = max(agreeing, key=lambda pair: pair[0], default=(0.0, ""))
    if best[0] >= 0.5:
        yield Fact("title", _without_kicker(best[1], stated), "<h1>", _SURE)
    elif len(headings) == 1 and len(words(headings[0])) >= 3:
        yield Fact("title", headings[0], "<h1>", _LIKELY)
    yield from stated
    yield from (Fact("title", text, "<h1>", _GUESS) for text in headings)


def _without_kicker(heading: str, stated: Sequence[Fact]) -> str:
    """A heading without the words above the headline, which the page's metadata leave out."""
    for fact in stated:
        if (
            fact.confidence >= _LIKELY
            and key(heading).endswith(f" {key(fact.value)}")
            and len(words(fact.value)) >= 4
        ):
            return fact.value
    return heading


def _stated_titles(said: Said) -> Iterator[Fact]:
    found: list[tuple[str | None, str, float]] = [
        (linked_data.text_of(said.article.get("headline")), "JSON-LD", _LIKELY),
        *((text, origin, _LIKELY) for tag, origin in _TITLE_TAGS[:1] for text in said.marks.named(tag)),
        *((text, "microdata", _LIKELY) for text in said.marks.items.get("headline", ())),
        *((text, origin, _FAIR) for tag, origin in _TITLE_TAGS[1:] for text in said.marks.named(tag)),
        (said.marks.title, "<title>", _FAIR),
    ]
    for text, origin, confidence in found:
        plain = _without_site(text or "", said.sites)
        if plain and not _is_site(plain, said.sites) and not plain.endswith(("…", "...")):
            yield Fact("title", plain, origin, confidence)


def _without_site(title: str, sites: Sequence[str]) -> str:
    """A title without the site's name, a slogan or a section behind it."""
    plain = title.strip()
    if not plain:
        return ""
    plain = attribution.without_site((plain,), frozenset(sites)).text
    for site in sites:
        cut = re.search(
            rf"\s+[-–—|·•»:/]+\s+{re.escape(site)}(?:\W.*)?$|\s*\|\s*{re.escape(site)}.*$", plain, re.I
        )
        if cut and cut.start() > 10:
            plain = plain[: cut.start()]
    return plain.strip()


def _is_site(text: str, sites: Sequence[str]) -> bool:
    own = key(text)
    return not own or any(own == key(site) for site in sites) or attribution.is_generic(text)


def _likeness(one: str, other: str) -> float:
    """How many of the words of two lines are in both, of those of the shorter one."""
    first, second = set(key(one).split()), set(key(other).split())
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter >= 2 else float(first == second and bool(first))


def _addresses(said: Said) -> Iterator[Fact]:
    """The page's address; one that is only that of the site's front page says nothing."""
    marks = said.marks
    base = said.page.saved_from or next(marks.named("og:url"), None) or marks.base or ""
    main = said.article.get("mainEntityOfPage")
    found = (
        (marks.canonical, "canonical address", _SURE),
        (next(marks.named("og:url"), None), "Open Graph", _LIKELY),
        (said.page.saved_from, "saved from", _LIKELY),
        (said.article.get("url"), "JSON-LD", _FAIR),
        (main.get("@id") if isinstance(main, dict) else main, "JSON-LD", _FAIR),
    )
    for address, origin, confidence in found:
        whole = _absolute(address, base) if isinstance(address, str) else None
        if whole:
            yield Fact("source_url", whole, origin, confidence)


def _absolute(address: str, base: str) -> str | None:
    try:
        whole = urljoin(base, "".join(address.split()))
        parts = urlsplit(whole)
        front = parts.path in {"", "/"} and not parts.query
        usable = parts.scheme in {"http", "https"} and parts.hostname and "." in parts.hostname
        # Credentials in an address are never printed.
        return whole if usable and not front and parts.username is None and len(whole) < 2000 else None
    except ValueError:
        return None


def _sources(said: Said) -> Iterator[Fact]:
    """Who publishes the page, those names first that are like its address."""
    named = list(_named_sources(said))
    if said.host:
        named.append(Fact("source", said.host, "canonical address", _FAIR))
    host = _squeezed(said.host)
    # The publisher may be a company of another name than the paper.
    yield from sorted(named[:-1] if said.host else named, key=lambda fact: not _is_like(fact.value, host))
    yield from named[-1:] if said.host else ()


def _named_sources(said: Said) -> Iterator[Fact]:
    publishers = linked_data.names(said.article.get("publisher"), said.nodes)
    sites = linked_data.find(said.nodes, "website", "newsmediaorganization")
    found = (
        *((text, "Open Graph") for text in said.marks.named(_SITE_TAGS[0])),
        *((name, "JSON-LD") for name, _ in publishers),
        *((name, "JSON-LD") for node in sites if (name := linked_data.text_of(node.get("name")))),
        *((text, "microdata") for text in said.marks.items.get("publisher", ())),
        *((text, "Dublin Core") for text in said.marks.named(*_SITE_TAGS[1:3])),
        *((text, "meta") for text in said.marks.named(*_SITE_TAGS[3:])),
    )
    for text, origin in found:
        if name := _site_name(text, _squeezed(said.marks.canonical or "")):
            yield Fact("source", name, origin, _LIKELY)


def _site_name(text: str, host: str) -> str | None:
    """The name in what a site calls itself, without the slogan behind it."""
    plain = linked_data.text_of(text) or ""
    if _ADDRESS.match(plain) or plain.startswith("@"):
        plain = re.split(r"[/?#:]", re.sub(r"^(?:\w+:)?//", "", plain))[0].removeprefix("www.")
        return plain if "." in plain and "facebook" not in plain else None
    parts = [part.strip() for part in _PATH_SEPARATOR.split(plain) if part.strip()]
    like = [part for part in parts if _is_like(part, host)]
    name = next(iter(like or parts), "")
    good = name and len(words(name)) <= 6 and len(name) <= 60 and not attribution.is_generic(name)
    return (attribution.outlet(name) or name) if good else None


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", anyascii(text).lower())


def _is_like(name: str, host: str) -> bool:
    """Whether a site's name and its address have a word in common."""
    parts = [_squeezed(part) for part in re.split(r"[\s.-]+", name)]
    return bool(host) and any(len(part) >= 3 and part in host for part in (*parts, _squeezed(name)))


def _sections(said: Said, title: str) -> Iterator[Fact]:
    """The section, as the page names it; "news" only where there is nothing else."""
    found = (
        *((text, "JSON-LD") for text in _listed(said.article.get("articleSection"))),
        *((text, "Open Graph") for text in said.marks.named("article:section", "og:section")),
        *((text, "microdata") for text in said.marks.items.get("articlesection", ())),
        *((text, "meta") for text in said.marks.named("section", "parsely-section", "dc.subject.section")),
        *((text, "breadcrumbs") for text in reversed(linked_data.breadcrumbs(said.nodes))),
        *((text, "breadcrumbs") for text in reversed(said.marks.crumbs)),
    )
    named = [
        (name, origin)
        for text, origin in found
        if not _ADDRESS.search(text)
        for name in _SECTION.split(text)
        if _is_section(name, said, title)
    ]
    telling = [pair for pair in named if bare(pair[0]) not in word_list("news")]
    for name, origin in telling or named:
        doubtful = _SLUG.fullmatch(name) or (name.islower() and name.isascii() and not telling)
        yield Fact("section", name[0].upper() + name[1:], origin, _GUESS if doubtful else _LIKELY)


def _listed(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [text for one in listed if (text := linked_data.text_of(one))]


def _is_section(name: str, said: Said, title: str) -> bool:
    short = 2 <= len(name) <= 45 and len(words(name)) <= 5 and any(map(str.isalpha, name))
    home = bare(name) in word_list("homes") - word_list("news")
    same = title and (key(name) == key(title) or key(title).startswith(key(name).rstrip("…. ") + " "))
    return bool(short and not home and not same) and not _is_own(name, said)


def _is_own(name: str, said: Said) -> bool:
    """Whether a step of a path is the site itself."""
    return bare(name) in {bare(site) for site in said.sites} or bare(name).removeprefix("www.") == said.host


def _languages(marks: markup.Markup) -> Iterator[Fact]:
    """The language in which the page says it is; a guess, since many templates say another one."""
    code = (marks.lang or "").strip().casefold()[:2]
    if re.fullmatch(r"[a-z]{2}", code):
        yield Fact("lang", {"ua": "uk", "kz": "kk", "by": "be"}.get(code, code), "<html lang>", _GUESS)


def is_error(said: Said, titles: Iterable[str]) -> bool:
    """Whether a page says that it was not found, or that it wants to see a person first."""
    return any(
        re.search(pattern, title.casefold()) for title in titles for pattern in load("web_pages")["errors"]
    )

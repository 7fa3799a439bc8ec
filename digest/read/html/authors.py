"""Who wrote an article, by the page's own words: a person's name or an editorial office, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from lxml import html  # type: ignore[import-untyped]  # no types

from digest.data import load
from digest.read import attribution
from digest.read.clutter.lines import bare, key, words
from digest.read.clutter.names import is_name, person
from digest.read.clutter.vocabulary import after_label, lead, word_list
from digest.read.html import linked_data
from digest.read.html.markup import Markup, text_within
from digest.values import Fact

__all__ = ["facts"]

_TAGS = (
    ("author", "meta"),
    ("article:author", "Open Graph"),
    ("og:article:author", "Open Graph"),
    ("dc.creator", "Dublin Core"),
    ("dcterms.creator", "Dublin Core"),
    ("dc:creator", "Dublin Core"),
    ("creator", "meta"),
    ("byl", "meta"),
    ("parsely-author", "meta"),
    ("sailthru.author", "meta"),
    ("mediator_author", "meta"),
    ("twitter:creator", "meta"),
)
_SPLIT = re.compile(r"\s*[;,/|&]\s*|\s+(?:and|und|et|y|e|i|oraz|и|й|та|і|және|жана|dan)\s+", re.IGNORECASE)
_TAIL = re.compile(r"\s*(?:\||•|·|\s[–—-]\s|\(|,\s*\d|\d{1,2}[:.]\d\d|@|https?:).*$")
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|net|org|pl|ru|ua|kz|kg|by)\b|@")
_MOST = 6


def facts(
    article: linked_data.Node,
    nodes: tuple[linked_data.Node, ...],
    marks: Markup,
    sites: Sequence[str],
    root: html.HtmlElement,
) -> Iterator[Fact]:
    """The authors as one value, as each part of the page names them, the surest first."""
    named = linked_data.names(article.get("author") or article.get("creator"), nodes)
    tagged = ((tuple((text, False) for text in marks.named(tag)), origin, 0.75) for tag, origin in _TAGS)
    told = chain(
        ((named, "JSON-LD", 0.95),),
        ((tuple((text, False) for text in marks.items.get("author", ())), "microdata", 0.9),),
        ((tuple(_byline(marks, sites)), "byline", 0.8),),
        tagged,
    )
    found = [
        Fact("author", value, origin, confidence)
        for names, origin, confidence in told
        if (value := _joined(names, sites))
    ]
    # A person is a better author than an office that signs for all.
    found.sort(key=lambda fact: not _is_person(fact.value))
    if not found or not _is_person(found[0].value):
        labelled = _labelled(root, sites)
        if labelled:
            yield Fact("author", labelled, "byline", 0.7)
    yield from found


def _joined(names: Sequence[tuple[str, bool]], sites: Sequence[str]) -> str | None:
    """Several names as one value; offices only where there is no person."""
    found = [name for text, organisation in names for name in _names(text, organisation, sites)]
    distinct = list({key(name): name for name in reversed(found)}.values())[::-1]
    persons = [name for name in distinct if _is_person(name)]
    # "MDR BERLIN" has the shape of a name; beside a name in small letters it is none.
    persons = [name for name in persons if not name.isupper()] or persons
    return ", ".join((persons or distinct)[:_MOST]) or None


def _is_person(text: str) -> bool:
    return not _editorial().search(text.casefold()) and all(is_name(part) for part in text.split(", "))


def _names(text: str, organisation: bool, sites: Sequence[str]) -> Iterator[str]:
    for part in _SPLIT.split(_plain(text)):
        if name := _name_in(part, sites, organisation=organisation):
            yield name


def _name_in(text: str, sites: Sequence[str], *, organisation: bool = False) -> str | None:
    """The author's name in a short text; None where it is that of an account, the site, or no name."""
    plain = _plain(text)
    if not plain or bare(plain) in _accounts() or _ADDRESS.search(plain):
        return None
    own = {key(site).replace(" ", "") for site in sites}
    if any(key(plain).replace(" ", "") in site for site in own) or _has_network(plain):
        return None
    name = person(plain)
    if name and key(name).replace(" ", "") not in own and bare(name) not in _accounts():
        return name
    office = _editorial().search(plain.casefold()) is not None
    agency = attribution.is_known(plain) or (organisation and len(words(plain)) <= 4 and not plain.islower())
    return plain if agency or (office and len(words(plain)) <= 6 and not plain[0].islower()) else None


def _has_network(text: str) -> bool:
    """Whether a button of a network stands beside the name, or in its place."""
    return any(bare(word) in word_list("networks") for word in words(text) if len(word) > 2)


def _plain(text: str) -> str:
    """A byline without its label and what follows the name."""
    plain = " ".join(text.split())
    labelled = after_label("author", plain) or _after_by(plain)
    plain = labelled or plain
    return _TAIL.sub("", plain).strip(" .,;:–—-")


def _after_by(text: str) -> str | None:
    word, _, rest = text.partition(" ")
    if word.casefold().rstrip(":") in _by() and rest:
        return rest.strip(" :")
    office, colon, name = text.partition(": ")
    if colon and is_name(name) and _editorial().match(office.casefold()):
        return name
    labelled = lead("author", text)
    return labelled if labelled and is_name(labelled) else None


def _byline(marks: Markup, sites: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The texts of the first author box that holds a name; those further down belong to other articles."""
    for box in marks.bylines:
        texts = tuple((text, False) for text in box if len(words(text)) <= 14)
        if _joined(texts, sites):
            yield from texts
            return


def _labelled(root: html.HtmlElement, sites: Sequence[str]) -> str | None:
    """The name behind a label such as "Автор:" in any short element."""
    for element in root.iter("p", "div", "span", "li", "em", "strong", "b", "i", "td"):
        if len(element) > 3 or not (element.text or len(element)):
            continue
        text = text_within(element, 90)
        value = after_label("author", text) if ":" in text else None
        if value and (name := _name_in(value, sites)):
            return name
    return None


@cache
def _accounts() -> frozenset[str]:
    return frozenset(bare(name) for name in load("web_pages")["accounts"])


@cache
def _by() -> frozenset[str]:
    return frozenset(load("web_pages")["by"])


@cache
def _editorial() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, load('web_pages')['editorial']))})|redaktion\b")

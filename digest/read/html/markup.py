"""What a page's elements say of the article: meta tags, microdata, headings, times, links, author boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import html  # type: ignore[import-untyped]  # no types
from lxml.etree import XPath  # type: ignore[import-untyped]  # no types

__all__ = ["Markup", "Time", "is_elsewhere", "read", "text_within"]

_LONGEST = 300
_ITEM_LONGEST = 120
# Parts of class names that mark an author; lower-case letters in front of them may be capitals.
_BYLINE = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))(?:article|post|entry|news|story|material|c|b)?[_-]{0,2}"
    r"(?:[Aa]uth?ors?|AUTHOR|[Aa]utor(?:zy|ka|ski)?|[Aa]vtors?|[Bb]y-?[Ll]ine|[Ww]riter|[Ss]igned|[Cc]ontributors?)"
    r"(?:$|[\s_-]|(?=[A-Z]))"
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|recommend|footer|popular|widget|most-?read|aside|promo|banner|read-?also|see-?also"
    r"|columnist|blogs|opinions|latest",
    re.IGNORECASE,
)
_BOXES = re.compile(r"uthor|utor|vtor|y-?[Ll]ine|riter|igned|ontributor|readcrumb")
_TEXTS = XPath(".//text()[not(parent::script)]")
_TELLING = frozenset({"h1", "time"})
_SPACE = re.compile(r"\s+")
_BEFORE_SIGN = re.compile(r"(?<=\w)\s(?=[,.;:!?)»”](?:\s|$))")


@dataclass(frozen=True, slots=True)
class Time:
    """A `<time>`: its attribute, its text, and whether it is marked as that of publication."""

    stamp: str
    text: str
    published: bool


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of a page say; names of meta tags and properties are in small letters.

    `items` are the microdata of the article, `bylines` the short texts in what is marked as an author's box,
    box by box, and `times` what stands in `<time>`.
    """

    meta: Mapping[str, Sequence[str]]
    items: Mapping[str, Sequence[str]]
    headings: tuple[str, ...]
    title: str | None
    times: tuple[Time, ...]
    bylines: tuple[tuple[str, ...], ...]
    crumbs: tuple[str, ...]
    canonical: str | None
    base: str | None
    lang: str | None
    is_item: bool = False
    """Whether microdata describe an article."""

    def named(self, *names: str) -> Iterator[str]:
        """The contents of meta tags, in the order of the names."""
        return (content for name in names for content in self.meta.get(name, ()))


def text_within(element: html.HtmlElement, longest: int = _LONGEST) -> str:
    """The text in an element on one line; empty where it is longer than `longest`."""
    parts: list[str] = []
    size = 0
    for part in element.itertext() if element.find(".//script") is None else _TEXTS(element):
        size += len(part.strip())
        if size > longest:
            return ""
        parts.append(part)
    # Within a paragraph only blanks divide words; elsewhere each element may be a block.
    whole = element.tag == "p" and element.find(".//br") is None
    return _BEFORE_SIGN.sub("", _SPACE.sub(" ", ("" if whole else " ").join(parts))).strip()


def read(root: html.HtmlElement) -> Markup:
    """What the elements of a page say."""
    seen = _Seen()
    # One walk in the order of the page: an XPath expression for each kind takes longer.
    for element in root.iter():
        marked = element.get("class")
        if (
            (marked is not None and _BOXES.search(marked))
            or element.tag in _TELLING
            or element.get("itemprop")
            or element.get("rel") == "author"
        ):
            seen.add(element)
    title = next((text for one in root.iter("title") if (text := text_within(one, 600))), None)
    owner = _article(seen.owned)
    return Markup(
        meta=_meta(root),
        items=_texts(seen.owned.get(owner, [])),
        headings=tuple(seen.headings),
        title=title,
        times=tuple(seen.times),
        bylines=_boxes(seen.bylines),
        crumbs=_crumbs(seen.paths),
        canonical=_link(root, "canonical"),
        base=next((one.get("href") for one in root.iter("base") if one.get("href")), None),
        lang=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("xml:lang"),
        is_item=owner is not None,
    )


@dataclass(slots=True)
class _Seen:
    """What was seen so far, in the order of the page."""

    headings: list[str] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    bylines: list[tuple[html.HtmlElement, str]] = field(default_factory=list)
    paths: list[html.HtmlElement] = field(default_factory=list)
    owned: dict[html.HtmlElement | None, list[html.HtmlElement]] = field(default_factory=dict)

    def add(self, element: html.HtmlElement) -> None:
        if element.tag == "h1" and (text := text_within(element)):
            self.headings.append(text)
        if "readcrumb" in (element.get("class") or "") and element.tag not in {"html", "body"}:
            self.paths.append(element)
        if element.get("itemprop"):
            self.owned.setdefault(_owner(element), []).append(element)
        if element.tag == "time":
            if not is_elsewhere(element):
                self.times.append(_time(element))
        elif element.get("rel") == "author" or _is_byline(element):
            text = text_within(element, _ITEM_LONGEST)
            if text and not is_elsewhere(element):
                self.bylines.append((element.getparent(), text))


def _boxes(found: Sequence[tuple[html.HtmlElement, str]]) -> tuple[tuple[str, ...], ...]:
    """The texts of author boxes, those together that stand in one place."""
    boxes: dict[html.HtmlElement, list[str]] = {}
    for parent, text in found:
        near = (parent, *list(parent.iterancestors())[:2])
        home = next((one for one in near if one in boxes), parent)
        boxes.setdefault(home, []).append(text)
    return tuple(tuple(dict.fromkeys(texts)) for texts in boxes.values())


def _is_byline(element: html.HtmlElement) -> bool:
    return element.tag not in {"html", "body", "article", "main"} and bool(
        _BYLINE.search(element.get("class") or "") or "author" in (element.get("itemprop") or "").split()
    )


def is_elsewhere(element: html.HtmlElement) -> bool:
    """Whether an element stands in what is around the article: comments, teasers, the page's foot."""
    for above in (element, *element.iterancestors()):
        if above.tag in {"body", "html", "main"}:
            return False
        if above.tag in {"aside", "footer", "nav"} and above.getparent().tag != "article":
            return True
        if _ELSEWHERE.search(f"{above.get('class') or ''} {above.get('id') or ''}"):
            return True
    return False


def _time(element: html.HtmlElement) -> Time:
    words = f"{element.get('class') or ''} {element.get('itemprop') or ''}".casefold()
    published = element.get("pubdate") is not None or "publish" in words
    return Time(element.get("datetime") or "", text_within(element, 80), published)


def _owner(element: html.HtmlElement) -> html.HtmlElement | None:
    """The item of microdata that a property belongs to."""
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _article(
    owned: Mapping[html.HtmlElement | None, Sequence[html.HtmlElement]],
) -> html.HtmlElement | None:
    """The item that is the article: that with a body, else the first that says so and has a headline."""
    found = [
        (owner, {name for one in properties for name in (one.get("itemprop") or "").split()})
        for owner, properties in owned.items()
        if owner is not None and (owner.get("itemtype") or "").casefold().endswith(("article", "posting"))
    ]
    whole = [owner for owner, names in found if "articleBody" in names]
    headed = [owner for owner, names in found if names & {"headline", "name"}]
    # Several with a headline alone are the teasers of a list.
    return whole[0] if whole else headed[0] if len(headed) == 1 else None


def _texts(properties: Sequence[html.HtmlElement]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in properties:
        text = _property(element)
        for name in (element.get("itemprop") or "").casefold().split():
            if text:
                found.setdefault(name, []).append(text)
    return found


def _property(element: html.HtmlElement) -> str:
    """The value of a property: an attribute, the name in a nested item, or the text."""
    if element.get("itemscope") is not None:
        inner = element.find(".//*[@itemprop='name']")
        return _property(inner) if inner is not None else element.get("content") or text_within(element, 80)
    given = element.get("content") or element.get("datetime")
    return _SPACE.sub(" ", given).strip() if given else text_within(element)


def _meta(root: html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        content = _SPACE.sub(" ", tag.get("content") or "").strip()
        for name in (
            {tag.get("property"), tag.get("name"), tag.get("itemprop")} - {None, ""} if content else ()
        ):
            found.setdefault(str(name).casefold(), []).append(content)
    return found


def _link(root: html.HtmlElement, kind: str) -> str | None:
    links = (one for one in root.iter("link") if kind in (one.get("rel") or "").casefold().split())
    return next((one.get("href") for one in links if one.get("href")), None)


def _crumbs(paths: Sequence[html.HtmlElement]) -> tuple[str, ...]:
    """The steps of the first path that has any."""
    for box in paths:
        steps = [
            text for one in box.iter("a", "span", "li") if len(one) == 0 and (text := text_within(one, 60))
        ]
        named = [step for step in dict.fromkeys(steps) if any(map(str.isalpha, step))]
        if named:
            return tuple(named)
    return ()

"""The article's text in a page, as trafilatura finds it: a line for each paragraph, heading, item and row."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

import trafilatura
from lxml import html  # type: ignore[import-untyped]  # no types
from lxml.etree import XPath, _Element  # type: ignore[import-untyped]  # no types

from digest.read.clutter.lines import ends_sentence, is_prose, key, words
from digest.read.html.markup import is_elsewhere, text_within

__all__ = ["lines"]

# What stands on lines of its own; all else is within a line.
_BLOCKS = frozenset({"body", "p", "head", "list", "item", "quote", "table", "row", "code", "div", "ab", "fw"})
_CELL = " | "
# What may be said several times in an article.
_KEPT = frozenset({"head", "item", "row", "cell"})
_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[\W_]+")
_CLOSERS = "\"'»”“’)]"
_LEAD = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))"
    r"(?:lead|[Ll]ede|[Ii]ntro|[Ss]tandfirst|[Ss]ummary|[Dd]ek|[Ss]ub-?(?:title|head(?:line)?)|[Ee]xcerpt|[Pp]erex|[Aa]nons"
    r"|[Aa]nnounce|[Ss]apo|[Aa]bstract|[Zz]ajawka|[Ll]id|[Dd]escription|[Pp]reamble|[Vv]orspann|[Tt]easer)"
    r"(?:$|[\s_-]|(?=[A-Z]))",
)
_BELOW_HEADING = XPath(
    "following::*[self::p or self::div or self::h2 or self::h3 or self::span or self::strong]"
    "[position() <= 250]"
)
_SHORTEST_LEAD, _LONGEST_LEAD = 25, 900
_OFTEN, _LONG = 3, 80
_INNER = frozenset({"p", "div", "ul", "ol", "h1", "h2", "h3", "section", "article", "figure"})
# A container is the article's if it holds so many of its paragraphs, and no more others.
_FEWEST_KNOWN = 3
# So many letters at its beginning or its end tell one paragraph from all others.
_ENOUGH = 50
# trafilatura reports on stderr what it makes of each page; what we make of it is an error of ours.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def lines(root: html.HtmlElement, title: str = "", descriptions: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines of the article in a page; none where trafilatura finds no text. The tree stays as it is.

    A lead that stands apart from the text is put above it: what is printed below the headline `title` and is
    marked as one, or says what the page says in one of its `descriptions`.
    """
    found = trafilatura.bare_extraction(
        root, include_comments=False, include_tables=True, include_formatting=False
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return ()
    gathered = list(_gathered(found.body))
    links = _links_among({line for line, tag in gathered if tag != "head" and _may_be_headline(line)}, root)
    # A long paragraph that a page prints three times over is about the page, and is kept once.
    counts = Counter(line for line, tag in gathered if tag not in _KEPT and len(line) >= _LONG)
    text = [line for line, tag in gathered if tag == "head" or line not in links]
    text = _once(text, {line for line, count in counts.items() if count >= _OFTEN})
    if not text:
        return ()
    # Of a short page trafilatura may give all text as one paragraph, the headline with it.
    if title and text[0].startswith(title) and len(text[0]) > len(title):
        text[0] = text[0][len(title) :].strip()
    whole = _completed(root, text)
    lead = _lead(root, whole, title, descriptions)
    return tuple([lead, *whole] if lead else whole)


def _once(text: Sequence[str], repeated: Container[str]) -> list[str]:
    """The lines, those that are repeated only where they stand first."""
    first = {line: number for number, line in reversed(list(enumerate(text)))}
    return [line for number, line in enumerate(text) if line not in repeated or first[line] == number]


def _may_be_headline(text: str) -> bool:
    """Whether a line can be the headline of another article: some words, and no sentence."""
    return (
        not text.rstrip(_CLOSERS).endswith((".", ";", ":", "…"))
        and not text.startswith(("http", "["))
        and len(words(text)) >= 4
    )


def _links_among(text: Collection[str], root: html.HtmlElement) -> frozenset[str]:
    """Those of some lines that are one link."""
    if not text:
        return frozenset()
    # Blanks between the elements of a link count too.
    longest = 4 * max(map(len, text))
    found = (_squeezed(own) for link in root.iter("a") if 12 < len(own := "".join(link.itertext())) < longest)
    links = frozenset(found)
    return frozenset(line for line in text if _squeezed(line) in links)


def _completed(root: html.HtmlElement, text: Sequence[str]) -> list[str]:
    """The lines with the paragraphs that stand in containers like those of most of the others.

    Pages that break an article up with advertisements put its parts into several containers of one class, of
    which trafilatura may take one.
    """
    places = {_squeezed(line): number for number, line in enumerate(text)}
    whole = "".join(places)
    groups: dict[tuple[str, str], list[_Paragraph]] = {}
    for element in root.iter("p"):
        parent = element.getparent()
        kind = parent.get("class") if parent is not None else None
        if kind and (own := text_within(element, 5000)):
            plain = _squeezed(own)
            paragraph = _Paragraph(element, own, plain, _is_held(plain, whole))
            groups.setdefault((str(parent.tag), kind), []).append(paragraph)
    completed = [[line] for line in text]
    for group in groups.values():
        known = [len(one.text) for one in group if one.held]
        others = [len(one.text) for one in group if not one.held and is_prose(one.text)]
        if others and len(known) >= _FEWEST_KNOWN and 2 * sum(known) > sum(others):
            _place(group, places, completed)
    return [line for lines in completed for line in lines]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph of the page, its letters and digits, and whether it is among the lines."""

    element: html.HtmlElement
    text: str
    plain: str
    held: bool


def _place(group: Sequence[_Paragraph], places: Mapping[str, int], completed: list[list[str]]) -> None:
    """Put each paragraph of a group that is missing behind the one that stands before it in the page."""
    after = 0
    put = ""
    for one in group:
        if one.held:
            after = places.get(one.plain, after)
        elif (
            is_prose(one.text)
            and not _is_held(one.plain, put)
            and not is_elsewhere(one.element)
            and not _is_linked(one.element, one.text)
        ):
            part = next(
                (number for line, number in places.items() if len(line) >= _ENOUGH and line in one.plain),
                None,
            )
            if part is None:
                completed[after].append(one.text)
            else:
                completed[part][0] = one.text
                after = part
            put += one.plain


def _squeezed(text: str) -> str:
    return _SIGNS.sub("", text.casefold())


def _is_held(plain: str, whole: str) -> bool:
    """Whether a paragraph is among the lines already, whole or in parts, by letters and digits alone."""
    return plain[:_ENOUGH] in whole and plain[-_ENOUGH:] in whole


def _is_linked(element: html.HtmlElement, text: str) -> bool:
    """Whether most of a paragraph is in links."""
    return 2 * sum(len(text_within(link, 5000)) for link in element.iter("a")) > len(text)


def _lead(root: html.HtmlElement, text: Sequence[str], title: str, descriptions: Sequence[str]) -> str | None:
    """The lead between the headline and the text, if it is not among the lines."""
    told = [known for one in descriptions if len(known := _squeezed(one)) >= _SHORTEST_LEAD]
    whole = "".join(map(_squeezed, text))
    if any(one[:_ENOUGH] in whole for one in told):
        return None
    start = _squeezed(text[0])
    for element in _below(root, title):
        if any(child.tag in _INNER for child in element):
            continue
        own = text_within(element, _LONGEST_LEAD)
        plain = _squeezed(own)
        if len(plain) < _SHORTEST_LEAD:
            continue
        if plain.startswith(start):
            return None
        stated = any(plain == one or plain.startswith(one) for one in told)
        marked = is_prose(own) and _LEAD.search(element.get("class") or "") is not None
        if (stated or marked) and (ends_sentence(own) or len(own) >= 80) and not is_elsewhere(element):
            return None if _is_held(plain, whole) else own
    return None


def _below(root: html.HtmlElement, title: str) -> Sequence[html.HtmlElement]:
    """What stands below the headline, in the order of the page."""
    own = key(title)
    headings = (one for one in root.iter("h1", "h2") if key(text_within(one)).endswith(own))
    heading = next(headings, None) if own else None
    return () if heading is None else _BELOW_HEADING(heading)


def _gathered(body: _Element) -> Iterator[tuple[str, str]]:
    """Each line of a tree, with the element that it begins in."""
    parts: list[str] = []
    kind = ""
    for event, element in _walk(body):
        tag = str(element.tag)
        if tag in _BLOCKS or tag == "lb":
            if text := _joined(parts):
                yield text, kind
            parts, kind = [], tag if event == "start" else ""
        elif tag == "cell" and event == "start" and any(part.strip() for part in parts):
            parts.append(_CELL)
        own = element.text if event == "start" else element.tail if element is not body else None
        if own:
            parts.append(own)
    if text := _joined(parts):
        yield text, kind


def _walk(body: _Element) -> Iterator[tuple[str, _Element]]:
    """The beginning and the end of each element, in order and without recursion."""
    stack: list[tuple[_Element, Iterator[_Element]]] = [(body, iter(body))]
    yield "start", body
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "end", element
        else:
            stack.append((child, iter(child)))
            yield "start", child


def _joined(parts: Sequence[str]) -> str:
    return _SPACE.sub(" ", "".join(parts)).strip(" |")

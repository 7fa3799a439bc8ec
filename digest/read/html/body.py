"""The article's text in a page, as trafilatura finds it: a line for each paragraph, heading, item and row."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import trafilatura
from lxml import html
from lxml.etree import XPath, _Element

from digest.read.clutter.lines import ends_sentence, is_prose, key, words
from digest.read.html.markup import is_elsewhere, text_within

__all__ = ["lines"]

# What stands on lines of its own; all else is within a line.
_BLOCKS = frozenset({"body", "p", "head", "list", "item", "quote", "table", "row", "code", "div", "ab", "fw"})
_CELL = " | "
_SPACE = re.compile(r"\s+")
_CLOSERS = "\"'»”“’)]"
_LEAD = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z]))"
    r"(?:lead|[Ll]ede|[Ii]ntro|[Ss]tandfirst|[Ss]ummary|[Dd]ek|[Ss]ub-?(?:title|head(?:line)?)|[Ee]xcerpt|[Pp]erex|[Aa]nons"
    r"|[Aa]nnounce|[Ss]apo|[Aa]bstract|[Zz]ajawka|[Ll]id|[Dd]escription|[Pp]reamble|[Vv]orspann|[Tt]easer)"
    r"(?:$|[\s_-]|(?=[A-Z]))",
)
_BELOW_HEADING = XPath("following::*[self::p or self::div or self::h2 or self::h3 or self::span or self::strong][position() <= 250]")
_LONGEST_LEAD = 900
# A container is the article's if it holds so many of its paragraphs, and no more others.
_FEWEST_KNOWN = 3
# trafilatura reports on stderr what it makes of each page; what we make of it is an error of ours.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def lines(root: html.HtmlElement, title: str = "", descriptions: Sequence[str] = ()) -> tuple[str, ...]:
    """The lines of the article in a page; none where trafilatura finds no text. The tree stays as it is.

    A lead that stands apart from the text is put above it: what is printed below the headline `title` and is
    marked as one, or says what the page says in one of its `descriptions`.
    """
    found = trafilatura.bare_extraction(
        root, include_comments=False, include_tables=True, include_links=True, include_formatting=False
    )
    if found is None or isinstance(found, dict) or found.body is None:
        return ()
    text = [text for text, linked in _gathered(found.body) if not (linked and _is_headline(text))]
    if not text:
        return ()
    whole = _completed(root, text)
    lead = _lead(root, whole, title, descriptions)
    return tuple([lead, *whole] if lead else whole)


def _is_headline(text: str) -> bool:
    """Whether a line that is one link is the headline of another article."""
    return (
        len(words(text)) >= 4
        and not text.rstrip(_CLOSERS).endswith((".", ";", ":", "…"))
        and not text.startswith(("http", "["))
    )


def _completed(root: html.HtmlElement, text: Sequence[str]) -> list[str]:
    """The lines with the paragraphs that stand in containers like those of most of the others.

    Pages that break an article up with advertisements put its parts into several containers of one class, of
    which trafilatura may take one.
    """
    places = {key(line): number for number, line in enumerate(text)}
    groups: dict[tuple[str, str], list[tuple[html.HtmlElement, str]]] = {}
    for element in root.iter("p"):
        parent = element.getparent()
        kind = parent.get("class") if parent is not None else None
        if kind and (own := text_within(element, 5000)):
            groups.setdefault((str(parent.tag), kind), []).append((element, own))
    missing: dict[int, list[str]] = {}
    for group in groups.values():
        known = [own for _, own in group if key(own) in places]
        others = [(element, own) for element, own in group if key(own) not in places and is_prose(own)]
        if others and len(known) >= _FEWEST_KNOWN and len("".join(known)) > sum(len(own) for _, own in others) / 2:
            _place(group, places, missing)
    whole = list(missing.get(-1, ()))
    for number, line in enumerate(text):
        whole += [line, *missing.get(number, ())]
    return whole


def _place(
    group: Sequence[tuple[html.HtmlElement, str]], places: dict[str, int], missing: dict[int, list[str]]
) -> None:
    """Note for each paragraph of a group that is missing the line after which it stands."""
    after = -1
    for element, own in group:
        if key(own) in places:
            after = places[key(own)]
        elif is_prose(own) and not is_elsewhere(element) and not _is_linked(element, own):
            missing.setdefault(after, []).append(own)


def _is_linked(element: html.HtmlElement, text: str) -> bool:
    """Whether most of a paragraph is in links."""
    return 2 * sum(len(text_within(link, 5000)) for link in element.iter("a")) > len(text)


def _lead(root: html.HtmlElement, text: Sequence[str], title: str, descriptions: Sequence[str]) -> str | None:
    """The lead between the headline and the text, if it is not among the lines."""
    told = [known for one in descriptions if len(known := key(one.rstrip("…. "))) >= 30]
    held = " ".join(key(line) for line in text[:6])
    start = key(text[0])
    for element in _below(root, title):
        own = text_within(element, _LONGEST_LEAD)
        plain = key(own) if len(own) >= 30 else ""
        if not plain:
            continue
        if plain.startswith(start):
            return None
        stated = any(plain == one or plain.startswith(one) for one in told)
        marked = is_prose(own) and _LEAD.search(element.get("class") or "") is not None
        if (stated or marked) and (ends_sentence(own) or len(own) >= 80) and not is_elsewhere(element):
            return own if plain not in held else None
    return None


def _below(root: html.HtmlElement, title: str) -> Sequence[html.HtmlElement]:
    """What stands below the headline, in the order of the page."""
    own = key(title)
    headings = (one for one in root.iter("h1", "h2") if key(text_within(one)).endswith(own))
    heading = next(headings, None) if own else None
    return () if heading is None else _BELOW_HEADING(heading)


@dataclass(slots=True)
class _Line:
    """A line being gathered: its text, how much of it is in links, and whether it is a heading."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    heading: bool = False

    def add(self, text: str | None, linked: bool) -> None:
        if text:
            self.parts.append(text)
            self.linked += linked * sum(map(str.isalnum, text))


def _gathered(body: _Element) -> Iterator[tuple[str, bool]]:
    """Each line of a tree, with whether it is all links, and no heading of the article's own."""
    line, links = _Line(), 0
    for event, element in _walk(body):
        tag = str(element.tag)
        if tag in _BLOCKS or tag == "lb":
            yield from _finished(line)
            line = _Line(heading=tag == "head" and event == "start")
        elif tag == "cell" and event == "start" and any(part.strip() for part in line.parts):
            line.add(_CELL, False)
        links += (tag == "ref") * (1 if event == "start" else -1)
        if event == "start":
            line.add(element.text, links > 0)
        else:
            line.add(element.tail if element is not body else None, links > 0)
    yield from _finished(line)


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


def _finished(line: _Line) -> Iterator[tuple[str, bool]]:
    text = _SPACE.sub(" ", "".join(line.parts)).strip(" |")
    if text:
        yield text, not line.heading and line.linked >= sum(map(str.isalnum, text)) > 0

"""The source of a text in its own words: the outlet that publishes it, or one that it cites."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from digest.data import load
from digest.read.patterns import Screen, in_any_case

__all__ = [
    "Headline",
    "from_body",
    "from_credit",
    "from_notice",
    "from_publisher",
    "is_generic",
    "is_known",
    "outlet",
    "without_site",
]

_DOMAIN = (
    r"(?<![\w.-])(?:[A-Za-z0-9][\w-]{0,62}\.){1,4}(?i:kz|kg|ru|com|ua|pl|uz|org|net|info|media|news|by|eu|tj|tm|am|az|ge|md|lt|lv|ee|de|uk"
    r"|io|tv|online|press|today|asia|life|qaz|қаз|рф|укр|su)(?![\w.]*@)(?!\w)"
)
_ADDRESS = re.compile(_DOMAIN)
_QUOTED = r"[«„“\"](?P<quoted>[^«»„”“\"]{2,45})[»”“\"]"
_QUOTED_LINE = re.compile(rf"^(?:.{{0,30}}\s)?(?:{_QUOTED})(?:\s+\S+){{0,2}}$")
_LATIN = r"[A-Z][A-Za-z0-9-]+(?:[ .](?:[A-Z][A-Za-z0-9-]*|of))*"
_SIGNS = re.compile(r"[|–—/•·»-]")
_LONG = 4000
# No outlet's name is longer, with its kind and legal form.
_LONGEST_NAME = 300
_EDGE = " \t.,;:!|/\\()[]–—-•·«»„”“\"'"


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, and the name of the site that followed it."""

    text: str
    site: str | None


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load("outlets")
    return data


def _either(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in _data()["known"]}


@cache
def _name(latin: bool) -> str:
    """A pattern for an outlet's name, together with the surrounding words that are not part of it."""
    around = _around()
    known = rf"(?<!\w){in_any_case(_data()['known'])}(?!\w)"
    free = rf"|(?<!\w){_LATIN}" if latin else r"|(?<!\w)[A-Z]{3,}\d*(?!\w)"
    companies = in_any_case(_data()["companies"])
    before = rf"(?:(?:\b(?!{known}){around}(?!\w)\s+)*(?<!\w)(?!{companies}\s))"
    return rf"{before}(?:{_QUOTED}|(?P<plain>{_DOMAIN}|{known}{free}))(?:\s+{around}(?!\w))?"


@cache
def _pattern(group: str, number: int, latin: bool) -> re.Pattern[str]:
    before, after = _data()[group][number].split("NAME")
    # A quotation before the verb may be speech rather than a name: then a dash or "деп" follows.
    guard = r"(?!\W{0,2}\s*(?:деп|—|–))" if after else ""
    return re.compile(f"(?i:{before}){_name(latin)}{guard}(?i:{after})")


@cache
def _screen(group: str) -> Screen:
    """The patterns of a group by the words around their names."""
    return Screen(pattern.replace("NAME", ".") for pattern in _data()[group])


def is_known(text: str) -> bool:
    """Whether a line is just the name or address of an outlet."""
    plain = text.strip(_EDGE)
    return plain.casefold() in _known() or ("." in plain and _ADDRESS.fullmatch(plain) is not None)


def outlet(text: str) -> str | None:
    """The bare name of an outlet in a line: without its kind, quotation marks and legal form."""
    plain = text.strip(" \t.,;:|/–—-•·")
    if found := re.match(r"(?:https?://)?(?:www\.)?([\w.-]+\.\w{2,})(?:/\S*)?$", plain):
        return found[1]
    if len(plain) > _LONGEST_NAME:
        return plain
    if plain.casefold() in _known():
        return _known()[plain.casefold()] if plain.isupper() else plain
    if found := _QUOTED_LINE.search(plain):
        return found["quoted"].strip(" .,;")
    # A small initial distinguishes a kind from a name: "портал Власть", but "Polskie Radio", "Gazeta Prawna".
    previous = None
    while previous != plain:
        previous = plain
        plain = _kind_before().sub(lambda m: "" if _is_kind(m) else m[0], plain)
        plain = _kind_behind().sub(
            lambda m: "" if m[0].strip()[0].islower() and _has_own_name(m) else m[0], plain
        )
        plain = _legal().sub("", plain).strip(" .,;:")
    return plain or None


@cache
def _around() -> str:
    """The words that occur beside an outlet's name without being part of it."""
    return in_any_case((*_data()["people"], *_data()["kinds"]))


@cache
def _kind_before() -> re.Pattern[str]:
    return re.compile(rf"^{_around()}\s+(?=\S)")


@cache
def _kind_behind() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w)\s+{_around()}$")


@cache
def _legal() -> re.Pattern[str]:
    forms = _data()["legal"]
    return re.compile(rf"^(?:{_either(forms['before'])})\s+|,?\s+(?:{_either(forms['after'])})\.?$")


def _is_kind(match: re.Match[str]) -> bool:
    """Whether a word before a name is its kind: small, an abbreviation, or not part of a known name."""
    word = match[0].strip()
    abbreviated = word.isupper() and len(word) <= 4
    return word[0].islower() or abbreviated or is_known(match.string[match.end() :])


def _has_own_name(match: re.Match[str]) -> bool:
    """Whether the text before a kind is a complete name: an address or a known outlet."""
    return is_known(match.string[: match.start()])


def _first(group: str, texts: Iterable[str], *, latin: bool) -> str | None:
    for text in (part.replace("ё", "е") for one in texts for part in _edges(one)):
        patterns = (_pattern(group, number, latin) for number in _screen(group).candidates(text))
        hits = [match for pattern in patterns for match in pattern.finditer(text) if _is_outlet(match)]
        if hits:
            return _named(min(hits, key=lambda match: match.start()))
    return None


def _edges(text: str) -> tuple[str, ...]:
    """A text, or the beginning and the end of a long one, where sources are named."""
    return (text,) if len(text) <= _LONG else (text[: _LONG // 2], text[-_LONG // 2 :])


def _is_outlet(match: re.Match[str]) -> bool:
    quoted = match["quoted"]
    if quoted is None:
        return True
    before = match.string[: match.start("quoted") - 1].split()
    company = bool(before) and before[-1].casefold().strip("(.,") in _companies()
    return (
        not company
        and (quoted[0].isupper() or bool(re.fullmatch(_DOMAIN, quoted)))
        and len(quoted.split()) <= 4
        and not quoted.endswith((",", ".", "!", "?"))
    )


@cache
def _companies() -> frozenset[str]:
    return frozenset(word.strip(".") for word in _data()["companies"])


def _named(match: re.Match[str]) -> str:
    name = (match["quoted"] or match["plain"]).strip(_EDGE)
    return _known().get(name.casefold(), name) if name.isupper() else name


def from_body(body: Sequence[str], *, latin: bool) -> str | None:
    """The outlet that a body names; the publisher takes precedence over outlets that it cites.

    `latin` says that Latin letters alone mark a name, as they do in a Cyrillic text.
    """
    edge = (*body[:3], *body[-2:])
    return (
        (
            _first("published", edge, latin=latin)
            or next(filter(None, (_dateline(block, latin) for block in body[:2])), None)
            or _closing(body)
            or _first("published", body[3:-2], latin=latin)
            or _first("cited", body, latin=latin)
        )
        if body
        else None
    )


def _dateline(text: str, latin: bool) -> str | None:
    """The agency in "АСТАНА, 26 марта. /ТАСС/." or "Warszawa (PAP) –"."""
    match = _dateline_pattern(latin).match(text[:120])
    return _named(match) if match and _is_outlet(match) else None


@cache
def _dateline_pattern(latin: bool) -> re.Pattern[str]:
    city = rf"^(?:{in_any_case(_data()['places'])}(?!\w)|[^\W\d_a-zа-яәғқңөұүһіёїєґў]{{3,}}(?![\w]))"
    day = r"(?:[.,]?\s*(?:\d{1,2}[\s-][^\W\d_]+|[A-Z][a-z]+\s\d{1,2}))?(?:[,\s]+\d{4}(?:\s?\w{1,4}\b)?)?"
    return re.compile(rf"{city}{day}[.,]?\s*[/(–—-]*\s*{_name(latin)}\s*[/)–—.:-]")


def _closing(body: Sequence[str]) -> str | None:
    """The agency in brackets at the end of a text, as in "(PAP)"."""
    for text in reversed(body[-2:]):
        match = re.search(r"[(/]([^()/]{2,30})[)/]\W*$", text)
        if match and is_known(match[1].split(" Biznes")[0]):
            return outlet(match[1])
    return None


def without_site(titles: Sequence[str], sites: Collection[str]) -> Headline:
    """The headline without the site's name after it, found by comparing its several occurrences.

    `sites` are the names that the page uses for its own site. The first of `titles` is the headline as found.
    """
    site = ""
    plain = min((one for one in titles if titles[0].startswith(one)), key=len)
    for one in titles:
        if one.startswith(plain) and len(one) > len(plain):
            site = one[len(plain) :].strip(" |–—/•·:»-")
    known = {name.casefold() for name in sites}
    for cut in _endings(plain):
        if not _is_site(cut.tail, cut.barred, known):
            break
        site = site if is_generic(cut.tail) else cut.tail
        plain = plain[: cut.start]
    name = site.split("|")[-1].strip()
    return Headline(plain, None if not name or is_generic(name) else name)


@dataclass(frozen=True, slots=True)
class _Ending:
    """What stands behind a sign in a headline: its text, and the end of what is before it."""

    tail: str
    start: int
    barred: bool


def _endings(title: str) -> Iterator[_Ending]:
    """The endings of a headline that may be a site's name, the last one first.

    The last bar divides wherever it stands, another sign only between spaces: the last of them, or of the
    hyphens behind it the first.
    """
    signs = [sign.start() for sign in _SIGNS.finditer(title)]
    bars = [at for at in signs if title[at] == "|"]
    strong = [at for at in signs if title[at] != "-"]
    hyphens = [at for at in signs if title[at] == "-" and _is_spaced(title, at, len(title))]
    end = len(title)
    while True:
        for places in (bars, strong, hyphens):
            while places and places[-1] >= end:
                places.pop()
        behind = bisect_right(hyphens, strong[-1] if strong else -1)
        if bars:
            at = bars[-1]
        elif strong and _is_spaced(title, strong[-1], end):
            at = strong[-1]
        elif behind < len(hyphens) and _is_spaced(title, hyphens[behind], end):
            at = hyphens[behind]
        else:
            return
        tail = title[at + 1 : end].strip()
        end = at
        while end and title[end - 1].isspace():
            end -= 1
        yield _Ending(tail, end, title[at] == "|")


def _is_spaced(text: str, at: int, end: int) -> bool:
    """Whether a sign stands between spaces in a text that ends at `end`."""
    return 0 < at < end - 1 and text[at - 1].isspace() and text[at + 1].isspace()


def is_generic(text: str) -> bool:
    """Whether a line says "news" or something similar, and names no outlet."""
    return len(text.split()) <= 4 and _generic().match(text.casefold()) is not None


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(_data()['generic'])})(?:\s|$)")


def _is_site(tail: str, barred: bool, sites: Collection[str]) -> bool:
    """Whether the text after a headline is the name of a site."""
    size = len(tail.split())
    press = size <= 3 and tail[:1].isupper() and any(part in tail.casefold() for part in _data()["press"])
    usual = is_known(tail) or tail.casefold() in sites or is_generic(tail)
    return usual or press or (barred and size <= 5)


def from_credit(text: str) -> str | None:
    """The outlet in a byline, as in "Jan Kowalski, PAP" or "Фото: ТАСС"."""
    parts = [part.strip(_EDGE) for part in re.split(r"[,/|()–—•]", text)]
    return next((outlet(part) for part in parts if is_known(part)), None)


def from_notice(text: str) -> str | None:
    """The outlet that a site's own notice names: a copyright line, a disclaimer."""
    sign = re.search(r"©|\(c\)|copyright", text, re.IGNORECASE)
    if sign:
        behind, before = text[sign.end() :], text[: sign.start()]
        return _owner(before) or _owner(behind)
    if match := _publishes().match(text):
        return match[1]
    quoted = re.search(_QUOTED, text) or re.search(rf"(?P<quoted>{_DOMAIN})", text)
    if quoted and quoted["quoted"][0].isalnum():
        return quoted["quoted"]
    # "All rights reserved. The Herald"
    parts = [part.strip(_EDGE) for part in re.split(r"\.\s", text) if part.strip(_EDGE)]
    return (
        outlet(parts[-1])
        if len(parts) == 2 and len(parts[-1].split()) <= 3 and len(parts[0].split()) <= 5
        else None
    )


@cache
def _publishes() -> re.Pattern[str]:
    return re.compile(rf"({_LATIN}|{_DOMAIN})\s+(?:{_either(_data()['publishes'])})(?!\w)")


def from_publisher(text: str) -> str | None:
    """The outlet in "Publisher: The Herald Ltd, 4 Main Street"; None for a line of another form."""
    named = _publisher().match(text)
    return outlet(named[1]) if named and len(named[1].split()) <= 7 else None


@cache
def _publisher() -> re.Pattern[str]:
    return re.compile(rf"(?:{_either(_data()['publishers'])})\s*[:–—-]\s*([^,;|]+)", re.IGNORECASE)


def _owner(text: str) -> str | None:
    """The name beside a copyright sign, without years and rights."""
    plain = re.sub(rf"^[\s,.©]*(?:(?i:copyright)\s*)?(?:{_years()})?[\s,.]*", "", text)
    if quoted := re.match(rf"(?:[^\W\d_]+\s+){{0,3}}{_QUOTED}", plain):
        return quoted["quoted"]
    if plain.casefold().startswith(tuple(_data()["rights"])):
        return None
    rest = re.split(rf"[|;]|,\s|(?<!sp)(?<!z)(?<!o)\.\s|\.$|\s[–—-]\s|\s*{_years()}", plain)[0].strip(_EDGE)
    return outlet(rest) if rest and rest[0].isalnum() and len(rest.split()) <= 6 else None


@cache
def _years() -> str:
    """A pattern for the years of a copyright notice, with the word after them."""
    word = _either(_data()["year_words"])
    return rf"(?:19|20)\d\d(?:\s*[-–—]\s*(?:19|20)\d\d)?(?:\s*(?:{word})\.?(?!\w))?"

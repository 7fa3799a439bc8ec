"""Text from outside, made safe for where it is written: HTML inside Markdown, YAML front matter, links.

Whatever the text holds (markup, Markdown, YAML, template syntax, control and direction characters), the
reader sees that text and nothing else comes of it.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import quote, urlsplit

__all__ = ["Html", "Value", "front_matter", "href", "html", "join", "link", "tag", "visible"]

Value = str | Sequence[str] | Mapping[str, str]

_BREAKS = dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029", " ")
_CONTROLS = {chr(code): "" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _BREAKS}
_SURROGATES = {chr(code): "\ufffd" for code in range(0xD800, 0xE000)}
_NONCHARACTERS = {chr(plane << 16 | low): "" for plane in range(17) for low in (0xFFFE, 0xFFFF)} | {
    chr(code): "" for code in range(0xFDD0, 0xFDF0)
}
_VISIBLE = str.maketrans(_BREAKS | _CONTROLS | _SURROGATES | _NONCHARACTERS)

# Marks that set the direction of the text around them, and ones that are not seen at all. They keep their
# meaning but stand as a number in the file, where people can see them and no editor turns the line around.
_INVISIBLE = "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
# These mean something in Markdown at a line's start alone, where an element always stands before them. They
# make up most of a text's punctuation, and each entity costs MkDocs time and a page weight.
_HARMLESS = ",.-"
_ENTITIES = {char: f"&#{ord(char)};" for char in string.punctuation + _INVISIBLE if char not in _HARMLESS}
# What stands in HTML for a character, if not itself. A search that skips letters and digits, which are most
# of a text and stand for themselves, takes a quarter of the time of `translate`, which looks each of them up.
_HTML = {chr(code): written for code, written in _VISIBLE.items()} | _ENTITIES
_NOT_PLAIN = re.compile(rf"[^\w {re.escape(_HARMLESS)}]|_")

_YAML_ESCAPES = str.maketrans(
    {chr(code): f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE, 0xFFFF)}
    | {char: f"\\u{ord(char):04x}" for char in _INVISIBLE}
    | {chr(code): "\\ufffd" for code in range(0xD800, 0xE000)}
)
_PLAIN_VALUE = re.compile(r"[A-Za-z0-9 _#./~%-]*")
_PLAIN_KEY = re.compile(r"[a-z][a-z0-9_]*")
_YAML_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def visible(text: str) -> str:
    """The text as a reader sees it: line breaks and tabs are spaces, control characters are gone."""
    return text.translate(_VISIBLE)


def html(text: str) -> str:
    """Text for the content or a quoted attribute of HTML, also of HTML that stands in Markdown.

    Every ASCII punctuation character but comma, full stop and hyphen is a numeric entity: no syntax is left
    for any later step to see. The text must stand within an element, not at the start of a line.
    """
    return _NOT_PLAIN.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    """What stands in HTML for the character that is found."""
    return _HTML.get(found[0], found[0])


class Html(str):
    """HTML that is ours: safe to stand in a page as it is."""

    __slots__ = ()


def tag(name: str, *content: str, **attributes: str | None) -> Html:
    """An element. Content and attributes are encoded unless they are Html; None leaves an attribute out.

    An underscore at the end of an attribute's name is dropped and one inside is a hyphen: `class_`,
    `aria_label`.
    """
    # Lists, because a generator takes longer, and a page has hundreds of elements.
    written = "".join(
        [f" {_named(key)}={_attribute(value)}" for key, value in attributes.items() if value is not None]
    )
    inside = "".join([part if isinstance(part, Html) else html(part) for part in content])
    return Html(f"<{name}{written}>{inside}</{name}>")


def join(content: Iterable[str], separator: str = "") -> Html:
    """Content side by side, encoded unless it is Html."""
    return Html(separator.join([part if isinstance(part, Html) else html(part) for part in content]))


def link(url: str | None) -> str | None:
    """The address if it is a web page's (http or https, a host, no spaces, no user's name), else None."""
    if url is None or visible(url) != url or any(char.isspace() or char == "\\" for char in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    safe = parts.scheme in ("http", "https") and host and "@" not in parts.netloc
    return url if safe else None


def href(path: str, anchor: str = "") -> str:
    """A relative address for a quoted attribute, from a path that may hold any character."""
    return quote(path, safe="/.~-_") + (f"#{quote(anchor, safe='')}" if anchor else "")


@cache
def _named(key: str) -> str:
    """The name of an attribute, from that of an argument."""
    return key.rstrip("_").replace("_", "-")


# Most are classes and languages, a few hundred in all.
@lru_cache(maxsize=2048)
def _attribute(value: str) -> str:
    """The value of an attribute, in its quotation marks."""
    return f'"{value if _PLAIN_VALUE.fullmatch(value) else html(value)}"'


def front_matter(values: Mapping[str, Value]) -> str:
    """YAML front matter, from `---` to `---`, that gives the same values back. All values are quoted.

    An unpaired surrogate, which no file can hold, comes back as U+FFFD.
    """
    lines = ["---"]
    for key, value in values.items():
        if isinstance(value, str):
            lines.append(f"{_key(key)}: {_quoted(value)}")
        elif isinstance(value, Mapping):
            lines.append(f"{_key(key)}:" + ("" if value else " {}"))
            lines += [f"  {_key(name)}: {_quoted(item)}" for name, item in value.items()]
        else:
            lines.append(f"{_key(key)}:" + ("" if value else " []"))
            lines += [f"  - {_quoted(item)}" for item in value]
    return "\n".join([*lines, "---", ""])


def _key(name: str) -> str:
    plain = _PLAIN_KEY.fullmatch(name) and name not in _YAML_WORDS
    return name if plain else _quoted(name)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).translate(_YAML_ESCAPES)

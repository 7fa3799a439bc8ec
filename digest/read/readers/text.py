"""Plain text: an article or a whole page as it was copied from the screen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from digest.read import dates, text
from digest.read.draft import Draft, slug_of
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_HEADER = re.compile(r"([A-Za-z][\w-]*):(?:\s+(.*))?$")
# The headers that say something of the article, the best last. A mail's sender is not the author.
_NAMES = {
    "title": ("subject", "title"),
    "date": ("date",),
    "author": ("author",),
    "source": ("source", "publisher"),
    "source_url": ("source_url", "url"),
}


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The one article in a text file.

    Raises:
        SeedError: the file is empty, or holds something other than text.
    """
    decoded = text.decode(seed.raw, seed.name)
    facts, body = _headed(decoded)
    return [Draft(slug_of(seed.name), body, hashlib.sha256(seed.raw).hexdigest(), facts)]


def _headed(decoded: str) -> tuple[tuple[Fact, ...], str]:
    """What the lines "key: value" at the top say, and the text below them.

    They are front matter between two lines of "---", as note programs write it, or the headers of a mail
    that was saved as text. Their lines become blank, so that the others keep their numbers.
    """
    lines = decoded.split("\n")
    fenced = lines[0].strip() == "---"
    end = int(fenced)
    while end < len(lines) and (
        _HEADER.match(lines[end]) or (fenced and lines[end][:1] in " -#" and lines[end][:3] != "---")
    ):
        end += 1
    closed = end < len(lines) and lines[end].strip() == ("---" if fenced else "")
    headers = {match[1]: match[2] for line in lines[:end] if (match := _HEADER.match(line))}
    known = {name.lower(): (value or "").strip().strip("\"'") for name, value in headers.items()}
    if not closed or not (fenced or {"from", "subject"} <= known.keys()):
        return (), decoded
    origin = "front matter" if fenced else "mail headers"
    found = {fact: known[name] for fact, names in _NAMES.items() for name in names if known.get(name)}
    stamp = dates.scan(found.pop("date", ""))
    if stamp and stamp.day:
        found["date"] = stamp.day.isoformat()
    facts = tuple(Fact(name, value, origin) for name, value in found.items())
    return facts, "\n".join(["" for _ in lines[: end + 1]] + lines[end + 1 :])

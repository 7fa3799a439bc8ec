"""Plain text: an article or a page as it was copied from the screen, or several with a line between them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from digest.read import dates, text
from digest.read.draft import Draft, slug_of
from digest.read.readers.parts import hash_of, named_apart, slug_of_part
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
# "===== article =====": no page that somebody pastes has such a line.
_SEPARATOR = re.compile(r"^[ \t]*={3,}[ \t]*article[ \t]*={3,}[ \t]*$", re.IGNORECASE | re.MULTILINE)


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The article in a text file, or each of those that a line `===== article =====` parts.

    Raises:
        SeedError: the file is empty, or holds something other than text.
    """
    whole = text.decode(seed.raw, seed.name)
    parts = _SEPARATOR.split(whole)
    if len(parts) == 1:
        facts, body = _headed(whole)
        return [Draft(slug_of(seed.name), body, hashlib.sha256(seed.raw).hexdigest(), facts)]
    # Only drafts go in, so only drafts come out.
    return (draft for draft in named_apart(_parts(parts, seed.name)) if isinstance(draft, Draft))


def _parts(parts: Iterable[str], name: str) -> Iterator[Draft]:
    for number, part in enumerate(filter(str.strip, parts), 1):
        # The longest paragraph tells an article, and stays when somebody cuts the clutter around it.
        longest = max(map(text.tidy, part.split("\n")), key=len)
        slug = slug_of_part(slug_of(name), longest)
        facts, body = _headed(part)
        yield Draft(slug, body, hash_of(part.strip()), facts, place=f"article {number}")


def _headed(decoded: str) -> tuple[tuple[Fact, ...], str]:
    """What the lines "key: value" at the top say, and the text below them.

    They are front matter between two lines of "---", as note programs write it, or the headers of a mail
    that was saved as text. Their lines become blank, so that the others keep their numbers.
    """
    lines = decoded.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    fenced = lines[start].strip() == "---"
    end = start + fenced
    while end < len(lines) and (
        _HEADER.match(lines[end]) or (fenced and lines[end][:1] in " -#" and lines[end][:3] != "---")
    ):
        end += 1
    closed = end < len(lines) and lines[end].strip() == ("---" if fenced else "")
    headers = {match[1]: match[2] for line in lines[start:end] if (match := _HEADER.match(line))}
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

"""The text of a mail: what its writer wrote or forwarded, without what mail programs put around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from digest.data import load
from digest.read.text import tidy

__all__ = ["Forwarded", "Letter", "letter", "subject"]

_LIST = re.compile(r"^\[[^\[\]]{1,40}\]\s*")
_QUOTED = re.compile(r"^\s*>[>\s]*")
_DASHES = " \t-–—=_*#>:."
_HEADER = re.compile(r"^\s*[>*]*\s*\*?(?P<name>[^\W\d_][\w -]{0,20}?)\s*:\*?\s*(?P<value>.*)$")
_SIGNATURE = re.compile(r"^--\s?$")
_MOST_HEADERS = 12
# A mail that was forwarded again and again.
_MOST_FORWARDED = 10
_LEAD = 3
_LONGEST_SIGNATURE = 20
# What stands at the end of a newsletter stands in the last part of its lines.
_TAIL = 0.6


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What the headers of a forwarded mail say, as they are written."""

    subject: str = ""
    sender: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The lines of a mail's text, with blank lines as it has them; and the headers of the mail in it."""

    lines: tuple[str, ...]
    forwarded: Forwarded | None = None


def subject(value: str) -> str:
    """A subject without what was put before it: "Re:", "Fwd:", the name of a mailing list."""
    words = tidy(value)
    while (cut := _LIST.sub("", _prefix().sub("", words)).strip()) != words:
        words = cut
    return words


def letter(lines: Iterable[str]) -> Letter:
    """The text of a mail.

    Of a forwarded one it is what stands below its headers. Answers, signatures and the end of a newsletter
    are cut.
    """
    own = [line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in lines]
    forwarded = None
    for _ in range(_MOST_FORWARDED):
        found = _forwarded(own)
        if found is None:
            break
        # All that is above it is its sender's own; an article that stands there was not forwarded.
        forwarded = found.headers
        own = own[found.end :]
    kept = _without_tail(_without_signature(_without_quotes(own, forwarded is not None)))
    return Letter(tuple(kept), forwarded)


@cache
def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load("mail")
    return found


@cache
def _prefix() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_words()["prefixes"], key=len, reverse=True)))
    return re.compile(rf"^(?:{words})(?:\s?\[\d+\])?\s?:\s*", re.IGNORECASE)


@cache
def _header_names() -> Mapping[str, str]:
    return {name: field for field, names in _words()["headers"].items() for name in names}


@dataclass(frozen=True, slots=True)
class _Head:
    """The headers of a forwarded mail, and the line at which its text begins."""

    end: int
    headers: Forwarded


def _forwarded(lines: Sequence[str]) -> _Head | None:
    """The head of the first forwarded mail in the lines; None where there is none."""
    for number, line in enumerate(lines):
        if line.strip(_DASHES).casefold() not in _words()["forwarded"]:
            continue
        head = _headers(lines, number + 1)
        if head.headers != Forwarded():
            return head
    return None


def _headers(lines: Sequence[str], start: int) -> _Head:
    """The headers from a line on; blank lines before them are passed over."""
    found: dict[str, str] = {}
    at = start
    field = ""
    for at in range(start, min(start + 2 * _MOST_HEADERS, len(lines))):
        line = lines[at]
        match = _HEADER.match(line)
        name = _header_names().get(match["name"].casefold().strip()) if match else None
        if match and name:
            field = name
            found.setdefault(field, match["value"].strip())
        elif not found and at < start + _LEAD:
            # Some programs sum the headers up in a line of their own.
            continue
        elif not line.strip(" >"):
            if {"subject", "from"} <= found.keys():
                break
        elif field and not found[field]:
            # An HTML mail has some values on the line below their names.
            found[field] = line.strip()
        elif line.startswith((" ", "\t")) and field:
            found[field] += " " + line.strip()
        else:
            break
    else:
        at = min(start + 2 * _MOST_HEADERS, len(lines))
    return _Head(at, Forwarded(found.get("subject", ""), found.get("from", ""), found.get("date", "")))


def _without_quotes(lines: Sequence[str], forwarded: bool) -> list[str]:
    """The lines without those that answer to a mail; a mail that is all quoted is forwarded."""
    filled = [line for line in lines if line.strip()]
    quoted = [line for line in filled if _QUOTED.match(line)]
    if forwarded or 2 * len(quoted) > len(filled):
        return [_QUOTED.sub("", line) for line in lines]
    kept: list[str] = []
    for line in lines:
        if not _QUOTED.match(line):
            kept.append(line)
            continue
        # Above what it quotes a program writes whose it is: "On 1 May Ivan Petrov wrote:".
        last = next((n for n in reversed(range(len(kept))) if kept[n].strip()), None)
        if last is not None and _wrote().search(kept[last]):
            del kept[last:]
    return kept


@cache
def _wrote() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_words()["wrote"], key=len, reverse=True)))
    return re.compile(rf"(?:^|\W)(?:{words})(?:\W.{{0,80}})?:\s*$", re.IGNORECASE)


def _without_signature(lines: Sequence[str]) -> Sequence[str]:
    """The lines above the two dashes that begin a signature, or above "Sent from my telephone"."""
    last = next((n for n in reversed(range(len(lines))) if lines[n].strip()), -1)
    for number in range(max(0, last - _LONGEST_SIGNATURE), last + 1):
        folded = lines[number].strip().casefold()
        program = number == last and folded.startswith(tuple(_words()["sent_from"]))
        if program or _SIGNATURE.match(lines[number]):
            return lines[:number]
    return lines


def _without_tail(lines: Sequence[str]) -> Sequence[str]:
    """The lines above the one in a newsletter's last part that tells how to leave it."""
    for number in range(int(_TAIL * len(lines)), len(lines)):
        folded = lines[number].casefold()
        if len(folded) < 300 and any(word in folded for word in _words()["unsubscribe"]):
            return lines[:number]
    return lines

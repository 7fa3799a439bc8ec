"""What commands say at the end: results on stdout, messages for a person, exit codes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.errors import DigestError
from digest.places import together

if TYPE_CHECKING:
    from rich.console import Console

    from digest.digest import Digest
    from digest.values import Finding

__all__ = [
    "ERROR",
    "OK",
    "PARTLY",
    "STOPPED",
    "as_json",
    "complain",
    "print_json",
    "print_text",
    "report",
    "verdict",
]

OK, ERROR, PARTLY, STOPPED = 0, 1, 3, 130
# Control characters, half surrogate pairs, and (of the invisible ones) none: an emoji needs its joiners.
_STEERING = frozenset({"Cc", "Cs", "Zl", "Zp"})


_PROBLEMS_SHOWN = 8  # of a file


def verdict(digest: Digest, console: Console) -> int:
    """Say what a person should look at, a line for each file, and return the exit code."""
    report(digest.findings, console, digest.rejected)
    if digest.rejected:
        count = len({error.file for error in digest.rejected})
        console.print(f"{count} file(s) gave no article, or not all of theirs; the others were done.")
        return ERROR
    return PARTLY if any(bitext.missing for bitext in digest.bitexts) else OK


def report(findings: Iterable[Finding], console: Console, errors: Iterable[DigestError] = ()) -> None:
    """Print what a person should look at, a line for each file; those with an error come last."""
    refused: dict[str, list[_Problem]] = {}
    found: dict[str, list[_Problem]] = {}
    for error in errors:
        message = f"{error.found} (allowed: {error.allowed})" if error.allowed else error.found
        refused.setdefault(error.file, []).append(_Problem(error.place, message, error.remedy))
    for finding in findings:
        problem = _Problem(finding.place, finding.message, finding.remedy)
        refused.get(finding.file, found.setdefault(finding.file, [])).append(problem)
    for file, problems in found.items():
        if problems:
            console.print(f"{file}: {_line(problems)}")
    for file, problems in refused.items():
        console.print(f"error: {file}: {_line(problems)}")


class _Problem(NamedTuple):
    place: str
    message: str
    remedy: str


def _line(problems: Iterable[_Problem]) -> str:
    """All problems of a file in one line: each of them once, with all its places, and what to do."""
    places: dict[tuple[str, str], list[str]] = {}
    for problem in problems:
        places.setdefault(problem[1:], []).append(problem.place)
    shown = list(places.items())[:_PROBLEMS_SHOWN]
    parts = [": ".join(filter(None, (together(each), message))) for (message, _), each in shown]
    more = sum(map(len, places.values())) - sum(len(each) for _, each in shown)
    parts += [f"and {more} more, which --json lists"] if more else []
    remedies = "; ".join(dict.fromkeys(remedy for (_, remedy), _ in shown if remedy))
    # A message of several lines, as a library has them, is one line here.
    return " ".join(("; ".join(parts) + (f". To do: {remedies}" if remedies else "")).split())


def complain(console: Console, error: DigestError) -> None:
    """Print an error."""
    console.print(f"error: {error}")


def as_json(digest: Digest) -> dict[str, Any]:
    """How far each article is, and what was found, for a program."""
    return {
        "articles": [
            {
                "slug": bitext.article.slug,
                "lang": bitext.article.lang,
                "target": bitext.target,
                "title": bitext.article.title,
                "status": str(bitext.status),
                "sentences": len(bitext.pairs),
                "reviewed": bitext.reviewed,
                "missing": bitext.missing,
            }
            for bitext in digest.bitexts
        ],
        "findings": [
            {
                "file": finding.file,
                "place": finding.place,
                "message": finding.message,
                "remedy": finding.remedy,
            }
            for finding in digest.findings
        ],
        "errors": [
            {"file": error.file, "place": error.place, "found": error.found, "remedy": error.remedy}
            for error in digest.rejected
        ],
    }


def print_json(result: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Print a result for a program."""
    print(json.dumps(result, ensure_ascii=False, indent=2))


def print_text(text: str) -> None:
    """Print a result for a person."""
    print(printable(text))


def printable(text: str) -> str:
    """Text from anywhere without the characters that steer a terminal; lines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(
        char if char in "\n\t" or unicodedata.category(char) not in _STEERING else "\ufffd" for char in text
    )

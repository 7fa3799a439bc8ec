"""What commands say at the end: results on stdout, messages for a person, exit codes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from digest.errors import DigestError

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


def verdict(digest: Digest, console: Console) -> int:
    """Say what a person should look at, and return the exit code."""
    report(digest.findings, console)
    for error in digest.rejected:
        complain(console, error)
    if digest.rejected:
        console.print(f"{len(digest.rejected)} article(s) left out; the others were done.")
        return ERROR
    return PARTLY if any(bitext.missing for bitext in digest.bitexts) else OK


def report(findings: Iterable[Finding], console: Console) -> None:
    """Print what a person should look at."""
    for finding in findings:
        where = f"{finding.file}: {finding.place}: " if finding.place else f"{finding.file}: "
        console.print(where + finding.message)
        if finding.remedy:
            console.print(f"  to do: {finding.remedy}")


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

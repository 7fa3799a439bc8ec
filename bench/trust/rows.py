"""What was tried, and the table that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Row", "table", "told"]

_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        what: What was tried, with what counts as a failure.
        tried: How many times.
        failures: What was found, one entry for each failure.
        skipped: Why it could not be tried on this machine; empty where it was.
    """

    what: str
    tried: int = 0
    failures: tuple[str, ...] = ()
    skipped: str = ""


def table(rows: Iterable[Row]) -> str:
    """The rows as a table in Markdown. What was not tried has no number of failures."""
    lines = ["| what was tried, and what would be a failure | tried | failures |", "|---|--:|--:|"]
    for row in rows:
        found = f"not tried: {row.skipped}" if row.skipped else f"{len(row.failures)}"
        lines.append(f"| {row.what} | {row.tried:,} | {found} |")
    return "\n".join(lines)


def told(rows: Sequence[Row]) -> str:
    """The failures, each below what was tried; an empty text where there are none."""
    lines = []
    for row in rows:
        if row.failures:
            lines.append(f"{row.what}:")
            lines += [f"  - {failure}" for failure in row.failures[:_MOST_TOLD]]
        if len(row.failures) > _MOST_TOLD:
            lines.append(f"  … and {len(row.failures) - _MOST_TOLD} more")
    return "\n".join(lines)

"""Places in a file, told in a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["together"]

_RUNS_SHOWN = 12
_NUMBERED = re.compile(r"(.*?)(\w+) (\d+)(?:–(\d+))?")


def together(places: Sequence[str]) -> str:
    """Some places of one file in one: "row 5", "row 6" and "row 9" are "rows 5–6, 9".

    Places that are not numbered, or not alike, stand one after the other, each once.
    """
    found = [_NUMBERED.fullmatch(place) for place in places]
    parts = [(part[1], part[2], int(part[3])) for part in found if part and not part[4]]
    if len(parts) < 2 or len(parts) < len(places) or len({part[:2] for part in parts}) > 1:
        return ", ".join(dict.fromkeys(filter(None, places)))
    before, word, _ = parts[0]
    runs: list[list[int]] = []
    for number in sorted({number for _, _, number in parts}):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs[:_RUNS_SHOWN])
    more = f" and {len(runs) - _RUNS_SHOWN} more" if len(runs) > _RUNS_SHOWN else ""
    return f"{before}{_plural(word) if runs != [[parts[0][2]]] else word} {shown}{more}"


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"

"""Places in a file, told in a few words."""

from __future__ import annotations

import pytest

from digest.places import together


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["row 5"], "row 5"),
        (["row 5", "row 5"], "row 5"),
        (["row 6", "row 5", "row 9"], "rows 5–6, 9"),
        ([f"row {n}" for n in (5, 9, *range(12, 41))], "rows 5, 9, 12–40"),
        (["entry 1", "entry 3"], "entries 1, 3"),
        (["sheet A, row 1", "sheet A, row 2"], "sheet A, rows 1–2"),
        (["row 1", "line 2"], "row 1, line 2"),
        (["row 1", "the end"], "row 1, the end"),
        (["rows 1–3", "row 5"], "rows 1–3, row 5"),
        (["", ""], ""),
        ([], ""),
        ([f"row {n}" for n in range(0, 40, 2)], f"rows {', '.join(map(str, range(0, 24, 2)))} and 8 more"),
    ],
)
def test_places_are_told_together(places: list[str], told: str) -> None:
    """Numbers in a row as a range; what is not alike one after the other."""
    assert together(places) == told

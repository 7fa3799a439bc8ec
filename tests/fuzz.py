"""`make fuzz`: made-up text for every function of tests/growth.py, with atheris, for as long as one likes.

A run ends at the first text that raises something other than an error for people, or takes more time than its
length accounts for; atheris writes that text into a file, `crash-…`, which `python tests/fuzz.py FILE` reads.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]  # only where `make fuzz` has installed it

# Run as a program, it finds the package beside it.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["digest"]):
    from growth import ENTRIES, STEEP, growth

from digest.errors import DigestError

_NAMES = sorted(ENTRIES)
_LONGEST = 400
_LONGEST_UNIT = 12


def test_one_input(data: bytes) -> None:
    """Try one text as it is, and one that repeats a piece of it."""
    given = atheris.FuzzedDataProvider(data)
    name = _NAMES[given.ConsumeIntInRange(0, len(_NAMES) - 1)]
    unit = given.ConsumeUnicode(given.ConsumeIntInRange(1, _LONGEST_UNIT))
    text = given.ConsumeUnicode(_LONGEST)
    with contextlib.suppress(DigestError):
        ENTRIES[name](text)
    found = growth(ENTRIES[name], unit, largest=1 << 12) if unit else None
    if found and found.ratio >= STEEP:
        raise AssertionError(f"{name} takes {found.ratio:.1f} times as long for twice the text: {unit!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()

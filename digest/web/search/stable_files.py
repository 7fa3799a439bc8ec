"""Pagefind's files in an order of their own: it writes its filters in another order each time."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from digest.errors import RenderError

__all__ = ["settle"]

_SIGNATURE = b"pagefind_dcd"  # stands before the data in each packed file
_FILTERS, _VALUES = 3, 1  # where they stand in the list that a file holds


def settle(folder: Path) -> None:
    """Make the same index the same bytes: values by name, filters by name, files named after what they hold.

    Raises:
        RenderError: a file is not as this version of Pagefind writes it.
    """
    entry = folder / "pagefind-entry.json"
    facts = json.loads(entry.read_text(encoding="utf-8"))
    for language in facts["languages"].values():
        path = folder / f"pagefind.{language['hash']}.pf_meta"
        meta = _read(path)
        meta[_FILTERS] = [
            [name, _settle_filter(folder / "filter", file)] for name, file in sorted(meta[_FILTERS])
        ]
        language["hash"] = _write(folder, "pagefind.", language["hash"], ".pf_meta", meta)
    entry.write_text(json.dumps(facts, ensure_ascii=False, sort_keys=True), encoding="utf-8", newline="\n")


def _settle_filter(folder: Path, file: str) -> str:
    data = _read(folder / f"{file}.pf_filter")
    data[_VALUES] = sorted(data[_VALUES])
    return _write(folder, "", file, ".pf_filter", data)


def _read(path: Path) -> Any:
    packed = gzip.decompress(path.read_bytes())
    value, end = _decode(packed, len(_SIGNATURE))
    if not packed.startswith(_SIGNATURE) or end != len(packed):
        raise _unknown()
    return value


def _write(folder: Path, before: str, old: str, suffix: str, value: Any) -> str:
    """Write the file anew under a name made of its content, as long as the old one; give that name."""
    data = _SIGNATURE + _encode(value)
    language, _, digits = old.partition("_")
    new = f"{language}_{hashlib.sha256(data).hexdigest()[: len(digits)]}"
    (folder / f"{before}{old}{suffix}").unlink()
    (folder / f"{before}{new}{suffix}").write_bytes(gzip.compress(data, mtime=0))
    return new


def _unknown() -> RenderError:
    return RenderError(
        "site/pagefind/",
        "Pagefind wrote a file in a form that is not known here",
        remedy="install the version of Pagefind that requirements.txt names",
    )


# CBOR (RFC 8949), as far as these files have it: whole numbers, text and lists

_NUMBER, _TEXT, _LIST = 0, 3, 4


def _decode(data: bytes, at: int) -> tuple[Any, int]:
    """The value that begins at a place, and the place behind it."""
    kind, short = data[at] >> 5, data[at] & 31
    at += 1
    number = short
    if 24 <= short <= 27:
        size = 1 << (short - 24)
        number, at = int.from_bytes(data[at : at + size], "big"), at + size
    if kind == _NUMBER and short <= 27:
        return number, at
    if kind == _TEXT and short <= 27:
        return data[at : at + number].decode("utf-8"), at + number
    if kind == _LIST and short <= 27:
        items = []
        for _ in range(number):
            item, at = _decode(data, at)
            items.append(item)
        return items, at
    raise _unknown()


def _encode(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        text = value.encode("utf-8")
        return _head(_TEXT, len(text)) + text
    return _head(_LIST, len(value)) + b"".join(_encode(item) for item in value)


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | 24 + power]) + number.to_bytes(1 << power, "big")

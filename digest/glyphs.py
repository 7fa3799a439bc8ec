"""Which characters a font can show: the character map of a TrueType or OpenType file."""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["covered"]


def covered(font: bytes) -> frozenset[int]:
    """The code points that a font file has a glyph for, by its Unicode maps of formats 4 and 12."""
    found: set[int] = set()
    for subtable in _subtables(font, _table(font, b"cmap")):
        (form,) = struct.unpack_from(">H", font, subtable)
        if form == 4:
            found.update(_segments(font, subtable))
        elif form == 12:
            found.update(_groups(font, subtable))
    return frozenset(found)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for entry in range(12, 12 + 16 * count, 16):
        if font[entry : entry + 4] == tag:
            return int(struct.unpack_from(">I", font, entry + 8)[0])
    raise ValueError(f"the font has no table {tag.decode()}")


def _subtables(font: bytes, cmap: int) -> Iterator[int]:
    """Where each Unicode map begins."""
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    for entry in range(cmap + 4, cmap + 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", font, entry)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            yield cmap + offset


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Format 4: runs of code points, each with a shift or an array of glyphs; glyph 0 is none."""
    (double,) = struct.unpack_from(">H", font, start + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", font, start + 14)
    begins = struct.unpack_from(f">{count}H", font, start + 16 + double)
    shifts = struct.unpack_from(f">{count}H", font, start + 16 + 2 * double)
    arrays = start + 16 + 3 * double
    for number, (begin, end, shift) in enumerate(zip(begins, ends, shifts, strict=True)):
        place = arrays + 2 * number
        (offset,) = struct.unpack_from(">H", font, place)
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", font, place + offset + 2 * (code - begin))
                if glyph == 0:
                    continue
            if (glyph + shift) & 0xFFFF:
                yield code


def _groups(font: bytes, start: int) -> Iterator[int]:
    """Format 12: runs of code points with glyphs in a row."""
    (count,) = struct.unpack_from(">I", font, start + 12)
    for group in range(start + 16, start + 16 + 12 * count, 12):
        begin, end, glyph = struct.unpack_from(">III", font, group)
        yield from (code for code in range(begin, end + 1) if glyph + code - begin)

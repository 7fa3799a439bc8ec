"""A PDF made smaller: the objects that Typst leaves as plain text, compressed.

A tagged PDF has a small object for every element of its structure, half of the file. PDF 1.5 can hold them in
compressed streams; Typst's writer does not. Nothing but the packing changes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["pack"]

_HEAD = re.compile(rb"(\d+) 0 obj\s")
_TRAILER = re.compile(rb"trailer\s*(<<.*>>)\s*startxref\s+(\d+)\s+%%EOF\s*\Z", re.DOTALL)
_SIZE = re.compile(rb"/Size\s+\d+")
# Enough to compress well; a reader has to unpack a whole stream for one object in it.
_OBJECTS_A_STREAM = 200
_LEVEL = 9


@dataclass(frozen=True, slots=True)
class _Object:
    """An indirect object: its number and what stands between `obj` and `endobj`."""

    number: int
    body: bytes

    @property
    def is_stream(self) -> bool:
        return self.body.endswith(b"endstream")


def pack(pdf: bytes) -> bytes:
    """Give the PDF with its plain objects in compressed streams.

    A file that is not as Typst writes it is given back as it is.
    """
    trailer = _TRAILER.search(pdf)
    objects = list(_objects(pdf, int(trailer[2]))) if trailer else []
    if not trailer or not objects:
        return pdf
    plain = [item for item in objects if not item.is_stream]
    numbers = max(item.number for item in objects) + 1
    streams = [
        _Object(numbers + place, _object_stream(plain[start : start + _OBJECTS_A_STREAM]))
        for place, start in enumerate(range(0, len(plain), _OBJECTS_A_STREAM))
    ]
    # A file begins with its version and a line of bytes that says that it is no text.
    out = bytearray(pdf[: pdf.index(b"\n", pdf.index(b"\n") + 1) + 1])
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for index, item in enumerate(plain):
        places[item.number] = (2, streams[index // _OBJECTS_A_STREAM].number, index % _OBJECTS_A_STREAM)
    for item in [*(item for item in objects if item.is_stream), *streams]:
        places[item.number] = (1, len(out), 0)
        out += b"%d 0 obj\n%b\nendobj\n" % (item.number, item.body)
    return bytes(out) + _cross_references(places, numbers + len(streams), len(out), trailer[1])


def _objects(pdf: bytes, table: int) -> Iterator[_Object]:
    """The objects of a file, found by its cross-reference table, which begins at `table`."""
    offsets = sorted(int(entry) for entry in re.findall(rb"(\d{10}) \d{5} n", pdf[table:]))
    heads = [_HEAD.match(pdf, start) for start in offsets]
    if not offsets or not all(heads):
        return
    for head, end in zip(heads, [*offsets[1:], table], strict=True):
        if head:
            yield _Object(int(head[1]), pdf[head.end() : pdf.rindex(b"endobj", head.end(), end)].strip())


def _object_stream(objects: Sequence[_Object]) -> bytes:
    index, bodies = [], bytearray()
    for item in objects:
        index.append(b"%d %d" % (item.number, len(bodies)))
        bodies += item.body + b"\n"
    first = b" ".join(index) + b"\n"
    facts = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(first))
    return _stream(facts, first + bytes(bodies))


def _cross_references(
    places: Mapping[int, tuple[int, int, int]], number: int, offset: int, trailer: bytes
) -> bytes:
    """The stream at the end that holds where each object is, and what the trailer held."""
    places = {**places, number: (1, offset, 0)}
    rows = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, place, index in (places.get(item, (0, 0, 65535)) for item in range(number + 1))
    )
    known = _SIZE.sub(b"", trailer).removeprefix(b"<<").removesuffix(b">>").strip()
    facts = b"/Type/XRef/W[1 4 2]/Size %d%b" % (number + 1, known)
    return b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (number, _stream(facts, rows), offset)


def _stream(facts: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data, _LEVEL)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (facts, len(packed), packed)

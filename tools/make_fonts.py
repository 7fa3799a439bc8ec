"""Make the fonts in digest/print/fonts out of two published packages; the README there says how."""

from __future__ import annotations

import argparse
import hashlib
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.misc.timeTools import timestampFromString
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

LITERATA = "fontsource-variable-literata-5.3.0.tgz"
NOTO = "fontsource-noto-serif-5.3.0.tgz"
SHA256 = {
    LITERATA: "6511fb89c1b68ad10a422204580984dd3e27a129edc4cd015ee342f06a8fe4ac",
    NOTO: "846d219c2c9c668ebe2b5ca0e76c403a35f847d83c4c441c107f9bdc152830df",
}
FONTS = Path(__file__).parents[1] / "digest" / "print" / "fonts"
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "vietnamese")
STRESS = 0x0301  # knows where to stand only on the letters of its own part; Latin ones come with it composed
MADE = timestampFromString("Thu Jan  1 00:00:00 2026")

# Shapes that the text needs and the font has under another number.
SAME_SHAPE = {0x2010: 0x2D, 0x2011: 0x2D, 0x2015: 0x2014, 0x202F: 0x2009, 0x200A: 0x2009}


@dataclass(frozen=True)
class Face:
    """A font to make: its file, names and weight, its package files, and the place on their axes."""

    file: str
    family: str
    style: str
    weight: int
    package: str
    pattern: str
    axes: tuple[tuple[str, float], ...] = ()


FACES = (
    Face("Literata-Regular.ttf", "Literata", "Regular", 400, LITERATA,
         "literata-{}-standard-normal.woff2", (("opsz", 11), ("wght", 400))),
    Face("Literata-Italic.ttf", "Literata", "Italic", 400, LITERATA,
         "literata-{}-standard-italic.woff2", (("opsz", 11), ("wght", 400))),
    Face("Literata-SemiBold.ttf", "Literata", "SemiBold", 600, LITERATA,
         "literata-{}-standard-normal.woff2", (("opsz", 11), ("wght", 600))),
    Face("LiterataTitle-Bold.ttf", "Literata Title", "Bold", 700, LITERATA,
         "literata-{}-standard-normal.woff2", (("opsz", 24), ("wght", 700))),
    Face("NotoSerif-Regular.ttf", "Noto Serif", "Regular", 400, NOTO, "noto-serif-{}-400-normal.woff2"),
)  # fmt: skip


def parts(face: Face, packages: Path) -> Iterator[TTFont]:
    """The face's scripts, each a small static font with characters that no other has."""
    known: set[int] = set()
    with tarfile.open(packages / face.package) as package:
        for script in SCRIPTS:
            member = package.extractfile(f"package/files/{face.pattern.format(script)}")
            assert member is not None
            font = TTFont(io.BytesIO(member.read()), recalcTimestamp=False)
            if face.axes:
                instantiateVariableFont(font, dict(face.axes), inplace=True)
            for table in {"STAT", "vhea", "vmtx", "MVAR", "VVAR"} & set(font.keys()):
                del font[table]
            font.flavor = None
            known = known - {STRESS} if script == "cyrillic" else known | {STRESS}
            for table in font["cmap"].tables:
                table.cmap = {code: glyph for code, glyph in table.cmap.items() if code not in known}
            known |= font.getBestCmap().keys()
            yield font


def merge(face: Face, packages: Path, aside: Path) -> TTFont:
    """One font of all scripts."""
    files: list[str] = []
    for number, font in enumerate(parts(face, packages)):
        files.append(str(aside / f"{face.file}.{number}"))
        font.save(files[-1])
    merged = Merger().merge(files)
    for file in files:
        Path(file).unlink()
    return merged


def draw(font: TTFont, code: int, name: str, width: int, *outlines: list[tuple[int, int]]) -> None:
    """Add a glyph of straight lines."""
    pen = TTGlyphPen(None)
    for first, *rest in outlines:
        pen.moveTo(first)
        for point in rest:
            pen.lineTo(point)
        pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (width, min(x for outline in outlines for x, _ in outline))
    for table in font["cmap"].tables:
        table.cmap[code] = name


def add_signs(font: TTFont) -> None:
    """Add what the packages lack: → and □ in the weight of the minus, hyphens and spaces by their twins."""
    cmap = font.getBestCmap()
    for code, twin in SAME_SHAPE.items():
        if code not in cmap and twin in cmap:
            for table in font["cmap"].tables:
                table.cmap[code] = cmap[twin]
    minus = font["glyf"][cmap[0x2212]]
    low, high = minus.yMin, minus.yMax
    middle, stroke = (low + high) // 2, high - low
    tip, head = 860, 210
    top, bottom, back = middle + head, middle - head, tip - stroke
    near, far = tip - head - stroke, tip - head + stroke // 3
    shaft = [(60, low), (60, high), (back, high), (back, low)]
    point = [(near, top), (far, top), (tip, middle), (far, bottom), (near, bottom), (back, middle)]
    draw(font, 0x2192, "arrowright", 920, shaft, point)
    left, right, inner, outer = 70, 670, 70 + stroke, 670 - stroke
    frame = [(left, 0), (left, 600), (right, 600), (right, 0)]
    hole = [(inner, stroke), (outer, stroke), (outer, 600 - stroke), (inner, 600 - stroke)]
    draw(font, 0x25A1, "uni25A1", right + left, frame, hole)


def rename(font: TTFont, face: Face) -> None:
    """Write the face's own names; the copyright and the licence stay."""
    table = font["name"]
    for name in list(table.names):
        if name.nameID not in (0, 5, 8, 9, 11, 12, 13, 14):
            table.removeNames(nameID=name.nameID)
    full = f"{face.family} {face.style}"
    basic = face.style in ("Regular", "Italic", "Bold")
    names = {
        1: face.family if basic else full,
        2: face.style if basic else "Regular",
        3: f"{full}; modified for the bilingual digest",
        4: full,
        6: full.replace(" ", "")
        if face.family.endswith("Title")
        else f"{face.family}-{face.style}".replace(" ", ""),
        **({} if basic else {16: face.family, 17: face.style}),
    }
    for number, value in names.items():
        table.setName(value, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    italic, bold = face.style == "Italic", face.style == "Bold"
    font["OS/2"].fsSelection = 0b1000_0000 | (1 if italic else 0x20 if bold else 0x40)
    font["head"].macStyle = (1 if bold else 0) | (2 if italic else 0)
    font["head"].created = font["head"].modified = MADE


def make(face: Face, packages: Path, out: Path) -> None:
    """Make one font file."""
    font = merge(face, packages, out)
    if face.package == LITERATA:
        add_signs(font)
    rename(font, face)
    font.recalcTimestamp = False
    font.save(out / face.file)


def main() -> None:
    """Check the packages, then make every face."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path, help=f"the folder that holds {LITERATA} and {NOTO}")
    parser.add_argument("--out", type=Path, default=FONTS, help="where to write (digest/print/fonts)")
    arguments = parser.parse_args()
    for file, expected in SHA256.items():
        found = hashlib.sha256((arguments.packages / file).read_bytes()).hexdigest()
        if found != expected:
            raise SystemExit(f"{file}: its SHA-256 is {found}, expected {expected}; fetch it again")
    for face in FACES:
        make(face, arguments.packages, arguments.out)


if __name__ == "__main__":
    main()

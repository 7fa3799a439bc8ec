"""Make the fonts in docs/assets/fonts out of a published package; SOURCE.txt there says how.

One file for each script and style, so that a browser loads only those that a page's letters need. The
stylesheet names the same ranges of characters.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.misc.timeTools import timestampFromString
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PACKAGE = "fontsource-variable-literata-5.3.0.tgz"
SHA256 = "6511fb89c1b68ad10a422204580984dd3e27a129edc4cd015ee342f06a8fe4ac"
FONTS = Path(__file__).parents[1] / "docs" / "assets" / "fonts"
MADE = timestampFromString("Thu Jan  1 00:00:00 2026")

# The languages of central Europe, the currencies and the accents: half of what the package has as one part.
CENTRAL = frozenset((*range(0x0100, 0x0180), *range(0x20A0, 0x20C1), *range(0x0300, 0x0330)))


@dataclass(frozen=True)
class Part:
    """A font file to make: its name, the part of the package, and which of its characters it gets."""

    name: str
    script: str
    central: bool | None = None

    def has(self, code: int) -> bool:
        """Whether it gets a character."""
        return self.central is None or (code in CENTRAL) is self.central


PARTS = (
    Part("latin", "latin"),
    Part("central", "latin-ext", central=True),
    Part("latin-ext", "latin-ext", central=False),
    Part("cyrillic", "cyrillic"),
    Part("cyrillic-ext", "cyrillic-ext"),
)
# The weights that the stylesheets use; the package's go from 200 to 900. Of the italic they use one.
WEIGHTS: dict[str, tuple[int, int] | int] = {"normal": (400, 700), "italic": 400}


def read(package: tarfile.TarFile, script: str, style: str) -> TTFont:
    """A part of the package, with the weights that we use."""
    member = package.extractfile(f"package/files/literata-{script}-wght-{style}.woff2")
    assert member is not None
    font = TTFont(io.BytesIO(member.read()), recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": WEIGHTS[style]}, inplace=True)
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)  # the subsetter needs the instance read anew
    return TTFont(plain, recalcTimestamp=False)


def options() -> subset.Options:
    """What stays in a file: letters, kerning, marks, ligatures; and the copyright and licence."""
    chosen = subset.Options()
    chosen.flavor = "woff2"
    chosen.layout_features = ["calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "rlig", "rvrn"]
    chosen.name_IDs = [0, 13, 14]
    chosen.drop_tables = [*chosen.drop_tables, "STAT", "VVAR", "vhea", "vmtx"]
    chosen.hinting = False
    chosen.notdef_outline = True
    return chosen


def parts(package: tarfile.TarFile) -> Iterator[tuple[str, TTFont]]:
    """Every file to make: its name and the font."""
    for part in PARTS:
        for style in WEIGHTS:
            font = read(package, part.script, style)
            subsetter = subset.Subsetter(options())
            subsetter.populate(unicodes=[code for code in font.getBestCmap() if part.has(code)])
            subsetter.subset(font)
            font["head"].created = font["head"].modified = MADE
            font.flavor = "woff2"
            yield f"literata-{part.name}-{style}.woff2", font


def main() -> None:
    """Check the package, then make every file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packages", type=Path, help=f"the folder that holds {PACKAGE}")
    parser.add_argument("--out", type=Path, default=FONTS, help="where to write (docs/assets/fonts)")
    arguments = parser.parse_args()
    file = arguments.packages / PACKAGE
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != SHA256:
        raise SystemExit(f"{PACKAGE}: its SHA-256 is {found}, expected {SHA256}; fetch it again")
    with tarfile.open(file) as package:
        for name, font in parts(package):
            font.save(arguments.out / name)


if __name__ == "__main__":
    main()

"""The printed digest: bitexts as PDFs."""

from digest.typeset.glyphs import MissingGlyph, findings, missing_glyphs
from digest.typeset.press import typeset

__all__ = ["MissingGlyph", "findings", "missing_glyphs", "typeset"]

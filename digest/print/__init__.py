"""The printed digest: bitexts as PDFs, and the cards of their pages."""

from digest.print.card import card
from digest.print.glyphs import MissingGlyph, findings, missing_glyphs
from digest.print.options import Layout, PrintOptions
from digest.print.typst_runner import print_leaf, typeset

__all__ = [
    "Layout",
    "MissingGlyph",
    "PrintOptions",
    "card",
    "findings",
    "missing_glyphs",
    "print_leaf",
    "typeset",
]

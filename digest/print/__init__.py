"""The printed digest: bitexts as PDFs, and the cards of their pages."""

from digest.print.card import card
from digest.print.glyphs import MissingGlyph, findings, missing_glyphs
from digest.print.options import Form, Layout
from digest.print.typst_runner import print_leaf, typeset

__all__ = ["Form", "Layout", "MissingGlyph", "card", "findings", "missing_glyphs", "print_leaf", "typeset"]

"""The printed digest: bitexts as PDFs, and the cards of their pages."""

from digest.typeset.card import card
from digest.typeset.form import Form, Layout
from digest.typeset.glyphs import MissingGlyph, findings, missing_glyphs
from digest.typeset.press import print_leaf, typeset

__all__ = ["Form", "Layout", "MissingGlyph", "card", "findings", "missing_glyphs", "print_leaf", "typeset"]

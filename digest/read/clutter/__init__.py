"""Separates the article from what surrounds it, by a visible list of named rules for the lines of a page."""

from __future__ import annotations

from digest.read.clutter.clean import RULES, Cleaned, agreed_headline, clean
from digest.read.clutter.lines import Hit, Line, Metadata, Page, Rule, is_prose
from digest.read.clutter.names import person

__all__ = [
    "RULES",
    "Cleaned",
    "Hit",
    "Line",
    "Metadata",
    "Page",
    "Rule",
    "agreed_headline",
    "clean",
    "is_prose",
    "person",
]

"""What is the article and what stands around it: a visible list of named rules over the lines of a page."""

from __future__ import annotations

from digest.clutter.clean import Cleaned, clean
from digest.clutter.facts import person
from digest.clutter.lines import Facts, Hit, Line, Page, Rule
from digest.clutter.rules import AROUND_HEADLINE, BY_PLACE, BY_WORDING

__all__ = [
    "AROUND_HEADLINE",
    "BY_PLACE",
    "BY_WORDING",
    "Cleaned",
    "Facts",
    "Hit",
    "Line",
    "Page",
    "Rule",
    "clean",
    "person",
]

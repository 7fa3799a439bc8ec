"""The foot of an article's page: who occurs in it, and what else was written on the same event."""

from __future__ import annotations

from digest.encode import Html
from digest.pages.context import Context
from digest.values import Bitext

__all__ = ["foot"]


def foot(bitext: Bitext, context: Context, here: str, lang: str) -> Html:
    """The people and institutions of an article and its related coverage, for a page in a language."""
    return Html()

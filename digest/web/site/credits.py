"""Who or what translated an article, in a line for those who read it elsewhere than on its page."""

from __future__ import annotations

from digest.labels import labels
from digest.web.pages.front_matter import engine_names
from digest.values import Bitext, Status

__all__ = ["credit"]


def credit(bitext: Bitext, lang: str) -> str:
    """The line in a language; empty where nothing is translated."""
    words, names = labels(lang), ", ".join(bitext.reviewers)
    if bitext.status is Status.MISSING:
        return ""
    if bitext.status is Status.REVIEWED:
        return words["reviewed_by"].replace("{names}", names) if names else words["reviewed_by_person"]
    so_far = words["so_far"].replace("{n}", str(bitext.reviewed)).replace("{m}", str(len(bitext.pairs)))
    statements = (_machine(bitext, lang) if bitext.origins else "", so_far if bitext.reviewed else "")
    return ". ".join(filter(None, statements))


def _machine(bitext: Bitext, lang: str) -> str:
    words = labels(lang)
    engines, models = engine_names(bitext)
    named = ", ".join((*engines, *models))
    return words["machine_by"].replace("{engine}", named) if named else words["machine_unnamed"]

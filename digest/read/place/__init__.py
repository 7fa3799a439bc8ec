"""Finds where the article lies on a page of pasted text, by models learnt on real pages."""

from __future__ import annotations

from digest.read.place.find import Headline, Models, Place, find, thresholds, title_confidence

__all__ = ["Headline", "Models", "Place", "find", "thresholds", "title_confidence"]

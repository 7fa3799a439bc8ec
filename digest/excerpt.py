"""How much of an article is published, by what its source allows."""

from __future__ import annotations

from dataclasses import replace

from digest.settings import Mode, Settings
from digest.values import Bitext

__all__ = ["published"]

# Enough to know what an article is about, and within what quoting allows in most countries.
_SENTENCES = 3


def published(bitext: Bitext, settings: Settings) -> Bitext:
    """The article with as many sentences withheld as the `mode` of its source in digest.yml says."""
    modes = {source.name: source.mode for source in settings.sources}
    mode = modes.get(bitext.article.source or "", Mode.FULL)
    body = len(bitext.pairs) - 1
    shown = {Mode.FULL: body, Mode.EXCERPT: min(body, _SENTENCES), Mode.LINK: 0}[mode]
    return replace(bitext, withheld=body - shown)

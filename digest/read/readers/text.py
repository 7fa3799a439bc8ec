"""Plain text: an article or a whole page as it was copied from the screen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from digest.read import text
from digest.read.draft import Draft, slug_of
from digest.settings import Settings
from digest.values import Seed

__all__ = ["read"]


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The one article in a text file.

    Raises:
        SeedError: the file is empty, or holds something other than text.
    """
    return [Draft(slug_of(seed.name), text.decode(seed.raw, seed.name), hashlib.sha256(seed.raw).hexdigest())]

"""Plain text: an article or a page as it was copied from the screen, or several with a line between them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from digest.read import text
from digest.read.draft import Draft, slug_of
from digest.read.readers.parts import hash_of, named_apart, slug_of_part
from digest.settings import Settings
from digest.values import Seed

__all__ = ["read"]

# "===== article =====": no page that somebody pastes has such a line.
_SEPARATOR = re.compile(r"^[ \t]*={3,}[ \t]*article[ \t]*={3,}[ \t]*$", re.IGNORECASE | re.MULTILINE)


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The article in a text file, or each of those that a line `===== article =====` parts.

    Raises:
        SeedError: the file is empty, or holds something other than text.
    """
    whole = text.decode(seed.raw, seed.name)
    parts = _SEPARATOR.split(whole)
    if len(parts) == 1:
        return [Draft(slug_of(seed.name), whole, hashlib.sha256(seed.raw).hexdigest())]
    # Only drafts go in, so only drafts come out.
    return (draft for draft in named_apart(_parts(parts, seed.name)) if isinstance(draft, Draft))


def _parts(parts: Iterable[str], name: str) -> Iterator[Draft]:
    for number, part in enumerate(filter(str.strip, parts), 1):
        # The longest paragraph tells an article, and stays when somebody cuts the clutter around it.
        longest = max(map(text.tidy, part.split("\n")), key=len)
        yield Draft(
            slug_of_part(slug_of(name), longest), part, hash_of(part.strip()), place=f"article {number}"
        )

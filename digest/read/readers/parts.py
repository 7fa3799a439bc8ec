"""A file of several articles: what becomes the name of each."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from digest.errors import SeedError
from digest.read.draft import Draft, slug_of

__all__ = ["hash_of", "named_apart", "slug_of_part"]

_READABLE = 48
_HASH = 8


def slug_of_part(title: str, key: str) -> str:
    """The name of an article that shares its file with others.

    It does not depend on where the article stands among them, so that it stays when others come and go.

    Args:
        title: what people are to know it by.
        key: what tells it from all others: an identifier, an address, or else its title.
    """
    # No part of a title is a folder, or the ending of a file's name.
    readable = slug_of(re.sub(r"[./\\]", " ", title))[:_READABLE].strip("-")
    return f"{readable}-{hash_of(key)[:_HASH]}"


def hash_of(*values: str) -> str:
    """The SHA-256, as hexadecimal digits, of what an article was read from."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def named_apart(drafts: Iterable[Draft | SeedError]) -> Iterator[Draft | SeedError]:
    """The drafts of a file; a name that another content has already gets a hash of the content added."""
    seen: dict[str, str] = {}
    for draft in drafts:
        if isinstance(draft, Draft) and seen.setdefault(draft.slug, draft.sha256) != draft.sha256:
            draft = replace(draft, slug=f"{draft.slug}-{draft.sha256[:_HASH]}")
        yield draft

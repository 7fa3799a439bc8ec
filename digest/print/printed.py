"""What printed files hold, so that none outlives what may be published of its articles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from digest.digest import Digest
from digest.files import write
from digest.store import FOLDER
from digest.values import Bitext

__all__ = ["keep", "may_stand"]

_NOTES = "printed.json"


def keep(root: Path, files: Mapping[str, Iterable[Bitext]]) -> None:
    """Note what the PDFs of the site hold: of each article, by its slug, how many sentences.

    The notes stand in the digest's cache. A file without one is not published again.
    """
    held = {name: {bitext.article.slug: len(bitext.published) for bitext in of} for name, of in files.items()}
    with suppress(OSError):  # without notes the files are printed anew
        write(root / FOLDER / _NOTES, json.dumps(held, indent=0, sort_keys=True).encode())


def may_stand(root: Path, name: str, digest: Digest) -> bool:
    """Whether a printed file holds nothing but what the digest, as it is now, publishes too."""
    try:
        held = json.loads((root / FOLDER / _NOTES).read_text(encoding="utf-8"))[name].items()
        published = {bitext.article.slug: len(bitext.published) for bitext in digest.bitexts}
        return all(count <= published.get(slug, -1) for slug, count in held)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False

"""A web page as a browser saves it: HTML, whole or alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from digest.errors import SeedError
from digest.read.clutter.lines import is_prose, words
from digest.read.draft import Draft, Shape, slug_of
from digest.read.html import body, facts, page
from digest.settings import Settings
from digest.values import Seed

__all__ = ["draft_of", "read"]

# An error page has a sentence or two of its own.
_ERROR_WORDS = 120
_FEWEST_WORDS, _FEWEST_LETTERS = 25, 30


def read(seed: Seed, settings: Settings) -> Iterable[Draft]:
    """The one article of a saved page.

    Raises:
        SeedError: the page is empty, damaged beyond reading, too large, or holds no article.
    """
    return [draft_of(seed.raw, seed.name, slug_of(seed.name))]


def draft_of(
    raw: bytes,
    name: str,
    slug: str,
    *,
    place: str = "",
    charset: str | None = None,
    address: str | None = None,
) -> Draft:
    """The article of a page in the file `name`, or in a `place` of it.

    `charset` is the encoding that a header outside the page states, if any, and `address` where the page
    was fetched from.

    Raises:
        SeedError: the page is empty, damaged beyond reading, too large, or holds no article.
    """
    parsed = page.parse(raw, name, place=place, charset=charset, address=address)
    said = facts.Said.of(parsed)
    lines = body.lines(parsed.root, facts.title_of(said), said.descriptions)
    if fault := _fault(said, lines):
        raise SeedError(
            name,
            f"no article: {fault}",
            place=place,
            allowed="the page of one article",
            remedy="open the article itself in a browser and save that page, or delete the file",
        )
    return Draft(
        slug,
        "\n\n".join(lines),
        hashlib.sha256(raw).hexdigest(),
        facts.read(said),
        Shape.ARTICLE,
        place,
    )


def _fault(said: facts.Said, lines: Sequence[str]) -> str | None:
    """Why a page with these lines of text holds no article; None for one that does."""
    size = sum(len(words(line)) for line in lines)
    titles = filter(None, (said.marks.title, *said.marks.headings))
    if size < _ERROR_WORDS and facts.is_error(said, titles):
        return "the page reports an error"
    if said.is_list:
        return "the page lists articles"
    if any(map(_is_paragraph, lines)) or (size >= _FEWEST_WORDS and said.is_article):
        return None
    return "there is not one paragraph of text in the page"


def _is_paragraph(line: str) -> bool:
    # Some scripts have no blanks between words, and a full stop of their own.
    return is_prose(line) or (len(line) >= _FEWEST_LETTERS and line.endswith(("。", "।", "။")))

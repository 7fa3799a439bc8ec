"""All the pages of a digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from digest.digest import Digest
from digest.errors import RenderError
from digest.glossary import occurrences
from digest.settings import Term
from digest.values import Bitext, BitextKey, Page, newest_first
from digest.web.pages.articles import original_page, parallel_page
from digest.web.pages.context import Context, Related
from digest.web.pages.lists import lists
from digest.web.pages.related import related

__all__ = ["render"]


def render(digest: Digest) -> tuple[Page, ...]:
    """Every generated page: the home page, the lists, and for each article its pages.

    An article in the target language has one page, any other a parallel page in the target language and one
    with the original alone.

    Raises:
        RenderError: two pages would have the same path.
    """
    ordered = newest_first(digest.bitexts)
    names = occurrences(ordered, digest.settings.glossary)
    context = Context(
        digest.settings, digest.publication, names, _related(ordered, names), lines=digest.lines
    )
    pages = (
        *lists(ordered, context),
        *(parallel_page(bitext, context) for bitext in ordered if bitext.is_translated),
        *(original_page(bitext, context) for bitext in ordered),
    )
    _refuse_twins(pages)
    return pages


def _related(
    ordered: Sequence[Bitext], names: Mapping[BitextKey, tuple[Term, ...]]
) -> dict[BitextKey, tuple[Related, ...]]:
    by_slug = {bitext.article.slug: bitext for bitext in ordered}
    found = related(ordered, {key.slug: terms for key, terms in names.items()})
    return {
        by_slug[slug].key: tuple(Related(by_slug[each.slug], each.shared) for each in likenesses)
        for slug, likenesses in found.items()
    }


def _refuse_twins(pages: Iterable[Page]) -> None:
    # Windows and macOS do not tell large letters from small ones in a path.
    seen: set[str] = set()
    for page in pages:
        if page.path.casefold() in seen:
            raise RenderError(
                f"docs/{page.path}",
                "two pages would have this name",
                allowed="one article of a name, and none called like a list: index, dates, sources, topics …",
                remedy="give the article's file in seeds/ another name",
            )
        seen.add(page.path.casefold())

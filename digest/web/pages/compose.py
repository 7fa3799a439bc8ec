"""All the pages of a digest: which there are, what each is made from, and their text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib import metadata

from digest.addresses import original_path, target_path
from digest.digest import Digest
from digest.errors import RenderError
from digest.glossary import occurrences
from digest.settings import Term
from digest.store import Step, Store, content_hash, recipe
from digest.values import Bitext, BitextKey, Page, PlannedPage, newest_first
from digest.web.pages.articles import original_page, parallel_page
from digest.web.pages.context import Context, Related
from digest.web.pages.lists import lists, shown
from digest.web.pages.related import (
    Likeness,
    Question,
    features_of,
    related_by_features,
    shared_words,
)

__all__ = ["plan", "render"]

_AT_ONCE = 500  # articles, so that what is compared need not be in memory for all of them


def render(digest: Digest) -> tuple[Page, ...]:
    """Every generated page: the home page, the lists, and for each article its pages.

    An article in the target language has one page, any other a parallel page in the target language and one
    with the original alone.

    Raises:
        RenderError: two pages would have the same path.
    """
    return tuple(page.render() for page in plan(digest, Store()))


def plan(digest: Digest, store: Store) -> tuple[PlannedPage, ...]:
    """The same pages, each to be rendered when it is needed.

    The store knows what a page came out as, where nothing that it is made from has changed since.

    Raises:
        RenderError: two pages would have the same path.
    """
    ordered = newest_first(digest.bitexts)
    hashes = [content_hash(bitext) for bitext in ordered]
    names = _names(digest, ordered, hashes, store)
    related = _related(ordered, hashes, names, store)
    context = Context(digest.settings, digest.publication, names, related, lines=digest.lines)
    pages = (
        *_planned_lists(ordered, context, hashes, store),
        *_planned_articles(ordered, context, hashes, store),
    )
    _refuse_twins(pages)
    return pages


# What concerns all articles


def _names(
    digest: Digest, ordered: Sequence[Bitext], hashes: Sequence[bytes], store: Store
) -> dict[BitextKey, tuple[Term, ...]]:
    """The terms of the glossary that occur in what is published of each article."""
    glossary = digest.settings.glossary
    by_hash = dict(zip(hashes, ordered, strict=True))
    step = Step.of("names", tuple[int, ...], recipe("glossary.py", "data"), glossary)

    def found(missing: Sequence[bytes]) -> Iterator[tuple[int, ...]]:
        places = {id(term): place for place, term in enumerate(glossary)}
        terms = occurrences([by_hash[one] for one in missing], glossary)
        return (tuple(places[id(term)] for term in terms[by_hash[one].key]) for one in missing)

    results = store.results_of_all(step, hashes, found)
    return {
        bitext.key: tuple(glossary[place] for place in places)
        for bitext, places in zip(ordered, results, strict=True)
    }


def _related(
    ordered: Sequence[Bitext],
    hashes: Sequence[bytes],
    names: Mapping[BitextKey, tuple[Term, ...]],
    store: Store,
) -> dict[BitextKey, tuple[Related, ...]]:
    by_key = {bitext.key: bitext for bitext in ordered}
    made_by = recipe("web/pages/related.py", "web/pages/vectors.py"), metadata.version("scipy")
    features = Step.of("features", dict[str, int], *made_by)
    together = Step.of("related", dict[BitextKey, tuple[Likeness, ...]], *made_by)
    inputs = [
        (one, tuple((term.name, term.kind) for term in names[bitext.key]))
        for one, bitext in zip(hashes, ordered, strict=True)
    ]

    def counted() -> Iterator[dict[str, int]]:
        for start in range(0, len(ordered), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            by_input = dict(zip(inputs[part], ordered[part], strict=True))
            yield from store.results_of_all(
                features,
                inputs[part],
                lambda missing, known=by_input: [  # type: ignore[misc]  # mypy cannot infer a default's type
                    features_of(known[one], names[known[one].key]) for one in missing
                ],
            )

    answers = partial(_shared_words, ordered=ordered, hashes=hashes, store=store)
    (found,) = store.results_of_all(
        together, [content_hash(inputs)], lambda _: [related_by_features(ordered, names, counted(), answers)]
    )
    return {
        key: tuple(Related(by_key[each.key], each.shared) for each in likenesses)
        for key, likenesses in found.items()
    }


def _shared_words(
    questions: Sequence[Question], ordered: Sequence[Bitext], hashes: Sequence[bytes], store: Store
) -> list[tuple[str, ...]]:
    """The words that two articles share, kept: a change in a third seldom changes what weighs most."""
    by_key = {bitext.key: bitext for bitext in ordered}
    by_bitext = {bitext.key: one for bitext, one in zip(ordered, hashes, strict=True)}
    step = Step.of("shared words", tuple[str, ...], recipe("web/pages/related.py"))
    inputs = [(by_bitext[each.one], by_bitext[each.other], *each) for each in questions]
    return store.results_of_all(
        step, inputs, lambda missing: shared_words(by_key)(Question(*each[2:]) for each in missing)
    )


# Pages that are rendered when they are needed


@cache
def _page_step() -> Step[bytes]:
    """The SHA-256 of a page's text, by all that it is made from."""
    parts = ("web/pages", "data/words", "addresses.py", "credits.py", "encode.py", "labels.py", "values.py")
    return Step.of("page", bytes, recipe(*parts), metadata.version("babel"))


def _planned_lists(
    ordered: Sequence[Bitext], context: Context, hashes: Sequence[bytes], store: Store
) -> Iterator[PlannedPage]:
    """The home pages and the lists, which say something of every article."""
    settings = context.settings
    made_from = (settings.title, settings.targets, settings.glossary, context.publication)
    names = [[term.name for term in context.names[bitext.key]] for bitext in ordered]
    step = Step.of("lists", dict[str, bytes], _page_step().made_by, *made_from)
    # The lists are as they were where the articles are, and also where nothing changed that a list shows.
    key = step.key((hashes, names))

    @cache
    def key_of_shown() -> bytes:
        return step.key(([shown(bitext) for bitext in ordered], names))

    @cache
    def rendered() -> dict[str, Page]:
        return {page.path: page for page in lists(ordered, context)}

    known = dict(store.load(step, [key])).get(key)
    if known is None:
        known = dict(store.load(step, [key_of_shown()])).get(key_of_shown())
        if known is None:
            known = {path: _sha256(page) for path, page in rendered().items()}
        store.save(step, {key: known, key_of_shown(): known})
    for path, sha256 in known.items():
        yield PlannedPage(path, sha256, partial(lambda path: rendered()[path], path))


def _planned_articles(
    ordered: Sequence[Bitext], context: Context, hashes: Sequence[bytes], store: Store
) -> Iterator[PlannedPage]:
    """The pages of each article: in the target language where it is translated, and the original."""
    step = _page_step()
    made_from = [
        content_hash((one, *_around(bitext, context))) for one, bitext in zip(hashes, ordered, strict=True)
    ]
    for make, chosen in ((parallel_page, True), (original_page, False)):
        wanted = [
            (bitext, step.key((make.__name__, one)))
            for bitext, one in zip(ordered, made_from, strict=True)
            if bitext.is_translated or not chosen
        ]
        known = dict(store.load(step, [key for _, key in wanted]))
        for bitext, key in wanted:
            path = target_path(bitext) if chosen else original_path(bitext)
            yield PlannedPage(path, known.get(key), partial(_rendered, make, bitext, context, store, key))


def _rendered(
    make: Callable[[Bitext, Context], Page], bitext: Bitext, context: Context, store: Store, key: bytes
) -> Page:
    page = make(bitext, context)
    store.save(_page_step(), {key: _sha256(page)})
    return page


def _around(bitext: Bitext, context: Context) -> tuple[object, ...]:
    """What an article's pages show beside that article."""
    glossary = {term.name: term for term in context.settings.glossary}
    related = [
        (_head(each.bitext), each.shared, [glossary[name] for name in each.shared if name in glossary])
        for each in context.related.get(bitext.key, ())
    ]
    lines = context.lines.get(bitext.key, {})
    shown = context.names.get(bitext.key, ()), related, sorted(lines.items())
    return *shown, context.settings.targets, context.publication


def _head(bitext: Bitext) -> Bitext:
    """What a row shows of an article."""
    return replace(bitext, article=replace(bitext.article, body=(), cuts=()), pairs=bitext.pairs[:1])


def _sha256(page: Page) -> bytes:
    return hashlib.sha256(page.text.encode("utf-8")).digest()


def _refuse_twins(pages: Iterable[PlannedPage]) -> None:
    # Windows and macOS take large and small letters in a path for the same.
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

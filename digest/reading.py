"""Every file in seeds/ read once: its articles kept in the store, copies grouped, topics found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from importlib import metadata

from digest.errors import SeedError
from digest.project import Contents
from digest.read.article import topics_of
from digest.read.draft import Draft
from digest.read.readers import drafts, kind_of
from digest.read.seed import Reading, article_of, reading_from, reading_of
from digest.settings import Settings, Topic
from digest.store import Step, Store, recipe
from digest.values import Article, Copy, Finding, Seed
from digest.workers import spread

__all__ = ["OnRead", "ReadArticles", "read_articles"]

OnRead = Callable[[int, int], None]
"""Called with how many articles of how many have been read, where that takes a while."""


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """The articles of a digest in the order of their files, and the seeds that gave none, or parts of one.

    `findings` name the articles that repeat another and stand on its page.
    """

    articles: tuple[Article, ...]
    rejected: tuple[SeedError, ...]
    findings: tuple[Finding, ...] = ()


def read_articles(
    contents: Contents,
    store: Store | None = None,
    on_read: OnRead = lambda done, total: None,
) -> ReadArticles:
    """Extract every article, once; a seed that gives none does not stop the others.

    A seed with an article whose date is after the latest day is read again without the dates after it.
    """
    store, settings = store or Store(), contents.settings
    # Topics come afterwards, and other settings matter to no article: an edit there reads none anew.
    bare = settings.model_copy(update=_NOT_FOR_READING)
    step = Step.of("seed", Reading, _recipe_of_reading(), _versions(), bare.model_dump_json())

    def readings(missing: Sequence[Seed]) -> Iterator[Reading | SeedError]:
        # What is kept depends on no day; few articles are late.
        items = [(seed, bare, None) for seed in missing if not _is_many(seed)]
        with closing(spread(_reading, items)) as alone:
            for done, seed in enumerate(missing, 1):
                yield _by_parts(seed, bare, None, step, store) if _is_many(seed) else next(alone)
                on_read(done, len(missing))

    kept = store.results(step, contents.seeds, readings)
    results = _in_time(kept, contents, bare, step, store)
    read = _all_read((*contents.unread, *results))
    if settings.copies == "group":
        read = _grouped(read, step, store)
    return _with_topics(_distinct(read), settings, store)


_NOT_FOR_READING = {
    "topics": (), "glossary": (), "engines": {}, "robots": "noindex", "title": "-", "copies": "group"
}  # fmt: skip


def _recipe_of_reading() -> str:
    return recipe("read", "data", "encode.py", "labels.py", "places.py", "values.py")


# A new release of one of these may read an article otherwise.
_LIBRARIES = (
    "anyascii",
    "babel",
    "feedparser",
    "html-text",
    "lxml",
    "markdown-it-py",
    "odfdo",
    "openpyxl",
    "py3langid",
    "pypdfium2",
    "python-docx",
    "striprtf",
    "trafilatura",
    "warcio",
)


def _versions() -> tuple[str, ...]:
    return tuple(metadata.version(name) for name in _LIBRARIES)


def _in_time(
    results: Sequence[Reading | Exception],
    contents: Contents,
    settings: Settings,
    made_by: Step[Reading],
    store: Store,
) -> list[Reading | Exception]:
    """What was read, without dates after the latest day: files that have one are read again, once a day."""
    latest = contents.latest
    late = [seed for seed, result in zip(contents.seeds, results, strict=True) if _is_late(result, latest)]
    step = Step.of("late", Reading, made_by.made_by, latest)

    def readings(missing: Sequence[Seed]) -> Iterator[Reading | SeedError]:
        for seed in missing:
            if _is_many(seed):
                yield _by_parts(seed, settings, latest, made_by, store)
            else:
                yield _reading((seed, settings, latest))

    kept = store.results(step, late, readings)
    again = iter(kept)
    return [next(again) if _is_late(result, latest) else result for result in results]


def _is_late(result: Reading | Exception, latest: date | None) -> bool:
    """Whether an article bears a day that has not come."""
    if latest is None or not isinstance(result, Reading):
        return False
    return any(article.date is not None and article.date > latest for article in result.articles)


def _reading(item: tuple[Seed, Settings, date | None]) -> Reading | SeedError:
    try:
        return reading_of(*item)
    except SeedError as error:
        return error


def _is_many(seed: Seed) -> bool:
    kind = kind_of(seed.name)
    return kind is not None and kind.many


def _by_parts(
    seed: Seed, settings: Settings, latest: date | None, made_by: Step[Reading], store: Store
) -> Reading | SeedError:
    """The articles in a file of many, each kept by itself: a row more does not read the others anew."""

    def read(missing: Sequence[tuple[str, Draft]]) -> Iterator[Article | SeedError]:
        return spread(_part, [(file, draft, settings) for file, draft in missing])

    try:
        parts = drafts(seed, settings)
        step = Step.of("part", Article, made_by.made_by)
        # Rows above may come and go.
        inputs = [(seed.name, replace(part, place="")) for part in parts if isinstance(part, Draft)]
        kept = store.results(step, inputs, read)
        found = iter(kept)
        return reading_from(
            seed.name,
            (
                part if isinstance(part, SeedError) else _placed(next(found), part, settings, latest)
                for part in parts
            ),
        )
    except SeedError as error:
        return error


def _part(item: tuple[str, Draft, Settings]) -> Article | SeedError:
    file, draft, settings = item
    return article_of(draft, settings, file)


def _placed(
    found: Article | Exception, draft: Draft, settings: Settings, latest: date | None
) -> Article | SeedError:
    """What was found in a draft, with its place in the file; read again where it is late."""
    if isinstance(found, SeedError):
        return SeedError(
            found.file, found.found, place=draft.place, allowed=found.allowed, remedy=found.remedy
        )
    if isinstance(found, Exception):
        raise found
    if latest is not None and found.date is not None and found.date > latest:
        return article_of(draft, settings, found.file, latest)
    return replace(found, place=draft.place)


def _all_read(results: Sequence[Reading | Exception]) -> ReadArticles:
    """The articles of all files, and what gave none."""
    articles: list[Article] = []
    rejected = []
    for result in results:
        if isinstance(result, SeedError):
            rejected.append(result)
            continue
        if isinstance(result, Exception):
            raise result
        articles += result.articles
        rejected += [
            SeedError(part.file, part.message, place=part.place, remedy=part.remedy)
            for part in result.refused
        ]
    return ReadArticles(tuple(articles), tuple(rejected))


def _grouped(read: ReadArticles, made_by: Step[Reading], store: Store) -> ReadArticles:
    """The articles without those that repeat another; that one names them."""
    articles = read.articles
    step = Step.of("copies", tuple[int, ...], recipe("read/copies.py"), _version_of_hashes(), made_by.made_by)
    # What each was read from says what it is, and is hashed faster than the article itself.
    names = [(one.file, one.place, one.slug, one.sha256, one.date) for one in articles]
    (firsts,) = store.results_of_all(step, [names], lambda _: [_originals(articles, store)])
    copies: dict[int, list[Article]] = {}
    for article, number, first in zip(articles, range(len(articles)), firsts, strict=True):
        if first != number:
            copies.setdefault(first, []).append(article)
    kept = (
        replace(article, copies=tuple(map(_copy, copies[number]))) if number in copies else article
        for number, article in enumerate(articles)
        if firsts[number] == number
    )
    findings = (_repeats(copy, articles[first]) for first, each in copies.items() for copy in each)
    return replace(read, articles=tuple(kept), findings=tuple(findings))


def _originals(articles: Sequence[Article], store: Store) -> tuple[int, ...]:
    # Here, because numpy and what stands on it are slow to import, and most builds compare nothing.
    from digest.read.copies import originals, signature

    step = Step.of("signature", bytes, recipe("read/copies.py"), _version_of_hashes())
    texts = [(article.title, article.body) for article in articles]
    signatures = store.results_of_all(step, texts, lambda missing: [signature(*text) for text in missing])
    return originals(articles, signatures)


def _version_of_hashes() -> str:
    return metadata.version("datasketch")


def _copy(article: Article) -> Copy:
    return Copy(article.slug, article.file, article.place, article.source, article.source_url)


def _repeats(copy: Article, first: Article) -> Finding:
    same = (copy.title, copy.body) == (first.title, first.body)
    return Finding(
        copy.file,
        f"{'the same' if same else 'nearly the same'} article as {_where(first)}: it has no page of its own",
        "to build it too, write `copies: keep` into digest.yml",
        place=copy.place,
    )


def _distinct(read: ReadArticles) -> ReadArticles:
    """The articles of different slugs; of two with one slug, the second is rejected."""
    articles: dict[str, Article] = {}
    rejected = list(read.rejected)
    for article in read.articles:
        first = articles.setdefault(article.slug, article)
        if first is not article:
            rejected.append(_same_name(article, first))
    return replace(read, articles=tuple(articles.values()), rejected=tuple(rejected))


def _same_name(article: Article, first: Article) -> SeedError:
    found = f"its page would have the same name as that of {_where(first)}: {article.slug}"
    remedy = "give it another identifier or title" if article.place else "rename one of the two files"
    return SeedError(article.file, found, place=article.place, remedy=remedy)


def _where(article: Article) -> str:
    return f"{article.file}, {article.place}" if article.place else article.file


def _with_topics(read: ReadArticles, settings: Settings, store: Store) -> ReadArticles:
    """The articles with the topics that their words show, where the editors have named none."""
    chosen = {slug for slug, known in settings.articles.items() if known.topics is not None}
    texts = [(article.title, article.body) for article in read.articles]
    step = Step.of("topics", tuple[str, ...], recipe("read/article.py"), settings.topics)
    found = store.results_of_all(
        step, texts, lambda missing: [_topics(text, settings.topics) for text in missing]
    )
    articles = (
        article if article.slug in chosen else replace(article, topics=topics)
        for article, topics in zip(read.articles, found, strict=True)
    )
    return replace(read, articles=tuple(articles))


def _topics(text: tuple[str, Sequence[str]], topics: Sequence[Topic]) -> tuple[str, ...]:
    return topics_of(*text, topics)

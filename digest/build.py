"""The steps joined: a digest's folder in, its articles beside their translations out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from digest.addresses import memory_path
from digest.digest import Digest
from digest.errors import SeedError
from digest.excerpt import published
from digest.project import Contents, Project
from digest.read.doubts import doubts
from digest.reading import OnRead, ReadArticles, read_articles
from digest.settings import Settings
from digest.store import Store
from digest.translation import memory, po
from digest.translation.bitexts import Task, Translated, translated
from digest.translation.engines import Engine
from digest.translation.po import Memory
from digest.translation.translate import OnProgress, rejoin
from digest.values import Article, BitextKey, Finding

__all__ = ["build", "engines", "gather"]


def gather(
    project: Project, store: Store | None = None, on_read: OnRead = lambda done, total: None
) -> Digest:
    """Read the digest as it stands: no engine is asked and nothing but the store is written.

    Raises:
        DigestError: the settings, the seeds' folder or a PO file cannot be used.
    """
    store = store or Store()
    contents = project.read()
    read = read_articles(contents, store, on_read)
    return _assembled(contents, read, translated(_task(contents, read), None, store))


def engines(project: Project, settings: Settings, *, demos: bool = False) -> Engine:
    """The models that are installed on this machine, as the digest's settings and models.lock want them.

    A model that is used for the first time is written into models.lock. `demos`: toy models may be used.

    Raises:
        DigestError: models.lock cannot be used.
    """
    # Here, because most commands ask no engine.
    from digest.translation.engines.choose import Engines
    from digest.translation.models.store import Store as Models

    return Engines(Models(), project.lock(), settings.engines, demos=demos, on_pin=project.write_lock)


def build(
    project: Project,
    engine: Callable[[Settings], Engine | None],
    store: Store | None = None,
    *,
    retranslate: Collection[str] | None = None,
    on_read: OnRead = lambda done, total: None,
    on_progress: OnProgress = lambda done, total, share: None,
) -> Digest:
    """Bring the translation memory up to date, with the engine for what it lacks.

    Each PO file is saved as soon as it is complete, so that a run that dies loses little. Everything is read
    and checked before the first file is written; the pages are the caller's to write. `engine` makes the
    engine once the settings are read. `retranslate` are the slugs of the articles whose machine text is
    renewed; an empty list means all of them.

    Raises:
        DigestError: the settings, the seeds' folder, a PO file, a slug or the engine cannot be used.
    """
    store = store or Store()
    contents = project.read()
    read = read_articles(contents, store, on_read)
    by_slug = {article.slug: article for article in read.articles}
    again = _named(by_slug, retranslate)
    written: set[BitextKey] = set()

    def save(slug: str, new: Memory, before: Memory | None) -> None:
        key = BitextKey(slug, contents.settings.target)
        raw = project.memory(key)
        standing = None if raw is None else po.parse(po.decode(raw, memory_path(key)), memory_path(key))
        if standing != before:
            # A person or another run has written the file since it was read.
            new = rejoin(by_slug[slug], key.target, standing, new, renew=slug in again)
        if not memory.unchanged(standing, new) and project.write_memory(key, po.render(new)):
            written.add(key)

    task = _task(contents, read)
    result = translated(
        task,
        engine(contents.settings),
        store,
        retranslate=again,
        on_progress=on_progress,
        on_article_done=save,
    )
    digest = _assembled(contents, read, result)
    if not contents.publication.repo_url:
        return digest
    return replace(digest, lines=_lines(project, digest, result.lines, written))


def _task(contents: Contents, read: ReadArticles) -> Task:
    return Task(read.articles, contents.memories, contents.settings.target)


def _lines(
    project: Project,
    digest: Digest,
    known: Mapping[BitextKey, Mapping[int, int]],
    written: Collection[BitextKey],
) -> dict[BitextKey, Mapping[int, int]]:
    """Where the sentences of each bitext stand in its PO file; those of files just written are read anew."""
    lines = {key: found for key, found in known.items() if key not in written}
    for bitext in digest.bitexts:
        if bitext.key not in lines and (raw := project.memory(bitext.key)) is not None:
            by_sentence = po.lines(po.decode(raw, memory_path(bitext.key)))
            lines[bitext.key] = po.numbered(by_sentence, (pair.segment for pair in bitext.pairs))
    return lines


def _named(articles: Mapping[str, Article], slugs: Collection[str] | None) -> Collection[str]:
    """The slugs that are meant: none, some, or where an empty list is given, all."""
    if slugs is None:
        return ()
    unknown = [slug for slug in slugs if slug not in articles]
    if unknown:
        allowed = ", ".join(sorted(articles)) or "there is no article"
        raise SeedError("seeds/", f"no article `{unknown[0]}`", allowed=allowed, remedy="correct the name")
    return slugs or articles.keys()


def _assembled(contents: Contents, read: ReadArticles, result: Translated) -> Digest:
    settings = contents.settings
    bitexts = tuple(published(bitext, settings) for bitext in result.bitexts)
    doubtful = filter(None, (doubts(article, settings) for article in read.articles))
    findings: tuple[Finding, ...] = (*read.findings, *doubtful, *result.findings)
    return Digest(settings, bitexts, read.rejected, findings, contents.publication)

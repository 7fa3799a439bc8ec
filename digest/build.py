"""The steps joined: a digest's folder in, its articles beside their translations out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from digest.errors import SeedError
from digest.excerpt import published
from digest.project import Project
from digest.publication import Publication
from digest.read.article import extract
from digest.settings import Settings
from digest.translation import memory, po
from digest.translation.engines import Engine
from digest.translation.engines.choose import Engines
from digest.translation.models.store import Store
from digest.translation.po import Memory
from digest.translation.translate import OnProgress, Translated, rejoin, translate
from digest.values import Article, Bitext, Finding, Page, Seed
from digest.web import pages

__all__ = ["Digest", "build", "engines", "gather", "read_articles"]


@dataclass(frozen=True, slots=True)
class Digest:
    """All that a site or a PDF is made from.

    `rejected` are the seeds that gave no article, `findings` what a person should look at. `lines` tells, by
    slug, on which line of the article's PO file a sentence stands, where the digest's repository is known.
    """

    settings: Settings
    bitexts: tuple[Bitext, ...]
    rejected: tuple[SeedError, ...] = ()
    findings: tuple[Finding, ...] = ()
    publication: Publication = field(default_factory=Publication)
    lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def newest(self) -> date | None:
        """The day of the newest article, or None where no article tells its day."""
        days = [bitext.article.date for bitext in self.bitexts if bitext.article.date]
        return max(days, default=None)

    def pages(self) -> tuple[Page, ...]:
        """Every generated page."""
        return pages.render(self.bitexts, self.settings, self.publication, self.lines)


def gather(project: Project) -> Digest:
    """Read the digest as it stands: no engine is asked and nothing is written.

    Raises:
        DigestError: the settings, the seeds' folder or a PO file cannot be used.
    """
    return _assemble(project, lambda articles, memories, target: translate(articles, memories, None, target))


def engines(project: Project, *, demos: bool = False) -> Engines:
    """Give the models that are installed on this machine, as the digest's settings and models.lock want them.

    A model that is used for the first time is written into models.lock. `demos`: toy models may be used.

    Raises:
        DigestError: digest.yml or models.lock cannot be used.
    """
    chosen = project.settings().engines
    return Engines(Store(), project.lock(), chosen, demos=demos, on_pin=project.write_lock)


def build(
    project: Project,
    engine: Engine | None,
    on_progress: OnProgress,
    retranslate: Collection[str] | None = None,
) -> Digest:
    """Bring the translation memory up to date, with the engine for what it lacks.

    Each PO file is saved as soon as it is complete, so that a run that dies loses little. Everything
    is read and checked before the first file is written; the pages are the caller's to write. `retranslate`
    are the slugs of the articles whose machine text is made anew; none named means all of them.

    Raises:
        DigestError: the settings, the seeds' folder, a PO file, a slug or the engine cannot be used.
    """

    def fill(articles: Sequence[Article], memories: Mapping[str, Memory], target: str) -> Translated:
        by_slug = {article.slug: article for article in articles}
        again = _known(by_slug, retranslate)

        def save(slug: str, new: Memory) -> None:
            text = project.memory(target, slug)
            standing = None if text is None else po.parse(text, project.memory_name(target, slug))
            if standing != memories.get(slug):
                # A person or another run has written the file since it was read.
                new = rejoin(by_slug[slug], target, standing, new, renew=slug in again)
            if not memory.unchanged(standing, new):
                project.write_memory(target, slug, po.render(new))

        return translate(
            articles,
            memories,
            engine,
            target,
            retranslate=again,
            on_progress=on_progress,
            on_article_done=save,
        )

    digest = _assemble(project, fill)
    if not digest.publication.repo_url:
        return digest
    # Read anew: the files were written a moment ago, each as its article was done.
    memories = project.memories(digest.settings.target)
    return replace(digest, lines={slug: po.lines(text) for slug, text in memories.items()})


def _known(articles: Mapping[str, Article], slugs: Collection[str] | None) -> Collection[str]:
    """The slugs that are meant: none, some, or where an empty list is given, all."""
    if slugs is None:
        return ()
    unknown = [slug for slug in slugs if slug not in articles]
    if unknown:
        allowed = ", ".join(sorted(articles)) or "there is no article"
        raise SeedError("seeds/", f"no article `{unknown[0]}`", allowed=allowed, remedy="correct the name")
    return slugs or articles.keys()


def read_articles(
    seeds: Iterable[Seed], settings: Settings
) -> tuple[tuple[Article, ...], tuple[SeedError, ...]]:
    """Extract every article; the seeds that give none are told apart, and do not stop the others."""
    articles: dict[str, Article] = {}
    names: dict[str, str] = {}
    rejected = []
    for seed in seeds:
        try:
            article = extract(seed, settings)
        except SeedError as error:
            rejected.append(error)
            continue
        if article.slug in articles:
            found = f"its page would have the same name as that of {names[article.slug]}: {article.slug}"
            rejected.append(SeedError(seed.name, found, remedy="rename one of the two files"))
            continue
        articles[article.slug], names[article.slug] = article, seed.name
    return tuple(articles.values()), tuple(rejected)


_Translate = Callable[[Sequence[Article], Mapping[str, Memory], str], Translated]


def _assemble(project: Project, translate_all: _Translate) -> Digest:
    settings = project.settings()
    target = settings.target
    articles, rejected = read_articles(project.seeds(), settings)
    memories = {
        slug: po.parse(text, project.memory_name(target, slug))
        for slug, text in project.memories(target).items()
    }
    translated = translate_all(articles, memories, target)
    bitexts = tuple(published(bitext, settings) for bitext in translated.bitexts)
    return Digest(settings, bitexts, rejected, translated.findings, project.publication())

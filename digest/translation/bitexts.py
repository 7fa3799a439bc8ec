"""Every article beside its translation: what stands in its PO file, and what the engine adds.

Most articles of an archive need nothing: their PO file answers every sentence, and no other file has anything
better. What such a file makes of its article is kept in the store. Only the others go through `translate`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.addresses import memory_path
from digest.errors import MemoryFileError
from digest.store import Step, Store, recipe
from digest.translation import memory as tm
from digest.translation import po
from digest.translation.checks import checked
from digest.translation.engines import Engine
from digest.translation.po import Memory, key
from digest.translation.sentences import segment
from digest.translation.translate import OnProgress, itself, translate
from digest.values import Article, Bitext, BitextKey, Finding, LanguagePair, Pair
from digest.workers import spread

__all__ = ["OnMemoryDone", "Task", "Translated", "translated"]

OnMemoryDone = Callable[[str, Memory, Memory | None], None]
"""Called with an article's slug, its finished memory, and the one that was read before."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be translated: the articles, the PO files that there are, and the target language."""

    articles: Sequence[Article]
    memories: Mapping[BitextKey, bytes]
    target: str


@dataclass(frozen=True, slots=True)
class Translated:
    """The bitexts in the articles' order, what to look at, and the lines of unchanged PO files."""

    bitexts: tuple[Bitext, ...]
    findings: tuple[Finding, ...]
    lines: Mapping[BitextKey, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class _Text:
    """What of an article is translated."""

    lang: str
    title: str
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    """A PO file beside its article; either may be missing."""

    bitext: BitextKey
    text: _Text | None
    raw: bytes | None


@dataclass(frozen=True, slots=True)
class _Standing:
    """What a PO file by itself makes of its article.

    `complete`: every sentence has a translation and the file is as a build would write it. The other fields
    are 8-byte hashes of sentences in a row: those that are `wanted` (without a translation), `renewable`
    (with a machine's own), `offered` (in any wording that the file vouches for) and `confirmed` (by a
    person).
    """

    lang: str
    pairs: tuple[Pair, ...] = ()
    reviewers: tuple[str, ...] = ()
    lines: dict[int, int] = field(default_factory=dict)
    complete: bool = True
    wanted: bytes = b""
    renewable: bytes = b""
    offered: bytes = b""
    confirmed: bytes = b""


def translated(
    task: Task,
    engine: Engine | None,
    store: Store,
    *,
    retranslate: Collection[str] = (),
    on_progress: OnProgress = lambda done, total, share: None,
    on_article_done: OnMemoryDone = lambda slug, memory, before: None,
) -> Translated:
    """Set each article beside its translation, from the PO files and, for the rest, the engine.

    `retranslate` and the callbacks are as `translate` has them.

    Raises:
        EngineError: the engine failed; what it had answered was handed over before.
        MemoryFileError: a PO file cannot be used.
    """
    files = _files(task)
    step = Step.of("standing", _Standing, recipe("translation", "data", "values.py"), task.target)
    standing = store.results_of_all(step, files, lambda missing: spread(_standing, missing))
    found = {file.bitext: one for file, one in zip(files, standing, strict=True)}
    open_ = [article for article in task.articles if _is_open(article, task, found, retranslate)]
    open_ += _influenced(task, found, {article.slug for article in open_})
    fresh: dict[str, Bitext] = {}
    findings: tuple[Finding, ...] = ()
    if open_:
        memories = {file.slug: _memory(file, task.memories[file]) for file in _needed(open_, task, found)}
        slugs = {article.slug for article in open_}
        result = translate(
            [article for article in task.articles if article.slug in slugs],
            memories,
            engine,
            task.target,
            retranslate=retranslate,
            on_progress=on_progress,
            on_article_done=lambda slug, new: on_article_done(slug, new, memories.get(slug)),
        )
        findings = result.findings
        fresh = {bitext.article.slug: _with_flags(bitext) for bitext in result.bitexts}
    bitexts = (fresh.get(article.slug) or _bitext(article, task, found) for article in task.articles)
    lines = {key: one.lines for key, one in found.items() if key.slug not in fresh}
    return Translated(tuple(bitexts), findings, lines)


def _files(task: Task) -> list[_File]:
    """Every article with its PO file, and the files of articles that are gone: they still know sentences."""
    texts = {
        BitextKey(article.slug, task.target): _Text(article.lang, article.title, article.body)
        for article in task.articles
    }
    keys = dict.fromkeys((*texts, *task.memories))
    return [_File(one, texts.get(one), task.memories.get(one)) for one in keys]


def _standing(file: _File) -> _Standing | MemoryFileError:
    try:
        memory = None if file.raw is None else _memory(file.bitext, file.raw)
    except MemoryFileError as error:
        return error
    offers = [] if memory is None else list(tm.offers(memory))
    offered = _hashes(entry.source for entry in offers)
    confirmed = _hashes(entry.source for entry in offers if not entry.fuzzy)
    text, target = file.text, file.bitext.target
    lang = (tm.source_language(memory) if memory else "") or (text.lang if text else "")
    if text is None:
        return _Standing(lang, offered=offered, confirmed=confirmed)
    if text.lang == target:
        return _Standing(lang, itself(text.title, text.body, text.lang), offered=offered, confirmed=confirmed)
    pair = LanguagePair(text.lang, target)
    segments = segment(text.title, text.body, text.lang)
    merged = tm.merge(memory, segments, pair)
    by_sentence = po.lines(po.decode(file.raw, memory_path(file.bitext))) if file.raw is not None else {}
    return _Standing(
        lang,
        checked(tm.pairs(merged, segments), pair),
        tm.reviewers(merged),
        po.numbered(by_sentence, segments),
        complete=not tm.missing(merged) and tm.unchanged(memory, merged),
        wanted=_hashes(tm.missing(merged)),
        renewable=_hashes(entry.source for entry in merged.live if entry.untouched),
        offered=offered,
        confirmed=confirmed,
    )


def _memory(bitext: BitextKey, raw: bytes) -> Memory:
    name = memory_path(bitext)
    return po.parse(po.decode(raw, name), name)


# What needs work


def _is_open(
    article: Article, task: Task, found: Mapping[BitextKey, _Standing], retranslate: Collection[str]
) -> bool:
    """Whether an article's own PO file leaves something to do."""
    return article.slug in retranslate or not found[BitextKey(article.slug, task.target)].complete


def _influenced(
    task: Task, found: Mapping[BitextKey, _Standing], open_: Collection[str]
) -> Iterator[Article]:
    """The other articles with a machine's sentence for which another file has a person's."""
    owners: dict[tuple[str, bytes], set[str]] = {}
    for bitext, one in found.items():
        for sentence in _each(one.confirmed):
            owners.setdefault((one.lang, sentence), set()).add(bitext.slug)
    for article in task.articles:
        renewable = found[BitextKey(article.slug, task.target)].renewable
        if article.slug not in open_ and any(
            owners.get((article.lang, sentence), set()) - {article.slug} for sentence in _each(renewable)
        ):
            yield article


def _needed(
    articles: Iterable[Article], task: Task, found: Mapping[BitextKey, _Standing]
) -> Iterator[BitextKey]:
    """The PO files that matter to articles: their own, and those that know a sentence which they ask for."""
    own = {BitextKey(article.slug, task.target): article.lang for article in articles}
    asked: dict[str, set[bytes]] = {}
    for bitext, lang in own.items():
        asked.setdefault(lang, set()).update(_each(found[bitext].wanted), _each(found[bitext].renewable))
    for bitext in task.memories:
        wanted = asked.get(found[bitext].lang)
        if bitext in own or (wanted and not wanted.isdisjoint(_each(found[bitext].offered))):
            yield bitext


def _bitext(article: Article, task: Task, found: Mapping[BitextKey, _Standing]) -> Bitext:
    one = found[BitextKey(article.slug, task.target)]
    return Bitext(article, task.target, one.pairs, one.reviewers)


def _with_flags(bitext: Bitext) -> Bitext:
    return replace(bitext, pairs=checked(bitext.pairs, LanguagePair(bitext.article.lang, bitext.target)))


# Sentences as hashes

_SIZE = 8


def _hashes(sentences: Iterable[str]) -> bytes:
    names = dict.fromkeys(map(key, sentences))
    return b"".join(hashlib.blake2b(name.encode(), digest_size=_SIZE).digest() for name in names)


def _each(hashes: bytes) -> Iterator[bytes]:
    return (hashes[start : start + _SIZE] for start in range(0, len(hashes), _SIZE))

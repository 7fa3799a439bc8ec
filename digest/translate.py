"""Articles, their memories, and an engine for what these lack, into parallel texts and memories to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest import memory as tm
from digest.engines import Engine
from digest.errors import EngineError
from digest.memory import Lookup
from digest.po import Entry, Memory, key
from digest.sentences import segment
from digest.values import (
    Article,
    Bitext,
    Finding,
    LanguagePair,
    Origin,
    Pair,
    Review,
    Segment,
    Translation,
)

__all__ = ["Translated", "translate"]

OnProgress = Callable[[int, int], None]
"""Told how many sentences the engine has done, and of how many."""
OnArticleDone = Callable[[str, Memory], None]
"""Given an article's slug and its memory as soon as the engine has nothing more to add to it."""

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Translated:
    """The parallel texts in the articles' order, the memories to keep by slug, and what to look at."""

    bitexts: tuple[Bitext, ...]
    memories: Mapping[str, Memory]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article with all that the memories know for it."""

    article: Article
    pair: LanguagePair
    segments: tuple[Segment, ...]
    memory: Memory

    @property
    def missing(self) -> dict[str, str]:
        """The sentences that the engine is needed for, by key."""
        return {key(sentence): sentence for sentence in tm.missing(self.memory)}


def translate(
    articles: Sequence[Article],
    memories: Mapping[str, Memory],
    engine: Engine | None,
    target: str,
    *,
    on_progress: OnProgress = lambda done, total: None,
    on_article_done: OnArticleDone = lambda slug, memory: None,
) -> Translated:
    """Set each article beside its translation, from the memories (by slug) and, for the rest, the engine.

    Each memory is handed to `on_article_done` once, when it is complete or nothing more will come: also where
    the engine fails or the user interrupts, so that nothing that was translated is lost. An article that is
    already in the target language stands beside itself and has no memory.

    Raises:
        EngineError: the engine failed; what it had answered was handed over before.
    """
    foreign = [article for article in articles if article.lang != target]
    drafts = list(_drafts(foreign, memories, target))
    desk = _Desk(drafts, on_article_done)
    findings: list[Finding] = []
    try:
        desk.hand_over_complete()
        findings += _ask(engine, desk, on_progress)
    finally:
        desk.hand_over_rest()
    finished = {draft.article.slug: desk.filled(draft) for draft in drafts}
    texts = {draft.article.slug: _bitext(draft, desk.filled(draft)) for draft in drafts}
    bitexts = tuple(texts.get(article.slug) or _itself(article) for article in articles)
    return Translated(bitexts, finished, (*findings, *(engine.findings() if engine else ())))


def _drafts(articles: Iterable[Article], memories: Mapping[str, Memory], target: str) -> Iterator[_Draft]:
    """Each article with its own memory, and what the other memories of its language know."""
    articles = list(articles)
    spoken = {article.slug: article.lang for article in articles}
    languages = {
        slug: tm.source_language(memory) or spoken.get(slug, "") for slug, memory in memories.items()
    }
    lookups = {
        lang: Lookup({slug: memories[slug] for slug in memories if languages[slug] == lang})
        for lang in set(spoken.values())
    }
    for article in articles:
        pair = LanguagePair(article.lang, target)
        segments = segment(article.title, article.body, article.lang)
        merged = tm.merge(memories.get(article.slug), segments, pair)
        lookup = lookups[article.lang]
        found = {
            key(sentence): entry
            for sentence in tm.missing(merged)
            if (entry := lookup.find(sentence, article.slug))
        }
        yield _Draft(article, pair, segments, tm.fill(merged, found))


class _Desk:
    """Where the engine's answers come in, and a memory goes out when the last that it waits for is there."""

    def __init__(self, drafts: Sequence[_Draft], on_article_done: OnArticleDone) -> None:
        self._drafts = drafts
        self._on_article_done = on_article_done
        self._answers: dict[LanguagePair, dict[str, Entry]] = {draft.pair: {} for draft in drafts}
        self._open = {draft.article.slug: set(draft.missing) for draft in drafts}
        self._waiting: dict[tuple[LanguagePair, str], list[_Draft]] = {}
        for draft in drafts:
            for name in self._open[draft.article.slug]:
                self._waiting.setdefault((draft.pair, name), []).append(draft)

    def wanted(self) -> dict[LanguagePair, dict[str, str]]:
        """The sentences to ask for, by pair and key, each once, in the articles' order."""
        wanted: dict[LanguagePair, dict[str, str]] = {}
        for draft in self._drafts:
            for name, sentence in draft.missing.items():
                wanted.setdefault(draft.pair, {}).setdefault(name, sentence)
        return wanted

    def needing(self, pair: LanguagePair) -> list[_Draft]:
        """The articles that wait for sentences of a pair."""
        return [draft for draft in self._drafts if draft.pair == pair and tm.missing(self.filled(draft))]

    def answer(self, pair: LanguagePair, entry: Entry) -> None:
        """Take an answer in, and hand over each memory that waited for nothing else."""
        name = key(entry.source)
        self._answers[pair][name] = entry
        for draft in self._waiting.pop((pair, name), ()):
            waits = self._open[draft.article.slug]
            waits.remove(name)
            if not waits:
                self._hand_over(draft)

    def hand_over_complete(self) -> None:
        """Hand over what waits for nothing."""
        for draft in self._drafts:
            if not self._open[draft.article.slug]:
                self._hand_over(draft)

    def hand_over_rest(self) -> None:
        """Hand over, as far as it has come, what still waits."""
        for draft in self._drafts:
            if draft.article.slug in self._open:
                self._hand_over(draft)

    def filled(self, draft: _Draft) -> Memory:
        """The article's memory with the answers so far."""
        return tm.fill(draft.memory, self._answers[draft.pair])

    def _hand_over(self, draft: _Draft) -> None:
        del self._open[draft.article.slug]
        self._on_article_done(draft.article.slug, self.filled(draft))


def _ask(engine: Engine | None, desk: _Desk, on_progress: OnProgress) -> Iterator[Finding]:
    """Ask the engine for all that is missing, one call a pair; tell what stays without a translation."""
    wanted = desk.wanted()
    origins = {pair: engine.origin(pair) if engine else None for pair in wanted}
    total = sum(len(wanted[pair]) for pair, origin in origins.items() if origin)
    done = 0
    for pair, sentences in wanted.items():
        origin = origins[pair]
        if engine is None or origin is None:
            yield _no_model(pair, len(sentences), desk.needing(pair))
            continue
        for hypothesis in engine.translate(tuple(sentences.values()), pair):
            if key(hypothesis.source) not in sentences:
                raise EngineError(engine.name, f"answered what it was not asked: “{hypothesis.source[:60]}”")
            desk.answer(pair, tm.machine(hypothesis.source, hypothesis.text, origin))
            done += 1
            on_progress(done, total)
        if left := desk.needing(pair):
            yield _no_answer(engine.name, pair, left, desk)


def _no_model(pair: LanguagePair, count: int, drafts: Sequence[_Draft]) -> Finding:
    return Finding(
        _files(drafts),
        f"{_sentences(count)} not translated: no model for {pair} is installed",
        f"python build_digest.py models install {pair.source}, or write the translations into the file",
        str(pair),
    )


def _no_answer(engine: str, pair: LanguagePair, drafts: Sequence[_Draft], desk: _Desk) -> Finding:
    count = len({key(sentence) for draft in drafts for sentence in tm.missing(desk.filled(draft))})
    return Finding(
        _files(drafts),
        f"{_sentences(count)} not translated: {engine} had no usable answer",
        "write the translations into the file",
        str(pair),
    )


def _sentences(count: int) -> str:
    return "1 sentence is" if count == 1 else f"{count} sentences are"


def _files(drafts: Sequence[_Draft]) -> str:
    names = [f"translations/{draft.pair.target}/{draft.article.slug}.po" for draft in drafts]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _bitext(draft: _Draft, memory: Memory) -> Bitext:
    pairs = tm.pairs(memory, draft.segments)
    return Bitext(draft.article, draft.pair.target, pairs, tm.reviewers(memory))


def _itself(article: Article) -> Bitext:
    """An article in the target language: each sentence stands for itself, by nobody's translation."""
    origin = Origin("original")
    pairs = (
        Pair(part, Translation(part.text, Review.REVIEWED, origin))
        for part in segment(article.title, article.body, article.lang)
    )
    return Bitext(article, article.lang, tuple(pairs))

"""Articles, their memories, and an engine for what these lack, into parallel texts and memories to keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from digest.addresses import memory_path
from digest.errors import EngineError
from digest.translation import memory as tm
from digest.translation.engines import Engine
from digest.translation.engines.faults import fault as find_fault
from digest.translation.memory import Lookup
from digest.translation.po import Entry, Memory, Place, key
from digest.translation.sentences import segment
from digest.values import (
    Article,
    Bitext,
    BitextKey,
    Finding,
    LanguagePair,
    Origin,
    Pair,
    Review,
    Segment,
    Translation,
)

__all__ = ["Translated", "itself", "rejoin", "translate"]

OnProgress = Callable[[int, int, float], None]
"""Called with how many sentences of how many are done, and their share of the work: long ones take longer."""
OnArticleDone = Callable[[str, Memory], None]
"""Given an article's slug and its memory as soon as the engine has nothing more to add to it."""

# So many files, and so many sentences of an article, are named; the others are counted.
_NAMED = 5
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Translated:
    """The parallel texts in the articles' order, the memories to keep by slug, and what to look at."""

    bitexts: tuple[Bitext, ...]
    memories: Mapping[str, Memory]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article with all that the memories know for it. `again`: its machine text is to be made anew."""

    article: Article
    pair: LanguagePair
    segments: tuple[Segment, ...]
    memory: Memory
    again: bool

    @property
    def file(self) -> str:
        """The memory's file, as the user knows it."""
        return memory_path(BitextKey(self.article.slug, self.pair.target))

    @property
    def wanted(self) -> dict[str, str]:
        """The sentences that the engine is needed for, by key."""
        wanted = (entry for entry in self.memory.live if entry.translation is None or self.renews(entry))
        return {key(entry.source): entry.source for entry in wanted}

    def renews(self, entry: Entry) -> bool:
        """Whether an entry's text is to be replaced: only a machine's own ever is."""
        return self.again and entry.untouched

    @property
    def missing(self) -> set[str]:
        """The keys of the sentences without any text; the others wanted have one until a new one is there."""
        return set(map(key, tm.missing(self.memory)))

    def place(self, name: str) -> str:
        """Where the sentence of that key stands first."""
        first = next(part for part in self.segments if key(part.text) == name)
        return str(Place(first.block, max(first.sentence, 1)))


def translate(
    articles: Sequence[Article],
    memories: Mapping[str, Memory],
    engine: Engine | None,
    target: str,
    *,
    retranslate: Collection[str] = (),
    on_progress: OnProgress = lambda done, total, share: None,
    on_article_done: OnArticleDone = lambda slug, memory: None,
) -> Translated:
    """Set each article beside its translation, from the memories (by slug) and, for the rest, the engine.

    Each memory is handed to `on_article_done` once, when it is complete or nothing more will come: also where
    the engine fails or the user interrupts, so that nothing that was translated is lost. An article that is
    already in the target language stands beside itself and has no memory. In the articles that `retranslate`
    names the engine is asked anew for what a machine wrote; the old text stands until the answer is there.

    Raises:
        EngineError: the engine failed; what it had answered was handed over before.
    """
    foreign = [article for article in articles if article.lang != target]
    drafts = list(_drafts(foreign, memories, target, retranslate))
    pending = _PendingMemories(drafts, on_article_done)
    findings: list[Finding] = []
    try:
        pending.hand_over_complete()
        findings += _ask(engine, pending, on_progress)
    finally:
        pending.hand_over_rest()
    finished = {draft.article.slug: pending.filled(draft) for draft in drafts}
    texts = {draft.article.slug: _bitext(draft, pending.filled(draft)) for draft in drafts}
    bitexts = tuple(
        texts.get(article.slug)
        or Bitext(article, article.lang, itself(article.title, article.body, article.lang))
        for article in articles
    )
    return Translated(bitexts, finished, (*findings, *(engine.findings() if engine else ())))


def rejoin(article: Article, target: str, standing: Memory | None, new: Memory, *, renew: bool) -> Memory:
    """Bring a memory that was filled up to what its file holds by now, where somebody wrote it meanwhile.

    What stands there wins; what it lacks comes from `new`, and with `renew` so does what it has of a machine.
    """
    segments = segment(article.title, article.body, article.lang)
    merged = tm.merge(standing, segments, LanguagePair(article.lang, target))
    found = {key(entry.source): entry for entry in new.live if entry.translation}
    return tm.fill(merged, found, renew=renew)


def _drafts(
    articles: Iterable[Article], memories: Mapping[str, Memory], target: str, again: Collection[str]
) -> Iterator[_Draft]:
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
        known = _known(merged, lookups[article.lang], article.slug)
        yield _Draft(article, pair, segments, tm.fill(merged, known, renew=True), article.slug in again)


def _known(memory: Memory, lookup: Lookup, slug: str) -> dict[str, Entry]:
    """What other articles have for the missing sentences, and a person's text for what a machine wrote."""
    found = {
        key(entry.source): other
        for entry in memory.live
        if (entry.translation is None or entry.untouched) and (other := lookup.find(entry.source, slug))
    }
    missing = set(map(key, tm.missing(memory)))
    return {name: other for name, other in found.items() if name in missing or not other.fuzzy}


class _PendingMemories:
    """Where the engine's answers come in, and a memory goes out when the last that it waits for is there."""

    def __init__(self, drafts: Sequence[_Draft], on_article_done: OnArticleDone) -> None:
        self._drafts = drafts
        self._on_article_done = on_article_done
        self._answers: dict[LanguagePair, dict[str, Entry]] = {draft.pair: {} for draft in drafts}
        self._open = {draft.article.slug: set(draft.wanted) for draft in drafts}
        self._waiting: dict[tuple[LanguagePair, str], list[_Draft]] = {}
        for draft in drafts:
            for name in self._open[draft.article.slug]:
                self._waiting.setdefault((draft.pair, name), []).append(draft)

    def wanted(self) -> dict[LanguagePair, dict[str, str]]:
        """The sentences to ask for, by pair and key, each once, in the articles' order."""
        wanted: dict[LanguagePair, dict[str, str]] = {}
        for draft in self._drafts:
            for name, sentence in draft.wanted.items():
                wanted.setdefault(draft.pair, {}).setdefault(name, sentence)
        return wanted

    def unanswered(self, pair: LanguagePair) -> Iterator[tuple[_Draft, list[str]]]:
        """The articles that wanted more of a pair than was answered, with the keys of those sentences."""
        answers = self._answers[pair]
        for draft in self._drafts:
            if draft.pair == pair:
                left = [name for name in draft.wanted if name not in answers or answers[name].blank]
                if left:
                    yield draft, left

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
        return tm.fill(draft.memory, self._answers[draft.pair], renew=draft.again)

    def _hand_over(self, draft: _Draft) -> None:
        del self._open[draft.article.slug]
        self._on_article_done(draft.article.slug, self.filled(draft))


def _ask(engine: Engine | None, pending: _PendingMemories, on_progress: OnProgress) -> Iterator[Finding]:
    """Ask the engine for all that is wanted, one call a pair; report what stays without a translation."""
    wanted = pending.wanted()
    served = {pair for pair in wanted if engine and engine.origin(pair)}
    asked = [sentence for pair in wanted if pair in served for sentence in wanted[pair].values()]
    total, work = len(asked), max(1, sum(map(len, asked)))
    done = letters = 0
    for pair, sentences in wanted.items():
        if engine is None or pair not in served:
            yield from _no_model(pair, pending.unanswered(pair))
            continue
        refused: dict[str, _Refused] = {}
        for hypothesis in engine.translate(tuple(sentences.values()), pair):
            name = key(hypothesis.source)
            if name not in sentences:
                raise EngineError(engine.name, f"answered what it was not asked: “{hypothesis.source[:60]}”")
            fault = hypothesis.fault or find_fault(hypothesis.source, hypothesis.text)
            if fault:
                refused[name] = _Refused(_model_name(hypothesis.origin), fault)
            text = "" if fault else hypothesis.text
            pending.answer(pair, tm.machine(hypothesis.source, text, hypothesis.origin))
            done += 1
            letters += len(hypothesis.source)
            on_progress(done, total, letters / work)
        for draft, names in pending.unanswered(pair):
            yield from _unusable(draft, names, refused)


class _Refused(NamedTuple):
    """Which model gave an answer that cannot be used, and what is wrong with it."""

    model: str
    fault: str


def _model_name(origin: Origin) -> str:
    return f"{origin.model} {origin.model_version}".strip()


def _no_model(pair: LanguagePair, unanswered: Iterable[tuple[_Draft, list[str]]]) -> Iterator[Finding]:
    """Say how many sentences stay without a translation, and how many keep an earlier one."""
    missing: dict[str, list[_Draft]] = {}
    kept: dict[str, list[_Draft]] = {}
    for draft, names in unanswered:
        empty = draft.missing
        for name in names:
            (missing if name in empty else kept).setdefault(name, []).append(draft)
    remedy = f"python build_digest.py models install {pair.source}, or write the translations into the file"
    for outcome, found in ((_MISSING, missing), (_KEPT, kept)):
        if found:
            message = f"{outcome[len(found) > 1].format(len(found))}: no model for {pair} is installed"
            files = dict.fromkeys(draft.file for drafts in found.values() for draft in drafts)
            yield Finding(_files(list(files)), message, remedy, str(pair))


# Of one sentence, and of several.
_MISSING = ("1 sentence is not translated", "{} sentences are not translated")
_KEPT = ("1 sentence keeps its earlier machine text", "{} sentences keep their earlier machine text")


def _unusable(draft: _Draft, names: Sequence[str], refused: Mapping[str, _Refused]) -> Iterator[Finding]:
    """Say of each sentence of an article what was wrong with the model's answer."""
    remedy = "write its translation into the file, or name another model under `engines` in digest.yml"
    missing = draft.missing
    for name in names[:_NAMED]:
        outcome = "is not translated" if name in missing else "keeps its earlier machine text"
        why = ": ".join(refused[name]) if name in refused else "there was no answer"
        message = f"“{_short(draft.wanted[name])}” {outcome}: {why}"
        yield Finding(draft.file, message, remedy, draft.place(name))
    if more := names[_NAMED:]:
        models = ", ".join(dict.fromkeys(refused[name].model for name in more if name in refused))
        message = f"{len(more)} more like these: {models or 'the engine'} had no usable answer"
        yield Finding(draft.file, message, remedy)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _SHOWN else sentence[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _files(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _bitext(draft: _Draft, memory: Memory) -> Bitext:
    pairs = tm.pairs(memory, draft.segments)
    return Bitext(draft.article, draft.pair.target, pairs, tm.reviewers(memory))


def itself(title: str, body: Sequence[str], lang: str) -> tuple[Pair, ...]:
    """The pairs of an article in the target language: each sentence stands for itself, as nobody's work."""
    origin = Origin("original")
    return tuple(
        Pair(part, Translation(part.text, Review.REVIEWED, origin)) for part in segment(title, body, lang)
    )

"""The translation memory: an article's new state against what its PO file holds, and what all files know.

All of it is values in, values out; `po` reads and writes the text of the files.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from digest.translation.po import Entry, Memory, Place, fingerprint, key
from digest.values import LanguagePair, Origin, Pair, Review, Segment

__all__ = [
    "Lookup",
    "fill",
    "machine",
    "merge",
    "missing",
    "offers",
    "pairs",
    "reviewers",
    "source_language",
    "unchanged",
]

# Measured on the five articles: of their 424 pairs of different sentences 3 are more alike than this (they
# share a long name), and of their sentences with up to three words replaced none is less; of those cut in
# half, one in fifty is.
_SIMILAR = 0.5
# Among equally similar sentences the nearer one is the old wording; a whole article's distance weighs this
# much.
_DISTANCE = 0.2
# Among so many new sentences on either side of its place a vanished one is looked for: to compare it with all
# would take quadratic time where a long article is worded anew. One that is not found is kept as obsolete.
_NEAREST = 100


# An article's new state against its memory


class _Kept(NamedTuple):
    """An entry of the old memory, and what becomes of it."""

    old: Entry
    now: Entry


def merge(memory: Memory | None, segments: Sequence[Segment], pair: LanguagePair) -> Memory:
    """Give the memory for an article as it stands now; no translation in it is lost.

    A sentence that the memory knows keeps its entry. A new one takes over the entry of the sentence that it
    replaces, with the old wording as `#|`. What vanished becomes obsolete. Entries follow the article.
    """
    old = memory or Memory()
    wanted = _wanted(segments)
    kept = _known(old, wanted)
    kept |= _reworded(old, wanted, kept)
    current = [
        replace(kept[name].now if name in kept else fresh, places=fresh.places, obsolete=False)
        for name, fresh in wanted.items()
    ]
    used = {kept[name].old for name in kept}
    rest = [entry for entry in old.entries if entry not in used]
    foreign = [entry for entry in rest if entry.extra and not entry.obsolete]
    obsolete = [entry for entry in rest if entry.obsolete]
    vanished = [
        replace(entry, obsolete=True, places=(), references=())
        for entry in sorted(rest, key=lambda entry: entry.places)
        if not entry.obsolete and not entry.extra and (entry.note or not entry.blank)
    ]
    return Memory(_head(old, pair), (*map(_settled, current), *foreign, *obsolete, *vanished))


def _wanted(segments: Iterable[Segment]) -> dict[str, Entry]:
    """An empty entry for each different sentence, by its key, in the article's order."""
    texts: dict[str, str] = {}
    places: dict[str, list[Place]] = {}
    for segment in segments:
        name = key(segment.text)
        if not name:
            # An empty msgid is the header's.
            continue
        place = Place(segment.block, max(segment.sentence, 1))
        places.setdefault(name, []).append(place)
        texts.setdefault(name, segment.text)
    return {name: Entry(text, places=tuple(places[name])) for name, text in texts.items()}


def _known(old: Memory, wanted: Mapping[str, Entry]) -> dict[str, _Kept]:
    """The sentences that the memory has word for word: live, obsolete, or a wording that came back."""
    own = [entry for entry in old.entries if entry.extra is None]
    known: dict[str, _Kept] = {}
    for entry in sorted(own, key=lambda entry: entry.obsolete):
        if key(entry.source) in wanted:
            known.setdefault(key(entry.source), _Kept(entry, entry))
    used = {kept.old for kept in known.values()}
    for entry in own:
        earlier = _earlier(entry)
        if earlier and entry not in used and key(earlier.source) in wanted:
            known.setdefault(key(earlier.source), _Kept(entry, earlier))
    return known


def _earlier(entry: Entry) -> Entry | None:
    """The entry as it was before its sentence changed, where its text is known to be that wording's."""
    if entry.previous is None:
        return None
    was = replace(entry, source=entry.previous, previous=None, confirmed="")
    if entry.stale:
        return was
    if entry.fuzzy and entry.confirmed == fingerprint(entry.previous, entry.text):
        return replace(was, fuzzy=False)
    return None


def _reworded(old: Memory, wanted: Mapping[str, Entry], known: Mapping[str, _Kept]) -> dict[str, _Kept]:
    """The new sentences that take over a vanished one's entry: the most alike first, each at most once."""
    used = {kept.old for kept in known.values()}
    gone = [entry for entry in old.live if entry not in used and not entry.blank]
    new = [name for name in wanted if name not in known]
    before, now = _positions(old.live), _positions(wanted.values())
    trigrams, stand = [_trigrams(name) for name in new], [now[wanted[name].source] for name in new]
    scores = []
    for there, entry in enumerate(gone):
        theirs, place = _trigrams(entry.source), before[entry.source]
        nearest = bisect(stand, place)
        for here in range(max(0, nearest - _NEAREST), min(len(new), nearest + _NEAREST)):
            alike = _similarity(theirs, trigrams[here])
            if alike >= _SIMILAR:
                scores.append((_DISTANCE * abs(place - stand[here]) - alike, here, there))
    found: dict[str, _Kept] = {}
    taken: set[int] = set()
    for _, here, there in sorted(scores):
        if new[here] not in found and there not in taken:
            taken.add(there)
            found[new[here]] = _Kept(gone[there], _outdated(gone[there], wanted[new[here]].source))
    return found


def _positions(entries: Iterable[Entry]) -> dict[str, float]:
    """How far down the article each source stands: 0 at its start, 1 at its end."""
    ordered = sorted(entries, key=lambda entry: entry.places)
    return {entry.source: number / len(ordered) for number, entry in enumerate(ordered)}


def _trigrams(sentence: str) -> frozenset[str]:
    padded = f" {key(sentence).lower()} "
    return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def _similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two sentences are, from 0 to 1 (Dice's coefficient)."""
    return 2 * len(one & other) / (len(one) + len(other))


def _outdated(entry: Entry, source: str) -> Entry:
    """The entry for a sentence that replaces the entry's own."""
    if entry.stale or entry.translation is None or entry.translation.review is Review.OUTDATED:
        # Its text still translates the wording that `#|` shows.
        return replace(entry, source=source)
    if entry.translation.review is Review.REVIEWED:
        confirmed = fingerprint(entry.source, entry.text)
        return replace(
            entry, source=source, previous=entry.source, fuzzy=True, confirmed=confirmed, fingerprint=""
        )
    return replace(entry, source=source, previous=entry.source)


def _settled(entry: Entry) -> Entry:
    """The entry without the old wording, once a person has removed the flag."""
    return entry if entry.fuzzy else replace(entry, previous=None, confirmed="")


def _head(old: Memory, pair: LanguagePair) -> Entry:
    """The header with what every reader of PO needs; what people and their tools wrote there stays."""
    needed = {
        "Project-Id-Version": "Bilingual Digest",
        "Language": pair.target,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": pair.source,
    }
    present = dict(old.header)
    if all(present.get(name) for name in needed) and source_language(old) == pair.source:
        return old.head
    fields = needed | {name: value for name, value in present.items() if value}
    if source_language(old) != pair.source:
        fields["X-Source-Language"] = pair.source
    return replace(old.head, text="".join(f"{name}: {value}\n" for name, value in fields.items()))


# Filling and reading


def missing(memory: Memory) -> tuple[str, ...]:
    """Give the sentences with no translation, or a machine's for an earlier wording, in their order."""
    return tuple(entry.source for entry in memory.live if entry.translation is None)


def machine(source: str, text: str, origin: Origin) -> Entry:
    """Give the entry for what a machine answered."""
    return Entry(source, text, fuzzy=True, origin=origin, fingerprint=fingerprint(source, text))


def fill(memory: Memory, found: Mapping[str, Entry], *, renew: bool = False) -> Memory:
    """Give the missing sentences these translations, by key. A person's text is never touched.

    With `renew`, a machine's own text that nobody has changed gives way too.
    """

    def filled(entry: Entry) -> Entry:
        new = found.get(key(entry.source))
        if entry.obsolete or entry.extra or new is None or new.blank:
            return entry
        if entry.translation and not (renew and entry.untouched):
            return entry
        taken = replace(
            entry,
            text=new.text,
            fuzzy=new.fuzzy,
            origin=new.origin,
            fingerprint=new.fingerprint,
            confirmed="",
        )
        return _settled(taken)

    return replace(memory, entries=tuple(map(filled, memory.entries)))


def unchanged(before: Memory | None, after: Memory) -> bool:
    """Whether two memories mean the same, however their files are wrapped and ordered: a file then stays."""
    if before is None:
        return False
    return _meaning(before) == _meaning(after)


def _meaning(memory: Memory) -> tuple[Entry, tuple[tuple[str, str], ...], frozenset[Entry]]:
    return replace(memory.head, text=""), tuple(sorted(memory.header)), frozenset(memory.entries)


def pairs(memory: Memory, segments: Sequence[Segment]) -> tuple[Pair, ...]:
    """Give each sentence of an article with its translation."""
    known = {key(entry.source): entry for entry in reversed(memory.live)}
    found = ((segment, known.get(key(segment.text))) for segment in segments)
    return tuple(Pair(segment, entry.translation if entry else None) for segment, entry in found)


def source_language(memory: Memory) -> str:
    """The language that a memory translates from, as its header says; empty where it does not."""
    stated = dict(memory.header).get("X-Source-Language", "")
    return re.split(r"[-_@.]", stated.strip().lower())[0]


def reviewers(memory: Memory) -> tuple[str, ...]:
    """The names in the header's X-Reviewed-By, or else in its Last-Translator, without mail addresses."""
    header = dict(memory.header)
    stated = header.get("X-Reviewed-By") or header.get("Last-Translator", "")
    names = (key(re.sub(r"<[^<>]*>", "", name)) for name in re.split(r"[,;]", stated))
    return tuple(dict.fromkeys(name for name in names if name and name not in _NOBODY))


# What tools write where nobody has given a name.
_NOBODY = ("FULL NAME", "Automatically generated", "Anonymous")


class Lookup:
    """What all the memories of one language pair know, sentence by sentence."""

    def __init__(self, memories: Mapping[str, Memory]) -> None:
        """Index the memories, which come by slug."""
        found: dict[str, list[tuple[int, str, int, Entry]]] = {}
        for slug in sorted(memories):
            for number, entry in enumerate(memories[slug].entries):
                for known in _vouched(entry):
                    rank = (_rank(known), slug, number, known)
                    found.setdefault(key(known.source), []).append(rank)
        self._found = {name: sorted(ranked, key=lambda rank: rank[:3]) for name, ranked in found.items()}

    def find(self, sentence: str, slug: str) -> Entry | None:
        """Give the best that the other articles' memories know for a sentence of this one, or None."""
        for _, other, _, entry in self._found.get(key(sentence), ()):
            if other == slug:
                continue
            if entry.fuzzy:
                return entry
            return Entry(entry.source, entry.text, origin=Origin("memory", model=other))
        return None


def offers(memory: Memory) -> Iterator[Entry]:
    """What a memory knows for other articles: every translation that somebody or something vouches for."""
    for entry in memory.entries:
        yield from _vouched(entry)


def _vouched(entry: Entry) -> Iterator[Entry]:
    """The translations that an entry holds: for its own wording, or for an earlier one."""
    if entry.extra or entry.blank:
        return
    earlier = _earlier(entry)
    if earlier:
        yield earlier
    elif not entry.fuzzy or (entry.translation and entry.translation.review is Review.MACHINE):
        yield entry


def _rank(entry: Entry) -> int:
    """Reviewed before machine; a person's own text before a copy of it; live before obsolete."""
    copied = entry.origin is not None and entry.origin.engine == "memory"
    return 4 * entry.fuzzy + 2 * copied + entry.obsolete

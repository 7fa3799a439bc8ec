"""The translation memory: gettext PO text to values and back, and an article's new state against the old.

Nothing here reads or writes a file. polib is wrapped at this one border: it assembles and prints entries,
and the lines are checked before it sees them, since it passes in silence over much that would lose a person's
work.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import polib

from digest.errors import MemoryFileError
from digest.values import LanguagePair, Origin, Pair, Review, Segment, Translation

__all__ = [
    "Entry",
    "Extra",
    "Lookup",
    "Memory",
    "Place",
    "fill",
    "key",
    "machine",
    "merge",
    "missing",
    "pairs",
    "parse",
    "render",
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


class Place(NamedTuple):
    """Where a sentence stands: its block and its number there. The title is block 0."""

    block: int
    sentence: int

    def __str__(self) -> str:
        return f"block{self.block}:{self.sentence}" if self.block else f"title:{self.sentence}"


@dataclass(frozen=True, slots=True)
class Extra:
    """What only other tools write: a context or plural forms. Such an entry is kept as it is, never used."""

    context: str | None = None
    previous_context: str | None = None
    plural: str = ""
    previous_plural: str | None = None
    plurals: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a PO file.

    `source` is msgid, `text` msgstr, `previous` the earlier wording (`#|`). `origin`, `fingerprint` and
    `confirmed` are the `#.` lines that we write: who wrote the text, a hash by which a machine's own text is
    told from one that a person has edited, and a hash of what a person had confirmed before the source
    changed. `note` is the translator's; `comments`, `references` and `flags` are those that are not ours.
    """

    source: str
    text: str = ""
    fuzzy: bool = False
    places: tuple[Place, ...] = ()
    origin: Origin | None = None
    fingerprint: str = ""
    confirmed: str = ""
    previous: str | None = None
    obsolete: bool = False
    note: str = ""
    comments: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    extra: Extra | None = None

    @property
    def blank(self) -> bool:
        """Whether there is no translation."""
        return not self.text.strip()

    @property
    def stale(self) -> bool:
        """Whether the text is a machine's own, for an earlier wording."""
        return self.previous is not None and self._is_machines_for(self.previous)

    @property
    def translation(self) -> Translation | None:
        """The translation to show, or None while there is none: stale machine text is none."""
        if self.blank or self.stale:
            return None
        return Translation(self.text, self._review, self.origin)

    @property
    def _review(self) -> Review:
        if not self.fuzzy:
            return Review.REVIEWED
        if self.previous is None or self._is_machines_for(self.source):
            return Review.MACHINE
        return Review.OUTDATED

    def _is_machines_for(self, wording: str) -> bool:
        return self.fuzzy and bool(self.fingerprint) and self.fingerprint == _fingerprint(wording, self.text)


@dataclass(frozen=True, slots=True)
class Memory:
    """A PO file. `head` is the entry without a source, whose text holds the header fields."""

    head: Entry = field(default_factory=lambda: Entry(""))
    entries: tuple[Entry, ...] = ()

    @property
    def header(self) -> tuple[tuple[str, str], ...]:
        """The header fields, name and value, in their order."""
        fields = (line.partition(":") for line in self.head.text.split("\n") if line.strip())
        return tuple((name.strip(), value.strip()) for name, _, value in fields)

    @property
    def live(self) -> tuple[Entry, ...]:
        """The entries of sentences that the article holds."""
        return tuple(entry for entry in self.entries if not entry.obsolete and entry.extra is None)


def key(sentence: str) -> str:
    """Give what two sentences share when the memory holds them for the same one."""
    return " ".join(unicodedata.normalize("NFC", sentence).split())


def _fingerprint(source: str, text: str) -> str:
    return hashlib.sha256(f"{key(source)}\n{text}".encode()).hexdigest()[:12]


# PO text → values


def parse(text: str, file: str) -> Memory:
    """Read PO text. `file` is the name that an error gives.

    Raises:
        MemoryFileError: the text is not PO, or holds something that could not be kept.
    """
    lines = _checked(text.removeprefix("\ufeff"), file)
    try:
        found = polib.pofile(_Text("\n".join(lines)), encoding="utf-8", klass=_File)
    except OSError as error:
        line = re.search(r"line (\d+)", str(error))
        raise _error(file, int(line[1]) if line else 0, "a line that does not belong here") from error
    if found and found.header:
        # polib takes the first comments for the file's, even where no header follows them.
        found[0].tcomment = "\n".join(filter(None, (found.header, found[0].tcomment)))
    _refuse_duplicates(found, file)
    entries = [_entry(item) for item in found]
    heads = [entry for entry in entries if not entry.source and not entry.extra]
    if any(entry.obsolete for entry in heads):
        raise MemoryFileError(file, "an obsolete entry (#~) with an empty msgid", remedy="delete it")
    memory = Memory(heads[0] if heads else Entry(""), tuple(entry for entry in entries if entry not in heads))
    _check_header(memory, file)
    return memory


class _Text(str):
    """PO text for polib, which would break it at U+2028, U+0085 and a form feed too."""

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


class _File(polib.POFile):
    """A polib file that leaves the header an entry: polib's own reading of it loses order and comments."""

    def find(self, *_args: object, **_options: object) -> None:
        return None


_STRING = r'"(?:[^"\\]|\\["\\bfnrtv])*"'
_NAME = r"msgctxt|msgid_plural|msgid|msgstr\[[0-9]\]|msgstr"
_KEYWORD = re.compile(rf"(?P<keyword>{_NAME})\s*(?P<string>{_STRING})")
_MORE = re.compile(rf"(?P<keyword>)(?P<string>{_STRING})")
_PREFIX = re.compile(r"(?P<prefix>#~\||#~|#\|)\s*")
_COMMENT = re.compile(r"#(?P<kind>[.:,]?) ?(?P<rest>.*)")
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
# What may follow: "" is the start of an entry.
_AFTER = {
    "": ("msgctxt", "msgid"),
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr[]",),
    "msgstr": ("msgctxt", "msgid"),
    "msgstr[]": ("msgstr[]", "msgctxt", "msgid"),
}


class _State(NamedTuple):
    """What stands above a line: an entry's last keyword, what a string would continue, comments that wait."""

    keyword: str = ""
    above: tuple[str, str] | None = None
    waiting: bool = False


def _checked(text: str, file: str) -> list[str]:
    """Refuse every line that is not PO, and write the others in the one way that polib reads."""
    state = _State()
    checked = []
    lines = text.replace("\r\n", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        try:
            clean, state = _line(line.strip(), state)
        except _NotPo as problem:
            raise _error(file, number, str(problem)) from None
        checked.append(clean)
    if state.keyword not in ("", "msgstr", "msgstr[]"):
        raise _error(file, len(lines), "the file ends before the last entry has its msgstr")
    if state.waiting:
        raise _error(file, len(lines), "a comment at the end of the file belongs to no entry")
    return checked


class _NotPo(Exception):
    """A line is not PO; the message says why."""


def _line(line: str, state: _State) -> tuple[str, _State]:
    """Check one line below what stands above it. Gives the line as polib wants it, and the state after it."""
    if not line:
        return "", state
    marked = _PREFIX.match(line)
    if line.startswith("#") and not marked:
        return _comment(line, state)
    prefix, rest = (marked["prefix"], line[marked.end() :]) if marked else ("", line)
    if not rest:
        return "", state
    found = _KEYWORD.fullmatch(rest) or _MORE.fullmatch(rest)
    if not found:
        raise _NotPo(_what_is_wrong(rest))
    keyword = re.sub(r"\d", "", found["keyword"])
    # polib drops `#~|`; whether the entry is obsolete it learns from the `#~ msgid` below.
    shown = " ".join(filter(None, ("#|" if "|" in prefix else prefix, found["keyword"], found["string"])))
    if not keyword:
        if state.above is None or state.above[0] != prefix:
            raise _NotPo("a string that continues nothing: the line above it is of another kind")
        return shown, state
    if "|" in prefix:
        if state.keyword not in ("", "msgstr", "msgstr[]") or keyword.startswith("msgstr"):
            raise _NotPo(f"`{prefix} {found['keyword']}` does not belong here")
        return shown, state._replace(above=(prefix, keyword), waiting=True)
    if keyword not in _AFTER[state.keyword]:
        raise _NotPo(f"`{found['keyword']}` does not belong here: {_allowed(state.keyword)} comes next")
    return shown, _State(keyword, (prefix, keyword))


def _comment(line: str, state: _State) -> tuple[str, _State]:
    if state.keyword not in ("", "msgstr", "msgstr[]"):
        raise _NotPo(f"a comment inside an entry: {_allowed(state.keyword)} comes next")
    found = _COMMENT.fullmatch(line)
    assert found is not None  # the pattern takes every line that starts with "#"
    if found["kind"] and not found["rest"].strip():
        return "", state._replace(above=None)
    return f"#{found['kind']} {found['rest']}", state._replace(above=None, waiting=True)


def _allowed(keyword: str) -> str:
    return " or ".join(name.replace("[]", "[0]") for name in _AFTER[keyword])


def _what_is_wrong(line: str) -> str:
    if _CONFLICT.match(line):
        return "the mark of a merge conflict; decide which side stands and delete the marks"
    if not re.match(r"(msg(ctxt|id|id_plural|str|str\[\d\]))?\s*\"", line):
        return f"`{line[:40]}` is not a line of a PO file"
    return r'a string that is not closed, has text after it, or holds a " or \ that is not written \" or \\'


def _error(file: str, line: int, found: str) -> MemoryFileError:
    remedy = "mend the line (Poedit shows it too); the file was left as it is"
    return MemoryFileError(file, found, place=f"line {line}", remedy=remedy)


def _refuse_duplicates(found: Iterable[Any], file: str) -> None:
    lines: dict[tuple[str | None, str], int] = {}
    for item in found:
        identity = (item.msgctxt, item.msgid)
        if identity in lines:
            shown = f"“{item.msgid[:60]}”" if item.msgid else "the header"
            first = f"first in the entry at line {max(lines[identity], 1)}"
            raise _error(file, item.linenum, f"{shown} stands twice in the file ({first})")
        lines[identity] = item.linenum


def _check_header(memory: Memory, file: str) -> None:
    for line in memory.head.text.split("\n"):
        if line.strip() and ":" not in line:
            allowed = "lines of the form `Name: value`"
            raise MemoryFileError(file, f"the line `{line[:60]}`", place="header", allowed=allowed)
    content = dict(memory.header).get("Content-Type", "charset=UTF-8")
    charset = re.search(r"charset=([^\s;]*)", content)
    if charset and charset[1].lower() not in ("utf-8", "utf8"):
        raise MemoryFileError(
            file,
            f"charset {charset[1]}",
            place="header, Content-Type",
            allowed="charset=UTF-8",
            remedy="save the file as UTF-8 (in Poedit: Translation, Properties)",
        )


def _entry(item: Any) -> Entry:
    """A polib entry as a value."""
    references = [f"{name}:{line}" if line else name for name, line in item.occurrences]
    ours: dict[str, Any] = {}
    comments = []
    for comment in item.comment.split("\n") if item.comment else []:
        told = _origin_fields(comment)
        if told and not ours.keys() & told.keys():
            ours |= told
        else:
            comments.append(comment)
    flags = tuple(flag for flag in item.flags if flag)
    places = [place for place in map(_place, references) if place]
    return Entry(
        source=item.msgid,
        text=item.msgstr,
        fuzzy="fuzzy" in flags,
        places=tuple(sorted(places)),
        previous=item.previous_msgid,
        obsolete=bool(item.obsolete),
        note=item.tcomment,
        comments=tuple(comments),
        references=tuple(name for name in references if not _place(name)),
        flags=tuple(flag for flag in flags if flag != "fuzzy"),
        extra=_extra(item),
        **ours,
    )


def _extra(item: Any) -> Extra | None:
    plurals = tuple(sorted(item.msgstr_plural.items()))
    extra = Extra(item.msgctxt, item.previous_msgctxt, item.msgid_plural, item.previous_msgid_plural, plurals)
    return extra if extra != Extra() else None


def _place(reference: str) -> Place | None:
    found = re.fullmatch(r"(?:title|block([1-9]\d{0,8})):(\d{1,9})", reference, re.ASCII)
    return Place(int(found[1] or 0), int(found[2])) if found else None


# The `#.` lines that say where a text came from

_MACHINE = re.compile(
    r"machine: (?P<engine>\S+)(?: (?P<engine_version>[^\s;]+))?"
    r"(?:; model: (?P<model>[^\s;]+)(?: (?P<model_version>[^\s;]+))?)?"
    r"(?:; sha256: (?P<model_sha256>[^\s;]+))?"
    r"(?:; settings: (?P<settings>[^;]+))?"
    r"(?:; text: (?P<fingerprint>[0-9a-f]{12}))?"
)


def _origin_fields(comment: str) -> dict[str, Any]:
    """The fields of an Entry that a `#.` line tells; none where the line is not one of ours."""
    if found := re.fullmatch(r"memory: (\S.*)", comment):
        return {"origin": Origin("memory", model=found[1])}
    if found := re.fullmatch(r"reviewed: ([0-9a-f]{12})", comment):
        return {"confirmed": found[1]}
    if found := _MACHINE.fullmatch(comment):
        fields = found.groupdict(default="")
        fingerprint = fields.pop("fingerprint")
        return {"origin": Origin(**fields), "fingerprint": fingerprint}
    return {}


def _origin_lines(entry: Entry) -> Iterator[str]:
    origin = entry.origin
    if origin and origin.engine == "memory":
        yield f"memory: {key(origin.model)}"
    elif origin:
        parts = (
            ("machine", _words(origin.engine, origin.engine_version)),
            ("model", _words(origin.model, origin.model_version)),
            ("sha256", _words(origin.model_sha256)),
            ("settings", key(origin.settings.replace(";", ","))),
            ("text", entry.fingerprint),
        )
        yield "; ".join(f"{name}: {value}" for name, value in parts if value)
    if entry.confirmed:
        yield f"reviewed: {entry.confirmed}"


def _words(*values: str) -> str:
    """Each value as one word, so that the line can be read back."""
    return " ".join(re.sub(r"[\s;]+", "-", value) for value in values if value)


# Values → PO text


def render(memory: Memory) -> str:
    """Write a memory as PO text: one line a string, no wrapping, nothing that changes without a reason."""
    note = "".join(f"# {line}".rstrip() + "\n" for line in memory.head.note.split("\n"))
    return note + "\n".join(_shown(entry) for entry in (replace(memory.head, note=""), *memory.entries))


def _shown(entry: Entry) -> str:
    extra = entry.extra or Extra()
    comments = [*_origin_lines(entry), *entry.comments]
    item = polib.POEntry(
        msgid=entry.source,
        msgstr=entry.text,
        msgctxt=extra.context,
        msgid_plural=extra.plural,
        msgstr_plural=dict(extra.plurals),
        obsolete=entry.obsolete,
        comment="\n".join(comments),
        tcomment=entry.note,
        occurrences=[(str(place), "") for place in (*entry.places, *entry.references)],
        flags=[*(["fuzzy"] if entry.fuzzy else []), *entry.flags],
        previous_msgid=entry.previous,
        previous_msgctxt=extra.previous_context,
        previous_msgid_plural=extra.previous_plural,
    )
    above = ""
    if entry.obsolete:
        # polib leaves these comments out of an obsolete entry, and a machine's text would lose its mark.
        notes = [f"# {line}" for line in entry.note.split("\n")] if entry.note else []
        above = "".join(f"{line}\n" for line in (*notes, *(f"#. {line}" for line in comments)))
        item.tcomment = ""
    return above + str(item.__unicode__(wrapwidth=0))


def unchanged(before: Memory | None, after: Memory) -> bool:
    """Whether two memories mean the same, however their files are wrapped and ordered: a file then stays."""
    if before is None:
        return False
    return _meaning(before) == _meaning(after)


def _meaning(memory: Memory) -> tuple[Entry, tuple[tuple[str, str], ...], frozenset[Entry]]:
    return replace(memory.head, text=""), tuple(sorted(memory.header)), frozenset(memory.entries)


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
    wanted: dict[str, Entry] = {}
    for segment in segments:
        name = key(segment.text)
        if not name:
            # An empty msgid is the header's.
            continue
        place = Place(segment.block, max(segment.sentence, 1))
        entry = wanted.get(name, Entry(segment.text))
        wanted[name] = replace(entry, places=(*entry.places, place))
    return wanted


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
    if entry.fuzzy and entry.confirmed == _fingerprint(entry.previous, entry.text):
        return replace(was, fuzzy=False)
    return None


def _reworded(old: Memory, wanted: Mapping[str, Entry], known: Mapping[str, _Kept]) -> dict[str, _Kept]:
    """The new sentences that take over a vanished one's entry: the most alike first, each at most once."""
    used = {kept.old for kept in known.values()}
    gone = [entry for entry in old.live if entry not in used and not entry.blank]
    new = [name for name in wanted if name not in known]
    before, now = _positions(old.live), _positions(wanted.values())
    trigrams = [_trigrams(name) for name in new]
    scores = []
    for there, entry in enumerate(gone):
        theirs = _trigrams(entry.source)
        for here, name in enumerate(new):
            alike = _similarity(theirs, trigrams[here])
            if alike >= _SIMILAR:
                distance = abs(before[entry.source] - now[wanted[name].source])
                scores.append((_DISTANCE * distance - alike, here, there))
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
        confirmed = _fingerprint(entry.source, entry.text)
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
    return Entry(source, text, fuzzy=True, origin=origin, fingerprint=_fingerprint(source, text))


def fill(memory: Memory, found: Mapping[str, Entry]) -> Memory:
    """Give the missing sentences these translations, by key. A person's text is never touched."""

    def filled(entry: Entry) -> Entry:
        new = found.get(key(entry.source))
        if entry.obsolete or entry.extra or entry.translation or new is None or new.blank:
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

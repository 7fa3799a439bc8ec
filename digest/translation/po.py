"""Gettext PO: text to values and back.

Nothing here reads or writes a file. polib is wrapped at this one border: it assembles and prints entries,
and the lines are checked before it sees them, since it passes in silence over much that would lose a person's
work.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import polib

from digest.errors import MemoryFileError
from digest.values import Origin, Review, Segment, Translation

__all__ = [
    "Entry",
    "Extra",
    "Memory",
    "Place",
    "decode",
    "fingerprint",
    "key",
    "lines",
    "numbered",
    "parse",
    "render",
]


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
    def untouched(self) -> bool:
        """Whether the text is what a machine wrote for the sentence as it stands, and nobody changed it."""
        return not self.blank and self._is_machines_for(self.source)

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
        return self.fuzzy and bool(self.fingerprint) and self.fingerprint == fingerprint(wording, self.text)


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


def fingerprint(source: str, text: str) -> str:
    """Give the hash by which a text for a sentence is known again."""
    return hashlib.sha256(f"{key(source)}\n{text}".encode()).hexdigest()[:12]


# PO text → values


def decode(raw: bytes, file: str) -> str:
    """The text of a PO file, which is UTF-8. `file` is the name that an error gives.

    Raises:
        MemoryFileError: it is not UTF-8.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise MemoryFileError(
            file,
            f"a byte that is not UTF-8 (0x{raw[error.start]:02x})",
            place=f"line {line}",
            allowed="UTF-8 text",
            remedy="save it as UTF-8; it was left as it is",
        ) from error


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
_KEYWORD = r"msgctxt|msgid_plural|msgid|msgstr\[[0-9]\]|msgstr"
_TEXT = re.compile(rf"(?P<prefix>#~\||#~|#\||)\s*(?:(?P<keyword>{_KEYWORD})\s*)?(?P<string>{_STRING})")
_COMMENT = re.compile(r"#(?![~|])(?P<kind>[.:,]?) ?(?P<rest>.*)")
_EMPTY = ("", "#.", "#:", "#,", "#~", "#|", "#~|")
_MSGID = re.compile(rf"msgid\s*({_STRING})")
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")
_START = ("#", "#|", "msgctxt", "msgid")
# What may follow a line of each kind, strings that continue it aside.
_AFTER = {
    "": _START,
    "#": _START,
    "#|": _START,
    "msgctxt": ("msgid",),
    "msgid": ("msgid_plural", "msgstr"),
    "msgid_plural": ("msgstr[0]",),
    "msgstr": _START,
    "msgstr[0]": ("msgstr[0]", *_START),
}
_ENDS = ("", "msgstr", "msgstr[0]")


class _Line(NamedTuple):
    """A line as polib wants it. `kind` is empty where it continues the string above, of the same prefix."""

    kind: str
    prefix: str
    shown: str


def _checked(text: str, file: str) -> list[str]:
    """Refuse what polib would misread or lose, and write the other lines in the one way that it reads."""
    checked = []
    above = _Line("", "#", "")
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    for number, line in enumerate(lines, start=1):
        if line in _EMPTY:
            checked.append("")
            continue
        found = _line(line)
        if not found:
            raise _error(file, number, _what_is_wrong(line))
        continues = not found.kind and found.prefix == above.prefix
        if not continues and found.kind not in _AFTER[above.kind]:
            raise _error(file, number, f"`{line[:40]}` does not belong here: {_next(above)} comes next")
        checked.append(found.shown)
        above = above if continues else found
    if above.kind not in _ENDS:
        raise _error(file, len(lines), f"the file ends in the midst of an entry: {_next(above)} comes next")
    return checked


def lines(text: str) -> dict[str, int]:
    """For each sentence of PO text, by its `key`: the line, from 1, on which its entry's msgid begins."""
    found: dict[str, int] = {}
    start, strings = 0, [""]
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1):
        line = line.strip()
        if opens := _MSGID.fullmatch(line):
            start, strings = number, [opens[1]]
        elif start and re.fullmatch(_STRING, line):
            strings.append(line)
        elif start:
            sentence = "".join(polib.unescape(string[1:-1]) for string in strings)
            found.setdefault(key(sentence), start)
            start = 0
    found.pop("", None)  # the header
    return found


def numbered(lines: Mapping[str, int], segments: Iterable[Segment]) -> dict[int, int]:
    """The line on which each sentence of an article stands, by its number; those without one are left out."""
    found = ((part.number, lines.get(key(part.text))) for part in segments)
    return {number: line for number, line in found if line is not None}


def _line(line: str) -> _Line | None:
    """What stands in a line; None where it is not PO."""
    if found := _TEXT.fullmatch(line):
        prefix, keyword, string = found["prefix"], found["keyword"] or "", found["string"]
        earlier = "|" in prefix
        # polib drops `#~|`; whether the entry is obsolete it learns from the `#~ msgid` below.
        shown = " ".join(filter(None, ("#|" if earlier else prefix, keyword, string)))
        return _Line("#|" if earlier and keyword else re.sub(r"\d", "0", keyword), prefix, shown)
    if found := _COMMENT.fullmatch(line):
        return _Line("#", "#", f"#{found['kind']} {found['rest']}")
    return None


def _next(above: _Line) -> str:
    return " or ".join(kind for kind in _AFTER[above.kind] if kind.startswith("msg"))


def _what_is_wrong(line: str) -> str:
    if _CONFLICT.match(line):
        return "the mark of a merge conflict; decide which side stands and delete the marks"
    if not re.match(rf'({_KEYWORD}|)\s*"', line.lstrip("#~| ")):
        return f"`{line[:40]}` is not a line of a PO file"
    return r'a string that is not closed, has text after it, or holds a " or \ that is not written \" or \\'


def _error(file: str, line: int, found: str) -> MemoryFileError:
    remedy = "correct the line (Poedit shows it too); the file was not changed"
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
        fields = _origin_fields(comment)
        if fields and not ours.keys() & fields.keys():
            ours |= fields
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
    """The fields of an Entry in a `#.` line; none where the line is not one of ours."""
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

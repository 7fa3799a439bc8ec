"""From bytes to text, lines and blocks: the article before anything in it is judged."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from digest.data import by_language
from digest.errors import SeedError

__all__ = [
    "SINGLE_BYTE",
    "Block",
    "blocks",
    "decode",
    "ends_sentence",
    "guessed",
    "marked",
    "plausibility",
    "tidy",
]

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# The first of equal scores wins: kz1048 is cp1251 with Kazakh letters in the places of some Serbian ones.
SINGLE_BYTE = ("cp1251", "kz1048", "cp1250", "iso8859-2", "koi8-u", "iso8859-5", "cp866")
# The pair comes first: it is one line break.
_BREAKS = ("\r\n", "\r", "\f", "\v", "\x85", "\u2028", "\u2029")
_WORD = re.compile(r"[^\W\d_]+")
_ENDS = (".", "!", "?", "…")
_CLOSERS = "\"'»”“’)]"
_ITEM = re.compile(r"[-–—•·*▪●‣]\s|\d{1,3}[.)]\s")
_CONTINUES = re.compile(r"[,.;:!?)»”]")
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
# The Unicode categories that are frequent in text decoded with the wrong encoding.
_MARKS = frozenset({"So", "Sk", "Sc", "Sm", "Lm", "Lo"})
# Letters that are frequent in the languages of the project.
_COMMON = frozenset("оаеиыеіnaeiozw")
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 140


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or label: one line of the file, or several that a hard wrap had split.

    `line` counts from 1 in the decoded file. `gap` says that a blank line stands before it.
    """

    line: int
    text: str
    gap: bool


def decode(raw: bytes, name: str) -> str:
    """Decode an article's bytes, whatever their encoding; lines end with a plain newline.

    Raises SeedError, naming `name`, for a file that is empty, binary or XML.
    """
    if (read := marked(raw)) is not None:
        return _checked(read, name)
    if not raw.strip(b"\0 \r\n\t"):
        raise SeedError(name, "the file is empty", remedy="put an article's text into it, or delete it")
    return _checked(guessed(raw), name)


def guessed(raw: bytes) -> str:
    """Bytes decoded with the encoding that is likeliest for them."""
    readings = list(_readings(raw))
    return readings[0] if len(readings) == 1 else max(readings, key=plausibility)


def marked(raw: bytes) -> str | None:
    """The text of a file that begins with a byte order mark; None for one that does not."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace")
    return None


def _checked(text: str, name: str) -> str:
    for mark in _BREAKS:
        text = text.replace(mark, "\n")
    if not text.strip():
        raise SeedError(name, "the file is empty", remedy="put an article's text into it, or delete it")
    if re.match(r"\s*<(?:!doctype|\?xml)", text, re.IGNORECASE):
        raise SeedError(name, "XML, not text", allowed="an article as plain text, or a saved web page")
    if text.startswith("%PDF") or _noise(text) > max(3, len(text) // 50):
        raise SeedError(
            name,
            "binary data, not text",
            allowed="an article as plain text",
            remedy="save the article as text; if it is another kind of file, name it after its kind",
        )
    return text


def _noise(text: str) -> int:
    """How many characters there are that do not occur in articles."""
    noise = {char for char in set(text) if _is_noise(char)}
    return sum(char in noise for char in text) if noise else 0


def _is_noise(char: str) -> bool:
    if char.isprintable():
        return char == "\ufffd"
    return char not in "\n\t" and unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"}


def _readings(raw: bytes) -> Iterator[str]:
    """The file decoded with each possible encoding, the likelier ones first."""
    utf8 = raw.decode("utf-8", errors="replace")
    yield utf8
    broken = utf8.count("\ufffd")
    # A few broken bytes in good UTF-8 mean a damaged file, not another encoding.
    if broken and broken > 4 + len(utf8) // 200:
        for encoding in SINGLE_BYTE:
            yield raw.decode(encoding, errors="replace")
    if len(raw) % 2 == 0 and _noise(utf8):
        yield raw.decode("utf-16-le", errors="replace")
        yield raw.decode("utf-16-be", errors="replace")


def plausibility(text: str) -> float:
    """How much a decoded text looks like one of the languages that the project knows."""
    sample = text[:20000]
    words = _WORD.findall(sample)
    if not words:
        return -_noise(sample) - 1.0
    latin = frozenset(char for char in set(sample) if unicodedata.name(char, "").startswith("LATIN"))
    odd = sum(_odd(word, latin) for word in words)
    marks = sum(n for char, n in Counter(sample).items() if _is_mark(char))
    lower = Counter("".join(words).casefold())
    strange = min(sum(n for char, n in lower.items() if char not in letters) for letters in _alphabets())
    common = sum(lower[char] for char in _COMMON)
    return (common - 4 * odd - 3 * strange - 2 * marks - 10 * _noise(sample)) / lower.total()


def _is_mark(char: str) -> bool:
    return char == "¶" or (char > "~" and unicodedata.category(char) in _MARKS)


def _odd(word: str, latin: Collection[str]) -> bool:
    """Whether a word mixes scripts or has a capital after a small letter."""
    if 0 < sum(char in latin for char in word) < len(word):
        return True
    # After the first letter most words are in small letters, and need no further search for capitals.
    return not word[1:].islower() and any(a.islower() and b.isupper() for a, b in itertools.pairwise(word))


@cache
def _alphabets() -> tuple[frozenset[str], ...]:
    latin = frozenset("abcdefghijklmnopqrstuvwxyz")
    return tuple(frozenset(entry["letters"]) | latin for entry in by_language("alphabet").values())


def tidy(line: str) -> str:
    """One line without control, bidi, zero-width and soft-hyphen characters, composed and single-spaced."""
    # Separators other than a space and invisible characters are not printable, and most lines have none.
    if not line.isprintable():
        for char in set(line):
            category = unicodedata.category(char)
            if char in "\t\n" or category in {"Zs", "Zl", "Zp"}:
                line = line.replace(char, " ")
            elif category in {"Cc", "Cf"}:
                line = line.replace(char, "")
    return " ".join(unicodedata.normalize("NFC", line).split())


def ends_sentence(text: str) -> bool:
    """Whether a line ends like a sentence, ignoring closing quotation marks and brackets."""
    return text.rstrip(_CLOSERS).endswith(_ENDS)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a decoded text: its lines, rejoined where a hard wrap had split them."""
    lines = [_Line(tidy(line), _indent(line), line.rstrip().endswith("\xad")) for line in text.split("\n")]
    width = _wrap_width(lines)
    found: list[_Parts] = []
    for number, line in enumerate(lines):
        if not line.text:
            continue
        gap = number == 0 or not lines[number - 1].text
        if found and not gap and _continues(lines, number, width):
            found[-1].texts.append(_joined(found[-1].texts, line.text, lines[number - 1].torn))
        else:
            found.append(_Parts(number + 1, gap, [line.text]))
    return tuple(Block(parts.line, "".join(parts.texts), parts.gap) for parts in found)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A block whose lines are still to be joined: to do that line by line takes quadratic time."""

    line: int
    gap: bool
    texts: list[str]


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    indent: int
    torn: bool
    """Whether it ends with a soft hyphen, in the middle of a word."""

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _wrap_width(lines: list[_Line]) -> int:
    """The column at which a text is hard-wrapped; 0 if it is not."""
    pairs = [(a, b) for a, b in itertools.pairwise(lines) if a.text and b.text]
    width = max((a.width for a, b in pairs if " " in a.text), default=0)
    full = [a for a, b in pairs if _is_full(a, b, width)]
    open_ended = sum(not ends_sentence(line.text) for line in full)
    wrapped = _NARROWEST_WRAP <= width <= _WIDEST_WRAP and len(full) >= 3 and 2 * len(full) >= len(pairs)
    return width if wrapped and 2 * open_ended > len(full) else 0


def _is_full(line: _Line, following: _Line, width: int) -> bool:
    """Whether the next line's first word had no room on this line, give or take a few columns."""
    return line.width + 1 + len(following.text.split()[0]) > width - 3


def _continues(lines: list[_Line], number: int, width: int) -> bool:
    """Whether a line belongs to the paragraph of the line above it."""
    above, this = lines[number - 1], lines[number]
    before, line = above.text, this.text
    if this.indent >= 2 > above.indent:
        return False
    if _CONTINUES.match(line):
        return True
    open_end = not ends_sentence(before) and before[-1] not in ":;"
    if _ITEM.match(line) and not open_end:
        return False
    if width:
        lower = open_end and line[0].islower() and len(before) > width // 2
        return _is_full(above, this, width) or lower
    # A link inside a paragraph often comes out as a line of its own.
    after = lines[number + 1].text if number + 1 < len(lines) else ""
    torn = line[0].islower() or bool(after and (after[0].islower() or _CONTINUES.match(after)))
    stamp = len(line) < 50 and _CLOCK.search(line)
    return open_end and torn and len(before) > 60 and not _ITEM.match(line) and not stamp


def _joined(before: Sequence[str], line: str, torn: bool) -> str:
    """What continues a paragraph, with the space before it; a word split at a hyphen becomes whole again."""
    end = "".join(before[-2:])[-2:]
    tight = torn or _CONTINUES.match(line) or (end[-1] == "-" and end[:-1].isalpha())
    return line if tight else f" {line}"

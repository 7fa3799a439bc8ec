"""What can be seen of the lines of a page without knowing its language, as whole numbers for the models.

All is counted over the characters of the whole page at once, so that a page of some hundred lines takes a few
milliseconds. A feature is a whole number, of which `SCALE` is 1, so that the models decide alike on every
machine.

Sources: which features tell text from its surroundings is from Kohlschütter and others, "Boilerplate
detection using shallow text features" (2010), and Vogels and others, "Web2Text" (2018); the neighbours'
features, the densest stretch and the overlap of a line's stems with it were found by trying.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from digest.data import load
from digest.read.dates import Stamp

__all__ = ["SCALE", "View", "view"]

SCALE = 256
Ints = NDArray[np.int16]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LETTER, _UPPER, _DIGIT, _SPACE, _END, _CLOSER, _OPENER, _DASH = (1 << bit for bit in range(8))
_CLOSERS, _OPENERS = "\"'»”“’)]", "\"'«„“‘([–—-"
_SEPARATORS = frozenset("|/·•›»→>")
# How many letters of a word tell it from others: in the text, and in the list of cues.
_STEM, _CUE = 5, 6
_ITEM = re.compile(r"(?:[-–—•·*▪●‣»>]|\d{1,3}[.)])\s")
_URL = re.compile(r"https?:|www\.|@|#\w|\w\.(?:com|org|net|info|[a-z]{2})\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# The groups of words in digest/data/cues.yml.
CUES = ("consent", "legal", "account", "comments", "picture", "person", "links", "article")


@dataclass(frozen=True, slots=True)
class View:
    """The lines of a page as the models see them.

    `features` has a row a line. `sizes` are the lines' words, `keys` equal for lines with the same words.
    `stems` holds a number for each longer word of the page and `of` the line it stands in.
    """

    features: Ints
    sizes: NDArray[np.int64]
    keys: tuple[str, ...]
    stems: NDArray[np.int64]
    of: NDArray[np.int64]
    dated: Flags
    ended: Flags
    gaps: Flags
    cues: NDArray[np.int64]
    first: int
    """The first line of the densest stretch of sentences, and the last one."""
    last: int


@cache
def _classes() -> NDArray[np.uint8]:
    """The class of each character of the basic plane, as bits."""
    table = np.zeros(0x10000, np.uint8)
    for code in range(0x10000):
        char = chr(code)
        if char.isalpha():
            table[code] = _LETTER | (_UPPER if char.isupper() else 0)
        elif char.isdigit():
            table[code] = _DIGIT
        elif char.isspace():
            table[code] = _SPACE
    for chars, bit in ((".!?…", _END), (_CLOSERS, _CLOSER), (_OPENERS, _OPENER), ("-–—", _DASH)):
        for char in chars:
            table[ord(char)] |= bit
    return table


@cache
def _small() -> NDArray[np.int64]:
    """The small letter of each character of the basic plane, ё as е."""
    codes = [chr(code).lower() for code in range(0x10000)]
    table = np.array([ord(small) if len(small) == 1 else code for code, small in enumerate(codes)], np.int64)
    table[ord("ё")] = table[ord("Ё")] = ord("е")
    return table


def _hashed(
    codes: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """A number for the first `size` letters of each word."""
    found = np.zeros(len(starts), np.int64)
    padded = np.append(codes, np.zeros(size, np.int64))
    for at in range(size):
        found = found * 2003 + np.where(starts + at < ends, padded[np.minimum(starts + at, len(codes))], 0)
    return found


@cache
def _cues() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The stems of all groups of cues, in order, and as bits the groups that each is in."""
    groups: dict[int, int] = {}
    for bit, group in enumerate(CUES):
        for word in " ".join(load("cues")[group].values()).split():
            codes = _small()[[min(ord(char), 0xFFFF) for char in word]]
            stem = int(_hashed(codes, np.array([0]), np.array([len(word)]), _CUE)[0])
            groups[stem] = groups.get(stem, 0) | 1 << bit
    stems = np.array(sorted(groups), np.int64)
    return stems, np.array([groups[int(stem)] for stem in stems], np.int64)


def _cued(words: NDArray[np.int64]) -> NDArray[np.int64]:
    """The groups of cues that each word is in, as bits."""
    stems, groups = _cues()
    place = np.minimum(np.searchsorted(stems, words), len(stems) - 1)
    found: NDArray[np.int64] = np.where(stems[place] == words, groups[place], 0)
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a page: where each begins and ends in its characters, and its line."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    of: NDArray[np.int64]
    stems: NDArray[np.int64]
    cues: NDArray[np.int64]
    capital: Flags
    kind: NDArray[np.uint8]
    """The class of its first character."""


def view(lines: Sequence[str], gaps: Sequence[bool], stamps: Sequence[Stamp | None]) -> View:
    """The features of a page's lines.

    Args:
        lines: the lines without blank ones.
        gaps: of each, whether a blank line stands above it.
        stamps: the date in each.
    """
    blank = np.array(gaps, bool)
    chars = _Chars.of(lines)
    words = _words(chars)
    count = np.bincount(words.of, minlength=len(lines))
    flags, ended = _flags(lines, blank, stamps, chars, count)
    keys = tuple(" ".join(re.findall(r"\w+", line.casefold())) for line in lines)
    return _seen(blank, [*_counts(chars, words), *flags], ended, words, keys)


@dataclass(frozen=True, slots=True)
class _Chars:
    """The characters of a page, its lines one after the other with a line break between."""

    codes: NDArray[np.int64]
    kinds: NDArray[np.uint8]
    begins: NDArray[np.int64]
    """Where each line begins."""
    sizes: NDArray[np.int64]
    """How long each line is."""

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Chars:
        """The characters of some lines; those beyond the basic plane become its last one."""
        raw = "\n".join(lines).encode("utf-32-le", "surrogatepass")
        codes = np.minimum(np.frombuffer(raw, "<u4"), 0xFFFF).astype(np.int64)
        sizes = np.array([len(line) for line in lines], np.int64)
        return cls(codes, _classes()[codes], np.concatenate(([0], np.cumsum(sizes + 1)[:-1])), sizes)

    def per_line(self, flags: Flags) -> Floats:
        """How many characters of each line are flagged."""
        return np.add.reduceat(flags.astype(np.float64), self.begins)


def _words(chars: _Chars) -> _Words:
    """The words of a page: runs of letters and digits."""
    inside = np.concatenate(([False], (chars.kinds & (_LETTER | _DIGIT)) > 0, [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    small, kind = _small()[chars.codes], chars.kinds[starts]
    return _Words(
        starts,
        ends,
        np.searchsorted(chars.begins, starts, side="right") - 1,
        _hashed(small, starts, ends, _STEM),
        _hashed(small, starts, ends, _CUE),
        (kind & _UPPER) > 0,
        kind,
    )


def _counts(chars: _Chars, words: _Words) -> list[Floats]:
    """What is counted in each line: its words, sentences, capitals, digits, cues."""
    kinds, n = chars.kinds, len(chars.begins)

    def by_word(weights: NDArray[np.generic]) -> Floats:
        return np.bincount(words.of, weights.astype(np.float64), n).astype(np.float64)

    count = np.bincount(words.of, minlength=n).astype(np.float64)
    some = np.maximum(1, count)
    longs = words.ends - words.starts
    later = np.zeros(len(words.of), bool)
    later[1:] = words.of[1:] == words.of[:-1]
    longer = ((words.kind & _LETTER) > 0) & (longs > 1)
    groups = _cued(words.cues)
    cues = [by_word(groups >> bit & 1) for bit in range(len(CUES))]
    return [
        np.log1p(count),
        np.log1p(chars.sizes),
        np.log1p(chars.per_line(_within(kinds))),
        chars.per_line((kinds & _UPPER) > 0) / np.maximum(1, chars.per_line((kinds & _LETTER) > 0)),
        chars.per_line((kinds & _DIGIT) > 0) / np.maximum(1, chars.sizes),
        by_word(words.capital & later & longer) / np.maximum(1, by_word(longer & later)),
        chars.per_line(chars.codes == ord(",")) / some,
        by_word(longs <= 3) / some,
        by_word(longs) / some / 10,
        chars.per_line((kinds & _CLOSER) > 0) / some,
        *(np.minimum(group, 4) for group in cues),
        sum(cues, np.zeros(n)) / some,
    ]


def _within(kinds: NDArray[np.uint8]) -> Flags:
    """The characters at which a sentence ends and another one begins."""
    found = np.zeros(len(kinds), bool)
    if len(kinds) > 3:
        end, space = (kinds & _END) > 0, (kinds & _SPACE) > 0
        opens = (kinds & (_UPPER | _OPENER)) > 0
        closed = ((kinds & (_END | _CLOSER)) > 0)[:-2] & space[1:-1] & opens[2:]
        before = np.concatenate(([False], end[:-3]))
        found[:-2] = closed & (end[:-2] | before)
    return found


def _flags(
    lines: Sequence[str], gaps: Flags, stamps: Sequence[Stamp | None], chars: _Chars, count: NDArray[np.int64]
) -> tuple[list[Floats], Flags]:
    """What is so of a line or not; and which lines end like a sentence."""
    bare = [line.rstrip(_CLOSERS) for line in lines]
    ended = np.array([line.endswith((".", "!", "?", "…")) for line in bare], bool)
    heads = chars.kinds[chars.begins]
    flags = [
        ended,
        [line.endswith(":") for line in lines],
        [line.endswith(("?", "!")) for line in bare],
        [line.endswith(("…", "...")) for line in lines],
        (heads & _UPPER) > 0,
        ((heads & _LETTER) > 0) & ((heads & _UPPER) == 0),
        (heads & (_OPENER | _DASH)) > 0,
        [bool(_ITEM.match(line)) for line in lines],
        [bool(_URL.search(line)) for line in lines],
        [bool(_YEAR.search(line)) for line in lines],
        [stamp is not None for stamp in stamps],
        [stamp is not None and stamp.day is not None for stamp in stamps],
        [stamp is not None and len(stamp.rest) < 3 for stamp in stamps],
        gaps,
        np.append(gaps[1:], True),
        (count >= 10) & ended,
        chars.per_line(chars.codes == ord("(")) > 0,
        [":" in line[:-1] for line in lines],
        [not _SEPARATORS.isdisjoint(line) for line in lines],
        ["©" in line for line in lines],
    ]
    return [np.asarray(flag, np.float64) for flag in flags], ended


def _seen(gaps: Flags, base: list[Floats], ended: Flags, words: _Words, keys: tuple[str, ...]) -> View:
    n = len(keys)
    count = np.bincount(words.of, minlength=n)
    doubled = Counter(keys)
    heads = [" ".join(key.split(" ", 4)[:4]) if key.count(" ") >= 3 else "" for key in keys]
    same_head = Counter(heads)
    again = np.array([doubled[key] > 1 for key in keys], np.float64)
    begun = np.array(
        [head != "" and same_head[head] > doubled[key] for head, key in zip(heads, keys, strict=True)],
        np.float64,
    )
    earliest = {key: index for index, key in reversed(list(enumerate(keys)))}
    fresh = np.array([earliest[key] == index for index, key in enumerate(keys)], np.bool_)
    sentence = np.where((count >= 8) & ended & fresh, count, 0).astype(np.float64)
    worth = np.where(sentence > 0, np.minimum(sentence, 80), np.where(count >= 12, 2.0, -4.0))
    sums = np.cumsum(worth)
    lowest = np.minimum.accumulate(np.concatenate(([0.0], sums)))[:-1]
    last = int(np.argmax(sums - lowest))
    first = int(np.flatnonzero(np.concatenate(([0.0], sums))[: last + 1] == lowest[last])[-1])
    long = (words.ends - words.starts > 3) & ((words.kind & _LETTER) > 0)
    stems, of = words.stems[long], words.of[long]
    overlap = overlaps(stems, of, n, (np.arange(n) >= first) & (np.arange(n) <= last) & (count >= 6))
    place = _placed(n, count, sentence, first, last, sums[last] - lowest[last])
    place += _since(n, count, np.stack(base[10:18], 1) > 0, base[29] > 0)
    own = np.stack([*base, again, begun], 1)
    around = np.stack([*place, *overlap], 1)
    near = np.concatenate([own[:, _NEAR], overlap[1][:, None]], 1)
    padded = np.full((n + 6, near.shape[1]), -1.0)
    padded[3:-3] = near
    sides = [padded[3 + by : 3 + by + n] for by in (-3, -2, -1, 1, 2, 3)]
    whole = np.concatenate([own, around, *sides], 1)
    features = np.clip(np.floor(whole * SCALE + 0.5), -32000, 32000).astype(np.int16)
    cues = np.stack(base[10:18], 1).astype(np.int64)
    return View(
        features, count, keys, stems, of, np.asarray(own[:, 29] > 0, np.bool_), ended, gaps, cues, first, last
    )


def _since(n: int, count: NDArray[np.int64], cues: Flags, dated: Flags) -> list[Floats]:
    """How far above the last short line about comments, links and so on is; how many dates are near."""
    index = np.arange(n)
    short = (count <= 7)[:, None] & cues[:, [1, 2, 3, 6]]
    last = np.maximum.accumulate(np.where(short, index[:, None], -60))
    found = [np.log1p(np.minimum(60, index - column)) for column in last.T]
    found += [np.minimum(np.cumsum(column), 12).astype(np.float64) for column in short.T[1:3]]
    stamps = np.concatenate(([0], np.cumsum(dated & (count <= 12))))
    for start, end in ((-10, 0), (1, 11)):
        window = stamps[np.clip(index + end, 0, n)] - stamps[np.clip(index + start, 0, n)]
        found.append(window.astype(np.float64))
    return found


# Of the neighbours: words, sentences, capitals, digits, cues, how they begin and end, dates, blank lines,
# repeats.
_NEAR = (0, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 19, 20, 22, 23, 24, 26, 29, 30, 32, 34, 37, 39, 40)


def overlaps(stems: NDArray[np.int64], of: NDArray[np.int64], n: int, body: Flags) -> list[Floats]:
    """How far the stems of each line occur in other lines, those of the body.

    Args:
        stems: the stems of the page's words.
        of: the line of each.
        n: how many lines the page has.
        body: which lines are the body.

    Returns:
        The share of a line's stems, the same weighed by rarity, their number, the share that the first lines
        of the body have, and how far the stems belong to the body alone.
    """
    if not len(stems):
        return [np.zeros(n)] * 5
    _, number = np.unique(stems, return_inverse=True)
    # Each stem counts once a line.
    pairs = np.unique(of * (number.max() + 1) + number)
    line, number = pairs // (number.max() + 1), pairs % (number.max() + 1)
    within = body[line]
    total = np.bincount(number).astype(np.float64)
    inside = np.bincount(number, within, len(total))
    opening = np.zeros(n, bool)
    opening[np.flatnonzero(body)[:5]] = True
    early = np.bincount(number, opening[line], len(total))
    rarity = np.log1p(n / total)[number]
    others = inside[number] - within
    shared = others > 0
    count = np.bincount(line, minlength=n)
    some = np.maximum(1, count)
    weight = np.bincount(line, rarity, n)
    return [
        np.bincount(line, shared, n) / some,
        np.bincount(line, shared * rarity, n) / np.maximum(1e-6, weight),
        np.log1p(np.bincount(line, shared, n)),
        np.bincount(line, early[number] - opening[line] > 0, n) / some,
        np.bincount(line, others / total[number], n) / some,
    ]


def _placed(
    n: int, count: NDArray[np.int64], sentence: Floats, first: int, last: int, best: float
) -> list[Floats]:
    """Where each line stands: on the page, among its sentences, to its densest stretch."""
    index = np.arange(n)
    sums = np.concatenate(([0.0], np.cumsum(sentence)))
    shorts = np.concatenate(([0.0], np.cumsum(count <= 4)))
    total = max(1.0, sums[-1])

    def within(sums: Floats, start: int, end: int) -> Floats:
        found: Floats = sums[np.clip(index + end + 1, 0, n)] - sums[np.clip(index + start, 0, n)]
        return found

    steps = [(-k, -1) for k in (2, 5, 10, 25)] + [(1, k) for k in (2, 5, 10, 25)]
    short_steps = [(-5, -1), (-15, -1), (1, 5), (1, 15)]
    is_sentence = sentence > 0
    before = np.maximum.accumulate(np.where(is_sentence, index, -30))
    before = np.concatenate(([-30], before[:-1]))
    after = np.minimum.accumulate(np.where(is_sentence, index, n + 30)[::-1])[::-1]
    after = np.concatenate((after[1:], [n + 30]))
    signed = [np.sign(index - edge) * np.log1p(np.abs(index - edge)) for edge in (first, last)]
    return [
        index / n,
        np.log1p(index),
        np.log1p(n - index),
        np.full(n, np.log1p(n)),
        *(np.log1p(within(sums, *step)) for step in steps),
        *(within(shorts, *step) / (step[1] - step[0] + 1) for step in short_steps),
        sums[:-1] / total,
        np.full(n, np.log1p(total)),
        ((index >= first) & (index <= last)).astype(np.float64),
        *signed,
        np.full(n, best / total),
        np.log1p(np.minimum(30, index - before)),
        np.log1p(np.minimum(30, after - index)),
    ]

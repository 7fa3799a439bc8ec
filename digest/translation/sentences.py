"""Split a block into its sentences, by rules with data by language.

A block is cut only at a space, so that joining its sentences with spaces gives the block back. Where the text
leaves it open whether a sentence ends, it does not: two sentences in one segment read better than half a
sentence in each of two. The data is in `data/languages`, where en.yml also says what the kinds of
abbreviation mean.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import accumulate

from digest.data import by_language, load
from digest.values import Segment

__all__ = ["segment", "split"]

_QUOTES = "«»„“”‟\"‹›‘’'"
_OPENING = _QUOTES + "([{¿¡"
_CLOSING = _QUOTES + ")]}"
_DASHES = "-–—―‒"
_BULLETS = "•●▪◦*"
_END_MARKS = ".!?…‼⁇⁈⁉؟۔।։"
_NOTE_NUMBER = re.compile(r"\[\d{1,3}\]$")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_ROMAN = re.compile(r"[IVXLC]+")
_AMOUNT = re.compile(r"[^\w\s]*\d(?:[\d.,:/×–—-]*\d)?%?")
_YEARS = re.compile(r"\(?(?:\d{1,4}[-–—/])?\d{3,4}(?:[-–—]?[^\W\d_]{1,2})?")
_CENTURIES = re.compile(r"\(?[IVX]+(?:[-–—/][IVX]+)?")
_NUMERAL = re.compile(r"\d+(?:-[^\W\d_]{1,3}|\.)?")
_ITEM = re.compile(r"(\d{1,3})([.)]|\.\)|\)\.)")
_ORNAMENTS = frozenset(("So", "Sk", "Mn", "Me", "Cf"))  # emoji with their colours and joiners
_NUMBER_SIGNS = frozenset(("N°", "Nº", "n°", "nº", "№"))
_GLUED_NUMBER = re.compile(r"^[\d.,]*\d[-–]?(?=[^\W\d_])")
_PAIRS = {"«": "»", "„": "”“", "“": "”", "‹": "›", "(": ")", "[": "]", '"': '"'}
_MARKS = re.compile("[" + re.escape("".join(dict.fromkeys("".join(_PAIRS) + "".join(_PAIRS.values())))) + "]")
_CONSONANTS = frozenset("bcdfghjklłmnpqrstvwxzбвгғджзйкқлмнңпрстфхһцчшщъьґѓќљњћђџ")
_NEVER_SPLIT_WITHIN = 8  # words in a quotation or in brackets that are one unit: «Что? Где? Когда?»
_NEVER_SPLIT_WITHIN_ASIDE = 16  # the same where it opens in mid-sentence, as the title of a talk does
_WORDS_TO_SPEECH_VERB = 4  # how far from a quotation: “Why?” the former minister asked
_DEEPEST = 16  # how many quotations and brackets may be open at once
_ABBREVIATION_PARTS = 4  # the longest that is written with spaces: ж. б. у. с.
_LOOK_BACK = 24  # words before a year that are looked at; those before them change nothing
_FULL_CLAUSE = 8  # words from which on a sentence that begins with a time or a place may have ended
_WORDS_TO_RULER = 3  # how far from the start a ruler's number is no end: Za vlády Karla IV. Praha vzkvétala
_SHORTEST_START = 4  # letters of a word that begins a sentence after a unit, unless it is an opener


class _Kind(StrEnum):
    NAMES = "names"
    NUMBERS = "numbers"
    ENDINGS = "endings"
    UNITS = "units"
    DATES = "dates"
    CLOSINGS = "closings"
    WORDS = "words"
    INITIALS = "initials"


_LISTED = (
    _Kind.NAMES,
    _Kind.NUMBERS,
    _Kind.ENDINGS,
    _Kind.UNITS,
    _Kind.DATES,
    _Kind.CLOSINGS,
    _Kind.WORDS,
)


@dataclass(frozen=True, slots=True)
class _Language:
    kinds: Mapping[str, _Kind]
    openers: frozenset[str]
    speech: frozenset[str]
    labels: frozenset[str]
    times: frozenset[str]
    years: frozenset[str]
    attributes: re.Pattern[str]
    agents: re.Pattern[str]
    ordinals: bool
    regnal: bool


@dataclass(frozen=True, slots=True)
class _Enclosures:
    """What quotations and brackets hold together.

    `whole` are the words after which nothing is cut, `asides` those that close what opened in mid-sentence,
    `closed` those that close anything: the bracket of `1.)` closes nothing.
    """

    whole: frozenset[int] = frozenset()
    asides: frozenset[int] = frozenset()
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Ending:
    """How a word ends: `core`, an end mark or none, closing quotation marks and brackets."""

    core: str
    mark: str
    closing: str


_NO_ENDING = _Ending(core="", mark="", closing="")


@dataclass(frozen=True, slots=True)
class _Gap:
    """The space after the word `at`.

    `start` is the first word of the sentence that may end here.
    """

    words: Sequence[str]
    at: int
    start: int
    ending: _Ending
    language: _Language
    enclosures: _Enclosures

    @property
    def core(self) -> str:
        """The word without what ends it."""
        return self.ending.core

    @property
    def mark(self) -> str:
        """The full stop, or what else ends the word."""
        return self.ending.mark

    @property
    def closing(self) -> str:
        """The quotation marks and brackets that close after the mark."""
        return self.ending.closing

    @property
    def previous(self) -> str:
        return self.words[self.at - 1] if self.at > self.start else ""

    @property
    def next(self) -> str:
        return self.words[self.at + 1]

    @property
    def opener(self) -> str:
        """The next word in lower case where it is one that begins sentences, else nothing."""
        word = self.next.rstrip(",:;").strip(_CLOSING)
        known = word[:1].isupper() and word.lower() in self.language.openers
        return word.lower() if known else ""


def segment(title: str, body: Sequence[str], lang: str) -> tuple[Segment, ...]:
    """Number the sentences of an article: the title whole as number 0 in block 0, the body's from 1."""
    sentences = [
        (block, sentence, text)
        for block, paragraph in enumerate(body, start=1)
        for sentence, text in enumerate(split(paragraph, lang), start=1)
    ]
    return (
        Segment(number=0, block=0, sentence=1, text=title),
        *(Segment(number, *placed) for number, placed in enumerate(sentences, start=1)),
    )


def split(block: str, lang: str) -> tuple[str, ...]:
    """Split a single-spaced block into its sentences; `" ".join(split(block, lang)) == block`.

    `lang` is an ISO 639 code; a language without data of its own gets the rules of the script that the block
    is in. An empty block has no sentence.
    """
    if not block:
        return ()
    words = block.split(" ")
    language = _language_of(block, lang)
    enclosures = _enclosures(block)
    starts = [0]
    for at in range(len(words) - 1):
        ending = _ending(words[at])
        if ending.mark and _ends(_Gap(words, at, starts[-1], ending, language, enclosures)):
            starts.append(at + 1)
    return tuple(" ".join(words[a:b]) for a, b in zip(starts, [*starts[1:], len(words)], strict=True))


# The rules. Each says whether a sentence ends at the gap, or None to leave it to the next.


def _bare_marks(gap: _Gap) -> bool | None:
    """Marks without a word end nothing: `[…]`, `(!)`, a leading `...`; a lone `?`, `!` or full stop may."""
    if gap.core.strip(_OPENING + _CLOSING + _DASHES):
        return None
    detached = not gap.core.strip(_CLOSING) and not gap.closing and gap.at > gap.start
    if detached and gap.mark == ".":
        before = replace(gap, at=gap.at - 1, ending=_Ending(gap.previous, ".", ""))
        return None if _kind(before) in (None, _Kind.WORDS) else False
    return None if detached and gap.mark.strip("!?") == "" else False


def _within_enclosure(gap: _Gap) -> bool | None:
    """A short quotation or bracket is one unit: `«Что? Где? Когда?» — передача`."""
    return False if gap.at in gap.enclosures.whole else None


def _named_with_mark(gap: _Gap) -> bool | None:
    """A mark inside a quotation that opens in mid-sentence is part of a name: `шоу «Кто прав?» Азимова`."""
    inside = bool(gap.closing) and "." not in gap.mark.replace("..", "")
    return False if inside and gap.at in gap.enclosures.asides else None


def _attributed(gap: _Gap) -> bool | None:
    """A question in quotes goes on where its speaker follows: `“Who is there?” Azimova asked`."""
    if not gap.closing.strip(")]}") or gap.mark == ".":
        return None
    for word in gap.words[gap.at + 1 : gap.at + 1 + _WORDS_TO_SPEECH_VERB]:
        if word.rstrip(",.:;").lower() in gap.language.speech:
            return False
        if _ending(word).mark:
            break
    return None


def _next_item(gap: _Gap) -> bool | None:
    """Item 6 ends where item 7 begins, even after initials: `6. Доручити Іванюк Р.Р. 7. Цей наказ`."""
    here, following = _ITEM.fullmatch(gap.words[gap.start]), _ITEM.fullmatch(gap.next)
    if not here or not following or gap.at == gap.start or gap.at + 2 >= len(gap.words):
        return None
    counts_on = int(following[1]) == int(here[1]) + 1 and following[2] == here[2]
    return True if counts_on and gap.words[gap.at + 2].lstrip(_OPENING)[:1].isupper() else None


def _item_number(gap: _Gap) -> bool | None:
    """A number that heads an item or a title ends nothing: `1. Пункт`, `Глава 2. Права`, `5-бап. Құқық`."""
    if gap.mark != "." or gap.closing not in ("", ")"):
        return None
    if gap.closing:  # 1.) and a.), but not (see 1.)
        numbered = len(gap.core) == 1 or _NUMBER.fullmatch(gap.core)
        return False if numbered and gap.at not in gap.enclosures.closed else None
    core = gap.core.lstrip(_OPENING + _DASHES).rstrip(")")
    numeral = bool(_NUMBER.fullmatch(core) or _ROMAN.fullmatch(core))
    begins = gap.at == gap.start or (gap.at == gap.start + 1 and gap.previous.strip(_DASHES + _BULLETS) == "")
    if begins and (numeral or (len(core) == 1 and core.isalpha())):
        return False
    label = _GLUED_NUMBER.sub("", core)
    if begins and label != core and label.lower() in gap.language.labels:
        return False
    labelled = gap.at == gap.start + 1 and gap.previous.rstrip(".").lower() in gap.language.labels
    listed = gap.previous.endswith((":", ";")) and not gap.previous[:-1].isdecimal()  # no score: 3: 0.
    return False if numeral and (labelled or listed) else None


def _ruler(gap: _Gap) -> bool | None:
    """A ruler's number may go on (`Karel IV. Lucemburský`); in Cyrillic it ends: `правил Иван I. Москва`."""
    if gap.mark != "." or not _ROMAN.fullmatch(gap.core):
        return None
    if gap.language.regnal and len(gap.core) > 1:
        opens = gap.at - gap.start <= _WORDS_TO_RULER
        return bool(gap.opener) if opens or gap.next[:1].isdecimal() else None
    name = gap.previous if gap.at - 1 > gap.start else ""
    named = name.isalpha() and name.istitle() and len(name) > 2 and "\u0400" <= name[-1] <= "\u052f"
    return _next_begins(gap) if named and gap.core in ("I", "V", "X") else None


def _abbreviated(gap: _Gap) -> bool | None:
    """An abbreviation ends a sentence only as its kind allows, never before a closing mark or a number."""
    kind = _kind(gap)
    if gap.mark != "." or kind in (None, _Kind.WORDS):
        return None
    head = gap.next.lstrip(_OPENING + "№§")
    before_number = head[:1].isdecimal() or bool(_ROMAN.fullmatch(head.rstrip(",;.")) and head != "I")
    if kind is _Kind.NUMBERS and not before_number:
        if not _vowelless(gap.core.lstrip(_OPENING)):
            return None
        kind = _Kind.ENDINGS
    if gap.closing or before_number or kind is _Kind.NAMES:
        return False
    if kind is _Kind.CLOSINGS:
        return head[:1].isupper()
    if kind is _Kind.UNITS and _counted(gap):
        return bool(gap.opener) or _plain_start(head)
    if kind is _Kind.DATES and _dated(gap) and _plain_start(head) and _clause_is_full(gap):
        return True
    # An initial before a short word is more often a name: `К. Но`, `Y. So`.
    return len(gap.opener) > 2 if kind is _Kind.INITIALS else bool(gap.opener)


def _ordinal(gap: _Gap) -> bool | None:
    """A number before a number is a date with spaces; a short one may be an ordinal: `3. Kongres`.

    A year is no part of such a date: `Było to w 2004. 5 maja wrócił`.
    """
    if gap.mark != "." or gap.closing or not _NUMBER.fullmatch(gap.core):
        return None
    dashed = gap.next.strip(_DASHES) == "" and gap.at + 2 < len(gap.words)  # 21. 3. – 20. 4.
    if (gap.words[gap.at + 2] if dashed else gap.next)[:1].isdecimal():
        return None if len(gap.core) == 4 and gap.core.isdecimal() else False
    return bool(gap.opener) if gap.language.ordinals and _may_count(gap) else None


def _may_count(gap: _Gap) -> bool:
    """Whether the number may be an ordinal.

    It is none that cites a clause (`ust. 3.`), is a year (`maja 966.`) or a score (`2:0.`), goes with a day
    in mid-sentence (`trwa do 5. 3.`), or is part of a name (`Apollo 11.`, but `w Polsce 3. Kongres`).
    """
    before, language = gap.previous.rstrip(".").lstrip(_OPENING).lower(), gap.language
    if not gap.core.isdecimal() or len(gap.core) > 3:
        return False
    cited = language.kinds.get(before) is _Kind.NUMBERS or before in language.labels
    if cited or before in language.years:
        return False
    second = gap.words[gap.at - 2].lower() if gap.at - 1 > gap.start else ""
    if before.isdecimal() and gap.previous.endswith("."):
        first = gap.words[gap.start].lower()
        return not second or first in language.times or first[0].isdecimal()
    return not (second and second not in language.times and gap.previous.istitle() and gap.previous.isalpha())


def _next_begins(gap: _Gap) -> bool | None:
    """A sentence ends where the next begins: with a capital, a digit or a letter that has no case.

    A dash before it opens a speaker's line; after a quotation it leads on to the speaker: `«Кто?» — Азимова`.
    """
    head = gap.next
    if head.strip(_DASHES + _BULLETS) == "" or head in ("(", "[") or _is_ornament(head):
        if gap.closing or gap.at + 2 >= len(gap.words):
            return False
        head = gap.words[gap.at + 2]
    first = _without_ornament(head)[:1]
    return first.isupper() or first.isdecimal() or first.istitle() or _caseless(first)


_Rule = Callable[[_Gap], bool | None]
_RULES: tuple[_Rule, ...] = (
    _bare_marks,
    _within_enclosure,
    _named_with_mark,
    _attributed,
    _next_item,
    _item_number,
    _ruler,
    _abbreviated,
    _ordinal,
    _next_begins,
)


def _ending(word: str) -> _Ending:
    """Take a word's end apart, without the number of a note: `закон.»[3]`."""
    if word[-1:].isalnum():  # most words: they need no further look
        return _NO_ENDING
    word = _NOTE_NUMBER.sub("", word)
    unclosed = word.rstrip(_CLOSING)
    core = unclosed.rstrip(_END_MARKS)
    return _Ending(core, unclosed[len(core) :], word[len(unclosed) :])


def _ends(gap: _Gap) -> bool:
    verdicts = (rule(gap) for rule in _RULES)
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _without_ornament(word: str) -> str:
    """The word without quotation marks, bullets, emoji and dots before it: `✔Доклад`, `…И`, `№`."""
    word = word.lstrip(_OPENING + _DASHES)
    if word[:1].isalnum():  # most words: they need no further look
        return word
    letters = (at for at, char in enumerate(word) if unicodedata.category(char)[0] in "LN")
    bare = word[next(letters, len(word)) :]
    ornament = word[: len(word) - len(bare)]
    plain = all(char in "…." + _BULLETS + "№#" or unicodedata.category(char)[0] in "SMC" for char in ornament)
    return bare if plain else word


def _is_ornament(word: str) -> bool:
    """Whether the word is an emoji or the like, which stands before what it marks: `✔ Доклад`."""
    return not word[0].isalnum() and all(unicodedata.category(char) in _ORNAMENTS for char in word)


# What stands before a unit or a date


def _counted(gap: _Gap) -> bool:
    """Whether a number stands before the unit: `5 млн грн.`, `40 min.`, and not `г. Алматы`."""
    *before, last = " ".join([*gap.words[max(gap.start, gap.at - 4) : gap.at], gap.core]).split()
    if _GLUED_NUMBER.match(last.lstrip(_OPENING)):
        return True
    for word in reversed(before):
        if _AMOUNT.fullmatch(word):
            return True
        unit = gap.language.kinds.get(word) in (_Kind.UNITS, _Kind.WORDS)
        if not unit and word != "/" and not (word.endswith(".") and word.islower()):
            return False
    return False


def _dated(gap: _Gap) -> bool:
    """Whether a year or a century stands before its abbreviation: `2021 г.`, `V в. до н. э.`."""
    *before, last = " ".join([*gap.words[max(gap.start, gap.at - 6) : gap.at], gap.core]).split()
    if _GLUED_NUMBER.match(last.lstrip(_OPENING)):
        return len(last) > 4
    for back, word in enumerate(reversed(before)):
        if _YEARS.fullmatch(word) or _CENTURIES.fullmatch(word):
            return True
        if back and _NUMERAL.fullmatch(word):  # the number of a century or of years: 3-м тысячелетии до н. э.
            return True
        abbreviation = word.endswith(".") and word.islower()
        if not abbreviation and word not in gap.language.times:
            return False
    return False


def _clause_is_full(gap: _Gap) -> bool:
    """Whether enough stands before a date for the sentence to end with it.

    A date that opens a sentence or a clause (`В 2021 г. Парламент принял`, `mówi, że w 2021 r. Sejm`) does
    not end it, nor one that belongs to a participle or a document (`принятой в 2021 г. Конституции`, `ustawa
    z 1994 r. Prawo budowlane`) or comes before who did it (`построен в 1890 г. Зенковым`).
    """
    language, since = gap.language, max(gap.start, gap.at - _LOOK_BACK)
    words = gap.words[since : gap.at]
    breaks = (
        at for at in range(len(words), 0, -1) if words[at - 1][-1:] in ",;:" or words[at - 1] in _DASHES
    )
    begun = next(breaks, 0)
    clause = [word.strip(_OPENING + _CLOSING) for word in words[begun:]]
    said = [word for word in clause if len(word) > 2 and word.isalpha() and word.islower()]
    said = [word for word in said if word not in language.times]
    if not said or (not begun and clause[0].lower() in language.times and len(clause) < _FULL_CLAUSE):
        return False
    follower = gap.next.strip(_OPENING + _CLOSING + _END_MARKS + ",;:").lower()
    return not (language.attributes.fullmatch(said[-1]) or language.agents.fullmatch(follower))


def _plain_start(head: str) -> bool:
    """Whether the word may well begin a sentence: `5 тис. Тобто`, and not `5 mil. Kč`, `5 млн. USD`."""
    word = head.rstrip(_END_MARKS + ",;:" + _CLOSING)
    return word[:1].isupper() and len(word) >= _SHORTEST_START and word[1:].islower()


# Abbreviations


def _kind(gap: _Gap) -> _Kind | None:
    """What kind of abbreviation stands before the full stop, if any; `т. е.` is looked up as `т.е`."""
    # A no-break space inside a word divides too: `2021 г` came in as one word.
    parts = " ".join(
        [*gap.words[max(gap.start, gap.at - _ABBREVIATION_PARTS + 1) : gap.at], gap.core]
    ).split()
    if parts and parts[-1].lstrip(_OPENING) in _NUMBER_SIGNS:
        return _Kind.NUMBERS
    if len(parts) > 1 and parts[-2].endswith("°"):  # degrees: 20 ° C.
        return None
    if not parts or not parts[-1][-1].isalpha():
        return None
    last = parts[-1].lstrip(_OPENING)
    last = _GLUED_NUMBER.sub("", last) if last[-1].islower() else last
    # Only what has full stops is written apart: `a J.` is no `aj.`.
    dotted = next((at for at, part in enumerate(reversed(parts[:-1])) if part[-1] != "."), len(parts) - 1)
    joined = ("".join([*parts[-count:-1], last]).lstrip(_OPENING) for count in range(dotted + 1, 0, -1))
    listed = (_listed(text, gap.language) for text in joined)
    return next((kind for kind in listed if kind), None) or _shape(last, gap.language)


def _listed(text: str, language: _Language) -> _Kind | None:
    acronym = text.isupper() and text not in language.kinds
    return language.kinds.get(text) or (None if acronym else language.kinds.get(text.lower()))


def _shape(text: str, language: _Language) -> _Kind | None:
    """The kind that an abbreviation which is not listed shows by its letters."""
    parts = [part for part in re.split(r"[.\-–]", text) if part]
    if all(_is_initial(part) for part in parts):
        return _Kind.INITIALS
    short = (len(part) == 1 or _vowelless(part) or part.lower() in language.kinds for part in parts)
    if all(short) and (len(parts) > 1 or _vowelless(text)):
        return _Kind.ENDINGS
    return None


def _is_initial(part: str) -> bool:
    """`К`, and `Дж`, `Sz`: a capital alone or with consonants."""
    return part.isupper() if len(part) == 1 else len(part) <= 3 and part.istitle() and _vowelless(part)


def _vowelless(part: str) -> bool:
    """A short word of consonants that is no acronym: `млн`, `płk`, `Дж`, but not `РК`."""
    if len(part) > 5 or not (part.islower() or part.istitle()):
        return False
    # й and щ are letters of their own, ż and č are z and c with a mark.
    return all(
        char in _CONSONANTS or unicodedata.normalize("NFD", char)[0] in _CONSONANTS for char in part.lower()
    )


# Quotations and brackets


def _enclosures(block: str) -> _Enclosures:
    """Find the quotations and brackets that are one unit, and those that opened in mid-sentence."""
    if not _MARKS.search(block):
        return _Enclosures()
    ends = list(accumulate(len(word) + 1 for word in block.split(" ")))
    whole: set[int] = set()
    asides: set[int] = set()
    closings: set[int] = set()
    for opened, closed in _matched(block):
        first, last = bisect_right(ends, opened), bisect_right(ends, closed)
        closings.add(last)
        before = block[max(0, opened - 2) : opened].rstrip(" ")[-1:]
        aside = before.isalnum() or before in tuple(_CLOSING)
        if last - first < (_NEVER_SPLIT_WITHIN_ASIDE if aside else _NEVER_SPLIT_WITHIN):
            whole.update(range(first, last))
        if aside:
            asides.add(last)
    return _Enclosures(frozenset(whole), frozenset(asides), frozenset(closings))


def _matched(block: str) -> Iterator[tuple[int, int]]:
    """Yield the places of each opening mark and its closing one; a mark without a mate is left out."""
    opened: list[re.Match[str]] = []
    for mark in _MARKS.finditer(block):
        mates = [at for at, other in enumerate(opened) if mark.group() in _PAIRS[other.group()]]
        if mates:
            yield opened[mates[-1]].start(), mark.start()
            del opened[mates[-1] :]
        elif mark.group() in _PAIRS:
            # What is nested deeper than anyone reads is forgotten: no text takes more than linear time.
            opened = [*opened[1 - _DEEPEST :], mark]


# Languages and scripts


def _language_of(block: str, lang: str) -> _Language:
    code = re.split(r"[-_]", lang.lower(), maxsplit=1)[0]
    return _language(code if code in by_language("sentences") else _script(block))


def _script(block: str) -> str:
    """The family whose letters are in the majority; `latin` where neither has any."""
    cyrillic = sum("\u0400" <= char <= "\u052f" for char in block)
    latin = sum(char.isalpha() and char <= "\u024f" for char in block)
    return "cyrillic" if cyrillic > latin else "latin"


def _caseless(char: str) -> bool:
    """Whether the letter's script has no capitals; Georgian's stand for emphasis and begin no sentence."""
    return char.isalpha() and not char.isupper() and (not char.islower() or "ა" <= char <= "ჿ")


@cache
def _language(code: str) -> _Language:
    """The data of a language merged over its family's; a family's name gives the family alone."""
    own = by_language("sentences").get(code, {})
    family = load("abbreviations")[own.get("family", code)]
    kinds = {
        word: kind for layer in (family, own) for kind in _LISTED for word in layer.get(kind, "").split()
    }
    openers, speech, labels, times, years = (
        frozenset(own.get(name, "").split()) for name in ("openers", "speech", "labels", "times", "years")
    )
    calendar = by_language("calendar").get(code, {})
    years = years.union(*calendar.get("months", {}).values(), calendar.get("year_words", ()))
    return _Language(
        kinds,
        openers,
        speech,
        labels,
        times=times | years,
        years=years,
        attributes=re.compile(own.get("attributes", r"(?!)")),
        agents=re.compile(own.get("agents", r"(?!)")),
        # Where nothing is known of a language, a number with a full stop may be an ordinal: joining is safer.
        ordinals=own.get("ordinals", True),
        regnal=own.get("regnal", not own and code == "latin"),
    )

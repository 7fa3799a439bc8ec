"""The grammar that the demo models learn from: patterns and a lexicon, the same ids in every language.

`grammar/en.yml` says how the files are written. A sentence is a pattern with a filling; drawn once, it is
rendered in any of the languages, and the renderings are translations of each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import yaml

__all__ = ["Filling", "Grammar", "GrammarError", "Sentence", "combinations", "compare", "draw", "load"]

Filling: TypeAlias = Mapping[str, "str | Filling"]
"""What stands in each slot: an item's id or a number, or a filling for a phrase."""

_PART = re.compile(
    r"\{(?P<slot>\w+)(?::(?P<form>\w+))?(?:@(?P<agrees>\w+))?(?P<capital>\^)?\}"
    r"|\[(?P<options>[^\[\]@]+) @(?P<chooser>\w+)\]"
)
_GENDERS = "mfn"


class GrammarError(Exception):
    """A grammar file lacks something that a pattern asks for, or disagrees with the English one."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A pattern and what fills its slots."""

    pattern: str
    filling: Filling


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place for an item; `agrees` names the slot whose gender its form follows."""

    name: str
    form: str
    agrees: str
    capital: bool

    @property
    def kind(self) -> str:
        return _kind(self.name)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Words of which the gender of a slot chooses one."""

    options: tuple[str, ...]
    agrees: str


_Template: TypeAlias = tuple["str | _Slot | _Choice", ...]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A part of a sentence that is built like one; its gender is that of its `head`."""

    head: str
    forms: Mapping[str, _Template]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's patterns, phrases and lexicon. `numbers` are the English file's."""

    code: str
    language: str
    patterns: Mapping[str, _Template]
    phrases: Mapping[str, _Phrase]
    lexicon: Mapping[str, Mapping[str, Mapping[str, str]]]
    numbers: Mapping[str, Sequence[str]]

    def render(self, sentence: Sentence) -> str:
        """Write a sentence in this language.

        Raises:
            GrammarError: the lexicon lacks a form that the pattern asks for.
        """
        return _capital("".join(self._filled(self.patterns[sentence.pattern], sentence.filling)))

    def _filled(self, template: _Template, filling: Filling) -> Iterator[str]:
        for part in template:
            if isinstance(part, _Slot):
                text = self._text(part, filling)
                yield _capital(text) if part.capital else text
            elif isinstance(part, _Choice):
                gender = self._gender(_kind(part.agrees), filling[part.agrees])
                yield part.options[_GENDERS.index(gender)]
            else:
                yield part

    def _text(self, slot: _Slot, filling: Filling) -> str:
        value = filling[slot.name]
        if not isinstance(value, str):
            return "".join(self._filled(self._phrase_form(slot), value))
        if slot.kind in self.numbers:
            return value
        forms = self.lexicon[slot.kind][value]
        gender = self._gender(_kind(slot.agrees), filling[slot.agrees]) if slot.agrees else ""
        for form in (f"{slot.form}_{gender}", slot.form):
            if form in forms:
                return forms[form]
        raise GrammarError(
            f"{self.code}.yml: {slot.kind} {value}: no form {slot.form!r}; it has {', '.join(forms)}"
        )

    def _phrase_form(self, slot: _Slot) -> _Template:
        forms = self.phrases[slot.kind].forms
        if slot.form not in forms:
            raise GrammarError(
                f"{self.code}.yml: phrase {slot.kind}: no form {slot.form!r}; it has {', '.join(forms)}"
            )
        return forms[slot.form]

    def _gender(self, kind: str, value: str | Filling) -> str:
        if not isinstance(value, str):
            head = self.phrases[kind].head
            return self._gender(head, value[head])
        gender = self.lexicon[kind][value].get("g", "")
        if len(gender) != 1 or gender not in _GENDERS:
            raise GrammarError(f"{self.code}.yml: {kind} {value}: g is {gender!r}, and should be m, f or n")
        return gender


def load(folder: Path, code: str) -> Grammar:
    """Read one language's file, and the numbers from the English one."""
    data, english = _read(folder / f"{code}.yml"), _read(folder / "en.yml")
    return Grammar(
        code=code,
        language=data["language"],
        patterns={name: _parsed(text) for name, text in (data["titles"] | data["sentences"]).items()},
        phrases={name: _phrase(forms) for name, forms in data["phrases"].items()},
        lexicon={
            kind: {id_: forms if isinstance(forms, dict) else {"nom": forms} for id_, forms in items.items()}
            for kind, items in data["lexicon"].items()
        },
        numbers={name: tuple(_numbers(**rule)) for name, rule in english["numbers"].items()},
    )


def compare(grammar: Grammar, english: Grammar) -> None:
    """Check that a language has the patterns, slots and items of the English grammar.

    Raises:
        GrammarError: it has others; the message names the first difference.
    """
    _same(f"{grammar.code}.yml: patterns", grammar.patterns, english.patterns)
    _same(f"{grammar.code}.yml: classes", grammar.lexicon, english.lexicon)
    for name, template in english.patterns.items():
        _same(f"{grammar.code}.yml: slots of {name}", _slots(grammar.patterns[name]), _slots(template))
    for kind, items in english.lexicon.items():
        _same(f"{grammar.code}.yml: items of {kind}", grammar.lexicon[kind], items)


def draw(english: Grammar, pattern: str, random: Random) -> Sentence:
    """Fill a pattern at random; within a sentence no item comes twice."""
    used: set[tuple[str, str]] = set()
    return Sentence(pattern, _drawn(english, _slots(english.patterns[pattern]), random, used))


def combinations(english: Grammar, pattern: str) -> int:
    """How many sentences a pattern makes, repeated items included."""
    return prod(_combinations(english, slot) for slot in _slots(english.patterns[pattern]))


def _drawn(english: Grammar, slots: Sequence[str], random: Random, used: set[tuple[str, str]]) -> Filling:
    filling: dict[str, str | Filling] = {}
    for slot in slots:
        kind = _kind(slot)
        if kind in english.phrases:
            filling[slot] = _drawn(english, _phrase_slots(english.phrases[kind]), random, used)
            continue
        value = random.choice([item for item in _items(english, kind) if (kind, item) not in used])
        used.add((kind, value))
        filling[slot] = value
    return filling


def _combinations(english: Grammar, slot: str) -> int:
    kind = _kind(slot)
    if kind in english.phrases:
        return prod(_combinations(english, inner) for inner in _phrase_slots(english.phrases[kind]))
    return len(_items(english, kind))


def _items(english: Grammar, kind: str) -> Sequence[str]:
    return english.numbers[kind] if kind in english.numbers else tuple(english.lexicon[kind])


def _slots(template: _Template) -> tuple[str, ...]:
    """The names of a template's slots, each once, in order."""
    return tuple(dict.fromkeys(part.name for part in template if isinstance(part, _Slot)))


def _phrase_slots(phrase: _Phrase) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slot for form in phrase.forms.values() for slot in _slots(form)))


def _same(what: str, found: Iterable[str], wanted: Iterable[str]) -> None:
    if differing := sorted(set(found) ^ set(wanted)):
        raise GrammarError(f"{what} differ from en.yml in: {', '.join(differing)}")


def _kind(slot: str) -> str:
    return slot.rstrip("0123456789")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parsed(text: str) -> _Template:
    parts: list[str | _Slot | _Choice] = []
    end = 0
    for match in _PART.finditer(text):
        parts += [text[end : match.start()], _part(match)]
        end = match.end()
    return tuple(part for part in [*parts, text[end:]] if part)


def _part(match: re.Match[str]) -> _Slot | _Choice:
    if match["slot"]:
        return _Slot(match["slot"], match["form"] or "nom", match["agrees"] or "", bool(match["capital"]))
    return _Choice(tuple(match["options"].split("|")), match["chooser"])


def _phrase(data: Mapping[str, str]) -> _Phrase:
    forms = {form: _parsed(text) for form, text in data.items() if form != "head"}
    return _Phrase(data.get("head", ""), forms)


def _numbers(*, step: int = 1, many: bool = False, **bounds: int) -> Iterator[str]:
    """The numbers of a class; with `many` only those that take a genitive plural in Russian and Polish."""
    for number in range(bounds["from"], bounds["to"] + 1, step):
        if not many or number % 10 in {0, 5, 6, 7, 8, 9} or number % 100 in range(11, 15):
            yield str(number)


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return data

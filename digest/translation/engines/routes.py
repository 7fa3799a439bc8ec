"""Which installed models translate a pair: one that does it directly, or two by way of a third language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.errors import EngineError
from digest.translation.models.store import Kind, Model
from digest.values import LanguagePair

__all__ = ["Route", "Step", "find"]

# The first that can do it is taken: a model made for one pair before one made for many, and of these the
# better for the languages that Argos lacks.
_KINDS = (Kind.ARGOS, Kind.OPUS, Kind.NLLB, Kind.MADLAD, Kind.M2M100)
# The languages in the middle that most models are made for; any other comes after them, by its code.
_MIDDLE = ("en", "ru")
_VIA = "+"


@dataclass(frozen=True, slots=True)
class Step:
    """A model, and the pair that it translates."""

    model: Model
    pair: LanguagePair


Route = tuple[Step, ...]
"""The steps from a pair's source to its target: one, or two."""


def find(
    models: Sequence[Model], pair: LanguagePair, chosen: Mapping[str, str], demos: bool = False
) -> Route | None:
    """Find the models for a pair: those that digest.yml names, else the best; None where there is none.

    Args:
        models: The installed ones.
        pair: What is to be translated.
        chosen: `engines` of digest.yml: for a pair as in `kk-en` a model's name, or two with `+` between.
        demos: Whether toy models may be used.

    Raises:
        EngineError: the named model is not installed, is not for the pair, or is a toy model.
    """
    key = f"{pair.source}-{pair.target}"
    if key in chosen:
        return _named(models, pair, chosen[key], key, demos)
    real = [model for model in models if not model.demo]
    return _best(real, pair) or (_best(models, pair) if demos else None)


def _best(models: Sequence[Model], pair: LanguagePair) -> Route | None:
    direct = _direct(models, pair)
    if direct:
        return (direct,)
    for middle in sorted({code for model in models for code in model.targets}, key=_middle_first):
        first = _direct(models, LanguagePair(pair.source, middle))
        second = _direct(models, LanguagePair(middle, pair.target))
        if first and second:
            return first, second
    return None


def _direct(models: Iterable[Model], pair: LanguagePair) -> Step | None:
    able = [model for model in models if model.serves(pair)]
    return Step(min(able, key=_rank), pair) if able else None


def _rank(model: Model) -> tuple[Any, ...]:
    """The least is the best: by kind, unconverted before converted, for the fewest languages, the newest."""
    version, folder = model.order
    newest = tuple(-part for part in version)
    kind = _KINDS.index(model.kind), model.converted
    return model.demo, *kind, len(model.sources) * len(model.targets), newest, folder


def _middle_first(code: str) -> tuple[bool, int, str]:
    known = code in _MIDDLE
    return not known, _MIDDLE.index(code) if known else 0, code


def _named(models: Sequence[Model], pair: LanguagePair, names: str, key: str, demos: bool) -> Route:
    route = _Named(models, f"engines.{key}", pair)
    wanted = [name.strip() for name in names.split(_VIA)]
    steps = route.one(wanted[0]) if len(wanted) == 1 else route.two(wanted)
    refused = [step.model for step in steps if step.model.demo and not demos]
    if refused:
        raise route.error(
            f"{refused[0].name} is a demo model: outside its few patterns it invents",
            remedy="name a real model, or run `build --allow-demo` if this digest is a demonstration",
        )
    return steps


@dataclass(frozen=True, slots=True)
class _Named:
    """What digest.yml names for a pair, among the installed models."""

    models: Sequence[Model]
    place: str
    pair: LanguagePair

    def one(self, name: str) -> Route:
        """The model of that name, for the whole way."""
        able = [model for model in self._called(name) if model.serves(self.pair)]
        if not able:
            raise self._wrong(name, str(self.pair))
        return (Step(min(able, key=_rank), self.pair),)

    def two(self, names: Sequence[str]) -> Route:
        """The models of these two names, one after the other."""
        if len(names) != 2:
            raise self.error(f"`{_VIA.join(names)}`", allowed="one model, or two with + between")
        first, second = (self._called(name) for name in names)
        for middle in sorted({code for model in first for code in model.targets}, key=_middle_first):
            one = _direct(first, LanguagePair(self.pair.source, middle))
            two = _direct(second, LanguagePair(middle, self.pair.target))
            if one and two:
                return one, two
        raise self._wrong(" + ".join(names), f"{self.pair} by way of a third language")

    def error(self, found: str, *, allowed: str = "", remedy: str = "") -> EngineError:
        """Say what is wrong with the setting."""
        return EngineError("digest.yml", found, place=self.place, allowed=allowed, remedy=remedy)

    def _called(self, name: str) -> list[Model]:
        found = [model for model in self.models if model.name == name]
        if not found:
            raise self.error(
                f"no model `{name}` is installed",
                allowed=self._installed() or "none is installed yet",
                remedy=f"correct the name, or python build_digest.py models install {self.pair.source}",
            )
        return found

    def _wrong(self, name: str, wanted: str) -> EngineError:
        return self.error(
            f"{name} does not translate {wanted}",
            allowed=self._installed(),
            remedy="name a model for the pair, or delete the entry: the best one installed is then taken",
        )

    def _installed(self) -> str:
        return ", ".join(dict.fromkeys(_described(model) for model in self.models))


def _described(model: Model) -> str:
    return f"{model.name} ({_some(model.sources)}→{_some(model.targets)})"


def _some(codes: Sequence[str]) -> str:
    return ",".join(codes) if len(codes) <= 4 else f"{len(codes)} languages"


def shadowed(models: Iterable[Model], pair: LanguagePair) -> Iterator[Model]:
    """The toy models that could translate a pair, if they were allowed to."""
    return (model for model in models if model.demo and model.serves(pair))

"""The engine that a build uses: for each pair the model that digest.yml names, or else the best installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata

from digest.errors import EngineError
from digest.translation.engines import argos, folders
from digest.translation.engines.machine import Answer, Coder, Machine
from digest.translation.engines.routes import Route, Step, find, shadowed
from digest.translation.engines.runner import LIMIT, Decoding, Load, Runner, load, out_of_memory
from digest.translation.models.lock import Lock
from digest.translation.models.store import Kind, Model, Store
from digest.values import Finding, Hypothesis, LanguagePair, Origin

__all__ = ["Engines"]

# So many sentences go together through the first model of two: an interrupted run loses no more of its work.
_TOGETHER = 64
_CUT_OFF = f"its translation did not end within {LIMIT} pieces"

OnPin = Callable[[Lock], object]
"""Given the lock as soon as a model is in it that was not before."""


class Engines:
    """Every model installed on this machine, as one engine. Nothing is loaded before it is needed."""

    name = "engines"

    def __init__(
        self,
        store: Store,
        lock: Lock | None = None,
        chosen: Mapping[str, str] | None = None,
        *,
        demos: bool = False,
        on_pin: OnPin = lambda lock: None,
        load: Load = load,
    ) -> None:
        """Nothing is looked for yet.

        Args:
            store: What is installed.
            lock: What the models' files were when they were first used; each is checked against it.
            chosen: `engines` of digest.yml.
            demos: Whether toy models may be used.
            on_pin: Told of a lock that has grown.
            load: Loads a model; a test records here what goes in.
        """
        self._store, self._lock, self._chosen = store, lock or Lock(), chosen or {}
        self._demos, self._on_pin, self._load = demos, on_pin, load
        self._models: Sequence[Model] | None = None
        self._checked: dict[Model, str] = {}
        self._runners: dict[Model, Runner] = {}
        self._refused: dict[LanguagePair, Finding] = {}

    def origin(self, pair: LanguagePair) -> Origin | None:
        """Give what will translate a pair, or None. Its files are read once, for their hashes.

        Raises:
            EngineError: digest.yml names a model that cannot do it, or a file is not what it was.
        """
        route = self._route(pair)
        if route is None:
            self._explain(pair)
            return None
        return self._origin_of(route)

    def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
        """Translate sentences in batches of like length, on every core.

        Raises:
            EngineError: no model for the pair is installed, or it does not load or run.
        """
        route = self._route(pair)
        if route is None:
            remedy = f"python build_digest.py models install {pair.source}"
            raise EngineError(self.name, f"no model for {pair} is installed", remedy=remedy)
        self._runners = {model: runner for model, runner in self._runners.items() if model in _models(route)}
        unique = list(dict.fromkeys(sentences))
        origin = self._origin_of(route)
        answers = self._step(route[0], unique) if len(route) == 1 else self._by_way(route, unique)
        for answer in answers:
            fault = _CUT_OFF if answer.text is None else ""
            yield Hypothesis(answer.source, answer.text or "", origin, fault)

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the installed models, and which were refused for the pairs asked for so far."""
        if self._models is None:
            return ()
        return (*self._store.findings(), *self._refused.values())

    def _route(self, pair: LanguagePair) -> Route | None:
        if self._models is None:
            self._models = self._store.installed()
        return find(self._models, pair, self._chosen, self._demos)

    def _explain(self, pair: LanguagePair) -> None:
        for model in shadowed(self._models or (), pair):
            self._refused[pair] = Finding(
                str(model.folder),
                f"{model.name} is a demo model and was not used: outside its few patterns it invents",
                f"python build_digest.py models install {pair.source}; or, for a demonstration only, "
                "build --allow-demo",
                str(pair),
            )

    def _origin_of(self, route: Route) -> Origin:
        origins = [self._origin(step.model) for step in route]
        return origins[0] if len(route) == 1 else _joined(origins, route[0].pair.target)

    def _origin(self, model: Model) -> Origin:
        engine, version = _engine(model)
        return Origin(engine, version, model.name, model.version, self._verified(model), _settings(model))

    def _verified(self, model: Model) -> str:
        """The SHA-256 of a model's weights, once its files are what the lock says."""
        if model not in self._checked:
            lock = self._lock.checked(model)
            if lock != self._lock:
                self._lock = lock
                self._on_pin(lock)
            pin = lock.pin(model)
            self._checked[model] = pin.weights.sha256 if pin and pin.weights else ""
        return self._checked[model]

    def _step(self, step: Step, sentences: Sequence[str]) -> Iterator[Answer]:
        """Translate with one model."""
        self._verified(step.model)
        with _in_words(step.model):
            if step.model not in self._runners:
                self._runners[step.model] = Runner(step.model.runtime, _decoding(step.model), self._load)
            machine = Machine(_coder(step), self._runners[step.model], step.pair.source)
            yield from machine.translate(sentences)

    def _by_way(self, route: Route, sentences: Sequence[str]) -> Iterator[Answer]:
        """Translate with two models, one after the other."""
        for start in range(0, len(sentences), _TOGETHER):
            middle = dict(self._step(route[0], sentences[start : start + _TOGETHER]))
            found = {text for text in middle.values() if text}
            final = dict(self._step(route[1], sorted(found)))
            for source, text in middle.items():
                yield Answer(source, final[text] if text else text)


def _models(route: Route) -> set[Model]:
    return {step.model for step in route}


def _engine(model: Model) -> tuple[str, str]:
    if model.kind is Kind.ARGOS:
        return "argos", _version_of("argos-translate-lt", "argostranslate")
    return "ctranslate2", _version_of("ctranslate2")


def _decoding(model: Model) -> Decoding:
    return argos.decoding() if model.kind is Kind.ARGOS else folders.decoding()


def _coder(step: Step) -> Coder:
    return argos.coder(step.model) if step.model.kind is Kind.ARGOS else folders.coder(step.model, step.pair)


def _settings(model: Model) -> str:
    words = f"{_decoding(model)} ctranslate2={_version_of('ctranslate2')}"
    return f"{words} demo=yes" if model.demo else words


def _joined(origins: Sequence[Origin], middle: str) -> Origin:
    """One origin for two models, each field with a + between, or once where both are alike."""

    def both(*values: str) -> str:
        return values[0] if len(set(values)) == 1 else "+".join(values)

    one, two = origins
    return Origin(
        both(one.engine, two.engine),
        both(one.engine_version, two.engine_version),
        f"{one.model}+{two.model}",
        f"{one.model_version}+{two.model_version}",
        f"{one.model_sha256}+{two.model_sha256}",
        f"via={middle} {both(one.settings, two.settings)}",
    )


@contextmanager
def _in_words(model: Model) -> Iterator[None]:
    """Say what ctranslate2 or sentencepiece refused in words that name the model."""
    try:
        yield
    except (MemoryError, OSError, RuntimeError, ValueError, ImportError) as error:
        if out_of_memory(error):
            remedy = "close other programs, or name a smaller model under `engines` in digest.yml"
            raise _failed(model, "too little memory, in small batches too", remedy) from error
        raise _failed(model, str(error), f"models verify {model.name}, or install the model again") from error


def _failed(model: Model, found: str, remedy: str) -> EngineError:
    saved = f"{remedy}; what was translated so far is saved"
    return EngineError(str(model.folder), f"{model.name}: {found}", remedy=saved)


def _version_of(*distributions: str) -> str:
    for name in distributions:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return ""

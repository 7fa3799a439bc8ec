"""Argos models, run on ctranslate2: the same packages and the same text as argostranslate, in one batch.

Nothing is imported before the first question. Of argostranslate only `package` (and the `tokenizer` that it
brings) is: its `translate` and `sbd` pull in a splitter that downloads and a runtime with telemetry.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from digest.errors import EngineError
from digest.values import Finding, Hypothesis, LanguagePair, Origin

__all__ = ["ArgosEngine"]

# argostranslate's own decoding, for the same text. Its beam and compute type come from its settings.
_DECODING = {"num_hypotheses": 1, "length_penalty": 0.2, "replace_unknowns": True}
# ctranslate2 stops here in mid-sentence, and does not say so.
_LONGEST = 256
_BATCH_TOKENS = 1024
_LEFTOVERS = ("▁", "⁇", "<unk>", "<s>", "</s>")


@dataclass(frozen=True, slots=True)
class _Model:
    """An installed package for one direction, and argostranslate's tokenizer for it."""

    pair: LanguagePair
    folder: Path
    version: str
    tokenizer: Any
    target_prefix: str

    @property
    def name(self) -> str:
        return f"translate-{self.pair.source}_{self.pair.target}"

    @property
    def weights(self) -> Path:
        return self.folder / "model" / "model.bin"

    @property
    def order(self) -> tuple[list[int], str]:
        """The newest version is the greatest; of two copies of it, always the same one."""
        return [int(part) for part in re.findall(r"\d+", self.version)], self.folder.name


class ArgosEngine:
    """The Argos packages that are installed on this machine, one direction each: there is no pivot yet."""

    name = "argos"

    def __init__(self, folders: Sequence[Path] | None = None) -> None:
        """Nothing is looked for yet. `folders` hold the packages; None: argostranslate's own."""
        self._folders = folders
        self._models: Mapping[LanguagePair, _Model] | None = None
        self._hashes: dict[Path, str] = {}
        self._findings: list[Finding] = []

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the installed packages, once `origin` has looked at them."""
        return tuple(self._findings)

    def origin(self, pair: LanguagePair) -> Origin | None:
        """Give the newest installed model for a pair, or None. Its file is read once, for the hash.

        Raises:
            EngineError: the model's file cannot be read.
        """
        model = self._installed().get(pair)
        if model is None:
            return None
        return Origin(
            self.name,
            _version_of("argos-translate-lt", "argostranslate"),
            model.name,
            model.version,
            self._sha256(model.weights),
            _settings_shown(),
        )

    def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
        """Translate sentences in batches of like length, on every core.

        Raises:
            EngineError: no model for the pair is installed, or it does not load or run.
        """
        model = self._installed().get(pair)
        if model is None:
            raise EngineError(self.name, f"no model for {pair} is installed", remedy=_install(pair))
        with _named(model):
            encoded = sorted(
                ((model.tokenizer.encode(sentence), sentence) for sentence in dict.fromkeys(sentences)),
                key=lambda item: (len(item[0]), item[1]),
            )
            results = _run(model, [tokens for tokens, _ in encoded])
            for (_, sentence), tokens in zip(encoded, results, strict=True):
                yield Hypothesis(sentence, _text(model, tokens, sentence))

    def _installed(self) -> Mapping[LanguagePair, _Model]:
        """The newest model for each pair; looked for once."""
        if self._models is None:
            found: dict[LanguagePair, _Model] = {}
            for model in sorted(self._look(), key=lambda model: model.order):
                found[model.pair] = model
            self._models = found
        return self._models

    def _look(self) -> Iterator[_Model]:
        try:
            package = _argos_package()
            folders = package.settings.package_dirs if self._folders is None else self._folders
            inside = sorted(path for folder in folders for path in folder.iterdir() if path.is_dir())
        except _NOT_USABLE as error:
            message = f"it cannot start, so no model is used: {type(error).__name__}: {error}"
            remedy = (
                "check the ARGOS_ variables, argos-translate/settings.json and the folders that they name"
            )
            self._findings.append(Finding("argostranslate", message, remedy))
            return
        for path in inside:
            try:
                model = _model(package, path)
            except _BROKEN as error:
                message = f"this Argos package is broken and was passed over: {error}"
                self._findings.append(Finding(str(path), message, "install it again, or delete the folder"))
            else:
                if model:
                    yield model

    def _sha256(self, path: Path) -> str:
        if path not in self._hashes:
            try:
                with path.open("rb") as file:
                    self._hashes[path] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError as error:
                raise EngineError(str(path), str(error), remedy="install the model again") from error
        return self._hashes[path]


# What importing argostranslate raises where its folders cannot be made or its settings cannot be read.
_NOT_USABLE = (OSError, ValueError, KeyError, AssertionError, RuntimeError, ImportError)
# What argostranslate raises for a folder that is no package, or one with other things in it than it expects.
_BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError)


def _argos_package() -> Any:
    # argostranslate prints its complaints to stdout, which belongs to our results.
    with redirect_stdout(sys.stderr):
        from argostranslate import package  # type: ignore[import-untyped]  # it ships no types
    return package


def _model(package: Any, path: Path) -> _Model | None:
    """The model in a package's folder; None for a package that is no translation model.

    Raises one of _BROKEN.
    """
    found = package.Package(path)
    if found.type != "translate":
        return None
    pair = LanguagePair(found.from_code, found.to_code)
    if not all(isinstance(value, str) and value for value in (pair.source, pair.target)):
        raise ValueError("metadata.json names no languages")
    if not hasattr(found, "tokenizer"):
        raise FileNotFoundError("it has neither sentencepiece.model nor bpe.model")
    model = _Model(pair, path, str(found.package_version), found.tokenizer, found.target_prefix or "")
    if not model.weights.is_file():
        raise FileNotFoundError("it has no model/model.bin")
    return model


def _run(model: _Model, encoded: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """The best hypothesis for each encoded sentence, in their order, as batches finish."""
    import ctranslate2  # type: ignore[import-untyped]  # it ships no types

    translator = ctranslate2.Translator(
        str(model.weights.parent),
        device="cpu",
        compute_type=_compute_type(),
        inter_threads=_cores(),
        intra_threads=1,
    )
    prefix = [[model.target_prefix]] * len(encoded) if model.target_prefix else None
    results = translator.translate_iterable(
        encoded,
        prefix,
        max_batch_size=_BATCH_TOKENS,
        batch_type="tokens",
        beam_size=_beam_size(),
        max_decoding_length=_LONGEST,
        **_DECODING,
    )
    for result in results:
        yield result.hypotheses[0]


def _text(model: _Model, tokens: Sequence[str], sentence: str) -> str:
    """The text of a hypothesis; empty where it is none, is cut off, or holds the tokenizer's marks."""
    if len(tokens) >= _LONGEST:
        return ""
    text = str(model.tokenizer.decode(list(tokens)))
    if model.target_prefix:
        text = text.removeprefix(model.target_prefix)
    if any(mark in text and mark not in sentence for mark in _LEFTOVERS):
        return ""
    return text.strip()


@contextmanager
def _named(model: _Model) -> Iterator[None]:
    """Say what ctranslate2 or sentencepiece refused in words that name the model."""
    try:
        yield
    except (OSError, RuntimeError, ValueError, ImportError) as error:
        remedy = "install the model again; what was translated so far is saved"
        raise EngineError(str(model.folder), f"{model.name}: {error}", remedy=remedy) from error


def _install(pair: LanguagePair) -> str:
    return f"python build_digest.py models install {pair.source}"


def _compute_type() -> str:
    chosen = str(_argos_package().settings.compute_type)
    return "default" if chosen == "auto" else chosen


def _beam_size() -> int:
    return max(1, int(_argos_package().settings.beam_size))


def _settings_shown() -> str:
    return (
        f"beam_size={_beam_size()} length_penalty={_DECODING['length_penalty']} "
        f"compute_type={_compute_type()} ctranslate2={_version_of('ctranslate2')}"
    )


def _version_of(*distributions: str) -> str:
    for name in distributions:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return ""


def _cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1

"""SIGKILL at any moment: the next run gives what an undisturbed one gives, and clears up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.trust.rows import Row
from bench.trust.world import MODELS, fingerprint, in_fork, lay_out, litter, preload

__all__ = ["differing", "killed"]

_BUILD = ("build", "--allow-demo")


@dataclass(frozen=True, slots=True)
class _Case:
    """A command, the folder that it starts from, and what it makes of it in so many seconds.

    The models stand in `beside`.
    """

    words: tuple[str, ...]
    before: Path
    beside: Path
    after: Mapping[str, str]
    code: int
    seconds: float


def killed(folder: Path, moments: int, random: Random, say: Callable[[str], None]) -> Row:
    """Kill build, site, pdf and the import of a model at random moments, each from an old and from no state.

    Args:
        folder: An empty folder to work in.
        moments: How many times a command is killed before it has ended.
        random: Where the moments come from.
        say: Takes what is told meanwhile.
    """
    preload()
    cases = _cases(folder)
    failures: list[str] = []
    struck = attempts = 0
    while struck < moments and attempts < 3 * moments:
        case = cases[attempts % len(cases)]
        attempts += 1
        moment = random.uniform(0, case.seconds)
        found = _struck(folder, case, moment)
        if found is None:
            continue  # it had ended already
        struck += 1
        failures += found
        if struck % 20 == 0:
            say(f"{struck} of {moments} moments, {len(failures)} failures")
    what = "killed at a random moment (build, site, pdf, models import); the next run's result differs"
    return Row(what, struck, tuple(failures))


def _struck(folder: Path, case: _Case, moment: float) -> list[str] | None:
    """What is wrong after a kill and a second run; None where the command was quicker."""
    work = _copied(case.before, folder / "work")
    if in_fork(work, *case.words, beside=case.beside, kill_after=moment)[0].code != -9:
        return None
    done, _ = in_fork(work, *case.words, beside=case.beside)
    name = f"{' '.join(case.words[:2])} from {case.before.name}, killed after {moment:.3f} s"
    if done.code != case.code:
        return [f"{name}: exit code {done.code}: {done.said.strip()[-200:]}"]
    found = [*differing(case.after, fingerprint(work)), *(f"left over: {path}" for path in litter(work))]
    return [f"{name}: {', '.join(found[:5])}"] if found else []


def differing(expected: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """The paths that only one side has, or that hold something else there."""
    return sorted(path for path in expected.keys() | found.keys() if expected.get(path) != found.get(path))


def _copied(source: Path, target: Path) -> Path:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    return target


def _cases(folder: Path) -> list[_Case]:
    """Every command from nothing, and from an older digest that was built, printed and then edited."""
    new = lay_out(folder / "new")
    for model in MODELS:
        _made(new, folder, "models", "import", str(model))
    (new / "models.lock").unlink()
    old = _copied(new, folder / "old")
    brief = old / "seeds" / "demo-kk.txt"
    text = brief.read_bytes()
    brief.write_bytes(b"\n".join(text.splitlines()[:-2]) + b"\n")
    for words in (_BUILD, ("site",), ("pdf",)):
        _made(old, folder, *words)
    brief.write_bytes(text)
    cases = []
    for state in (new, old):
        built = _copied(state, folder / f"{state.name}-built")
        _made(built, folder, *_BUILD)
        cases += [_case(state, folder, *_BUILD), _case(built, folder, "site"), _case(built, folder, "pdf")]
    # Here the models belong to what is compared.
    empty = lay_out(folder / "without-models", ())
    return [*cases, _case(empty, folder / "work", "models", "import", str(MODELS[0]))]


def _made(root: Path, beside: Path, *words: str) -> tuple[int, float]:
    """Run a command that has to succeed; give its exit code and its seconds."""
    done, took = in_fork(root, *words, beside=beside)
    if done.code not in (0, 3):
        raise RuntimeError(f"{' '.join(words)}: exit code {done.code}: {done.said}")
    return done.code, took


def _case(before: Path, beside: Path, *words: str) -> _Case:
    work = _copied(before, before.parent / "work")
    code, took = _made(work, beside, *words)
    return _Case(words, before, beside, fingerprint(work), code, took)

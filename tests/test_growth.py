"""No text makes a step take more time than its length accounts for."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

import pytest
from growth import ENTRIES, FAMILIES, ORIGIN, STEEP, growth
from samples import bitext, reviewed

import digest
from digest.print.article_data import article_data
from digest.print.glyphs import findings
from digest.print.options import PrintOptions
from digest.read.seed import reading_of
from digest.settings import Settings
from digest.translation import memory
from digest.values import LanguagePair, Seed, Segment

# One text gives dozens of pages.
SLOW = frozenset({"web.pages.compose.render"})

# Packages whose functions are given text from outside.
PACKAGES = ("read", "translation", "web", "print", "collect", "glossary", "encode", "settings", "publication",
            "yaml_text")  # fmt: skip
TEXTS = ("str", "bytes", "Seed", "Line", "Draft")
OWN = "its text is the program's own: a code, a path, the name of a model"
WITHIN = "measured with what calls it: "
# What takes text and is not measured, by function or by module, and why.
EXCUSED = {
    "collect.collect.collect": "it asks the network",
    "collect.lists.addresses": "addresses that the user types",
    "print.pack": "a PDF of our own",
    "print.printed": OWN,
    "print.qr": OWN,
    "print.typst_runner": WITHIN + "print.article_data",
    "read.article.extract": WITHIN + "read.seed",
    "read.clutter.vocabulary.labels": OWN,
    "read.clutter.vocabulary.pattern": OWN,
    "read.clutter.vocabulary.word_list": OWN,
    "read.clutter.clean.agreed_headline": WITHIN + "read.seed",
    "read.clutter.confidence": WITHIN + "read.seed",
    "read.copies": "not measured yet; its texts are bounded by what a reader takes",
    "read.draft": WITHIN + "read.seed",
    "read.html": "not measured yet; tests/test_web_pages.py bounds the time of hostile pages",
    "read.patterns": OWN,
    "read.place": WITHIN + "read.seed",
    "read.readers": WITHIN + "read.seed",
    "read.seed.article_of": WITHIN + "read.seed.reading_of",
    "read.seed.reading_from": WITHIN + "read.seed.reading_of",
    "read.text.guessed": WITHIN + "read.text.decode",
    "read.text.marked": WITHIN + "read.text.decode",
    "read.text.plausibility": WITHIN + "read.text.decode",
    "translation.engines.routes": OWN,
    "translation.engines.runner": OWN,
    "translation.memory": "whole sentences, which it looks up and does not read",
    "translation.models": OWN,
    "translation.po.numbered": "whole sentences, which it looks up and does not read",
    "translation.translate": "whole sentences, which it looks up and does not read",
    "translation.bitexts": OWN,
    "web.pages": WITHIN + "web.pages.compose.render",
    "web.site.addresses": OWN,
    "web.site.check": "pages of our own",
    "web.site.describe.news_article": WITHIN + "web.site.describe.json_ld",
    "web.site.pipeline": OWN,
    "web.site.policy.policy": "scripts of our own",
    "web.site.sitemap": OWN,
    "yaml_text.construct": WITHIN + "settings.parse",
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", ENTRIES)
def test_time_grows_with_the_length_of_the_text_alone(name: str, family: str) -> None:
    """Twice the text takes about twice the time, whatever it repeats."""
    steep = {}
    for unit in FAMILIES[family][: 2 if name in SLOW else None]:
        found = growth(ENTRIES[name], unit)
        if found and found.ratio >= STEEP:
            found = growth(ENTRIES[name], unit)  # once more: a collection of garbage may have come between
        if found and found.ratio >= STEEP:
            steep[unit] = found
    assert not steep


def test_growth_is_seen() -> None:
    """The measure finds quadratic time, and lets linear time pass."""
    quadratic = growth(lambda made: sum(one == other for one in made for other in made), "ab")
    linear = growth(lambda made: [sign.upper() for sign in made], "ab")
    assert quadratic is not None
    assert quadratic.ratio >= STEEP
    assert linear is None or linear.ratio < STEEP


def _seconds(step: Callable[[], object]) -> float:
    """The least time of three: what else the machine does can only add to it."""

    def once() -> float:
        begun = time.process_time()
        step()
        return time.process_time() - begun

    return min(once() for _ in range(3))


def test_a_long_article_that_is_worded_anew() -> None:
    """Each vanished sentence is compared with those near its place, not with all."""

    def merged(count: int) -> object:
        pair = LanguagePair("ru", "en")
        old = [Segment(n, n, 1, f"Слово {n} и дело") for n in range(count)]
        new = [Segment(n, n, 1, f"Дело и слово {n}") for n in range(count)]
        before = memory.merge(None, old, pair)
        found = {one.text: memory.machine(one.text, "A word", ORIGIN) for one in old}
        return memory.merge(memory.fill(before, found), new, pair)

    assert _seconds(lambda: merged(1000)) < STEEP * _seconds(lambda: merged(500))


@pytest.mark.parametrize("line", ["Анна Айна", "Вчера жители собрались на площади и долго,"])
def test_the_same_line_ten_thousand_times(line: str) -> None:
    """Identical lines take no more time each, the more there are."""

    def read(count: int) -> object:
        prose = (
            "Вчера жители города Аланск собрались на площади, чтобы обсудить новые правила, сообщает «Весть»."
        )
        lines = "\n".join([line] * count)
        raw = f"{lines}\n\nЖители обсудили новые правила\n\n{prose}\n{lines}\n{prose}\n".encode()
        return reading_of(Seed("seeds/a.txt", raw), Settings())

    assert _seconds(lambda: read(5000)) < STEEP * _seconds(lambda: read(2500))


def test_a_title_too_long_to_print_is_cut_and_named() -> None:
    """The PDF and the card show the beginning of a title of many pages, and the report says so."""
    title = "слово " * 20_000
    one, options = bitext(title, "Слово.", english=(reviewed("word " * 20_000),)), PrintOptions(Settings())
    printed = article_data(one, options, 40)
    for name in ("heading", "original"):
        shown = "".join(run["text"] for run in printed[name]["runs"])
        assert len(shown) <= 1001
        assert shown.endswith("…")
    told = [finding.message for finding in findings([one], options)]
    assert told == [
        "the title has 120000 characters: the PDF shows the first 1000, the page all",
        "the translated title has 100000 characters: the PDF shows the first 1000, the page all",
    ]


def test_every_function_that_takes_text_is_measured_or_excused() -> None:
    """A new public function that takes text belongs into the list in tests/growth.py."""
    measured = {name.split(",")[0].split(" ")[0] for name in ENTRIES}
    missing = [name for name in _taking_text() if name not in measured and not _is_excused(name)]
    assert not missing


def test_what_is_excused_exists() -> None:
    """No excuse is left for a function that is gone."""
    there = {excuse for name in _taking_text() for excuse in EXCUSED if _covers(excuse, name)}
    assert there == EXCUSED.keys()


def _is_excused(name: str) -> bool:
    return any(_covers(excuse, name) for excuse in EXCUSED)


def _covers(excuse: str, name: str) -> bool:
    return name == excuse or name.startswith(f"{excuse}.")


def _taking_text() -> Iterator[str]:
    for found in walk_packages(digest.__path__, "digest."):
        place = found.name.removeprefix("digest.")
        if place.split(".")[0] in PACKAGES:
            yield from (f"{place}.{name}" for name in _functions(import_module(found.name)))


def _functions(module: ModuleType) -> Iterator[str]:
    for name in getattr(module, "__all__", ()):
        function = getattr(module, name)
        if callable(function) and not isinstance(function, type) and _is_text(function, module.__name__):
            yield name


def _is_text(function: Callable[..., object], module: str) -> bool:
    inner = inspect.unwrap(function)
    if inner.__module__ != module or not inspect.isfunction(inner):
        return False
    kinds = [str(kind.annotation) for kind in inspect.signature(inner).parameters.values()]
    return any(text in kind for kind in kinds for text in TEXTS)

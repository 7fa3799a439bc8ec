"""The files of digest/data: one for each language of the interface or the articles, and tables for all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml

__all__ = ["FOLDER", "LOADER", "by_language", "languages", "load"]

FOLDER = files("digest").joinpath("data")
# Where PyYAML was built with libyaml, its loader is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """What a file says, by its name without the ending, as in "words/en". Whoever asks may not change it."""
    return yaml.load(FOLDER.joinpath(f"{name}.yml").read_bytes(), Loader=LOADER)


@cache
def languages(kind: Literal["languages", "words"]) -> tuple[str, ...]:
    """The codes of the languages that have a file: those known to the steps, or those of the interface."""
    names = (file.name for file in FOLDER.joinpath(kind).iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml")))


@cache
def by_language(section: str) -> Mapping[str, Any]:
    """What the steps know of each language in one section of its file; without the languages that lack it."""
    tables = {code: load(f"languages/{code}") for code in languages("languages")}
    return MappingProxyType({code: table[section] for code, table in tables.items() if section in table})

"""The words that only the printed digest has."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

__all__ = ["words"]


@cache
def words(lang: str) -> dict[str, str]:
    """Every word in a language; the English ones where the project has none in it."""
    tables = yaml.safe_load(files("digest").joinpath("data", "print.yml").read_text(encoding="utf-8"))
    found: dict[str, str] = tables["en"] | tables.get(lang, {})
    return found

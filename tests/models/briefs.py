"""The demo briefs: articles as they come off a web page, written from the grammar, never learnt from.

A plan, `briefs/<name>.yml`, names its language and lists blocks. A string stands on the page and is no part
of the article; a mapping of one pattern to its filling is the title; a list of such mappings is a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from corpus import Couple
from grammar import Grammar, Sentence

__all__ = ["Brief", "load"]


@dataclass(frozen=True, slots=True)
class Brief:
    """A page, its expected English (a line a sentence, a blank line between blocks), and both in couples."""

    name: str
    code: str
    page: str
    english: str
    couples: tuple[Couple, ...]


def load(path: Path, source: Grammar, english: Grammar) -> Brief:
    """Write out one plan."""
    plan = yaml.safe_load(path.read_text(encoding="utf-8"))
    page: list[str] = []
    translated: list[str] = []
    couples: list[Couple] = []
    for block in plan["blocks"]:
        if isinstance(block, str):
            page.append(block)
            continue
        sentences = [_sentence(item) for item in (block if isinstance(block, list) else [block])]
        found = [Couple(source.render(sentence), english.render(sentence)) for sentence in sentences]
        page.append(" ".join(couple.source for couple in found))
        translated.append("\n".join(couple.target for couple in found))
        couples += found
    return Brief(path.stem, plan["language"], _joined(page), _joined(translated), tuple(couples))


def _sentence(item: dict[str, Any]) -> Sentence:
    ((pattern, filling),) = item.items()
    return Sentence(pattern, _texts(filling))


def _texts(filling: dict[str, Any]) -> dict[str, Any]:
    """Numbers are written as numbers in a plan, and are text in a sentence."""
    return {slot: _texts(value) if isinstance(value, dict) else str(value) for slot, value in filling.items()}


def _joined(blocks: list[str]) -> str:
    return "\n\n".join(blocks) + "\n"

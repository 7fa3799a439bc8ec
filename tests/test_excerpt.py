"""How much of an article is published."""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import bitext

from digest.excerpt import published
from digest.settings import parse


@pytest.mark.parametrize(("mode", "shown"), [("full", 5), ("excerpt", 3), ("link", 0)])
def test_a_source_decides_how_much_is_published(mode: str, shown: int) -> None:
    """All of it, its first three sentences, or none; every sentence still counts."""
    whole = bitext("Тақырып", *(f"Сөйлем {number}." for number in range(5)), source="Gazeta")
    settings = parse(f"sources:\n  - name: Gazeta\n    mode: {mode}\n")
    part = published(whole, settings)
    assert part.pairs == whole.pairs
    assert part.body == whole.body[:shown]
    other = replace(whole, article=replace(whole.article, source="Other"))
    assert published(other, settings).withheld == 0

"""Many patterns in one search: what is left out could not have matched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.read.patterns import Screen, in_any_case

PATTERNS = (
    r"\bкорреспондент\w*\s+.",
    r"(?:сообщает|сообщают|пишет)[,\s]+.",
    r"^(?:© ?)?\d{4}$",
    r"(?:на|z)\s",
    r"(?:abc)?d(?:ef|eg)+",
    r".\s+(?:ақпарат )?агенттігі",
    r"©|\(c\)",
    r"(?:19|20)\d\d",
    r"kızıl|i̇|straße",
)
WORDS = (
    "корреспондента",
    "Сообщают,",
    "ПИШЕТ",
    "агенттігі",
    "2024",
    "©",
    "(C)",
    "KIZIL",
    "kizil",
    "z",
    "НА",
    "deg",
)
TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=8).map(" ".join)


@given(TEXTS)
def test_a_pattern_that_matches_is_a_candidate(text: str) -> None:
    """Whatever the case of the letters, no match is lost."""
    matching = [n for n, pattern in enumerate(PATTERNS) if re.search(pattern, text, re.IGNORECASE)]
    assert set(matching) <= set(Screen(PATTERNS).candidates(text))


@pytest.mark.parametrize("text", ["Корреспонденты приехали.", "корреспондент"])
def test_a_pattern_whose_pieces_are_missing_is_no_candidate(text: str) -> None:
    """A piece of text that is not there rules a pattern out."""
    assert Screen([r"\bкорреспондент\w*\s+.", "агенттігі", r"\d"]).candidates(text) == [0, 2]


@given(
    st.lists(st.sampled_from(("а", "Аб", "абв", "я", "Z", "zy", "z.", "и")), min_size=1),
    st.text("аАбвяzZy.и"),
)
def test_words_match_as_if_they_stood_one_by_one(words: list[str], text: str) -> None:
    """Grouping words by their first letter does not change what is found."""
    plain = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    assert re.findall(in_any_case(words), text) == re.findall(f"(?i:{plain})", text)

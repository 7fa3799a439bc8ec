"""Where the article lies on a page: features, trees, and the decisions on pages written for it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from digest.read import dates
from digest.read.place import Place, find, thresholds
from digest.read.place.features import SCALE, view
from digest.read.place.find import logit
from digest.read.place.trees import Forest, probability
from tools.learn_lines.forest import grown

WEIGHTS = Path(__file__).parent.parent / "digest" / "data" / "lines.json"
MENU = ["Home", "Politics", "Economy", "Sport", "Weather", "Archive", "Contact us", "Subscribe", "Log in"]
TEXT = [
    "Council approves a new bridge over the river Almara",
    "12 March 2024, 10:15",
    "The council of Sarybel approved the plan for a new bridge over the Almara on Tuesday, the mayor said.",
    "The bridge will carry two lanes of traffic and a path for cyclists, and it will cost nine million.",
    "Residents had asked for the bridge since the old one was closed in 2019, councillor Ida Moor recalled.",
    "Work on the bridge will begin in May and is to end within two years, according to the plan.",
]
TEASERS = [f"{what} {where}" for what in ("Rain expected in", "New school opens in", "Market returns to")
           for where in ("the valley", "the old town", "Sarybel", "the northern district")]  # fmt: skip
FOOTER = ["Privacy policy", "Terms of use", "© 2024 Sarybel Courier. All rights reserved."]
PAGE = [*MENU, *MENU[1:5], *TEXT, "Share", "Most read", *TEASERS, *FOOTER]


def _found(lines: list[str]) -> Place:
    place = find(lines, [True] * len(lines), [dates.scan(line) for line in lines])
    assert place is not None
    return place


def test_the_article_is_found_among_menus_and_teasers() -> None:
    """Its paragraphs are the body, its headline the likeliest one, its date line the likeliest date."""
    place = _found(PAGE)
    start = PAGE.index(TEXT[0])
    assert [PAGE[n] for n, within in enumerate(place.body) if within] == TEXT[2:]
    assert place.headlines[0].line == start
    likely = place.facts["date"]
    assert max(range(len(PAGE)), key=lambda n: likely[n]) == start + 1


def test_a_part_counts_its_lines_anew() -> None:
    """What was said of a line is said of it in the part too."""
    place = _found(PAGE)
    part = place.part(5, len(PAGE) - 2)
    assert part.body == place.body[5:-2]
    assert part.headlines[0].line == place.headlines[0].line - 5
    assert part.facts["author"] == place.facts["author"][5:-2]


def test_nothing_that_reads_like_text_is_no_place() -> None:
    """A page of buttons has no article; one line is no page."""
    assert find(MENU, [True] * len(MENU), [None] * len(MENU)) is None
    assert find(TEXT[2:3], [True], [None]) is None


def test_features_are_whole_numbers_of_known_meaning() -> None:
    """The first is the logarithm of the number of words; a blank line has no row."""
    seen = view(["One two three", "Yes."], [True, False], [None, None])
    assert seen.features.dtype == np.int16
    assert seen.features[0, 0] == round(float(np.log1p(3)) * SCALE)
    assert seen.sizes.tolist() == [3, 1]
    assert seen.keys == ("one two three", "yes")


def test_letters_beyond_the_basic_plane_are_signs() -> None:
    """An emoji is no letter, and shifts nothing."""
    seen = view(["😀 word", "word 😀😀 word"], [True, True], [None, None])
    assert seen.sizes.tolist() == [1, 2]


def test_a_forest_decides_as_it_was_taught() -> None:
    """The trees as whole numbers give what scikit-learn's own give, but for rounding."""
    chance = np.random.default_rng(3)
    rows = chance.integers(-500, 500, (800, 6)).astype(np.int16)
    right = (rows[:, 0] > 40) ^ (rows[:, 3] < -100)
    data = grown(rows, right, trees=30, depth=3, least=10, share=1.0)
    answers = Forest.of(data)(rows)
    assert ((answers > 0) == right).mean() > 0.97
    assert len(data["trees"]) == 30
    assert all(len(leaves) == 8 for _, _, leaves in data["trees"])


def test_a_forest_goes_right_above_the_threshold() -> None:
    """One fork: up to the threshold left, above it right."""
    forest = Forest.of({"bias": 5, "trees": [[[1], [10], [-100, 200]]]})
    rows = np.array([[0, 10], [0, 11]], np.int16)
    assert forest(rows).tolist() == [-95, 205]


@pytest.mark.parametrize(("answer", "expected"), [(0, 0.5), (1000, 0.7311), (-(10**9), 0.0)])
def test_answers_are_log_odds(answer: int, expected: float) -> None:
    """In thousandths; what is beyond all doubt does not overflow."""
    assert probability(np.array([answer]))[0] == pytest.approx(expected, abs=1e-4)
    assert logit(0.0) == pytest.approx(-6.9, abs=0.1)


def test_weights_are_small_and_whole() -> None:
    """They are text of at most 500 KB, and hold every model and threshold that is asked for."""
    assert WEIGHTS.stat().st_size <= 500_000
    assert set(thresholds()) == {"title", "date", "author", "section"}
    assert all(0.0 < least < 1.0 for least in thresholds().values())
    with pytest.raises(TypeError, match="a forest has"):
        Forest.of({"bias": None, "trees": []})

"""Charts of articles by month and language."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from parsing import Document, Element

from digest.web.pages.charts import COLOURS, timeline

MARCH, APRIL = date(2024, 3, 26), date(2024, 4, 2)


def chart(*days: tuple[date, str], lang: str = "en", table: bool = True) -> Document:
    """The elements of a chart; languages have their colours in the order of the alphabet."""
    languages = sorted({code for _, code in days})
    return Document(timeline(days, languages, lang, table=table))


def bars(path: Element) -> list[tuple[int, int, int]]:
    """The left edge, the top and the foot of each bar of a path."""
    found = re.findall(r"M(\d+) (\d+)h8V(\d+)h-8z", path.attributes["d"])
    return [(int(left), int(top), int(foot)) for left, foot, top in found]


def test_there_is_no_chart_of_nothing() -> None:
    """No article has a date."""
    assert timeline((), (), "en", table=True) == ""


def test_a_bar_is_as_high_as_its_month_has_articles() -> None:
    """The highest reaches the top, half as many half of it; a month without articles has none."""
    drawn = chart((MARCH, "kk"), (APRIL, "kk"), (APRIL, "kk")).one("path", "dg-colour-0")
    assert [(top, foot) for _, top, foot in bars(drawn)] == [(50, 100), (0, 100)]


def test_languages_stand_on_each_other_without_a_gap() -> None:
    """Each begins where the one below ends, however the heights are rounded."""
    days = [(MARCH, "kk")] * 3 + [(MARCH, "pl")] * 2 + [(MARCH, "ru")] * 2
    page = chart(*days)
    stacked = [bars(page.one("path", f"dg-colour-{n}"))[0] for n in range(3)]
    assert all(below[1] == above[2] for below, above in pairwise(stacked))
    assert (stacked[0][2], stacked[-1][1]) == (100, 0)


def test_a_short_time_is_drawn_as_a_year() -> None:
    """One month alone is a bar in twelve, at the right end."""
    page = chart((MARCH, "kk"))
    assert page.one("svg").attributes["viewbox"] == "0 0 120 100"
    assert bars(page.one("path", "dg-colour-0")) == [(111, 0, 100)]
    assert [end.text for end in page.where("div", "dg-axis")] == ["April 2023March 2024"]


def test_a_long_time_is_drawn_by_years() -> None:
    """Beyond five years, months would be too thin."""
    page = chart((date(2001, 1, 1), "kk"), (MARCH, "kk"))
    assert page.one("svg").attributes["viewbox"] == "0 0 240 100"
    assert page.where("div", "dg-axis")[0].text == "20012024"


def test_the_first_months_of_our_era_can_be_drawn() -> None:
    """A timeline does not begin before the first year that a date can have."""
    assert chart((date(1, 1, 1), "kk")).one("svg").attributes["viewbox"] == "0 0 10 100"


def test_a_table_gives_every_figure_as_a_number() -> None:
    """A row for each month that has articles, the newest first."""
    page = chart((MARCH, "kk"), (APRIL, "kk"), (APRIL, "pl"))
    assert [row.text for row in page.where("tr")] == [
        "PeriodKazakhPolishTotal",
        "April 2024112",
        "March 2024101",
    ]


def test_a_chart_says_what_it_shows_to_those_who_do_not_see_it() -> None:
    """It is an image with a name that tells its span and its peak, and says it in the reader's language."""
    svg = chart((MARCH, "kk"), (MARCH, "ru"), lang="pl").one("svg").attributes
    assert svg["role"] == "img"
    assert svg["aria-label"] == (
        "Artykuły według miesięcy i języków: Kwiecień 2023 – Marzec 2024; Marzec 2024: 2"
    )


def test_a_chart_without_a_table_is_small() -> None:
    """It has one element for each language, however many months there are."""
    days = [(date(2020 + n // 12, n % 12 + 1, 1), "kk") for n in range(48)]
    page = chart(*days, table=False)
    assert len(page.where("path")) == 1
    assert not page.where("table")


def test_a_chart_has_no_style_that_the_sites_policy_forbids() -> None:
    """Colours come from classes, and languages beyond the last colour share it."""
    page = chart(*((MARCH, f"{chr(97 + n)}{chr(97 + n)}") for n in range(9)))
    assert not [element for element in page.elements if "style" in element.attributes]
    classes = {path.attributes["class"] for path in page.where("path")} - {"dg-hint"}
    assert classes == {f"dg-colour-{n}" for n in range(COLOURS)}

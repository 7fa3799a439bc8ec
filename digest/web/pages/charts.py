"""Small charts, drawn as SVG that stands in a page and takes its colours from the page's palette."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest.encode import Html, join, tag
from digest.labels import labels, language_name, month_words

__all__ = ["COLOURS", "timeline"]

COLOURS = 6
"""How many colours there are; languages beyond them share the last."""

# A year is the least that looks like a timeline; beyond five, months would be too thin to tell apart.
_FEWEST_MONTHS, _MOST_MONTHS, _FEWEST_YEARS = 12, 60, 5
_SLOT, _BAR, _HEIGHT = 10, 8, 100


@dataclass(frozen=True, slots=True)
class _Period:
    """A month or a year: its name, and how many articles there are in each language."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def timeline(days: Iterable[tuple[date, str]], languages: Sequence[str], lang: str, *, table: bool) -> Html:
    """Draw articles by month and language, or by year where they go back far; nothing where there are none.

    `days` are the day and the language of each article, `languages` the digest's, in the order of their
    colours; `lang` is the reader's. With a table, every figure can be read as a number too.
    """
    counted = Counter(days)
    if not counted:
        return Html()
    by_year = _months_between(counted) > _MOST_MONTHS
    periods = tuple(_years(counted, lang) if by_year else _months(counted, lang))
    used = [code for code in languages if any(period.counts.get(code) for period in periods)]
    words = labels(lang)
    title = words["chart_years" if by_year else "chart_months"]
    return tag(
        "figure",
        tag("figcaption", title, _legend(periods, used, languages, lang)),
        tag("span", str(max(period.total for period in periods)), class_="dg-peak", aria_hidden="true"),
        _drawing(periods, used, languages, title, lang, hints=table),
        _axis(periods),
        _table(periods, used, title, lang) if table else Html(),
        class_="dg-chart",
    )


# Periods


def _months_between(counted: Iterable[tuple[date, str]]) -> int:
    places = [_month(day) for day, _ in counted]
    return max(places) - min(places) + 1


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _months(counted: Mapping[tuple[date, str], int], lang: str) -> Iterable[_Period]:
    sums = _sums(counted, _month)
    last = max(sums)
    for place in range(min(min(sums), last - _FEWEST_MONTHS + 1), last + 1):
        # A year before the first has no date.
        year, month = divmod(place, 12)
        if year >= 1:
            yield _Period(month_words(date(year, month + 1, 1), lang), sums.get(place, {}))


def _years(counted: Mapping[tuple[date, str], int], lang: str) -> Iterable[_Period]:
    sums = _sums(counted, lambda day: day.year)
    last = max(sums)
    for year in range(min(min(sums), last - _FEWEST_YEARS + 1), last + 1):
        yield _Period(str(year), sums.get(year, {}))


def _sums(counted: Mapping[tuple[date, str], int], place: Callable[[date], int]) -> dict[int, Counter[str]]:
    sums: dict[int, Counter[str]] = {}
    for (day, code), count in counted.items():
        sums.setdefault(place(day), Counter())[code] += count
    return sums


# Elements


def _legend(periods: Sequence[_Period], used: Sequence[str], languages: Sequence[str], lang: str) -> Html:
    entries = (
        tag(
            "span",
            tag("i", class_=_colour(code, languages)),
            f"{language_name(code, lang)} ",
            tag("b", str(sum(period.counts.get(code, 0) for period in periods))),
        )
        for code in used
    )
    return tag("span", join(entries, " "), class_="dg-legend")


def _drawing(
    periods: Sequence[_Period],
    used: Sequence[str],
    languages: Sequence[str],
    title: str,
    lang: str,
    *,
    hints: bool,
) -> Html:
    """Stack the languages' bars; each language is one path, so that a long timeline stays small."""
    tallest = max(period.total for period in periods)
    paths: dict[str, list[str]] = {code: [] for code in used}
    for slot, period in enumerate(periods):
        below = 0
        for code in used:
            if count := period.counts.get(code, 0):
                # Both edges are rounded, and not the height, so that no gap opens between two bars.
                foot, top = (round(_HEIGHT * (1 - n / tallest)) for n in (below, below + count))
                left = slot * _SLOT + (_SLOT - _BAR) // 2
                paths[code].append(f"M{left} {foot}h{_BAR}V{top}h-{_BAR}z")
                below += count
    peak = max(periods, key=lambda period: period.total)
    summary = f"{periods[0].name} – {periods[-1].name}; {peak.name}: {peak.total}"
    return tag(
        "svg",
        tag("title", title),
        tag("desc", summary),
        *(tag("path", class_=_colour(code, languages), d="".join(paths[code])) for code in used),
        *(_hint(slot, period, lang) for slot, period in enumerate(periods) if hints and period.total),
        viewBox=f"0 0 {len(periods) * _SLOT} {_HEIGHT}",
        preserveAspectRatio="none",
        role="img",
        aria_label=f"{title}: {summary}",
    )


def _hint(slot: int, period: _Period, lang: str) -> Html:
    """What a pointer over a period shows."""
    counts = ", ".join(
        f"{language_name(code, lang)} {count}" for code, count in sorted(period.counts.items())
    )
    area = f"M{slot * _SLOT} 0h{_SLOT}v{_HEIGHT}h-{_SLOT}z"
    return tag("path", tag("title", f"{period.name}: {counts}"), class_="dg-hint", d=area)


def _axis(periods: Sequence[_Period]) -> Html:
    ends = (tag("span", period.name) for period in (periods[0], periods[-1]))
    return tag("div", *ends, class_="dg-axis", aria_hidden="true")


def _table(periods: Sequence[_Period], used: Sequence[str], title: str, lang: str) -> Html:
    words = labels(lang)
    heads = (words["period"], *(language_name(code, lang) for code in used), words["total"])
    rows = (
        tag(
            "tr",
            tag("th", period.name, scope="row"),
            *(tag("td", str(period.counts.get(code, 0))) for code in used),
            tag("td", str(period.total)),
        )
        for period in reversed(periods)
        if period.total
    )
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="dg-table")
    return tag(
        "details",
        tag("summary", words["as_table"]),
        # It scrolls within its frame where a screen is narrow; the keyboard reaches it there.
        tag("div", table, class_="dg-figures", role="region", aria_label=title, tabindex="0"),
    )


def _colour(code: str, languages: Sequence[str]) -> str:
    place = languages.index(code) if code in languages else COLOURS
    return f"dg-colour-{min(place, COLOURS - 1)}"

"""The articles that a person asks for, out of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest.errors import DigestError
from digest.values import Article, Bitext

__all__ = ["Selection", "select"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What an article must be like: of each list that is not empty, it has to have one. Dates are inclusive.

    An article whose date is not known is not between any two days.
    """

    first: date | None = None
    last: date | None = None
    langs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    slugs: tuple[str, ...] = ()


# A message with more names than this is not read.
_MOST_NAMES = 20

# What the command line calls each list, and what an article has of it.
_LISTS: Mapping[str, Callable[[Article], tuple[str, ...]]] = {
    "--lang": lambda article: (article.lang,),
    "--source": lambda article: (article.source,) if article.source else (),
    "--topic": lambda article: article.topics,
    "--article": lambda article: (article.slug,),
}


def select(bitexts: Iterable[Bitext], selection: Selection) -> tuple[Bitext, ...]:
    """Give the articles that are asked for, in their order. Capitals do not matter.

    Raises:
        DigestError: a name that no article has, or no article has all that is asked; it lists what there is.
    """
    everything = tuple(bitexts)
    asked = {
        "--lang": selection.langs,
        "--source": selection.sources,
        "--topic": selection.topics,
        "--article": selection.slugs,
    }
    for option, names in asked.items():
        _refuse_unknown(option, names, everything)
    if selection.first and selection.last and selection.first > selection.last:
        raise DigestError(
            "--from", f"{selection.first} is after --to {selection.last}", remedy="swap the two dates"
        )
    found = tuple(
        bitext
        for bitext in everything
        if _is_between(bitext.article.date, selection.first, selection.last)
        and all(_has(bitext.article, option, names) for option, names in asked.items())
    )
    if everything and not found:
        raise DigestError("pdf", "no article is like that", allowed=_overview(everything))
    return found


def _refuse_unknown(option: str, names: Sequence[str], bitexts: Sequence[Bitext]) -> None:
    there = sorted({name for bitext in bitexts for name in _LISTS[option](bitext.article)}, key=str.casefold)
    known = {name.casefold() for name in there}
    unknown = [name for name in names if name.casefold() not in known]
    if unknown:
        raise DigestError(
            option, f"no article has {unknown[0]!r}", allowed=_listed(there) or "no article has any"
        )


def _is_between(day: date | None, first: date | None, last: date | None) -> bool:
    if first is None and last is None:
        return True
    return day is not None and (first or day) <= day <= (last or day)


def _has(article: Article, option: str, names: Sequence[str]) -> bool:
    own = {name.casefold() for name in _LISTS[option](article)}
    return not names or any(name.casefold() in own for name in names)


def _overview(bitexts: Sequence[Bitext]) -> str:
    """What there is: the days, languages, sources and topics of all articles."""
    articles = [bitext.article for bitext in bitexts]
    days = [article.date for article in articles if article.date]
    dated = f"articles from {min(days)} to {max(days)}" if days else "articles"
    undated = f" and {len(articles) - len(days)} without a date" if len(days) < len(articles) else ""
    lists = (
        f"{option} {_listed(sorted({name for article in articles for name in names(article)}))}"
        for option, names in _LISTS.items()
        if option != "--article"
    )
    return "; ".join([dated + undated, *lists])


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")

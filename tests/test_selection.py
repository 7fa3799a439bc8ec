"""The articles that a person asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from samples import bitext

from digest.commands.selection import Selection, select
from digest.errors import DigestError
from digest.values import Bitext


def article(slug: str, lang: str = "kk", **facts: Any) -> Bitext:
    """An article with these facts and no more."""
    made = bitext()
    return replace(made, article=replace(made.article, slug=slug, lang=lang, **facts))


ARTICLES = (
    article("a", date=date(2024, 3, 1), source="Казинформ", topics=("Courts", "Reform")),
    article("b", "ru", date=date(2024, 3, 15), source="EU Reporter", topics=("Reform",)),
    article("c", "pl", date=date(2024, 4, 1), source="EU Reporter"),
    article("d", "pl"),
)


def slugs(**asked: Any) -> str:
    """The slugs of the articles that are found, in one word."""
    return "".join(found.article.slug for found in select(ARTICLES, Selection(**asked)))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "abcd"),
        ({"first": date(2024, 3, 15)}, "bc"),
        ({"last": date(2024, 3, 15)}, "ab"),
        ({"first": date(2024, 3, 15), "last": date(2024, 3, 15)}, "b"),
        ({"langs": ("kk", "pl")}, "acd"),
        ({"langs": ("PL",)}, "cd"),
        ({"sources": ("EU Reporter",)}, "bc"),
        ({"sources": ("eu reporter", "казинформ")}, "abc"),
        ({"topics": ("Reform",), "langs": ("ru",)}, "b"),
        ({"slugs": ("d", "a")}, "ad"),
    ],
)
def test_an_article_has_one_of_each_list(asked: dict[str, Any], found: str) -> None:
    """Names of one option add up, options narrow down, dates are inclusive, capitals do not matter."""
    assert slugs(**asked) == found


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"langs": ("ky",)}, ("--lang", "'ky'", "kk, pl, ru")),
        ({"sources": ("Egemen",)}, ("--source", "'Egemen'", "EU Reporter, Казинформ")),
        ({"topics": ("courts", "Trade")}, ("--topic", "'Trade'", "Courts, Reform")),
        ({"slugs": ("x",)}, ("--article", "'x'", "a, b, c, d")),
    ],
)
def test_a_name_that_no_article_has_is_refused_with_those_that_exist(
    asked: dict[str, Any], words: tuple[str, ...]
) -> None:
    """The error tells the option, what was asked, and what could have been."""
    with pytest.raises(DigestError) as caught:
        slugs(**asked)
    assert all(word in str(caught.value) for word in words)


def test_nothing_found_tells_what_there_is() -> None:
    """The error names the days, languages, sources and topics of all articles."""
    with pytest.raises(DigestError) as caught:
        slugs(langs=("kk",), first=date(2024, 4, 1))
    assert caught.value.allowed == (
        "articles from 2024-03-01 to 2024-04-01 and 1 without a date; --lang kk, pl, ru; "
        "--source EU Reporter, Казинформ; --topic Courts, Reform"
    )


def test_days_in_the_wrong_order_are_refused() -> None:
    """The error says which day is after which."""
    with pytest.raises(DigestError, match="2024-04-02 is after --to 2024-04-01"):
        slugs(first=date(2024, 4, 2), last=date(2024, 4, 1))


def test_an_empty_digest_gives_an_empty_one() -> None:
    """Where there is no article, none is missed."""
    assert select((), Selection(first=date(2024, 1, 1))) == ()


def test_a_long_list_is_cut() -> None:
    """Of many names the first twenty are told, and how many there are besides."""
    many = tuple(article(f"a{number:03}") for number in range(50))
    with pytest.raises(DigestError) as caught:
        select(many, Selection(slugs=("x",)))
    assert caught.value.allowed.endswith("a018, a019 and 30 more")

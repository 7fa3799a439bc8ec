"""Articles on the same event."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from samples import bitext, reviewed

from digest.settings import Term
from digest.values import Bitext
from digest.web.pages.related import _stop_words, features_of, related, related_by_features

BRIDGE = (
    "Council votes on the bridge over the Ertis",
    "Engineers from Pavlodar warned of cracks in the pillars.",
)
FLOOD = ("Flood closes three schools near the harbour", "Parents carried sandbags until midnight on Sunday.")
MARKET = ("Onions and carrots dearer again this winter", "Traders blame frost, fuel and a late harvest.")


def article(slug: str, lang: str, texts: Sequence[str], target: str = "en") -> Bitext:
    """An article with these sentences as its translation, the first as its title."""
    own = [f"{lang} {number}" for number in range(len(texts))]
    return bitext(*own, slug=slug, lang=lang, target=target, english=tuple(reviewed(text) for text in texts))


def slugs(*bitexts: Bitext) -> dict[str, list[str]]:
    """Which articles each is related to."""
    return {key.slug: [each.key.slug for each in found] for key, found in related(bitexts, {}).items()}


def test_articles_on_one_event_find_each_other() -> None:
    """And those on other events find none."""
    articles = (article("a", "kk", BRIDGE), article("b", "kk", FLOOD), article("c", "pl", BRIDGE))
    assert slugs(*articles, article("d", "ru", MARKET)) == {"a": ["c"], "c": ["a"]}


def test_other_languages_come_first_and_then_the_likest() -> None:
    """Four at most; the order of those that are alike is that of the articles."""
    half = (BRIDGE[0], "Engineers from Pavlodar closed three schools.")
    articles = [
        article("a", "kk", BRIDGE),
        article("b", "kk", BRIDGE),
        article("c", "pl", half),
        article("d", "ru", BRIDGE),
        article("e", "uk", BRIDGE),
    ]
    assert slugs(*articles)["a"] == ["d", "e", "c", "b"]
    assert slugs(*articles) == slugs(*articles)


def test_an_article_without_translation_is_related_to_none() -> None:
    """Its own words are in another language, and say nothing."""
    articles = (
        article("a", "kk", BRIDGE),
        bitext("Көпір", "Көпір.", slug="b"),
        bitext("Көпір", "Көпір.", slug="c"),
    )
    assert slugs(*articles) == {}


def test_an_article_in_the_target_language_counts_by_its_own_words() -> None:
    """It has no translation and needs none."""
    own = bitext(*BRIDGE, slug="own", lang="en")
    assert slugs(own, article("a", "kk", BRIDGE)) == {"own": ["a"], "a": ["own"]}


@pytest.mark.parametrize("count", [0, 1, 40])
def test_there_may_be_nothing_to_compare(count: int) -> None:
    """No article, one, or so many of the same text that no word tells one from another."""
    assert slugs(*(article(f"x{n}", "kk", BRIDGE) for n in range(count))) == {}


def test_the_reason_is_the_names_in_both() -> None:
    """People first, then institutions, expressions and places, the rarer first."""
    terms = {
        name: Term(name=name, kind=kind)  # type: ignore[arg-type]  # the kinds are those of Term
        for name, kind in (
            ("Asem", "person"),
            ("Ertis", "place"),
            ("Council", "institution"),
            ("Bolat", "person"),
        )
    }
    articles = (article("a", "kk", BRIDGE), article("b", "pl", BRIDGE), article("c", "ru", FLOOD))
    everyone = tuple(terms.values())
    names = dict(zip((each.key for each in articles), (everyone, everyone, (terms["Asem"],)), strict=True))
    (found,) = related(articles, names)[articles[0].key]
    assert found.shared == ("Bolat", "Asem", "Council", "Ertis")


def test_where_names_are_few_the_reason_is_the_words_of_both() -> None:
    """In the spelling that the text has, without those that English has everywhere."""
    one = article("a", "kk", BRIDGE)
    (found,) = related((one, article("b", "pl", BRIDGE)), {})[one.key]
    assert set(found.shared) <= set(" ".join(BRIDGE).replace(".", "").split())
    assert {"the", "of", "in", "on", "over"} & set(found.shared) == set()
    assert len(found.shared) == 6


def test_inflected_words_of_another_target_are_compared_by_their_beginnings() -> None:
    """In Russian the same event has the same words in other cases."""
    one = ("Мост через Иртыш закрывают", "Инженеры Павлодара предупредили о трещинах.")
    other = ("Закрытие моста через Иртыш", "О трещинах предупреждали павлодарские инженеры.")
    articles = (
        article("a", "kk", one, "ru"),
        article("b", "pl", other, "ru"),
        article("c", "pl", ("Цены на лук",), "ru"),
    )
    assert slugs(*articles) == {"a": ["b"], "b": ["a"]}


def test_names_make_articles_alike() -> None:
    """Two that share a rare person are nearer than two that share none."""
    one = article("a", "kk", ("A visit to the north", BRIDGE[1]))
    other = article("b", "pl", ("A speech in the south", FLOOD[1]))
    person = tuple(Term(name=name, kind="person") for name in ("Asem", "Bolat", "Dana", "Erlan", "Gulnar"))
    assert related((one, other), {}) == {}
    assert set(related((one, other), {one.key: person, other.key: person})) == {one.key, other.key}


def test_features_may_be_kept() -> None:
    """Names count twice, words as often as they occur; what is found from them is the same."""
    articles = (article("a", "kk", BRIDGE), article("b", "pl", BRIDGE), bitext("Көпір", "Көпір.", slug="c"))
    person = (Term(name="Asem", kind="person"),)
    names = {each.key: person for each in articles[:2]}
    features = [features_of(each, names.get(each.key, ())) for each in articles]
    assert list(features[0].items())[:3] == [("council", 1), ("votes", 1), ("bridge", 1)]
    assert (features[0]["#Asem"], features[2]) == (2, {})
    assert related_by_features(articles, names, features) == related(articles, names) != {}


def test_the_stop_words_are_those_of_scikit_learn() -> None:
    """They are read from a file of its own; a new version may have another."""
    from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]  # it ships no types
        ENGLISH_STOP_WORDS,
    )

    assert _stop_words() == ENGLISH_STOP_WORDS

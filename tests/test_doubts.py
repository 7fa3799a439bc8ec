"""What a person is asked to look at after an article was read."""

from __future__ import annotations

from dataclasses import replace

from digest.read.doubts import doubts
from digest.settings import Settings
from digest.values import Article, Fact

SURE = (Fact("title", "Мост", "JSON-LD", stated=True), Fact("lang", "ru", "JSON-LD", stated=True))
ARTICLE = Article("bridge", "ru", "Мост", ("Мост открыли.",), "0" * 64, facts=SURE, file="seeds/bridge.html")


def test_an_article_that_is_sure_raises_none() -> None:
    """Nothing is printed about it."""
    assert doubts(ARTICLE, Settings()) is None


def test_a_guessed_title_and_a_doubtful_language_are_one_finding() -> None:
    """It says what to write where, and names the rivals."""
    facts = (
        Fact("title", "Мост", "text", 0.3),
        Fact("lang", "ru", "text", 0.4),
        Fact("lang", "bg", "text", 0.3),
    )
    found = doubts(replace(ARTICLE, facts=facts), Settings())
    assert found is not None
    assert found.file == "seeds/bridge.html"
    assert found.message == "the title is a guess: Мост; the language is doubtful: Russian or Bulgarian"
    assert "`title: …`, `lang: …` under `articles: bridge:` in digest.yml" in found.remedy


def test_a_language_of_no_interest_to_the_digest_is_named() -> None:
    """With the languages that the digest has."""
    found = doubts(ARTICLE, Settings(languages=("pl",)))
    assert found is not None
    assert found.message == "the language, Russian, is not among the digest's (pl, en)"

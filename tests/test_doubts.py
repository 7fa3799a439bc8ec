"""What a person is asked to look at after an article was read."""

from __future__ import annotations

from dataclasses import replace

from digest.read.doubts import doubts, prose_cut
from digest.settings import Settings
from digest.values import Article, Cut, Fact

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


def test_much_prose_that_was_cut_is_told() -> None:
    """More than a fifth of what reads like text; not what is surely another text."""
    prose = "The bridge was closed for two years, and nobody had told the people of the town why that was."
    kept = replace(ARTICLE, body=(prose,))
    cut = Cut(3, prose, "surroundings", "It stands around the article.", 0.7)
    assert prose_cut(kept) == 0.0
    assert prose_cut(replace(kept, cuts=(cut,))) == 0.5
    assert prose_cut(replace(kept, cuts=(replace(cut, confidence=0.99),))) == 0.0
    assert prose_cut(replace(kept, cuts=(replace(cut, text="Share"),))) == 0.0
    found = doubts(replace(kept, cuts=(cut,)), Settings())
    assert found is not None
    assert found.message == "50% of what looks like prose was cut"

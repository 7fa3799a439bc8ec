"""The cleaning, measured on articles that it was not written from: tests/golden/unseen."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from digest.values import Article

SCORER = Path(__file__).resolve().parent / "golden" / "score.py"


def _load_scorer() -> Any:
    spec = importlib.util.spec_from_file_location("golden_score", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up while they are made.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


score = _load_scorer()


@pytest.fixture(scope="module")
def scores() -> Any:
    """The scores of all unseen articles."""
    return score.score_folder(score.UNSEEN)


def test_all_articles_are_scored(scores: Any) -> None:
    """Every raw file has its expectation, and none is left out."""
    assert [item.name for item in scores] == sorted(path.stem for path in score.UNSEEN.glob("*.txt"))
    assert len(scores) == 28


@pytest.mark.parametrize("field", score.FIELDS)
def test_field_is_right(scores: Any, field: str) -> None:
    """Each field is exactly right in at least nine articles of ten."""
    assert score.total(scores).fields[field] >= 0.9, score.report(scores)


def test_body_is_whole(scores: Any) -> None:
    """The words of the bodies are those that a person would keep."""
    assert score.total(scores).f1 >= 0.98, score.report(scores)


def test_clutter_stays_out(scores: Any) -> None:
    """At most three of a hundred words of clutter get into a body."""
    assert score.total(scores).clutter <= 0.03, score.report(scores)


def test_no_paragraph_is_lost(scores: Any) -> None:
    """Every paragraph of every article is in its body."""
    assert score.total(scores).lost == 0, score.report(scores)


EXPECTED: dict[str, Any] = {
    "title": "Суд", "lang": "ru", "date": None, "author": None, "source": None, "section": None,
    "body": ["Суд вынес решение.", "Стороны согласны."], "clutter": ["Читайте также: Новости дня"],
}  # fmt: skip


def _article(*body: str, title: str = "Суд") -> Article:
    return Article(slug="a", lang="ru", title=title, body=body, sha256="0")


def test_perfect_article_scores_full() -> None:
    """An article as expected has no wrong field, F1 1, no clutter and nothing lost."""
    result = score.compare("a", EXPECTED, _article(*EXPECTED["body"]))
    assert (result.wrong, result.f1, result.leaked, result.lost) == ({}, 1.0, 0, ())


def test_joined_paragraphs_are_not_lost() -> None:
    """Two paragraphs in one block count as found."""
    assert score.compare("a", EXPECTED, _article("Суд вынес решение. Стороны согласны.")).lost == ()


def test_faults_are_seen() -> None:
    """A wrong title, a leaked line and a missing paragraph are each counted."""
    article = _article("Суд вынес решение.", "Читайте также: Новости", title="Суды")
    result = score.compare("a", EXPECTED, article)
    assert result.wrong == {"title": ("Суд", "Суды")}
    assert (result.leaked, result.clutter) == (3, 4)
    assert result.lost == ("Стороны согласны.",)

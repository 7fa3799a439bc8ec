"""Plain text with lines "key: value" at its top."""

from __future__ import annotations

import pytest

from digest.read.readers.text import read
from digest.settings import Settings
from digest.values import Seed

TEXT = "Мост открыли утром.\n\nЕго ремонтировали два года."


def _facts(text: str) -> tuple[dict[str, str], str]:
    (draft,) = read(Seed("seeds/a.txt", text.encode()), Settings())
    return {fact.name: fact.value for fact in draft.facts}, draft.text


def test_front_matter_gives_facts() -> None:
    """And its lines become blank, so that the others keep their numbers."""
    facts, text = _facts(
        f'---\ntitle: "Мост открыт"\ndate: 2024-03-04\nauthor: Ия Рек\ntags:\n  - мост\n---\n{TEXT}'
    )
    assert facts == {"title": "Мост открыт", "date": "2024-03-04", "author": "Ия Рек"}
    assert text == "\n" * 7 + TEXT


def test_mail_headers_give_facts() -> None:
    """The subject is the title; who sent it is not the author."""
    facts, text = _facts(
        f"From: a@example.org\nSubject: Мост открыт\nDate: Mon, 4 Mar 2024 10:00:00 +0000\n\n{TEXT}"
    )
    assert facts == {"title": "Мост открыт", "date": "2024-03-04"}
    assert text.strip() == TEXT


@pytest.mark.parametrize(
    "text",
    [
        f"Мост: открыт\n\n{TEXT}",
        f"Subject: мост\n\n{TEXT}",
        f"---\nЧерта и текст без конца\n{TEXT}",
        f"From: here\nSubject: no blank line\n{TEXT}",
    ],
)
def test_other_text_is_left_alone(text: str) -> None:
    """A line with a colon is no header by itself."""
    assert _facts(text) == ({}, text)

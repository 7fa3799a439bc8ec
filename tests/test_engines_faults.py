"""What counts as no translation, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.translation.engines.faults import fault

RU = "Сенат принял закон о выборах."


@pytest.mark.parametrize(
    ("sentence", "text", "said"),
    [
        (RU, "", "empty"),
        (RU, "  \n", "empty"),
        (RU, RU, "the sentence itself"),
        (
            "СЕНАТ ПРИНЯЛ НОВЫЙ ЗАКОН О ВЫБОРАХ ДЕПУТАТОВ",
            "СЕНАТ ПРИНЯЛ НОВЫЙ ЗАКОН О ВЫБОРАХ ДЕПУТАТОВ",
            "itself",
        ),
        (RU, "The ▁Senate passed a law.", "▁"),
        (RU, "The Senate passed <unk> law.", "<unk>"),
        (RU, "The ⁇ passed a law.", "⁇"),
        (RU, "The Sen@@ ate passed a law.", "@@"),
        (RU, "eng_Latn The Senate passed a law.", "eng_Latn"),
        (RU, "__en__ The Senate passed a law.", "__en__"),
        (RU, "<2en> The Senate passed a law.", "<2en>"),
        (RU, ">>eng<< The Senate passed a law.", ">>eng<<"),
        (RU, "The Senate " * 4, "repeats"),
        (RU, "The law of the law of the law of the law of the law.", "repeats"),
        (RU, "No, no, no, no, no.", "repeats"),
        (RU, "The Senate passed a lawlawlawlawlawlawlawlaw.", "repeats"),
        ("Сенат принял закон.", "The ........ law", "repeats"),
    ],
)
def test_an_answer_that_is_no_translation_is_told(sentence: str, text: str, said: str) -> None:
    """Empty, copied, looping, or with the model's own marks in it."""
    assert said in fault(sentence, text)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        (RU, "The Senate passed an election law."),
        ("Reuters", "Reuters"),
        ("Reuters, 12.03.2024", "Reuters, 12.03.2024"),
        ("1 000 000 000 000", "1 000 000 000 000"),
        ("Қасым-Жомарт Тоқаев", "Қасым-Жомарт Тоқаев"),
        ("BBC News – 2024", "BBC News – 2024"),
        ("12:30", "12:30"),
        ("Сумма: 1 триллион.", "The sum: 1 000 000 000 000."),
        ("Нет, нет, нет, нет!", "No, no, no, no!"),
        ("Да, да, да!", "Yes, yes, yes!"),
        ("------------------", "------------------"),
        ("Файл <unk> не найден.", "The file <unk> was not found."),
        ("Поле __en__ пусто.", "The field __en__ is empty."),
        ("Заявление snake_case.", "The statement snake_case."),
        ("Было очень-очень далеко.", "It was very, very far, very far."),
        ("Закон о законе.", "The law on the law, and the law on the law."),
    ],
)
def test_a_translation_is_left_alone(sentence: str, text: str) -> None:
    """Names, numbers, what the source repeats too, and marks that the source holds."""
    assert fault(sentence, text) == ""


@given(st.text(), st.text())
def test_any_text_gets_a_verdict(sentence: str, text: str) -> None:
    """No text breaks the checks, and an empty answer is always told."""
    assert isinstance(fault(sentence, text), str)
    assert fault(sentence, "")

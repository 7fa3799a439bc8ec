"""The language of an article."""

from __future__ import annotations

from pathlib import Path

import pytest

from digest.read.language import detect

CANDIDATES = ("kk", "ru", "pl", "uk", "ky", "en")


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Өңір әкімдері жаңа мектептердің құрылысы туралы есеп берді.", "kk"),
        ("Мэры городов отчитались о строительстве новых школ.", "ru"),
        ("Burmistrzowie złożyli sprawozdania z budowy szkół.", "pl"),
        ("Міські голови прозвітували про будівництво шкіл і її вартість.", "uk"),
        ("Шаар мэрлери жаңы мектептердин курулушу тууралуу отчёт беришти, иш бүттү.", "ky"),
        ("The mayors reported on the building of new schools.", "en"),
    ],
)
@pytest.mark.parametrize("times", [1, 8])
def test_language_is_told(text: str, lang: str, times: int) -> None:
    """A sentence is enough where its letters tell; a longer text only makes it surer."""
    assert detect("\n".join([text] * times), CANDIDATES) == lang


def test_foreign_names_do_not_matter() -> None:
    """A Russian text about Kazakh places is Russian."""
    text = "Журналисты приехали в посёлок и поговорили с жителями о воде и дорогах. " * 12
    assert detect(text + "Материал вышел в газете «Өңір үні».", CANDIDATES) == "ru"


def test_letters_decide_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where one alphabet alone holds a text's letters, the slow model is not loaded."""
    monkeypatch.delattr("digest.read.language._identifier")
    assert detect("Мектептер жыл соңына дейін цифрлық есепке көшеді, деді министр. " * 6) == "kk"
    assert detect("Łódź i Gdańsk podpisały umowę o wspólnej kolei, ogłosił urząd. " * 6) == "pl"


def test_answer_is_a_candidate() -> None:
    """With candidates nothing else is answered, even for a text of digits."""
    assert detect("12345", ("kk", "pl")) in {"kk", "pl"}
    assert detect("", ("ky",)) == "ky"


def test_without_candidates_every_language_is_open() -> None:
    """Without candidates a language that nobody named is told."""
    text = "Тры дні ў двары палаца гучалі лютні і дуды. На фестываль прыехалі дванаццаць ансамбляў. " * 4
    assert detect(text) == "be"


@pytest.mark.parametrize("path", sorted(Path("seeds").glob("*.txt")), ids=lambda path: path.stem[:3])
def test_seeds(path: Path) -> None:
    """The five real articles are in the languages that one sees."""
    lang = {"000": "kk", "001": "pl", "002": "ru", "003": "kk", "004": "kk"}[path.stem[:3]]
    assert detect(path.read_text(encoding="utf-8"), CANDIDATES) == lang

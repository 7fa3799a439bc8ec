"""The checks of a translation against its sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import HOSTILE, reviewed

from digest.build import gather
from digest.data import languages
from digest.labels import labels
from digest.project import Project
from digest.translation.checks import CHECKS, check
from digest.values import Flag, LanguagePair, Pair, Review, Segment, Translation

ROOT = Path(__file__).parent.parent


def flags(lang: str, source: str, target: str, into: str = "en") -> list[tuple[str, str]]:
    """The rules that flag a pair, each with what it found."""
    pair = Pair(Segment(1, 1, 1, source), reviewed(target))
    return [(flag.check, flag.found) for flag in check(pair, LanguagePair(lang, into))]


def test_the_reviewed_articles_raise_no_alarm() -> None:
    """Not one of the digest's 67 sentences that a person has confirmed is flagged."""
    digest = gather(Project(ROOT))
    found = [
        (bitext.article.slug, pair.segment.number, flag)
        for bitext in digest.bitexts
        for pair in bitext.pairs
        for flag in check(pair, LanguagePair(bitext.article.lang, bitext.target))
    ]
    assert found == []
    assert sum(len(bitext.pairs) for bitext in digest.bitexts) == 67


@pytest.mark.parametrize(
    ("lang", "source", "target"),
    [
        # Kazakh
        ("kk", "Жиынға 15 елден өкіл келді.", "Delegates from fifteen countries came."),
        ("kk", "Ол 15-ші рет өтті.", "It was held for the 15th time."),
        ("kk", "Ол 21-ші отырыс болды.", "It was the twenty-first session."),
        ("kk", "ХХІ ғасырдың басында", "At the beginning of the 21st century"),
        ("kk", "Бюджет 2,5 млрд теңге болды.", "The budget was 2.5 billion tenge."),
        ("kk", "Бюджет 2,5 млрд теңге болды.", "The budget was KZT 2.5bn."),
        ("kk", "Бюджетке 12 500 теңге түсті.", "The budget received 12,500 tenge."),
        ("kk", "Оған 20-25 мың адам қатысты.", "Some 20,000 to 25,000 people took part."),
        ("kk", "Қалада 5 миллионнан астам адам тұрады.", "More than five million people live in the city."),
        ("kk", "2 мың 500 теңге", "2,500 tenge"),
        ("kk", "90-жылдары басталды", "It began in the 1990s"),
        ("kk", "Сайлау 26.03.2024 күні өтеді.", "The election will be held on 26 March 2024."),
        ("kk", "3-мыңжылдықтың басында", "At the start of the third millennium"),
        ("kk", "C5+1 саммиті", "The C5+1 summit"),
        ("kk", "Өсім 7,5 пайыз болды.", "Growth was 7.5 per cent."),
        ("kk", "1-бап", "Article one"),
        ("kk", "12 ай ішінде", "Within a year"),
        # Russian
        ("ru", "Это 2-я встреча.", "This is the second meeting."),
        ("ru", "Выросло в 2 раза.", "It doubled."),
        ("ru", "Принято в 15.00 часов.", "Adopted at 3 p.m."),
        ("ru", "Заседание начнётся в 18:30.", "The session will start at 6:30 pm."),
        ("ru", "Выделено 500 тыс. долларов.", "Half a million dollars was allocated."),
        ("ru", "Выделено 5 млн 300 тыс. тенге.", "5.3 million tenge was allocated."),
        ("ru", "Выделено 5 000 000 тенге.", "Five million tenge was allocated."),
        ("ru", "Выделено 1,5 тысячи тенге.", "1,500 tenge was allocated."),
        ("ru", "В 2023-2024 годах", "In 2023–24"),
        ("ru", "В 2023–24 годах", "In 2023–2024"),
        ("ru", "II квартал", "the second quarter"),
        ("ru", "5 миллионеров", "five millionaires"),
        ("ru", "Осудили 12 человек.", "A dozen people were sentenced."),
        ("ru", "Подробнее: https://example.org/2024/15", "More on the ministry's site."),
        ("ru", "Около 50% избирателей", "About half of the voters"),
        ("ru", "Площадь 10.000 га", "An area of 10,000 hectares"),
        ("ru", "в первые 24 часа", "on the first day"),
        # Polish
        ("pl", "Ustawę przyjęto 15 kwietnia 2024 r.", "The law was passed on 15 April 2024."),
        ("pl", "W XIX i XX wieku", "In the nineteenth and twentieth centuries"),
        ("pl", "Kwota 2,5 bln zł", "A sum of PLN 2.5 trillion"),
        ("pl", "Wydano 10.000 zł.", "PLN 10,000 was spent."),
        ("pl", "I tak było.", "And so it was."),
        ("pl", "lata 90.", "the nineties"),
        ("pl", "250 tys. osób", "two hundred and fifty thousand people"),
        # Ukrainian
        ("uk", "Майже 3,2 млн осіб", "Almost 3.2 million people"),
        ("uk", "До 30-річчя незалежності", "For the thirtieth anniversary of independence"),
        ("uk", "5 тис. гривень", "UAH 5,000"),
        # Names, quotations and what may stay as it is
        ("ru", "Газета «Вечер» закрыта.", "The newspaper “Вечер” (Vecher) has been closed."),
        ("pl", "Anna Maria Nowak i Jan Kowalski", "Anna Maria Nowak and Jan Kowalski"),
        ("kk", "«Біз дайынбыз, деді ол.", "“We are ready, he said."),
        ("kk", "– «Отан» партиясы дайын.", "“The Otan party is ready."),
        ("ru", "а) первый пункт", "a) the first item"),
        ("ru", "Он сказал, что то, что было, было.", "He said that that which had been had had its time."),
    ],
)
def test_a_good_translation_is_left_alone(lang: str, source: str, target: str) -> None:
    """Numbers, names and marks that are written in another way are no faults."""
    assert flags(lang, source, target) == []


@pytest.mark.parametrize(
    ("lang", "source", "target", "flag"),
    [
        ("kk", "Жиынға 15 елден өкіл келді.", "Delegates from many countries came.", ("numbers", "15")),
        ("kk", "Бюджет 2,5 млрд теңге.", "The budget is 2.5 million tenge.", ("numbers", "2,5 млрд")),
        ("kk", "Ол 15-ші рет, 2023 жылы өтті.", "It was held again.", ("numbers", "15, 2023")),
        ("kk", "ХХІ ғасырда", "In the 20th century", ("numbers", "ХХІ")),
        ("kk", "Сайлау 26.03.2024 күні.", "The election is on 26 April 2024.", ("numbers", "26.03.2024")),
        ("ru", "Выделено 12 500 тенге.", "12,000 tenge was allocated.", ("numbers", "12 500")),
        ("ru", "Это 2-я встреча.", "This is the third meeting.", ("numbers", "2")),
        ("ru", "Рост на 7,5 %.", "Growth of 75%.", ("numbers", "7,5")),
        ("ru", "Прибыло 5 млн человек.", "Five people arrived.", ("numbers", "5 млн")),
        ("pl", "Kwota 2,5 bln zł", "A sum of PLN 2.5 billion", ("numbers", "2,5 bln")),
        ("pl", "Od 15 kwietnia 2024 r.", "From 15 April.", ("numbers", "2024")),
        ("uk", "Загинуло 34 людини.", "43 people were killed.", ("numbers", "34")),
        ("ru", "Он любит мороженое.", "He likes мороженое.", ("untranslated", "мороженое")),
        ("kk", "Ол қалада тұрады.", "He lives қалада.", ("untranslated", "қалада")),
        (
            "pl",
            "Rząd przyjął projekt ustawy o ochronie zwierząt.",
            "The government przyjął projekt ustawy o ochronie animals.",
            ("untranslated", "przyjął projekt ustawy o ochronie"),
        ),
        ("ru", "Министр рассказал о планах на будущий год и ответил на вопросы.", "Plans.", ("length", "")),
        ("ru", "Министр рассказал о планах и ответил на вопросы.", "The minister. " * 12, ("length", "")),
        (
            "ru",
            "Союз (его основали давно) распущен.",
            "The union (founded long ago is gone.",
            ("brackets", ""),
        ),
        ("ru", "Фонд «Свет» закрыт.", "The “Light fund is closed.", ("quotes", "")),
        ("pl", "Fundacja „Światło” jest zamknięta.", "The Light” foundation is closed.", ("quotes", "")),
        ("uk", "Голова зустрівся з послом.", "The head of the the office met him.", ("twice", "the the")),
    ],
)
def test_a_fault_is_flagged(lang: str, source: str, target: str, flag: tuple[str, str]) -> None:
    """Each check names what it found, as the sentence or the translation writes it."""
    assert flags(lang, source, target) == [flag]


def test_small_numbers_need_words_that_are_known() -> None:
    """In a language whose number words are not in the data, only larger numbers are looked for."""
    assert flags("kk", "Жиынға 5 елден өкіл келді.", "Прибыли делегаты из пяти стран.", into="ru") == []
    assert flags("kk", "Жиынға 15 елден өкіл келді.", "Прибыли делегаты.", into="ru") == [("numbers", "15")]


def test_there_is_nothing_to_check_without_a_translation_or_in_one_language() -> None:
    """A sentence alone, or one in the digest's own language, has no flags."""
    assert check(Pair(Segment(1, 1, 1, "15")), LanguagePair("kk", "en")) == ()
    assert flags("en", "15", "none") == []


def test_every_flag_says_what_it_found_in_every_language() -> None:
    """The words come from the labels, with the finding in its place."""
    flag = Flag("numbers", "flag_number", "15")
    assert flag.words(labels("en")) == "the number 15 is missing in the translation"
    for lang in set(languages("words")) - {"en"}:
        words = flag.words(labels(lang))
        assert "15" in words
        assert words != flag.words(labels("en"))


@given(
    st.text() | st.sampled_from(HOSTILE),
    st.text() | st.sampled_from(HOSTILE),
    st.sampled_from(["kk", "ru", "pl", "uk", "ky", "en", "zz"]),
    st.sampled_from(["en", "ru", "zz"]),
)
def test_no_text_breaks_a_check(source: str, target: str, lang: str, into: str) -> None:
    """Whatever the texts, each check answers, and a rule flags a pair at most once."""
    pair = Pair(Segment(1, 1, 1, source), reviewed(target))
    rules = [flag.check for flag in check(pair, LanguagePair(lang, into))]
    assert len(rules) == len(set(rules))
    assert set(rules) <= {one.__name__ for one in CHECKS}


def test_a_flag_has_an_id_of_the_check_and_the_texts() -> None:
    """It lasts as long as sentence and translation do, and no longer; other flags have others."""

    def ids(source: str, target: str) -> list[str]:
        pair = Pair(Segment(1, 1, 1, source), Translation(target, Review.MACHINE))
        return [flag.id for flag in check(pair, LanguagePair("ru", "en"))]

    first = ids("В зале (15 человек) было тихо.", "The hall was (quiet.")
    assert [one.partition("-")[0] for one in first] == ["numbers", "brackets"]
    assert ids("В  зале (15 человек) было тихо.", "The hall was (quiet.") == first
    assert not set(first) & set(ids("В зале (15 человек) было тихо.", "The hall was (very quiet."))

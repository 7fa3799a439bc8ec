"""Which of a page's dates is the article's."""

from __future__ import annotations

from datetime import date

import pytest
from reading import extract

from digest.settings import Settings
from digest.values import Article, Seed

TITLE = "Мост через Иртыш открыли после ремонта"
BODY = (
    "",
    "Мост через Иртыш открыли для движения утром в понедельник. Его ремонтировали почти два года.",
    "",
    "Работы обошлись бюджету в четыре миллиарда тенге, сообщили в акимате. Подрядчика выбрали на конкурсе.",
    "",
    "Следующим закроют на ремонт путепровод у вокзала, для него уже готовят проект и ищут деньги.",
    "",
)
MENU = ("Главная", "Новости", "Политика", "Экономика", "Контакты")
OWN = "12 февраля 2025"
CLOCK = "Понедельник, 3 марта 2025, 14:08"
TEASERS = (
    "Паром вернулся на линию у старой пристани",
    "5 марта 2025, 16:34",
    "Рыбаки просят открыть весенний лов раньше срока",
    "4 марта 2025, 09:00",
)
COMMENTS = (
    "Отзывы",
    "Иван",
    "5 марта 2025, 10:15",
    "Давно пора было",
    "Олег",
    "6 марта 2025, 11:15",
    "Согласен",
)


def _read(*lines: str) -> Article:
    return extract(Seed("a.txt", "\n".join(lines).encode()), Settings())


@pytest.mark.parametrize(
    "lines",
    [
        (CLOCK, *MENU, "", TITLE, "", OWN, *BODY),
        (CLOCK, "", TITLE, "", OWN, *BODY),
        (*MENU, CLOCK, "", TITLE, "", f"{OWN} | 10:15 | Просмотров: 12", *BODY),
        (CLOCK, *MENU, OWN, TITLE, *BODY),
        (CLOCK, "Главная Новости Политика", OWN, TITLE, *BODY),
        (CLOCK, *MENU, TITLE, f"10:15, {OWN}", *BODY),
        (CLOCK, TITLE, f"Обновлено: {OWN}", *BODY),
    ],
)
def test_clock_is_not_the_date(lines: tuple[str, ...]) -> None:
    """The page's clock does not win over the date beside the headline, wherever it stands."""
    assert _read(*lines).date == date(2025, 2, 12)


def test_clock_does_not_stand_in_for_a_date_with_two_readings() -> None:
    """A date that cannot be told stays unknown; a time alone is no date of its own."""
    clock, title = "Monday, 3 March 2025, 14:08", "The bridge over the river was opened after repairs"
    body = (
        "",
        "The bridge over the river was opened to traffic on Monday morning. Repairs took almost two years.",
        "",
        "The overpass at the station will be closed next, and the city is looking for money for its repairs.",
    )
    assert _read(clock, "", title, "", "03/02/2025", *body).date is None
    assert _read("3 March 2025", "", title, "", "10:15 AM", *body).date == date(2025, 3, 3)


@pytest.mark.parametrize(
    "lines",
    [
        (CLOCK, *MENU, "", TITLE, *BODY),
        (CLOCK, "Главная Новости Политика", "", TITLE, *BODY),
        (CLOCK, *MENU, TITLE, "Сегодня, 10:15", *BODY),
        (CLOCK, "", TITLE, "Вчера, 10:15", *BODY),
        (CLOCK, "", TITLE, "2 марта, 10:15", *BODY),
    ],
)
def test_clock_is_not_stated_for_want_of_a_date(lines: tuple[str, ...]) -> None:
    """Where the article has no date of its own, or one that cannot be known, there is none."""
    assert _read(*lines).date is None


@pytest.mark.parametrize(
    "lines",
    [
        (OWN, TITLE, *BODY),
        (OWN, "", TITLE, "", "Обновлено: 14 февраля 2025", *BODY),
        (OWN, "Facebook", "Telegram", "Twitter", TITLE, *BODY),
        (OWN, TITLE, "10:15", *BODY),
        (TITLE, "Последнее изменение 14.02.2025", "Опубликовано 12.02.2025", *BODY),
        (TITLE, *BODY, OWN),
        (TITLE, *BODY, "Иван Петров, " + OWN),
        (TITLE, *BODY, "Источник: Речной вестник", OWN),
    ],
)
def test_date_beside_the_article_is_its_own(lines: tuple[str, ...]) -> None:
    """A date above or below the headline, or right below the text, is the article's."""
    assert _read(*lines).date == date(2025, 2, 12)


@pytest.mark.parametrize("others", [TEASERS, TEASERS[:2], COMMENTS])
def test_date_of_a_teaser_or_a_comment_is_not_the_articles(others: tuple[str, ...]) -> None:
    """Below the text, the date of something else is not stated, and the article's own stands."""
    assert _read(TITLE, *BODY, *others).date is None
    assert _read(TITLE, OWN, *BODY, *others).date == date(2025, 2, 12)
    assert _read(TITLE, *BODY, OWN, "", *others).date == date(2025, 2, 12)


@pytest.mark.parametrize("own", [(OWN, TITLE), (TITLE, OWN)])
def test_date_of_a_teaser_above_is_not_the_articles(own: tuple[str, str]) -> None:
    """Nor above it."""
    assert _read(*TEASERS, *own, *BODY).date == date(2025, 2, 12)

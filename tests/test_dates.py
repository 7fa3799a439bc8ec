"""The date that is printed alone on a line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.read.dates import Role, closes_with_date, scan

MARCH = date(2024, 3, 26)
MAY = date(2024, 5, 5)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("26 Наурыз, 2024", MARCH),
        ("2024 жылғы 26 наурыз", MARCH),
        ("2024 ж. 26 наурыз, 10:15", MARCH),
        ("26 наурыз 2024 ж.", MARCH),
        ("Сейсенбі, 26 наурыз 2024", MARCH),
        ("26.03.2024", MARCH),
        ("26.03.2024 г. 10:15", MARCH),
        ("26/03/2024", MARCH),
        ("26.03.24", MARCH),
        ("2024-03-26", MARCH),
        ("2024-03-26T10:15:00+05:00", MARCH),
        ("10:15, 26.03.2024", MARCH),
        ("15 Ноября 2018 в 13:51", date(2018, 11, 15)),
        ("Вторник, 26 марта 2024 г., 10:15", MARCH),
        ("26 мар 2024", MARCH),
        ("5 мая 2024 года", MAY),
        ("7 maja 2024", date(2024, 5, 7)),
        ("07.05.2024 r., godz. 12:30", date(2024, 5, 7)),
        ("7 V 2024", date(2024, 5, 7)),
        ("wtorek, 26 marca 2024 roku", MARCH),
        ("12 квітня 2024, 10:15", date(2024, 4, 12)),
        ("п'ятниця, 9 лютого 2024 р., 22:14", date(2024, 2, 9)),
        ("2024-жылдын 5-майы", MAY),
        ("2024-жылдын 12-апрели, 15:40", date(2024, 4, 12)),
        ("5-май 2024-ж.", MAY),
        ("09:25, 05-май 2024", MAY),
        ("10 чэрвеня 2024, 16:30", date(2024, 6, 10)),
        ("May 5, 2024", MAY),
        ("5th", None),
    ],
)
def test_date_is_read(line: str, day: date | None) -> None:
    """A date is read in the ways of each language."""
    stamp = scan(line)
    assert (stamp.day if stamp else None) == day


@pytest.mark.parametrize(
    "line",
    [
        "Бүгін, 08:48",
        "вчера",
        "3 часа назад",
        "2 godziny temu",
        "Сьогодні, 10:00",
        "кечээ",
        "26 марта, 10:15",
        "13:51",
    ],
)
def test_relative_or_partial_date_has_no_day(line: str) -> None:
    """What only the day of reading would complete is a date without a day."""
    stamp = scan(line)
    assert stamp is not None
    assert (stamp.day, stamp.rest) == (None, "")


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Opublikowano: 7.05.2024", Role.PUBLISHED),
        ("Дата публикации: 26 мар 2024", Role.PUBLISHED),
        ("Жарияланды: 26.03.2024, 12:10 (Астана уақыты)", Role.PUBLISHED),
        ("Aktualizacja: 8.05.2024", Role.UPDATED),
        ("Обновлено 26.03.2024", Role.UPDATED),
        ("26.03.2024", Role.PLAIN),
    ],
)
def test_role_is_told_by_the_label(line: str, role: Role) -> None:
    """The label says whether a date is that of publication or of a change, and is no part of the rest."""
    stamp = scan(line)
    assert stamp is not None
    assert (stamp.role, stamp.rest) == (role, "")


def test_publication_goes_before_update() -> None:
    """Of a line's two dates the date of publication counts."""
    stamp = scan("Aktualizacja: 8.05.2024 Opublikowano: 7.05.2024")
    assert stamp is not None
    assert (stamp.day, stamp.role) == (date(2024, 5, 7), Role.PUBLISHED)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Саясат • Бүгін, 08:48", "Саясат"),
        ("26 марта 2024 | Просмотров: 123 | Автор: Иван Иванов", "Просмотров: 123 | Автор: Иван Иванов"),
        ("Иван Петров, 26 марта 2024 года", "Иван Петров"),
    ],
)
def test_rest_is_the_line_without_the_date(line: str, rest: str) -> None:
    """What stands beside the date is left over whole."""
    stamp = scan(line)
    assert stamp is not None
    assert stamp.rest == rest


@pytest.mark.parametrize("line", ["30 рет", "2 мин", "Счёт стал 2:1", "", "Мир и май", "31 и 12"])
def test_line_without_a_date(line: str) -> None:
    """Numbers and words that only look like a date are none."""
    assert scan(line) is None


def test_impossible_date_has_no_day() -> None:
    """The 31st of February is nothing."""
    stamp = scan("31.02.2024")
    assert stamp is not None
    assert stamp.day is None


@given(st.text(max_size=220))
def test_any_line_can_be_scanned(line: str) -> None:
    """No line is too odd, and the rest is never longer than the line."""
    stamp = scan(line)
    assert stamp is None or len(stamp.rest) <= len(line)


@pytest.mark.parametrize(
    "line",
    [
        "Улица села. Павлодарская область, 20 октября 2023 года.",
        "Ауылдың көшесі. Маңғыстау облысы, 2024 жылғы 20 қазан.",
        "Тоодогу мөңгү. 2024-жылдын августу.",
        "Вишита сорочка, 1949 рік",
        "Szpital w Łodzi, maj 2021 r.",
    ],
)
def test_caption_closes_with_a_date(line: str) -> None:
    """A place and a date that stand apart from the sentence before them close a caption."""
    assert closes_with_date(line)


@pytest.mark.parametrize(
    "line",
    [
        "Он родился 5 мая 1980 года.",
        "Мост построили в 2023 году.",
        "Most otwarto 5 maja 2023 roku.",
        "Мост 2023",
    ],
)
def test_date_of_a_sentence_does_not_close_a_caption(line: str) -> None:
    """A date within its sentence is not apart from it."""
    assert not closes_with_date(line)


def test_updated_day_goes_before_a_time_alone() -> None:
    """A line that prints only when it was changed has that day, whatever the clock beside it."""
    stamp = scan("Ostatnia aktualizacja: 03.04.2024 13:20")
    assert stamp is not None
    assert (stamp.day, stamp.role) == (date(2024, 4, 3), Role.UPDATED)

"""The date that is printed alone on a line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date, format_datetime
from hypothesis import given
from hypothesis import strategies as st

from digest.read.dates import Order, Role, closes_with_date, order_of, scan

MARCH = date(2024, 3, 26)
MAY = date(2024, 5, 5)
# 76 days over the years, among them each month and days that could be months too.
DAYS = [date(1999, 1, 1) + timedelta(days=133 * n + n % 7) for n in range(76)]


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
        ("17.01.99", date(1999, 1, 17)),
        ("17.01.69", date(1969, 1, 17)),
        ("17.01.68", date(2068, 1, 17)),
        ("Oddano 26.03.24.", MARCH),
        ("5.03.24", date(2024, 3, 5)),
        ("05-мар-24", date(2024, 3, 5)),
        ("5 May '24", MAY),
        ("21 чер 2013", date(2013, 6, 21)),
        ("17 верес 2015", date(2015, 9, 17)),
        ("5 wrzesnia 2024", date(2024, 9, 5)),
        ("sobota, 5 pazdziernika 2024", date(2024, 10, 5)),
        ("5 Agustos 2024", date(2024, 8, 5)),
        ("5. Dez. 2024", date(2024, 12, 5)),
        ("5. Jänner 2024", date(2024, 1, 5)),
        ("3 листоп. 2015", date(2015, 11, 3)),
        ("3 февр. 2015 г.", date(2015, 2, 3)),
        ("25 paźdz. 2020", date(2020, 10, 25)),
        ("16 Sept 2012", date(2012, 9, 16)),
        ("Sept. 4, 2014", date(2014, 9, 4)),
        ("22nd June, 2016", date(2016, 6, 22)),
        ("22nd of June 2016", date(2016, 6, 22)),
        ("June 22nd 2016", date(2016, 6, 22)),
        ("1-го мая 2024", date(2024, 5, 1)),
        ("5. května 2024", MAY),
        ("5. 5. 2024", MAY),
        ("Am 5. Mai 2024 um 10:15 Uhr", MAY),
        ("5 Mayıs 2024 Pazar, 10:15", MAY),
        ("5 HAZİRAN 2024", date(2024, 6, 5)),
        ("2024-yil 5-may", MAY),
        ("2024/3/26", MARCH),
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
        "10 мая-15 мая",
        "10-май-15 июнь",
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


@pytest.mark.parametrize(
    "line",
    [
        "30 рет",
        "2 мин",
        "Счёт стал 2:1",
        "",
        "Мир и май",
        "31 и 12",
        "Python 3.9.12 ships",
        "Score 5/3/24",
        "1.2.13",
        "12-34-56",
        "iPhone 15 Pro 2024",
        "Photoshop 2024.1.2",
        "1. May elections",
        "5 бере 10 гривень",
    ],
)
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


@pytest.mark.parametrize(
    ("weekday", "date_line"),
    [
        *(
            (name, "17 янв 2020")
            for name in ("Пнд", "Втр", "Срд", "Чтв", "Птн", "Сбт", "Вск", "Пт", "Пятн.", "в пятницу")
        ),
        *(
            (name, "17 січ 2020")
            for name in ("Пнд", "Вівт", "Срд", "Чтв", "Птн", "Сбт", "Ндл", "пʼятниця", "у середу")
        ),
        *((name, "17 студзеня 2020") for name in ("Пн", "Аўт.", "Чцв", "Пят", "Нядз")),
        *(
            (name, "17 stycznia 2020")
            for name in ("pn.", "wt", "śr.", "Sroda", "niedziele", "czw.", "pt.", "sob.", "ndz.", "w środę")
        ),
        *((name, "17 қаңтар 2020") for name in ("Дс", "Сейс", "жұма", "жекс.")),
        *((name, "17-январь 2020") for name in ("дүй.", "Шейш", "жума", "ишм.")),
        *((name, "17 Jan 2020") for name in ("Fri", "Tues", "Tues.", "Weds", "Thur", "Thurs.", "Friday")),
        *((name, "17. ledna 2020") for name in ("pá", "Pátek", "St")),
        *((name, "17. Januar 2020") for name in ("Fr.", "Freitag", "Mi")),
        *((name, "17 Ocak 2020") for name in ("Cum", "Cuma", "Pzt", "Çarş.")),
    ],
)
def test_weekday_is_part_of_the_date(weekday: str, date_line: str) -> None:
    """A day of the week before or behind a date is never left over, however it is abbreviated."""
    for line in (f"{weekday}, {date_line}", f"{weekday} {date_line}, 10:15"):
        stamp = scan(line)
        assert stamp is not None
        assert (stamp.day, stamp.rest) == (date(2020, 1, 17), "")


@pytest.mark.parametrize(
    "line",
    [
        "17.01.2020 Птн",
        "17.01.2020 (пт.) 10:15",
        "17 января 2020 | Пятница | 10:15",
        "Friday / 17 January 2020",
    ],
)
def test_weekday_behind_a_date_or_a_separator_is_part_of_it(line: str) -> None:
    """Nor is one that stands behind the date or is divided from it."""
    stamp = scan(line)
    assert stamp is not None
    assert (stamp.day, stamp.rest) == (date(2020, 1, 17), "")


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Roman Son, 5 May 2024", "Roman Son"),
        ("5.05.2024 Anna Kowalska", "Anna Kowalska"),
        ("Опубликовано Пнд, 5 мая 2024", ""),
    ],
)
def test_name_that_is_a_weekday_elsewhere_stays_a_name(line: str, rest: str) -> None:
    """A name beside a date stays whole, even where one of its words is a weekday in some language."""
    stamp = scan(line)
    assert stamp is not None
    assert (stamp.day, stamp.rest) == (MAY, rest)


@pytest.mark.parametrize(
    ("line", "order", "day"),
    [
        ("13/04/2020", Order.UNKNOWN, date(2020, 4, 13)),
        ("04/13/2020", Order.UNKNOWN, date(2020, 4, 13)),
        ("04-13-2020", Order.UNKNOWN, date(2020, 4, 13)),
        ("04/04/2020", Order.UNKNOWN, date(2020, 4, 4)),
        ("03/04/2020", Order.DAY_FIRST, date(2020, 4, 3)),
        ("03/04/2020", Order.MONTH_FIRST, date(2020, 3, 4)),
        ("3/4/20", Order.MONTH_FIRST, date(2020, 3, 4)),
        ("13/04/2020", Order.MONTH_FIRST, date(2020, 4, 13)),
        ("03.04.2020", Order.MONTH_FIRST, date(2020, 4, 3)),
    ],
)
def test_order_decides_between_two_readings(line: str, order: Order, day: date) -> None:
    """The order matters where both numbers can be the month, and not with full stops."""
    stamp = scan(line, order)
    assert stamp is not None
    assert (stamp.day, stamp.ambiguous) == (day, False)


@pytest.mark.parametrize("line", ["03/04/2020", "03-04-2020", "3/4/20", "Updated: 03/04/2020 10:15"])
def test_date_with_two_readings_is_unknown(line: str) -> None:
    """Of two days none is stated where the order is not known."""
    stamp = scan(line)
    assert stamp is not None
    assert (stamp.day, stamp.ambiguous) == (None, True)


def test_line_with_a_clear_and_an_unclear_date_is_ambiguous() -> None:
    """The clear date counts until the order is known, and then the date of publication does."""
    line = "Published 03/04/2020, updated 13/04/2020"
    unclear, clear = scan(line), scan(line, Order.DAY_FIRST)
    assert unclear is not None
    assert clear is not None
    assert (unclear.day, unclear.ambiguous) == (date(2020, 4, 13), True)
    assert (clear.day, clear.role, clear.ambiguous) == (date(2020, 4, 3), Role.PUBLISHED, False)


@pytest.mark.parametrize(
    ("tag", "country", "order"),
    [
        ("ru", None, Order.DAY_FIRST),
        ("kk", None, Order.DAY_FIRST),
        ("pl", "US", Order.DAY_FIRST),
        ("en", None, Order.UNKNOWN),
        ("en", "GB", Order.DAY_FIRST),
        ("en", "us", Order.MONTH_FIRST),
        ("en-US", None, Order.MONTH_FIRST),
        ("en_AU", None, Order.DAY_FIRST),
        ("en-Latn-GB", None, Order.DAY_FIRST),
        ("en-CA", None, Order.UNKNOWN),
        ("en", "KZ", Order.UNKNOWN),
        ("hu", None, Order.UNKNOWN),
        ("xx", None, Order.UNKNOWN),
        ("", None, Order.UNKNOWN),
    ],
)
def test_order_follows_language_and_country(tag: str, country: str | None, order: Order) -> None:
    """English needs its country; where CLDR does not tell the order, it is unknown."""
    assert order_of(tag, country) is order


def test_day_after_the_latest_is_not_stated() -> None:
    """A date is not in the future; of two, the one that has come is the article's."""
    future = scan("6.05.2024", latest=MAY)
    assert future is not None
    assert (future.day, future.ambiguous) == (None, False)
    both = scan("Концерт 6.05.2024, добавлено 5.05.2024", latest=MAY)
    assert both is not None
    assert both.day == MAY


@pytest.mark.parametrize("width", ["short", "medium", "long", "full"])
@pytest.mark.parametrize("locale", ["kk", "ky", "ru", "uk", "be", "pl", "en_GB", "en_US", "cs", "de", "tr"])
def test_dates_of_cldr_are_read(locale: str, width: str) -> None:
    """What CLDR writes in a language, with or without a time, is read as the same day."""
    order = order_of(locale)
    for day in DAYS:
        moment = datetime(day.year, day.month, day.day, 16, 5, tzinfo=UTC)
        for line in (format_date(day, width, locale), format_datetime(moment, width, locale=locale)):
            stamp = scan(line, order)
            assert stamp is not None, line
            assert stamp.day == day, line


@pytest.mark.parametrize("width", ["short", "medium", "long", "full"])
def test_dates_of_cldr_in_english_of_no_country_are_never_wrong(width: str) -> None:
    """Without a country, a date is right or unknown."""
    for day in DAYS:
        for locale in ("en_GB", "en_US"):
            stamp = scan(format_date(day, width, locale))
            assert stamp is not None
            assert stamp.day == day or (stamp.day is None and stamp.ambiguous)

"""Tables: exports of media databases, one article a row."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no types

from digest.errors import SeedError
from digest.read.seed import Reading, reading_of
from digest.settings import Columns, Settings
from digest.values import Article, Seed

NONE = Settings()
BRIDGE = (
    "Мост через Иртыш открыли для движения утром в понедельник. Его ремонтировали почти два года.",
    "Следующим закроют на ремонт путепровод у вокзала, для него уже готовят проект и ищут деньги.",
)
SCHOOL = "Новую школу на триста мест открыли в степном посёлке в воскресенье. Дети рады, что она рядом."
RIVER = "Rzeka wylała w nocy z soboty na niedzielę. Strażacy układali worki z piaskiem do samego rana."
MEADOW = "Ауыл маңындағы көпір жөндеуден кейін ашылды. Оны екі жыл бойы жөндеді."
MARKET = "На площі відкрили новий критий ринок. Торгові місця роздавали за жеребом усю суботу."


def _read(raw: bytes | str, name: str = "export.csv", settings: Settings = NONE) -> Reading:
    return reading_of(Seed(f"seeds/{name}", raw.encode() if isinstance(raw, str) else raw), settings)


def _articles(raw: bytes | str, name: str = "export.csv", settings: Settings = NONE) -> tuple[Article, ...]:
    return _read(raw, name, settings).articles


def _csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    return "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)


HEAD = ("Заголовок", "Текст", "Дата", "СМИ", "Ссылка", "Автор", "Рубрика")
ROWS = (
    HEAD,
    (
        "Мост открыт",
        "\n\n".join(BRIDGE),
        "26.03.2024",
        "Речной край",
        "https://a.example/1",
        "И. Петров",
        "Город",
    ),
    ("Школа в степи", SCHOOL, "2024-04-02", "Степь", "https://a.example/2", "", ""),
)


# What a row says


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_a_row_is_an_article(delimiter: str, encoding: str) -> None:
    """Whatever is between the cells, and in whatever encoding."""
    bridge, school = _articles(_csv(ROWS, delimiter).encode(encoding))
    assert (bridge.title, bridge.body, bridge.date) == ("Мост открыт", BRIDGE, date(2024, 3, 26))
    assert (bridge.source, bridge.source_url) == ("Речной край", "https://a.example/1")
    assert (bridge.author, bridge.section, bridge.lang) == ("И. Петров", "Город", "ru")
    assert (bridge.file, bridge.place, school.place) == ("seeds/export.csv", "row 2", "row 3")
    assert (school.author, school.section) == (None, None)


@pytest.mark.parametrize(
    ("headings", "text", "lang"),
    [
        ("Tytuł,Treść,Data,Źródło", RIVER, "pl"),
        ("Назва,Текст,Дата,Джерело", MARKET, "uk"),
        ("Тақырып,Мәтін,Күні,Дереккөз", MEADOW, "kk"),
        ("Headline,Body,Published,Outlet", RIVER, "pl"),
        ("HEADLINE , full_text,Publication Date,Source Name", RIVER, "pl"),
    ],
)
def test_columns_have_the_usual_names_of_our_languages(headings: str, text: str, lang: str) -> None:
    """Capitals, spaces and signs do not count."""
    (article,) = _articles(f'{headings}\nAbc def ghi,"{text}",2024-03-01,Outlet One\n')
    assert (article.title, article.lang) == ("Abc def ghi", lang)
    assert (article.date, article.source) == (date(2024, 3, 1), "Outlet One")


def test_facts_say_which_column_they_come_from() -> None:
    """For `inspect`."""
    article = _articles(_csv(ROWS))[0]
    stated = {fact.name: fact.origin for fact in article.facts if fact.stated}
    assert stated["date"] == "column Дата"
    assert stated["source"] == "column СМИ"


def test_the_fullest_column_is_the_text_and_another_where_it_is_empty() -> None:
    """An export has a summary beside the text, and of some articles the summary alone."""
    rows = (("title", "summary", "full text"), ("A", MARKET, RIVER), ("B", SCHOOL, ""))
    assert [article.body[0] for article in _articles(_csv(rows))] == [RIVER, SCHOOL]


def test_html_in_a_cell_is_text() -> None:
    """Its paragraphs are paragraphs; what no reader sees is gone."""
    second = BRIDGE[1].replace("для", "<b>для</b>")
    cell = f"<p>{BRIDGE[0]}</p><script>alert(1)</script><!-- x --><p>{second}</p>"
    (article,) = _articles(_csv((("title", "text"), ("Мост &laquo;Южный&raquo;", cell))))
    assert (article.title, article.body) == ("Мост «Южный»", BRIDGE)


def test_a_preamble_above_the_headings_is_passed_by() -> None:
    """As monitoring services write it, with empty rows."""
    text = "Отчёт за март;;\n;;\nЗаголовок;Текст;Дата\nМост;" + BRIDGE[0] + ";1.2.2024\n"
    (article,) = _articles(text)
    assert (article.title, article.place) == ("Мост", "row 4")


def test_excel_may_name_the_delimiter() -> None:
    """Its first line `sep=;` is a row to people who count."""
    (article,) = _articles(f"sep=;\ntitle;text\nМост;{BRIDGE[0]}\n")
    assert article.place == "row 3"


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["3/4/2024", "25/4/2024"], [date(2024, 4, 3), date(2024, 4, 25)]),
        (["3/4/2024", "4/25/2024"], [date(2024, 3, 4), date(2024, 4, 25)]),
        (["3/4/2024", "5/5/2024"], [None, date(2024, 5, 5)]),
        (["3/4/2024", "25/4/2024", "4/25/2024"], [None, date(2024, 4, 25), date(2024, 4, 25)]),
        (["45377", "45378.5"], [date(2024, 3, 26), date(2024, 3, 27)]),
        (["2024-03-26T23:10:00+06:00", "скоро"], [date(2024, 3, 26), None]),
    ],
)
def test_dates_of_a_column(cells: list[str], days: list[date | None]) -> None:
    """Whether the day or the month comes first, the column tells as a whole; else a date is unknown."""
    texts = (BRIDGE[0], SCHOOL, MARKET)
    rows = [("title", "text", "date")] + [(f"N{n}", texts[n], cell) for n, cell in enumerate(cells)]
    assert [article.date for article in _articles(_csv(rows))] == days


@pytest.mark.parametrize(
    ("cell", "lang"), [("uk", "uk"), ("RU-ru", "ru"), ("польский", "pl"), ("Kazakh", "kk"), ("?", None)]
)
def test_a_language_may_be_a_code_or_a_name(cell: str, lang: str | None) -> None:
    """Where it is neither, the table says nothing of it."""
    (article,) = _articles(_csv((("title", "text", "language"), ("Мост", SCHOOL, cell))))
    said = [fact.value for fact in article.facts if fact.name == "lang" and "column" in fact.origin]
    assert said == ([lang] if lang and lang != "ru" else [])
    assert article.lang == "ru"


def test_an_address_that_is_no_web_page_is_left_out() -> None:
    """Such as a script."""
    (article,) = _articles(_csv((("title", "text", "url"), ("Мост", SCHOOL, "javascript:alert(1)"))))
    assert article.source_url is None


# The names of pages


def test_a_name_does_not_depend_on_other_rows() -> None:
    """Rows may be added above and below, and change places; a hash is of the row alone."""
    plain = {article.title: article for article in _articles(_csv(ROWS))}
    more = ("Рынок", MARKET, "1.1.2024", "", "https://a.example/3", "", "")
    others = _articles(_csv((HEAD, ROWS[2], more, ROWS[1])))
    for article in others[:1] + others[2:]:
        assert article.slug == plain[article.title].slug
        assert article.sha256 == plain[article.title].sha256


def test_a_corrected_text_keeps_its_name_and_changes_its_hash() -> None:
    """The row is known by its address."""
    (before, _), (after, _) = (
        _articles(_csv((HEAD, row, ROWS[2])))
        for row in (ROWS[1], (ROWS[1][0], SCHOOL + " " + MARKET, *ROWS[1][2:]))
    )
    assert before.slug == after.slug
    assert before.sha256 != after.sha256


def test_rows_with_one_title_and_no_identifier_are_told_apart() -> None:
    """By what they say."""
    rows = (("title", "text"), ("Погода", SCHOOL), ("Погода", MARKET))
    first, second = _articles(_csv(rows))
    assert first.slug != second.slug
    assert first.slug == _articles(_csv(rows[:2]))[0].slug


# Columns that digest.yml names


def test_columns_may_be_named_in_the_settings() -> None:
    """A list says what other files call them."""
    columns = Columns(title=("Имя",), text=("Нет", "Что пишут"), date=("Когда",))
    rows = (("Текст", "Имя", "Что пишут", "Когда"), ("не то", "Мост", SCHOOL, "1.2.2024"))
    (article,) = _articles(_csv(rows), settings=Settings(columns=columns))
    assert (article.title, article.body, article.date) == ("Мост", (SCHOOL,), date(2024, 2, 1))


def test_a_named_column_that_is_missing_is_an_error() -> None:
    """It tells the columns that there are."""
    settings = Settings(columns=Columns(date=("Когда",)))
    with pytest.raises(SeedError) as caught:
        _read(_csv(ROWS), settings=settings)
    assert "no column “Когда”" in str(caught.value)
    assert "Заголовок, Текст, Дата" in str(caught.value)
    assert "columns.date" in caught.value.remedy


def test_a_table_without_texts_says_how_to_name_them() -> None:
    """With the columns that it has."""
    with pytest.raises(SeedError, match=r"the columns are: Foo, Bar") as caught:
        _read("Foo,Bar\n1,2\n")
    assert "columns: {title: Заголовок" in caught.value.remedy


# Rows that give nothing


def test_rows_without_a_text_are_named_together() -> None:
    """One problem of many rows is told once; the others are articles."""
    rows = [("title", "text"), ("A", SCHOOL), *[("B", "")] * 3, ("C", MARKET), ("D", "")]
    reading = _read(_csv(rows))
    assert [article.title for article in reading.articles] == ["A", "C"]
    assert [(one.place, one.message) for one in reading.refused] == [("rows 3–5, 7", "no text")]


def test_empty_rows_hold_nothing_to_tell() -> None:
    """Programs write them below a table."""
    reading = _read(_csv([("title", "text"), ("A", SCHOOL)]) + ",\n\n,,,\n")
    assert (len(reading.articles), reading.refused) == (1, ())


def test_a_row_with_too_many_cells_is_refused() -> None:
    """Its cells stand in the wrong columns."""
    reading = _read(f"title,text\nA,{SCHOOL.replace(',', '')}\nB,{SCHOOL}\n")
    assert len(reading.articles) == 1
    assert [(one.place, one.message) for one in reading.refused] == [
        ("row 3", "more cells than the table has columns")
    ]


def test_a_quotation_mark_that_is_never_closed_is_an_error() -> None:
    """The rows below it would be one cell."""
    with pytest.raises(SeedError, match="row 3: a quotation mark is opened and never closed"):
        _read(f'title,text\nA,"{SCHOOL}"\nB,"{MARKET}\nC,x\nD,{RIVER}\n')


def test_a_row_with_a_stray_quotation_mark_is_refused() -> None:
    """It may hold the rest of another row; those after it are read."""
    reading = _read(f'title,text\nA,"{SCHOOL}"\nB,"{MARKET}\nC,"x"\nD,"{RIVER}"\n')
    assert [article.title for article in reading.articles] == ["A", "D"]
    (refused,) = reading.refused
    assert (refused.place, "quotation marks that do not fit" in refused.message) == ("row 3", True)


# JSON lines


def test_lines_of_json_are_articles() -> None:
    """An object within has its cells; a list of paragraphs is a text."""
    rows: list[Any] = [
        {"headline": "Мост", "body": list(BRIDGE), "source": {"name": "Степь"}, "published": "2024-03-26"},
        {"url": "https://a.example/5", "headline": "Школа", "body": SCHOOL, "views": 7, "tags": None},
    ]
    raw = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    bridge, school = _articles(raw, "export.jsonl")
    assert (bridge.title, bridge.body, bridge.source) == ("Мост", BRIDGE, "Степь")
    assert (bridge.date, bridge.place, school.place) == (date(2024, 3, 26), "line 1", "line 2")
    alone = _articles(json.dumps(rows[1], ensure_ascii=False), "export.ndjson")[0]
    assert (alone.slug, alone.sha256) == (school.slug, school.sha256)
    assert len(_articles(json.dumps(rows), "export.jsonl")) == 2


@pytest.mark.parametrize("line", ["{", "[1", "7", '"x"', "[" * 100_000, '{"text": ' + "9" * 5000 + "}"])
def test_a_line_that_is_no_object_is_named(line: str) -> None:
    """The lines around it are read."""
    good = json.dumps({"title": "A", "text": SCHOOL})
    reading = _read(f"{good}\n{line}\n", "export.jsonl")
    assert len(reading.articles) == 1
    assert [(one.place, one.message) for one in reading.refused] == [("line 2", "no JSON object")]


# Workbooks


def _xlsx(*sheets: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Лист {number}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOOK = _xlsx(
    [
        ["Отчёт"],
        [],
        list(HEAD),
        [*ROWS[1][:2], datetime(2024, 3, 26, 8, 30), *ROWS[1][3:]],
        [None],
        [*ROWS[2]],
    ],
)


def test_a_workbook_is_a_table() -> None:
    """A cell with a date is a date; rows are counted as Excel counts them."""
    bridge, school = _articles(BOOK, "export.xlsx")
    assert (bridge.title, bridge.body, bridge.date) == ("Мост открыт", BRIDGE, date(2024, 3, 26))
    assert (bridge.place, school.place) == ("row 4", "row 6")
    assert bridge.slug == _articles(_csv(ROWS))[0].slug


def test_the_first_sheet_with_texts_is_read_or_the_one_that_is_named() -> None:
    """A sheet that is not there is an error with those that are."""
    table = [["title", "text"], ["A", SCHOOL]]
    raw = _xlsx([["Сводка", 1]], table, [["title", "text"], ["B", MARKET]])
    assert _articles(raw, "e.xlsx")[0].title == "A"
    assert _articles(raw, "e.xlsx", Settings(columns=Columns(sheet="Лист 3")))[0].title == "B"
    with pytest.raises(SeedError, match="no sheet “Х”") as caught:
        _read(raw, "e.xlsx", Settings(columns=Columns(sheet="Х")))
    assert "Лист 1, Лист 2, Лист 3" in caught.value.allowed


def test_a_formula_that_nobody_has_calculated_is_named() -> None:
    """A library saves formulas without values."""
    raw = _xlsx([["title", "text"], ["A", SCHOOL], ["B", '=CONCATENATE("a","b")']])
    (refused,) = _read(raw, "e.xlsx").refused
    assert (refused.place, refused.message) == ("row 3", "a formula without its value")


def test_a_hundred_thousand_empty_rows_take_no_time() -> None:
    """Whatever size the sheet says it has."""
    rows = "".join(f'<row r="{number}"/>' for number in range(3, 100_000))
    cells = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{title}</t></is></c>'
        f'<c r="B{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for number, title, text in ((1, "title", "text"), (2, "A", SCHOOL))
    )
    raw = _with_sheet(f'<dimension ref="A1:XFD1048576"/><sheetData>{cells}{rows}</sheetData>')
    started = time.perf_counter()
    assert len(_articles(raw, "e.xlsx")) == 1
    assert time.perf_counter() - started < 30


def _with_sheet(content: str, before: str = "") -> bytes:
    """A workbook whose sheet has another content."""
    out = io.BytesIO()
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with (
        zipfile.ZipFile(io.BytesIO(_xlsx([["x"]]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            sheet = f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}">{content}</worksheet>'
            new.writestr(name, sheet if name.startswith("xl/worksheets/") else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="999999999"/></sheetData>',
        "<sheetData>" + '<row><c r="XFD1"><v>1</v></c></row>' * 400 + "</sheetData>",
    ],
)
def test_a_sheet_that_is_larger_than_it_can_be_is_refused(content: str) -> None:
    """A few bytes that say that there are a thousand million rows."""
    with pytest.raises(SeedError, match="more than a workbook of articles holds"):
        _read(_with_sheet(content), "e.xlsx")


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("before", [LAUGHS, "<!--" + "x" * 9000 + "-->" + LAUGHS])
def test_a_workbook_with_entities_is_refused(before: str) -> None:
    """They can grow without end."""
    with pytest.raises(SeedError, match="declares XML entities"):
        _read(_with_sheet("<sheetData/>", before), "e.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    """By the size that its directory names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b" " * (64 << 20))
    started = time.perf_counter()
    with pytest.raises(SeedError, match="more than a workbook of articles holds"):
        _read(out.getvalue(), "e.xlsx")
    assert time.perf_counter() - started < 5


# Damage


@pytest.mark.parametrize("name", ["e.csv", "e.tsv", "e.jsonl", "e.ndjson", "e.xlsx"])
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"\0" * 64,
        bytes(range(256)) * 8,
        b"PK\x03\x04rest",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-1.7",
    ],
)
def test_what_is_no_table_is_refused(name: str, raw: bytes) -> None:
    """Each with the file and what to do about it, or what is allowed."""
    with pytest.raises(SeedError) as caught:
        _read(raw, name)
    assert str(caught.value).startswith(f"seeds/{name}: ")
    assert caught.value.remedy or caught.value.allowed


def test_a_file_under_the_name_of_another_kind_is_refused() -> None:
    """A workbook that is called .csv, a page that is called .tsv, a table that is called .xlsx."""
    for raw, name in ((BOOK, "e.csv"), (b"<html><body>x</body></html>", "e.tsv"), (_csv(ROWS), "e.xlsx")):
        with pytest.raises(SeedError):
            _read(raw, name)


@pytest.mark.parametrize("part", range(1, 20))
def test_a_workbook_that_is_cut_short_is_refused(part: int) -> None:
    """Wherever the download ended."""
    with pytest.raises(SeedError, match="damaged"):
        _read(BOOK[: len(BOOK) * part // 20], "e.xlsx")


@given(st.data())
@hypothesis_settings(max_examples=150, deadline=None)
def test_a_damaged_workbook_gives_articles_or_an_error(data: st.DataObject) -> None:
    """Nothing else comes out of it, whatever its bytes are."""
    raw = bytearray(BOOK)
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
        raw[place] = data.draw(st.integers(0, 255))
    _error_or_articles(bytes(raw), "e.xlsx")


PIECES = st.sampled_from(
    [
        "title",
        "text",
        "Текст",
        ",",
        ";",
        "\t",
        '"',
        '""',
        "\n",
        "\r",
        "{",
        "}",
        "[",
        "]",
        ":",
        "\\",
        "1/2/2024",
        SCHOOL,
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["e.csv", "e.tsv", "e.jsonl"]))
@hypothesis_settings(max_examples=200, deadline=None)
def test_any_text_gives_articles_or_an_error(text: str, name: str) -> None:
    """Whatever its quotation marks and brackets."""
    _error_or_articles(text.encode(), name)


def _error_or_articles(raw: bytes, name: str) -> None:
    try:
        articles = _articles(raw, name)
    except SeedError:
        return
    assert all(article.title and article.body for article in articles)

"""Bytes to text, text to lines and blocks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import SeedError
from digest.read.text import blocks, decode, tidy

KAZAKH = "Үкімет отырысында ауыл шаруашылығын қолдау мәселесі қаралды.\nҚор жаңартылды, өңірлер есеп берді.\n"
RUSSIAN = "Правительство рассмотрело вопросы поддержки села.\nОтчитались главы регионов, объявлены сроки.\n"
POLISH = "Rząd przyjął ustawę o wsparciu wsi. Gminy złożą sprawozdania, święto będzie później.\n"
UKRAINIAN = "Уряд розглянув підтримку сільських громад. Її обсяг зросте, є й нові гроші.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((KAZAKH, name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "kz1048")),
        *((RUSSIAN, name) for name in ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-u", "cp866")),
        *((POLISH, name) for name in ("utf-8", "utf-16", "cp1250", "iso8859-2")),
        *((UKRAINIAN, name) for name in ("utf-8-sig", "utf-16-le", "cp1251", "koi8-u")),
    ],
)
def test_encoding_is_recognised(text: str, encoding: str) -> None:
    """A text comes out the same from every encoding that its language is written in."""
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_become_newlines(end: str) -> None:
    """Every kind of line end is a plain newline afterwards."""
    assert decode(f"Бірінші.{end}Екінші.".encode(), "a.txt") == "Бірінші.\nЕкінші."


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        ("\u00a0\n".encode(), "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x02\x03\x04\x05" * 20, "binary"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "XML"),
    ],
)
def test_file_that_is_no_text_is_refused(raw: bytes, found: str) -> None:
    """An empty, binary or XML file raises an error that names the file and what is in it."""
    with pytest.raises(SeedError, match=f"^a\\.txt: .*{found}"):
        decode(raw, "a.txt")


def test_torn_utf8_stays_utf8() -> None:
    """A few broken bytes do not make another encoding of a file."""
    raw = KAZAKH.encode() * 5
    assert decode(raw[:-2], "a.txt").startswith("Үкімет отырысында")


@pytest.mark.parametrize(
    ("line", "tidied"),
    [
        ("\u00a0 Екі\u00a0 сөз \t", "Екі сөз"),
        ("про\u00adдол\u00adжение", "продолжение"),
        ("\u200bнуль\u200d \ufeffширины", "нуль ширины"),
        ("\u202eобратно\u202c \u0007звонок\u2066", "обратно звонок"),
        ("и\u0306од", "йод"),
        ("ein\u2003Geviert", "ein Geviert"),
    ],
)
def test_line_is_tidied(line: str, tidied: str) -> None:
    """What is not seen goes, spaces are single and letters composed."""
    assert tidy(line) == tidied


@given(st.text())
def test_tidying_twice_changes_nothing(line: str) -> None:
    """A tidy line is left alone."""
    assert tidy(tidy(line)) == tidy(line)


def _texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


WRAPPED = """Областной суд отменил штраф, который журналистка получила за съёмку у
здания администрации. Апелляция согласилась с её доводами и прекратила
дело за отсутствием состава правонарушения.
Прокуратура может обжаловать решение в течение шести месяцев со дня, в
который оно было оглашено.
Адвокат доволен."""


def test_wrapped_lines_are_joined() -> None:
    """Hard-wrapped lines make paragraphs again, also without blank lines between them."""
    assert [text[:20] for text in _texts(WRAPPED)] == [
        "Областной суд отмени",
        "Прокуратура может об",
        "Адвокат доволен.",
    ]


def test_paragraphs_on_lines_of_their_own_stay_apart() -> None:
    """A text with no blank line between its paragraphs is read line by line."""
    lines = [
        "Бірінші абзац осында аяқталады.",
        "Екінші абзац бұдан ұзағырақ, бірақ ол да бір сөйлем.",
        "Үшінші.",
    ]
    assert _texts("\n".join(lines)) == lines


def test_short_labels_are_not_joined() -> None:
    """Labels below each other are not a wrapped paragraph."""
    assert _texts("30 рет\nкөрсетілді\n2 мин\nоқу үшін") == ["30 рет", "көрсетілді", "2 мин", "оқу үшін"]


def test_link_inside_a_paragraph_is_joined() -> None:
    """A paragraph that a link has torn into three lines is one again."""
    torn = "Об этом на брифинге в Астане сегодня утром рассказали журналистам\nDala.kz\n, передаёт сайт."
    assert len(_texts(torn)) == 1


def test_word_torn_at_a_soft_hyphen_is_whole() -> None:
    """A word that a wrap had torn is one word again."""
    text = WRAPPED.replace("её доводами и прекратила\nдело", "её доводами и прекра\u00ad\nтила дело")
    assert "прекратила дело" in _texts(text)[0]


def test_block_knows_its_line() -> None:
    """A block's line counts from 1 in the decoded file, blank lines included."""
    assert [(block.line, block.gap) for block in blocks("\nА б.\nВ г.\n\nД е.")] == [
        (2, True),
        (3, False),
        (5, True),
    ]


@given(st.text(alphabet="абв .,:\n–-", max_size=300))
def test_no_letter_is_lost(text: str) -> None:
    """Joining lines keeps every letter in its order."""
    letters = "".join("".join(_texts(text)).split())
    assert letters == "".join("".join(tidy(line) for line in text.split("\n")).split())

"""PDF: columns in reading order, whole words and paragraphs, nothing of what surrounds the text."""

from __future__ import annotations

import io
import random
import time

import pypdf
import pytest
import typst
from office_files import TEXTS, fact, lines, only, pdf_file
from reading import extract

from digest.errors import SeedError
from digest.read.draft import Draft
from digest.read.readers import drafts
from digest.settings import Settings
from digest.values import Seed

PARAGRAPHS = {
    "ru": (
        "Железнодорожники рассказали о реконструкции переправы, которая продолжалась одиннадцать месяцев.",
        "Представители администрации подчеркнули, что финансирование осуществлялось своевременно.",
        "Восстановленные перекрытия обследовали специалисты, приехавшие из соседней области.",
        "Северо-восточный подъезд откроют позднее; северо-восточный подъезд ещё асфальтируют.",
    ),
    "pl": (
        "Przedstawiciele samorządu zapowiedzieli przeprowadzenie kompleksowej modernizacji przystanku.",
        "Dofinansowanie przedsięwzięcia pochodzi z województwa, a wykonawcę wybrano w przetargu.",
        "Najstarsi mieszkańcy przypominają, że poprzedni przystanek wybudowano siedemdziesiąt lat temu.",
        "Rozkład jazdy pociągów zostanie opublikowany bezpośrednio przed otwarciem przystanku.",
    ),
    "uk": (
        "Представники територіальної громади повідомили про завершення реконструкції водонапірної башти.",
        "Обладнання встановлювали кваліфіковані спеціалісти, запрошені з підприємства водопостачання.",
        "Найстаріші мешканці пригадують, що попередню башту збудували щонайменше сімдесят років тому.",
        "Випробування обладнання триватимуть до закінчення наступного місяця, попереджають енергетики.",
    ),
    "kk": (
        "Аудандық әкімдіктің өкілдері теміржол өткелін қайта жаңғырту жұмыстарының аяқталғанын хабарлады.",
        "Құрылысшылардың айтуынша, қаржыландыру уақытында жүргізілген, жабдықтар түгелімен жаңартылған.",
        "Көпірдің беріктігін көршілес облыстан шақырылған тәжірибелі мамандар мұқият тексерген.",
        "Пойыздардың жаңартылған кестесі келесі айдың басында жарияланады деп күтілуде.",
    ),
}


def _body(lang: str, times: int = 1) -> tuple[str, ...]:
    """Paragraphs long enough to be broken, of several sentences each; four times as many as `times`."""
    chance = random.Random(lang)
    return tuple(" ".join(chance.sample(PARAGRAPHS[lang], chance.choice((3, 4)))) for _ in range(4 * times))


def _paper(lang: str, columns: int = 2, times: int = 3, rules: str = "") -> str:
    return (
        f'#set page(paper: "a4", columns: {columns}, header: [Областная газета #h(1fr) № 12 (345)], '
        "footer: context align(center)[#counter(page).display()])\n"
        f'#set text(lang: "{lang}", size: 10pt, hyphenate: true)\n{rules}\n'
        '#place(top + center, scope: "parent", float: true)'
        f'[#text(size: 22pt, weight: "bold")[{TEXTS[lang][0]}]]\n\n' + "\n\n".join(_body(lang, times))
    )


@pytest.mark.parametrize("lang", PARAGRAPHS)
@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize(
    "rules",
    [
        "#set par(justify: true, first-line-indent: 1.5em, spacing: 0.65em)",
        "#set par(justify: true, spacing: 1.4em)",
    ],
    ids=["indented", "spaced"],
)
def test_a_papers_page_is_an_article(lang: str, columns: int, rules: str) -> None:
    """Its paragraphs come out as they were written, over columns and pages."""
    draft = only("a.pdf", pdf_file(_paper(lang, columns, 5, rules)))
    assert lines(draft) == [TEXTS[lang][0], *_body(lang, 5)]
    assert fact(draft, "title") == TEXTS[lang][0]


@pytest.mark.parametrize("lang", PARAGRAPHS)
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_ragged_page_is_an_article(lang: str, columns: int) -> None:
    """Where a ragged column ends with a sentence, nothing tells whether its paragraph ends there too."""
    source = _paper(lang, columns, 5, "#set par(justify: false, spacing: 1.4em)")
    found, written = lines(only("a.pdf", pdf_file(source))), [TEXTS[lang][0], *_body(lang, 5)]
    assert " ".join(found) == " ".join(written)
    assert abs(len(found) - len(written)) <= 2


def test_headings_captions_and_lists() -> None:
    """Each is a line of its own, and a paragraph goes on after what stands between columns."""
    source = (
        '#set text(lang: "ru", size: 10pt)\n#set par(justify: true)\n'
        f"= {TEXTS['ru'][0]}\n\n{_body('ru')[0]}\n\n== Подзаголовок статьи\n\n{_body('ru')[1]}\n\n"
        "- первый пункт списка\n- второй пункт списка\n\n1. раз\n2. два\n"
    )
    assert lines(only("a.pdf", pdf_file(source))) == [
        TEXTS["ru"][0],
        _body("ru")[0],
        "Подзаголовок статьи",
        _body("ru")[1],
        "• первый пункт списка",
        "• второй пункт списка",
        "1. раз",
        "2. два",
    ]


def test_words_with_a_hyphen_of_their_own_keep_it() -> None:
    """The text has them elsewhere with it; a capital or a number behind it tells too."""
    source = (
        '#set page(width: 7cm, height: auto)\n#set text(lang: "ru", size: 10pt, hyphenate: false)\n'
        "Открыт северо-восточный въезд. Потом закрыли опять северо-восточный въезд.\n\n"
        "Автобус едет сегодня в Санкт-Петербург и обратно.\n"
    )
    assert lines(only("a.pdf", pdf_file(source))) == [
        "Открыт северо-восточный въезд. Потом закрыли опять северо-восточный въезд.",
        "Автобус едет сегодня в Санкт-Петербург и обратно.",
    ]


def test_a_table_is_read_row_by_row() -> None:
    """It is no set of columns."""
    rows = ", ".join(f"[Город {n}], [{n}00 жителей]" for n in range(1, 7))
    source = f'#set text(lang: "ru")\n{_body("ru")[0]}\n\n#table(columns: (1fr, 1fr), {rows})\n'
    assert lines(only("a.pdf", pdf_file(source)))[1:] == [f"Город {n} | {n}00 жителей" for n in range(1, 7)]


def test_what_a_browser_prints_around_a_page() -> None:
    """Its head and foot are no text, and the address in the foot is the page's."""
    source = (
        "#set page(header: [11/25/26, 2:21 PM #h(1fr) Мост], "
        "footer: context [https://example.org/most #h(1fr) "
        '#counter(page).display("1/1", both: true)])\n#set text(lang: "ru")\n' + "\n\n".join(_body("ru", 6))
    )
    draft = only("a.pdf", pdf_file(source))
    assert lines(draft) == list(_body("ru", 6))
    assert fact(draft, "source_url") == "https://example.org/most"


def test_a_number_at_the_foot_of_the_only_page() -> None:
    """It is the page's."""
    source = f'#set page(numbering: "1")\n#set text(lang: "ru")\n{_body("ru")[0]}'
    assert lines(only("a.pdf", pdf_file(source))) == [_body("ru")[0]]


@pytest.mark.parametrize(
    ("title", "stated"),
    [(TEXTS["ru"][0], TEXTS["ru"][0]), ("Microsoft Word - a.docx", None), ("Отчёт за год", None)],
)
def test_a_title_in_the_metadata(title: str, stated: str | None) -> None:
    """Only one that the text has too is stated; a program's own is none at all."""
    source = f'#set document(title: "{title}")\n{TEXTS["ru"][0]}\n\n' + "\n\n".join(TEXTS["ru"][1:])
    assert fact(only("a.pdf", pdf_file(source)), "title") == stated


@pytest.mark.parametrize("lang", PARAGRAPHS)
def test_a_pdf_with_another_ending_is_an_article(lang: str) -> None:
    """What a file is counts over what it is called."""
    article = extract(Seed("a.txt", pdf_file(_paper(lang, times=1))), Settings())
    assert (article.title, article.lang) == (TEXTS[lang][0], lang)
    assert article.body == _body(lang)


def _scan() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("L", (300, 400), 200).save(file, "PDF")
    return file.getvalue()


def _joined(*files: bytes) -> bytes:
    writer = pypdf.PdfWriter()
    for file in files:
        writer.append(io.BytesIO(file))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_file(TEXTS["ru"][1])))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


GOOD = pdf_file("\n\n".join(_body("ru")))


@pytest.mark.parametrize(
    ("raw", "found", "remedy"),
    [
        (_scan(), "without a text layer", "OCR"),
        (_locked(), "password", "without the password"),
        (GOOD[: len(GOOD) // 2], "cut short", "fetch it again"),
        (b"", "cut short", "fetch it again"),
        (b"%PDF-1.7\nnothing\n%%EOF\n", "damaged", "save it anew"),
        (pdf_file("#pagebreak()\n" * 1001), "pages", "pages of the article"),
    ],
    ids=["scan", "locked", "cut", "empty", "nothing", "long"],
)
def test_what_cannot_be_read_is_named(raw: bytes, found: str, remedy: str) -> None:
    """An error says what is the matter and what to do."""
    with pytest.raises(SeedError) as error:
        only("a.pdf", raw)
    assert found in error.value.found
    assert remedy in error.value.remedy


def test_a_page_that_is_a_picture_is_named() -> None:
    """The others are read."""
    draft, error = drafts(Seed("a.pdf", _joined(GOOD, _scan())), Settings())
    assert isinstance(draft, Draft)
    assert isinstance(error, SeedError)
    assert (error.place, lines(draft)) == ("page 2", list(_body("ru")))


def test_a_hundred_pages_take_some_seconds() -> None:
    """They are read in time that grows with their number."""
    raw = typst.compile(_paper("ru", 2, 420).encode())
    assert len(pypdf.PdfReader(io.BytesIO(raw)).pages) >= 100
    start = time.process_time()
    only("a.pdf", raw)
    assert time.process_time() - start < 10

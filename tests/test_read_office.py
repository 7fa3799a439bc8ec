"""Word, OpenDocument and rich text: what is read of a document, and what is not."""

from __future__ import annotations

import hashlib
import io
import zipfile

import docx
import odfdo
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from office_files import TEXTS, docx_file, fact, lines, odt_file, only, rtf_file, saved
from reading import extract

from digest.errors import SeedError
from digest.settings import Settings
from digest.values import Seed


@pytest.mark.parametrize("lang", TEXTS)
def test_a_word_document_is_an_article(lang: str) -> None:
    """Its headline, its paragraphs and its language come out whole."""
    article = extract(Seed("a.docx", docx_file(TEXTS[lang])), Settings())
    assert (article.title, article.body, article.lang) == (TEXTS[lang][0], TEXTS[lang][1:], lang)


@pytest.mark.parametrize("lang", TEXTS)
def test_an_opendocument_text_is_an_article(lang: str) -> None:
    """Its headline, its paragraphs and its language come out whole."""
    title, *body = TEXTS[lang]
    raw = odt_file([odfdo.Header(1, title), *map(odfdo.Paragraph, body)])
    article = extract(Seed("a.odt", raw), Settings())
    assert (article.title, article.body, article.lang) == (title, tuple(body), lang)


@pytest.mark.parametrize("lang", TEXTS)
def test_a_rich_text_is_an_article(lang: str) -> None:
    r"""Its headline, its paragraphs and its language come out whole, written with \u as Word writes them."""
    body = "\\par ".join(TEXTS[lang])
    written = "".join(char if char < "\x80" else f"\\u{ord(char)}?" for char in body)
    article = extract(Seed("a.rtf", rtf_file(written)), Settings())
    assert (article.title, article.body, article.lang) == (TEXTS[lang][0], TEXTS[lang][1:], lang)


@pytest.mark.parametrize(
    ("title", "stated"),
    [
        (TEXTS["pl"][0], TEXTS["pl"][0]),
        ("Microsoft Word - statya.docx", None),
        ("Документ1", None),
        ("szablon_pisma.dotx", None),
        ("Отчёт о прошлом квартале", None),
    ],
)
def test_a_title_in_the_properties(title: str, stated: str | None) -> None:
    """Only one that the text has too is stated; a program's own is none at all."""
    assert fact(only("a.docx", docx_file(TEXTS["pl"], title=title)), "title") == stated
    assert fact(only("a.odt", odt_file([odfdo.Paragraph(t) for t in TEXTS["pl"]], title)), "title") == stated


def test_an_unsure_title_does_not_replace_the_headline() -> None:
    """The title of the document that was there before is a rival, and is not put above the text."""
    article = extract(Seed("a.docx", docx_file(TEXTS["ru"], title="Отчёт о прошлом квартале")), Settings())
    assert article.title == TEXTS["ru"][0]
    assert [f.value for f in article.facts if f.name == "title"] == [
        TEXTS["ru"][0],
        "Отчёт о прошлом квартале",
    ]


@pytest.mark.parametrize(
    ("author", "guesses"),
    [("Анна Новак", ["Анна Новак"]), ("User", []), ("Пользователь Windows", []), ("python-docx", [])],
)
def test_the_author_in_the_properties_is_a_guess(author: str, guesses: list[str]) -> None:
    """It is who typed the text; and the name of an account is nobody's."""
    draft = only("a.docx", docx_file(TEXTS["ru"], author=author))
    assert [f.value for f in draft.facts if f.name == "author"] == guesses
    assert fact(draft, "author") is None


def test_a_heading_is_the_title() -> None:
    """A paragraph in the style of a title is stated as such."""
    document = docx.Document()
    document.add_paragraph("12 марта 2025")
    document.add_heading(TEXTS["ru"][0], 0)
    document.add_paragraph(TEXTS["ru"][1])
    assert fact(only("a.docx", saved(document)), "title") == TEXTS["ru"][0]


def test_tracked_changes_in_word() -> None:
    """Inserted text is in, deleted and moved text is out."""
    document = docx.Document()
    paragraph = document.add_paragraph("Мост ")
    for xml in (
        '<w:ins {} w:id="1" w:author="x"><w:r><w:t xml:space="preserve">новый </w:t></w:r></w:ins>',
        '<w:del {} w:id="2" w:author="x"><w:r><w:delText>старый </w:delText></w:r></w:del>',
        '<w:moveFrom {} w:id="3" w:author="x"><w:r><w:t>прежний </w:t></w:r></w:moveFrom>',
        "<w:hyperlink {}><w:r><w:t>открыли</w:t></w:r></w:hyperlink>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert lines(only("a.docx", saved(document))) == ["Мост новый открыли"]


def test_fields_hidden_text_and_content_controls_in_word() -> None:
    """A field's code and hidden text are out; what stands in a content control is in."""
    document = docx.Document()
    paragraph = document.add_paragraph("")
    for xml in (
        '<w:r {}><w:instrText> HYPERLINK "http://example.org" </w:instrText></w:r>',
        "<w:r {}><w:rPr><w:vanish/></w:rPr><w:t>спрятано</w:t></w:r>",
        "<w:r {}><w:t>видно</w:t><w:br/><w:t>ниже</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    control = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>в поле</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control.format(nsdecls("w"))))
    assert lines(only("a.docx", saved(document))) == ["видно", "ниже", "в поле"]


def test_lists_and_tables_in_word() -> None:
    """Items have a bullet or their number, and a table gives its rows, where it stands."""
    document = docx.Document()
    document.add_paragraph("До таблицы")
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(("Город", "Жителей", "Бурла", "4000")):
        table.cell(number // 2, number % 2).text = cell
    document.add_paragraph("После таблицы")
    items = (("пункт", "List Bullet"), ("первый", "List Number"), ("второй", "List Number"))
    for text, style in items:
        document.add_paragraph(text, style=style)
    assert lines(only("a.docx", saved(document))) == [
        "До таблицы",
        "Город | Жителей",
        "Бурла | 4000",
        "После таблицы",
        "• пункт",
        "1. первый",
        "2. второй",
    ]


def test_a_table_that_arranges_text_gives_paragraphs() -> None:
    """Letters and newsletters put their text into the cells of a table."""
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = TEXTS["ru"][1]
    cell.add_paragraph(TEXTS["ru"][2])
    assert lines(only("a.docx", saved(document))) == list(TEXTS["ru"][1:])


def test_changes_notes_and_boxes_in_opendocument() -> None:
    """Deleted text, notes and comments are out; spaces, line breaks and text boxes are in."""
    changes = odfdo.Element.from_tag(
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        "<text:p>удалено</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    paragraph = odfdo.Element.from_tag(
        '<text:p>Мост<text:s/>новый<text:change-start text:change-id="c"/>'
        '<text:note text:note-class="footnote"><text:note-body><text:p>сноска</text:p></text:note-body>'
        "</text:note>"
        "<office:annotation><text:p>замечание</text:p></office:annotation>"
        "<text:line-break/>ниже<text:span>, и дальше</text:span>"
        "<draw:frame><draw:text-box><text:p>в рамке</text:p></draw:text-box></draw:frame></text:p>"
    )
    raw = odt_file([changes, paragraph])
    assert lines(only("a.odt", raw)) == ["Мост новый", "ниже, и дальше", "в рамке"]


def test_lists_and_tables_in_opendocument() -> None:
    """Items have a bullet, and a table gives its rows."""
    table = odfdo.Table("t", width=2, height=1)
    table.set_value("A1", "Бурла")
    table.set_value("B1", "жители")
    raw = odt_file([odfdo.List(["пункт", "другой"]), table])
    assert lines(only("a.odt", raw)) == ["• пункт", "• другой", "Бурла | жители"]


def test_code_pages_in_rich_text() -> None:
    r"""A font's own code page goes before the file's; \u goes before both, also in two halves."""
    head = "\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset204 Times;}{\\f1\\fcharset238 Arial;}}"
    raw = rtf_file("\\f0 \\'cc\\'ee\\'f1\\'f2 \\f1 \\'bf\\'f3\\'b3w \\u1179?\\u-10179?\\u-8704?", head)
    assert lines(only("a.rtf", raw)) == ["Мост żółw қ\N{GRINNING FACE}"]


def test_letters_above_ascii_in_rich_text() -> None:
    """Some programs write letters of the code page as they are."""
    raw = b"{\\rtf1\\ansi\\ansicpg1251 " + "Мост открыт".encode("cp1251") + b"}"
    assert lines(only("a.rtf", raw)) == ["Мост открыт"]


def test_what_is_no_text_in_rich_text() -> None:
    """Deleted text, links' addresses, pictures, notes and headers are out."""
    raw = rtf_file(
        '{\\header колонтитул}Мост {\\deleted старый }{\\field{\\*\\fldinst{HYPERLINK "http://example.org"}}'
        "{\\fldrslt открыт}}{\\footnote сноска}{\\pict\\wmetafile8 0a0b0c}"
        "{\\*\\shppict{\\pict ffd8}} утром\\par"
    )
    assert lines(only("a.rtf", raw)) == ["Мост открыт утром"]


def test_binary_data_in_rich_text() -> None:
    """The bytes of a picture may look like the end of a group."""
    raw = b"{\\rtf1\\ansi A{\\pict\\bin5 }}{}}} B}"
    assert lines(only("a.rtf", raw)) == ["A B"]


def test_lists_and_tables_in_rich_text() -> None:
    """Items have a bullet, and a table gives its rows."""
    raw = rtf_file("{\\listtext\\'b7\\tab}пункт\\par Бурла\\cell 4000\\cell\\row дальше\\par")
    assert lines(only("a.rtf", raw)) == ["• пункт", "Бурла | 4000", "дальше"]


def test_properties_of_a_rich_text() -> None:
    """Its title is stated where the text has it; its author is a guess."""
    info = f"{{\\info{{\\title {TEXTS['ru'][0]}}}{{\\author Анна Новак}}}}"
    draft = only("a.rtf", rtf_file(info + "\\par ".join(TEXTS["ru"])))
    assert fact(draft, "title") == TEXTS["ru"][0]
    assert [(f.value, f.confidence < 0.5) for f in draft.facts if f.name == "author"] == [
        ("Анна Новак", True)
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.odt", "a.pdf"])
def test_a_document_with_another_ending_is_read(name: str) -> None:
    """What a file is counts over what it is called."""
    assert lines(only(name, docx_file(TEXTS["ru"]))) == list(TEXTS["ru"])


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def _locked_odt() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        archive.writestr("content.xml", bytes(range(256)))
    return file.getvalue()


def _with_part(raw: bytes, path: str, content: bytes) -> bytes:
    """A package with one more part, or with one in the place of another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != path:
                new.writestr(info, old.read(info))
        new.writestr(path, content)
    return file.getvalue()


GOOD = docx_file(TEXTS["ru"])
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("name", "raw", "found", "remedy"),
    [
        ("a.docx", OLE, "older office program", "save it as .docx"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password", "without the password"),
        ("a.odt", OLE, "older office program", "save it as .odt"),
        ("a.odt", _locked_odt(), "password", "without the password"),
        ("a.docx", b"", "damaged", "save it anew"),
        ("a.docx", GOOD[: len(GOOD) // 2], "damaged", "save it anew"),
        ("a.docx", _with_part(GOOD, "word/a.xml", BOMB), "entities", "do not trust it"),
        (
            "a.docx",
            _with_part(GOOD, "word/a.xml", BOMB.decode().encode("utf-16")),
            "entities",
            "do not trust",
        ),
        ("a.docx", _with_part(GOOD, "../../evil.xml", b"<x/>"), "leads out", "do not trust it"),
        ("a.docx", _with_part(GOOD, "word/a.xml", bytes(50 << 20)), "unpacks to more", "save the article"),
        ("a.docx", _with_part(GOOD, "word/a.bin", bytes(210 << 20)), "unpacks to more", "save the article"),
        ("a.rtf", b"", "no rich text", "save it"),
        ("a.rtf", b"{\\rtf1 a{b}", "cut short", "fetch it again"),
        ("a.rtf", b"{\\rtf1{\\fonttbl" + b"\\f1" * 30000 + b"}x}", "list of fonts", "save it anew"),
    ],
)
def test_what_cannot_be_read_is_named(name: str, raw: bytes, found: str, remedy: str) -> None:
    """An error says what is the matter and what to do."""
    with pytest.raises(SeedError, match=rf"^{name}: ") as error:
        only(name, raw)
    assert found in error.value.found
    assert remedy in error.value.remedy


def test_the_hash_is_that_of_the_file() -> None:
    """A file of one article is known by all its bytes."""
    assert only("a.docx", GOOD).sha256 == hashlib.sha256(GOOD).hexdigest()

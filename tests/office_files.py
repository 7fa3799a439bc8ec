"""Makes files of every kind that the readers take, with texts written for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage

import docx
import odfdo
import typst

from digest.read.draft import Draft
from digest.read.readers import drafts
from digest.settings import Settings
from digest.values import Seed

__all__ = [
    "TEXTS",
    "docx_file",
    "eml_file",
    "epub_file",
    "fact",
    "lines",
    "odt_file",
    "only",
    "pdf_file",
    "rtf_file",
]

TEXTS: Mapping[str, tuple[str, ...]] = {
    "ru": (
        "Мост через Бурлу открыли для пешеходов",
        "Новый мост через Бурлу открыли в субботу утром, и первыми по нему прошли школьники. "
        "Строители работали два года, а последние перила поставили накануне вечером.",
        "Раньше жители посёлка добирались до станции в объезд и тратили на дорогу почти час. "
        "Теперь дорога до поезда занимает двенадцать минут, рассказали в управе района.",
    ),
    "pl": (
        "Biblioteka w Zalesiu przenosi się do dawnej piekarni",
        "Biblioteka w Zalesiu od poniedziałku działa w budynku dawnej piekarni przy rynku. "
        "Czytelnicy znajdą tam dwa razy więcej miejsca i czytelnię otwartą do późnego wieczora.",
        "Przeprowadzka trwała trzy tygodnie, a książki nosili głównie uczniowie i strażacy. "
        "Burmistrz zapowiada, że w starym lokalu powstanie pracownia dla seniorów.",
    ),
    "uk": (
        "У Вербівці запустили перший шкільний автобус",
        "У Вербівці з першого вересня їздить шкільний автобус, якого діти чекали кілька років. "
        "Він забирає учнів з трьох хуторів і привозить їх до школи за двадцять хвилин.",
        "Гроші на автобус зібрали місцеві фермери, а решту додала громада зі свого бюджету. "
        "Водій каже, що взимку виїжджатиме на чверть години раніше.",
    ),
    "kk": (
        "Қарасу ауылында жаңа кітапхана ашылды",
        "Қарасу ауылында үш жыл салынған жаңа кітапхана өткен аптада есігін айқара ашты. "
        "Онда он мың кітап пен балаларға арналған жарық оқу залы бар.",
        "Ауыл тұрғындары кітаптардың бір бөлігін өз үйлерінен әкеліп, сыйға тартты. "
        "Кітапхана күн сайын таңғы тоғыздан кешкі сегізге дейін жұмыс істейді.",
    ),
}


def only(name: str, raw: bytes) -> Draft:
    """The one draft in a file."""
    (draft,) = drafts(Seed(name, raw), Settings())
    assert isinstance(draft, Draft)
    return draft


def lines(draft: Draft) -> list[str]:
    """The lines of a draft that are not empty."""
    return [line for line in draft.text.split("\n") if line.strip()]


def fact(draft: Draft, name: str) -> str | None:
    """The surest value that a file states of a fact; None where it is not sure of any."""
    return next((one.value for one in draft.facts if one.name == name and one.confidence >= 0.5), None)


def docx_file(paragraphs: Sequence[str], title: str = "", author: str = "") -> bytes:
    """A Word document."""
    document = docx.Document()
    document.core_properties.title = title
    document.core_properties.author = author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    """The bytes of a Word document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def odt_file(elements: Sequence[odfdo.Element], title: str = "") -> bytes:
    """An OpenDocument text."""
    document = odfdo.Document("text")
    document.body.clear()
    for element in elements:
        document.body.append(element)
    document.meta.title = title
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rtf_file(
    body: str, head: str = "\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fcharset204 Times;}}"
) -> bytes:
    """A rich text with a body in its own notation; letters of code page 1251 are written as Word does."""
    written = "".join(char if char < "\x80" else f"\\'{char.encode('cp1251')[0]:02x}" for char in body)
    return f"{{\\rtf1{head}{written}}}".encode("ascii")


def pdf_file(source: str) -> bytes:
    """A PDF that Typst makes of a source in its markup."""
    return typst.compile(source.encode())


def epub_file(
    chapters: Mapping[str, str], metadata: str = "", parts: Mapping[str, bytes] | None = None
) -> bytes:
    """A book of chapters, each with the inner HTML of its body by its title."""
    names = [f"text/{number}.xhtml" for number in range(1, len(chapters) + 1)]
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)
    )
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(len(names)))
    points = "".join(
        f'<navPoint><navLabel><text>{title}</text></navLabel><content src="{name}#top"/></navPoint>'
        for title, name in zip(chapters, names, strict=True)
    )
    files = {
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{metadata}</metadata><manifest>{items}'
        '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        f"</manifest><spine>{refs}</spine></package>",
        "OEBPS/toc.ncx": f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>',
        **{
            f"OEBPS/{name}": f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'
            for name, body in zip(names, chapters.values(), strict=True)
        },
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for path, text in files.items():
            archive.writestr(path, text)
        for path, raw in (parts or {}).items():
            archive.writestr(path, raw)
    return file.getvalue()


def eml_file(subject: str, text: str = "", html: str = "", **headers: str) -> EmailMessage:
    """A mail; other headers are given with "_" for "-"."""
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = headers.pop("From", "Ольга Ким <olga@example.org>")
    mail["Date"] = headers.pop("Date", "Mon, 03 Mar 2025 09:15:00 +0500")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    if text or not html:
        mail.set_content(text)
    if html and text:
        mail.add_alternative(html, subtype="html")
    elif html:
        mail.set_content(html, subtype="html")
    return mail

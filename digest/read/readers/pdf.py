"""PDF files with a text layer, by PDFium."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from digest.errors import SeedError
from digest.read.draft import Draft, Shape, slug_of
from digest.read.readers import properties
from digest.read.readers.border import reading
from digest.read.readers.pdf_layout import Paragraph, Run, Sheet, paragraphs, without_running_heads
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_MOST_PAGES = 1000
_MOST_CHARACTERS = 4_000_000
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# PDFium's signs for a hyphen at the end of a line.
_HYPHENS = {0xFFFE: "-", 0x02: "-"}
_WIDE_GAP = 1.1  # of a letter's height: wider than a space in a justified line
_OTHER_TYPE = 1.4  # times as high: a headline beside a menu, but also a letter beside its superscript
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_LETTER = re.compile(r"[^\W\d_]")
_LEAST_LETTERS = 40
_FIRST_LINES = 12
_LARGER = 1.22
# What a browser prints below a page: its address, and which page of how many.
_ADDRESS = re.compile(r"(https?://[^\s…]+)(?:\s+\d+/\d+)?$")


def read(seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
    """The one article in a PDF; a page that is only a picture is named.

    Raises:
        SeedError: it is damaged, locked, too long, or has no text layer.
    """
    with reading(seed.name, "a PDF", pypdfium2.PdfiumError):
        _check_end(seed)
        with _opened(seed) as document:
            sheets = list(_sheets(document, seed.name))
            said = document.get_metadata_dict()
            pictures = [sheet.number for sheet in sheets if not sheet.runs and _is_picture(document, sheet)]
    _check_text(sheets, seed.name)
    kept, dropped = without_running_heads(sheets)
    found = paragraphs(kept)
    lines = [paragraph.text for paragraph in found]
    facts = (*_headline(found), *_facts(said, lines, dropped))
    digest = hashlib.sha256(seed.raw).hexdigest()
    draft = Draft(slug_of(seed.name), "\n\n".join(lines), digest, facts, Shape.PAGE)
    return [draft, *(_without_text(seed.name, f"page {number}") for number in pictures)]


def _check_end(seed: Seed) -> None:
    """PDFium mends a file that was cut short by leaving out pages, without a word."""
    if b"%%EOF" not in seed.raw[-4096:]:
        raise SeedError(
            seed.name,
            "a PDF that is cut short: its end is missing",
            remedy="fetch it again, or print it anew",
        )


def _opened(seed: Seed) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(seed.raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise SeedError(
                seed.name,
                "it is protected with a password",
                remedy="open it, and print it into a new PDF without the password",
            ) from error
        raise
    if len(document) > _MOST_PAGES:
        pages = len(document)
        document.close()
        raise SeedError(
            seed.name,
            f"it has {pages} pages",
            allowed=f"{_MOST_PAGES} pages",
            remedy="print the pages of the article into a PDF of their own",
        )
    return document


def _sheets(document: pypdfium2.PdfDocument, name: str) -> Iterator[Sheet]:
    characters = 0
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        count = text.count_chars()
        characters += count
        if characters > _MOST_CHARACTERS:
            raise SeedError(
                name,
                "it has more text than an article can have",
                allowed=f"{_MOST_CHARACTERS:,} characters",
                remedy="print the pages of the article into a PDF of their own",
            )
        yield Sheet(number + 1, page.get_height(), tuple(_runs(text, count)))
        text.close()
        page.close()


def _runs(text: pypdfium2.PdfTextPage, count: int) -> Iterator[Run]:
    """The characters of a page in the order of the file, put together where they stand in a row."""
    box, rect = None, pdfium.FS_RECTF()
    letters: list[str] = []
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(text, index)
        pdfium.FPDFText_GetLooseCharBox(text, index, rect)
        if code in {0x0D, 0x0A} or rect.top - rect.bottom <= 0:
            # A sign that PDFium put in: a space, or the end of a line.
            letters.append(" ")
            continue
        if box is not None and _is_apart(box, rect):
            yield Run(_text_of(letters), *box)
            letters, box = [], None
        letters.append(_HYPHENS.get(code) or chr(code))
        if box is None:
            box = (rect.left, rect.right, rect.bottom, rect.top)
        elif code != 0x20:
            box = (
                min(box[0], rect.left),
                max(box[1], rect.right),
                min(box[2], rect.bottom),
                max(box[3], rect.top),
            )
    if box is not None:
        yield Run(_text_of(letters), *box)


def _is_apart(box: tuple[float, float, float, float], rect: pdfium.FS_RECTF) -> bool:
    """Whether a character begins another run: on another line, or behind a wide gap."""
    _, right, bottom, top = box
    lower = min(top - bottom, rect.top - rect.bottom)
    higher = max(top - bottom, rect.top - rect.bottom)
    overlap = min(top, rect.top) - max(bottom, rect.bottom)
    gap = rect.left - right
    other = higher > _OTHER_TYPE * lower and gap > _WIDE_GAP * lower
    return bool(other or overlap < 0.5 * lower or gap > _WIDE_GAP * higher or gap < -2 * higher)


def _text_of(letters: Sequence[str]) -> str:
    return " ".join("".join(letters).translate(_LIGATURES).split())


def _check_text(sheets: Sequence[Sheet], name: str) -> None:
    whole = "".join(run.text for sheet in sheets for run in sheet.runs)
    unknown = len(_PRIVATE.findall(whole))
    if unknown > len(whole) // 10:
        raise SeedError(
            name,
            "its text layer holds shapes, not letters: its fonts do not say which letters they show",
            remedy="run it through OCR (ocrmypdf --force-ocr old.pdf new.pdf), or get the text elsewhere",
        )
    if len(_LETTER.findall(whole)) < _LEAST_LETTERS:
        raise _without_text(name)


def _without_text(name: str, place: str = "") -> SeedError:
    return SeedError(
        name,
        "a picture without a text layer, such as a scan",
        place=place,
        remedy="run the PDF through OCR (ocrmypdf old.pdf new.pdf), or type the text into a file",
    )


def _is_picture(document: pypdfium2.PdfDocument, sheet: Sheet) -> bool:
    """Whether a picture covers most of a page."""
    page = document[sheet.number - 1]
    width, height = page.get_size()
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > 0.5 * width * height:
            return True
    return False


def _headline(found: Sequence[Paragraph]) -> Iterator[Fact]:
    """The largest type on the first page, which is three words at least: the name of a paper has fewer."""
    sizes: Counter[float] = Counter()
    for paragraph in found:
        sizes[round(paragraph.height, 1)] += len(paragraph.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    near = [p for p in found if p.page == found[0].page and len(p.text.split()) >= 3 and len(p.text) < 250]
    largest = max(near, key=lambda paragraph: paragraph.height, default=None)
    if largest and largest.height > _LARGER * body:
        yield Fact("title", largest.text, "largest type", 0.7)


def _facts(said: dict[str, str], lines: Sequence[str], dropped: Sequence[str]) -> Iterator[Fact]:
    yield from properties.title(said.get("Title"), "PDF metadata", lines[:_FIRST_LINES])
    yield from properties.author(said.get("Author"), "PDF metadata")
    # The day on which a page was printed; its article is as old or older.
    if day := properties.day(said.get("CreationDate")):
        yield Fact("date", day, "PDF metadata", 0.2)
    address = next(filter(None, map(_ADDRESS.match, dropped)), None)
    if address:
        yield Fact("source_url", address[1], "page footer", 0.9)

"""The PDF: what stands on its pages, in which order, and what a program can read of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from digest.build import gather
from digest.commands.pdf import LAYOUTS
from digest.errors import RenderError
from digest.print import Layout, PrintOptions, findings, missing_glyphs, print_leaf, typeset
from digest.print.characters import covered
from digest.print.pack import pack
from digest.print.qr import qr_code
from digest.print.volumes import set_volumes, volumes
from digest.project import Project
from digest.publication import Publication
from digest.settings import Settings, Source
from digest.values import Article, Bitext, Origin, Pair, Review, Segment, Translation, newest_first

ROOT = Path(__file__).parent.parent
MACHINE = Origin("argos", "1.12", "translate-kk_en", "1.9")
HOSTILE = (
    '#import "x.typ": * and $x^2$ and *bold* _it_ @ref <label> `raw` // no comment /* none */',
    "= No heading",
    "- no list",
    "\\u{1F600} \\ backslash \\n #{panic(1)} #sys.inputs.data",
    '</w:t> <script>alert(1)</script> "quotes" -- --- ...',
    "a\x00b\x07c\x1b[31md",
    "left\u202eright\u202c \u2066iso\u2069 mark\u200f\u200e soft\u00adhyphen zero\u200bwidth",
    "https://example.org/a/very/long/address/that/does/not/end/soon/and-has-hyphens?query=1&other=2#part",
    "non\u2011breaking fi ffi fl й № ₸ € « » „ “ ” ‘ ’ – — …",
)


def bitext(
    lang: str = "kk",
    title: str = "Тақырып",
    blocks: tuple[tuple[str, ...], ...] = (("Бірінші сөйлем.", "Екінші сөйлем."), ("Соңғысы.",)),
    told: tuple[str | None, ...] = (),
    review: Review = Review.REVIEWED,
    **facts: Any,
) -> Bitext:
    """An article of the sentences in `blocks`; `told` are the translations, the title's first."""
    segments = [Segment(0, 0, 1, title)]
    for block, sentences in enumerate(blocks, 1):
        for place, sentence in enumerate(sentences, 1):
            segments.append(Segment(len(segments), block, place, sentence))
    origin = None if review is Review.REVIEWED else MACHINE
    texts = [*told, *(None for _ in segments)]
    pairs = tuple(
        Pair(segment, Translation(text, review, origin) if text else None)
        for segment, text in zip(segments, texts, strict=False)
    )
    body = tuple(" ".join(sentences) for sentences in blocks)
    article = Article(facts.pop("slug", "a"), lang, title, body, "0" * 64, **facts)
    return Bitext(article, "en", pairs, ("A. Editor",) if review is Review.REVIEWED else ())


REVIEWED = bitext(
    told=("The title", "The first sentence.", "The second sentence.", "The last one."),
    date=date(2024, 5, 20),
    source="Казинформ",
    author="А. Жазушы",
    source_url="https://example.org/news/1",
)
RUSSIAN = bitext(
    "ru",
    "Заголовок статьи",
    (("Государственные учреждения договаривались о сотрудничестве с представителями общественности.",),),
    ("A heading", "State institutions agreed to cooperate with representatives of the public."),
    Review.MACHINE,
    slug="b",
)
UNTRANSLATED = bitext("pl", "Tytuł", (("Żółta łódź płynie.",),), slug="c")
ENGLISH = bitext("en", "Already in English", (("One sentence.", "Another."),), slug="d")
TITLED = PrintOptions(Settings(title="Test digest"))
OPTIONS = PrintOptions()
SAMPLE = (REVIEWED, RUSSIAN, UNTRANSLATED, ENGLISH)
SITE = Publication("https://example.org/digest")


@cache
def sample() -> bytes:
    """The PDF of four articles: reviewed, by machine, not translated, and in the reader's language."""
    return typeset(SAMPLE, TITLED)


def reader(pdf: bytes) -> Any:  # pypdf's types do not tell what a key holds
    """The PDF, parsed."""
    return PdfReader(BytesIO(pdf))


def text_of(*bitexts: Bitext) -> str:
    """The text of the pages with the articles, squeezed."""
    return squeezed("".join(page.extract_text() for page in reader(typeset(bitexts, OPTIONS)).pages[2:]))


def squeezed(text: str) -> str:
    """The text without spaces and line breaks, nor the hyphens at which a line may break."""
    return re.sub(r"[\s\u00ad\u2010\u2011-]+", "", unicodedata.normalize("NFC", text))


def seen(text: str) -> str:
    """What a reader sees of a text, squeezed."""
    return squeezed("".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf")))


def in_order(parts: list[str], text: str) -> bool:
    """Whether the parts stand in the text one after the other."""
    place = 0
    for part in parts:
        place = text.find(part, place) + len(part)
        if place < len(part):
            return False
    return True


def elements(pdf: Any) -> Iterator[DictionaryObject]:
    """The elements of the structure tree."""
    waiting: list[Any] = [pdf.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        item = waiting.pop()
        item = item.get_object() if isinstance(item, IndirectObject) else item
        if isinstance(item, list):
            waiting += reversed(item)
        elif isinstance(item, DictionaryObject):
            yield item
            waiting.append(item.get("/K"))


def test_every_sentence_stands_beside_its_number_and_its_translation() -> None:
    """Original, number and translation follow each other, row by row."""
    rows = ("Біріншісөйлем.1Thefirstsentence.", "Екіншісөйлем.2Thesecondsentence.", "Соңғысы.3Thelastone.")
    assert "".join(rows) in text_of(REVIEWED)


def test_sentences_of_a_long_article_come_in_order() -> None:
    """An article of several pages loses nothing and keeps its order."""
    blocks = tuple((f"Сөйлем нөмірі {n} осы жерде тұр.", f"Ал келесісі {n} де осында.") for n in range(60))
    told = ("T", *(f"Sentence {n} of the long article is here." for n in range(120)))
    article = bitext(blocks=blocks, told=told)
    expected = [
        squeezed(text)
        for pair in article.body
        for text in (pair.segment.text, pair.translation.text if pair.translation else "")
    ]
    assert in_order(expected, text_of(article))


def test_a_sentence_longer_than_a_page_is_printed_whole() -> None:
    """A row that fits on no page is broken, not cut."""
    words = [f"сөз{n}" for n in range(1500)]
    text = text_of(bitext(blocks=((" ".join(words),),)))
    assert in_order(words, text)


def test_outside_text_is_printed_as_it_reads() -> None:
    """Markup, control and direction characters do nothing; the reader sees the text and no more."""
    article = bitext("ru", "#t $x$ *y*", tuple((text,) for text in HOSTILE), ("*T* #t", *HOSTILE))
    rows = [f"{seen(text)}{number}{seen(text)}" for number, text in enumerate(HOSTILE, 1)]
    assert "".join(rows) in text_of(article)


@settings(max_examples=25, deadline=None)
@given(
    st.text(
        st.sampled_from("#$*_@<>\\`'\"~=-+/[](){}.,:;!? aбвқәłіzZ19«»\n\t\x00\x1b\u202e\u200b"), min_size=1
    )
)
def test_any_text_is_printed_as_it_reads(text: str) -> None:
    """Whatever signs stand in whatever order, they are printed and nothing else is."""
    assert f"start{seen(text)}end1" in text_of(bitext(blocks=((f"start{text}end",),)))


def test_a_link_goes_only_to_a_web_page() -> None:
    """An address of another kind is not printed and not linked."""
    linked = [page["/Annots"] for page in reader(sample()).pages[2:] if "/Annots" in page]
    actions = [note.get_object().get("/A", {}) for notes in linked for note in notes]
    targets = [action["/URI"] for action in actions if "/URI" in action]
    assert targets == ["https://example.org/news/1"]
    assert "alert" not in text_of(bitext(source_url="javascript:alert(1)"))


def test_each_article_says_who_translated_it() -> None:
    """Provenance stands with every article: who reviewed it, which machine made it, that there is none."""
    text = text_of(*SAMPLE)
    assert "TranslationreviewedbyA.Editor" in text
    assert "*Machinetranslation,notreviewed:argos1.12,translatekk_en1.9" in text
    assert "ByА.Жазушы·TranslationreviewedbyA.Editor" in text
    assert "Żółtałódźpłynie.1nottranslated" in text


def test_a_machines_sentence_is_marked() -> None:
    """The number of a sentence that no person has confirmed has a star."""
    assert "общественности.1*Stateinstitutions" in text_of(RUSSIAN)


def test_a_translation_of_an_earlier_wording_is_marked() -> None:
    """The number of a sentence that has changed since its translation has a dagger."""
    first = replace(REVIEWED.pairs[1], translation=Translation("Old.", Review.OUTDATED))
    text = text_of(replace(REVIEWED, pairs=(REVIEWED.pairs[0], first, *REVIEWED.pairs[2:])))
    assert "Біріншісөйлем.1†Old." in text
    assert "†Translatedfromanearlierwording:1of4sentences" in text


def test_an_article_in_the_readers_language_has_one_column() -> None:
    """It is set as paragraphs, each sentence after its number, with no word about a translation."""
    assert "AlreadyinEnglish1Onesentence.2Another.Originaltext" in text_of(ENGLISH)


def test_kicker_names_languages_source_and_date() -> None:
    """The line above a title tells what it is a translation of."""
    assert "ҚАЗАҚША→ENGLISH·Казинформ·20May2024Thetitle" in text_of(REVIEWED)


def test_title_page_and_contents() -> None:
    """The title page tells what the digest holds, and the contents name every article with its page."""
    title, contents = (squeezed(page.extract_text()) for page in reader(sample()).pages[:2])
    assert title.startswith(
        "Testdigest20May2024Articles4LanguagesEnglish,Kazakh,Polish,Russian→EnglishSources"
    )
    assert "Thetitle" in contents
    assert contents.count("3") >= len(SAMPLE)


def test_bookmarks_are_the_articles() -> None:
    """The outline holds the titles as printed, in their order, and nothing else."""
    titles = [entry["/Title"] for entry in reader(sample()).outline if not isinstance(entry, list)]
    assert titles == ["The title", "A heading", "Tytuł", "Already in English"]


def test_fonts_are_embedded() -> None:
    """Every font in the file brings its shapes along."""
    fonts = [
        font.get_object() for page in reader(sample()).pages for font in page["/Resources"]["/Font"].values()
    ]
    descendants = [font["/DescendantFonts"][0].get_object() for font in fonts if "/DescendantFonts" in font]
    assert len(descendants) == len(fonts) > 0
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].keys()) for font in descendants)


def test_the_file_declares_pdf_ua() -> None:
    """The file is tagged, says that it follows PDF/UA-1, and shows its title."""
    pdf = reader(sample())
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert pdf.metadata.title == "Test digest"


def test_passages_carry_their_language() -> None:
    """A screen reader is told the language of the document and of each passage in another one."""
    pdf = reader(sample())
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert {str(element["/Lang"]) for element in elements(pdf) if "/Lang" in element} >= {"kk", "ru", "pl"}


def test_titles_are_headings() -> None:
    """The titles of articles, contents and sources are tagged as headings of the first level."""
    kinds = [element.get("/S") for element in elements(reader(sample()))]
    assert kinds.count("/H1") == len(SAMPLE) + 2


def test_the_file_has_no_date() -> None:
    """Nothing in the file tells when it was made."""
    assert {"/CreationDate", "/ModDate"} & set(reader(sample()).metadata or {}) == set()


def test_same_bytes_under_another_zone_locale_and_folder(tmp_path: Path) -> None:
    """What goes in decides what comes out."""
    program = "import runpy, sys; sys.stdout.buffer.write(runpy.run_path(sys.argv[1])['sample']())"
    command = [sys.executable, "-c", program, str(Path(__file__).resolve())]
    changed = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    other = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **changed}, capture_output=True, check=True, timeout=120
    )
    assert other.stdout == sample()


def test_an_empty_digest_has_a_title_and_contents() -> None:
    """No article is no error."""
    assert len(reader(typeset((), OPTIONS)).pages) == 2


@pytest.mark.parametrize("letter", ["习", "ა", "ا", "٣"])
def test_a_letter_without_a_glyph_stops_the_pdf(letter: str) -> None:
    """The error names the letter, the article, the place and what to do."""
    article = bitext(blocks=(("Бәрі жақсы.", f"Мұнда {letter} бар."),))
    with pytest.raises(RenderError) as caught:
        typeset((REVIEWED, replace(article, article=replace(article.article, slug="odd"))), OPTIONS)
    assert str(caught.value).startswith(f"odd: sentence 2: no print font has {letter} (U+{ord(letter):04X} ")
    assert "digest/print/fonts" in caught.value.remedy


def test_a_sign_without_a_glyph_is_printed_as_a_box() -> None:
    """An emoji stops nothing: it is one box, and a finding tells where."""
    article = bitext(blocks=(("От 🔥 және 👍🏽 бар.",),))
    assert "От□және□бар.1" in text_of(article)
    assert [(found.file, found.place) for found in findings((article,), OPTIONS)] == [("a", "sentence 1")] * 2


@pytest.mark.parametrize(
    "letters",
    [
        "әғқңөұүһі ӘҒҚҢӨҰҮҺІ",
        "ёйъыэ ЁЙЪЫЭ е́",
        "ąćęłńóśźż ĄĆĘŁŃÓŚŹŻ",
        "єіїґ’ ЄІЇҐ ўЎ",
        "җҖ ҙҡҫ ӣӯҳҷ",
        "čďěňřšťůž őű ğış șț",
        "«»„“”‘’–—…№₸€₽₴→·•□",
        "αβγ ñ ß ø",
    ],
)
def test_the_fonts_have_the_letters_of_many_languages(letters: str) -> None:
    """What the digest's languages and their neighbours need is there."""
    assert missing_glyphs((bitext(title=letters),), OPTIONS) == ()


def test_the_fonts_come_with_their_licence() -> None:
    """The Open Font License lies beside the fonts with both copyright notices."""
    licence = (ROOT / "digest" / "print" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "The Literata Project Authors" in licence
    assert "The Noto Project Authors" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence


# ---- layouts


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, squeezed."""
    return [squeezed(page.extract_text()) for page in reader(pdf).pages]


@cache
def five() -> tuple[Bitext, ...]:
    """The five articles of the project's own digest, as they are published."""
    return newest_first(gather(Project(ROOT)).bitexts)


def poppler_text(pdf: bytes, folder: Path) -> str:
    """The text that poppler finds, squeezed."""
    file = folder / "digest.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return squeezed(found.stdout.decode("utf-8"))


@pytest.mark.parametrize("layout", Layout)
@pytest.mark.parametrize(
    "extract",
    [
        "pypdf",
        pytest.param(
            "poppler", marks=pytest.mark.skipif(not which("pdftotext"), reason="poppler is not installed")
        ),
    ],
)
def test_every_letter_of_the_five_articles_can_be_extracted(
    layout: Layout, extract: str, tmp_path: Path
) -> None:
    """Two readers find every printed sentence whole, in its order: both languages, or the translation."""
    pdf = typeset(five(), PrintOptions(layout=layout))
    text = "".join(pages_of(pdf)) if extract == "pypdf" else poppler_text(pdf, tmp_path)
    for article in five():
        originals = [squeezed(pair.segment.text) for pair in article.body]
        told = [squeezed(pair.translation.text) for pair in article.body if pair.translation]
        wanted = told if layout is Layout.TRANSLATION else [*originals, *told]
        assert squeezed(article.article.title) in text
        assert {sentence for sentence in wanted if not printed(sentence, text)} == set()


def printed(sentence: str, text: str) -> bool:
    """Whether a sentence is in the text: whole, or broken once by the foot and head of a page."""
    if sentence in text:
        return True
    return any(sentence[:cut] in text and sentence[cut:] in text for cut in range(10, len(sentence) - 10))


def test_the_columns_hold_every_letter_in_order() -> None:
    """Of an article with every letter of the Kazakh, Russian and Polish alphabets none is lost."""
    letters = ("аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
               "aąbcćdeęfghijklłmnńoóprsśtuwyzźż")  # fmt: skip
    both = tuple((f"{word} {word.upper()}",) for word in letters)
    assert in_order([squeezed(text) for (text,) in both], text_of(bitext(blocks=both)))


def test_interleaved_prints_the_translation_beneath() -> None:
    """Number, original, translation: one after the other."""
    text = "".join(pages_of(typeset([REVIEWED], PrintOptions(layout=Layout.INTERLEAVED))))
    assert "1Біріншісөйлем.Thefirstsentence.2Екіншісөйлем.Thesecondsentence.3Соңғысы.Thelastone." in text


def test_translation_prints_paragraphs_of_the_target_language() -> None:
    """Each sentence follows its number; of the original, only the title stands."""
    text = "".join(pages_of(typeset([REVIEWED], PrintOptions(layout=Layout.TRANSLATION))))
    assert "1Thefirstsentence.2Thesecondsentence.3Thelastone." in text
    assert "Тақырып" in text
    assert "Бірінші" not in text


def test_translation_prints_an_untranslated_sentence_as_it_is() -> None:
    """It is marked, so that nobody takes it for a translation."""
    text = "".join(pages_of(typeset([UNTRANSLATED], PrintOptions(layout=Layout.TRANSLATION))))
    assert "1Żółtałódźpłynie.(nottranslated)" in text


def test_a_letter_that_is_not_printed_need_not_be_in_a_font() -> None:
    """The translation alone is printed though no font has the original's letters."""
    article = bitext(blocks=(("习近平",),), told=("A title", "A name."))
    assert missing_glyphs((article,), OPTIONS)
    assert missing_glyphs((article,), PrintOptions(layout=Layout.TRANSLATION)) == ()


@pytest.mark.parametrize("layout", Layout)
def test_bookmarks_are_the_articles_in_every_layout(layout: Layout) -> None:
    """Neither the contents nor the sources are among them."""
    titles = [entry["/Title"] for entry in reader(typeset(SAMPLE, PrintOptions(layout=layout))).outline]
    assert titles == ["The title", "A heading", "Tytuł", "Already in English"]


def test_small_pages_for_one_column() -> None:
    """Columns are set on A4, the other layouts on A5, in millimetres."""
    sizes = {}
    for layout in Layout:
        box = reader(typeset([REVIEWED], PrintOptions(layout=layout))).pages[0].mediabox
        sizes[layout.value] = tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height))
    assert sizes == {"columns": (210, 297), "interleaved": (148, 210), "translation": (148, 210)}


def test_the_command_knows_every_layout() -> None:
    """Its names are those that can be set."""
    assert tuple(Layout) == LAYOUTS


def test_any_outside_text_is_printed_in_one_column_too() -> None:
    """Hostile text does nothing there either."""
    article = bitext("ru", "#t $x$ *y*", tuple((text,) for text in HOSTILE), ("*T* #t", *HOSTILE))
    text = "".join(pages_of(typeset([article], PrintOptions(layout=Layout.INTERLEAVED))))
    assert all(seen(line) in text for line in HOSTILE)


# ---- where it comes from


def test_an_article_ends_with_its_evidence() -> None:
    """How many sentences are confirmed, which model made the others, and a short hash of the original."""
    text = text_of(RUSSIAN)
    assert "Confirmedsentences0/2Modelargos1.12,translatekk_en1.9OriginaltextSHA256000000000000" in text


def test_the_page_is_linked_and_drawn_as_a_code() -> None:
    """Where the site's address is known, the page's is text, a link, and a picture described in words."""
    pdf = reader(typeset([REVIEWED], PrintOptions(publication=SITE)))
    notes = [note.get_object() for page in pdf.pages[2:] for note in page.get("/Annots", [])]
    addresses = [note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})]
    assert addresses.count("https://example.org/digest/en/a/") == 2
    figures = [element for element in elements(pdf) if element.get("/S") == "/Figure"]
    assert [str(figure["/Alt"]) for figure in figures] == [
        "QR code of the address https://example.org/digest/en/a/"
    ]
    assert "example.org/digest/en/a" in squeezed(pdf.pages[2].extract_text())


def test_without_an_address_there_is_no_code() -> None:
    """Nothing is invented where the site's address is not known."""
    assert not [element for element in elements(reader(sample())) if element.get("/S") == "/Figure"]
    assert "Ontheweb" not in text_of(REVIEWED)


def test_a_code_is_flat_and_small() -> None:
    """It is one path of ink and a few kilobytes, whatever the address."""
    assert qr_code("https://example.org/" + "a" * 60).count("<path") == 1
    assert len(qr_code("https://example.org/" + "a" * 60)) < 6_000


def test_what_is_withheld_is_not_printed() -> None:
    """The beginning stands with a plain line after it, in every layout."""
    for layout in Layout:
        text = "".join(pages_of(typeset([replace(REVIEWED, withheld=2)], PrintOptions(layout=layout))))
        assert "Thefirstsentence.Onlythebeginningisprintedhere.Readonatthesource." in text
        assert "Екінші" not in text
        assert "second" not in text


def test_an_article_that_is_only_named_says_so() -> None:
    """With nothing of its text, the title and the line that leads to the source are left."""
    text = text_of(replace(REVIEWED, withheld=3))
    assert "Thetextisnotprintedhere.Readitatthesource." in text
    assert "first" not in text


def test_sources_close_the_digest() -> None:
    """Each publisher with its address and count, then its articles with dates and pages; the unknown last."""
    settings = Settings(sources=(Source(name="Казинформ", url="https://www.inform.kz/"),))
    last = pages_of(typeset(SAMPLE, PrintOptions(settings)))[-1]
    assert "SourcesКазинформArticles:1·inform.kzThetitle20May20243SourceunknownArticles:3Aheading3" in last


def test_a_page_in_the_sources_is_where_the_article_begins() -> None:
    """The numbers of the contents and of the sources agree with the pages themselves."""
    pages = pages_of(typeset(five(), OPTIONS))
    sources = pages[-1].removesuffix(str(len(pages)))
    for article in five():
        title = squeezed(article.title or "")
        [number] = re.findall(re.escape(title) + r"(?:26March2024)?(\d+)", sources)
        assert re.search(rf"{re.escape(title)}\D+(?:26March2024)?{number}(?!\d)", pages[1].removesuffix("2"))
        assert title in pages[int(number) - 1].replace("BilingualDigest" + title, "")


def test_an_articles_own_pdf_is_the_article_alone() -> None:
    """No title page, no contents, no sources; its title is the document's."""
    pdf = reader(print_leaf(REVIEWED, PrintOptions(Settings(title="Test digest"), SITE)))
    text = "".join(squeezed(page.extract_text()) for page in pdf.pages)
    assert (len(pdf.pages), pdf.metadata.title, pdf.metadata.subject) == (1, "The title", "Test digest")
    assert "Біріншісөйлем.1Thefirstsentence." in text
    assert "Contents" not in text
    assert "Sources" not in text
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.trailer["/Root"]["/Metadata"].get_data()
    assert {str(element["/Lang"]) for element in elements(pdf) if "/Lang" in element} >= {"kk"}


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    """Wherever an article's title falls, its first sentence is on the same page."""
    for filler in range(1, 24):
        above = bitext(blocks=tuple((f"Сөйлем {n} осында.",) for n in range(filler * 2)), slug="above")
        below = replace(REVIEWED, article=replace(REVIEWED.article, slug="below"))
        pages = pages_of(typeset([above, below], OPTIONS))
        [page] = [page for page in pages[2:-1] if "TranslationreviewedbyA.Editor" in page and "May" in page]
        assert "Thefirstsentence." in page


# ---- volumes


def test_volumes_are_of_like_length_and_hold_all() -> None:
    """No volume is larger than asked, none is much smaller than the others, and order stays."""
    parts = volumes(SAMPLE * 7, OPTIONS, 10)
    assert [len(part.bitexts) for part in parts] == [9, 9, 10]
    assert [bitext for part in parts for bitext in part.bitexts] == list(SAMPLE * 7)
    assert [(part.options.volume, part.options.volumes) for part in parts] == [(1, 3), (2, 3), (3, 3)]


def test_each_volume_is_a_whole_digest() -> None:
    """Its title page tells which it is; contents, bookmarks and sources are its own."""
    made = dict(set_volumes(volumes(SAMPLE, TITLED, 2)))
    pages = pages_of(made[1])
    assert pages[0].startswith("TestdigestVolume2of2Articles2")
    assert [entry["/Title"] for entry in reader(made[1]).outline] == ["Tytuł", "Already in English"]
    assert pages[-1].startswith("TestdigestSourcesSourcesSourceunknownArticles:2")
    assert reader(made[1]).metadata.title == "Test digest, 2/2"


def test_an_error_in_a_volume_names_the_letter() -> None:
    """It comes out of its process as it is."""
    bad = bitext(blocks=(("习",),), slug="odd")
    with pytest.raises(RenderError, match="odd: sentence 1: no print font has 习"):
        list(set_volumes(volumes((REVIEWED, bad), OPTIONS, 1)))


# ---- fonts and files


def test_a_broken_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The error says which file it is and what to do."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "Broken.ttf").write_bytes(b"\0\1\0\0 not a font")
    monkeypatch.setattr("digest.print.characters.PRINT", tmp_path)
    covered.cache_clear()
    try:
        with pytest.raises(RenderError, match=r"digest/print/fonts/Broken\.ttf: not a font that can be read"):
            covered()
    finally:
        covered.cache_clear()


def test_packing_halves_the_file_and_changes_nothing() -> None:
    """The same text, outline, tags and links, in half the bytes."""
    plain = press_plainly()
    packed = pack(plain)
    assert len(packed) < len(plain) * 0.75
    one, other = reader(plain), reader(packed)
    assert [page.extract_text() for page in one.pages] == [page.extract_text() for page in other.pages]
    assert [entry["/Title"] for entry in one.outline] == [entry["/Title"] for entry in other.outline]
    assert [element.get("/S") for element in elements(one)] == [
        element.get("/S") for element in elements(other)
    ]
    assert one.trailer["/ID"] == other.trailer["/ID"]


def press_plainly() -> bytes:
    """The sample as Typst writes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("digest.print.typst_runner.pack", lambda pdf: pdf)
        return typeset(SAMPLE, TITLED)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\nno end", b"%PDF-1.7\n\xff\ntrailer <<>>\nstartxref\n9\n%%EOF"]
)
def test_what_is_not_typsts_is_not_packed(data: bytes) -> None:
    """It is given back as it is."""
    assert pack(data) == data

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
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from digest.errors import RenderError
from digest.settings import Settings
from digest.typeset import Form, findings, missing_glyphs, typeset
from digest.values import Article, Bitext, Origin, Pair, Review, Segment, Translation

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
FORM = Form(Settings(title="Test digest"))
SAMPLE = (REVIEWED, RUSSIAN, UNTRANSLATED, ENGLISH)


@cache
def sample() -> bytes:
    """The PDF of four articles: reviewed, by machine, not translated, and in the reader's language."""
    return typeset(SAMPLE, FORM)


def reader(pdf: bytes) -> Any:  # pypdf's types do not tell what a key holds
    """The PDF, parsed."""
    return PdfReader(BytesIO(pdf))


def text_of(*bitexts: Bitext) -> str:
    """The text of the pages with the articles, squeezed."""
    return squeezed("".join(page.extract_text() for page in reader(typeset(bitexts, Form())).pages[2:]))


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
    """The titles of articles, of the contents and of the sources are tagged as headings of the first level."""
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
    assert len(reader(typeset((), Form())).pages) == 2


@pytest.mark.parametrize("letter", ["习", "ა", "ا", "٣"])
def test_a_letter_without_a_glyph_stops_the_pdf(letter: str) -> None:
    """The error names the letter, the article, the place and what to do."""
    article = bitext(blocks=(("Бәрі жақсы.", f"Мұнда {letter} бар."),))
    with pytest.raises(RenderError) as caught:
        typeset((REVIEWED, replace(article, article=replace(article.article, slug="odd"))), Form())
    assert str(caught.value).startswith(f"odd: sentence 2: no print font has {letter} (U+{ord(letter):04X} ")
    assert "digest/print/fonts" in caught.value.remedy


def test_a_sign_without_a_glyph_is_printed_as_a_box() -> None:
    """An emoji stops nothing: it is one box, and a finding tells where."""
    article = bitext(blocks=(("От 🔥 және 👍🏽 бар.",),))
    assert "От□және□бар.1" in text_of(article)
    assert [(found.file, found.place) for found in findings((article,), Form())] == [
        ("a", "sentence 1")
    ] * 2


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
    assert missing_glyphs((bitext(title=letters),), Form()) == ()


def test_the_fonts_come_with_their_licence() -> None:
    """The Open Font License lies beside the fonts with both copyright notices."""
    licence = (ROOT / "digest" / "print" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    assert "The Literata Project Authors" in licence
    assert "The Noto Project Authors" in licence
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence

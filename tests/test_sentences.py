from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.translation.sentences import segment, split
from digest.values import Segment

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "sentences"
LANGUAGES = ("kk", "ru", "pl", "uk", "ky", "en", "cs", "sk")
WEAK = "~ "

# Pieces that the rules look at, so that hypothesis meets them beside each other.
PIECES = (
    *(
        "г.",
        "т.",
        "е.",
        "т.е.",
        "и",
        "др.",
        "2021",
        "5.",
        "1.",
        "IV.",
        "К.",
        "Э.Азимова",
        "Дж.",
        "Egemen.kz.",
    ),
    *(
        "r.",
        "w",
        "prof.",
        "m.in.",
        "U.S.",
        "The",
        "etc.",
        "No.",
        "закон.",
        "Парламент",
        "Потом",
        "сказал",
        "деді",
    ),
    *(
        "«Кто?»",
        "«Мы",
        "готовы.",
        "ждём»,",
        "–",
        "—",
        "(да!)",
        "„Tak.”",
        '"',
        "“Why?”",
        "[…]",
        "...",
        "?!",
        "…",
        ":",
    ),
    *(
        "asked.",
        "Статья",
        "Да.",
        "•",
        "§",
        "2021\u00a0г.",
        "б.",
        "ж.б.",
        "Бұл",
        "كتاب؟",
        "है।",
        "\u200b",
        "🙂.",
        ".",
    ),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.text(max_size=80).map(lambda text: " ".join(text.split())),
)
PLAIN = st.lists(
    st.sampled_from([piece for piece in PIECES if not set(piece) & set('«»„“”"([])')]), max_size=30
)
CODES = st.sampled_from([*LANGUAGES, "de", "be", "bg", "mk", "ka", "", "kk-KZ", "PL"])


def cases(lang: str, *, weak: bool) -> list[tuple[str, ...]]:
    """The cases of one language's file, each as its sentences: those that hold, or the known weaknesses."""
    lines = (GOLDEN / f"{lang}.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line and not line.startswith("# ") and line.startswith(WEAK) is weak]
    return [tuple(line.removeprefix(WEAK).split(" | ")) for line in kept]


def golden(*, weak: bool) -> list[tuple[str, tuple[str, ...]]]:
    """Every case of that sort with its language."""
    return [(lang, case) for lang in LANGUAGES for case in cases(lang, weak=weak)]


@pytest.mark.parametrize(("lang", "sentences"), golden(weak=False), ids=str)
def test_a_golden_block_splits_where_a_reader_would(lang: str, sentences: tuple[str, ...]) -> None:
    """A block is cut exactly where the golden file has a mark."""
    assert split(" ".join(sentences), lang) == sentences


@pytest.mark.parametrize(("lang", "sentences"), golden(weak=True), ids=str)
def test_a_known_weakness_joins_and_never_cuts(lang: str, sentences: tuple[str, ...]) -> None:
    """Where the rules cannot tell, two sentences stay together; the case moves up when they can."""
    assert split(" ".join(sentences), lang) == (" ".join(sentences),)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_golden_file_is_large_and_has_no_case_twice(lang: str) -> None:
    """Each language has at least 60 different cases."""
    found = cases(lang, weak=False)
    assert len(found) >= 60
    assert len(set(found)) == len(found)


# How many sentences each line of a seed has that has more than one, by the line's first words.
SEED_COUNTS = {
    "000_2f637b5fa03ca4a4.txt": (
        "kk",
        {"Азаматтық қоғамды": 2, "Бұл елордадағы": 3, "– Президент": 3, "– Қазақстан АҚШ-тың": 4},
    ),
    "001_2b5f7026ea0ef8d6.txt": (
        "pl",
        {"Podczas": 2, "Strona amerykańska": 2, "Szczególną uwagę": 2, "EU Reporter": 2},
    ),
    "002_dc49007d92890326.txt": ("ru", {"Э.Азимова отметила": 3}),
    "003_6e3498342029ed6c.txt": (
        "kk",
        {"Палата спикері": 3, "«Қазақстан Парламентінің": 3, "Сонымен қатар": 3, "Өз кезегінде": 3},
    ),
    "004_5c9351a6b67bfa3b.txt": (
        "kk",
        {"Сенат Төрағасы": 3, "Былтыр": 2, "«Екі елдің": 4},
    ),
}


@pytest.mark.parametrize("name", SEED_COUNTS)
def test_the_five_articles_split_as_read_by_eye(name: str) -> None:
    """Each line of the five articles has as many sentences as a reader counted; those not listed have one."""
    lang, counts = SEED_COUNTS[name]
    lines = (ROOT / "seeds" / name).read_text(encoding="utf-8").splitlines()
    blocks = [" ".join(line.split()) for line in lines if line.strip()]
    found = {block: len(split(block, lang)) for block in blocks}
    expected = {
        block: next((count for begin, count in counts.items() if block.startswith(begin)), 1)
        for block in blocks
    }
    assert found == expected


@given(TEXTS, CODES)
def test_joining_gives_the_block_back(block: str, lang: str) -> None:
    """Joining the sentences with spaces gives the block, in any language, known or not."""
    assert " ".join(split(block, lang)) == block


@given(TEXTS, CODES)
def test_no_sentence_is_empty_or_padded(block: str, lang: str) -> None:
    """No sentence is empty, and none begins or ends with the space that it was cut at."""
    assert all(sentence and sentence == sentence.strip(" ") for sentence in split(block, lang))


@given(PLAIN, st.sampled_from(LANGUAGES))
def test_a_sentence_is_one_sentence(words: list[str], lang: str) -> None:
    """Without quotation marks and brackets, which reach across sentences, splitting again changes nothing."""
    for sentence in split(" ".join(words), lang):
        assert split(sentence, lang) == (sentence,)


@given(st.text(max_size=80), CODES)
def test_a_block_with_stray_blanks_loses_nothing(block: str, lang: str) -> None:
    """Even a block that is not single-spaced comes back whole."""
    assert " ".join(split(block, lang)) == block


@pytest.mark.parametrize(
    "block",
    [
        "." * 200_000 + "x",
        "( " * 50_000 + ") " * 50_000 + "x",
        "г. " * 50_000 + "x",
        "[1]" * 60_000 + "x",
        "«а» " * 50_000,
        "построен в 1998 г. Москва " * 10_000,
        "5 млн. " * 50_000,
        "✔ " * 50_000 + "Да. " + "✔" * 50_000,
        "в 1998 г." + "-" * 50_000 + " Да",
    ],
    ids=[
        "dots",
        "brackets",
        "abbreviations",
        "notes",
        "quotations",
        "years",
        "units",
        "ornaments",
        "dashes",
    ],
)
def test_no_block_takes_long(block: str) -> None:
    """The time grows with the length and not with its square, whatever the text."""
    begun = time.process_time()
    assert " ".join(split(block, "ru")) == block
    assert time.process_time() - begun < 10


def test_an_empty_block_has_no_sentence() -> None:
    """An empty block gives nothing, not an empty sentence."""
    assert split("", "kk") == ()


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("mk", ("Во 2021 г. Собранието донесе закон.", "Тој е важен.")),
        ("de", ("Am 5. Mai kam Dr. Meier nach Berlin.", "Danach schlief er.")),
        ("tg", ("Рӯйхатро А. Раҳмонов хонд.", "Сухан кӯтоҳ буд.")),
        ("ka", ("კანონი მიიღეს.", "ის ძალაშია.")),
        ("ar", ("هل تراه؟", "نعم أراه.")),
        ("hi", ("यह किताब है।", "वह घर है।")),
    ],
)
def test_an_unknown_language_has_its_scripts_rules(lang: str, sentences: tuple[str, ...]) -> None:
    """A language without data of its own splits by the common rules and its script's abbreviations."""
    assert split(" ".join(sentences), lang) == sentences


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("be", ("У 1547 г. Радзівіл атрымаў тытул.", "Потым ён з'ехаў.")),
        ("be", ("Школа адкрылася ў 1933 г.", "Вучняў было мала.")),
        ("be", ("Сустрэча прайшла на вул. Якуба Коласа.", "Прыйшлі ўсе.")),
        ("be", ("Кошт склаў 20 руб.", "Грошы вярнулі.")),
        ("be", ("Пачатак а 19-й.", "Час ісці.")),
        ("be", ("Ён жыў у доме 19.", "Заўжды радаваўся гасцям.")),
        ("be", ("Артыкул прынятай у 1994 г. Канстытуцыі гаворыць пра правы.",)),
        ("be", ("Касцёл збудаваны ў 1910 г. Нямецкім майстрам.",)),
        ("be", ("Купілі хлеб, малако і інш.", "Прадавец падзякаваў.")),
        ("bg", ("През 1998 г. Парламентът прие закон.", "Той е важен.")),
        ("bg", ("Цената скочи до 25 лв.", "Продавачите мълчат.")),
        ("bg", ("Пожарът избухна в 22.50 ч.", "Площадът опустя.")),
        ("bg", ("Делото влезе в съд.", "Фирмата чака.")),
        ("bg", ("Мачът завърши 3:0.", "Феновете пяха.")),
        ("bg", ("Показания даде гл. инсп. Петров.", "Делото продължава.")),
    ],
)
def test_a_language_without_a_golden_file_has_data(lang: str, sentences: tuple[str, ...]) -> None:
    """Belarusian and Bulgarian have abbreviations, units and openers of their own."""
    assert split(" ".join(sentences), lang) == sentences


def test_a_region_does_not_change_a_language() -> None:
    """`pl-PL` is Polish."""
    assert split("Było to w 2021 r. Po wyborach.", "pl-PL") == ("Było to w 2021 r.", "Po wyborach.")


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_a_no_break_space_hides_no_abbreviation(space: str) -> None:
    """An abbreviation is known when a no-break space ties it to what stands before it."""
    block = f"В 2021{space}г. Юристы, т.{space}е. Защитники, пришли."
    assert split(block, "ru") == (block,)


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_a_no_break_space_hides_no_number(space: str) -> None:
    """A unit or a year ends a sentence also where a no-break space ties it to its number."""
    sentences = (f"Школу открыли в 1998{space}г.", f"Стоила она 5{space}млн.", "Деньги дал город.")
    assert split(" ".join(sentences), "ru") == sentences


def test_segments_number_the_whole_article() -> None:
    """The title is number 0 in block 0; sentences count on through the article, and from 1 in each block."""
    found = segment("Заголовок. Целиком", ["Один. Два.", "Спикер:", "Три."], "ru")
    assert found == (
        Segment(0, 0, 1, "Заголовок. Целиком"),
        Segment(1, 1, 1, "Один."),
        Segment(2, 1, 2, "Два."),
        Segment(3, 2, 1, "Спикер:"),
        Segment(4, 3, 1, "Три."),
    )


def test_an_article_without_a_body_is_its_title() -> None:
    """No body leaves the title alone."""
    assert segment("Заголовок", [], "ru") == (Segment(0, 0, 1, "Заголовок"),)

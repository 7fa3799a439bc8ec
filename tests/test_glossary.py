"""Names and expressions found in texts."""

from __future__ import annotations

import pytest
from samples import bitext, reviewed

from digest.glossary import mentions, occurrences
from digest.settings import Term


def found(lang: str, variant: str, text: str, kind: str = "person") -> bool:
    """Whether a variant of a language is found in a text of it."""
    term = Term.model_validate({"name": "—", "kind": kind, "variants": {lang: (variant,)}})
    return mentions(bitext(text, lang=lang), (term,)) == (term,)


CASES = {
    "kk": {
        "Қасым-Жомарт Тоқаев": "Қасым-Жомарт Тоқаев|Қасым-Жомарт Тоқаевтың|Қасым-Жомарт Тоқаевпен",
        "Тоқаев": "Тоқаевтың Тоқаевқа Тоқаевты Тоқаевта Тоқаевтан Тоқаевпен ТОҚАЕВ Тоқаевтар",
        "Байден": "Байденнің Байденге Байденді Байденде Байденнен Байденмен",
        "Узра Зея": "Узра Зеяның|Узра Зеяға|Узра Зеяны|Узра Зеядан|Узра Зеямен",
        "Стив Дэйнс": "Стив Дэйнспен|Стив Дэйнстің|Стив Дэйнске",
        "Сәкен": "Сәкеннің Сәкенге Сәкенмен Сәкені",
        "Астана": "Астананың Астанаға Астанада Астанадан Астанадағы Астанамен",
        "Қазақстан": "Қазақстанның Қазақстанға Қазақстанды Қазақстанда Қазақстаннан Қазақстандағы",
        "Сыртқы істер министрлігі": "Сыртқы істер министрлігінің|Сыртқы істер министрлігіне|"
        "Сыртқы істер министрлігінде|сыртқы істер министрлігінен|Сыртқы істер министрлігімен",
        "АҚШ": "АҚШ АҚШ-тың АҚШтың АҚШ-қа АҚШ-пен Қазақстан-АҚШ",
        "ЕҚЫҰ": "ЕҚЫҰ-мен ЕҚЫҰ-ның ЕҚЫҰ",
        "Еуропалық одақ": "Еуропалық одақтың|Еуропалық Одаққа|Еуропалық одағы",
        "Парламент": "Парламенттің Парламентінің Парламентіне Парламентімен Парламентте",
    },
    "ru": {
        "Токаев": "Токаев Токаева Токаеву Токаевым Токаеве",
        "Касым-Жомарт Токаев": "Касым-Жомарта Токаева|Касым-Жомартом Токаевым|Касым-Жомарт\u00a0Токаев",
        "К. Токаев": "К. Токаев|К.Токаева|К. Токаеву",
        "Азимова": "Азимовой Азимову Азимовою Азимова",
        "Эльвира Азимова": "Эльвиры Азимовой|Эльвире Азимовой|Эльвиру Азимову",
        "Астана": "Астаны Астане Астану Астаной",
        "Польша": "Польша Польши Польше Польшу Польшей",
        "Россия": "России Россию Россией",
        "Казахстан": "Казахстана Казахстану Казахстаном Казахстане",
        "Китай": "Китая Китаю Китаем Китае",
        "Брюссель": "Брюсселя Брюсселе Брюсселем",
        "Павел": "Павла Павлу Павлом Павле",
        "Достоевский": "Достоевского Достоевскому Достоевским Достоевском",
        "Министерство иностранных дел": "Министерства иностранных дел|Министерству Иностранных Дел|"
        "министерством иностранных дел|Министерстве иностранных дел",
        "Европейский союз": "Европейского союза|Европейскому Союзу|Европейским союзом",
        "Соединённые Штаты": "Соединенных Штатов|Соединенным Штатам|Соединёнными Штатами",
        "Генеральная Ассамблея": "Генеральной Ассамблеи|Генеральную Ассамблею",
        "МИД": "МИД МИДа МИДом",
        "ОБСЕ": "ОБСЕ",
        "Королёв": "Королев Королева Королёвым",
    },
    "pl": {
        "Tokajew": "Tokajew Tokajewa Tokajewowi Tokajewem Tokajewie",
        "Kassym-Jomart Tokajew": "Kassyma-Jomarta Tokajewa|Kassymowi-Jomartowi Tokajewowi",
        "Ministerstwo Spraw Zagranicznych": "Ministerstwa Spraw Zagranicznych|"
        "Ministerstwu Spraw Zagranicznych|Ministerstwem spraw zagranicznych",
        "Unia Europejska": "Unii Europejskiej|Unię Europejską|Unią Europejską",
        "Stany Zjednoczone": "Stanów Zjednoczonych|Stanom Zjednoczonym|Stanami Zjednoczonymi",
        "Polska": "Polski Polsce Polskę Polską",
        "Astana": "Astany Astanie Astanę Astaną",
        "Kazachstan": "Kazachstanu Kazachstanowi Kazachstanem Kazachstanie",
        "Kijów": "Kijowa Kijowie Kijowem",
        "Warszawa": "Warszawy Warszawie Warszawę Warszawą",
        "Senat": "Senatu Senacie Senatem",
        "Duda": "Dudy Dudzie Dudę Dudą",
        "Tusk": "Tuska Tuskowi Tuskiem Tusku",
        "Paweł": "Pawła Pawłowi Pawłem",
        "Jerzy": "Jerzego Jerzemu Jerzym",
        "Rosja": "Rosji Rosję Rosją",
        "Rada Praw Człowieka": "Rady Praw Człowieka|Radzie Praw Człowieka|Radę Praw Człowieka",
        "ONZ": "ONZ ONZ-etu",
    },
    "en": {
        "Tokayev": "Tokayev|Tokayev's|Tokayev’s|TOKAYEV",
        "Kassym-Jomart Tokayev": "Kassym-Jomart Tokayev’s|Kassym-Jomart Tokayev|KASSYM-JOMART TOKAYEV",
        "US": "US-led|the US’s|US",
    },
    "uk": {
        "Токаєв": "Токаєва Токаєву Токаєвим Токаєві",
        "Київ": "Києва Києву Києвом Києві",
        "Америка": "Америки Америці Америку Америкою",
        "Польща": "Польщі Польщу Польщею",
        "Міністерство закордонних справ": "Міністерства закордонних справ|Міністерством закордонних справ",
    },
    "ky": {
        "Жапаров": "Жапаровтун Жапаровко Жапаровту Жапаровто Жапаровтон",
        "Бишкек": "Бишкектин Бишкекке Бишкекте Бишкектен Бишкегинин",
        "Кыргызстан": "Кыргызстандын Кыргызстанга Кыргызстанда Кыргызстандан Кыргызстандагы",
    },
    "de": {"Tokajew": "Tokajew"},
}


def _cases() -> list[tuple[str, str, str]]:
    return [
        (lang, variant, text)
        for lang, variants in CASES.items()
        for variant, texts in variants.items()
        for text in (texts.split("|") if "|" in texts or " " in variant else texts.split())
    ]


@pytest.mark.parametrize(("lang", "variant", "text"), _cases())
def test_a_name_is_found_in_every_case(lang: str, variant: str, text: str) -> None:
    """Within a sentence, whatever ending its language gives it."""
    assert found(lang, variant, f"… “{text}”, …")


@pytest.mark.parametrize(
    ("lang", "variant", "text"),
    [
        ("ru", "Мин", "Минск Минска Минину мин"),
        ("kk", "Мин", "Минск Министр минут"),
        ("pl", "Min", "Mińsk Minister Minus"),
        ("en", "Min", "Minsk mining Mint"),
        ("kk", "Алма", "Алматы Алматыда Алматыдан"),
        ("kk", "Ира", "Иран Иранның"),
        ("kk", "Ай", "Айгүл Айна"),
        ("ru", "Роман", "Романов Романова Романовичу"),
        ("ru", "Иван", "Иванов Ивановой Иванович"),
        ("ru", "Роза", "розы роза"),
        ("ru", "Азимова", "Азимов Азимовым"),
        ("ru", "Ирак", "Иран Ираклий"),
        ("ru", "Казахстан", "казахстанский Казахстанцы"),
        ("pl", "Jan", "Janusz Janowski Janina"),
        ("pl", "Polska", "polskim Polak"),
        ("en", "US", "Tell us. Us"),
        ("ru", "США", "сша Сша"),
        ("en", "Wale", "Wales"),
        ("en", "Kassym-Jomart Tokayev", "Kassym. Jomart Tokayev"),
        ("ru", "Европейский союз", "Европейский. Союз"),
        ("kk", "Сыртқы істер министрлігі", "сыртқы істер министрі Сыртқы істердің министрлігі"),
        ("de", "Tokajew", "Tokajews"),
    ],
)
def test_a_name_is_not_found_in_another(lang: str, variant: str, text: str) -> None:
    """Neither in a longer name, nor in a common word, nor across the end of a sentence."""
    for word in (text,) if " " in variant else text.split():
        assert not found(lang, variant, f"— {word} —"), word


@pytest.mark.parametrize("kind", ["institution", "term"])
@pytest.mark.parametrize(
    ("lang", "variant", "text"),
    [
        ("en", "ministry", "ministries"),
        ("en", "human right", "Human rights"),
        ("ru", "правозащитник", "правозащитников"),
        ("ru", "реформа", "реформ"),
        ("ru", "политическая реформа", "политических реформ"),
        ("pl", "reforma", "reformami"),
        ("pl", "reforma polityczna", "reform politycznych"),
        ("kk", "реформа", "реформаларға"),
        ("kk", "реформа", "реформаларының"),
    ],
)
def test_common_words_and_institutions_have_a_plural(kind: str, lang: str, variant: str, text: str) -> None:
    """A person's name has none, or Роман would be in Романов."""
    assert found(lang, variant, f"the {text} are", kind)


def test_a_translation_is_searched_by_name_and_by_variant() -> None:
    """The target's name of a term need not stand among its variants."""
    terms = (Term(name="Senate"), Term(name="OSCE", variants={"en": ("Organization for Security",)}))
    article = bitext("Т", "С.", english=(reviewed("The Senate"), reviewed("the Organization for Security")))
    assert mentions(article, terms) == terms
    assert mentions(bitext("Senate OSCE"), terms) == ()


def test_terms_come_in_the_order_of_the_glossary() -> None:
    """Wherever they stand in the article, and each once."""
    terms = (Term(name="B", variants={"kk": ("Бишкек",)}), Term(name="A", variants={"kk": ("Алматы",)}))
    assert mentions(bitext("Алматы, Бишкек, Алматыда"), terms) == terms


def test_many_articles_are_told_by_their_slugs() -> None:
    """Each with its own terms; one without any has none."""
    term = Term(name="Tokayev", kind="person", variants={"kk": ("Тоқаев",), "pl": ("Tokajew",)})
    articles = (
        bitext("Тоқаевқа", slug="a"),
        bitext("Z Tokajewem", slug="b", lang="pl"),
        bitext("Бос", slug="c"),
    )
    assert {key.slug: found for key, found in occurrences(articles, (term,)).items()} == {
        "a": (term,),
        "b": (term,),
        "c": (),
    }


def test_a_variant_without_a_letter_is_found_nowhere() -> None:
    """It names nothing, and breaks nothing."""
    assert not found("ru", "—", "— … —")
    assert not found("ru", "(.*", "Все (.*)")

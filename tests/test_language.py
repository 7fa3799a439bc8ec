"""The language of an article, how sure it is, and what an editor is told."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from digest.read.language import Identified, _evidence, identify

EXPECTED = ("kk", "ru", "pl", "uk", "ky", "en")
TEXTS = {
    "kk": "Өңір әкімдері жаңа мектептердің құрылысы туралы есеп берді. Үш мектеп қыркүйекте ашылады деді.",
    "ru": "Мэры городов отчитались о строительстве новых школ. Три школы откроют в сентябре, сказал министр.",
    "pl": "Burmistrzowie złożyli sprawozdania z budowy szkół. Trzy szkoły zostaną otwarte we wrześniu.",
    "uk": "Міські голови прозвітували про будівництво шкіл і його вартість. Три школи відкриють у вересні.",
    "ky": "Шаар мэрлери жаңы мектептердин курулушу тууралуу отчёт беришти. Үч мектеп сентябрда ачылат.",
    "en": "The mayors reported on the building of new schools. Three of them will open in September.",
    "uz": "Toshkentda yangi maktablar qurilishi davom etmoqda. Uchta maktab sentyabrda ochiladi, dedi hokim.",
    "tr": "Belediye başkanları yeni okulların yapımı hakkında bilgi verdi. Üç okul eylül ayında açılacak.",
    "az": "Şəhər merləri yeni məktəblərin tikintisi barədə hesabat verdilər. Üç məktəb sentyabrda açılacaq.",
    "tk": "Şäher häkimleri täze mekdepleriň gurluşygy barada hasabat berdiler. Üçüsi sentýabrda açylar.",
    "tt": "Шәһәр башлыклары яңа мәктәпләр төзелеше турында хисап тоттылар. Өч мәктәп сентябрьдә ачылачак.",
    "tg": "Раисони шаҳрҳо дар бораи сохтмони мактабҳои нав ҳисобот доданд. Се мактаб моҳи сентябр мекушоянд.",
    "mn": "Хотын дарга нар шинэ сургуулиудын барилгын талаар тайлагнав. Гурав нь есдүгээр сард нээгдэнэ.",
    "be": "Мэры гарадоў адсправаздачыліся пра будаўніцтва новых школ. Тры школы адкрыюць у верасні.",
    "bg": "Кметовете отчетоха строежа на нови училища. Три от тях ще бъдат отворени през септември.",
    "mk": "Градоначалниците поднесоа извештај за изградбата на нови училишта. Три ќе почнат во септември.",
    "cs": "Starostové informovali o stavbě nových škol. Tři z nich se otevřou v září, řekl ministr.",
    "sk": "Starostovia informovali o výstavbe nových škôl. Tri z nich sa otvoria v septembri, povedal.",
    "sl": "Župani so poročali o gradnji novih šol. Tri izmed njih bodo odprli septembra, je dejal minister.",
    "lt": "Merai pranešė apie naujų mokyklų statybą. Trys mokyklos bus atidarytos rugsėjį, sakė ministras.",
    "fi": "Kaupunginjohtajat kertoivat uusien koulujen rakentamisesta. Kolme koulua avataan syyskuussa.",
    "et": "Linnapead andsid aru uute koolide ehitamisest. Kolm kooli avatakse septembris, ütles minister.",
    "hu": "A polgármesterek beszámoltak az új iskolák építéséről. Három iskola szeptemberben nyílik meg.",
    "de": "Die Bürgermeister berichteten über den Bau neuer Schulen. Drei davon öffnen im September.",
    "fr": "Les maires ont rendu compte de la construction des écoles. Trois d'entre elles ouvriront bientôt.",
    "it": "I sindaci hanno riferito sulla costruzione delle nuove scuole. Tre apriranno a settembre.",
    "hy": "Քաղաքապետերը զեկուցեցին նոր դպրոցների կառուցման մասին։ Երեք դպրոց կբացվի սեպտեմբերին։",
    "ka": "ქალაქის მერებმა ახალი სკოლების მშენებლობის შესახებ ისაუბრეს. სამი სკოლა სექტემბერში გაიხსნება.",
}
MENU = (
    "Home | News | Sport | Contact\nSubscribe to our channel\nShare: Facebook, Telegram\nPhoto: John Smith\n"
)


@pytest.mark.parametrize("times", [1, 8])
@pytest.mark.parametrize(("lang", "text"), TEXTS.items(), ids=TEXTS)
def test_the_language_of_two_sentences_is_stated(lang: str, text: str, times: int) -> None:
    """In the digest's languages and in others alike."""
    found = identify("\n".join([text] * times), EXPECTED)
    assert (found.lang, found.doubtful, found.expected) == (lang, False, lang in EXPECTED)


@pytest.mark.parametrize(("lang", "text"), TEXTS.items(), ids=TEXTS)
def test_what_is_expected_does_not_decide_against_the_evidence(lang: str, text: str) -> None:
    """The answer is the same when the digest is in other languages, or in none."""
    others = [code for code in EXPECTED if code != lang]
    assert {identify(text).lang, identify(text, others).lang} == {lang}


def test_a_short_uzbek_article_is_not_english() -> None:
    """Latin letters without marks are no sign of English, which the digest expects; the editor is told."""
    found = identify("Yangi maktab ochildi\nSamarqandda bugun yangi maktab ochildi, dedi hokim.", EXPECTED)
    assert (found.lang, found.expected) == ("uz", False)


def test_uzbek_is_told_in_cyrillic_too() -> None:
    """It is written in both scripts."""
    found = identify("Шаҳар ҳокимлари янги мактаблар қурилиши ҳақида ҳисобот берди, деди вазир ўринбосари.")
    assert (found.lang, found.doubtful) == ("uz", False)


def test_where_two_are_close_the_digest_decides() -> None:
    """Croatian and Bosnian differ in few words: it is the one that the digest expects, and doubtful."""
    text = "Ministar je rekao da će nove škole biti otvorene u rujnu, a gradonačelnik je pohvalio radnike."
    plain = identify(text)
    assert (plain.lang, plain.doubtful) == ("hr", True)
    assert "bs" in dict(plain.others)
    assert identify(text, ("bs", "en")).lang == "bs"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "Yakut",
            "Бүгүн Дьокуускайга саҥа оскуола аһылынна, үөрэнээччилэр үөрэ-көтө көрсүстүлэр, диэтэ баһылык.",
        ),
        ("Upper Sorbian", "Wjesnjanosta je wčera nowu šulu wotewrěł a wučerjam so za wulke dźěło dźakował."),
        ("Maori", "I whakatuwheratia te kura hou i tēnei rā, ā, i mihi te koromatua ki ngā kaiako katoa."),
        ("Tigrinya", "ከንቲባ ናይታ ከተማ ብዛዕባ ህንጻ ሓደስቲ ኣብያተ ትምህርቲ ጸብጻብ ሂቡ። ሰለስተ ቤት ትምህርቲ ኣብ መስከረም ክኽፈታ እየን።"),
    ],
)
def test_a_language_that_is_not_known_is_doubtful(lang: str, text: str) -> None:
    """A text in a language that py3langid lacks fits none well, though one may be far ahead of the others."""
    found = identify("\n".join([text] * 6), EXPECTED)
    assert found.doubtful, f"{lang} was taken for {found.lang}"


def test_tatar_news_with_foreign_names_is_stated() -> None:
    """It may fit less well than a text in another language."""
    text = "Голливуд актёры яңа фильмының премьерасында интервью бирде, тамашачылар аны алкышлады."
    found = identify(text, ("tt", "ru"))
    assert (found.lang, found.doubtful) == ("tt", False)


def test_a_relation_that_the_digest_expects_is_stated() -> None:
    """Amharic may be Tigrinya, unless the digest is in Amharic."""
    text = "ከንቲባው ስለ አዳዲስ ትምህርት ቤቶች ግንባታ ሪፖርት አቀረቡ። ሦስት ትምህርት ቤቶች በመስከረም ይከፈታሉ ብለዋል።"
    plain, asked = identify(text), identify(text, ("am", "en"))
    assert (plain.lang, plain.doubtful, plain.others[0][0]) == ("am", True, "ti")
    assert (asked.lang, asked.doubtful, asked.others) == ("am", False, ())


@pytest.mark.parametrize("text", ["Өңір әкімдері", "New schools", "Szkoły", "Тры школы"])
def test_a_few_words_are_doubtful(text: str) -> None:
    """However clear their letters are."""
    assert identify(text, EXPECTED).doubtful


@pytest.mark.parametrize("text", ["", "12345 — 678", "…", "ދިވެހިރާއްޖޭގެ އެންމެ ބޮޑު ރަށް މިއަދު"])
def test_nothing_is_known_without_letters_that_are(text: str) -> None:
    """Digits, and a script that py3langid lacks: the language that the digest names first, and a doubt."""
    found = identify(text, EXPECTED)
    assert found.doubtful


def test_without_letters_the_first_expected_language_is_given() -> None:
    """Without any the code for an undetermined one."""
    assert identify("", ("ky", "en")) == Identified("ky", 0.0, doubtful=True, expected=True, others=())
    assert identify("12").lang == "und"


@pytest.mark.parametrize("lang", ["tr", "sl", "mk", "kk", "ru", "fi"])
def test_menus_and_names_around_an_article_do_not_matter(lang: str) -> None:
    """Where there are paragraphs, they alone are read."""
    found = identify(MENU + "\n".join([TEXTS[lang]] * 3) + "\n" + MENU, EXPECTED)
    assert (found.lang, found.doubtful) == (lang, False)


def test_markup_and_addresses_do_not_matter() -> None:
    """They are no words of the article."""
    tags = '<a href="https://www.example.org/news/index.html?utm_source=rss" class="read-more">{}</a> '
    text = " ".join(tags.format(word) for word in TEXTS["tr"].split()) + " www.example.org info@example.org"
    found = identify(text, EXPECTED)
    assert (found.lang, found.doubtful) == ("tr", False)


def test_foreign_names_do_not_matter() -> None:
    """A Russian text about Kazakh places is Russian."""
    text = "Журналисты приехали в посёлок и поговорили с жителями о воде и дорогах. " * 12
    assert identify(text + "Материал вышел в газете «Өңір үні».", EXPECTED).lang == "ru"


def test_pieces_of_a_long_text_are_read_from_all_of_it() -> None:
    """A long quotation at its beginning or end does not decide."""
    quotation, article = (TEXTS["de"] + " ") * 15, (TEXTS["kk"] + " ") * 60
    assert identify(f"{quotation}\n{article}", EXPECTED).lang == "kk"
    assert identify(f"{article}\n{quotation}", EXPECTED).lang == "kk"


@pytest.mark.parametrize(
    "text", [TEXTS["kk"], TEXTS["de"].upper(), "Le cafe\u0301 est ouvert, les e\u0301coles aussi"]
)
def test_scores_are_those_of_py3langid(text: str) -> None:
    """Worked out from its tables, they are what it says itself."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # no types

    plain = LanguageIdentifier.from_model_file(MODEL_FILE).rank(text)
    evidence = _evidence(text)
    assert evidence is not None
    root = len(unicodedata.normalize("NFC", text).encode()) ** 0.5
    for lang, score in plain[:5]:
        assert evidence.scores[lang] * root == pytest.approx(score, rel=1e-3)


@pytest.mark.parametrize("path", sorted(Path("seeds").glob("*.txt")), ids=lambda path: path.stem[:3])
def test_seeds(path: Path) -> None:
    """The five real articles are in the languages that one sees, without doubt."""
    lang = {"000": "kk", "001": "pl", "002": "ru", "003": "kk", "004": "kk"}[path.stem[:3]]
    found = identify(path.read_text(encoding="utf-8"), EXPECTED)
    assert (found.lang, found.doubtful) == (lang, False)

"""What the search index is made of."""

from __future__ import annotations

import json
import stat
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import HOSTILE, bitext, reviewed

from digest.encode import visible
from digest.errors import RenderError
from digest.settings import Settings, Term
from digest.values import Bitext
from digest.web.search import index_site
from digest.web.search.records import LANGUAGE, SENTENCE, Record, records
from digest.web.search.words import END, STEM_END, fold, keys, stem, words

LANGUAGES = ("en", "kk", "ky", "pl", "ru", "uk", "xx", "")
TOKAYEV = Term(
    name="Kassym-Jomart Tokayev",
    kind="person",
    variants={"kk": ("Қасым-Жомарт Тоқаев", "Тоқаев"), "pl": ("Tokajew",), "en": ("Tokayev", "Tokaev")},
)


def revealed(word: str) -> str:
    """What search.js shows for a hidden word."""
    return "".join(
        chr(ord(char) - (0xE000 if ord(char) < 0xF0000 else 0xF0000)) if is_hidden(char) else char
        for char in word
    )


def is_hidden(text: str) -> bool:
    """Whether it begins with a letter that is hidden from Pagefind."""
    return "\ue000" <= text[0] <= "\uf8ff" or text[0] >= "\U000f0000" or text[0] == "\ufffd"


def texts(record: Record) -> list[list[str]]:
    """The sentences that a record shows, of the original and of the translation."""
    found: list[list[str]] = [[]]
    for part in record.content.split(" ")[1:]:
        if part == LANGUAGE:
            found.append([])
        elif part == SENTENCE:
            found[-1].append("")
        elif is_hidden(part):
            found[-1][-1] = f"{found[-1][-1]} {revealed(part)}".strip()
    return found


def found_by(record: Record) -> set[str]:
    """What Pagefind finds a record by."""
    return {part.rstrip(END + STEM_END) for part in record.content.split(" ") if not is_hidden(part)}


# Words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("człowieka", "czlowieka"),
        ("Łódź", "lodz"),
        ("Қазақстан", "казакстан"),
        ("Әшімбаев", "ашимбаев"),
        ("өңірлік ҰЙЫМ", "онирлик уйым".replace("й", "и")),
        ("Королёв", "королев"),
        ("Київ", "киив"),
        ("café №1", "cafe no1"),
        ("a\u02d0b\u02d1", "ab"),
    ],
)
def test_case_and_diacritics_fold_away(typed: str, folded: str) -> None:
    """A word is looked up as it is typed on another keyboard."""
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", "policy policies"),
        ("en", "reform reforms reforming reformed"),
        ("ru", "реформа реформы реформами реформах"),
        ("ru", "казахстанский казахстанская казахстанского"),
        ("pl", "człowieka człowiekiem człowiekowi"),
        ("kk", "сенатор сенаторлар сенаторымен сенаторларының"),
        ("kk", "құқықтары құқықтарының құқықтарын"),
        ("ky", "реформа реформалар реформалардын"),
        ("uk", "реформи реформами реформах"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(lang: str, forms: str) -> None:
    """In every language of the digest."""
    assert len({stem(form, lang) for form in forms.split()}) == 1


@given(st.text(), st.sampled_from(LANGUAGES))
def test_a_stem_is_the_beginning_of_its_word(text: str, lang: str) -> None:
    """A browser finds it by shortening what was typed."""
    for word in words(text):
        assert word.startswith(stem(word, lang))
        assert stem(word, lang)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_no_key_begins_another(text: str, lang: str) -> None:
    """Each ends with a sign of its own: a word that is not there is not taken for a shorter one."""
    found = keys(text, lang)
    assert all(key[-1] in END + STEM_END for key in found)
    assert not any(one != other and other.startswith(one) for one in found for other in found)
    assert all(key[:-1].isalnum() and END not in key[:-1] and STEM_END not in key[:-1] for key in found)


# Records


def recorded(*bitexts: Bitext, glossary: Sequence[Term] = ()) -> tuple[Record, ...]:
    """The records of some articles."""
    return records(bitexts, Settings(glossary=tuple(glossary)))


def test_a_record_shows_both_texts_to_the_letter() -> None:
    """The title and each sentence, in the original and in the translation; none where there is none."""
    (record,) = recorded(
        bitext("Тақырып", "Бір, екі.", "Үш «төрт».", english=(reviewed("The title"), reviewed("One, two.")))
    )
    assert texts(record) == [["Тақырып", "Бір, екі.", "Үш «төрт»."], ["The title", "One, two.", ""]]


def test_an_article_in_the_target_language_stands_once() -> None:
    """It has no translation to show."""
    (record,) = recorded(bitext("A title", "One.", lang="en"))
    assert texts(record) == [["A title", "One."]]


@pytest.mark.parametrize("harm", HOSTILE)
def test_hostile_text_is_text(harm: str) -> None:
    """It comes out as it is seen, and gives the index nothing but letters and digits."""
    (record,) = recorded(bitext(harm, harm, english=(reviewed(harm), reviewed(harm)), source=harm))
    seen = unicodedata.normalize("NFC", " ".join(visible(harm).split()))
    assert [[" ".join(text.split()) for text in language] for language in texts(record)] == [[seen] * 2] * 2
    assert all(found.isalnum() for found in found_by(record) - {SENTENCE, LANGUAGE})


def test_what_is_withheld_is_not_there() -> None:
    """Neither to be shown nor to be found, not even by the names in it."""
    whole = bitext(
        "Тақырып", "Бір.", "Тоқаев айтты.", english=(None, reviewed("One."), reviewed("Tokayev spoke."))
    )
    (record,) = recorded(replace(whole, withheld=1), glossary=[TOKAYEV])
    assert texts(record) == [["Тақырып", "Бір."], ["", "One."]]
    assert not {"tokayev", "tokaev", "токаев", "spoke"} & found_by(record)


def test_a_name_is_found_by_every_spelling_and_shown_in_its_own() -> None:
    """The other spellings stand behind the name itself, so that it is marked."""
    (record,) = recorded(bitext("Тақырып", "Кеше Тоқаев айтты."), glossary=[TOKAYEV])
    assert {"tokayev", "tokaev", "tokajew", "kassym"} <= found_by(record)
    row = record.content.split(" ")
    name = next(place for place, part in enumerate(row) if is_hidden(part) and revealed(part) == "Тоқаев")
    after = next(place for place, part in enumerate(row) if is_hidden(part) and revealed(part) == "айтты.")
    assert any(part.startswith("tokaev") for part in row[name:after])
    assert "Tokaev" not in "".join(texts(record)[0])


def test_a_record_can_be_filtered_and_sorted() -> None:
    """By language, source, topic and year; what is unknown is left out, and comes last."""
    known = bitext("Бір", source="Egemen", topics=("Law", "Reform"), date=date(2024, 3, 26), slug="known")
    first, second = recorded(known, bitext("Екі", slug="unknown"))
    assert first.filters == {
        "language": ("Қазақша",),
        "source": ("Egemen",),
        "topic": ("Law", "Reform"),
        "year": ("2024",),
    }
    assert second.filters == {"language": ("Қазақша",)}
    assert (first.sort, second.sort) == ({"date": "20240326"}, {"date": "0"})


# The index


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


SOME = tuple(
    bitext(
        f"Тақырып {number}",
        "Бір сөйлем.",
        english=(reviewed(f"Title {number}"),),
        slug=f"s{number}",
        source=f"Source {number % 20}",
        topics=(f"Topic {number % 30}", f"Topic {number % 7}"),
        date=date(2000 + number, 1, 1),
    )
    for number in range(30)
)


def test_the_same_articles_give_the_same_bytes(tmp_path: Path) -> None:
    """In any order, in any folder, also over an older index."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    index_site(one, SOME, Settings())
    index_site(other, SOME[:3], Settings())
    index_site(other, SOME[::-1], Settings())
    assert files(one) == files(other)


def test_only_what_the_search_loads_is_there(tmp_path: Path) -> None:
    """Pagefind's own interfaces are not, and nothing of the build."""
    index_site(tmp_path, SOME, Settings())
    names = {path.name for path in (tmp_path / "pagefind").iterdir() if path.suffix != ".pf_meta"}
    assert names == {
        "filter",
        "fragment",
        "index",
        "pagefind-entry.json",
        "pagefind-worker.js",
        "pagefind.js",
        "wasm.unknown.pagefind",
        "words.json",
    }


def test_without_articles_there_is_an_index_that_says_so(tmp_path: Path) -> None:
    """The search of an empty digest works and finds nothing."""
    index_site(tmp_path, (), Settings())
    assert json.loads((tmp_path / "pagefind" / "words.json").read_bytes())["articles"] == 0


def test_dates_are_written_in_the_languages_of_the_pages(tmp_path: Path) -> None:
    """A browser need not know how Kazakh writes a date."""
    index_site(tmp_path, SOME, Settings())
    dates = json.loads((tmp_path / "pagefind" / "words.json").read_bytes())["dates"]
    assert dates["kk"][2] == "{y}\u00a0ж. {d} наурыз"
    assert dates["en"][2] == "{d} March {y}"
    assert all(len(months) == 12 for months in dates.values())


def program(path: Path, lines: str) -> str:
    """A program that stands in for Pagefind."""
    path.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("", "stopped before it was done"),
        (
            "import base64, sys\n"
            'message = b\'{"message_id": 1, "payload": {"type": "Error", "message": "no room"}}\'\n'
            "sys.stdout.write(base64.b64encode(message).decode() + ',')",
            "Pagefind says: no room",
        ),
    ],
)
def test_a_failure_of_pagefind_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: str, said: str
) -> None:
    """Whether it says why or just stops."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program(tmp_path / "pagefind-stub", lines))
    with pytest.raises(RenderError, match=said):
        index_site(tmp_path, SOME[:1], Settings())


def test_a_missing_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do about it."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "nothing"))
    with pytest.raises(RenderError, match="cannot be run"):
        index_site(tmp_path, SOME[:1], Settings())

"""Articles that repeat another are named on its page, and not built twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from samples import HOSTILE, bitext

from bench.digests import bitexts
from digest import reading
from digest.build import build, gather
from digest.commands.report import as_json
from digest.credits import also_published
from digest.print.article_data import article_data, texts
from digest.print.options import Layout, PrintOptions
from digest.project import Contents, Project
from digest.read.copies import originals, signature
from digest.reading import read_articles
from digest.settings import Settings
from digest.store import Store
from digest.values import Article, BitextKey, Copy, Seed
from digest.web.pages.articles import original_page, parallel_page
from digest.web.pages.context import Context

TEXT = (
    "Мост через Иртыш открыли для движения утром в понедельник, и первыми по нему проехали автобусы.",
    "Его ремонтировали почти два года, а всё это время машины шли по временной переправе ниже по реке.",
    "Следующим закроют на ремонт путепровод у вокзала, для него уже готовят проект и ищут деньги в бюджете.",
    "В городской администрации обещают, что с нового года по мосту пойдут ещё два маршрута из пригородов.",
    "Жители левого берега просили об этом с тех пор, как закрылась переправа возле старого элеватора.",
)
LETTERS = "бвгджзклмнпрстфхцчшщ"
SIGNATURE = "efab500a248cb80b578bb4a918aab26f"
KAZAKH = (
    "Ауыл маңындағы көпір екі жылға созылған жөндеуден кейін дүйсенбі күні таңертең ашылды.",
    "Тұрғындар енді қалаға жету үшін отыз шақырым айналып жүрмейді, жол жарты сағатқа қысқарды.",
    "Келесі жылы осы жерде жаңа аялдама мен жаяу жүргіншілерге арналған жарық орнатылады.",
)


def _article(slug: str, body: tuple[str, ...] = TEXT, title: str = "Мост открыт", **facts: object) -> Article:
    article = Article(slug, "ru", title, body, slug, file=f"seeds/{slug}.txt")
    return replace(article, **facts)  # type: ignore[arg-type]  # the names are the caller's


def _firsts(*articles: Article) -> tuple[int, ...]:
    return originals(articles, [signature(article.title, article.body) for article in articles])


# What repeats what


def test_the_same_text_is_a_copy() -> None:
    """Of the first one."""
    assert _firsts(_article("a"), _article("b"), _article("c", KAZAKH), _article("d")) == (0, 0, 2, 0)


def test_an_agencys_text_with_a_sentence_more_is_a_copy() -> None:
    """A site puts its own headline above it and its own line below."""
    other = (*TEXT, "Подписывайтесь на наш канал в мессенджере.")
    assert _firsts(_article("a"), _article("b", other, "По мосту через Иртыш пошли автобусы")) == (0, 0)


@pytest.mark.parametrize(
    "body",
    [
        TEXT[:3],
        tuple(sentence.replace(" и ", " или ").replace("по ", "") for sentence in TEXT[:3]) + KAZAKH,
        tuple(" ".join(reversed(sentence.split())) for sentence in TEXT),
    ],
)
def test_what_has_much_less_in_common_is_no_copy(body: tuple[str, ...]) -> None:
    """Half of a text, parts of it, its words in another order."""
    assert _firsts(_article("a"), _article("b", body)) == (0, 1)


def test_the_same_words_about_other_numbers_are_no_copy() -> None:
    """A report of rates says the same every day."""
    rates = "Доллар стоит {} тенге, евро {} тенге, рубль {} тенге. " + " ".join(TEXT)
    monday, tuesday = rates.format(447, 485, 4), rates.format(451, 490, 5)
    assert _firsts(_article("a", (monday,)), _article("b", (tuesday,))) == (0, 1)
    assert _firsts(_article("a", (monday,)), _article("b", (monday + " Конец.",))) == (0, 0)


@pytest.mark.parametrize(("one", "other"), [("Да.", "Нет."), ("Да.", "Да, да."), ("…", "—")])
def test_short_texts_are_told_apart(one: str, other: str) -> None:
    """Those that have less than a run of words, or none."""
    assert _firsts(_article("a", (one,), "А"), _article("b", (other,), "Б")) == (0, 1)


def test_the_first_by_date_counts() -> None:
    """Then the first of the files; an article without a date comes last."""
    unknown, late, early = (
        _article("a"),
        _article("b", date=date(2024, 3, 2)),
        _article("c", date=date(2024, 3, 1)),
    )
    assert _firsts(unknown, late, early) == (2, 2, 2)
    assert _firsts(late, replace(late, slug="d")) == (0, 0)


def test_each_copy_is_like_the_one_that_names_it() -> None:
    """A text that changes step by step does not end on the page of another text."""
    endings = ("ала", "оло", "уру", "ини", "еке", "ыты", "яна", "юма")
    old, new = (
        [" ".join(one + end + last for end in endings) + "." for one in LETTERS] for last in ("", "м")
    )
    steps = [tuple(new[:number] + old[number:]) for number in range(4)]
    assert _firsts(*(_article(str(number), body) for number, body in enumerate(steps))) == (0, 0, 2, 2)


def test_a_signature_is_the_same_on_every_machine() -> None:
    """It is kept, and compared with that of another run."""
    assert signature("Мост", ("Мост открыли утром в понедельник.",)).hex()[:32] == SIGNATURE


def test_made_up_articles_are_no_copies() -> None:
    """They are made of few phrases, and no two say the same."""
    articles = [one.article for one in bitexts(150)]
    assert _firsts(*articles) == tuple(range(150))


# In a build

SEED = "{}\n\n{}\n\nДата: {}\n\nИсточник: {}\n"


def _seed(name: str, source: str, day: str, title: str = "Мост через Иртыш открыли", end: str = "") -> Seed:
    text = SEED.format(title, "\n\n".join((*TEXT, *filter(None, [end]))), day, source)
    return Seed(f"seeds/{name}.txt", text.encode())


ONE = _seed("one", "Речной край", "2.3.2024")
TWO = _seed("two", "Степной вестник", "1.3.2024", end="Это важное событие для всего города.")


def test_a_copy_is_left_out_and_named() -> None:
    """The earlier one is built, and knows the other; a finding names both files."""
    read = read_articles(Contents(Settings(), seeds=(ONE, TWO)))
    (article,) = read.articles
    assert article.slug == "two"
    assert article.copies == (Copy("one", "seeds/one.txt", source="Речной край"),)
    (finding,) = read.findings
    assert (finding.file, read.rejected) == ("seeds/one.txt", ())
    assert finding.message == "nearly the same article as seeds/two.txt: it has no page of its own"
    assert "copies: keep" in finding.remedy


def test_copies_may_be_kept() -> None:
    """With `copies: keep` each has its page, and nothing is said."""
    read = read_articles(Contents(Settings(copies="keep"), seeds=(ONE, TWO)))
    assert [article.slug for article in read.articles] == ["one", "two"]
    assert (read.findings, {article.copies for article in read.articles}) == ((), {()})


def test_rows_that_stand_in_two_tables_are_one_article() -> None:
    """Exports overlap: the row has the same name in both, and is no error."""
    row = f'"Мост","{" ".join(TEXT)}",https://a.example/1\n'
    seeds = (
        Seed("seeds/march.csv", f"title,text,url\n{row}".encode()),
        Seed("seeds/april.csv", f'title,text,url\n"Школа","{" ".join(KAZAKH)}",x\n{row}'.encode()),
    )
    read = read_articles(Contents(Settings(), seeds=seeds))
    assert (len(read.articles), read.rejected) == (2, ())
    assert [(one.file, one.place) for one in read.findings] == [("seeds/april.csv", "row 3")]


def test_the_store_gives_the_same_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where nothing has changed nothing is compared."""
    contents = Contents(Settings(), seeds=(ONE, TWO, _seed("three", "Газета", "5.3.2024")))
    plain = read_articles(contents)
    with Store(tmp_path) as store:
        assert read_articles(contents, store) == plain
    monkeypatch.setattr(reading, "_originals", lambda *_: pytest.fail("compared again"))
    with Store(tmp_path) as store:
        assert read_articles(contents, store) == plain


def test_the_memory_of_a_copy_stays_and_is_used(tmp_path: Path) -> None:
    """Its file is not touched, and the article that is built finds its sentences."""
    for seed in (ONE, TWO):
        path = tmp_path / seed.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(seed.raw)
    (tmp_path / "digest.yml").write_text("copies: keep\n", encoding="utf-8")
    project = Project(tmp_path)
    build(project, lambda _: None)
    memory = tmp_path / "translations/en/one.po"
    po = memory.read_text(encoding="utf-8")
    source = f'msgid "{TEXT[0]}"\nmsgstr ""'
    po = po.replace(source, source.replace('msgstr ""', 'msgstr "The bridge is open."'))
    assert "The bridge is open." in po
    memory.write_text(po, encoding="utf-8", newline="\n")
    (tmp_path / "digest.yml").write_text("", encoding="utf-8")
    digest = build(project, lambda _: None)
    assert memory.read_text(encoding="utf-8") == po
    (bitext,) = digest.bitexts
    assert bitext.key == BitextKey("two", "en")
    assert "The bridge is open." in [pair.translation.text for pair in bitext.pairs if pair.translation]
    assert as_json(gather(project))["findings"][0]["file"] == "seeds/one.txt"


# On the page and in print


def _copies(*copies: tuple[str | None, str | None]) -> tuple[Copy, ...]:
    return tuple(
        Copy(f"c{n}", f"seeds/c{n}.txt", source=name, source_url=url) for n, (name, url) in enumerate(copies)
    )


def test_who_else_published_an_article() -> None:
    """Each publisher once, and not the article's own; one without a name goes by its host."""
    copies = _copies(
        ("Степь", "https://steppe.example/1"),
        ("степь", None),
        (None, "https://www.portal.example/a"),
        (None, None),
        ("Край", "https://other.example/"),
        (None, "https://krai.example/b"),
        (None, "https://[broken"),
    )
    article = _article("a", source="Край", source_url="https://krai.example/a", copies=copies)
    assert [(one.name, one.url) for one in also_published(article)] == [
        ("Степь", "https://steppe.example/1"),
        ("portal.example", "https://www.portal.example/a"),
    ]


def test_the_page_names_and_links_them() -> None:
    """On both pages, each in its language."""
    one = bitext("Тақырып", "Сөйлем.", copies=_copies(("Дала", "https://dala.example/1"), ("Жаңалық", None)))
    parallel, original = parallel_page(one, Context()).text, original_page(one, Context()).text
    assert '<p class="dg-copies">Also published by' in parallel
    assert '<a href="https&#58;&#47;&#47;dala.example&#47;1" rel="external noopener noreferrer">' in parallel
    assert ">Дала</bdi></a>, <bdi" in parallel
    assert "Бұл мәтінді жариялаған басқа басылымдар" in original


def test_a_page_without_copies_says_nothing_of_them() -> None:
    """As before."""
    assert "dg-copies" not in parallel_page(bitext("Тақырып", "Сөйлем."), Context()).text


@pytest.mark.parametrize("text", HOSTILE)
def test_the_names_of_others_are_text(text: str) -> None:
    """Whatever they hold, and whatever their address is."""
    one = bitext("Тақырып", "Сөйлем.", copies=_copies((text, text), ("B", "javascript:alert(1)")))
    page = parallel_page(one, Context()).text
    assert "<script" not in page
    assert "javascript:" not in page


def test_print_names_them_too() -> None:
    """Among the credits, and among what must have its letters in the fonts."""
    one = bitext("Тақырып", "Сөйлем.", copies=_copies(("Дала", "https://dala.example/1"), ("Жаңалық", None)))
    data = article_data(one, PrintOptions(Settings()), 60)
    assert "Also published by: Дала, Жаңалық" in str(data["credits"])
    assert [text for place, text in texts(one, Layout.COLUMNS) if place == "copies"] == ["Дала", "Жаңалық"]

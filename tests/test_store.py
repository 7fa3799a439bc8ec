"""What was computed is kept, never trusted over its hash, and never changes what comes out."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from reading import extract
from samples import bitext, machine, reviewed

from bench import digests
from digest import reading as reading_step
from digest.build import build, gather
from digest.digest import Digest
from digest.errors import SeedError
from digest.project import Contents, Project
from digest.read.draft import Draft
from digest.read.seed import Reading, reading_of
from digest.reading import read_articles
from digest.settings import Settings, Topic
from digest.store import FOLDER, Step, Store, recipe
from digest.values import Article, Bitext, Cut, PlannedPage, Seed, Segment
from digest.web.pages import plan, render

STEP = Step.of("double", list[int], "recipe 1")
# The SHA-256 over the paths and texts of the pages of 1,000 made-up articles, as they were before there was a
# store. When pages change on purpose, the failing test prints the new one.
PAGES_OF_1000 = "749f36ec006f2dfb55ad848069598cdc3413611e118e0c00b64efa84a7fc5f71"


class Doubling:
    """A step that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, missing: Sequence[int]) -> Iterable[list[int] | Exception]:
        """Compute."""
        for number in missing:
            self.asked.append(number)
            yield [number, number] if number >= 0 else ValueError("negative")


def _ask(folder: Path | None, *numbers: int, step: Step[list[int]] = STEP) -> tuple[list[object], list[int]]:
    """The results for numbers, and which of them were computed."""
    doubling = Doubling()
    with Store(folder) as store:
        results: list[object] = [*store.results(step, numbers, doubling)]
        return results, doubling.asked


def test_a_result_is_computed_once(tmp_path: Path) -> None:
    """The second run finds it; the order of the inputs is the order of the results."""
    assert _ask(tmp_path, 1, 2) == ([[1, 1], [2, 2]], [1, 2])
    assert _ask(tmp_path, 3, 2, 1) == ([[3, 3], [2, 2], [1, 1]], [3])


def test_another_recipe_computes_anew(tmp_path: Path) -> None:
    """The program's code and the settings belong to the key."""
    _ask(tmp_path, 1)
    assert _ask(tmp_path, 1, step=Step.of("double", list[int], "recipe 2"))[1] == [1]
    assert _ask(tmp_path, 1, step=Step.of("twice", list[int], "recipe 1"))[1] == [1]


def test_an_exception_is_not_kept(tmp_path: Path) -> None:
    """It stands in its place among the results, and is found again by computing."""
    for _ in range(2):
        results, asked = _ask(tmp_path, -1)
        assert (str(results[0]), asked) == ("negative", [-1])


def test_half_a_surrogate_pair_is_computed_each_time(tmp_path: Path) -> None:
    """Python's text may hold one, msgpack's may not."""
    step = Step.of("twice", str, "recipe 1")

    def twice(missing: Sequence[str]) -> Iterable[str]:
        return [text * 2 for text in missing]

    for _ in range(2):
        with Store(tmp_path) as store:
            texts = ["a", "\ud800", "\udc00"]
            assert store.results(step, texts, twice) == [text * 2 for text in texts]
    with Store(tmp_path) as store:
        keys = [step.key(text) for text in texts]
        assert len(set(keys)) == 3
        assert dict(store.load(step, keys)) == {keys[0]: "aa"}


def test_without_a_folder_nothing_is_kept() -> None:
    """Everything is computed each time."""
    assert _ask(None, 1)[1] == _ask(None, 1)[1] == [1]


def test_git_does_not_see_the_store(tmp_path: Path) -> None:
    """Its folder ignores itself, whatever the digest's own .gitignore says."""
    _ask(tmp_path, 1)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    found = subprocess.run(
        ["git", "-C", str(tmp_path), "status", "--porcelain"], capture_output=True, text=True, check=True
    )
    assert found.stdout == ""


@pytest.mark.parametrize("damage", ["value", "noise", "layout", "empty", "folder"])
def test_a_damaged_store_is_worked_around(tmp_path: Path, damage: str) -> None:
    """A value that is not what was kept, a file that is no database: the results are right all the same."""
    _ask(tmp_path, 1)
    file = tmp_path / FOLDER / "results.sqlite"
    if damage == "value":
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE results SET value = ?", (b"\x00" * 8 + b"\x92\x07\x07",))
        connection.close()
    elif damage == "layout":
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        file.unlink()
        if damage == "folder":
            file.mkdir()
        else:
            file.write_bytes(b"" if damage == "empty" else b"no database at all" * 100)
    assert _ask(tmp_path, 1, 2)[0] == [[1, 1], [2, 2]]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """Reading a digest on a read-only disk works."""
    tmp_path.chmod(0o500)
    assert _ask(tmp_path, 1)[0] == [[1, 1]]


TWO_AT_ONCE = """
import sys
from pathlib import Path
from typing import Any
from digest.store import Step, Store
step = Step.of("square", int, "1")
for _ in range(20):
    with Store(Path(sys.argv[1])) as store:
        squares = store.results(step, range(300), lambda missing: [n * n for n in missing])
        assert squares == [n * n for n in range(300)]
"""


def test_two_processes_share_it(tmp_path: Path) -> None:
    """Neither fails, and both have the right results."""
    running = [
        subprocess.Popen([sys.executable, "-c", TWO_AT_ONCE, str(tmp_path)], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors.decode()


def test_the_projects_values_come_back_equal(tmp_path: Path) -> None:
    """An article with dates, tuples and cuts."""
    article = gather(Project(ROOT)).bitexts[0].article
    step = Step.of("article", Article, "1")
    with Store(tmp_path) as store:
        store.save(step, {b"k": article})
    with Store(tmp_path) as store:
        assert dict(store.load(step, [b"k"])) == {b"k": article}
    assert isinstance(article.cuts[0], Cut)


def test_a_recipe_is_the_code_and_the_data() -> None:
    """It names every file by its path and content."""
    assert recipe("read") != recipe("read/clutter") != recipe("data")


# What the steps keep


SEED = Seed(
    "seeds/a.txt", "Новый закон вступил в силу\n\nПарламент принял закон в мае. Он вступил в силу.\n".encode()
)


def test_editing_a_topic_reads_no_article_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The topic is on the article at once, and nothing was extracted."""
    with Store(tmp_path) as store:
        read_articles(Contents(Settings(), seeds=(SEED,)), store)
    monkeypatch.setattr("digest.reading.reading_of", lambda *_: pytest.fail("an article was read again"))
    topics = (Topic(name="Laws", words=("закон",)),)
    with Store(tmp_path) as store:
        (article,) = read_articles(Contents(Settings(topics=topics), seeds=(SEED,)), store).articles
    assert article.topics == ("Laws",)


def test_a_date_in_the_future_is_left_out_until_it_has_come(tmp_path: Path) -> None:
    """Whatever day an article was first read on, since what is kept depends on none."""
    seed = Seed("seeds/c.txt", SEED.raw.replace(b"\n\n", b"\n\n5.05.2024\n\n", 1))
    day = date(2024, 5, 5)
    for latest, found in ((date(2024, 5, 4), None), (day, day), (date(2024, 5, 4), None), (None, day)):
        with Store(tmp_path) as store:
            (article,) = read_articles(Contents(Settings(), seeds=(seed,), latest=latest), store).articles
        assert article.date == found


def test_a_digest_states_no_date_in_the_future(tmp_path: Path) -> None:
    """Neither a build nor a command that only reads takes a date that has not come."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "digest.yml").write_text("copies: keep\n", encoding="utf-8")
    for name, printed in (("late", b"5.05.2098"), ("past", b"5.05.2024")):
        raw = SEED.raw.replace(b"\n\n", b"\n\n" + printed + b"\n\n", 1)
        (tmp_path / f"seeds/{name}.txt").write_bytes(raw)
    project = Project(tmp_path)
    for digest in (gather(project), build(project, lambda _: None)):
        found = {bitext.article.slug: bitext.article.date for bitext in digest.bitexts}
        assert found == {"late": None, "past": date(2024, 5, 5)}


def test_a_late_article_is_the_only_one_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On another day the others come from the store."""
    late = Seed("seeds/c.txt", SEED.raw.replace(b"\n\n", b"\n\n5.05.2024\n\n", 1))
    with Store(tmp_path) as store:
        read_articles(Contents(Settings(), seeds=(SEED, late), latest=date(2024, 5, 3)), store)
    read = []

    def remembered(seed: Seed, settings: Settings, latest: date | None) -> Reading:
        read.append(seed.name)
        return reading_of(seed, settings, latest)

    monkeypatch.setattr("digest.reading.reading_of", remembered)
    with Store(tmp_path) as store:
        read_articles(Contents(Settings(), seeds=(SEED, late), latest=date(2024, 5, 4)), store)
    assert read == [late.name]


def test_topics_are_those_of_a_whole_reading() -> None:
    """Whether they are found while an article is read or after it."""
    settings = Settings(topics=(Topic(name="Laws", words=("закон",)), Topic(name="Else", words=("нет",))))
    assert read_articles(Contents(settings, seeds=(SEED,))).articles == (extract(SEED, settings),)


def test_a_seed_without_an_article_is_reported_each_time(tmp_path: Path) -> None:
    """A rejection is not kept."""
    for _ in range(2):
        with Store(tmp_path) as store:
            seeds = (Seed("seeds/b.txt", b"\x00\x01\x02" * 50), SEED)
            read = read_articles(Contents(Settings(), seeds=seeds), store)
        assert [error.file for error in read.rejected] == ["seeds/b.txt"]
        assert all(isinstance(error, SeedError) for error in read.rejected)
        assert len(read.articles) == 1


# The same bytes


def _hash_of(pages: Iterable[tuple[str, str]]) -> str:
    lines = (f"{path} {hashlib.sha256(text.encode()).hexdigest()}" for path, text in sorted(pages))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _texts(planned: Iterable[PlannedPage]) -> Iterable[tuple[str, str]]:
    return ((page.path, page.render().text) for page in planned)


def test_the_five_articles_are_the_same_with_and_without_the_store(tmp_path: Path) -> None:
    """Pages, computed and found, to the byte; and every hash that is known is that of the page."""
    plain = {page.path: page.text for page in render(gather(Project(ROOT)))}
    for _ in range(2):
        with Store(tmp_path) as store:
            planned = plan(gather(Project(ROOT), store), store)
            assert dict(_texts(planned)) == plain
    with Store(tmp_path) as store:
        for page in plan(gather(Project(ROOT), store), store):
            assert page.sha256 == hashlib.sha256(plain[page.path].encode()).digest()


def test_a_thousand_articles_are_the_same_as_ever(tmp_path: Path) -> None:
    """Those that are computed have the hash from before there was a store; those that are found, theirs."""
    digests.write(tmp_path, 1000)
    project = Project(tmp_path)
    with Store(tmp_path) as store:
        texts = dict(_texts(plan(gather(project, store), store)))
    assert _hash_of(texts.items()) == PAGES_OF_1000
    with Store(tmp_path) as store:
        for page in plan(gather(project, store), store):
            assert page.sha256 == hashlib.sha256(texts[page.path].encode()).digest()


# What an article changes


def _digest(*articles: Bitext) -> Digest:
    topics = (Topic(name="Laws", words=("закон",)), Topic(name="Else", words=("нет",)))
    return Digest(Settings(topics=topics), articles)


ONE = bitext(
    "Заголовок",
    "Первое.",
    "Второе.",
    slug="one",
    lang="ru",
    english=(reviewed("A title"), reviewed("First.")),
)
OTHER = bitext("Тақырып", "Бірінші.", slug="other", english=(reviewed("The title"), machine("The first.")))
OF_ARTICLE: Mapping[str, Any] = {
    "lang": "uk",
    "title": "Другой заголовок",
    "sha256": "f" * 64,
    "date": date(2024, 3, 26),
    "author": "Анна",
    "source": "Вестник",
    "source_url": "https://example.org/",
    "section": "Общество",
    "topics": ("Laws",),
    "byline": "Анна, корр.",
    "cuts": (Cut(1, "Реклама", "advertisement", "an advertisement"),),
}
OF_BITEXT: Mapping[str, Any] = {
    "pairs": (replace(ONE.pairs[0], translation=reviewed("Another title")), *ONE.pairs[1:]),
    "reviewers": ("Anna",),
    "withheld": 1,
}
OTHERS = {
    **{
        name: replace(ONE, article=replace(ONE.article, **{name: value}))
        for name, value in OF_ARTICLE.items()
    },
    **{name: replace(ONE, **{name: value}) for name, value in OF_BITEXT.items()},
    "status": replace(ONE, pairs=(*ONE.pairs[:2], replace(ONE.pairs[2], translation=machine("Second.")))),
    "a person's work": replace(
        ONE, pairs=tuple(replace(pair, translation=machine("x")) for pair in ONE.pairs)
    ),
    "no title": replace(ONE, pairs=(replace(ONE.pairs[0], translation=None), *ONE.pairs[1:])),
}


@pytest.mark.parametrize("change", OTHERS)
def test_no_page_is_kept_that_would_come_out_otherwise(tmp_path: Path, change: str) -> None:
    """Whatever changes in an article: what is known of a page afterwards is what it would be made as."""
    with Store(tmp_path) as store:
        list(_texts(plan(_digest(ONE, OTHER), store)))
    after = _digest(OTHERS[change], OTHER)
    fresh = {page.path: page.text for page in render(after)}
    with Store(tmp_path) as store:
        known = {page.path: page.sha256 for page in plan(after, store)}
    assert known.keys() == fresh.keys()
    for path, sha256 in known.items():
        assert sha256 in (None, hashlib.sha256(fresh[path].encode()).digest()), path


def test_a_sentence_more_renders_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists show no sentence but the title."""
    more = replace(ONE, pairs=(*ONE.pairs, replace(ONE.pairs[1], segment=Segment(3, 2, 1, "Третье."))))
    with Store(tmp_path) as store:
        list(_texts(plan(_digest(ONE, OTHER), store)))
    monkeypatch.setattr("digest.web.pages.compose.lists", lambda *_: pytest.fail("a list was rendered"))
    with Store(tmp_path) as store:
        assert [page.path for page in plan(_digest(more, OTHER), store) if page.sha256 is None] == [
            "en/one.md",
            "ru/one.md",
        ]


def test_words_that_two_articles_share_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change in a third article does not look for them again, and they come out the same."""
    english = ("Council votes on the bridge over the Ertis", "Engineers from Pavlodar warned of cracks.")
    pair = [
        bitext("Көпір", "Көпір.", slug=slug, lang=lang, english=tuple(map(reviewed, english)))
        for slug, lang in (("a", "kk"), ("b", "pl"))
    ]
    with Store(tmp_path) as store:
        list(_texts(plan(_digest(*pair, ONE), store)))
    third = replace(ONE, pairs=(*ONE.pairs[:2], replace(ONE.pairs[2], translation=machine("Second."))))
    fresh = {page.path: page.text for page in render(_digest(*pair, third))}
    assert "Ertis" in fresh["en/a.md"].rpartition("dg-rows")[2]
    monkeypatch.setattr("digest.web.pages.related._published", lambda _: pytest.fail("looked for again"))
    with Store(tmp_path) as store:
        assert dict(_texts(plan(_digest(*pair, third), store))) == fresh


# Files of many articles

TABLE = "title,text,date\n"
ROWS = tuple(
    f"{name},{text},{day}\n"
    for name, text, day in (
        ("Мост", "Мост через реку открыли утром в пятницу после долгого ремонта.", "1.2.2024"),
        ("Школа", "Новую школу на триста мест открыли в посёлке в воскресенье утром.", "2.2.2098"),
        ("Рынок", "На площади города открыли новый крытый рынок с двумя этажами.", "3.2.2024"),
        ("Пустая", "", "4.2.2024"),
    )
)


def _table(*rows: str) -> Contents:
    return Contents(
        Settings(), seeds=(Seed("seeds/t.csv", (TABLE + "".join(rows)).encode()),), latest=date(2030, 1, 1)
    )


def test_a_row_more_reads_no_other_row_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it stands; and what comes out is what comes out without the store."""
    with Store(tmp_path) as store:
        read_articles(_table(*ROWS[1:]), store)
    plain = read_articles(_table(*ROWS))
    asked: list[str] = []
    read_part = reading_step._part

    def counted(item: tuple[str, Draft, Settings]) -> Article | SeedError:
        asked.append(item[1].slug)
        return read_part(item)

    monkeypatch.setattr("digest.reading._part", counted)
    with Store(tmp_path) as store:
        assert read_articles(_table(*ROWS), store).articles == plain.articles
    assert [slug.split("-")[0] for slug in asked] == ["most"]
    assert [(one.title, one.place, one.date) for one in plain.articles] == [
        ("Мост", "row 2", date(2024, 2, 1)),
        ("Школа", "row 3", None),
        ("Рынок", "row 4", date(2024, 2, 3)),
    ]
    assert [(one.place, one.found) for one in plain.rejected] == [("row 5", "no text")]


def test_a_late_row_is_read_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file is not taken apart again at each build."""
    with Store(tmp_path) as store:
        plain = read_articles(_table(*ROWS), store)
    monkeypatch.setattr("digest.reading._by_parts", lambda *_: pytest.fail("taken apart again"))
    with Store(tmp_path) as store:
        assert read_articles(_table(*ROWS), store).articles == plain.articles

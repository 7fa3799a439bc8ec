"""Most articles need no more than their PO file; what comes out is as if each went through `translate`."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from digest.addresses import memory_path
from digest.errors import MemoryFileError
from digest.store import Store
from digest.translation import memory as tm
from digest.translation import po
from digest.translation.bitexts import Task, Translated, translated
from digest.translation.checks import checked
from digest.translation.engines.fake import FakeEngine
from digest.translation.po import Memory
from digest.translation.translate import translate
from digest.values import Article, BitextKey, LanguagePair, Pair

SENTENCES = (
    "Об этом сообщает агентство.",
    "Депутаты обсудили закон.",
    "Голосование пройдёт в марте.",
    "Закон вступит в силу в мае.",
    "Совещание состоялось в Астане.",
)


def _article(slug: str, *sentences: str, lang: str = "ru") -> Article:
    return Article(slug, lang, f"Заголовок {slug}", sentences, "0" * 64)


def _filled(articles: list[Article], engine: FakeEngine) -> dict[BitextKey, bytes]:
    """The PO files that a first build of some articles writes."""
    files: dict[BitextKey, bytes] = {}
    _run(articles, files, engine, Store())
    return files


def _run(
    articles: list[Article], files: dict[BitextKey, bytes], engine: FakeEngine | None, store: Store
) -> Translated:
    """Translate, and write the PO files that change, as a build does."""

    def save(slug: str, new: Memory, before: Memory | None) -> None:
        if not tm.unchanged(before, new):
            files[BitextKey(slug, "en")] = po.render(new).encode()

    return translated(Task(articles, dict(files), "en"), engine, store, on_article_done=save)


def _confirm(files: dict[BitextKey, bytes], slug: str, sentence: str, text: str) -> None:
    """Have a person write a translation into a file."""
    key = BitextKey(slug, "en")
    memory = po.parse(files[key].decode(), "x")
    machine = next(entry.text for entry in memory.live if entry.source == sentence)
    before = f'msgid "{sentence}"\nmsgstr "{machine}"'
    content = files[key].decode()
    entry = content[: content.index(before)].rpartition("\n\n")[2]
    content = content.replace(f"{entry}{before}", f'msgid "{sentence}"\nmsgstr "{text}"')
    files[key] = content.encode()


def _texts(pairs: tuple[Pair, ...]) -> list[str | None]:
    return [pair.translation.text if pair.translation else None for pair in pairs]


def test_what_is_complete_asks_nobody(tmp_path: Path) -> None:
    """No engine is asked, nothing is handed over to be saved, and a second run computes nothing."""
    articles = [_article("a", *SENTENCES[:2]), _article("b", *SENTENCES[1:])]
    files = _filled(articles, FakeEngine())
    engine, before = FakeEngine(), dict(files)
    with Store(tmp_path) as store:
        first = _run(articles, files, engine, store)
    assert (engine.asked, files) == ([], before)
    with Store(tmp_path) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr("digest.translation.bitexts._standing", lambda _: pytest.fail("computed again"))
        assert _run(articles, files, engine, store) == first


def test_a_persons_sentence_reaches_the_other_articles(tmp_path: Path) -> None:
    """It takes the place of what a machine wrote for the same sentence elsewhere, and is saved there."""
    articles = [_article("a", *SENTENCES[:2]), _article("b", SENTENCES[0])]
    files = _filled(articles, FakeEngine())
    _confirm(files, "a", SENTENCES[0], "The agency reports this.")
    with Store(tmp_path) as store:
        result = _run(articles, files, None, store)
    assert _texts(result.bitexts[1].pairs)[1] == "The agency reports this."
    assert b'msgstr "The agency reports this."' in files[BitextKey("b", "en")]


def test_flags_are_part_of_the_pairs(tmp_path: Path) -> None:
    """Of what comes from the engine, and of what comes from the store."""
    article = _article("a", "В зале было 15 человек.")
    files = _filled([article], FakeEngine({"В зале было 15 человек.": "The hall was full."}))
    for _ in range(2):
        with Store(tmp_path) as store:
            (bitext,) = _run([article], files, None, store).bitexts
        assert [flag.check for flag in bitext.pairs[1].flags] == ["numbers"]


def test_a_broken_file_is_named_each_time(tmp_path: Path) -> None:
    """An error is not kept, and stops the run before anything is written."""
    files = {BitextKey("a", "en"): b"no PO\n"}
    for _ in range(2):
        with Store(tmp_path) as store, pytest.raises(MemoryFileError, match=r"translations/en/a\.po: line 1"):
            _run([_article("a", SENTENCES[0])], files, None, store)


def _plainly(
    articles: list[Article], files: Mapping[BitextKey, bytes], engine: FakeEngine
) -> tuple[list[tuple[Pair, ...]], dict[str, Memory]]:
    """What comes of every article going through `translate`."""
    memories = {key.slug: po.parse(raw.decode(), memory_path(key)) for key, raw in files.items()}
    result = translate(articles, memories, engine, "en")
    pairs = [
        checked(bitext.pairs, LanguagePair(bitext.article.lang, bitext.target)) for bitext in result.bitexts
    ]
    return pairs, dict(result.memories)


@pytest.mark.parametrize("seed", range(25))
def test_it_is_as_if_every_article_were_translated(tmp_path: Path, seed: int) -> None:
    """Over random archives with edits, removed articles and missing sentences; with the store, and again."""
    chance = random.Random(seed)
    articles = [
        _article(
            f"n{number}", *chance.sample(SENTENCES, chance.randint(1, 4)), lang=chance.choice(["ru", "uk"])
        )
        for number in range(6)
    ] + [_article("own", "It is in English.", lang="en")]
    files = _filled(articles, FakeEngine())
    for article in chance.sample(articles[:6], 3):
        _confirm(files, article.slug, article.body[0], f"A person wrote {chance.randint(1, 9)}.")
    gone = chance.choice(articles[:6])
    articles = [article for article in articles if article is not gone]
    changed = chance.randrange(5)
    articles[changed] = _article(articles[changed].slug, *SENTENCES[:2], "Новое предложение.", lang="ru")
    expected, memories = _plainly(articles, files, FakeEngine())
    with Store(tmp_path) as store:
        result = _run(articles, files, FakeEngine(), store)
    assert [bitext.pairs for bitext in result.bitexts] == expected
    for slug, memory in memories.items():
        assert tm.unchanged(po.parse(files[BitextKey(slug, "en")].decode(), slug), memory)
    expected, _ = _plainly(articles, files, FakeEngine())
    with Store(tmp_path) as store:
        again = _run(articles, files, FakeEngine(), store)
    assert [bitext.pairs for bitext in again.bitexts] == expected

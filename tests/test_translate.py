from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from digest.errors import EngineError
from digest.translation import memory as tm
from digest.translation import po
from digest.translation.engines.fake import FakeEngine
from digest.translation.po import Entry, Memory
from digest.translation.translate import Translated, translate
from digest.values import Article, Hypothesis, LanguagePair, Origin, Review, Status

RU, KK = LanguagePair("ru", "en"), LanguagePair("kk", "en")
SHARED = "Заседание состоялось в Астане."


def _article(slug: str, *body: str, lang: str = "ru", title: str = "") -> Article:
    return Article(slug, lang, title or f"Заголовок {slug}", body, sha256="0")


A = _article("a", f"{SHARED} Депутаты обсудили закон.", "Голосование пройдёт в марте.")
B = _article("b", SHARED, "Министр выступил с докладом.")
K = _article("k", "Жиын Астанада өтті.", lang="kk", title="Жиын өтті")


class _Shell:
    """What a build keeps on disk: memories come in one by one, and are read back for the next run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.written: list[str] = []

    def memories(self) -> dict[str, Memory]:
        paths = sorted(self.folder.glob("*.po"))
        return {path.stem: po.parse(path.read_bytes().decode(), path.name) for path in paths}

    def save(self, slug: str, memory: Memory) -> None:
        if not tm.unchanged(self.memories().get(slug), memory):
            (self.folder / f"{slug}.po").write_text(po.render(memory), encoding="utf-8", newline="\n")
            self.written.append(slug)

    def build(
        self, engine: FakeEngine | None, *articles: Article, retranslate: Sequence[str] = ()
    ) -> Translated:
        self.written = []
        return translate(
            articles, self.memories(), engine, "en", retranslate=retranslate, on_article_done=self.save
        )

    def edit(self, slug: str, old: str, new: str) -> None:
        """Change a file as a person does."""
        path = self.folder / f"{slug}.po"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def bytes(self) -> dict[str, bytes]:
        return {path.stem: path.read_bytes() for path in sorted(self.folder.glob("*.po"))}


@pytest.fixture
def shell(tmp_path: Path) -> _Shell:
    """A folder of memories, empty at first."""
    return _Shell(tmp_path)


def _texts(result: Translated, number: int = 0) -> list[str | None]:
    return [pair.translation.text if pair.translation else None for pair in result.bitexts[number].pairs]


def test_the_engine_is_asked_once_a_pair_and_once_a_sentence(shell: _Shell) -> None:
    """All that is missing over all articles goes in one call, without repeats."""
    engine = FakeEngine()
    result = shell.build(engine, A, K, B)
    assert engine.asked == [
        [
            "Заголовок a",
            SHARED,
            "Депутаты обсудили закон.",
            "Голосование пройдёт в марте.",
            "Заголовок b",
            "Министр выступил с докладом.",
        ],
        ["Жиын өтті", "Жиын Астанада өтті."],
    ]
    assert [bitext.article.slug for bitext in result.bitexts] == ["a", "k", "b"]
    assert [bitext.status for bitext in result.bitexts] == [Status.MACHINE] * 3
    assert result.findings == ()
    assert _texts(result, 2) == [
        "[en] ЗАГОЛОВОК B",
        f"[en] {SHARED.upper()}",
        "[en] МИНИСТР ВЫСТУПИЛ С ДОКЛАДОМ.",
    ]


def test_a_second_build_asks_nothing_and_writes_nothing(shell: _Shell) -> None:
    """What the first run wrote is all that the next one needs."""
    first = shell.build(FakeEngine(), A, K, B)
    before = shell.bytes()
    engine = FakeEngine()
    second = shell.build(engine, B, A, K)
    assert (engine.asked, shell.written, shell.bytes()) == ([], [], before)
    assert {text.article.slug: text for text in second.bitexts} == {
        text.article.slug: text for text in first.bitexts
    }


def test_progress_counts_sentences(shell: _Shell) -> None:
    """Over all the pairs that have a model; the share of the work grows with their length, to the whole."""
    seen: list[tuple[int, int]] = []
    shares: list[float] = []

    def see(done: int, total: int, share: float) -> None:
        seen.append((done, total))
        shares.append(share)

    engine = FakeEngine(only=(RU,))
    translate([A, K], {}, engine, "en", on_progress=see)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    letters = [len(sentence) for sentence in engine.asked[0]]
    assert shares == [sum(letters[: count + 1]) / sum(letters) for count in range(4)]


def test_a_pair_without_a_model_is_one_finding(shell: _Shell) -> None:
    """It names files, pair, count and the command; the sentences stand untranslated in the memory."""
    other = replace(K, slug="l", title="Басқа тақырып")
    result = shell.build(FakeEngine(only=(RU,)), A, K, other)
    (finding,) = result.findings
    assert finding.file == "translations/en/k.po, translations/en/l.po"
    assert (finding.place, finding.message) == (
        "kk→en",
        "3 sentences are not translated: no model for kk→en is installed",
    )
    assert finding.remedy.startswith("python build_digest.py models install kk")
    assert [bitext.status for bitext in result.bitexts] == [Status.MACHINE, Status.MISSING, Status.MISSING]
    assert shell.written == ["a", "k", "l"]
    assert [entry.source for entry in shell.memories()["k"].entries] == ["Жиын өтті", "Жиын Астанада өтті."]


def test_without_an_engine_the_memory_still_serves(shell: _Shell) -> None:
    """What is there is shown, what is new is missing."""
    shell.build(FakeEngine(), A)
    result = shell.build(None, replace(A, body=(*A.body, "Новое предложение.")))
    assert (result.bitexts[0].missing, result.bitexts[0].status) == (1, Status.PARTIAL)
    assert len(result.findings) == 1


def test_an_answer_of_nothing_is_a_finding(shell: _Shell) -> None:
    """The sentence counts as not translated, and the next run asks again."""
    result = shell.build(FakeEngine({SHARED: "  "}), A, B)
    assert [(finding.file, finding.place) for finding in result.findings] == [
        ("translations/en/a.po", "block1:1"),
        ("translations/en/b.po", "block1:1"),
    ]
    message = f"“{SHARED}” is not translated: fake-ru_en 1.0: the answer was empty"
    assert {finding.message for finding in result.findings} == {message}
    assert "write its translation into the file" in result.findings[0].remedy
    assert [bitext.missing for bitext in result.bitexts] == [1, 1]
    engine = FakeEngine()
    assert [bitext.missing for bitext in shell.build(engine, A, B).bitexts] == [0, 0]
    assert engine.asked == [[SHARED]]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "the answer was empty"),
        (SHARED, "the answer was the sentence itself"),
        ("The law of the law of the law of the law of the law", "the answer repeats itself"),
        ("The ▁sitting", "a mark of the model's own was left in the answer (▁)"),
        ("The <unk> was held", "a mark of the model's own was left in the answer (<unk>)"),
    ],
)
def test_an_answer_that_is_no_translation_is_not_taken(shell: _Shell, answer: str, why: str) -> None:
    """The finding names the article, the place, the sentence, the model and what to do."""
    result = shell.build(FakeEngine({SHARED: answer}), A)
    (finding,) = result.findings
    assert (finding.file, finding.place) == ("translations/en/a.po", "block1:1")
    assert finding.message == f"“{SHARED}” is not translated: fake-ru_en 1.0: {why}"
    assert finding.remedy == (
        "write its translation into the file, or name another model under `engines` in digest.yml"
    )
    assert (result.bitexts[0].missing, result.bitexts[0].status) == (1, Status.PARTIAL)
    assert [entry.text for entry in shell.memories()["a"].entries if entry.source == SHARED] == [""]


def test_what_the_engine_says_of_an_answer_is_told(shell: _Shell) -> None:
    """It knows of limits that its text does not show."""

    class Limited(FakeEngine):
        def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
            for answer in super().translate(sentences, pair):
                yield replace(answer, fault="it did not end") if answer.source == SHARED else answer

    (finding,) = shell.build(Limited(), A).findings
    assert finding.message.endswith("fake-ru_en 1.0: it did not end")


def test_many_bad_answers_are_counted(shell: _Shell) -> None:
    """The first five of an article are named."""
    article = _article("n", *(f"Предложение номер {number}." for number in range(9)))
    result = shell.build(FakeEngine(dict.fromkeys(article.body, "")), article)
    assert len(result.findings) == 6
    assert result.findings[-1].message == "4 more like these: fake-ru_en 1.0 had no usable answer"


def test_a_name_may_stay_what_it_is(shell: _Shell) -> None:
    """Nothing in it is to be translated."""
    article = _article("n", "Reuters, 12.03.2024.")
    result = shell.build(FakeEngine({"Reuters, 12.03.2024.": "Reuters, 12.03.2024."}), article)
    assert (result.findings, result.bitexts[0].missing) == ((), 0)


class _Newer(FakeEngine):
    """Another model, with other words."""

    def model(self, pair: LanguagePair) -> Origin:
        return Origin(self.name, "1", "newer", "2.0")

    def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
        return (replace(answer, text=f"new {answer.text}") for answer in super().translate(sentences, pair))


def test_a_new_model_leaves_what_stands(shell: _Shell) -> None:
    """Nothing is asked and no file changes."""
    shell.build(FakeEngine(), A)
    before, engine = shell.bytes(), _Newer()
    shell.build(engine, A)
    assert (engine.asked, shell.bytes()) == ([], before)


def test_retranslating_renews_machine_text_only(shell: _Shell) -> None:
    """What a person confirmed, or changed and left fuzzy, stays; the rest is the new model's."""
    shell.build(FakeEngine(), A)
    confirmed = f'#, fuzzy\nmsgid "{SHARED}"'
    shell.edit("a", confirmed, confirmed.removeprefix("#, fuzzy\n"))
    shell.edit("a", "[en] ДЕПУТАТЫ ОБСУДИЛИ ЗАКОН.", "Deputies discussed")
    engine = _Newer()
    result = shell.build(engine, A, retranslate=["a"])
    assert engine.asked == [["Заголовок a", "Голосование пройдёт в марте."]]
    assert _texts(result) == [
        "new [en] ЗАГОЛОВОК A",
        f"[en] {SHARED.upper()}",
        "Deputies discussed",
        "new [en] ГОЛОСОВАНИЕ ПРОЙДЁТ В МАРТЕ.",
    ]
    models = [entry.origin.model if entry.origin else "" for entry in shell.memories()["a"].entries]
    assert models == ["newer", "fake-ru_en", "fake-ru_en", "newer"]
    again = _Newer()
    shell.build(again, A)
    assert (again.asked, shell.written) == ([], [])


def test_each_answer_is_credited_to_the_model_that_gave_it(shell: _Shell) -> None:
    """Two models answer one pair in turn; neither is named for the other's text or fault."""

    class Two(FakeEngine):
        def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
            for number, answer in enumerate(super().translate(sentences, pair)):
                origin = replace(answer.origin, model=f"model-{number % 2}")
                yield replace(answer, origin=origin, text="" if number == 3 else answer.text)

    result = shell.build(Two(), A)
    models = [entry.origin.model if entry.origin else "" for entry in shell.memories()["a"].entries]
    assert models == ["model-0", "model-1", "model-0", ""]
    assert [finding.message.split(": ")[1] for finding in result.findings] == ["model-1 1.0"]


def test_only_the_named_articles_are_retranslated(shell: _Shell) -> None:
    """A sentence that another article has too keeps its text there."""
    shell.build(FakeEngine(), A, B)
    before = shell.bytes()["b"]
    result = shell.build(_Newer(), A, B, retranslate=["a"])
    assert shell.bytes()["b"] == before
    assert [texts[1] for texts in (_texts(result), _texts(result, 1))] == [
        f"new [en] {SHARED.upper()}",
        f"[en] {SHARED.upper()}",
    ]


def test_retranslating_loses_nothing_on_the_way(shell: _Shell) -> None:
    """Where the engine fails or has no good answer, the earlier text stands."""
    shell.build(FakeEngine(), A)
    with pytest.raises(EngineError):
        shell.build(_Newer(fails_at=1), A, retranslate=["a"])
    assert [entry.text[:4] for entry in shell.memories()["a"].entries] == ["new ", "[en]", "[en]", "[en]"]
    before = shell.bytes()
    result = shell.build(FakeEngine({SHARED: SHARED}), A, retranslate=["a"])
    (finding,) = result.findings
    assert "keeps its earlier machine text: fake-ru_en 1.0: the answer was the sentence" in finding.message
    assert result.bitexts[0].missing == 0
    assert before["a"].count(SHARED.upper().encode()) == shell.bytes()["a"].count(SHARED.upper().encode())


def test_retranslating_without_a_model_changes_nothing(shell: _Shell) -> None:
    """The finding says how many keep their text."""
    shell.build(FakeEngine(), A)
    before = shell.bytes()
    result = shell.build(FakeEngine(only=(KK,)), A, retranslate=["a"])
    (finding,) = result.findings
    assert finding.message == ("4 sentences keep their earlier machine text: no model for ru→en is installed")
    assert (shell.bytes(), result.bitexts[0].missing) == (before, 0)


def test_a_correction_in_one_article_serves_the_next(shell: _Shell) -> None:
    """A reviewed sentence is taken over as reviewed, with the other article as its origin."""
    shell.build(FakeEngine(), A)
    memory = shell.memories()["a"]
    entries = (
        replace(entry, text="The sitting was held in Astana.", fuzzy=False)
        if entry.source == SHARED
        else entry
        for entry in memory.entries
    )
    shell.save("a", replace(memory, entries=tuple(entries)))
    engine = FakeEngine()
    translation = shell.build(engine, A, B).bitexts[1].pairs[1].translation
    assert translation is not None
    assert (translation.text, translation.review) == ("The sitting was held in Astana.", Review.REVIEWED)
    assert translation.origin == Origin("memory", model="a")
    assert SHARED not in engine.asked[0]
    assert b"#. memory: a\n#: block1:1\nmsgid" in shell.bytes()["b"]


def test_a_memory_whose_article_is_gone_still_serves(shell: _Shell) -> None:
    """Its file is read and left alone; only a memory from the same language is asked."""
    shell.build(FakeEngine({SHARED: "From the article that is gone."}), A)
    before = shell.bytes()["a"]
    result = shell.build(None, B, _article("c", SHARED, lang="kk"))
    assert _texts(result)[1] == "From the article that is gone."
    assert _texts(result, 1)[1] is None
    assert (shell.bytes()["a"], set(result.memories)) == (before, {"b", "c"})


class _Interrupted(FakeEngine):
    """Stops as a user does, after one answer."""

    def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
        yield Hypothesis(sentences[0], "The first.", Origin("test"))
        raise KeyboardInterrupt


def test_what_was_translated_before_an_interrupt_is_saved(shell: _Shell) -> None:
    """Each memory is handed over once, as far as it has come."""
    with pytest.raises(KeyboardInterrupt):
        shell.build(_Interrupted(), A, B)
    assert sorted(shell.written) == ["a", "b"]
    engine = FakeEngine()
    result = shell.build(engine, A, B)
    assert sum(text == "The first." for text in (*_texts(result), *_texts(result, 1))) == 1
    assert len(engine.asked[0]) == 5


@pytest.mark.parametrize("answered", range(6))
def test_what_was_translated_before_a_failure_is_saved(shell: _Shell, answered: int) -> None:
    """Wherever the engine stops, the next run asks for the rest only, and comes to the same end."""
    articles = (A, B)
    with pytest.raises(EngineError):
        shell.build(FakeEngine(fails_at=answered), *articles)
    engine = FakeEngine()
    shell.build(engine, *articles)
    assert sum(map(len, engine.asked)) == 6 - answered
    whole = {
        slug: po.render(memory)
        for slug, memory in translate(articles, {}, FakeEngine(), "en").memories.items()
    }
    assert {slug: text.decode() for slug, text in shell.bytes().items()} == whole


def test_an_article_is_handed_over_as_soon_as_it_is_complete(shell: _Shell) -> None:
    """Not only at the end: what a long run has finished is on disk."""
    events: list[object] = []
    translate(
        [A, B],
        {},
        FakeEngine(),
        "en",
        on_progress=lambda done, total, share: events.append(done),
        on_article_done=lambda slug, memory: events.append((slug, len(tm.missing(memory)))),
    )
    assert events == [1, 2, 3, ("a", 0), 4, 5, ("b", 0), 6]


def test_what_needs_no_engine_is_handed_over_first(shell: _Shell) -> None:
    """It does not wait for the others' translation."""
    shell.build(FakeEngine(), B)
    done: list[str] = []

    class Watching(FakeEngine):
        def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
            assert done == ["b"]
            return super().translate(sentences, pair)

    translate(
        [A, B], shell.memories(), Watching(), "en", on_article_done=lambda slug, memory: done.append(slug)
    )
    assert done == ["b", "a"]


def test_an_answer_to_no_question_is_an_error(shell: _Shell) -> None:
    """An engine that garbles its sentences would leave them untranslated without a word."""

    class Garbling(FakeEngine):
        def translate(self, sentences: Sequence[str], pair: LanguagePair) -> Iterator[Hypothesis]:
            yield Hypothesis("something else", "text", Origin("test"))

    with pytest.raises(EngineError, match="something else"):
        shell.build(Garbling(), A)


def test_an_article_in_the_target_language_stands_for_itself(shell: _Shell) -> None:
    """No memory, no engine, nothing missing."""
    article = _article("e", "The Senate met. It passed a law.", lang="en", title="The Senate met")
    result = shell.build(None, article)
    (bitext,) = result.bitexts
    assert [pair.translation.text for pair in bitext.pairs if pair.translation] == [
        pair.segment.text for pair in bitext.pairs
    ]
    assert (bitext.missing, bitext.origins, bitext.reviewers) == (0, (), ())
    assert (result.findings, shell.bytes(), dict(result.memories)) == ((), {}, {})


def test_the_memorys_header_credits_the_reviewers() -> None:
    """And nobody is credited where it names none."""
    memory = Memory(Entry("", "Last-Translator: A. Person <a@example.org>\nX-Source-Language: ru\n"))
    result = translate([A, B], {"a": memory}, None, "en")
    assert [bitext.reviewers for bitext in result.bitexts] == [("A. Person",), ()]


def test_many_articles_are_joined() -> None:
    """Every sentence of fifty articles gets its own answer."""
    articles = [
        _article(f"n{number}", *(f"Предложение {number} {part}." for part in range(20)))
        for number in range(50)
    ]
    result = translate(articles, {}, FakeEngine(), "en")
    assert sum(len(bitext.pairs) for bitext in result.bitexts) == 50 * 21
    assert all(
        pair.translation and pair.translation.text == f"[en] {pair.segment.text.upper()}"
        for bitext in result.bitexts
        for pair in bitext.pairs
    )


def test_a_review_in_one_article_reaches_the_machines_text_in_another(shell: _Shell) -> None:
    """The sentence that both share is confirmed in one file; in the other it takes the machine's place."""
    shell.build(FakeEngine(), A, B)
    machine_text = next(
        entry.text for entry in shell.memories()["a"].live if po.key(entry.source) == po.key(SHARED)
    )
    path = shell.folder / "a.po"
    head, _, tail = path.read_text(encoding="utf-8").partition(f'#, fuzzy\nmsgid "{SHARED}"')
    tail = tail.replace(machine_text, "The sitting was held in Astana.", 1)
    path.write_text(f'{head}msgid "{SHARED}"{tail}', encoding="utf-8", newline="\n")
    result = shell.build(None, A, B)
    pair = result.bitexts[1].pairs[1]
    assert pair.translation is not None
    assert pair.translation.text == "The sitting was held in Astana."
    assert pair.translation.review is Review.REVIEWED
    assert pair.translation.origin == Origin("memory", model="a")
    assert [other.translation.review for other in result.bitexts[1].pairs[2:] if other.translation] == [
        Review.MACHINE
    ]

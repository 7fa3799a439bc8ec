from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.translation import memory as tm
from digest.translation import po
from digest.translation.memory import Lookup
from digest.translation.po import Entry, Extra, Memory, Place
from digest.values import LanguagePair, Origin, Review, Segment

PAIR = LanguagePair("ru", "en")
MODEL = Origin("argos", "1.12.1", "translate-ru_en", "1.9", "ab" * 32, "beam_size=4 length_penalty=0.2")
TITLE = "Сенат принял закон"
FIRST = "Сенат принял закон о защите прав человека в первом чтении."
SECOND = "Депутаты обсудили его в Астане."
THIRD = "Голосование состоится в марте."


def _segments(*body: str, title: str = TITLE) -> tuple[Segment, ...]:
    """A title and one sentence a block."""
    sentences = [Segment(number, number, 1, text) for number, text in enumerate(body, start=1)]
    return (Segment(0, 0, 1, title), *sentences)


def _machine(memory: Memory) -> Memory:
    """Fill in what is missing as an engine would."""
    answers = {
        po.key(sentence): tm.machine(sentence, f"EN {sentence}", MODEL) for sentence in tm.missing(memory)
    }
    return tm.fill(memory, answers)


def _built(file: Path, *body: str, title: str = TITLE, engine: bool = True) -> Memory:
    """What a build does with one PO file: read it, bring it up to date, write it if its meaning changed."""
    old = po.parse(file.read_bytes().decode("utf-8"), file.name) if file.exists() else None
    new = tm.merge(old, _segments(*body, title=title), PAIR)
    new = _machine(new) if engine else new
    if not tm.unchanged(old, new):
        file.write_text(po.render(new), encoding="utf-8", newline="\n")
    return new


def _edit(file: Path, old: str, new: str) -> bytes:
    """Replace a text that stands once in the file; give the new bytes."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return file.read_bytes()


def _review(file: Path, source: str, text: str | None = None) -> bytes:
    """Confirm a sentence as a person does in an editor, with another text if one is given."""
    _edit(file, f'#, fuzzy\nmsgid "{source}"', f'msgid "{source}"')
    if text is not None:
        _edit(file, f'msgstr "EN {source}"', f'msgstr "{text}"')
    return file.read_bytes()


def _find(memory: Memory, source: str) -> Entry:
    (found,) = [entry for entry in memory.entries if entry.source == source]
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The PO file of an article of a title and three sentences, as the first build with a model wrote it."""
    file = tmp_path / "a.po"
    _built(file, FIRST, SECOND, THIRD)
    return file


# What is written


def test_a_new_file_reads_as_written_here(tmp_path: Path) -> None:
    """The whole text of a new file: header, origin, place, flag, one line a sentence, and no date."""
    file = tmp_path / "a.po"
    _built(file, SECOND)
    texts = (TITLE, SECOND)
    prints = [tm.machine(text, f"EN {text}", MODEL).fingerprint for text in texts]
    origin = (
        f"#. machine: argos 1.12.1; model: translate-ru_en 1.9; sha256: {'ab' * 32}; "
        "settings: beam_size=4 length_penalty=0.2; text: "
    )
    assert file.read_text(encoding="utf-8") == (
        '#\nmsgid ""\nmsgstr ""\n'
        '"Project-Id-Version: Bilingual Digest\\n"\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"X-Source-Language: ru\\n"\n'
        f'\n{origin}{prints[0]}\n#: title:1\n#, fuzzy\nmsgid "{TITLE}"\nmsgstr "EN {TITLE}"\n'
        f'\n{origin}{prints[1]}\n#: block1:1\n#, fuzzy\nmsgid "{SECOND}"\nmsgstr "EN {SECOND}"\n'
    )


def test_a_repeated_sentence_has_one_entry_with_all_its_places(tmp_path: Path) -> None:
    """The title may stand again in the body, and a sentence twice."""
    memory = _built(tmp_path / "a.po", SECOND, TITLE, SECOND)
    assert [(entry.source, entry.places) for entry in memory.entries] == [
        (TITLE, (Place(0, 1), Place(2, 1))),
        (SECOND, (Place(1, 1), Place(3, 1))),
    ]
    assert "#: block1:1 block3:1\n" in po.render(memory)


def test_a_long_sentence_stays_on_one_line(tmp_path: Path) -> None:
    """One sentence, one line: a diff shows what changed and nothing else."""
    long = "слово " * 200 + "конец."
    _built(tmp_path / "a.po", long)
    assert f'msgid "{long}"\n' in (tmp_path / "a.po").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")
def test_gettext_reads_what_is_written(file: Path) -> None:
    """msgfmt, the format's own reader, takes every kind of entry that we write."""
    _review(file, THIRD)
    _built(file, FIRST.replace("первом", "втором"), SECOND)
    command = ["msgfmt", "--check-format", "--statistics", "-o", str(file.with_suffix(".mo")), str(file)]
    shown = subprocess.run(
        command, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    )
    assert (shown.returncode, shown.stderr.strip()) == (0, "0 translated messages, 3 fuzzy translations.")


def test_polib_reads_what_is_written(file: Path) -> None:
    """An ordinary PO library finds the same sentences, flags and places."""
    found = polib.pofile(str(file))
    assert [(entry.msgid, entry.msgstr, entry.fuzzy, entry.occurrences) for entry in found] == [
        (TITLE, f"EN {TITLE}", True, [("title", "1")]),
        (FIRST, f"EN {FIRST}", True, [("block1", "1")]),
        (SECOND, f"EN {SECOND}", True, [("block2", "1")]),
        (THIRD, f"EN {THIRD}", True, [("block3", "1")]),
    ]


# A second build


def test_a_build_without_change_rewrites_nothing(file: Path) -> None:
    """Neither a machine's file nor a reviewed one changes by being read."""
    before = file.read_bytes()
    _built(file, FIRST, SECOND, THIRD)
    assert file.read_bytes() == before
    before = _review(file, FIRST, "A person's words.")
    _built(file, FIRST, SECOND, THIRD)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (f'msgstr "EN {SECOND}"', 'msgstr "A person corrected it."'),
        (f'#: block2:1\n#, fuzzy\nmsgid "{SECOND}"', f'#: block2:1\nmsgid "{SECOND}"'),
        (f'#: block2:1\n#, fuzzy\nmsgid "{SECOND}"', f'#: block2:1\n#,fuzzy\nmsgid "{SECOND}"'),
        ("#: block2:1\n", "#. Weblate says hello\n#: block2:1\n#: src/other.c:12\n"),
        ("#: block2:1\n#, fuzzy\n", "#: block2:1\n#, fuzzy, no-wrap\n"),
        ('"X-Source-Language: ru\\n"\n', '"X-Source-Language: ru\\n"\n"X-Generator: Poedit 3.4\\n"\n'),
        ('"Language: en\\n"\n', '"Last-Translator: A. Person <a@example.org>\\n"\n"Language: en_GB\\n"\n'),
        ('#\nmsgid ""\n', '# English for the digest.\n#\n# Second line.\nmsgid ""\n'),
        (f'msgid "{SECOND}"', 'msgid ""\n"Депутаты обсудили "\n"его в Астане."'),
        (f'msgstr "EN {SECOND}"', f'msgstr ""\n"EN "\n"{SECOND}"'),
    ],
    ids=[
        "text",
        "flag",
        "flag-tight",
        "foreign",
        "flags",
        "generator",
        "names",
        "head",
        "wrapped",
        "wrapped-text",
    ],
)
def test_what_a_person_or_an_editor_writes_stays_byte_for_byte(file: Path, old: str, new: str) -> None:
    """No edit of a kind that PO editors make is undone or reformatted by the next build."""
    before = _edit(file, old, new)
    _built(file, FIRST, SECOND, THIRD)
    assert file.read_bytes() == before


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_that_an_editor_rewrote_stays_byte_for_byte(file: Path, newline: str) -> None:
    """Wrapped lines, header fields and entries in another order, Windows line ends: the meaning is one."""
    wrapped = polib.pofile(str(file), wrapwidth=40)
    wrapped.metadata = {"X-Generator": "Poedit 3.4", **dict(reversed(wrapped.metadata.items()))}
    wrapped.reverse()
    wrapped.save(str(file), newline=newline)
    before = file.read_bytes()
    assert before.count(newline.encode()) > 40
    _built(file, FIRST, SECOND, THIRD)
    assert file.read_bytes() == before


def test_a_note_survives_every_change(file: Path) -> None:
    """The translator's note is kept while the sentence stands, when it vanishes, and when it returns."""
    _edit(file, "#: block2:1\n", "# See the official name.\n# Ask Aigul.\n#: block2:1\n")
    for body in ((FIRST, SECOND, THIRD), (FIRST,), (SECOND,)):
        memory = _built(file, *body)
        assert _find(memory, SECOND).note == "See the official name.\nAsk Aigul."
        assert po.parse(file.read_text(encoding="utf-8"), "a.po") == memory


# A person's text


def test_a_persons_text_under_the_flag_is_known_as_a_persons(file: Path) -> None:
    """An edit that leaves the flag on is unconfirmed, but no machine replaces it, even where it moves."""
    _edit(file, f'msgstr "EN {SECOND}"', 'msgstr "A draft."')
    memory = _built(file, SECOND, FIRST)
    draft = _find(memory, SECOND).translation
    assert draft is not None
    assert (draft.text, draft.review) == ("A draft.", Review.MACHINE)
    assert SECOND not in tm.missing(memory)


def test_a_persons_draft_of_a_changed_sentence_is_not_replaced(file: Path) -> None:
    """The draft goes with the sentence as an outdated text."""
    _edit(file, f'msgstr "EN {FIRST}"', 'msgstr "A draft."')
    changed = FIRST.replace("первом", "втором")
    entry = _find(_built(file, changed, SECOND, THIRD), changed)
    assert (entry.text, entry.previous, entry.translation and entry.translation.review) == (
        "A draft.",
        FIRST,
        Review.OUTDATED,
    )


def test_a_reviewed_text_of_a_changed_sentence_is_kept_as_outdated(file: Path) -> None:
    """It stays, flagged, with the old wording as `#|`, however often the build runs with an engine."""
    _review(file, FIRST, "The Senate passed it.")
    changed = FIRST.replace("первом", "втором")
    for _ in range(3):
        memory = _built(file, changed, SECOND, THIRD)
    entry = _find(memory, changed)
    assert entry.translation is not None
    assert (entry.translation.text, entry.translation.review) == ("The Senate passed it.", Review.OUTDATED)
    assert f'#, fuzzy\n#| msgid "{FIRST}"\nmsgid "{changed}"\n' in file.read_text(encoding="utf-8")


def test_a_confirmed_machines_text_is_a_persons_too(file: Path) -> None:
    """A machine's text that a person confirmed unchanged is not retranslated when its sentence changes."""
    _review(file, FIRST)
    changed = FIRST.replace("первом", "втором")
    entry = _find(_built(file, changed, SECOND, THIRD), changed)
    assert (entry.text, entry.translation and entry.translation.review) == (f"EN {FIRST}", Review.OUTDATED)


def test_the_old_wording_goes_when_a_person_removes_the_flag(file: Path) -> None:
    """Reviewed again, the entry needs no `#|`."""
    _review(file, FIRST, "The Senate passed it.")
    changed = FIRST.replace("первом", "втором")
    _built(file, changed, SECOND, THIRD)
    _edit(file, f'#, fuzzy\n#| msgid "{FIRST}"\n', f'#| msgid "{FIRST}"\n')
    entry = _find(_built(file, changed, SECOND, THIRD), changed)
    assert (entry.previous, entry.confirmed, entry.fuzzy) == (None, "", False)
    assert "#|" not in file.read_text(encoding="utf-8")


def test_a_sentence_changed_twice_keeps_the_wording_that_its_text_translates(file: Path) -> None:
    """`#|` always shows what the translation below it says."""
    _review(file, FIRST, "The Senate passed it.")
    twice = FIRST.replace("первом", "втором"), FIRST.replace("первом", "третьем")
    for changed in twice:
        memory = _built(file, changed, SECOND, THIRD)
    assert _find(memory, twice[1]).previous == FIRST


def test_a_change_that_is_undone_restores_the_review(file: Path) -> None:
    """What a person had confirmed for a wording is confirmed when that wording comes back."""
    _review(file, FIRST, "The Senate passed it.")
    before = po.parse(file.read_text(encoding="utf-8"), "a.po")
    _built(file, FIRST.replace("первом", "втором"), SECOND, THIRD)
    after = _built(file, FIRST, SECOND, THIRD)
    assert _find(after, FIRST).translation == replace(_find(before, FIRST)).translation
    assert _find(after, FIRST).previous is None


def test_an_undone_change_confirms_nothing_that_a_person_edited_since(file: Path) -> None:
    """An outdated text that was reworked under the flag is not taken for the one confirmed before."""
    _review(file, FIRST, "The Senate passed it.")
    _built(file, FIRST.replace("первом", "втором"), SECOND, THIRD)
    _edit(file, 'msgstr "The Senate passed it."', 'msgstr "The Senate passed it again."')
    memory = _built(file, FIRST, SECOND, THIRD)
    shown = [entry for entry in memory.entries if entry.text == "The Senate passed it again."]
    assert [entry.fuzzy for entry in shown] == [True]


def test_a_machines_own_text_of_a_changed_sentence_is_retranslated(file: Path) -> None:
    """It is stale until then, and keeps the old wording as `#|`."""
    changed = FIRST.replace("первом", "втором")
    stale = _built(file, changed, SECOND, THIRD, engine=False)
    assert tm.missing(stale) == (changed,)
    assert _find(stale, changed).translation is None
    entry = _find(_built(file, changed, SECOND, THIRD), changed)
    assert (entry.text, entry.previous) == (f"EN {changed}", FIRST)
    assert entry.translation is not None
    assert entry.translation.review is Review.MACHINE


# Sentences that come and go


def test_a_vanished_sentence_still_serves(file: Path) -> None:
    """It is obsolete, and comes back with its review when its sentence does."""
    _review(file, THIRD, "The vote is in March.")
    _built(file, FIRST, SECOND)
    assert f'#~ msgid "{THIRD}"\n#~ msgstr "The vote is in March."\n' in file.read_text(encoding="utf-8")
    entry = _find(_built(file, FIRST, SECOND, THIRD), THIRD)
    assert (entry.obsolete, entry.text, entry.fuzzy) == (False, "The vote is in March.", False)


def test_a_machines_mark_survives_being_obsolete(file: Path) -> None:
    """A text that was the machine's own is still known as such when it comes back."""
    before = _find(po.parse(file.read_text(encoding="utf-8"), "a.po"), THIRD)
    _built(file, FIRST, SECOND)
    assert _find(_built(file, FIRST, SECOND, THIRD), THIRD) == before


def test_the_file_follows_the_article_and_obsolete_entries_stand_last(file: Path) -> None:
    """Entries move with their sentences; what vanished keeps its order."""
    _built(file, FIRST)
    memory = _built(file, "Совсем другое начало.", FIRST)
    assert [entry.source for entry in memory.entries] == [
        TITLE,
        "Совсем другое начало.",
        FIRST,
        SECOND,
        THIRD,
    ]
    assert [entry.obsolete for entry in memory.entries] == [False, False, False, True, True]


def test_unlike_sentences_do_not_take_over(file: Path) -> None:
    """A new sentence that stands in an old one's place and shares some words with it gets no text from it."""
    memory = _built(file, "Сенат принял решение о переносе заседания на апрель.", SECOND, THIRD, engine=False)
    assert _find(memory, "Сенат принял решение о переносе заседания на апрель.") == Entry(
        "Сенат принял решение о переносе заседания на апрель.", places=(Place(1, 1),)
    )


def test_an_old_entry_serves_one_new_sentence(file: Path) -> None:
    """Of two rewordings the more alike takes it over."""
    _review(file, FIRST, "The Senate passed it.")
    near, far = FIRST.replace("первом", "втором"), FIRST.replace("в первом чтении", "без обсуждения вовсе")
    memory = _built(file, far, near, SECOND, THIRD, engine=False)
    assert (_find(memory, near).text, _find(memory, far).text) == ("The Senate passed it.", "")


def test_among_equals_the_nearer_is_taken(tmp_path: Path) -> None:
    """Sentences of one pattern are told apart by where they stand."""
    file = tmp_path / "a.po"
    body = [f"Партия {name} получила места в парламенте." for name in ("АА", "ББ", "ВВ", "ГГ")]
    _built(file, *body)
    changed = [f"Партия {name} получила места в парламенте." for name in ("ЭЭ", "ЮЮ", "ЯЯ", "ЩЩ")]
    memory = _built(file, *changed, engine=False)
    assert [entry.previous for entry in memory.live[1:]] == body


def test_a_live_entry_is_taken_before_an_obsolete_one(file: Path) -> None:
    """Wherever the two stand in the file, and though they differ in a space."""
    spaced = SECOND.replace(" ", "\u00a0")
    text = file.read_text(encoding="utf-8")
    head, rest = text.split("\n\n", 1)
    file.write_text(
        f'{head}\n\n#~ msgid "{spaced}"\n#~ msgstr "Old."\n\n{rest}', encoding="utf-8", newline="\n"
    )
    memory = _built(file, FIRST, SECOND, THIRD)
    assert [(entry.text, entry.obsolete) for entry in memory.entries if po.key(entry.source) == SECOND] == [
        (f"EN {SECOND}", False),
        ("Old.", True),
    ]


def test_places_in_another_order_are_no_change(tmp_path: Path) -> None:
    """Editors may sort them."""
    file = tmp_path / "a.po"
    _built(file, SECOND, FIRST, SECOND)
    before = _edit(file, "#: block1:1 block3:1\n", "#: block3:1\n#: block1:1\n")
    _built(file, SECOND, FIRST, SECOND)
    assert file.read_bytes() == before


def test_filling_touches_no_sentence_that_has_a_translation(file: Path) -> None:
    """Neither a person's nor a machine's."""
    memory = po.parse(_review(file, FIRST, "A person's.").decode("utf-8"), "a.po")
    answers = {po.key(entry.source): tm.machine(entry.source, "other", MODEL) for entry in memory.entries}
    assert tm.fill(memory, answers) == memory


def test_sentences_match_after_unicode_and_space_normalisation(tmp_path: Path) -> None:
    """A no-break space or a decomposed letter makes no new sentence, and no diff."""
    file = tmp_path / "a.po"
    _built(file, "Казахский язык — это й.")
    before = file.read_bytes()
    memory = _built(file, "Казахскии\u0306 язык\u00a0— это  и\u0306.")
    assert file.read_bytes() == before
    assert len(memory.entries) == 2


def test_what_is_not_ours_survives_a_rewrite(file: Path) -> None:
    """Contexts, plurals, flags, references, comments and previous forms of other tools stay in the file."""
    added = (
        '\n# their note\n#. their comment\n#: src/a.c:1\n#, fuzzy, c-format\n#| msgctxt "old menu"\n'
        '#| msgid "old"\n#| msgid_plural "olds"\nmsgctxt "menu"\nmsgid "file"\nmsgid_plural "files"\n'
        'msgstr[0] "soubor"\nmsgstr[1] "soubory"\n'
        '\n# gone\n#, fuzzy\n#~| msgid "before"\n#~ msgctxt "x"\n#~ msgid "gone"\n#~ msgstr "weg"\n'
    )
    file.write_text(file.read_text(encoding="utf-8") + added, encoding="utf-8", newline="\n")
    memory = _built(file, FIRST, SECOND)
    text = file.read_text(encoding="utf-8")
    blocks = added.removeprefix("\n").split("\n\n")
    assert [block.strip() in text for block in blocks] == [True, True]
    assert [entry.source for entry in memory.entries if entry.extra] == ["file", "gone"]


def test_header_fields_of_others_survive_a_rewrite(file: Path) -> None:
    """Names and tools stay, what readers need is added, and an article in another language is told."""
    text = (
        'msgid ""\nmsgstr ""\n"X-Generator: Weblate 5\\n"\n"Language-Team: Desk <d@example.org>\\n"\n'
        '"Last-Translator: A. Person <a@example.org>\\n"\n"X-Source-Language: kk\\n"\n'
    )
    header = tm.merge(po.parse(text, "a.po"), _segments(SECOND), PAIR).header
    assert header == (
        ("Project-Id-Version", "Bilingual Digest"),
        ("Language", "en"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Source-Language", "ru"),
        ("X-Generator", "Weblate 5"),
        ("Language-Team", "Desk <d@example.org>"),
        ("Last-Translator", "A. Person <a@example.org>"),
    )


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Last-Translator: Aigul N. <a@example.org>", ("Aigul N.",)),
        ("X-Reviewed-By: Aigul N. <a@example.org>, Jan K.; Aigul N.", ("Aigul N.", "Jan K.")),
        ("Last-Translator: FULL NAME <EMAIL@ADDRESS>", ()),
        ("Last-Translator: ", ()),
        ("Language-Team: Desk", ()),
    ],
)
def test_reviewers_are_the_headers_names(field: str, names: tuple[str, ...]) -> None:
    """Without mail addresses, without placeholders, each once."""
    assert tm.reviewers(Memory(Entry("", f"{field}\n"))) == names


SENTENCES = st.lists(
    st.sampled_from(
        [FIRST, SECOND, THIRD, FIRST.replace("первом", "втором"), THIRD.replace("марте", "мае"), "A."]
    ),
    max_size=6,
)


@given(st.lists(st.tuples(SENTENCES, st.booleans(), st.integers(0, 5)), min_size=1, max_size=5))
def test_no_persons_text_is_ever_lost(states: list[tuple[list[str], bool, int]]) -> None:
    """Whatever an article turns into, each text that a person wrote is there; a second run adds nothing."""
    memory: Memory | None = None
    written: set[str] = set()
    for number, (body, engine, reviewed) in enumerate(states):
        memory = tm.merge(memory, _segments(*body), PAIR)
        memory = _machine(memory) if engine else memory
        again = tm.merge(memory, _segments(*body), PAIR)
        assert again == memory
        assert po.parse(po.render(memory), "a.po") == memory
        if reviewed < len(memory.live):
            text = f"A person's text {number}"
            written -= {memory.entries[reviewed].text}
            written.add(text)
            entries = list(memory.entries)
            entries[reviewed] = replace(entries[reviewed], text=text, fuzzy=bool(number % 2))
            memory = Memory(memory.head, tuple(entries))
        assert written <= {entry.text for entry in memory.entries}


# Other articles' memories


def _remembering(slug: str, source: str, text: str, **fields: object) -> dict[str, Memory]:
    return {slug: Memory(Entry(""), (replace(Entry(source, text), **fields),))}  # type: ignore[arg-type]  # by name


def test_a_reviewed_text_of_another_article_is_found_as_reviewed() -> None:
    """With the other article's slug as its origin."""
    lookup = Lookup(_remembering("b", SECOND, "They discussed it."))
    assert lookup.find(f" {SECOND}\u00a0", "a") == Entry(
        SECOND, "They discussed it.", origin=Origin("memory", model="b")
    )


def test_a_machines_text_of_another_article_stays_the_machines() -> None:
    """It is copied with flag, origin and fingerprint."""
    entry = tm.machine(SECOND, "EN", MODEL)
    lookup = Lookup({"b": Memory(Entry(""), (entry,))})
    assert lookup.find(SECOND, "a") == entry


@pytest.mark.parametrize("order", [("b", "c", "d", "e"), ("e", "d", "c", "b")])
def test_the_best_of_several_memories_is_found(order: tuple[str, ...]) -> None:
    """Reviewed before machine, a person's before a copy, live before obsolete; never the article's own."""
    memories = (
        _remembering("b", SECOND, "machine", fuzzy=True)
        | _remembering("c", SECOND, "copied", origin=Origin("memory", model="x"))
        | _remembering("d", SECOND, "obsolete", obsolete=True)
        | _remembering("e", SECOND, "reviewed")
    )
    left = {slug: memories[slug] for slug in order}
    found = []
    for _ in order:
        best = Lookup(left).find(SECOND, "a")
        assert best is not None
        found.append(best.text)
        left = {slug: memory for slug, memory in left.items() if memory.entries[0].text != best.text}
    assert found == ["reviewed", "obsolete", "copied", "machine"]
    assert Lookup(memories).find(SECOND, "e") != Lookup(memories).find(SECOND, "a")


def test_an_outdated_text_serves_its_own_wording_only(file: Path) -> None:
    """Another article that still has the old wording gets the text that was confirmed for it."""
    _review(file, FIRST, "The Senate passed it.")
    changed = FIRST.replace("первом", "втором")
    lookup = Lookup({"a": _built(file, changed, SECOND, THIRD)})
    assert lookup.find(changed, "b") is None
    found = lookup.find(FIRST, "b")
    assert found is not None
    assert (found.text, found.fuzzy) == ("The Senate passed it.", False)


@pytest.mark.parametrize(
    "fields", [{"extra": Extra(context="menu")}, {"text": "  "}, {"fuzzy": True, "previous": "x"}]
)
def test_what_is_no_translation_of_the_sentence_is_not_found(fields: dict[str, object]) -> None:
    """Entries with a context, empty ones and outdated ones serve no other article."""
    text = str(fields.get("text", "A text."))
    rest = {name: value for name, value in fields.items() if name != "text"}
    assert Lookup(_remembering("b", SECOND, text, **rest)).find(SECOND, "a") is None

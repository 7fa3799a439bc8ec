"""PO text: what is refused, what is read, and that it is written as it was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.errors import MemoryFileError
from digest.translation import po
from digest.translation.po import Entry, Extra, Memory, Place
from digest.values import Origin

REPOSITORY = Path(__file__).parent.parent


# Files that do not parse

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 7, "“a” stands twice"),
        ('msgid "a"\nmsgstr "b"\n\n# note\n#~ msgid "a"\n#~ msgstr "c"\n', 7, "“a” stands twice"),
        ('msgid "a"\nmsgstr "b\n', 5, "not closed"),
        ('msgid "a"\nmsgstr b"\n', 5, "not a line of a PO file"),
        ('msgid "a"\nmsgstr "b" and more\n', 5, "text after it"),
        ('msgid "a"\nmsgstr "say "b""\n', 5, 'holds a "'),
        ('msgid "a"\nmsgstr "C:\\Users"\n', 5, 'holds a "'),
        ('msgid "a"\nmsgstr "b\\"\n', 5, "not closed"),
        ('msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n', 5, "merge conflict"),
        ('msgid "a"\nmsgstr "b"\n=======\n', 6, "merge conflict"),
        ('>>>>>>> main\nmsgid "a"\nmsgstr "b"\n', 4, "merge conflict"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 6, "msgid_plural or msgstr comes next"),
        ('msgid "a"\n# note\nmsgid "b"\nmsgstr "c"\n', 5, "msgid_plural or msgstr comes next"),
        ('msgid "a"\n', 5, "in the midst of an entry: msgid_plural or msgstr"),
        ('msgstr "b"\n', 4, "does not belong here"),
        ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 6, "does not belong here"),
        ('msgid "a"\nmsgid_plural "as"\nmsgstr "b"\n', 6, "msgstr[0] comes next"),
        ('msgfoo "a"\nmsgstr "b"\n', 4, "not a line of a PO file"),
        ('MSGID "a"\nmsgstr "b"\n', 4, "not a line of a PO file"),
        ('hello\nmsgid "a"\nmsgstr "b"\n', 4, "not a line of a PO file"),
        ('# note\n"text"\nmsgid "a"\nmsgstr "b"\n', 5, "does not belong here"),
        ('#| msgid "old"\n"er"\nmsgid "a"\nmsgstr "b"\n', 5, "does not belong here"),
        ('#| msgstr "old"\nmsgid "a"\nmsgstr "b"\n', 4, "does not belong here"),
        ("#~ hello\n", 4, "not a line of a PO file"),
        (
            'msgid "a"\nmsgstr "b"\n\n# lost\n',
            8,
            "ends in the midst of an entry: msgctxt or msgid comes next",
        ),
        (
            'msgid "a"\nmsgstr "b"\n\n#| msgid "lost"\n',
            8,
            "ends in the midst of an entry: msgctxt or msgid comes next",
        ),
        ('msgid ""\nmsgstr ""\n', 4, "the header stands twice"),
    ],
)
def test_a_broken_file_is_an_error_with_its_line(text: str, line: int, found: str) -> None:
    """Nothing that would be lost or misread passes."""
    with pytest.raises(MemoryFileError) as caught:
        po.parse(HEAD + text, "translations/en/a.po")
    assert (caught.value.file, caught.value.place) == ("translations/en/a.po", f"line {line}")
    assert found in caught.value.found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=windows-1251\\n"\n', "charset windows-1251"),
        ('msgid ""\nmsgstr "Language: en\\nnonsense\\n"\n', "the line `nonsense`"),
        ('#~ msgid ""\n#~ msgstr "x"\n', "an obsolete entry"),
    ],
)
def test_a_broken_header_is_an_error(text: str, found: str) -> None:
    """A header that other tools would misread is not passed over."""
    with pytest.raises(MemoryFileError) as caught:
        po.parse(text, "a.po")
    assert found in caught.value.found


@pytest.mark.parametrize(
    "text", ["", "\n\n", "\ufeff", 'msgid "a"\nmsgstr "b"\n', '# my note\nmsgid "a"\nmsgstr ""']
)
def test_a_file_without_a_header_is_read(text: str) -> None:
    """An empty file is an empty memory; a first entry keeps its own note."""
    memory = po.parse(text, "a.po")
    assert memory.header == ()
    assert [entry.note for entry in memory.entries] == ["my note"] * ("note" in text) or not memory.head.note


@given(st.text(alphabet='msgidtr#~|,.:" \\\n[]01abn<>=\u2028\x85\x00', max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text crashes the reader, and what it accepts means the same when written and read again."""
    try:
        memory = po.parse(text, "a.po")
    except MemoryFileError:
        return
    assert po.parse(po.render(memory), "a.po") == memory


# Round trips

LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NOTE = st.lists(st.text("abя.:|~, #\u2028", min_size=1, max_size=12).map(str.strip).filter(bool), max_size=3)
WORD = st.text("abcя0-._=", min_size=1, max_size=8)
ORIGIN = st.one_of(
    st.builds(Origin, WORD, WORD, WORD, WORD, WORD, WORD), st.builds(Origin, st.just("memory"), model=WORD)
)


@st.composite
def _entries(draw: st.DrawFn, source: str) -> Entry:
    obsolete = draw(st.booleans())
    origin = draw(st.none() | ORIGIN)
    machine = origin is not None and origin.engine != "memory"
    places = (
        st.lists(st.builds(Place, st.integers(0, 9), st.integers(1, 9)), max_size=3).map(sorted).map(tuple)
    )
    return Entry(
        source,
        draw(LINE),
        fuzzy=draw(st.booleans()),
        places=() if obsolete else draw(places),
        origin=origin,
        fingerprint="0123456789ab" if machine and draw(st.booleans()) else "",
        confirmed=draw(st.sampled_from(["", "ba9876543210"])),
        previous=draw(st.none() | LINE),
        obsolete=obsolete,
        note="\n".join(draw(NOTE)),
        comments=tuple(f"x{line}" for line in draw(NOTE)),
        flags=tuple(dict.fromkeys(draw(st.lists(st.sampled_from(["no-wrap", "c-format"]))))),
        extra=draw(st.none() | st.builds(Extra, context=LINE)),
    )


@st.composite
def _memories(draw: st.DrawFn) -> Memory:
    sources = draw(st.lists(LINE.filter(bool), unique=True, max_size=4))
    head = Entry("", 'Language: en\nX-Generator: a\\b "c"\n', note="\n".join(draw(NOTE)))
    entries = [draw(_entries(source)) for source in sources]
    return Memory(head, tuple(sorted(entries, key=lambda entry: entry.obsolete)))


@given(_memories())
def test_every_memory_can_be_written_and_read_back(memory: Memory) -> None:
    """Quotes, backslashes, control and bidi characters, every kind of line break: nothing is changed."""
    assert po.parse(po.render(memory), "a.po") == memory


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "translations").glob("*/*.po")), ids=lambda path: path.stem
)
def test_the_projects_own_memories_are_as_we_would_write_them(path: Path) -> None:
    """A first correction to a shipped file changes that line alone."""
    text = path.read_bytes().decode("utf-8")
    assert po.render(po.parse(text, path.name)) == text


# Where the entries stand


def test_each_sentence_has_the_line_of_its_entry() -> None:
    """As we write it, as other tools wrap it, with escapes; the header and obsolete entries have none."""
    text = (
        HEAD + 'msgid "one"\nmsgstr "a"\n\n# note\nmsgid ""\n"two \\"and\\" "\n"three"\nmsgstr ""\n\n'
        '#~ msgid "gone"\n#~ msgstr "b"\n'
    )
    assert po.lines(text) == {"one": 4, 'two "and" three': 8}
    assert po.lines(text.replace("\n", "\r\n")) == po.lines(text)


def test_the_lines_of_the_projects_own_files_are_those_of_their_sentences() -> None:
    """Every live entry is found, and its line opens with its sentence."""
    for path in sorted((REPOSITORY / "translations").rglob("*.po")):
        text = path.read_text(encoding="utf-8")
        found = po.lines(text)
        assert set(found) == {po.key(entry.source) for entry in po.parse(text, path.name).live}
        for sentence, line in found.items():
            assert po.key(text.split("\n")[line - 1]).startswith(f'msgid "{sentence[:20]}')

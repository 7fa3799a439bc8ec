"""Reading and writing the digest's folder."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.addresses import memory_path
from digest.errors import DigestError, MemoryFileError, SeedError, SettingsError
from digest.files import write
from digest.project import Contents, Project, latest_day
from digest.translation import po
from digest.values import BitextKey, Page, Seed

GENERATED = '---\ntitle: "x"\ngenerated: "build_digest"\n---\n'


def _digest(root: Path, names: Iterable[str]) -> Contents:
    (root / "seeds").mkdir()
    (root / "digest.yml").touch()
    for name in names:
        path = root / "seeds" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"a\r\n")
    return Project(root).read()


def test_seeds_come_in_the_order_of_their_names_with_their_bytes(tmp_path: Path) -> None:
    """What the system puts into a folder is no seed."""
    found = _digest(tmp_path, ("b.txt", "a.TXT", "._a.txt", "Thumbs.db", "~$a.txt"))
    assert found.seeds == (Seed("seeds/a.TXT", b"a\r\n"), Seed("seeds/b.txt", b"a\r\n"))
    assert found.unread == ()


def test_what_no_reader_takes_is_named_with_what_to_do(tmp_path: Path) -> None:
    """A file of another kind, a folder and a file that is too large do not stop the others."""
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(300 << 20)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "large.txt").rename(tmp_path / "seeds" / "large.txt")
    for name in ("a.txt", "b.xyz", "more/c.txt"):
        (tmp_path / "seeds" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "seeds" / name).write_bytes(b"x")
    (tmp_path / "digest.yml").touch()
    found = Project(tmp_path).read()
    assert [seed.name for seed in found.seeds] == ["seeds/a.txt"]
    assert {error.file: error.found for error in found.unread} == {
        "seeds/b.xyz": "no reader takes this kind of file",
        "seeds/large.txt": "300 MiB",
        "seeds/more": "a folder",
    }
    assert all(error.remedy for error in found.unread)


def test_the_pictures_of_a_saved_page_are_no_seed(tmp_path: Path) -> None:
    """A folder of that name without a page is named as any other."""
    found = _digest(tmp_path, ("News.txt", "News.html", "News_files/a.js", "Other_files/b.js"))
    assert "seeds/Other_files" in {error.file for error in found.unread}
    assert "seeds/News_files" not in {error.file for error in found.unread}


def test_a_missing_seeds_folder_is_named(tmp_path: Path) -> None:
    """The message says what to make."""
    (tmp_path / "digest.yml").touch()
    with pytest.raises(SeedError, match="seeds/: no such folder"):
        Project(tmp_path).read()


def test_a_missing_settings_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    """A command run in the wrong folder says so."""
    with pytest.raises(SettingsError, match="--root"):
        Project(tmp_path).settings()


def test_the_latest_day_is_tomorrow() -> None:
    """East of here it may be that day already; the time zone of this machine does not matter."""
    before = datetime.now(UTC).date()
    latest = latest_day()
    assert before + timedelta(days=1) <= latest <= datetime.now(UTC).date() + timedelta(days=1)


KEY = BitextKey("a", "en")


def test_a_memory_that_is_not_utf8_is_named_with_its_line(tmp_path: Path) -> None:
    """The file and the line stand in the message, and the file is left alone."""
    folder = tmp_path / "translations" / "en"
    folder.mkdir(parents=True)
    raw = 'msgid ""\nmsgstr ""\nmsgid "дом"\n'.encode("cp1251")
    (folder / "a.po").write_bytes(raw)
    with pytest.raises(MemoryFileError, match=r"translations/en/a\.po: line 3"):
        po.decode(Project(tmp_path).memories(["en"])[KEY], memory_path(KEY))
    assert (folder / "a.po").read_bytes() == raw


def test_a_page_that_does_not_change_is_not_written(tmp_path: Path) -> None:
    """The second build leaves the file's time alone."""
    project = Project(tmp_path)
    page = Page("en/a.md", GENERATED)
    assert project.write_pages([page]).changed == ("en/a.md",)
    os.utime(tmp_path / "docs/en/a.md", ns=(1, 1))
    assert project.write_pages([page]).unchanged == ("en/a.md",)
    assert (tmp_path / "docs/en/a.md").stat().st_mtime_ns == 1


def test_a_page_whose_article_is_gone_goes_and_a_hand_written_one_stays(tmp_path: Path) -> None:
    """Only what carries our mark is ours to delete."""
    project = Project(tmp_path)
    project.write_pages([Page("en/a.md", GENERATED), Page("en/b.md", GENERATED)])
    by_hand = "---\ntitle: by hand\n---\ngenerated: build_digest\n"
    (tmp_path / "docs/en/hand.md").write_text(by_hand, encoding="utf-8")
    assert project.write_pages([Page("en/b.md", GENERATED)]).removed == ("en/a.md",)
    assert sorted(path.name for path in (tmp_path / "docs/en").iterdir()) == ["b.md", "hand.md"]


def test_a_hand_written_page_is_never_overwritten(tmp_path: Path) -> None:
    """A clash is an error that names the page, and nothing at all is written."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Mine\n", encoding="utf-8")
    with pytest.raises(DigestError, match=r"docs/index\.md: a page written by hand"):
        Project(tmp_path).write_pages([Page("en/a.md", GENERATED), Page("index.md", GENERATED)])
    assert (tmp_path / "docs/index.md").read_text(encoding="utf-8") == "# Mine\n"
    assert not (tmp_path / "docs/en").exists()


def test_a_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is never seen half written."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write(path, b"new")
    assert [(child.name, child.read_bytes()) for child in tmp_path.iterdir()] == [("a.po", b"old")]

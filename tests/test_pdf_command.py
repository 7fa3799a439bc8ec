"""The `pdf` command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from bench.digests import write
from digest.build import gather
from digest.cli import main
from digest.project import Project


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest of six made-up articles, two in each language."""
    folder = tmp_path_factory.mktemp("digest")
    write(folder, 6)
    return folder


def printed(root: Path, *words: str) -> list[str]:
    """The bookmarks of what the command prints with these options."""
    out = root / "out.pdf"
    assert main(["--root", str(root), "pdf", "--out", str(out), *words]) == 0
    return [str(entry["/Title"]) for entry in PdfReader(out).outline if not isinstance(entry, list)]


def test_without_options_all_articles_are_printed(root: Path) -> None:
    """The newest first."""
    assert len(printed(root)) == 6


def test_options_narrow_the_digest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Languages add up, and a slug leaves one."""
    assert len(printed(root, "--lang", "kk", "--lang", "ru")) == 4
    assert len(printed(root, "--article", "story-00001")) == 1
    assert "out.pdf: 1 article," in capsys.readouterr().out


def test_dates_are_inclusive(root: Path) -> None:
    """The three articles of one day are between that day and itself."""
    day = str(gather(Project(root)).bitexts[0].article.date)
    assert len(printed(root, "--from", day, "--to", day)) == 3


def test_nothing_selected_is_an_error_that_names_what_exists(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No file is written."""
    out = root / "none.pdf"
    assert main(["--root", str(root), "pdf", "--to", "1999-12-31", "--out", str(out)]) == 1
    assert "no article is like that" in (told := capsys.readouterr().err)
    assert "--lang kk, pl, ru" in told
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [["--from", "26.03.2024"], ["--layout", "rows"], ["--volume-size", "0"], ["--volume-size", "x"]],
)
def test_a_value_that_is_none_is_wrong_usage(root: Path, words: list[str]) -> None:
    """Exit code 2, as for every command."""
    with pytest.raises(SystemExit) as caught:
        main(["--root", str(root), "pdf", *words])
    assert caught.value.code == 2


def test_many_articles_make_volumes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file is told of; an earlier digest in one file goes, and comes back without volumes."""
    assert main(["--root", str(root), "pdf", "--layout", "translation"]) == 0
    capsys.readouterr()
    assert main(["--root", str(root), "pdf", "--volume-size", "4", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [Path(file["file"]).name for file in result["files"]] == ["digest-1.pdf", "digest-2.pdf"]
    assert [file["articles"] for file in result["files"]] == [3, 3]
    assert sorted(path.name for path in (root / "site").iterdir()) == ["digest-1.pdf", "digest-2.pdf"]
    assert main(["--root", str(root), "pdf"]) == 0
    assert [path.name for path in (root / "site").iterdir()] == ["digest.pdf"]


def test_the_help_tells_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    """With an example."""
    with pytest.raises(SystemExit):
        main(["pdf", "--help"])
    told = capsys.readouterr().out
    options = ("from", "to", "lang", "source", "topic", "article", "layout", "volume-size", "out", "root")
    assert all(f"--{option}" in told for option in options)
    assert "example: build_digest.py pdf" in told

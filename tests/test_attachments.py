"""The files beside the pages: a PDF and a card for each article."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from samples import HOSTILE, bitext, of_text, reviewed

import digest.print.attachments
from bench.digests import bitexts
from digest.digest import Digest
from digest.errors import RenderError
from digest.print import PrintOptions, card, print_leaf
from digest.print.attachments import Attached, attach
from digest.project import Project
from digest.publication import Publication
from digest.settings import Settings
from digest.values import Bitext

ONE = bitext(
    "Тақырып", "Бірінші сөйлем.", english=(reviewed("The title"), reviewed("The first.")), slug="one"
)
TWO = replace(ONE, article=replace(ONE.article, slug="two"))
SITE = Publication("https://example.org/digest")


def made(folder: Path, *articles: Bitext, settings: Settings | None = None) -> Attached:
    """Attach the files of some articles."""
    return attach(Project(folder), Digest(settings or Settings(), articles, publication=SITE))


def names(folder: Path) -> list[str]:
    """The files below docs/, but for those that MkDocs leaves out."""
    docs = folder / "docs"
    return sorted(path.relative_to(docs).as_posix() for path in docs.rglob("[!.]*.*"))


def test_each_article_has_a_pdf_and_a_card(tmp_path: Path) -> None:
    """They stand where its page looks for them, under its own name."""
    assert made(tmp_path, ONE, TWO) == Attached(4, 0, 0)
    assert names(tmp_path) == ["cards/one.png", "cards/two.png", "pdf/one.pdf", "pdf/two.pdf"]
    text = PdfReader(tmp_path / "docs/pdf/one.pdf").pages[0].extract_text()
    assert "Бірінші сөйлем." in text
    assert "The first." in text


def test_only_what_changed_is_made_anew(tmp_path: Path) -> None:
    """Another text of one article, and the two files of that article are new."""
    made(tmp_path, ONE, TWO)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "docs").rglob("one.*")}
    changed = replace(TWO, pairs=(TWO.pairs[0], replace(TWO.pairs[1], translation=reviewed("Else."))))
    assert made(tmp_path, ONE, changed) == Attached(2, 2, 0)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert made(tmp_path, ONE, changed) == Attached(0, 4, 0)


def test_another_title_of_the_digest_changes_all(tmp_path: Path) -> None:
    """What stands in every file is part of what each is made from."""
    made(tmp_path, ONE)
    assert made(tmp_path, ONE, settings=Settings(title="Another")) == Attached(2, 0, 0)


def test_a_file_that_was_deleted_comes_back(tmp_path: Path) -> None:
    """The index is not believed about what is not there."""
    made(tmp_path, ONE)
    (tmp_path / "docs/pdf/one.pdf").unlink()
    assert made(tmp_path, ONE) == Attached(1, 1, 0)


def test_files_of_a_vanished_article_go(tmp_path: Path) -> None:
    """Only those that were made here: a person's own file in the folder stays."""
    made(tmp_path, ONE, TWO)
    (tmp_path / "docs/pdf/own.pdf").write_bytes(b"a person's")
    assert made(tmp_path, ONE) == Attached(0, 2, 2)
    assert names(tmp_path) == ["cards/one.png", "pdf/one.pdf", "pdf/own.pdf"]


def test_many_files_are_made_by_processes_as_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes are the same, and the progress counts every file."""
    whole, told = Digest(Settings(), bitexts(3), publication=SITE), []
    monkeypatch.setattr(digest.print.attachments, "_FEW_FILES", 2)
    attach(Project(tmp_path / "a"), whole, lambda done, total: told.append((done, total)))
    monkeypatch.setattr(digest.print.attachments, "_FEW_FILES", 100)
    attach(Project(tmp_path / "b"), whole)
    assert told == [(done, 6) for done in range(1, 7)]
    assert len(names(tmp_path / "a")) == 6
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a/docs" / name).read_bytes() == (tmp_path / "b/docs" / name).read_bytes()


def test_what_was_finished_is_kept_when_one_fails(tmp_path: Path) -> None:
    """A letter that no font has stops the run; the files made before it are not made again."""
    bad = replace(TWO, pairs=(TWO.pairs[0], replace(TWO.pairs[1], translation=reviewed("习"))))
    with pytest.raises(RenderError, match=r"two: sentence 1, translation: no print font has 习"):
        made(tmp_path, ONE, bad)
    assert made(tmp_path, ONE, TWO) == Attached(2, 2, 0)


def test_a_broken_index_makes_all_anew(tmp_path: Path) -> None:
    """Half a file, as a full disk leaves it, is no error."""
    made(tmp_path, ONE)
    (tmp_path / "docs/pdf/.made.json").write_text('{"one.pdf": ', encoding="utf-8")
    assert made(tmp_path, ONE) == Attached(1, 1, 0)


def test_an_articles_files_are_small() -> None:
    """A PDF takes 35 KB at most and a card 27 KB, so that a thousand of each fit into a site."""
    for article in bitexts(6):
        assert len(card(article, PrintOptions())) < 27_000
        assert len(print_leaf(article, PrintOptions(publication=SITE))) < 35_000


@pytest.mark.parametrize("text", [*HOSTILE, "т" * 400, "习近平"])
def test_a_card_bears_any_text(text: str) -> None:
    """It is always a picture of 1200 x 630 pixels in a few flat colours, and stops nothing."""
    picture = Image.open(BytesIO(card(of_text(text, "odd"), PrintOptions())))
    assert (picture.size, picture.mode, picture.format) == ((1200, 630), "P", "PNG")


def test_a_card_is_the_same_again() -> None:
    """The same input, the same bytes."""
    assert card(ONE, PrintOptions()) == card(ONE, PrintOptions())

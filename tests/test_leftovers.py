"""What a run that is killed, or made under other settings, leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from samples import bitext, reviewed

from digest.digest import Digest
from digest.errors import RenderError, SeedError
from digest.files import clean_up, write
from digest.print.printed import keep, may_stand
from digest.project import Project
from digest.read.draft import slug_of
from digest.settings import Settings
from digest.web.site import pipeline
from digest.web.site.site_build import SiteBuild

ARTICLE = bitext("Тақырып", "Бірінші.", "Екінші.", english=(reviewed("T"), reviewed("F."), reviewed("S.")))


# Printed files


def test_a_pdf_stands_as_long_as_all_that_it_holds_is_published(tmp_path: Path) -> None:
    """Not after more of an article is withheld or the article is gone, nor where nothing is known of it."""
    digest = Digest(Settings(), (ARTICLE,))
    (tmp_path / ".cache").mkdir()
    assert not may_stand(tmp_path, "digest.pdf", digest)
    keep(tmp_path, {"digest.pdf": [ARTICLE]})
    assert may_stand(tmp_path, "digest.pdf", digest)
    assert may_stand(
        tmp_path, "digest.pdf", replace(digest, bitexts=(ARTICLE, replace(ARTICLE, target="ru")))
    )
    assert not may_stand(tmp_path, "digest.pdf", replace(digest, bitexts=(replace(ARTICLE, withheld=1),)))
    assert not may_stand(tmp_path, "digest.pdf", replace(digest, bitexts=()))
    assert not may_stand(tmp_path, "digest-2.pdf", digest)
    for damage in ("", "null", "[]", '{"digest.pdf": 1}', '{"digest.pdf": {"sample": "x"}}', "[" * 100_000):
        (tmp_path / ".cache" / "printed.json").write_text(damage, encoding="utf-8")
        assert not may_stand(tmp_path, "digest.pdf", digest)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of one page, without MkDocs."""

    def page(build: SiteBuild) -> None:
        build.new.mkdir()
        (build.new / "index.html").write_text("new", encoding="utf-8")

    monkeypatch.setattr(pipeline, "STEPS", (page,))


@pytest.mark.usefixtures("steps")
def test_a_new_site_leaves_out_what_may_not_stand(tmp_path: Path) -> None:
    """And names it; other printed files come along."""
    (tmp_path / "site").mkdir()
    for name in ("digest.pdf", "digest-1.pdf", "other.pdf"):
        (tmp_path / "site" / name).write_text(name, encoding="utf-8")
    built = pipeline.build_site(tmp_path, Digest(Settings(), ()), lambda name: name != "digest.pdf")
    assert built.left_out == ("digest.pdf",)
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == ["digest-1.pdf", "index.html"]


@pytest.mark.usefixtures("steps")
def test_a_site_that_was_moved_aside_is_put_back(tmp_path: Path) -> None:
    """A run was killed between its two renames: the next one finds the old site, and nothing is left over."""
    old = tmp_path / ".cache" / "site-abc" / "old"
    old.mkdir(parents=True)
    (old / "digest.pdf").write_text("printed", encoding="utf-8")
    (tmp_path / ".cache" / "site-def").mkdir()
    pipeline.build_site(tmp_path, Digest(Settings(), ()))
    assert (tmp_path / "site" / "digest.pdf").read_text(encoding="utf-8") == "printed"
    assert not list((tmp_path / ".cache").glob("site-*"))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".cache", "site"]


# Half-written files


def test_what_is_half_written_stands_where_git_does_not_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the digest's cache, wherever the file itself belongs."""
    seen: list[str] = []
    real = os.replace

    def replacing(aside: Path, path: Path) -> None:
        seen.append(str(aside.parent))
        real(aside, path)

    monkeypatch.setattr(os, "replace", replacing)
    (tmp_path / ".cache").mkdir()
    write(tmp_path / "translations" / "en" / "a.po", b"x")
    assert seen == [str(tmp_path / ".cache")]
    assert (tmp_path / "translations" / "en" / "a.po").read_bytes() == b"x"


def test_the_next_run_deletes_what_a_killed_one_left(tmp_path: Path) -> None:
    """Not what a run that goes on is writing."""
    done = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
    )
    cache = tmp_path / ".cache"
    cache.mkdir()
    names = (f".{done.stdout.strip()}.1.tmp", f".{os.getpid()}.2.tmp", ".x.tmp", "results.sqlite")
    for name in names:
        (cache / name).touch()
    clean_up(tmp_path)
    left = {path.name for path in cache.iterdir()}
    assert left == set(names) - ({names[0]} if os.name != "nt" else set())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """A folder, a device or a pipe that stands where a file is to be written stays."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "folder"):
        with pytest.raises(OSError, match=r"not a file|a folder"):
            write(tmp_path / name, b"x")
        assert not (tmp_path / name).is_file()


# Names


@pytest.mark.parametrize("name", ["dates", "sources", "languages", "topics", "names", "index", "feed"])
def test_an_article_never_takes_the_name_of_a_list(name: str) -> None:
    """Its page stands beside the lists."""
    assert slug_of(f"{name}.txt") == f"article-{name}"


def test_a_file_in_the_place_of_the_translations_is_not_taken_for_none(tmp_path: Path) -> None:
    """Taken for empty, every translation would be made anew."""
    (tmp_path / "digest.yml").touch()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "translations").mkdir()
    (tmp_path / "translations" / "en").touch()
    with pytest.raises(Exception, match="translations/en") as caught:
        Project(tmp_path).read()
    assert not isinstance(caught.value, SeedError | RenderError)

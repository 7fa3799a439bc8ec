"""What a source does not let us publish is in no file of the site."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from publishing import publish
from pypdf import PdfReader
from samples import bitext, reviewed

from digest.excerpt import published
from digest.settings import Mode, Settings, Source

# Words of the body that stand nowhere else, in the original and in the translation.
SHOWN, KEPT = ("жолбарысым", "tigerfish"), ("зебрабалығым", "zebrafish")
ARTICLE = bitext(
    "Тақырып",
    f"Бірінші {SHOWN[0]}.",
    "Екінші.",
    "Үшінші.",
    f"Төртінші {KEPT[0]}.",
    english=tuple(
        reviewed(text)
        for text in ("A title", f"First {SHOWN[1]}.", "Second.", "Third.", f"Fourth {KEPT[1]}.")
    ),
    source="Газет",
)


def site_of(folder: Path, mode: Mode) -> Path:
    """The site of the article from a source of this mode."""
    settings = Settings(sources=(Source(name="Газет", mode=mode),))
    return publish(folder, [published(ARTICLE, settings)], settings, "https://digest.example", typeset=True)


def texts(path: Path) -> Iterator[str]:
    """What can be read of a file: as it is, unpacked, as PDF, and with the search's letters undone."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        yield "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    for raw in (data, _unpacked(data)):
        text = raw.decode("utf-8", "replace")
        yield text
        yield "".join(chr(ord(char) - 0xE000) if 0xE000 <= ord(char) < 0xF900 else char for char in text)


def _unpacked(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return b""


def holders(site: Path, word: str) -> set[str]:
    """The kinds of files that hold a word, or what its first nine letters make of it in an index of stems."""
    return {
        path.suffix or path.name
        for path in site.rglob("*")
        if path.is_file() and any(word[:9] in text.casefold() for text in texts(path))
    }


@pytest.mark.parametrize("word", KEPT)
def test_a_word_that_is_published_is_found(tmp_path: Path, word: str) -> None:
    """On pages, in the PDF, and in the search: so these tests would see it."""
    found = holders(site_of(tmp_path, Mode.FULL), word)
    assert {".html", ".pdf", ".pf_fragment", ".pf_index"} <= found


@pytest.mark.parametrize("mode", [Mode.EXCERPT, Mode.LINK])
def test_a_word_that_is_withheld_is_in_no_file(tmp_path: Path, mode: Mode) -> None:
    """Neither page nor feed, PDF, search, description or JSON-LD holds it, in either language."""
    site = site_of(tmp_path, mode)
    for word in KEPT + (SHOWN if mode is Mode.LINK else ()):
        assert holders(site, word) == set()


def test_an_excerpt_is_in_the_feed(tmp_path: Path) -> None:
    """Its first sentences are published, and so may be read there too."""
    site = site_of(tmp_path, Mode.EXCERPT)
    assert ".xml" in holders(site, SHOWN[0])
    assert ".xml" in holders(site, SHOWN[1])

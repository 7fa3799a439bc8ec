"""Damaged files of every kind: each is an article or an error for people, and in time."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import odfdo
import pytest
from office_files import TEXTS, docx_file, eml_file, epub_file, odt_file, pdf_file, rtf_file

from digest.errors import SeedError
from digest.read.readers import KINDS, Kind, drafts
from digest.read.seed import Reading, reading_of
from digest.settings import Settings
from digest.values import Seed


def _mail() -> bytes:
    mail = eml_file(TEXTS["ru"][0], "\n\n".join(TEXTS["ru"][1:]), "<p>".join(TEXTS["ru"]))
    mail.add_attachment(docx_file(TEXTS["pl"]), "application", "octet-stream", filename="a.docx")
    return mail.as_bytes()


FILES = {
    ".eml": _mail(),
    ".md": f"---\ntitle: {TEXTS['ru'][0]}\ntags: [a, b]\n---\n{TEXTS['ru'][1]}\n\n| a |\n|---|\n".encode(),
    ".docx": docx_file(TEXTS["kk"]),
    ".odt": odt_file([odfdo.Paragraph(text) for text in TEXTS["uk"]]),
    ".rtf": rtf_file("\\par ".join(TEXTS["ru"])),
    ".pdf": pdf_file("\n\n".join(TEXTS["pl"])),
    ".epub": epub_file({"a": "<p>".join(TEXTS["ru"]), "b": "<p>".join(TEXTS["pl"])}),
}
# A file in one of these cannot be read in part.
WHOLE = (".eml", ".docx", ".odt", ".rtf", ".pdf", ".epub")


def _damaged(raw: bytes, chance: random.Random) -> Iterator[bytes]:
    """Cut, with bytes changed, with parts missing, doubled or filled with zeros."""
    yield from (raw[: len(raw) * tenth // 10] for tenth in range(10))
    for _ in range(25):
        changed = bytearray(raw)
        for _ in range(chance.choice((1, 3, 30))):
            changed[chance.randrange(len(raw))] = chance.randrange(256)
        yield bytes(changed)
    for _ in range(5):
        start = chance.randrange(len(raw))
        end = min(len(raw), start + chance.randrange(1, 400))
        yield raw[:start] + raw[end:]
        yield raw[:end] + raw[start:]
        yield raw[:start] + bytes(end - start) + raw[end:]


def _read(name: str, raw: bytes) -> Reading | SeedError:
    try:
        return reading_of(Seed(name, raw), Settings())
    except SeedError as error:
        return error


@pytest.mark.parametrize("suffix", FILES)
def test_a_damaged_file_is_read_or_named(suffix: str) -> None:
    """Fifty damages of a file each give articles, or an error that says what to do, within two seconds."""
    cases = list(_damaged(FILES[suffix], random.Random(suffix)))
    assert len(cases) >= 40
    for raw in cases:
        start = time.process_time()
        found = _read(f"a{suffix}", raw)
        if isinstance(found, SeedError):
            assert (found.file, bool(found.remedy)) == (f"a{suffix}", True)
        else:
            assert all(article.body for article in found.articles)
        assert time.process_time() - start < 2


@pytest.mark.parametrize("tenth", range(1, 10))
@pytest.mark.parametrize("suffix", WHOLE)
def test_a_file_that_is_cut_short_is_named(suffix: str, tenth: int) -> None:
    """The half of an article is not taken for the whole."""
    raw = FILES[suffix]
    with pytest.raises(SeedError) as error:
        drafts(Seed(f"a{suffix}", raw[: len(raw) * tenth // 10]), Settings())
    assert error.value.remedy


@pytest.mark.parametrize("suffix", [suffix for suffix in FILES if suffix not in {".eml", ".md"}])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_in_a_file_counts_over_its_name(suffix: str, kind: Kind) -> None:
    """Under the name of any other kind it gives its article."""
    assert not isinstance(_read(f"a{kind.suffixes[0]}", FILES[suffix]), SeedError)


@pytest.mark.parametrize("suffix", [suffix for kind in KINDS for suffix in kind.suffixes])
@pytest.mark.parametrize("raw", [b"", b"\0" * 2000, b" \r\n", b"\xff\xfe", b"PK\x03\x04", b"<html></html>"])
def test_a_file_without_anything_is_named(suffix: str, raw: bytes) -> None:
    """Whatever it is called."""
    found = _read(f"a{suffix}", raw)
    assert isinstance(found, SeedError)
    assert found.file == f"a{suffix}"


HOSTILE = {
    "brackets.md": b"[" * 30_000,
    "table.md": b"|a" * 3000 + b"\n" + b"|-" * 3000 + b"\n" + b"|a\n" * 3000,
    "aliases.md": b"---\na: &a [x, x]\n"
    + b"".join(b"a%d: &a [*a, *a, *a]\n" % n for n in range(40))
    + b"---\n",
    "sender.eml": b"Subject: a\nFrom: " + b"a, " * 60_000 + b"x@y\n\na",
    "type.eml": b"Subject: a\nContent-Type: text/plain; " + b"a=b; " * 20_000 + b"\n\na",
    "parts.eml": b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n"
    + b"--b\n\nx\n" * 60_000
    + b"--b--\n",
    "again.eml": b"Subject: a\n\n" + b"Forwarded message\nFrom: a\n" * 15_000,
    "paragraphs.eml": b"Subject: a\nContent-Type: text/html\n\n" + b"<p>x y</p>" * 100_000,
    "fonts.rtf": b"{\\rtf1{\\fonttbl" + b"\\f1" * 19_000 + b"}x}",
    "links.rtf": b"{\\rtf1" + b'{\\field{\\*\\fldinst{HYPERLINK "a"}}{\\fldrslt b}}' * 20_000 + b"}",
    "groups.rtf": b"{\\rtf1" + b"{" * 100_000 + b"}" * 100_001,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_takes_no_long_time(name: str) -> None:
    """Files made to be slow are read or refused within four seconds."""
    start = time.process_time()
    found = _read(name, HOSTILE[name])
    assert time.process_time() - start < 4
    assert isinstance(found, SeedError)

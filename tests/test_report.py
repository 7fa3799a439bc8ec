"""What commands say at the end: one line for each file, and the exit code."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from samples import bitext, machine

from digest.commands.report import ERROR, OK, PARTLY, verdict
from digest.digest import Digest
from digest.errors import SeedError
from digest.settings import Settings
from digest.values import Bitext, Finding

DONE = bitext("Тақырып", "Сөйлем.", english=(machine("Title"), machine("Sentence.")))


def _said(
    *bitexts: Bitext, rejected: tuple[SeedError, ...] = (), findings: tuple[Finding, ...] = ()
) -> tuple[int, list[str]]:
    out = io.StringIO()
    console = Console(file=out, highlight=False, markup=False, soft_wrap=True)
    code = verdict(Digest(Settings(), bitexts, rejected, findings), console)
    return code, out.getvalue().splitlines()


def test_nothing_to_say() -> None:
    """Exit code 0."""
    assert _said(DONE) == (OK, [])


def test_a_file_has_one_line() -> None:
    """However many of its rows have a problem; each problem with its places and once what to do."""
    rejected = (
        *(SeedError("seeds/a.csv", "no text", place=f"row {n}", remedy="delete it") for n in (3, 4, 9)),
        SeedError("seeds/b.pdf", "no reader takes\nthis", allowed="text"),
        SeedError("seeds/a.csv", "no JSON object", place="row 5", remedy="delete it"),
    )
    findings = (
        Finding("seeds/a.csv", "a copy", "keep it", place="row 7"),
        Finding("translations/en/c.po", "2 sentences are not translated"),
    )
    code, lines = _said(DONE, rejected=rejected, findings=findings)
    assert code == ERROR
    assert lines == [
        "translations/en/c.po: 2 sentences are not translated",
        "error: seeds/a.csv: rows 3–4, 9: no text; row 5: no JSON object; row 7: a copy. "
        "To do: delete it; keep it",
        "error: seeds/b.pdf: no reader takes this (allowed: text)",
        "2 file(s) gave no article, or not all of theirs; the others were done.",
    ]


def test_a_file_with_many_problems_names_some_and_counts_the_rest() -> None:
    """A program gets them all."""
    findings = tuple(Finding("seeds/a.csv", f"a copy of {n}", place=f"row {n}") for n in range(1, 100))
    (line,) = _said(DONE, findings=findings)[1]
    assert line.endswith("row 8: a copy of 8; and 91 more, which --json lists")


@pytest.mark.parametrize("findings", [(), (Finding("seeds/a.csv", "a copy"),)])
def test_what_is_not_translated_is_told_by_the_exit_code(findings: tuple[Finding, ...]) -> None:
    """It is 3; a finding alone changes none."""
    assert _said(bitext("Тақырып"), findings=findings)[0] == PARTLY
    assert _said(DONE, findings=findings)[0] == OK

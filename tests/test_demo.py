"""The demonstration: real models, trained for it, on briefs that they have not seen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from models import demo

from digest.translation import po
from digest.translation.engines.choose import Engines
from digest.translation.models.store import Store
from digest.values import LanguagePair

BRIEFS = demo.MODELS / "briefs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, made once; float32 gives the same text on every processor."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARGOS_COMPUTE_TYPE", "float32")
        assert demo.main(folder) == 0
    return folder


@pytest.mark.parametrize("lang", ["kk", "ru", "pl"])
def test_a_brief_is_translated_right(folder: Path, lang: str) -> None:
    """Cleaned, split and translated, every sentence is the expected one: the model knows its patterns."""
    path = folder / "translations" / "en" / f"demo-{lang}.po"
    entries = po.parse(path.read_text(encoding="utf-8"), path.name).live
    expected = (BRIEFS / f"demo-{lang}.en.txt").read_text(encoding="utf-8").splitlines()
    assert [entry.text for entry in entries] == [line for line in expected if line.strip()]


@pytest.mark.parametrize("lang", ["kk", "ru", "pl"])
def test_it_is_marked_as_a_machines_and_not_reviewed(folder: Path, lang: str) -> None:
    """Every entry carries the flag and its origin, and the page says so."""
    path = folder / "translations" / "en" / f"demo-{lang}.po"
    entries = po.parse(path.read_text(encoding="utf-8"), path.name).live
    assert all(entry.fuzzy for entry in entries)
    assert {entry.origin.model for entry in entries if entry.origin} == {f"translate-{lang}_en"}
    page = (folder / "docs" / "en" / f"demo-{lang}.md").read_text(encoding="utf-8")
    assert re.search(r'status: "machine"', page)
    assert f'reviewed: "0 of {len(entries)}"' in page
    assert f'model: "translate-{lang}_en 1.0 (demo)"' in page
    assert "&#40;demo&#41;" in page


@pytest.mark.parametrize("package", sorted(demo.MODELS.glob("*.argosmodel")), ids=lambda path: path.stem)
def test_a_package_is_small(package: Path) -> None:
    """Test data of under 4 MB each."""
    assert package.stat().st_size < 4_000_000


@pytest.mark.parametrize("lang", ["kk", "ru", "pl"])
def test_unseen_sentences_give_the_recorded_text(
    folder: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In float32 the engine answers what the model did when it was made, and nearly all of it is right."""
    monkeypatch.setenv("ARGOS_COMPUTE_TYPE", "float32")
    rows = json.loads((demo.MODELS / "vectors" / f"{lang}-en.json").read_text(encoding="utf-8"))
    engine = Engines(Store(folder / "models", [folder / "packages"]), demos=True)
    answers = {
        hypothesis.source: hypothesis.text
        for hypothesis in engine.translate([row["source"] for row in rows], LanguagePair(lang, "en"))
    }
    assert [answers[row["source"]] for row in rows] == [row["float32"] for row in rows]
    assert sum(row["float32"] == row["expected"] for row in rows) >= 0.9 * len(rows)

"""The words of the interface, and what the steps know of a language: one file of each for a language."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import material  # type: ignore[import-untyped]  # it ships no types
import pytest
import yaml

from digest.data import languages, load
from digest.labels import labels, own_name, print_words, reason_words
from digest.read.clutter.clean import RULES

ROOT = Path(__file__).parent.parent
TOOL = ROOT / "tools" / "make_words.py"
MATERIAL = Path(material.__file__).parent / "templates" / "partials" / "languages"
OTHERS = tuple(code for code in languages("words") if code != "en")


def _tool() -> Any:
    spec = importlib.util.spec_from_file_location("make_words", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make_words = _tool()
PARTIALS = make_words.PARTIALS.relative_to(ROOT)


def _placeholders(words: Mapping[str, str]) -> dict[str, list[str]]:
    return {key: sorted(re.findall(r"\{\w*\}", text)) for key, text in words.items()}


# The words' files


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_section_and_no_other(code: str) -> None:
    """English has no reasons for cuts, and only a language that Material lacks has words for it."""
    wanted = load("words/en").keys() | {"cuts"}
    lacking = set() if (MATERIAL / f"{code}.html").is_file() else {"material"}
    assert load(f"words/{code}").keys() == wanted | lacking


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("section", ["pages", "print", "theme", "keys"])
def test_a_language_has_the_words_that_english_has(code: str, section: str) -> None:
    """None is missing or unknown, and the same placeholders are filled in."""
    assert _placeholders(load(f"words/{code}")[section]) == _placeholders(load("words/en")[section])


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_names_every_kind_of_cut(code: str) -> None:
    """The kinds are those that the rules are sorted into."""
    assert load(f"words/{code}")["cuts"].keys() == load("cuts").keys()


def test_every_rule_is_of_one_kind() -> None:
    """So that its reason can be told in every language."""
    sorted_rules = [rule for rules in load("cuts").values() for rule in rules]
    assert len(sorted_rules) == len(set(sorted_rules))
    assert {rule.__name__ for rule in RULES} <= set(sorted_rules)


@pytest.mark.parametrize("code", languages("words"))
def test_words_for_material_are_words_that_it_asks_for(code: str) -> None:
    """A misspelt key would never be shown."""
    asked = set(re.findall(r'"([\w.]+)":', (MATERIAL / "en.html").read_text(encoding="utf-8")))
    assert load(f"words/{code}").get("material", {}).keys() <= asked


def test_a_language_without_words_gets_the_english_ones() -> None:
    """And its own name, as CLDR has it."""
    assert labels("fr") == labels("en")
    assert print_words("fr") == print_words("en")
    assert reason_words("separator", "fr") is None
    assert (own_name("fr"), own_name("xx")) == ("Français", "xx")


# The templates


def test_the_templates_are_as_the_words_are() -> None:
    """After a change of the words, `make words` is run and its files are committed."""
    made = make_words.templates()
    standing = {name: (make_words.PARTIALS / name).read_text(encoding="utf-8") for name in made}
    assert standing == made
    others = make_words.PARTIALS.joinpath("languages").iterdir()
    assert {path.relative_to(make_words.PARTIALS) for path in others} <= made.keys()


def test_material_ships_the_languages_that_the_theme_says() -> None:
    """A language that Material loses shows here, before a page in it breaks."""
    template = (make_words.PARTIALS / "language.html").read_text(encoding="utf-8")
    shipped = re.search(r"set available = \[(.*?)\]", template, re.DOTALL)
    assert shipped is not None
    codes = {path.stem for path in MATERIAL.glob("*.html")}
    assert set(re.findall(r'"(\w+)"', shipped[1])) <= codes


# A language is added

GERMAN = """\
Der Senat hat das Gesetz verabschiedet

Veröffentlicht: 12 Märzen 2024

Teile das!

Der Senat hat am Dienstag ein Gesetz über die Schulen der großen Städte verabschiedet. Das sagte Abg. Fünf.
Die Bürgermeister müssen nun für die Schüler neue Schulen bauen, und für die Ärzte größere Häuser, sagte er.
"""
KNOWN_OF_GERMAN = {
    "alphabet": {"letters": "aäbcdefghijklmnoöpqrsßtuüvwxyz"},
    "calendar": {"months": {3: ["märz"]}, "month_endings": ["en"], "published": ["veröffentlicht"]},
    "labels": {"share": ["teile das"]},
    "sentences": {"family": "latin", "names": "abg", "openers": "fünf die das"},
}


def _in_german(words: Any) -> Any:
    """The words of a file, each marked, as if they were translated."""
    return (
        f"German {words}"
        if isinstance(words, str)
        else {key: _in_german(word) for key, word in words.items()}
    )


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with two more files: the words in German, and what the steps know of it."""
    root = tmp_path_factory.mktemp("added")
    shutil.copy(ROOT / "build_digest.py", root)
    for name in ("digest", "tools", PARTIALS):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    words = {**_in_german(load("words/en")), "cuts": {kind: f"German {kind}" for kind in load("cuts")}}
    for folder, content in (("words", words), ("languages", KNOWN_OF_GERMAN)):
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (root / "digest" / "data" / folder / "de.yml").write_text(text, encoding="utf-8")
    (root / "digest.yml").write_text("languages: [de]\n", encoding="utf-8")
    (root / "seeds").mkdir()
    (root / "seeds" / "gesetz.txt").write_text(GERMAN, encoding="utf-8")
    return root


def _ran(root: Path, *command: str) -> str:
    command = (sys.executable, *command)
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 3), done.stderr  # 3: built, but not translated
    return done.stdout


def test_two_files_are_all_that_the_reading_of_a_language_needs(added: Path) -> None:
    """It is told from others, its date is read, and its buttons are cut."""
    article = json.loads(_ran(added, "build_digest.py", "inspect", "seeds/gesetz.txt", "--json"))
    assert (article["lang"], article["date"]) == ("de", "2024-03-12")
    assert "Teile das!" in article["removed"]


def test_two_files_are_all_that_the_pages_of_a_language_need(added: Path) -> None:
    """Its page has its words and its dates, says in it why a line was cut, and its sentences are split."""
    _ran(added, "build_digest.py", "build")
    page = (added / "docs" / "de" / "gesetz.md").read_text(encoding="utf-8")
    assert "German About this text" in page
    assert "12. März 2024" in page
    assert "German share" in page
    assert "Das sagte Abg. Fünf." in page
    assert "German All articles by date" in (added / "docs" / "de" / "index.md").read_text(encoding="utf-8")


def test_two_files_are_all_that_the_theme_needs(added: Path) -> None:
    """`make words` takes the new language into the templates."""
    _ran(added, "tools/make_words.py")
    made = (added / PARTIALS / "words.html").read_text(encoding="utf-8")
    assert '"search": "German Search"' in made
    assert '"title": "German Keyboard shortcuts"' in made

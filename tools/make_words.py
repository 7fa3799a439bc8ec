"""Make the templates that hold words, out of digest/data/words: plain MkDocs and Zensical read no YAML."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from digest.data import languages, load  # noqa: E402  # the package stands beside this folder
from digest.labels import language_name  # noqa: E402

PARTIALS = ROOT / "theme" / "partials"

_WORDS = """\
{#-
  Made by `make words` from digest/data/words/*.yml; change those.

  The words that Material has none for, by language: `words` stand around every page, `keys` are the help for
  the keyboard. For the languages in `added`, Material's own words are in partials/languages too.
-#}
{%- set words = WORDS -%}
{%- set keys = KEYS -%}
{%- set added = ADDED -%}
{%- macro word(key, code) -%}
  {{- (words[code] or words["en"])[key] | e -}}
{%- endmacro -%}
"""
_MATERIAL = """\
{#- NAME, which Material does not ship. Made by `make words` from digest/data/words/CODE.yml; change that. -#}
{% macro t(key) %}{{ TABLE[key] }}{% endmacro %}
"""


def templates() -> dict[Path, str]:
    """Every template that is made, by its place in the folder of partials."""
    codes = languages("words")
    made = {
        Path("words.html"): _filled(
            _WORDS,
            WORDS=_table({code: _section("theme", code) for code in codes}),
            KEYS=_table({code: _section("keys", code) for code in codes}),
            ADDED=json.dumps([code for code in codes if _material(code)]),
        )
    }
    for code in filter(_material, codes):
        table = _table({"language": code, **_material(code)})
        name = language_name(code, "en")
        made[Path("languages", f"{code}.html")] = _filled(_MATERIAL, NAME=name, CODE=code, TABLE=table)
    return made


def _section(name: str, code: str) -> dict[str, str]:
    """The words of a section, in English where the language has none."""
    return {**load("words/en")[name], **load(f"words/{code}").get(name, {})}


def _material(code: str) -> Mapping[str, str]:
    """The words for Material itself, which only languages that it lacks have."""
    words: Mapping[str, str] = load(f"words/{code}").get("material", {})
    return words


def _table(words: Mapping[str, object]) -> str:
    return json.dumps(words, ensure_ascii=False, indent=2)


def _filled(template: str, **parts: str) -> str:
    for name, part in parts.items():
        template = template.replace(name, part, 1)
    return template


def main() -> None:
    """Write the templates, and remove those of languages that Material has words for by now."""
    made = templates()
    for path in PARTIALS.joinpath("languages").glob("*.html"):
        if path.relative_to(PARTIALS) not in made:
            path.unlink()
    for name, text in made.items():
        PARTIALS.joinpath(name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The imports of the package go one way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "digest"

# From the ground up; a module may import what stands in a row below its own, and nothing else of the package.
LAYERS = (
    {"errors", "values"},
    {"settings", "labels", "encode", "glyphs"},
    {"text", "clutter", "dates", "language", "attribution", "sentences", "memory", "engines"},
    {"pages", "typeset", "progress"},
    {"article", "inspect", "translate", "engines.argos", "engines.fake", "project", "site"},
    {"build"},
    {"cli"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def _module(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _imports(path: Path) -> set[str]:
    """The modules of the package that a file imports, at its top or within a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    names = {name.removeprefix("digest.") for name in found if name.startswith("digest.")}
    return {name for name in names if name in LEVEL}


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if _module(path))


@pytest.mark.parametrize("path", MODULES, ids=_module)
def test_a_module_imports_only_from_the_layers_below(path: Path) -> None:
    """Steps do not know each other, and nothing reaches up; so there is no cycle either."""
    own = LEVEL[_module(path)]
    assert {name for name in _imports(path) if LEVEL[name] >= own} == set()

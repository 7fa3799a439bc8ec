"""The imports of the package go one way."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "digest"

# From the ground up: a module may import what stands in a row below its own, and nothing else of ours. A
# name stands for the modules within it too; these may import each other.
LAYERS = (
    {"errors", "values", "store", "data"},
    {"yaml_text"},
    {"addresses", "credits", "encode", "files", "labels", "places", "settings", "unforeseen", "workers"},
    {"publication", "excerpt", "glossary"},
    {"read", "translation", "digest"},
    {"project", "collect"},
    {"reading"},
    {"web", "web.pages", "web.search", "web.preview", "build"},
    {"web.site", "print"},
    {"commands"},
    {"cli"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py")) if _name(path)}


def _imports(name: str) -> set[str]:
    """The modules of the package that a module imports, at its top or within a function."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {word.removeprefix("digest.") for word in found} & MODULES.keys() - {name}


def _place(name: str) -> str:
    """The name under which a module stands in the layers: its own, or that of the package it is in."""
    while name and name not in LEVEL:
        name = name.rpartition(".")[0]
    return name


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_the_layers_below(name: str) -> None:
    """Steps do not know each other, and nothing reaches up."""
    own = _place(name)
    others = {_place(other) for other in _imports(name)} - {own}
    assert {other for other in others if LEVEL[other] >= LEVEL[own]} == set()


def test_there_is_no_cycle() -> None:
    """Nor is there one within a package: graphlib refuses it."""
    order = TopologicalSorter({name: _imports(name) for name in MODULES}).static_order()
    assert set(order) == set(MODULES)

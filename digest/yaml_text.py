"""YAML that people wrote, or that was sent: read within bounds, its mistakes named with their lines.

PyYAML follows nesting with Python's or C's own stack and writes aliases out: a few kilobytes can end the
process or fill the memory. So the text's events, which cost neither, are looked at first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from digest.data import LOADER
from digest.errors import DigestError

__all__ = ["compose", "construct", "load"]

_LARGEST = 8 << 20  # characters
_DEEPEST = 60
_MOST_VALUES = 2_000_000  # with aliases written out


def load(text: str, file: str, kind: type[DigestError], loader: Any = LOADER, *, remedy: str = "") -> Any:
    """The values that a YAML text holds.

    Args:
        text: The text.
        file: Its file, for the message.
        kind: The error to raise.
        loader: PyYAML's loader; a safe one.
        remedy: What to do about an error.

    Raises:
        DigestError: of that kind: it is not YAML, or is too large, too deep, or turns in a circle.
    """
    with _named(file, kind, remedy):
        _check(text, file, kind, remedy)
        return yaml.load(text, Loader=loader)


def compose(text: str, file: str, kind: type[DigestError]) -> yaml.Node | None:
    """The text as YAML's nodes, which know their lines; None for an empty one. Raises as `load`."""
    with _named(file, kind, ""):
        _check(text, file, kind, "")
        return yaml.compose(text, Loader=LOADER)


def construct(root: yaml.Node | None, file: str, kind: type[DigestError]) -> Any:
    """The values of nodes. Raises as `load`."""
    with _named(file, kind, ""):
        return SafeConstructor().construct_document(root) if root else None


@contextmanager
def _named(file: str, kind: type[DigestError], remedy: str) -> Iterator[None]:
    try:
        yield
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}" if mark else ""
        raise kind(file, f"not YAML: {error.problem}", place=place, remedy=remedy) from error
    except yaml.YAMLError as error:
        raise kind(file, f"not YAML: {error}", remedy=remedy) from error
    except (ValueError, OverflowError) as error:  # a date such as 2024-13-45, a number of 5,000 digits
        raise kind(
            file,
            f"a value cannot be read: {error}",
            allowed="dates as in 2024-03-26, numbers of a few digits; other text in quotes",
            remedy=remedy,
        ) from error


def _check(text: str, file: str, kind: type[DigestError], remedy: str) -> None:
    if len(text) > _LARGEST:
        found = f"{len(text):,} characters"
        raise kind(file, found, allowed=f"up to {_LARGEST:,}", remedy=remedy or "shorten it")
    try:
        problems = list(_problems(yaml.parse(text, Loader=LOADER)))
    except yaml.YAMLError:
        # The slower loader says more exactly where a mistake is.
        problems = list(_problems(yaml.parse(text, Loader=yaml.SafeLoader)))
    for problem, line in problems:
        raise kind(file, problem, place=f"line {line}", remedy=remedy or "write it out more simply")


def _problems(events: Iterator[yaml.Event]) -> Iterator[tuple[str, int]]:
    """What would be too much to read, with its line."""
    open_nodes: list[tuple[str, int]] = []  # each with its anchor and its size up to here
    sizes: dict[str, int] = {}
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        anchor = getattr(event, "anchor", None) or ""
        size = 0
        if isinstance(event, yaml.AliasEvent):
            if any(name == anchor for name, _ in open_nodes):
                yield f"`*{anchor}` stands within what it stands for", line
            size = sizes.get(anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            size = sizes[anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((anchor, 1))
            if len(open_nodes) > _DEEPEST:
                yield f"more than {_DEEPEST} lists or mappings within each other", line
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            name, size = open_nodes.pop()
            sizes[name] = size
        if size and open_nodes:
            name, before = open_nodes.pop()
            open_nodes.append((name, before + size))
        if size > _MOST_VALUES:
            yield f"more than {_MOST_VALUES:,} values, once what `*` stands for is written out", line

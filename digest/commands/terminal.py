"""The terminal that messages go to: text from outside reaches it without anything that could steer it."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from digest.commands.report import printable

__all__ = ["Terminal"]


class Terminal(Console):
    """A console on stderr that shows text as it is, and no control characters."""

    def __init__(self) -> None:
        super().__init__(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def print(self, *objects: Any, **options: Any) -> None:
        """As rich's, with each text made printable."""
        super().print(*(printable(one) if isinstance(one, str) else one for one in objects), **options)

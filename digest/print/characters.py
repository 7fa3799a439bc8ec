"""The print fonts, and text as they can print it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from digest.encode import visible
from digest.errors import RenderError

__all__ = [
    "PRINT",
    "REPLACEMENT",
    "clean",
    "covered",
    "families",
    "fonts",
    "passage",
    "printable",
    "shortened",
]

PRINT = files("digest").joinpath("print")
REPLACEMENT = "□"

_FIRST_FONT = "Literata"
_LONG_WORD = 26


@cache
def covered() -> frozenset[int]:
    """The code points that the print fonts have together."""
    with as_file(PRINT.joinpath("fonts")) as folder:
        paths = [path for path in folder.iterdir() if path.suffix.lower() in (".ttf", ".otf")]
        return frozenset().union(*map(_covered_by, paths))


def _covered_by(path: Path) -> Iterable[int]:
    try:
        with TTFont(BytesIO(path.read_bytes()), lazy=True) as font:
            return tuple(font.getBestCmap() or ())
    # A broken table raises whatever its reader came upon: TTLibError, struct.error, an IndexError, …
    except Exception as error:
        reason = str(error) or type(error).__name__
        raise RenderError(
            f"digest/print/fonts/{path.name}",
            f"not a font that can be read: {reason}",
            allowed="whole .ttf and .otf files",
            remedy="delete it, or copy it there again",
        ) from error


@cache
def fonts() -> typst.Fonts:
    """The print fonts and no others."""
    with as_file(PRINT.joinpath("fonts")) as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def families() -> list[str]:
    """The families for running text: ours first, the others for what it lacks."""
    others = sorted(name for name in fonts().families() if not name.startswith(_FIRST_FONT))
    return [_FIRST_FONT, *others]


def clean(text: str) -> str:
    """The text as a reader sees it, without what nobody sees, such as marks that turn its direction."""
    shown = unicodedata.normalize("NFC", visible(text))
    return "".join(" " if _is_space(char) else char for char in shown if not _is_unseen(char)).strip()


def _is_space(char: str) -> bool:
    return unicodedata.category(char) == "Zs" and char != "\u00a0" and ord(char) not in covered()


def _is_unseen(char: str) -> bool:
    """Format characters, and the signs that only change the look of an emoji before them."""
    only_look = "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
    return only_look or unicodedata.category(char) in ("Cf", "Me", "Cn")


def printable(text: str) -> str:
    """The text as it is printed: with □ for what no print font has."""
    known = covered()
    return "".join(char if ord(char) in known else REPLACEMENT for char in clean(text))


def passage(text: str, lang: str) -> dict[str, Any]:
    """Text in one language as runs: a long unbroken word, such as an address, comes in whole pieces."""
    runs: list[dict[str, Any]] = []
    words = re.findall(r"\S+|\s+", printable(text))
    for is_long, alike in groupby(words, lambda word: len(word) >= _LONG_WORD):
        if is_long:
            runs += ({"text": piece, "whole": True} for word in alike for piece in _pieces(word))
        else:
            runs.append({"text": "".join(alike), "whole": False})
    return {"lang": lang, "runs": runs}


def _pieces(word: str) -> Iterator[str]:
    """A long word in pieces between which a line may break: after its signs, or wherever it has none."""
    for part in re.findall(r"[^/.?&=_-]*[/.?&=_-]+|[^/.?&=_-]+", word):
        yield from (part[start : start + _LONG_WORD] for start in range(0, len(part), _LONG_WORD))


def shortened(text: str, length: int) -> str:
    """The text cut after a whole word, where it is too long for one line."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"

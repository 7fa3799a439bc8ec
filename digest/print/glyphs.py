"""The characters of a digest that no print font has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from digest.errors import RenderError
from digest.print.article_data import LONGEST_TITLE, texts
from digest.print.characters import REPLACEMENT, clean, covered
from digest.print.options import PrintOptions
from digest.values import Bitext, Finding

__all__ = ["MissingGlyph", "findings", "missing_glyphs", "refuse_missing_letters"]

_ADD_FONT = "put a font that has it, as .ttf or .otf, into the folder digest/print/fonts"


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no print font has, where it stands, and whether it is part of a word or number."""

    character: str
    slug: str
    place: str
    is_letter: bool

    def __str__(self) -> str:
        return f"{self.character} (U+{ord(self.character):04X} {unicodedata.name(self.character, 'unnamed')})"


def missing_glyphs(bitexts: Sequence[Bitext], options: PrintOptions) -> tuple[MissingGlyph, ...]:
    """The characters of the digest that no print font has, each once for every place in an article."""
    printed = [("digest.yml", "title", options.settings.title)]
    for bitext in bitexts:
        printed += ((bitext.article.slug, place, text) for place, text in texts(bitext, options.layout))
    known = covered()
    return tuple(
        MissingGlyph(char, slug, place, _is_letter(char))
        for slug, place, text in printed
        for char in dict.fromkeys(clean(text))
        if ord(char) not in known
    )


def findings(bitexts: Sequence[Bitext], options: PrintOptions) -> tuple[Finding, ...]:
    """The signs that the PDF prints as □, because no print font has them, and the titles that it shortens."""
    message = f"no print font has the sign {{}}: the PDF shows {REPLACEMENT}"
    gaps = (gap for gap in missing_glyphs(bitexts, options) if not gap.is_letter)
    return (
        *(Finding(gap.slug, message.format(gap), _ADD_FONT, gap.place) for gap in gaps),
        *(finding for bitext in bitexts for finding in _long_titles(bitext)),
    )


def _long_titles(bitext: Bitext) -> Iterator[Finding]:
    titles = {"the title": bitext.article.title}
    if bitext.is_translated and bitext.title:
        titles["the translated title"] = bitext.title
    for name, title in titles.items():
        if len(title) > LONGEST_TITLE:
            found = (
                f"{name} has {len(title)} characters: the PDF shows the first {LONGEST_TITLE}, the page all"
            )
            yield Finding(bitext.article.slug, found, "shorten it, if it is not a title", "title")


def refuse_missing_letters(gaps: Iterable[MissingGlyph]) -> None:
    """Raise RenderError where letters are missing, which would vanish from the page."""
    letters = [gap for gap in gaps if gap.is_letter]
    if not letters:
        return
    first = letters[0]
    alike = [gap for gap in letters if (gap.slug, gap.place) == (first.slug, first.place)]
    others = sorted({gap.slug for gap in letters} - {first.slug})
    found = "no print font has " + ", ".join(map(str, alike))
    if others:
        found += f"; letters are missing in {', '.join(others)} too"
    raise RenderError(first.slug, found, place=first.place, remedy=_ADD_FONT)


def _is_letter(char: str) -> bool:
    """Whether a word or a number cannot be read without it."""
    category = unicodedata.category(char)
    return category[0] in "LN" or category in ("Mn", "Mc")

"""Typst at work: data and a template in, a PDF or a picture out.

Text from outside goes to the templates in digest/print as data, never as markup. A PDF is tagged (PDF/UA-1),
holds its fonts, and has no date of its making in it: the same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources import as_file
from typing import Any

import typst

from digest.errors import RenderError
from digest.print.characters import PRINT, fonts
from digest.print.digest_data import document, leaf
from digest.print.glyphs import missing_glyphs, refuse_missing_letters
from digest.print.options import PrintOptions
from digest.print.pack import pack
from digest.values import Bitext

__all__ = ["picture", "print_leaf", "typeset"]


def typeset(bitexts: Sequence[Bitext], options: PrintOptions) -> bytes:
    """The PDF of a digest, or of one volume of it, its articles in the order given.

    Other characters than letters that no print font has are printed as □; `findings` names them.

    Raises:
        RenderError: no print font has a letter of the text, which would vanish from the page; or Typst fails.
    """
    refuse_missing_letters(missing_glyphs(bitexts, options))
    return _pdf("digest.typ", document(bitexts, options), "digest.pdf")


def print_leaf(bitext: Bitext, options: PrintOptions) -> bytes:
    """The PDF of one article; as `typeset` in all else."""
    refuse_missing_letters(missing_glyphs([bitext], options))
    return _pdf("leaf.typ", leaf(bitext, options), f"{bitext.article.slug}.pdf")


def picture(template: str, data: Mapping[str, Any], name: str) -> bytes:
    """The one page of a template as PNG, 144 pixels to the inch; `name` is what an error calls it.

    Raises:
        RenderError: Typst fails.
    """
    return _set(template, data, name, format="png", ppi=144.0)


def _pdf(template: str, data: Mapping[str, Any], name: str) -> bytes:
    return pack(_set(template, data, name, format="pdf", pdf_standards="ua-1"))


def _set(template: str, data: Mapping[str, Any], name: str, **options: Any) -> bytes:
    with as_file(PRINT) as folder:
        try:
            made: bytes = typst.compile(
                folder / template,
                root=folder,
                font_paths=fonts(),
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                **options,
            )
        except typst.TypstError as error:
            raise RenderError(name, f"Typst cannot set it: {error.message}") from error
    return made

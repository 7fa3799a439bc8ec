"""The printed digest: bitexts as a PDF, set by Typst.

Text from outside goes to the template `print/digest.typ` as data, never as markup. The PDF is tagged
(PDF/UA-1), holds its fonts, and has no date of its making in it: the same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import as_file

import typst

from digest.errors import RenderError
from digest.settings import Settings
from digest.typeset.characters import PRINT, fonts
from digest.typeset.document import document
from digest.typeset.glyphs import missing_glyphs, refuse_missing_letters
from digest.values import Bitext

__all__ = ["typeset"]


def typeset(bitexts: Sequence[Bitext], settings: Settings) -> bytes:
    """The PDF of a digest, its articles in the order given.

    Other characters than letters that no print font has are printed as □; `findings` names them.

    Raises:
        RenderError: no print font has a letter of the text, which would vanish from the page; or Typst fails.
    """
    refuse_missing_letters(missing_glyphs(bitexts, settings))
    data = json.dumps(document(bitexts, settings), ensure_ascii=False)
    with as_file(PRINT) as folder:
        try:
            return typst.compile(
                folder / "digest.typ",
                root=folder,
                font_paths=fonts(),
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"data": data},
                pdf_standards="ua-1",
            )
        except typst.TypstError as error:
            raise RenderError("digest.pdf", f"Typst cannot set it: {error.message}") from error

"""The picture that stands for an article where its page is shared."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from digest.print.article_data import card_data
from digest.print.options import PrintOptions
from digest.print.typst_runner import picture
from digest.values import Bitext

__all__ = ["card"]

# The card's three colours on white, each in as many steps as smooth letters take: a quarter of the bytes.
_SHADES = (((0x14, 0x14, 0x14), 3), ((0x2F, 0x3E, 0x8F), 2), ((0x5C, 0x5C, 0x5C), 2))


def card(bitext: Bitext, options: PrintOptions) -> bytes:
    """The card of an article, a PNG of 1200 x 630 pixels. A character that no print font has is a box in it.

    Raises:
        RenderError: Typst fails.
    """
    image = Image.open(BytesIO(picture("card.typ", card_data(bitext, options), f"{bitext.article.slug}.png")))
    colours = [part for colour in _colours() for part in colour]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    flat = image.convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE)
    flat.putpalette(colours)
    out = BytesIO()
    flat.save(out, "PNG", compress_level=8, bits=4)
    return out.getvalue()


def _colours() -> list[tuple[int, ...]]:
    steps = ((colour, step / steps) for colour, steps in _SHADES for step in range(1, steps + 1))
    return [
        (255, 255, 255),
        *(tuple(round(255 + (part - 255) * share) for part in colour) for colour, share in steps),
    ]

"""The border to the libraries that take files apart: what they raise over a damaged file is a SeedError."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it ships no types

from digest.errors import SeedError

__all__ = ["reading"]

# What zipfile, lxml and the parsers above them raise over damaged bytes. A KeyError is a part that is missing
# from a package, an AttributeError or a TypeError an element that is missing from a part.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    LxmlError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def reading(name: str, what: str, *also: type[Exception]) -> Iterator[None]:
    """Turn what a library raises over a file into an error for people.

    Args:
        name: the file.
        what: what it should be, with its article: "a PDF".
        also: the library's own exceptions.

    Raises:
        SeedError: the file is damaged.
    """
    try:
        yield
    except SeedError:
        raise
    except (*_DAMAGE, *also) as error:
        why = " ".join(str(error).split())[:120]
        raise SeedError(
            name,
            f"{what} that is damaged or cut short" + (f" ({why})" if why else ""),
            remedy="open it in the program that made it and save it anew, or fetch it again",
        ) from error

"""XML, written so that text from outside stays text."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from digest.encode import visible

__all__ = ["Xml", "document", "element"]


class Xml(str):
    """XML that is ours: safe to stand in a document as it is."""

    __slots__ = ()


def element(name: str, *content: str, **attributes: str | None) -> Xml:
    """An element. Content and attributes are escaped unless they are Xml; None leaves an attribute out.

    An underscore at the end of an attribute's name is dropped and one inside is a colon: `xml_lang`.
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', ':')}={quoteattr(visible(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(part if isinstance(part, Xml) else escape(visible(part)) for part in content)
    return Xml(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def document(root: Xml) -> str:
    """A whole document, in UTF-8."""
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'

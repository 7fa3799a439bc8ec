"""The addresses of pages as others see them: whole where the site's own is known, else relative."""

from __future__ import annotations

import uuid

from digest.encode import href
from digest.web.pages.elements import address
from digest.publication import Publication

__all__ = ["lasting_id", "page_address", "public"]


def page_address(publication: Publication, there: str, here: str) -> str:
    """The address of a page; both are paths under docs/, and `here` is where the address is written."""
    if not publication.site_url:
        return str(address(here, there))
    return public(publication, there.removesuffix("index.md").removesuffix(".md") + _slash(there))


def _slash(path: str) -> str:
    return "" if path == "index.md" or path.endswith("/index.md") else "/"


def public(publication: Publication, path: str) -> str:
    """The whole address of a file or folder of the site; its path where the site's is unknown."""
    return publication.absolute(href(path))


def lasting_id(publication: Publication, path: str) -> str:
    """A name for a thing of the site that stays the same as long as its address and path do."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{publication.site_url}/{path}").urn

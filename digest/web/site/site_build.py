"""What every step of the site is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from digest.digest import Digest
from digest.publication import Publication
from digest.settings import Settings

__all__ = ["SiteBuild", "Step"]


@dataclass(frozen=True, slots=True)
class SiteBuild:
    """A site in the making: the digest's folder, the digest, and the folder that the new site is built in."""

    root: Path
    digest: Digest
    new: Path

    @property
    def settings(self) -> Settings:
        """What the editors decide."""
        return self.digest.settings

    @property
    def publication(self) -> Publication:
        """Where the site will stand."""
        return self.digest.publication

    @property
    def base(self) -> str:
        """The path that the site will be served under, with a slash at both ends."""
        path = urlsplit(self.publication.site_url).path.strip("/")
        return f"/{path}/" if path else "/"

    def html(self) -> Iterator[Path]:
        """The pages that are built, in the order of their paths."""
        yield from sorted(self.new.rglob("*.html"))


class Step(Protocol):
    """One step: it reads and writes in the new site's folder, and raises RenderError where that cannot be."""

    def __call__(self, site_build: SiteBuild) -> None:
        """Do it."""

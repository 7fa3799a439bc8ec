"""A site made by our own steps from articles made up for a test."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from conftest import ROOT

from digest.digest import Digest
from digest.print.attachments import attach
from digest.project import Project
from digest.publication import Publication
from digest.settings import Settings
from digest.values import Bitext
from digest.web.pages import render
from digest.web.site import build_site

__all__ = ["publish"]


def publish(
    folder: Path,
    bitexts: Sequence[Bitext],
    settings: Settings | None = None,
    site_url: str = "",
    *,
    typeset: bool = False,
) -> Path:
    """Build the site of some bitexts in an empty folder, with the project's own theme; give its folder.

    PDFs and cards are set in type where that is wanted; else empty files stand for the PDFs.
    """
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("theme", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "docs" / "about.md", folder / "docs")
    digest = Digest(settings or Settings(), tuple(bitexts), publication=Publication(site_url))
    project = Project(folder)
    project.write_pages(render(digest))
    if typeset:
        attach(project, digest)
        return build_site(folder, digest).folder
    (folder / "docs" / "pdf").mkdir()
    for bitext in bitexts:
        (folder / "docs" / "pdf" / f"{bitext.article.slug}.pdf").write_bytes(b"%PDF-")
    return build_site(folder, digest).folder

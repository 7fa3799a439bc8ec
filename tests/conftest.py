"""Fixtures that several test files share."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest
from browser import FLAGS, chromium
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from digest.digest import Digest
from digest.publication import Publication
from digest.settings import Settings
from digest.translation.checks import checked
from digest.values import Bitext, BitextKey, LanguagePair
from digest.web.pages import render

ROOT = Path(__file__).parent.parent


def _with_flags(bitext: Bitext) -> Bitext:
    langs = LanguagePair(bitext.article.lang, bitext.target)
    return replace(bitext, pairs=checked(bitext.pairs, langs))


class SiteBuilder(Protocol):
    """Builds a site; `lines` are those of PO files; `environment` is set for MkDocs."""

    def __call__(
        self,
        folder: Path,
        bitexts: Sequence[Bitext],
        publication: Publication | None = None,
        lines: Mapping[BitextKey, Mapping[int, int]] | None = None,
        **environment: str,
    ) -> Path:
        """Return the folder of the site."""


@pytest.fixture(scope="session")
def build_site() -> SiteBuilder:
    """Builds the site of some bitexts in an empty folder, strictly, with the project's own theme."""

    def build(
        folder: Path,
        bitexts: Sequence[Bitext],
        publication: Publication | None = None,
        lines: Mapping[BitextKey, Mapping[int, int]] | None = None,
        **environment: str,
    ) -> Path:
        shutil.copy(ROOT / "mkdocs.yml", folder)
        for name in ("theme", "docs/assets"):
            shutil.copytree(ROOT / name, folder / name)
        shutil.copy(ROOT / "docs" / "about.md", folder / "docs")
        flagged = tuple(map(_with_flags, bitexts))
        digest = Digest(Settings(), flagged, publication=publication or Publication(), lines=lines or {})
        for page in render(digest):
            path = folder / "docs" / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, encoding="utf-8", newline="\n")
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
            cwd=folder,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return folder / "site"

    return build


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium of the system, one for all tests."""
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[BrowserContext]:
    """A window 1280 pixels wide, with a storage of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A screen 390 pixels wide."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()

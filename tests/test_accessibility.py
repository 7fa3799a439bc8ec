"""What axe-core finds on the pages of the real digest, in both palettes and on a telephone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from browser import serve
from conftest import ROOT
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ARTICLE = "000_2f637b5fa03ca4a4"
# One of every kind, and those in other languages whose interface is another one.
PAGES = (
    "",
    "about/",
    "404.html",
    "kk/",
    f"en/{ARTICLE}/",
    f"kk/{ARTICLE}/",
    "ru/002_dc49007d92890326/",
    "pl/001_2b5f7026ea0ef8d6/",
    "en/dates/",
    "en/sources/",
    "en/languages/",
    "en/topics/",
    "en/names/",
    "en/topics/human-rights/",
    "kk/topics/",
    "kk/dates/",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The digest of the repository, built by its own commands and served."""
    root = tmp_path_factory.mktemp("digest")
    for name in ("seeds", "translations", "theme", "docs/assets"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("digest.yml", "mkdocs.yml", "docs/about.md"):
        shutil.copy(ROOT / name, root / name)
    for command in ("build", "site"):
        _run(root, command)
    with serve(root / "site") as address:
        yield address


def _run(root: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "build_digest.py"), "--root", str(root), command],
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _found(page: Page) -> list[str]:
    """What axe-core finds, each with the first element that it is about."""
    violations = Axe().run(page).response["violations"]
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in violations]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    """No contrast too weak, no name missing, no role misused; nothing else either."""
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:  # type: ignore[arg-type]  # one of its two words
        page = context.new_page()
        problems = {}
        for path in PAGES:
            response = page.goto(address + path)
            assert response
            assert response.ok, path
            if found := _found(page):
                problems[path] = found
        assert problems == {}


def test_axe_finds_nothing_in_the_dialogs(browser: Browser, address: str) -> None:
    """The search with results, and the help on keys."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"{address}en/{ARTICLE}/")
        page.keyboard.press("?")
        page.locator("dialog[open]").wait_for()
        assert _found(page) == []
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.locator(".dg-search-query").fill("reform")
        page.locator(".dg-search-results a").first.wait_for()
        assert _found(page) == []

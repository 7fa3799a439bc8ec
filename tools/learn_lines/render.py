"""Saved pages as the text that a person gets who selects all of it in a browser and copies it.

Chromium lays a page out with JavaScript off and the network denied: nothing is fetched, and no script of a
page runs. `innerText` follows what is displayed, as copying does. The texts are kept, since laying out takes
long.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.async_api import BrowserContext, Route, async_playwright

__all__ = ["Rendered", "render"]

_ADDRESS = "http://page.invalid/page"
_CHROMIUM = Path("/usr/bin/chromium")
_AT_ONCE = 3
# Copied text has what stands in <noscript> only where scripts are off, which hardly any reader's browser
# does.
_NOSCRIPT = re.compile(rb"<noscript\b.*?</noscript\s*>", re.IGNORECASE | re.DOTALL)
# Hides menus and comments, unless that would hide the headline or most of the text.
_HIDE = """() => {
  const all = document.body.innerText.length, heading = document.querySelector('h1');
  const names = ['menu', 'navbar', 'comment', 'related', 'sidebar', 'cookie', 'consent', 'newsletter'];
  const named = names.flatMap(name => [`[class*="${name}" i]`, `[id*="${name}" i]`]);
  for (const node of document.body.querySelectorAll(
      ['nav', '[role=navigation]', 'footer', 'aside', ...named].join(','))) {
    if (node.innerText && node.innerText.length < all / 3 && !(heading && node.contains(heading)))
      node.style.setProperty('display', 'none', 'important');
  }
  return document.body.innerText;
}"""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of a page as it is copied whole, and with its menus and comments hidden."""

    whole: str
    hidden: str


def render(pages: list[Path], kept: Path) -> Iterator[tuple[Path, Rendered]]:
    """The text of each page that has any, from the folder `kept` if it was rendered before.

    Args:
        pages: HTML files.
        kept: a folder for the results, one file a page.
    """
    kept.mkdir(parents=True, exist_ok=True)
    missing = [page for page in pages if not _place(page, kept).exists()]
    if missing:
        # In a thread of its own, where the caller's event loop, if there is one, is not in the way.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(_render_all(missing, kept))).result()
    for page in pages:
        rendered = Rendered(**json.loads(_place(page, kept).read_text(encoding="utf-8")))
        if rendered.whole.strip():
            yield page, rendered


def _place(page: Path, kept: Path) -> Path:
    return kept / f"{page.stem}.json"


async def _render_all(pages: list[Path], kept: Path) -> None:
    async with async_playwright() as playwright:
        path = str(_CHROMIUM) if _CHROMIUM.exists() else None
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = await browser.new_context(
            java_script_enabled=False, offline=False, viewport={"width": 1366, "height": 900}
        )
        waiting = iter(pages)

        async def work() -> None:
            for page in waiting:
                rendered = await _render(context, page.read_bytes())
                _place(page, kept).write_text(json.dumps(asdict(rendered), ensure_ascii=False), "utf-8")

        await asyncio.gather(*(work() for _ in range(_AT_ONCE)))
        await browser.close()


async def _render(context: BrowserContext, source: bytes) -> Rendered:
    """Lay a page out; empty where the browser gives up on it."""
    page = await context.new_page()
    source = _NOSCRIPT.sub(b"", source)
    charset = "; charset=utf-8" if _is_utf8(source) else ""

    async def answer(route: Route) -> None:
        if route.request.url == _ADDRESS:
            await route.fulfill(body=source, headers={"content-type": f"text/html{charset}"})
        else:
            await route.abort()

    try:
        await page.route("**/*", answer)
        await page.goto(_ADDRESS, wait_until="domcontentloaded", timeout=15_000)
        whole = await asyncio.wait_for(page.evaluate("document.body.innerText"), 15)
        hidden = await asyncio.wait_for(page.evaluate(_HIDE), 15)
    except Exception:  # noqa: BLE001 (whatever a page does to the browser, the others are still to be read)
        whole = hidden = ""
    finally:
        await page.close()
    return Rendered(whole, hidden)


def _is_utf8(source: bytes) -> bool:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

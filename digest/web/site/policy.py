"""The Content-Security-Policy of each page: the site itself and no one else.

It stands in the page, so that any host that serves files will do. A host that can send headers may send the
same one, and `frame-ancestors 'none'` with it, which browsers do not take from a page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from digest.errors import RenderError
from digest.web.site.site_build import SiteBuild

__all__ = ["policy", "scripts", "with_policy", "write_policies"]

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'{hashes}",  # the search is WebAssembly
    "style-src 'self'",
    "img-src 'self' data:",  # the theme's icons are in its stylesheet
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
_OPENS = re.compile(r"<script", re.IGNORECASE)
_CLOSES = re.compile(r"</script\s*>", re.IGNORECASE)
_DATA = re.compile(r"""\s(?:src|type=["']?application/(?:ld\+)?json)\b""", re.IGNORECASE)
_CHARSET = re.compile(r"<meta charset=[^>]*>", re.IGNORECASE)
# The theme's first script names the way to the home page, which is another one in each folder.
_HOME = re.compile(r'new URL\("[^"<>\\]*",location\)')


def write_policies(site_build: SiteBuild) -> None:
    """Put into each page the policy that allows its scripts.

    Only the theme's are allowed: those that 404.html has too, on which there is no text from outside.

    Raises:
        RenderError: a page has another one.
    """
    ours = {_shape(text) for text in scripts((site_build.new / "404.html").read_text(encoding="utf-8"))}
    for path in site_build.html():
        page = path.read_text(encoding="utf-8")
        found = scripts(page)
        if strange := [text for text in found if _shape(text) not in ours]:
            raise RenderError(
                f"site/{path.relative_to(site_build.new).as_posix()}",
                f"a script in the page that is not the theme's: {strange[0].strip()[:60]!r}",
                remedy="put it into a file in docs/assets and name that under extra_javascript in mkdocs.yml",
            )
        path.write_text(with_policy(page, policy(found)), encoding="utf-8", newline="\n")


def scripts(page: str) -> list[str]:
    """The text of each script in a page that would run; those in files of their own are not among them."""
    found, at = [], 0
    while opens := _OPENS.search(page, at):
        begins = page.find(">", opens.end()) + 1
        closes = _CLOSES.search(page, begins) if begins else None
        if closes is None:
            break
        if not _DATA.search(page, opens.end(), begins):
            found.append(page[begins : closes.start()])
        at = closes.end()
    return found


def policy(texts: Iterable[str]) -> str:
    """The policy that allows these scripts in a page, and everything that comes from the site."""
    hashes = sorted({_hash(text) for text in texts})
    return "; ".join(_DIRECTIVES).format(hashes="".join(f" {name}" for name in hashes))


def with_policy(page: str, text: str) -> str:
    """The page with a policy, which holds for all that stands after it: it comes right after the charset."""
    tag = f'<meta http-equiv="Content-Security-Policy" content="{text}">'
    return _CHARSET.sub(lambda match: f"{match[0]}\n  {tag}", page, count=1)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _shape(text: str) -> str:
    return _HOME.sub("", text)

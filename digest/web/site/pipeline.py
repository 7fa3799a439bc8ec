"""The steps of the site in their order, done aside; only a whole and checked site takes the old one's place.

MkDocs empties its output folder before it builds: a failed build straight into site/ would leave nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from digest.digest import Digest
from digest.errors import RenderError
from digest.files import remove_tree
from digest.store import FOLDER
from digest.web.search import index_site
from digest.web.site.check import check
from digest.web.site.feeds import write_feeds
from digest.web.site.generate import generate
from digest.web.site.site_build import SiteBuild, Step
from digest.web.site.policy import write_policies
from digest.web.site.sitemap import write_robots, write_sitemap

__all__ = ["STEPS", "Built", "build_aside", "build_site"]

_PREFIX = "site-"

# `pdf` writes these into site/; a new site keeps those that hold nothing that is no longer published.
_PRINTED = ("digest.pdf", "digest-*.pdf")
_AT_WORK = "site.lock"


def index_search(site_build: SiteBuild) -> None:
    """Index the articles for the search."""
    index_site(site_build.new, site_build.digest.bitexts, site_build.settings)


STEPS: tuple[Step, ...] = (
    generate,
    index_search,
    write_feeds,
    write_sitemap,
    write_robots,
    write_policies,
    check,
)


@dataclass(frozen=True, slots=True)
class Built:
    """The folder of a site, and the printed files that were left out of it: they held what is withheld now."""

    folder: Path
    left_out: tuple[str, ...] = ()


def build_site(root: Path, digest: Digest, may_stand: Callable[[str], bool] = lambda name: True) -> Built:
    """Build site/ from docs/ and mkdocs.yml.

    Args:
        root: The digest's folder.
        digest: What the pages were made from.
        may_stand: Whether a printed file that stands in site/ may be published still.

    Raises:
        SettingsError: there is no mkdocs.yml, or it holds a mistake.
        RenderError: a step found a problem. The site that stood there before is untouched.
    """
    root = root.resolve()  # MkDocs takes a relative folder as seen from mkdocs.yml
    try:
        with _alone(root) as cache:
            aside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=cache))
            try:
                build_aside(root, digest, aside / "new")
                left_out = _swap(root / "site", aside, may_stand)
            finally:
                remove_tree(aside)
    except OSError as error:  # a full disk, or on Windows a file of site/ that a program holds open
        found = f"cannot be written: {error.strerror or error}"
        remedy = "close what reads it, make room, and run `site` again; the old site is untouched"
        raise RenderError("site/", found, remedy=remedy) from error
    return Built(root / "site", left_out)


@contextmanager
def _alone(root: Path) -> Iterator[Path]:
    """The cache's folder, while no other run builds the site; what killed ones have left there is mended."""
    cache = root / FOLDER
    cache.mkdir(exist_ok=True)
    with FileLock(cache / _AT_WORK):
        for left in cache.glob(f"{_PREFIX}*"):
            if (left / "old").is_dir() and not (root / "site").exists():
                (left / "old").rename(root / "site")  # it was killed between its two renames
            remove_tree(left)
        yield cache


def build_aside(root: Path, digest: Digest, new: Path) -> None:
    """Take every step, into a folder that is not there yet; raise as `build_site` does, and OSError too."""
    site_build = SiteBuild(root.resolve(), digest, new)
    for step in STEPS:
        step(site_build)


def _swap(site: Path, aside: Path, may_stand: Callable[[str], bool]) -> tuple[str, ...]:
    """Put the new site in the old one's place, or leave the old one there; return what it no longer holds."""
    printed = [path for pattern in _PRINTED for path in site.glob(pattern)]
    kept = [path for path in printed if may_stand(path.name)]
    for path in kept:
        shutil.copy2(path, aside / "new" / path.name)
    if site.exists():
        site.rename(aside / "old")
    try:
        (aside / "new").rename(site)
    except OSError:
        if (aside / "old").exists():
            (aside / "old").rename(site)
        raise
    return tuple(path.name for path in printed if path not in kept)

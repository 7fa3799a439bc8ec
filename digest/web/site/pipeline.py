"""The steps of the site in their order, done aside; only a whole and checked site takes the old one's place.

MkDocs empties its output folder before it builds: a failed build straight into site/ would leave nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from digest.digest import Digest
from digest.errors import RenderError
from digest.files import remove_tree
from digest.web.search import index_site
from digest.web.site.check import check
from digest.web.site.feeds import write_feeds
from digest.web.site.generate import generate
from digest.web.site.site_build import SiteBuild, Step
from digest.web.site.policy import write_policies
from digest.web.site.sitemap import write_robots, write_sitemap

__all__ = ["STEPS", "build_aside", "build_site"]

KEPT = ("digest.pdf", "digest-*.pdf")  # `pdf` writes them into site/; a new site keeps them


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


def build_site(root: Path, digest: Digest) -> Path:
    """Build site/ from docs/ and mkdocs.yml.

    Args:
        root: The digest's folder.
        digest: What the pages were made from.

    Returns:
        The folder of the site.

    Raises:
        SettingsError: there is no mkdocs.yml, or it holds a mistake.
        RenderError: a step found a problem. The site that stood there before is untouched.
    """
    root = root.resolve()  # MkDocs takes a relative folder as seen from mkdocs.yml
    try:
        aside = Path(tempfile.mkdtemp(prefix=".site-", dir=root))
        try:
            build_aside(root, digest, aside / "new")
            _swap(root / "site", aside)
        finally:
            remove_tree(aside)
    except OSError as error:  # a full disk, or on Windows a file of site/ that a program holds open
        found = f"cannot be written: {error.strerror or error}"
        remedy = "close what reads it, make room, and run `site` again; the old site is untouched"
        raise RenderError("site/", found, remedy=remedy) from error
    return root / "site"


def build_aside(root: Path, digest: Digest, new: Path) -> None:
    """Take every step, into a folder that is not there yet; raise as `build_site` does, and OSError too."""
    site_build = SiteBuild(root.resolve(), digest, new)
    for step in STEPS:
        step(site_build)


def _swap(site: Path, aside: Path) -> None:
    """Put the new site in the old one's place, or leave the old one there."""
    for path in (path for pattern in KEPT for path in site.glob(pattern)):
        shutil.copy2(path, aside / "new" / path.name)
    if site.exists():
        site.rename(aside / "old")
    try:
        (aside / "new").rename(site)
    except OSError:
        if (aside / "old").exists():
            (aside / "old").rename(site)
        raise

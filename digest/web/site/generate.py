"""The step that runs MkDocs."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from digest.encode import visible
from digest.errors import RenderError, SettingsError
from digest.files import remove_tree
from digest.web.site.describe import json_ld
from digest.web.site.feeds import feed_languages
from digest.web.site.site_build import SiteBuild

__all__ = ["generate"]

_SHOWN = 20
_LAST_SECOND = 2**32 - 1  # of a gzip file's clock, in 2106: MkDocs writes the sitemap's time into one


def generate(site_build: SiteBuild) -> None:
    """Build the pages with MkDocs.

    Raises:
        SettingsError: there is no mkdocs.yml, or it holds a mistake.
        RenderError: MkDocs found a problem.
    """
    # Here, because MkDocs takes a quarter of a second to import and few commands need it.
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    file = site_build.root / "mkdocs.yml"
    if not file.is_file():
        raise SettingsError("mkdocs.yml", "there is none", remedy="copy the one that the project ships")
    site_url = f"{site_build.publication.site_url}/" if site_build.publication.site_url else ""
    with _clock(site_build.digest.newest), _collected_warnings("mkdocs") as said:
        try:
            # load_config asks for a str and refuses a Path
            config = load_config(config_file=str(file), site_dir=str(site_build.new), site_url=site_url, strict=True)
            config.site_name = visible(site_build.settings.title)
            config.theme["language"] = site_build.settings.target  # of pages that do not say theirs, as 404.html
            config.extra["digest"] = _template_context(site_build)
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            if "material/search" not in config.plugins:
                _leave_out_lunr(site_build)
        except MkDocsException as error:
            more = [f"and {len(said) - _SHOWN} more"] if len(said) > _SHOWN else []
            found = "".join(f"\n  {line}" for line in [*said[:_SHOWN], *more, str(error)] if line)
            raise RenderError("mkdocs.yml", f"MkDocs could not build the site:{found}") from error


def _leave_out_lunr(site_build: SiteBuild) -> None:
    """Delete the search that Material brings along: a megabyte that no page loads."""
    for name in ("lunr", "workers"):
        remove_tree(site_build.new / "assets" / "javascripts" / name)


def _template_context(site_build: SiteBuild) -> dict[str, Any]:
    """What the templates get as `extra.digest`: under plain MkDocs they do without it."""
    return {
        "target": site_build.settings.target,
        "robots": site_build.settings.robots,
        "feeds": feed_languages(site_build.digest),
        "json_ld": json_ld(site_build.digest),
        "cards": {path.stem for path in (site_build.root / "docs" / "cards").glob("*.png")},
    }


@contextmanager
def _collected_warnings(logger_name: str) -> Iterator[list[str]]:
    """Collect the warnings of a logger instead of letting them go to the terminal."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]  # no class for one line
    logger = logging.getLogger(logger_name)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagate


@contextmanager
def _clock(newest: date | None) -> Iterator[None]:
    """Give MkDocs the newest article's day for "now", so that the same input gives the same bytes on any day.

    SOURCE_DATE_EPOCH, where it is set, wins.

    Raises:
        RenderError: it is set and is no time.
    """
    name = "SOURCE_DATE_EPOCH"
    if name in os.environ:
        if not re.fullmatch(r"\d{1,10}", os.environ[name]) or int(os.environ[name]) > _LAST_SECOND:
            raise RenderError(
                name,
                f"found {os.environ[name][:40]!r} in the environment",
                allowed=f"seconds since 1970: a number up to {_LAST_SECOND}",
                remedy="correct it, or unset it",
            )
        yield
        return
    midnight = (
        datetime(newest.year, newest.month, newest.day, tzinfo=UTC)
        if newest
        else datetime(1980, 1, 1, tzinfo=UTC)
    )
    os.environ[name] = str(min(max(0, int(midnight.timestamp())), _LAST_SECOND))
    try:
        yield
    finally:
        del os.environ[name]

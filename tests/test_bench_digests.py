"""The made-up digests that the measurements take."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bench.digests import bitexts, settings, write
from digest.build import gather
from digest.project import Project


def test_a_digest_of_files_is_the_one_in_memory(tmp_path: Path) -> None:
    """What the build reads from the folder is what `bitexts` gives, but for topics, cuts and origins."""
    write(tmp_path, 9)
    digest = gather(Project(tmp_path))
    plain = tuple(
        replace(one, article=replace(one.article, topics=(), cuts=(), facts=(), file=""))
        for one in digest.bitexts
    )
    assert plain == bitexts(9)
    assert (digest.rejected, digest.findings, digest.settings) == ((), (), settings())


def test_articles_on_one_event_share_its_names() -> None:
    """The English titles of three articles that follow each other are the same."""
    titles = [bitext.title for bitext in bitexts(6)]
    assert (len(set(titles[:3])), len(set(titles))) == (1, 2)

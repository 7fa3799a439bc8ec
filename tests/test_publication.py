"""What mkdocs.yml tells of where the digest is published."""

from __future__ import annotations

import pytest

from digest.errors import SettingsError
from digest.publication import Publication, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("site_name: x\n", Publication()),
        ("", Publication()),
        ("site_url: https://example.org/digest/\n", Publication("https://example.org/digest")),
        ("repo_url: https://forge.example/a/b\n", Publication("", "https://forge.example/a/b")),
        ("edit_uri: edit/press/docs/\n", Publication(branch="press")),
        ("edit_uri: docs/\n", Publication()),
        ("emoji: !!python/name:material.extensions.emoji.twemoji\nsite_url: ''\n", Publication()),
    ],
)
def test_addresses_come_without_a_slash_at_the_end(text: str, expected: Publication) -> None:
    """Tags that name code are passed over, and what is not there is empty."""
    assert parse(text) == expected


def test_the_environment_is_read_as_mkdocs_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """`!ENV` with a default."""
    text = 'site_url: !ENV [DIGEST_TEST_URL, ""]\n'
    assert parse(text).site_url == ""
    monkeypatch.setenv("DIGEST_TEST_URL", "https://example.org/d/")
    assert parse(text).absolute("en/a/") == "https://example.org/d/en/a/"


@pytest.mark.parametrize(
    ("text", "said"), [("site_url: [", "mkdocs.yml: line 1: not YAML"), ("repo_url: a b", "found 'a b'")]
)
def test_mistakes_are_told(text: str, said: str) -> None:
    """With the file and what was found."""
    with pytest.raises(SettingsError) as caught:
        parse(text)
    assert said in str(caught.value)

"""Where the digest is published: the site's address and its repository, from mkdocs.yml."""

from __future__ import annotations

from dataclasses import dataclass

import yaml
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]  # it ships no types

from digest.encode import link
from digest.errors import SettingsError
from digest.yaml_text import load as load_yaml

__all__ = ["Publication", "parse"]


@dataclass(frozen=True, slots=True)
class Publication:
    """Addresses, each without a slash at its end, and empty where it is not known.

    `site_url` is where the site will stand, `repo_url` its repository on a forge, `branch` the branch of it
    whose files a reader is led to.
    """

    site_url: str = ""
    repo_url: str = ""
    branch: str = "main"

    def absolute(self, path: str) -> str:
        """The whole address of a file or folder of the site; its path where the site's is unknown."""
        return f"{self.site_url}/{path}" if self.site_url else path


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml as MkDocs does, but for the tags that name code: those are nothing to us."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("", lambda loader, suffix, node: None)


def parse(text: str, file: str = "mkdocs.yml") -> Publication:
    """Read the text of mkdocs.yml: `site_url`, `repo_url`, and the branch in `edit_uri` (edit/main/docs/).

    Raises:
        SettingsError: it is not YAML, or an address is not one.
    """
    data = load_yaml(text, file, SettingsError, _Loader)
    data = data if isinstance(data, dict) else {}
    parts = str(data.get("edit_uri") or "").split("/")
    branch = parts[1] if len(parts) > 2 and parts[0] in {"edit", "blob", "-"} else "main"
    return Publication(_address(data, "site_url", file), _address(data, "repo_url", file), branch)


def _address(data: dict[str, object], key: str, file: str) -> str:
    value = str(data.get(key) or "")
    if value and link(value) is None:
        raise SettingsError(
            file, f"found {value!r}", place=key, allowed="an address as in https://example.org/"
        )
    return value.rstrip("/")

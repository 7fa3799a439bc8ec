"""Fetch a model's files from a hub: huggingface_hub finds them, our own loop brings the bytes.

So that one way to download is tested against servers that misbehave, with a cap, and resumed by the next run.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from digest.errors import EngineError
from digest.translation.models.archive import check_room
from digest.translation.models.catalogue import Entry
from digest.translation.models.download import LARGEST, Patience, Report, download

__all__ = ["fetch"]

# Read when huggingface_hub is imported: it sends no usage data, and no token unless one is given.
_ENVIRONMENT = {"HF_HUB_DISABLE_TELEMETRY": "1", "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class _Found:
    """A file on the hub."""

    name: str
    url: str
    size: int
    sha256: str


def fetch(entry: Entry, folder: Path, report: Report | None = None, patience: Patience | None = None) -> None:
    """Fetch an entry's files into a folder; those that a former run has brought there are kept.

    Raises:
        EngineError: there is no network, the hub refuses, or a file is not the right one.
    """
    waits = patience or Patience()
    endpoint = os.environ.get("HF_ENDPOINT") or "https://huggingface.co"
    _reach(entry, endpoint, waits)
    found = [_find(entry, name, endpoint, waits) for name in entry.files]
    total = sum(file.size for file in found)
    if total > LARGEST:
        raise EngineError(
            entry.page, f"its files take {total / 1e9:,.0f} GB, more than any model that we run"
        )
    missing = [file for file in found if not (folder / file.name).is_file()]
    check_room(folder, sum(file.size for file in missing))
    for file in missing:
        largest = max(file.size, 1)
        download(
            file.url, folder / file.name, sha256=file.sha256, largest=largest, report=report, patience=waits
        )


def _reach(entry: Entry, endpoint: str, patience: Patience) -> None:
    """Make sure at once that the hub can be reached: huggingface_hub would try for half a minute."""
    try:
        requests.head(endpoint, timeout=patience.connect).close()
    except requests.RequestException as error:
        found = "the hub cannot be reached: is there a network?"
        raise EngineError(endpoint, found, remedy=_by_hand(entry)) from error


def _find(entry: Entry, name: str, endpoint: str, patience: Patience) -> _Found:
    """Ask the hub about a file: where it is, how large, and the SHA-256 that it keeps of large ones."""
    os.environ.update(_ENVIRONMENT)
    from huggingface_hub import get_hf_file_metadata, hf_hub_url

    url = hf_hub_url(entry.repository, name, revision=entry.revision, endpoint=endpoint)
    with _named(entry, url):
        about = get_hf_file_metadata(url, token=False, timeout=patience.connect, endpoint=endpoint)
    if _COMMIT.fullmatch(entry.revision) and about.commit_hash not in (None, entry.revision):
        raise EngineError(url, f"the hub gives another version: {about.commit_hash}", allowed=entry.revision)
    if about.size is None:
        raise EngineError(url, "the hub does not say how large the file is", remedy=_by_hand(entry))
    kept = about.etag if about.etag and _SHA256.fullmatch(about.etag) else ""
    return _Found(name, url, about.size, entry.files[name].sha256 or kept)


@contextmanager
def _named(entry: Entry, url: str) -> Iterator[None]:
    """Say what the hub refused and what to do about it."""
    from huggingface_hub import errors

    try:
        yield
    except errors.GatedRepoError as error:
        raise EngineError(url, "the hub asks for an account and consent", remedy=_by_hand(entry)) from error
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.EntryNotFoundError) as error:
        raise EngineError(url, "the hub has no such file any more", remedy=_by_hand(entry)) from error
    except errors.OfflineModeIsEnabled as error:
        remedy = "unset HF_HUB_OFFLINE for this command"
        raise EngineError(url, "HF_HUB_OFFLINE forbids to ask the hub", remedy=remedy) from error
    except errors.HfHubHTTPError as error:
        raise EngineError(url, f"the hub refuses: {error}", remedy=_by_hand(entry)) from error
    except (OSError, ValueError) as error:
        raise EngineError(url, f"the hub cannot be reached: {error}", remedy=_by_hand(entry)) from error


def _by_hand(entry: Entry) -> str:
    names = ", ".join(entry.files)
    return (
        f"on a machine with a network fetch {names} from {entry.page} into one folder, bring it here, and "
        "run: python build_digest.py models import FOLDER"
    )

"""Saves pages from the web into seeds/, as they are: the only way in here that uses the network."""

from __future__ import annotations

from digest.collect.collect import Outcome, State, collect, file_name
from digest.collect.fetch import Fetched, Fetcher, Limits
from digest.collect.lists import addresses

__all__ = ["Fetched", "Fetcher", "Limits", "Outcome", "State", "addresses", "collect", "file_name"]

"""The search of the site: one Pagefind index of every article in both its languages."""

from __future__ import annotations

from digest.web.search.index import index_site

__all__ = ["index_site"]

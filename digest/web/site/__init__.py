"""The published site: what MkDocs builds from the pages, and all that stands around them.

`pipeline` names the steps in their order; each is a module here.
"""

from __future__ import annotations

from digest.web.site.check import check_site
from digest.web.site.pipeline import STEPS, build_aside, build_site

__all__ = ["STEPS", "build_aside", "build_site", "check_site"]

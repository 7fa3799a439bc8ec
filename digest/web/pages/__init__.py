"""The pages of the site, as Markdown files with front matter: articles, home and the lists.

The body of every page is HTML of ours around encoded text, so that Markdown has nothing to interpret. The
heading comes first in each body, as who hears a page expects it; the look puts the topics above.
"""

from __future__ import annotations

from digest.web.pages.compose import plan, render

__all__ = ["plan", "render"]

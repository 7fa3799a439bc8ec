"""Checks of a translation against its sentence, which find what a person should look at."""

from __future__ import annotations

from digest.translation.checks.checking import CHECKS, check, checked

__all__ = ["CHECKS", "check", "checked"]

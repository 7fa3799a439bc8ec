"""Ctrl-C for the processes that tests start."""

from __future__ import annotations

import signal

__all__ = ["heed_interrupts"]


def heed_interrupts() -> None:
    """Let Ctrl-C end this process: one that is started in the background ignores it, and so do its own."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)

"""Ask for advisories on what the locks install.

    .venv-tools/bin/python tools/audit.py LOCK …

Exit code 1 only where an advisory was found; a database that cannot be reached is told, and is no failure.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["judge", "main"]

_UNREACHED = re.compile(
    r"ConnectionError|Timeout|ConnectTimeout|SSLError|ProxyError|could not connect", re.IGNORECASE
)


def main(locks: Sequence[str]) -> int:
    """Scan every lock with pip-audit; give 1 if any package of any has an advisory, 2 if pip-audit fails."""
    return max((_scan(lock) for lock in locks), default=2)


def _scan(lock: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", "15"]
        command = [sys.executable, "-m", "pip_audit", *options, "-r", lock, "-f", "json", "-o", str(report)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        text = report.read_text(encoding="utf-8") if report.exists() else ""
    code, said = judge(text, done.stderr)
    sys.stdout.write(f"{lock}: {said}\n")
    return code


def judge(report: str, said: str) -> tuple[int, str]:
    """What a run of pip-audit comes to.

    Args:
        report: Its report in JSON; empty where it made none.
        said: What it wrote to stderr.

    Returns:
        An exit code: 0 no advisory is known or no database was reached, 1 there is an advisory, 2 pip-audit
        failed; and words for it.
    """
    if not report:
        last = (said.strip().splitlines() or ["it said nothing"])[-1]
        if _UNREACHED.search(said):
            return 0, f"not scanned: the database of advisories cannot be reached ({last[:120]})"
        return 2, f"pip-audit failed: {last}"
    packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    scanned = [package for package in packages if "skip_reason" not in package]
    if not scanned:
        return 0, f"not scanned: this index has no advisories on any of the {len(packages)} packages"
    lines = [f"{len(scanned)} of {len(packages)} packages scanned"]
    for package in scanned:
        for found in package["vulns"]:
            fixed = ", ".join(found["fix_versions"]) or "no version yet"
            lines.append(f"  {package['name']} {package['version']}: {found['id']}, mended in {fixed}")
    return int(len(lines) > 1), "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

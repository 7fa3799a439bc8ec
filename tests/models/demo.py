"""The demonstration: three briefs through the whole chain with toy models, without a network.

    make demo

Nothing of the user's is touched: the digest and the models of the demonstration stand in demo/, made anew
each time and not committed. Where the system lets a process give up its network, it does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MODELS = Path(__file__).resolve().parent
SETTINGS = """\
title: Bilingual Digest, a demonstration
topics:
  - name: Human rights
    words: [адам құқық, құқықтарын, прав, praw]
"""


def main(folder: Path = ROOT / "demo") -> int:
    """Make the demonstration in a folder; give the exit code of the first command that failed, or 0."""
    _lay_out(folder)
    packages = [["models", "import", str(package)] for package in sorted(MODELS.glob("*.argosmodel"))]
    for words in (*packages, ["build", "--allow-demo"], ["site"], ["pdf"]):
        if code := _run(folder, words):
            return code
    _show(folder)
    return 0


def _lay_out(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "seeds").mkdir(parents=True)
    (folder / "digest.yml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("theme", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "docs" / "about.md", folder / "docs")
    for brief in sorted((MODELS / "briefs").glob("demo-??.txt")):
        shutil.copy(brief, folder / "seeds")


def _run(folder: Path, words: list[str]) -> int:
    own = {"DIGEST_MODELS": str(folder / "models"), "ARGOS_PACKAGES_DIR": str(folder / "packages")}
    command = [*_offline(), sys.executable, str(ROOT / "build_digest.py"), "--root", str(folder), *words]
    return subprocess.run(command, env=os.environ | own, check=False).returncode


def _offline() -> list[str]:
    """What denies a command the network, where the system has it."""
    deny = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare"):
        return []
    refused = subprocess.run([*deny, "true"], check=False, capture_output=True).returncode
    return [] if refused else deny


def _show(folder: Path) -> None:
    """Print the first sentences with what the machine made of them."""
    for path in sorted((folder / "translations" / "en").glob("*.po")):
        lines = path.read_text(encoding="utf-8").splitlines()
        start = lines.index("#: block1:1")
        print("\n".join(["", *lines[start : start + 4]]))
    print("\nfuzzy: a machine wrote this and nobody has read it. The models are toys, trained on a few dozen")
    print("patterns: they translate these briefs, and invent on anything else.")
    print(f"Read it in a browser:  python -m http.server -d {folder / 'site'}")


if __name__ == "__main__":
    sys.exit(main())

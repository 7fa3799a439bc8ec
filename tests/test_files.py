"""Files and folders: what an interrupt leaves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digest.files import remove_tree


def test_a_folder_is_removed_with_all_in_it(tmp_path: Path) -> None:
    """A folder that is not there is as good as removed."""
    (tmp_path / "site" / "en").mkdir(parents=True)
    (tmp_path / "site" / "en" / "index.html").write_text("page")
    remove_tree(tmp_path / "site")
    assert not (tmp_path / "site").exists()
    remove_tree(tmp_path / "site")


@pytest.mark.skipif(os.name == "nt", reason="on Windows, rmtree keeps no folder open")
@pytest.mark.parametrize("moment", range(3))
def test_an_interrupt_while_a_folder_is_removed_stays_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Ctrl-C may come just after a folder was closed: `rmtree` closes it again, and that fails."""
    for name in ("a", "b", "c"):
        (tmp_path / "site" / name).mkdir(parents=True)
    close, closed = os.close, []

    def close_and_interrupt(number: int) -> None:
        close(number)
        closed.append(number)
        if len(closed) == moment + 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "close", close_and_interrupt)
    with pytest.raises(KeyboardInterrupt):
        remove_tree(tmp_path / "site")

"""What the workflows may do, and what git does not see."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")
# Writing is for the job that deploys, and is only what that takes.
MAY_WRITE = {("pages.yml", "deploy"): {"pages", "id-token"}}
# What somebody else can write: used within a script it would be run.
FOREIGN = re.compile(r"\$\{\{[^}]*\b(github\.(event|head_ref)|inputs)\b")


def workflow(path: Path) -> dict[Any, Any]:
    """A workflow; YAML takes its key `on` for true."""
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def jobs() -> list[Any]:
    """Every job, with its file's name and its own."""
    return [
        pytest.param(path.name, name, job, id=f"{path.stem}-{name}")
        for path in WORKFLOWS
        for name, job in workflow(path)["jobs"].items()
    ]


def _steps(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from job.get("steps", ())


def test_there_are_workflows() -> None:
    """So that the tests below look at something."""
    assert {path.name for path in WORKFLOWS} >= {"test.yml", "pages.yml"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_runs_with_rights_for_what_others_send(path: Path) -> None:
    """Neither `pull_request_target` nor `workflow_run`; and none has rights by default but to read."""
    found = workflow(path)
    on = found[True]
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(
        [on] if isinstance(on, str) else on
    )
    assert found["permissions"] in ({}, {"contents": "read"})


@pytest.mark.parametrize(("file", "name", "job"), jobs())
def test_a_job_has_the_rights_that_it_needs(file: str, name: str, job: dict[str, Any]) -> None:
    """It writes only where that is its work, and it ends."""
    granted = job.get("permissions", {})
    writes = {right for right, how in granted.items() if how != "read"}
    assert writes == MAY_WRITE.get((file, name), set())
    assert job["timeout-minutes"] <= 45


@pytest.mark.parametrize(("file", "name", "job"), jobs())
def test_every_action_is_pinned_by_its_hash(file: str, name: str, job: dict[str, Any]) -> None:
    """A tag can be moved to other code; a checkout leaves no token behind."""
    for step in _steps(job):
        if action := step.get("uses"):
            assert PINNED.fullmatch(action), f"{file}, {name}"
            if action.startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(("file", "name", "job"), jobs())
def test_a_script_holds_nothing_that_others_write(file: str, name: str, job: dict[str, Any]) -> None:
    """And it installs nothing without its hash."""
    for step in _steps(job):
        script = step.get("run", "")
        assert not FOREIGN.search(script), f"{file}, {name}"
        for line in script.splitlines():
            assert "pip install" not in line or "--require-hashes" in line, f"{file}, {name}: {line}"
            assert "npx" not in line, f"{file}, {name}: {line}"


# Git


@pytest.mark.parametrize(
    "path",
    [
        "docs/kk/a.md",
        "docs/bcl/a.md",
        "docs/bcl/names/a.md",
        "docs/index.md",
        "docs/pdf/a.pdf",
        "docs/cards/a.png",
        "site/index.html",
        ".cache/results.sqlite",
        ".venv-tools/bin/python",
        "sbom.json",
    ],
)
def test_git_does_not_see_what_is_derived(path: str) -> None:
    """Whatever the language."""
    assert _ignored(path)


@pytest.mark.parametrize(
    "path",
    [
        "docs/about.md",
        "docs/guide/a.md",
        "docs/how-to/a.md",
        "docs/assets/digest.css",
        "translations/bcl/a.po",
        "seeds/a.txt",
        "models.lock",
    ],
)
def test_git_sees_what_people_write(path: str) -> None:
    """Pages, translations and articles."""
    assert not _ignored(path)


def _ignored(path: str) -> bool:
    command = ["git", "check-ignore", "--quiet", "--no-index", path]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code not in (0, 1):
        pytest.skip("this is no checkout of git")
    return code == 0

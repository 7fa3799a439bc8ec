"""The command as a user runs it: on a whole digest, in a process of its own where the surroundings matter."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from digest.cli import main
from digest.store import FOLDER

ROOT = Path(__file__).parent.parent
COMMAND = ROOT / "build_digest.py"
SENATE = "004_5c9351a6b67bfa3b"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the whole digest, without anything that was built."""
    return copy_of_the_digest(tmp_path / "digest")


def copy_of_the_digest(folder: Path) -> Path:
    """Copy what a fresh clone holds of the digest itself."""
    folder.mkdir(parents=True)
    for name in ("digest.yml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    for name in ("seeds", "translations", "theme", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "docs" / "about.md", folder / "docs")
    return folder


def fingerprint(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, the store's aside."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def times(folder: Path) -> dict[str, int]:
    """When every file below a folder was last written, the store's aside."""
    files = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {str(path): path.stat().st_mtime_ns for path in files}


def as_process(
    project: Path, *words: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, in the folder above the digest."""
    return subprocess.run(
        [sys.executable, str(COMMAND), "--root", str(project), *words],
        cwd=project.parent,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"} | dict(environment or {}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_five_articles_build_without_a_model(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fresh clone gives exit code 0, two pages an article and every sentence reviewed."""
    assert main(["--root", str(project), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [(article["lang"], article["status"]) for article in result["articles"]] == [
        ("kk", "reviewed"),
        ("pl", "reviewed"),
        ("ru", "reviewed"),
        ("kk", "reviewed"),
        ("kk", "reviewed"),
    ]
    assert result["findings"] == result["errors"] == []
    assert (project / f"docs/kk/{SENATE}.md").is_file()
    assert (project / f"docs/en/{SENATE}.md").is_file()


def test_the_committed_translations_are_what_the_build_would_write(project: Path) -> None:
    """A build of a fresh clone leaves translations/ as it is, byte for byte."""
    main(["--root", str(project)])
    assert fingerprint(project / "translations") == fingerprint(ROOT / "translations")


def test_a_second_build_writes_nothing(project: Path) -> None:
    """Neither docs/ nor translations/ is touched where nothing changed."""
    main(["--root", str(project)])
    before = times(project)
    main(["--root", str(project)])
    assert times(project) == before


def test_every_file_of_the_digest_is_read_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build and `status` open each article, each PO file and each settings file once."""
    opened: Counter[str] = Counter()
    read_bytes, read_text = Path.read_bytes, Path.read_text

    def counted(path: Path) -> Path:
        name = path.relative_to(project).as_posix() if path.is_relative_to(project) else ""
        if name.startswith(("seeds/", "translations/")) or name in ("digest.yml", "mkdocs.yml"):
            opened[name] += 1
        return path

    monkeypatch.setattr(Path, "read_bytes", lambda path: read_bytes(counted(path)))
    monkeypatch.setattr(
        Path, "read_text", lambda path, *rest, **named: read_text(counted(path), *rest, **named)
    )
    for command in ("build", "status"):
        opened.clear()
        assert main(["--root", str(project), command]) == 0
        assert len(opened) == 12
        assert set(opened.values()) == {1}, opened


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """docs/, site/ and the PDF do not depend on the time zone, the locale, the folder or the hash seed."""
    surroundings = (
        {"TZ": "Asia/Almaty", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "pl_PL.UTF-8", "PYTHONHASHSEED": "2"},
    )
    results = []
    for number, environment in enumerate(surroundings):
        project = copy_of_the_digest(tmp_path / str(number) / ("папка" * number or "digest"))
        for words in (["build"], ["site"], ["pdf"]):
            done = as_process(project, *words, environment=environment)
            assert done.returncode == 0, done.stderr
        results.append(fingerprint(project))
    assert "site/digest.pdf" in results[0]
    assert results[0] == results[1]


def test_it_runs_with_the_network_denied(project: Path) -> None:
    """Build, site and PDF need no network."""
    deny = ["unshare", "--net", "--map-root-user"]
    if not shutil.which("unshare") or subprocess.run([*deny, "true"], check=False).returncode:
        pytest.skip("this machine lets no process give up its network")
    for words in (["build"], ["site"], ["pdf"]):
        command = [*deny, sys.executable, str(COMMAND), "--root", str(project), *words]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr


def test_a_correction_reaches_the_page_and_stays(project: Path) -> None:
    """What a person writes into the PO file is on the page, and the file is not touched."""
    memory = project / f"translations/en/{SENATE}.po"
    text = memory.read_text(encoding="utf-8").replace("Maulen Ashimbayev meets US senator", "A correction")
    memory.write_text(text, encoding="utf-8", newline="\n")
    main(["--root", str(project)])
    assert "A correction" in (project / f"docs/en/{SENATE}.md").read_text(encoding="utf-8")
    assert memory.read_text(encoding="utf-8") == text


def test_a_changed_source_keeps_the_old_wording_and_its_translation(project: Path) -> None:
    """The sentence is no longer called reviewed, and the person's text stands with the old source in `#|`."""
    seed = project / f"seeds/{SENATE}.txt"
    old = "Кездесуде көпжақты және парламентаралық байланысты дамыту мәселелеріне де баса мән берілді."
    new = old.replace("баса мән", "ерекше мән")
    seed.write_bytes(seed.read_bytes().replace(old.encode(), new.encode()))
    memory = project / f"translations/en/{SENATE}.po"
    translation = _translation_of(memory.read_text(encoding="utf-8"), old)
    main(["--root", str(project)])
    after = memory.read_text(encoding="utf-8")
    assert f'#, fuzzy\n#| msgid "{old}"\nmsgid "{new}"\nmsgstr "{translation}"' in after


def _translation_of(text: str, source: str) -> str:
    lines = text.splitlines()
    return lines[lines.index(f'msgid "{source}"') + 1].removeprefix('msgstr "').removesuffix('"')


def test_an_article_without_a_model_is_built_and_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3; the message names file, pair, count and the way out; the page shows the original."""
    monkeypatch.setattr("digest.build.engines", lambda *_, **__: None)
    (project / "seeds/new.txt").write_text(
        "Новый закон вступил в силу\n\nПарламент принял закон в мае. Он вступил в силу в июне.\n",
        encoding="utf-8",
    )
    assert main(["--root", str(project)]) == 3
    said = capsys.readouterr().err
    assert "translations/en/new.po: ru→en: 3 sentences are not translated" in said
    assert "models install ru" in said
    page = (project / "docs/en/new.md").read_text(encoding="utf-8")
    assert 'status: "missing"' in page
    assert "Парламент принял закон в мае" in page


def test_a_bad_seed_stops_no_other(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 and one message that names it; the other articles are built."""
    (project / "seeds/bad.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    assert main(["--root", str(project)]) == 1
    said = capsys.readouterr().err
    assert "seeds/bad.txt" in said
    assert "Traceback" not in said
    assert (project / f"docs/en/{SENATE}.md").is_file()


def test_two_seeds_with_one_page_name_are_told_apart(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second is left out, and the message names both."""
    for name, month in (("Same Name.txt", "мае"), ("same-name.txt", "ноябре прошлого года")):
        (project / "seeds" / name).write_text(
            f"Новый закон вступил в силу\n\nПарламент принял закон в {month}. Он вступил в силу в июне.\n",
            encoding="utf-8",
        )
    assert main(["--root", str(project)]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "seeds/same-name.txt" in said
    assert "seeds/Same Name.txt" in said


def _break_memory(project: Path) -> Path:
    path = project / f"translations/en/{SENATE}.po"
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "open\n', encoding="utf-8", newline="\n")
    return path


def _break_settings(project: Path) -> Path:
    path = project / "digest.yml"
    path.write_text("titel: x\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("break_it", "words"),
    [(_break_memory, (f"translations/en/{SENATE}.po", "line ")), (_break_settings, ("digest.yml", "line 1"))],
)
def test_a_bad_file_stops_the_run_before_anything_is_written(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    break_it: Callable[[Path], Path],
    words: tuple[str, ...],
) -> None:
    """Exit code 1, one message with file and line, and no file is touched or made."""
    broken = break_it(project)
    before = fingerprint(project)
    assert main(["--root", str(project)]) == 1
    said = capsys.readouterr().err
    assert all(word in said for word in words)
    assert broken.is_file()
    assert fingerprint(project) == before


def test_a_failed_site_leaves_the_old_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link to nowhere in a hand-written page is named, and site/ still holds what stood there."""
    main(["--root", str(project)])
    assert main(["--root", str(project), "site"]) == 0
    before = fingerprint(project / "site")
    (project / "docs/about.md").write_text('# About\n\n<a href="../nowhere/">x</a>\n', encoding="utf-8")
    assert main(["--root", str(project), "site"]) == 1
    assert "about/index.html: links to ../nowhere/" in capsys.readouterr().err
    assert fingerprint(project / "site") == before
    assert not list(project.glob(".site-*"))


def test_a_new_site_keeps_the_pdf(project: Path) -> None:
    """`site` after `pdf` does not throw the PDF away."""
    main(["--root", str(project)])
    main(["--root", str(project), "site"])
    main(["--root", str(project), "pdf"])
    before = (project / "site/digest.pdf").read_bytes()
    main(["--root", str(project), "site"])
    assert (project / "site/digest.pdf").read_bytes() == before


def test_the_pdf_is_newest_first_and_names_the_signs_it_lacks(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Articles stand as in the lists on the site; a sign that no print font has is a finding and code 3."""
    (project / "seeds/new.txt").write_text(
        "A new law is in force\n\n31 December 2025\n\nParliament passed it in May 🔥 after a debate.\n",
        encoding="utf-8",
    )
    assert main(["--root", str(project), "pdf", "--json"]) == 3
    captured = capsys.readouterr()
    result = json.loads(captured.out)
    assert result["articles"][0]["slug"] == "new"
    assert [(found["file"], found["place"]) for found in result["findings"]] == [("new", "sentence 1")]
    assert "new: sentence 1: no print font has the sign 🔥 (U+1F525 FIRE)" in captured.err
    pages = PdfReader(project / "site/digest.pdf").pages
    assert "A new law is in force" in pages[2].extract_text()


def test_status_tells_how_far_each_article_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It writes nothing."""
    before = fingerprint(project)
    assert main(["status", "--root", str(project), "--json"]) == 0
    articles: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["articles"]
    assert all(article["reviewed"] == article["sentences"] for article in articles)
    assert fingerprint(project) == before


def test_inspect_prints_the_article_of_one_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It works in a folder without digest.yml too, and its JSON has the keys that programs rely on."""
    seed = ROOT / f"seeds/{SENATE}.txt"
    assert main(["--root", str(tmp_path), "inspect", str(seed), "--json"]) == 0
    article = json.loads(capsys.readouterr().out)
    assert article["title"] == "Мәулен Әшімбаев АҚШ Конгресі сенаторымен кездесті"
    assert (article["lang"], article["date"], article["section"]) == ("kk", "2024-03-26", "Сенат")
    assert (article["author"], article["source"]) == (None, "Egemen.kz")
    assert "45 рет" in article["removed"]
    assert len(article["body"]) == 7


def test_inspect_states_no_date_in_the_future(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Of a date that has not come nothing is said."""
    seed = tmp_path / "a.txt"
    dates = {"5.05.2098": None, "5.05.2024": "2024-05-05"}
    for printed, day in dates.items():
        seed.write_text(
            f"Жаңа заң\n{printed}\n\nПарламент мамырда жаңа заңды қабылдады, деп хабарлады баспасөз.\n",
            "utf-8",
        )
        assert main(["--root", str(tmp_path), "inspect", str(seed), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["date"] == day


def test_inspect_of_no_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 with the file's name, no traceback."""
    assert main(["inspect", "nowhere.txt"]) == 1
    assert "nowhere.txt: No such file" in capsys.readouterr().err


def test_wrong_usage_gives_2() -> None:
    """An unknown command is argparse's to refuse."""
    with pytest.raises(SystemExit) as left:
        main(["bild"])
    assert left.value.code == 2


@pytest.mark.parametrize("command", ["build", "inspect", "site", "pdf", "status"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` ends with a line to copy."""
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"example: build_digest.py {command}" in " ".join(capsys.readouterr().out.split())


def test_an_interrupted_run_says_that_it_can_go_on(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C is no traceback."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("digest.build.translated", interrupt)
    assert main(["--root", str(project)]) == 130
    assert "run the command again" in capsys.readouterr().err


def test_a_site_for_a_known_address_is_built(project: Path) -> None:
    """The links that 404.html gets under a path of a host are followed too."""
    as_process(project)
    done = as_process(project, "site", environment={"SITE_URL": "https://digest.example/press/"})
    assert done.returncode == 0, done.stderr
    home = (project / "site/en" / SENATE / "index.html").read_text(encoding="utf-8")
    assert f'hreflang="kk" href="https://digest.example/press/kk/{SENATE}/"' in home


def test_a_reader_that_has_seen_enough_causes_no_traceback(project: Path) -> None:
    """`status --json | head` ends quietly."""
    command = [sys.executable, str(COMMAND), "--root", str(project), "status", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_root_may_be_named_as_seen_from_here(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command works with a relative --root."""
    monkeypatch.chdir(project.parent)
    for command in ("build", "site", "pdf", "status"):
        assert main(["--root", project.name, command]) == 0
    assert (project / "site/digest.pdf").is_file()
    assert (project / "site/index.html").is_file()


def test_a_site_that_cannot_be_put_in_place_is_an_error_in_words(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the system refuses is said, and nothing is left lying about."""
    main(["--root", str(project)])

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    assert main(["--root", str(project), "site"]) == 1
    assert "site/: cannot be written: Permission denied" in capsys.readouterr().err
    assert not list(project.glob(".site-*"))

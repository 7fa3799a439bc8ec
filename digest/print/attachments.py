"""The files beside the pages: of each article its PDF and its card, docs/pdf/… and docs/cards/….

Only what has changed is made anew. A small index beside the files, which MkDocs does not publish, holds the
hash of what each was made from; only files that it names are ever deleted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from digest.addresses import ATTACHMENT_FOLDERS
from digest.digest import Digest
from digest.errors import RenderError
from digest.files import write
from digest.print import PrintOptions, card, print_leaf
from digest.project import Project
from digest.store import recipe
from digest.values import Bitext
from digest.workers import cores, each

__all__ = ["Attached", "attach"]

OnProgress = Callable[[int, int], None]

_INDEX = ".made.json"
_MAKERS: Mapping[str, Callable[[Bitext, PrintOptions], bytes]] = {"pdf": print_leaf, "png": card}
# A process takes half a second to start: as long as ten files.
_FILES_A_PROCESS = 200
_FEW_FILES = 20


@dataclass(frozen=True, slots=True)
class Attached:
    """How many files were made, were there already, and were deleted because their articles are gone."""

    made: int
    kept: int
    removed: int


@dataclass(frozen=True, slots=True)
class _File:
    """A file to make: for which article, of which kind, and the hash of what it is made from."""

    bitext: Bitext
    kind: str
    made_from: str

    @property
    def name(self) -> str:
        return f"{self.bitext.article.slug}.{self.kind}"


def attach(project: Project, digest: Digest, on_progress: OnProgress = lambda done, total: None) -> Attached:
    """Make docs/pdf/ and docs/cards/ hold the files of a digest's articles.

    What is finished when Ctrl-C strikes is kept, and whole.

    Raises:
        RenderError: no print font has a letter of an article, or a file cannot be made or written.
    """
    settings, publication = digest.settings, digest.publication
    options = PrintOptions(settings, publication)
    wanted = [
        _File(
            bitext, kind, _hash(kind, repr((settings.title, settings.target, publication.site_url, bitext)))
        )
        for bitext in digest.bitexts
        for kind in _MAKERS
    ]
    try:
        standing = {kind: _standing(_folder(project, kind)) for kind in _MAKERS}
        removed = sum(_remove(_folder(project, kind), standing[kind], wanted) for kind in _MAKERS)
        needed = [file for file in wanted if standing[file.kind].get(file.name) != file.made_from]
        try:
            with closing(_made(needed, options)) as made:
                for done, (file, data) in enumerate(made, 1):
                    write(_folder(project, file.kind) / file.name, data)
                    standing[file.kind][file.name] = file.made_from
                    on_progress(done, len(needed))
        finally:
            for kind in _MAKERS:
                _keep(_folder(project, kind), standing[kind])
    except OSError as error:
        found = f"cannot be written: {error.strerror or error}"
        raise RenderError("docs/", found, remedy="make room, and run the command again") from error
    return Attached(len(needed), len(wanted) - len(needed), removed)


def _folder(project: Project, kind: str) -> Path:
    return project.docs / ATTACHMENT_FOLDERS[kind]


# ---- what is there


def _standing(folder: Path) -> dict[str, str]:
    """The files of ours that are there, each with the hash of what it was made from."""
    try:
        index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    if not isinstance(index, dict):
        return {}
    return {
        name: made_from
        for name, made_from in index.items()
        if isinstance(made_from, str) and Path(name).name == name and (folder / name).is_file()
    }


def _remove(folder: Path, standing: dict[str, str], wanted: Sequence[_File]) -> int:
    """Delete the files of articles that are gone, and take them out of `standing`."""
    gone = standing.keys() - {file.name for file in wanted}
    for name in gone:
        (folder / name).unlink(missing_ok=True)
        del standing[name]
    return len(gone)


def _keep(folder: Path, standing: Mapping[str, str]) -> None:
    if standing or folder.is_dir():
        text = json.dumps(dict(sorted(standing.items())), ensure_ascii=False, indent=0)
        write(folder / _INDEX, text.encode())


def _hash(kind: str, text: str) -> str:
    return hashlib.sha256(f"{_recipe()} {kind} {text}".encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _recipe() -> str:
    """What makes the files besides the articles: templates, fonts, words and programs."""
    programs = (metadata.version(program) for program in ("typst", "segno", "pillow", "babel"))
    return " ".join((recipe("print", "data/words", "labels.py", "credits.py"), *programs))


# ---- what is made


def _made(needed: Sequence[_File], options: PrintOptions) -> Generator[tuple[_File, bytes], None, None]:
    """Every file with its bytes, as they are finished: many on all cores, a few right here."""
    if len(needed) <= _FEW_FILES:
        yield from ((file, _MAKERS[file.kind](file.bitext, options)) for file in needed)
        return
    size = max(_FEW_FILES, min(_FILES_A_PROCESS, -(-len(needed) // cores())))
    shares = [needed[start : start + size] for start in range(0, len(needed), size)]
    done = [0] * len(shares)
    with closing(each(_work, [(share, options) for share in shares], cores())) as results:
        for number, data in results:
            yield shares[number][done[number]], data
            done[number] += 1


def _work(task: tuple[Sequence[_File], PrintOptions]) -> Iterator[bytes]:
    share, options = task
    for file in share:
        yield _MAKERS[file.kind](file.bitext, options)

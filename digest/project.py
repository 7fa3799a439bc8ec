"""The digest's folder: the one module that reads and writes its files.

Everything else takes values and gives values. A file is written only when its bytes change, and always whole:
into a neighbour first, which then takes the old one's place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from digest import publication
from digest import settings as settings_file
from digest.addresses import memory_path
from digest.errors import DigestError, EngineError, MemoryFileError, SeedError, SettingsError
from digest.files import clean_up, named, write
from digest.publication import Publication
from digest.read.readers import kind_of, unknown_kind
from digest.settings import Settings
from digest.translation.models import lock as models_lock
from digest.translation.models.lock import Lock
from digest.values import BitextKey, Page, PlannedPage, Seed

__all__ = ["Contents", "Project", "Written", "latest_day", "read_seed"]

# Only a page that carries this line in its front matter was made by us and may be deleted by us.
_GENERATED = re.compile(rb'\A---\n(?:(?!---\n).*\n)*?generated: "?build_digest"?\n')

# What browsers put a saved page's pictures and styles into, by the browser's language.
_PAGE_FILES = ("_files", ".files", "-filer", "_pliki", "_soubory", "_fichiers", "_dateien")
_LARGEST_SEED = 256 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What a build did to docs/: paths below it, with forward slashes."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a digest's folder holds, read once: settings, raw articles, PO files, addresses.

    `unread` are what stands in seeds/ and cannot be read, each with what to do. `latest` is the last day that
    an article can be from; None sets no bound.
    """

    settings: Settings
    publication: Publication = field(default_factory=Publication)
    seeds: tuple[Seed, ...] = ()
    memories: Mapping[BitextKey, bytes] = field(default_factory=dict)
    unread: tuple[SeedError, ...] = ()
    latest: date | None = None


class Project:
    """A folder that holds digest.yml, seeds/, translations/ and docs/."""

    def __init__(self, root: Path) -> None:
        """Nothing is read yet; `root` need not exist."""
        self.root = root

    @property
    def docs(self) -> Path:
        """The folder of the pages, hand-written and generated."""
        return self.root / "docs"

    @property
    def site(self) -> Path:
        """The folder that the built site stands in."""
        return self.root / "site"

    def read(self) -> Contents:
        """Read all that a build starts from.

        Raises:
            DigestError: a file cannot be read, or digest.yml or mkdocs.yml holds a mistake.
        """
        settings = self.settings()
        clean_up(self.root)
        publication = self.publication()
        seeds, unread = self._seeds()
        memories = MappingProxyType(self.memories(settings.targets))
        return Contents(settings, publication, seeds, memories, unread, latest_day())

    def settings(self) -> Settings:
        """Read digest.yml.

        Raises:
            SettingsError: it is not there, or holds a mistake.
        """
        path = self.root / "digest.yml"
        if not path.is_file():
            raise SettingsError(
                "digest.yml",
                f"there is none in {self.root.resolve()}",
                remedy="run the command in the digest's folder, or name that folder with --root",
            )
        with named(path, "digest.yml", SettingsError):
            text = path.read_text(encoding="utf-8-sig")
        return settings_file.parse(text)

    def settings_or_default(self) -> Settings:
        """Read digest.yml where there is one; the defaults elsewhere, as for a file without a digest.

        Raises:
            SettingsError: it holds a mistake.
        """
        return self.settings() if (self.root / "digest.yml").is_file() else Settings()

    def publication(self) -> Publication:
        """Read from mkdocs.yml where the digest is published; without that file, nothing is known of it.

        Raises:
            SettingsError: it cannot be read, or holds no address where one belongs.
        """
        path = self.root / "mkdocs.yml"
        if not path.is_file():
            return Publication()
        with named(path, "mkdocs.yml", SettingsError):
            text = path.read_text(encoding="utf-8-sig")
        return publication.parse(text)

    def memories(self, targets: Iterable[str]) -> dict[BitextKey, bytes]:
        """Read every PO file for some target languages, in the order of their names.

        Raises:
            MemoryFileError: a folder or a file cannot be read.
        """
        return {
            BitextKey(path.stem, target): self._memory(path)
            for target in targets
            for path in self._memory_paths(target)
        }

    def memory(self, key: BitextKey) -> bytes | None:
        """Read the PO file of a translation as it stands now; None where there is none.

        Raises:
            MemoryFileError: it cannot be read.
        """
        path = self.root / memory_path(key)
        return self._memory(path) if path.is_file() else None

    def write_memory(self, key: BitextKey, text: str) -> bool:
        """Write the PO file of a translation; return whether its bytes changed."""
        name = memory_path(key)
        with named(self.root / name, name, MemoryFileError):
            return write(self.root / name, text.encode("utf-8"))

    def lock(self) -> Lock:
        """Read models.lock; where there is none, no model is pinned yet.

        Raises:
            EngineError: it cannot be read, or is not one.
        """
        path = self.root / models_lock.FILE
        if not path.is_file():
            return Lock()
        with named(path, models_lock.FILE, EngineError):
            text = path.read_text(encoding="utf-8-sig")
        return models_lock.parse(text)

    def write_lock(self, lock: Lock) -> bool:
        """Write models.lock, and what another build has pinned; return whether its bytes changed."""
        text = models_lock.render(lock.with_those_of(self.lock()))
        with named(self.root / models_lock.FILE, models_lock.FILE, EngineError):
            return write(self.root / models_lock.FILE, text.encode("utf-8"))

    def write_pages(self, pages: Iterable[Page | PlannedPage]) -> Written:
        """Make docs/ hold these generated pages and no other; hand-written ones are left alone.

        A planned page whose text is known to stand there is not rendered.

        Raises:
            DigestError: a hand-written page stands where a generated one belongs, or writing fails.
        """
        standing = {path: self.docs / path for path in self._pages()}
        wanted = {page.path: page for page in pages}
        changed, texts = [], {}
        with named(self.docs, "docs/", DigestError):
            for path, page in wanted.items():
                there = standing[path].read_bytes() if path in standing else None
                if there is not None and not _GENERATED.match(there):
                    raise DigestError(
                        f"docs/{path}",
                        "a page written by hand stands where a generated one belongs",
                        remedy="rename it, or rename the article's file in seeds/",
                    )
                text = _new_text(page, there)
                if text is not None:
                    texts[path] = text
            for path, text in texts.items():
                write(self.docs / path, text)
                changed.append(path)
            removed = [path for path in standing.keys() - wanted.keys() if _is_generated(standing[path])]
            for path in removed:
                standing[path].unlink(missing_ok=True)
        unchanged = sorted(wanted.keys() - set(changed))
        return Written(tuple(sorted(changed)), tuple(unchanged), tuple(sorted(removed)))

    def _seeds(self) -> tuple[tuple[Seed, ...], tuple[SeedError, ...]]:
        """Every file in seeds/ in the order of their names, and what there is no reader for.

        Raises:
            SeedError: there is no such folder, or it cannot be listed.
        """
        folder = self.root / "seeds"
        if not folder.is_dir():
            raise SeedError(
                "seeds/", "no such folder", remedy="make it and put the articles' files into it, one for each"
            )
        with named(folder, "seeds/", SeedError):
            paths = sorted(path for path in folder.iterdir() if not _is_litter(path))
        seeds, unread = [], []
        for path in paths:
            try:
                seeds.append(read_seed(path, f"seeds/{path.name}"))
            except SeedError as error:
                unread.append(error)
        return tuple(seeds), tuple(unread)

    def _memory_paths(self, target: str) -> list[Path]:
        folder = self.root / "translations" / target
        with named(folder, f"translations/{target}", MemoryFileError):
            if not folder.exists() and not folder.is_symlink():
                return []
            return sorted(path for path in folder.iterdir() if path.suffix == ".po" and _is_shown(path))

    def _memory(self, path: Path) -> bytes:
        name = path.relative_to(self.root).as_posix()
        with named(path, name, MemoryFileError):
            return path.read_bytes()

    def _pages(self) -> Iterator[str]:
        """The pages below docs/, in folders of the depth that generated ones have."""
        for path in [self.docs / "index.md", *self.docs.glob("*/*.md"), *self.docs.glob("*/*/*.md")]:
            if path.is_file():
                yield path.relative_to(self.docs).as_posix()


def _new_text(page: Page | PlannedPage, there: bytes | None) -> bytes | None:
    """The text of a page; None where it stands in its place already."""
    if isinstance(page, PlannedPage):
        if there is not None and page.sha256 == hashlib.sha256(there).digest():
            return None
        page = page.render()
    text = page.text.encode("utf-8")
    return text if text != there else None


def _is_generated(path: Path) -> bool:
    # Asked file by file, and not once for all, so that another build's page is known for one at any time.
    try:
        return bool(_GENERATED.match(path.read_bytes()))
    except OSError:
        return False


def latest_day() -> date:
    """The last day that an article can be from: tomorrow, since east of here it may be that day already.

    A page depends on it only where its text prints a later day, which is left out until it has come.
    """
    return datetime.now(UTC).date() + timedelta(days=1)


def read_seed(path: Path, name: str) -> Seed:
    """Read one file with articles; `name` is its path as the user knows it.

    Raises:
        SeedError: it is a folder or too large, no reader takes it, or it cannot be read.
    """
    if path.is_dir():
        raise SeedError(name, "a folder", allowed="files", remedy="move the articles in it up into seeds/")
    if kind_of(name) is None:
        raise unknown_kind(name)
    with named(path, name, SeedError):
        if (size := path.stat().st_size) > _LARGEST_SEED:
            raise SeedError(
                name,
                f"{size >> 20} MiB",
                allowed=f"files of up to {_LARGEST_SEED >> 20} MiB",
                remedy="split it",
            )
        return Seed(name, path.read_bytes())


def _is_litter(path: Path) -> bool:
    """Whether an entry in seeds/ is no file of the user's: a system's own, or a saved page's pictures."""
    name = path.name.casefold()
    if name.startswith((".", "~$")) or name in {"thumbs.db", "desktop.ini"}:
        return True
    saved = path.is_dir() and name.endswith(_PAGE_FILES)
    return saved and any(_is_page_of(path, page) for page in path.parent.iterdir())


def _is_page_of(folder: Path, page: Path) -> bool:
    """Whether a browser saved a folder along with a page: "News_files" beside "News.html"."""
    kind = kind_of(page.name)
    beside = {page.stem.casefold() + end for end in _PAGE_FILES}
    return kind is not None and kind.module == "web_page" and folder.name.casefold() in beside


def _is_shown(path: Path) -> bool:
    return not path.name.startswith(".") and path.is_file()

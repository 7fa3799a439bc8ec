"""Archives of models that mean harm: each has to be refused, with nothing written outside or left behind."""

from __future__ import annotations

import io
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from bench.trust.rows import Row
from bench.trust.world import MODELS
from digest.errors import EngineError
from digest.translation.models.incoming import take_in
from digest.translation.models.store import Store

__all__ = ["HARM", "refused"]

# Files of a model that is whole, so that nothing but the harm is a reason to refuse it.
_Files = dict[str, bytes]
_PATHS = (
    "../x",
    "m/../../x",
    "/tmp/x",
    "//host/share/x",
    "C:/x",
    "C:x",
    "..\\x",
    "m\\..\\..\\x",
    "m/./x",
    "m//x",
    "m/a\x00b",
    "m/a:b",
    "m/a\nb",
    "\\\\?\\C:\\x",
)
_LINKS = ("/etc/passwd", "../../../etc/passwd", "model.bin", "/dev/zero", ".")
_TAR_KINDS = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)


def refused(folder: Path, archives: int, random: Random) -> Row:
    """Try to install archives that mean harm.

    Args:
        folder: An empty folder to work in.
        archives: How many.
        random: Where they come from.
    """
    whole = _whole()
    failures = []
    for number in range(archives):
        name = sorted(HARM)[number % len(HARM)]
        archive = folder / "archive"
        archive.unlink(missing_ok=True)
        HARM[name](archive, dict(whole), random)
        if fault := _tried(folder, archive):
            failures.append(f"{name}: {fault}")
    what = "hostile packages (paths, links, devices, bombs, damage); one that is installed or writes a file"
    return Row(what, archives, tuple(failures))


def _tried(folder: Path, archive: Path) -> str:
    """What is wrong with how an archive is taken; empty where it is refused."""
    before = _names(folder)
    store = Store(folder / "own", [folder / "share" / "packages"])
    try:
        take_in(archive, store, ())
    except EngineError:
        fault = ""
    except Exception as error:  # noqa: BLE001 (any other error is what is looked for)
        fault = f"{type(error).__name__}: {error}"
    else:
        fault = "it is installed"
    written = [name for name in sorted(_names(folder) - before) if not name.endswith(".lock")]
    return fault or ", ".join(f"{name} is written" for name in written[:3])


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def _whole() -> _Files:
    """The files of a model that can be installed, without its weights' size."""
    with zipfile.ZipFile(MODELS[0]) as archive:
        return {
            f"m/{info.filename.partition('/')[2]}": archive.read(info)
            for info in archive.infolist()
            if not info.is_dir()
        }


# ---- what means harm


def _zip(path: Path, files: _Files) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo("x")
            info.filename = name  # ZipInfo itself would cut a name at a NUL
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, 1)


def _tar(path: Path, files: _Files, *more: tarfile.TarInfo, mode: str = "w:gz") -> None:
    with tarfile.open(path, mode, compresslevel=1) as archive:  # type: ignore[call-overload]  # one of its own
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info, io.BytesIO(bytes(info.size)))


def _path_in_a_zip(path: Path, files: _Files, random: Random) -> None:
    _zip(path, files | {random.choice(_PATHS): b"x"})


def _path_in_a_tar(path: Path, files: _Files, random: Random) -> None:
    _tar(path, files | {random.choice([name for name in _PATHS if "\x00" not in name]): b"x"})


def _link_in_a_zip(path: Path, files: _Files, random: Random) -> None:
    _zip(path, files)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("m/README.md" if random.random() < 0.5 else "m/stanza/x")
        kind = random.choice((stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO))
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, random.choice(_LINKS))


def _link_in_a_tar(path: Path, files: _Files, random: Random) -> None:
    info = tarfile.TarInfo(random.choice(("m/stanza/x", "m/extra.model", "m")))
    info.type, info.linkname = random.choice(_TAR_KINDS), random.choice(_LINKS)
    _tar(path, files, info)


def _bomb(path: Path, files: _Files, random: Random) -> None:
    # Beside the real weights 400 MB of zeros would stay below the ratio; so they stand alone.
    small = {name: data for name, data in files.items() if not name.endswith("model.bin")}
    if random.random() < 0.5:
        _zip(path, small | {"m/model/model.bin": bytes(random.randint(100, 150) * 1_000_000)})
    else:
        info = tarfile.TarInfo("m/model/model.bin")
        info.size = random.randint(100, 150) * 1_000_000
        _tar(path, small, info)


def _wrong_size(path: Path, files: _Files, random: Random) -> None:
    _zip(path, files)
    raw = bytearray(path.read_bytes())
    place = raw.rindex(b"PK\x01\x02")
    struct.pack_into("<I", raw, place + 24, random.randint(0, 2**32 - 2))
    path.write_bytes(raw)


def _many(path: Path, files: _Files, random: Random) -> None:
    _zip(path, files | {f"m/stanza/{number}": b"" for number in range(2001 + random.randint(0, 99))})


def _twice(path: Path, files: _Files, random: Random) -> None:
    name = random.choice(sorted(files))
    _zip(path, files | {name.upper().replace("M/", "m/", 1): b"x"})


def _two_roots(path: Path, files: _Files, random: Random) -> None:
    _zip(path, files | {f"other{random.randint(0, 99)}/model.bin": b"x"})


def _cut(path: Path, files: _Files, random: Random) -> None:
    _tar(path, files) if random.random() < 0.5 else _zip(path, files)
    raw = path.read_bytes()
    path.write_bytes(raw[: random.randint(0, len(raw) - 30)])


def _changed(path: Path, files: _Files, random: Random) -> None:
    _zip(path, files)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        largest = max(archive.infolist(), key=lambda info: info.compress_size)
    start = largest.header_offset + 100
    for _ in range(20):
        raw[random.randint(start, start + largest.compress_size - 200)] ^= random.randint(1, 255)
    path.write_bytes(raw)


def _no_archive(path: Path, files: _Files, random: Random) -> None:
    path.write_bytes(random.choice((b"", b"<html>404</html>", random.randbytes(5000), b"PK\x05\x06")))


HARM: dict[str, Callable[[Path, _Files, Random], None]] = {
    "a path that leads out, in a zip": _path_in_a_zip,
    "a path that leads out, in a tar": _path_in_a_tar,
    "a link or a device in a zip": _link_in_a_zip,
    "a link or a device in a tar": _link_in_a_tar,
    "a bomb": _bomb,
    "a size that is not its own": _wrong_size,
    "too many files": _many,
    "a name twice": _twice,
    "two folders": _two_roots,
    "cut short": _cut,
    "changed bytes": _changed,
    "no archive": _no_archive,
}

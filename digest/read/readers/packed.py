"""Files that are ZIP archives of XML: opened with limits, so that a small file cannot fill the memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from digest.errors import SeedError

__all__ = ["member", "package", "parts_of"]

_LARGEST = 200 << 20  # bytes, unpacked
_LARGEST_XML = 40 << 20  # bytes, unpacked: some ten thousand pages of text
_MOST_PARTS = 5000
_MARKUP = (".xml", ".rels", ".opf", ".ncx", ".xhtml", ".html", ".htm")
_ENTITY = re.compile(rb"<!ENTITY|<\0!\0E\0N\0T\0I\0T\0Y|\0<\0!\0E\0N\0T\0I\0T\0Y")
_ENCRYPTED = 1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def package(raw: bytes, name: str, save_as: str) -> zipfile.ZipFile:
    """The archive in a file's bytes, checked before anything in it is unpacked.

    Args:
        raw: the file's bytes.
        name: the file.
        save_as: the ending under which its program saves what we read, as in ".docx".

    Raises:
        SeedError: the archive is locked, too large, unsafe, or in the format that went before.
        zipfile.BadZipFile: the bytes are no archive.
    """
    if raw.startswith(_OLE):
        raise _older(raw, name, save_as)
    archive = zipfile.ZipFile(io.BytesIO(raw))
    infos = archive.infolist()
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise _locked(name)
    if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _LARGEST:
        raise SeedError(
            name,
            "it unpacks to more than an article can be",
            allowed=f"{_LARGEST >> 20} MB and {_MOST_PARTS} parts, unpacked",
            remedy="save the article's text alone, without its pictures",
        )
    for info in infos:
        _check(info, archive, name)
    return archive


def member(archive: zipfile.ZipFile, path: str) -> bytes:
    """A part of an archive.

    Raises:
        KeyError: there is none of that name.
    """
    return archive.read(path)


def parts_of(raw: bytes) -> frozenset[str]:
    """The names of the parts, and what the part "mimetype" says; nothing where the bytes are no archive."""
    if not raw.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = frozenset(archive.namelist())
            if "mimetype" not in names or archive.getinfo("mimetype").file_size > 200:
                return names
            return names | {archive.read("mimetype").decode("ascii", "replace").strip()}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error):
        return frozenset()


def _check(info: zipfile.ZipInfo, archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a part whose name leads out of the archive, or that has entities of its own.

    Such entities can grow without end or name files of this machine, and no office program writes them.
    """
    path = info.filename.replace("\\", "/")
    if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
        raise _unsafe(name, f'a part\'s name leads out of the file: "{info.filename[:80]}"')
    if not path.casefold().endswith(_MARKUP):
        return
    if info.file_size > _LARGEST_XML:
        raise SeedError(
            name,
            f'its part "{path[:80]}" unpacks to more than an article can be',
            allowed=f"{_LARGEST_XML >> 20} MB",
            remedy="save the article alone",
        )
    if _ENTITY.search(archive.read(info)):
        raise _unsafe(name, f'its part "{path[:80]}" defines XML entities')


def _unsafe(name: str, found: str) -> SeedError:
    return SeedError(name, found, remedy="do not trust it; ask for the article in another format")


def _locked(name: str) -> SeedError:
    return SeedError(
        name, "it is protected with a password", remedy="open it, and save it without the password"
    )


def _older(raw: bytes, name: str, save_as: str) -> SeedError:
    if _LOCKED in raw:
        return _locked(name)
    return SeedError(
        name,
        "a file of an older office program (such as .doc), whatever its name says",
        allowed=save_as,
        remedy=f"open it in Word or LibreOffice and save it as {save_as}",
    )

"""Pagefind, run on the records of the articles."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pagefind.service import get_executable

from digest.errors import RenderError
from digest.files import remove_tree
from digest.labels import date_words
from digest.settings import Settings
from digest.values import Bitext, newest_first
from digest.web.search.records import Record, records
from digest.web.search.stable_files import settle
from digest.web.search.words import endings, folding

__all__ = ["index_site"]

FOLDER = "pagefind"
_NAME = "site/pagefind/"
_CHUNK = 1 << 16
_INDEX = 0  # the first index that a process of Pagefind makes
# Pagefind's own interfaces, which the site does not use: half a megabyte.
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")


def index_site(site: Path, bitexts: Sequence[Bitext], settings: Settings) -> None:
    """Write the search index of the articles into the folder pagefind/ of a built site.

    Raises:
        RenderError: Pagefind is not installed, or could not do it.
    """
    folder = site / FOLDER
    remove_tree(folder)
    folder.mkdir()
    folder.joinpath("words.json").write_text(_words(bitexts), encoding="utf-8", newline="\n")
    if bitexts:
        for name, content in _run_pagefind(_requests(records(newest_first(bitexts), settings))):
            if not any(fnmatch(name, pattern) for pattern in _UNUSED):
                path = folder / PurePosixPath(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        settle(folder)


def _words(bitexts: Sequence[Bitext]) -> str:
    """What search.js needs besides Pagefind's files, as JSON. Where it is not there, there is no index."""
    langs = sorted({lang for bitext in bitexts for lang in (bitext.article.lang, bitext.target)})
    needed = {
        "articles": len(bitexts),
        "letters": dict(folding()),
        "endings": endings(),
        "dates": {lang: _date_patterns(lang) for lang in langs},
    }
    return json.dumps(needed, ensure_ascii=False, separators=(",", ":")) + "\n"


def _date_patterns(lang: str) -> list[str]:
    """How a date is written in a language, month by month: browsers do not know every one of them."""
    written = (date_words(date(2000, month, 11), lang) for month in range(1, 13))
    return [words.replace("2000", "{y}").replace("11", "{d}", 1) for words in written]


def _requests(found: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """What Pagefind is asked, in order: an index, each article in it, and its files."""
    yield {"type": "NewIndex", "config": {}}
    for record in found:
        yield {
            "type": "AddRecord",
            "index_id": _INDEX,
            "url": record.url,
            "content": record.content,
            "language": "unknown",  # the keys are stems already, and one index serves every language
            "meta": {"title": record.title},
            "filters": record.filters,
            "sort": record.sort,
        }
    # Not WriteFiles: Pagefind says that it has written before the last bytes are on the disk.
    yield {"type": "GetFiles", "index_id": _INDEX}


def _run_pagefind(requests: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Have a process of Pagefind do what is asked; give the files that it answers with, by their paths.

    Its Python library waits a tenth of a second for each answer, which at a thousand articles is two minutes:
    so its messages, base64 of JSON with a comma after each, are written here.
    """
    program = get_executable()
    if program is None:
        raise RenderError(_NAME, "Pagefind is not installed", remedy="pip install 'pagefind[bin]'")
    command = [str(program), "--service"]
    pipe = subprocess.PIPE
    try:
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            sent = 0
            for sent, request in enumerate(requests, start=1):
                message = json.dumps({"message_id": sent, "payload": request})
                process.stdin.write(base64.b64encode(message.encode()) + b",")
            process.stdin.flush()
            # Pagefind stops at the end of its input, done or not: it stays open until all is answered.
            for answer in islice(_answers(process.stdout), sent):
                if answer["type"] == "Error":
                    raise RenderError(_NAME, f"Pagefind says: {answer.get('message')}")
                for file in answer.get("files", ()):
                    yield file["path"], base64.b64decode(file["content"])
    except OSError as error:
        raise RenderError(_NAME, f"Pagefind cannot be run: {error.strerror or error}") from error


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """What Pagefind answers, one message after the other.

    Raises:
        RenderError: it stopped.
    """
    held: list[bytes] = []
    while chunk := os.read(stream.fileno(), _CHUNK):
        *ended, rest = chunk.split(b",")
        for part in ended:
            yield json.loads(base64.b64decode(b"".join((*held, part))))["payload"]
            held.clear()
        held.append(rest)
    raise RenderError(_NAME, "Pagefind stopped before it was done", remedy="run `site` again")

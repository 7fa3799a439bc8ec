"""Inputs with random damage: whatever they hold, they are read or refused in words, within seconds."""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

from bench.trust.hostile import hostile_text
from bench.trust.rows import Row
from bench.trust.world import ROOT
from digest import publication, settings
from digest.errors import DigestError
from digest.read.seed import reading_of
from digest.settings import Settings
from digest.translation import po
from digest.translation.models import lock
from digest.translation.models.lock import Lock, Pin, PinnedFile
from digest.values import Seed

__all__ = ["damaged", "fuzzed"]

_SECONDS_FOR_ONE = 20
_BATCH = 200
# Of 4 kB: what is quadratic in it is not yet slow, and what is exponential is.
_INSERTED = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b"\t", b"  ", b"\"", b"'", b"\\", b"\\\"",
    b":", b": ", b"- ", b"[", b"]", b"{", b"}", b"&a ", b"*a ", b"!!python/name:os.system ", b"!ENV ",
    b"? ", b"| \n", b"> \n", b"<<: ", b"%YAML 9.9\n", b"---\n", b"...\n", b"#~ ", b"#| ", b"#, fuzzy\n",
    b"#: ", b"#. ", b"msgid \"\"\n", b"msgstr \"x\"\n", b"msgctxt \"x\"\n", b"msgid_plural \"x\"\n",
    b"msgstr[1] \"x\"\n", b"2024-13-45", b"9" * 5000, b"1e999", b"0x", b"0o777", b"~", b"null",
    b"[" * 500, b"{" * 500, b"- " * 500, b"." * 4000, b"<p>" * 500, b"@" * 4000, b"1 " * 2000,
    b"(" * 4000, b"\xd0\xb0" * 2000, b"\xe2\x80\xae", b"\xed\xa0\x80", b"From: x\n", b"\x1b[2J",
    b"<html><body>", b"<?xml version='1.0'?>", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1 ",
    b"WARC/1.0\r\n",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Target:
    """What reads an input, and whole inputs to begin with."""

    name: str
    read: Callable[[bytes], object]
    samples: Sequence[bytes]


def _targets() -> list[_Target]:
    """Everything that a person or a website writes and the program reads."""
    plain = Settings()
    seeds = [path.read_bytes() for path in sorted((ROOT / "seeds").glob("*.txt"))]
    memories = [path.read_bytes() for path in sorted((ROOT / "translations" / "en").glob("*.po"))]
    pins = (Pin(name, "1.9", {"model.bin": PinnedFile(12, "0" * 64)}) for name in ("ru_en", "kk_en"))
    return [
        _Target("seed", lambda raw: reading_of(Seed("seeds/x.txt", raw), plain), seeds),
        _Target("PO", lambda raw: po.parse(po.decode(raw, "x.po"), "x.po"), memories),
        _Target("digest.yml", lambda raw: settings.parse(_text(raw)), [(ROOT / "digest.yml").read_bytes()]),
        _Target(
            "mkdocs.yml", lambda raw: publication.parse(_text(raw)), [(ROOT / "mkdocs.yml").read_bytes()]
        ),
        _Target("models.lock", lambda raw: lock.parse(_text(raw)), [lock.render(Lock(tuple(pins))).encode()]),
    ]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").removeprefix("\ufeff")


def damaged(raw: bytes, random: Random) -> bytes:
    """An input with one to five changes: bytes flipped, cut, doubled, or something put in."""
    out = bytearray(raw)
    for _ in range(random.randint(1, 5)):
        place = random.randint(0, len(out))
        end = min(len(out), place + random.choice((1, 4, 40, 400)))
        match random.randrange(6):
            case 0 if out:
                out[place % len(out)] = random.randrange(256)
            case 1:
                del out[place:end]
            case 2:
                out[place:place] = out[place:end] * random.choice((1, 2, 20))
            case 3:
                out[place:place] = hostile_text(random).encode("utf-8", "surrogatepass")
            case 4:
                out[place:] = b"" if random.random() < 0.2 else out[place:]
            case _:
                out[place:place] = random.choice(_INSERTED)
    return bytes(out)


def fuzzed(seconds: float, random: Random, say: Callable[[str], None]) -> Row:
    """Read damaged inputs for so many seconds, in processes of their own, so that a crash is found too."""
    targets = {target.name: target for target in _targets()}
    tried = 0
    failures: dict[str, str] = {}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        count, found = _batch(targets, random.getrandbits(64), end)
        tried += count
        for what in found:
            failures.setdefault(what.partition(" on ")[0], what)
    say(f"{tried:,} inputs, {len(failures)} kinds of failure")
    what = (
        "damaged inputs (seeds, PO, digest.yml, mkdocs.yml, models.lock); an error without a name, or a hang"
    )
    return Row(what, tried, tuple(failures.values()))


def _batch(targets: Mapping[str, _Target], seed: int, end: float) -> tuple[int, list[str]]:
    """Read up to a few hundred inputs in a fork; give their number and what went wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process = os.fork()
        if process == 0:
            try:
                _read_batch(targets, Random(seed), folder, end)
            finally:
                os._exit(0)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        found = (folder / "found").read_text("utf-8").splitlines() if (folder / "found").exists() else []
        count = int((folder / "count").read_text() or 0) if (folder / "count").exists() else 0
        if code:
            found.append(f"a crash ({code}) on input {count} of the batch {seed}")
        return count, found


def _read_batch(targets: Mapping[str, _Target], random: Random, folder: Path, end: float) -> None:
    signal.signal(signal.SIGALRM, _too_long)
    with (folder / "found").open("w", encoding="utf-8", buffering=1) as found:
        for number in range(1, _BATCH + 1):
            if time.monotonic() > end:
                break
            target = targets[random.choice(sorted(targets))]
            raw = damaged(random.choice(target.samples), random)
            (folder / "count").write_text(str(number))
            if fault := _fault(target, raw):
                kept = Path(tempfile.mkdtemp(prefix="fuzzed-")) / "input"
                kept.write_bytes(raw)
                found.write(f"{target.name}: {fault} on {kept}\n")


def _fault(target: _Target, raw: bytes) -> str:
    """What is wrong with how an input is read; empty where nothing is."""
    signal.alarm(_SECONDS_FOR_ONE)
    try:
        target.read(raw)
    except DigestError:
        return ""
    except Exception as error:  # noqa: BLE001 (any other error is what is looked for)
        return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    finally:
        signal.alarm(0)
    return ""


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"it takes more than {_SECONDS_FOR_ONE} s")

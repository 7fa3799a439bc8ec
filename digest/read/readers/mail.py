"""Mails (.eml), by the standard library: newsletters, forwarded articles, and what is attached."""

from __future__ import annotations

import email.errors
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.policy import default
from email.utils import parsedate_to_datetime

import html_text
import lxml.html  # type: ignore[import-untyped]  # it ships no types

from digest.errors import SeedError
from digest.read import dates, text
from digest.read.clutter.lines import is_prose
from digest.read.clutter.names import is_name
from digest.read.draft import Draft, Shape, slug_of, slug_of_part
from digest.read.readers import drafts, kind_of, properties, sniffed, unknown_kind
from digest.read.readers.border import reading
from digest.read.readers.mail_text import Letter, letter, subject
from digest.settings import Settings
from digest.values import Fact, Seed

__all__ = ["read"]

_LARGEST = 64 << 20  # bytes
_MOST_PARTS = 200
_DEEPEST = 5
# A cover letter has less than this many characters in whole sentences.
_LEAST_PROSE = 200
# Longer headers than programs write, and more parts: the standard library takes time that grows with their
# square.
_LONGEST_HEADER = 8000
_MOST_BOUNDARIES = 2000
_HEADER = re.compile(
    rb"^(?:content-[\w-]+|from|subject|date|list-[\w-]+):[^\n]*(?:\n[ \t][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_OLE = b"\xd0\xcf\x11\xe0"
_HEADERS = frozenset(
    {"from", "to", "subject", "date", "received", "message-id", "mime-version", "return-path"}
)
_LOCKED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
# What mail programs attach by themselves, and pictures, which no reader of articles takes.
_NO_DOCUMENT = re.compile(
    r"^(?:image|audio|video|font)/|signature|calendar|vcard|x-pkcs|ms-tnef|delivery-status"
)


def read(seed: Seed, settings: Settings) -> Iterable[Draft | SeedError]:
    """The article in a mail, and those in the files that are attached to it.

    What a forwarded mail says of itself counts over what its sender's mail says.

    Raises:
        SeedError: it is damaged, encrypted or no mail.
    """
    with reading(seed.name, "a mail", email.errors.MessageError):
        found = list(_drafts(_parsed(seed), seed.name, settings, 0))
    articles = [one for one in found if isinstance(one, Draft)]
    if len(found) == 1 and articles:
        whole = hashlib.sha256(seed.raw).hexdigest()
        return [replace(articles[0], slug=slug_of(seed.name), sha256=whole)]
    taken: set[str] = set()
    return [one if isinstance(one, SeedError) else _named(one, seed.name, taken) for one in found]


def _named(draft: Draft, name: str, taken: set[str]) -> Draft:
    """A draft with a name of its own among those of a mail."""
    title = next((fact.value for fact in draft.facts if fact.name == "title"), draft.slug)
    return replace(draft, slug=slug_of_part(name, title, draft.sha256, taken))


def _parsed(seed: Seed) -> EmailMessage:
    if seed.raw.startswith(_OLE):
        raise SeedError(
            seed.name, "a mail in Outlook's own format (.msg)", remedy="open it, and save it as .eml"
        )
    if len(seed.raw) > _LARGEST:
        raise SeedError(
            seed.name,
            f"it has {len(seed.raw) >> 20} MB",
            allowed=f"{_LARGEST >> 20} MB",
            remedy="save what is attached to it as files of their own",
        )
    longest = max((len(match[0]) for match in _HEADER.finditer(seed.raw)), default=0)
    if longest > _LONGEST_HEADER or seed.raw.count(b"\n--") > _MOST_BOUNDARIES:
        raise SeedError(
            seed.name,
            "a mail with longer headers, or more parts, than mail programs write",
            allowed=f"{_LONGEST_HEADER} bytes for a header, and {_MOST_BOUNDARIES} parts",
            remedy="save the article in it as text",
        )
    message = BytesParser(policy=default).parsebytes(seed.raw)
    assert isinstance(message, EmailMessage)
    if not _HEADERS & {key.casefold() for key in message}:
        raise SeedError(
            seed.name,
            "no mail: it has no headers",
            allowed="a mail with its headers, as mail programs save it",
            remedy="save the mail as .eml anew; if it is plain text, name it .txt",
        )
    return message


def _drafts(message: EmailMessage, name: str, settings: Settings, depth: int) -> Iterator[Draft | SeedError]:
    _check(message, name)
    parts = list(message.walk())
    if len(parts) > _MOST_PARTS or depth > _DEEPEST:
        raise SeedError(
            name,
            "it has more mails within mails than a person sends",
            allowed=f"{_MOST_PARTS} parts and {_DEEPEST} mails within one another",
            remedy="save the mail with the article as a file of its own",
        )
    attached = [one for part in _attachments(message) for one in _attached(part, name, settings, depth)]
    body = _body(message)
    prose = sum(len(line) for line in body.lines if is_prose(line))
    if prose >= _LEAST_PROSE or not any(isinstance(one, Draft) for one in attached):
        whole = "\n\n".join(body.lines)
        digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
        facts = tuple(_facts(message, body))
        yield Draft(slug_of(name), whole, digest, facts, Shape.PAGE)
    yield from attached


def _check(message: EmailMessage, name: str) -> None:
    for part in message.walk():
        if part.get_content_type() in _LOCKED:
            raise SeedError(
                name, "it is encrypted", remedy="open it in the mail program, and save its text as a file"
            )
        if any(isinstance(one, email.errors.CloseBoundaryNotFoundDefect) for one in part.defects):
            raise SeedError(
                name, "a mail that is cut short: its last part has no end", remedy="save it anew as .eml"
            )


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts of a mail that are files or mails of their own; pictures and the like are none."""
    if message.get_content_type() == "message/rfc822":
        yield message
    elif message.is_multipart():
        for part in message.iter_parts():
            if isinstance(part, EmailMessage):
                yield from _attachments(part)
    elif (message.is_attachment() or message.get_filename()) and not _NO_DOCUMENT.search(
        message.get_content_type()
    ):
        yield message


def _attached(part: EmailMessage, name: str, settings: Settings, depth: int) -> Iterator[Draft | SeedError]:
    """The articles in an attachment, each with the attachment as its place."""
    file = text.tidy(part.get_filename() or "")
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
        inner = payload[0]
        assert isinstance(inner, EmailMessage)
        file = file or subject(str(inner.get("Subject", ""))) or "mail"
        found = _quietly(lambda: _drafts(inner, name, settings, depth + 1))
    else:
        seed = Seed(file, _bytes(part))
        found = _quietly(lambda: _of_file(seed, name, settings, depth))
    for one in found:
        place = f"attachment {file}" + (f", {one.place}" if one.place else "")
        if isinstance(one, Draft):
            yield replace(one, place=place)
        else:
            yield SeedError(name, one.found, place=place, allowed=one.allowed, remedy=one.remedy)


def _quietly(read_parts: Callable[[], Iterable[Draft | SeedError]]) -> list[Draft | SeedError]:
    """The drafts; where they cannot be read, the error in their place, since the rest of the mail is good."""
    try:
        return list(read_parts())
    except SeedError as error:
        return [error]


def _of_file(seed: Seed, name: str, settings: Settings, depth: int) -> Iterable[Draft | SeedError]:
    kind = kind_of(seed.name)
    if sniffed(seed.raw) is None and kind is None:
        raise unknown_kind(seed.name)
    if kind is not None and kind.module == "mail":
        with reading(seed.name, "a mail", email.errors.MessageError):
            return list(_drafts(_parsed(seed), name, settings, depth + 1))
    return drafts(seed, settings)


def _body(message: EmailMessage) -> Letter:
    """The text of a mail: the plain one where it holds as much of the article as the other does."""
    plain = message.get_body(("plain",))
    formatted = message.get_body(("html",))
    letters = []
    if plain is not None:
        letters.append(letter(_plain_lines(plain)))
    if formatted is not None:
        letters.append(letter(_html_lines(_text_of(formatted))))
    if not letters:
        return letter([])
    weights = [sum(len(line) for line in one.lines if is_prose(line)) for one in letters]
    return letters[0] if weights[0] >= 0.7 * weights[-1] else letters[-1]


def _plain_lines(part: MIMEPart) -> list[str]:
    """The lines of a plain text, those that its program broke by itself whole again (RFC 3676)."""
    lines = _text_of(part).split("\n")
    if part.get_param("format") != "flowed":
        return lines
    joint = "" if str(part.get_param("delsp") or "").casefold() == "yes" else " "
    found: list[str] = []
    flows = False
    for line in lines:
        if flows:
            found[-1] += joint + line.rstrip(" ")
        else:
            found.append(line if line == "-- " else line.rstrip(" "))
        flows = line.endswith(" ") and line != "-- "
    return found


def _html_lines(source: str) -> list[str]:
    """The lines of an HTML text that are seen; a newsletter hides some for the list of mails."""
    if not source.strip():
        return []
    root = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=_parser())
    for element in root.xpath("//*[contains(translate(@style, ' ', ''), 'display:none')]"):
        element.drop_tree()
    return str(html_text.extract_text(root)).split("\n")


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True)


def _text_of(part: MIMEPart) -> str:
    raw = _bytes(part)
    if not raw.strip():
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        decoded = raw.decode(charset)
    except (LookupError, UnicodeError):
        decoded = text.guessed(raw)
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def _bytes(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _facts(message: EmailMessage, body: Letter) -> Iterator[Fact]:
    """What a mail says of its article, for each field the surest first."""
    inner = body.forwarded
    if inner is not None:
        yield from _title(inner.subject, body.lines, "forwarded mail", 0.8)
        yield from _sender(inner.sender, "forwarded mail", 0.6)
        stamp = dates.scan(inner.date)
        day = _day(inner.date) or (stamp.day.isoformat() if stamp and stamp.day else None)
        if day:
            yield Fact("date", day, "forwarded mail", 0.6)
    news = inner is None and any(message.get(name) for name in ("List-Id", "List-Unsubscribe", "List-Post"))
    sure = 0.7 if news else 0.3
    origin = "mail headers"
    yield from _title(str(message.get("Subject", "")), body.lines, origin, 0.4 if inner else 0.6)
    yield from _sender(str(message.get("From", "")), origin, sure)
    if day := _day(str(message.get("Date", ""))):
        yield Fact("date", day, origin, sure)


def _title(value: str, lines: Sequence[str], origin: str, sure: float) -> Iterator[Fact]:
    """The subject, surer where it stands in the text too, and a guess where a program wrote it."""
    words = subject(value)
    if any(properties.same_text(words, line) for line in lines[:12]):
        yield Fact("title", words, origin, 0.9)
    elif len(words.split()) > 1:
        yield Fact("title", words, origin, sure)


def _sender(value: str, origin: str, sure: float) -> Iterator[Fact]:
    """Who sent a mail: the author where it is a person's name, else the source."""
    name = re.split(r"[<\[(]", text.tidy(value))[0].strip("\"' ")
    if name and "@" not in name:
        yield Fact("author" if is_name(name) else "source", name, origin, sure)


def _day(value: str) -> str | None:
    try:
        return properties.day(parsedate_to_datetime(value).date().isoformat())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None

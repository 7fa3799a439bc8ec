"""The values that pass between the steps: frozen, and complete when they are made."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

__all__ = [
    "Article",
    "Bitext",
    "BitextKey",
    "Copy",
    "Cut",
    "Fact",
    "Finding",
    "Flag",
    "Hypothesis",
    "LanguagePair",
    "Origin",
    "Page",
    "Pair",
    "PlannedPage",
    "Review",
    "Seed",
    "Segment",
    "Status",
    "Translation",
    "newest_first",
]


@dataclass(frozen=True, slots=True)
class Seed:
    """An article as it came in: the file's path as the user knows it, and its bytes."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that the cleaning took out of an article.

    `line` counts from 1 in the decoded file, or in its part of a file with several articles; `rule` is the
    name of the rule that cut it and `reason` that rule in plain English. `confidence`, from 0 to 1, is less
    than 1 where the lines around decided.
    """

    line: int
    text: str
    rule: str
    reason: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Fact:
    """What one origin says of an article.

    `name` is the field of `Article` that it answers and `value` the answer as text (a date in ISO form).
    `origin` is where it was read: "digest.yml", a part of the file such as "JSON-LD", or "text". `confidence`
    runs from 0 to 1. `stated` says that the article has this value; the others are its rivals.
    """

    name: str
    value: str
    origin: str
    confidence: float = 1.0
    stated: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """Another place in which an article stands: in a file beside it, or on another site.

    `slug`, `file`, `place`, `source` and `source_url` are what the article read there would have.
    """

    slug: str
    file: str
    place: str = ""
    source: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A clean article. What the file does not say is None: nothing is invented.

    `body` holds one string a block (a paragraph, a heading or a speaker's line), single-spaced, without line
    breaks. `byline` is the author's line as printed, `sha256` the hash of the seed's bytes, or of those of
    its part in a seed with several articles; `file` is the seed's name and `place` that part. `facts` are
    where title, language, date, author, source and section come from, each stated one before its rivals.
    `copies` are the articles that repeat it and have no page of their own.
    """

    slug: str
    lang: str
    title: str
    body: tuple[str, ...]
    sha256: str
    date: datetime.date | None = None
    author: str | None = None
    source: str | None = None
    source_url: str | None = None
    section: str | None = None
    topics: tuple[str, ...] = ()
    byline: str | None = None
    photo_credit: str | None = None
    views: int | None = None
    reading_minutes: int | None = None
    cuts: tuple[Cut, ...] = ()
    facts: tuple[Fact, ...] = ()
    file: str = ""
    place: str = ""
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class LanguagePair:
    """From one language into another, both ISO 639-1."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}→{self.target}"


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence of an article.

    `number` is the reader's: the `#s12` of both pages and of print. The title is number 0, block 0.
    Blocks and the sentences in a block count from 1.
    """

    number: int
    block: int
    sentence: int
    text: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who or what wrote a translation.

    For a machine: the engine with its version, the model with its version and its SHA-256. `settings` are
    the decoding settings as `name=value` words; a toy model's have `demo=yes`. For text that came from
    another article's memory: `engine` is "memory" and `model` that article's slug.
    """

    engine: str
    engine_version: str = ""
    model: str = ""
    model_version: str = ""
    model_sha256: str = ""
    settings: str = ""

    @property
    def demo(self) -> bool:
        """Whether a toy model wrote it, which invents outside its few patterns."""
        return "demo=yes" in re.split(r"[ +]", self.settings)


class Review(StrEnum):
    """How far a person stands behind one translated sentence."""

    REVIEWED = "reviewed"
    """A person wrote or confirmed it."""
    MACHINE = "machine"
    """A machine wrote it and no person has confirmed it."""
    OUTDATED = "outdated"
    """A person wrote it for an earlier wording of the sentence."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The translation of one sentence."""

    text: str
    review: Review
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What an engine answers for one sentence, and which model gave that answer.

    Where it has no text, `fault` may say why.
    """

    source: str
    text: str
    origin: Origin
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """What a check has found in a sentence and its translation.

    `check` is the name of the check, `label` the interface label that says so, and `found` what fills
    `{found}` in it. `id` stays the same as long as check, sentence and translation do.
    """

    check: str
    label: str
    found: str = ""
    id: str = ""

    def words(self, labels: Mapping[str, str]) -> str:
        """The finding in plain words, of a language's labels."""
        return labels[self.label].replace("{found}", self.found)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation, or None while there is none, and what the checks found in them."""

    segment: Segment
    translation: Translation | None = None
    flags: tuple[Flag, ...] = ()


class BitextKey(NamedTuple):
    """Which translation is meant: of which article, into which language."""

    slug: str
    target: str


class Status(StrEnum):
    """How far a whole article is translated: the `translation.status` of a page's front matter."""

    REVIEWED = "reviewed"
    """A person has confirmed every sentence."""
    MACHINE = "machine"
    """Every sentence is translated, but not every one is confirmed."""
    PARTIAL = "partial"
    """Some sentences have no translation."""
    MISSING = "missing"
    """No sentence has a translation."""


@dataclass(frozen=True, slots=True)
class Bitext:
    """An article beside its translation. The first pair is the title (number 0), then the body in order.

    `reviewers` are the names that the memory's header credits. `withheld` is how many of the last sentences
    are not published, because their source's texts may be quoted only in part: they count, but are not shown.
    """

    article: Article
    target: str
    pairs: tuple[Pair, ...]
    reviewers: tuple[str, ...] = ()
    withheld: int = 0

    @property
    def key(self) -> BitextKey:
        """What identifies this translation among all others."""
        return BitextKey(self.article.slug, self.target)

    @property
    def is_translated(self) -> bool:
        """Whether the article is in another language than the target."""
        return self.article.lang != self.target

    @property
    def title(self) -> str | None:
        """The title in the target language, or None while it is not translated."""
        translation = self.pairs[0].translation
        return translation.text if translation else None

    @property
    def body(self) -> tuple[Pair, ...]:
        """The pairs of the body that are published, without the title."""
        return self.pairs[1 : len(self.pairs) - self.withheld]

    @property
    def published(self) -> tuple[Pair, ...]:
        """The pairs that are published, the title first."""
        return self.pairs[: len(self.pairs) - self.withheld]

    @property
    def reviewed(self) -> int:
        """How many sentences (the title counts as one) a person has confirmed."""
        return sum(
            pair.translation is not None and pair.translation.review is Review.REVIEWED for pair in self.pairs
        )

    @property
    def missing(self) -> int:
        """How many sentences have no translation."""
        return sum(pair.translation is None for pair in self.pairs)

    @property
    def status(self) -> Status:
        """How far the article is translated."""
        if self.missing == len(self.pairs):
            return Status.MISSING
        if self.missing:
            return Status.PARTIAL
        return Status.REVIEWED if self.reviewed == len(self.pairs) else Status.MACHINE

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The machines whose unconfirmed text the article holds, each once, in order of appearance."""
        found = (
            pair.translation.origin
            for pair in self.pairs
            if pair.translation and pair.translation.origin and pair.translation.review is Review.MACHINE
        )
        return tuple(dict.fromkeys(found))


def newest_first(bitexts: Iterable[Bitext]) -> tuple[Bitext, ...]:
    """Give articles in a reader's order: by date, the unknown ones last; then by title and slug."""

    def place(bitext: Bitext) -> tuple[bool, int, str, str]:
        day = bitext.article.date
        title = (bitext.title or bitext.article.title).casefold()
        return day is None, -day.toordinal() if day else 0, title, bitext.article.slug

    return tuple(sorted(bitexts, key=place))


@dataclass(frozen=True, slots=True)
class Page:
    """A generated Markdown page: its path under docs/ (with forward slashes) and its whole text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page that is rendered when needed: its path, and the SHA-256 of its text where that is known."""

    path: str
    sha256: bytes | None
    render: Callable[[], Page]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not stop a build but that a person should look at: where, what, and what to do."""

    file: str
    message: str
    remedy: str = ""
    place: str = ""

"""From a draft to an article: clean its lines, and settle each fact among those who state it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from digest.errors import SeedError
from digest.read import attribution, clutter, dates, language, text
from digest.read.clutter import Cleaned, Line, Metadata
from digest.read.draft import Draft, Shape
from digest.read.place import Models, find, thresholds
from digest.settings import ArticleMetadata, Settings, Source, Topic
from digest.values import Article, Fact

__all__ = ["extract", "topics_of"]

# Less sure than this, a fact is a guess: it is listed, not stated.
_SURE = 0.5
_GUESS = 0.4
# Of a host's last part: the country that it stands for, where that is not its code.
_COUNTRIES = {"uk": "GB", "gov": "US", "edu": "US", "mil": "US"}
_HOST = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+([a-z]{2}|gov|edu|mil)(?=[/:?#]|$)", re.IGNORECASE)
_EDITOR, _TEXT, _LETTERS = "digest.yml", "text", "letters and words"


def extract(
    draft: Draft, settings: Settings, file: str, latest: date | None = None, models: Models | None = None
) -> Article:
    """The clean article in a draft of a file.

    Of each fact the first origin that is sure counts: the editor in digest.yml, then the file, then the text.
    A date after `latest`, unless the editor gave it, is not taken for the article's. `models` are others than
    the program's own, to measure them.

    Raises:
        SeedError: the draft holds no article.
    """
    known = settings.articles.get(draft.slug, ArticleMetadata())
    facts = _Facts(known, [fact for fact in draft.facts if not _is_late(fact, latest)])
    cleaned = _cleaned(draft, facts, latest, settings, models)
    if cleaned is None:
        raise SeedError(
            file,
            "no article: there is not one paragraph of text",
            place=draft.place,
            allowed="a headline and at least one whole sentence",
            remedy="put the article's text into the file, or delete it",
        )
    return _assembled(cleaned, facts, settings, draft, file)


def topics_of(title: str, body: Sequence[str], topics: Sequence[Topic]) -> tuple[str, ...]:
    """The topics that have a word in the headline or the body, each given by the beginnings of its words."""
    whole = "\n".join((title, *body)).casefold()
    return tuple(
        topic.name for topic in topics if any(_begins_word(start.casefold(), whole) for start in topic.words)
    )


def _begins_word(start: str, text: str) -> bool:
    """Whether any word of a text begins with `start`."""
    at = text.find(start)
    while at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_"):
        at = text.find(start, at + 1)
    return at >= 0


def _is_late(fact: Fact, latest: date | None) -> bool:
    return latest is not None and fact.name == "date" and fact.value > latest.isoformat()


def _cleaned(
    draft: Draft, facts: _Facts, latest: date | None, settings: Settings, models: Models | None
) -> Cleaned | None:
    """The lines without their clutter; dates with two readings are read once the language is known."""
    blocks = text.blocks(draft.text)
    # An editor's title stands on the page; to find the text, the one that the page itself has is needed.
    titles = (fact for fact in draft.facts if fact.name == "title" and fact.confidence >= _SURE)
    title = next((fact.value for fact in titles), None)
    stamps = [dates.scan(block.text, latest=latest) for block in blocks]
    lines = [_line(block, stamp) for block, stamp in zip(blocks, stamps, strict=True)]
    whole = draft.shape is Shape.ARTICLE
    place = None
    if not whole and title is None:
        place = find([block.text for block in blocks], [block.gap for block in blocks], stamps, models)
    cleaned = clutter.clean(lines, title, place, whole=whole)
    if cleaned is None or not any(stamp and stamp.ambiguous for stamp in stamps):
        return cleaned
    lang = facts.said("lang") or _language(cleaned, settings).lang
    order = dates.order_of(lang, _country(cleaned.metadata, facts))
    if order is dates.Order.UNKNOWN:
        return cleaned
    lines = [_line(block, dates.scan(block.text, order, latest)) for block in blocks]
    return clutter.clean(lines, title, place, whole=whole)


def _country(metadata: Metadata, facts: _Facts) -> str | None:
    """The country that the source's address ends with, as in bbc.co.uk."""
    address = facts.said("source_url") or metadata.source_url or metadata.outlet or ""
    host = _HOST.match(address)
    return _COUNTRIES.get(host[1].lower(), host[1].upper()) if host else None


def _line(block: text.Block, stamp: dates.Stamp | None) -> Line:
    closed = dates.closes_with_date(block.text)
    if stamp is None:
        return Line(block.line, block.text, block.gap, closed_by_date=closed)
    updated = stamp.role is dates.Role.UPDATED
    return Line(block.line, block.text, block.gap, True, stamp.day, updated, stamp.rest, closed)


def _assembled(cleaned: Cleaned, facts: _Facts, settings: Settings, draft: Draft, file: str) -> Article:
    metadata = cleaned.metadata
    headline = attribution.without_site((cleaned.title, *cleaned.titles), _sites(cleaned))
    title = facts.best("title", headline.text, cleaned)
    lang = facts.language(_language(cleaned, settings))
    section = _sentence_case(metadata.section)
    if metadata.section and (
        attribution.is_known(metadata.section) or metadata.section in _owners(cleaned, headline)
    ):
        section, metadata = None, metadata.over(Metadata(outlet=metadata.section))
    source = _listed(
        facts.stated("source", _source(cleaned, metadata, headline.site, lang)), settings.sources
    )
    url = facts.stated("source_url", metadata.source_url)
    topics = facts.topics
    if topics is None:
        topics = topics_of(cleaned.title, cleaned.body, settings.topics)
    return Article(
        slug=draft.slug,
        lang=lang,
        title=title,
        body=cleaned.body,
        sha256=draft.sha256,
        date=_day(facts.stated("date", _iso(metadata.date or metadata.updated), cleaned)),
        author=facts.stated("author", metadata.author, cleaned),
        source=source.name if source else None,
        source_url=url or (source.url if source else None),
        section=facts.stated("section", section, cleaned),
        topics=topics,
        byline=metadata.byline,
        photo_credit=metadata.photo_credit,
        views=metadata.views,
        reading_minutes=metadata.reading_minutes,
        cuts=cleaned.cuts,
        facts=facts.settled,
        file=file,
        place=draft.place,
    )


class _Facts:
    """What is said of one article by the editor, the file and the text, settled fact by fact."""

    def __init__(self, known: ArticleMetadata, said: Sequence[Fact]) -> None:
        edited = known.model_dump(mode="json", exclude_none=True, exclude={"topics"})
        self._said = (*(Fact(name, value, _EDITOR) for name, value in edited.items()), *said)
        self.settled: tuple[Fact, ...] = ()
        self.topics = known.topics

    def said(self, name: str) -> str | None:
        """The first that the editor or the file say of a field, before the text is read."""
        return next((fact.value for fact in self._said if fact.name == name), None)

    def stated(self, name: str, read: str | None, cleaned: Cleaned | None = None) -> str | None:
        """The value that the article has, given what was read in its text; None where nobody is sure."""
        found = self._settle(name, [] if read is None else [_read(name, read, cleaned)])
        return found[0].value if found and found[0].stated else None

    def best(self, name: str, read: str, cleaned: Cleaned) -> str:
        """The stated value, or else the likeliest: for what an article cannot be without."""
        rivals = [Fact(name, text, _TEXT, min(likely, _GUESS)) for text, likely in cleaned.rivals]
        found = self._settle(name, [_read(name, read, cleaned), *rivals])
        return max(found, key=lambda fact: (fact.stated, fact.origin != _TEXT or fact.value == read)).value

    def language(self, found: language.Identified) -> str:
        """The language: what the text shows where it is sure, since files often say "en" of any text."""
        said = [fact for fact in self._said if fact.name == "lang"]
        guesses = ((found.lang, found.confidence), *found.others)
        shown = [
            Fact("lang", lang, _LETTERS, min(share, _GUESS) if found.doubtful else max(share, _SURE))
            for lang, share in (guesses if found.doubtful else guesses[:1])
        ]
        edited = [fact for fact in said if fact.origin == _EDITOR]
        filed = [fact for fact in said if fact.origin != _EDITOR]
        in_order = [*edited, *filed, *shown] if found.doubtful else [*edited, *shown, *filed]
        settled_facts = self._keep(in_order)
        return max(settled_facts, key=lambda fact: (fact.stated, fact.confidence)).value

    def _settle(self, name: str, read: Sequence[Fact]) -> tuple[Fact, ...]:
        return self._keep([*(fact for fact in self._said if fact.name == name), *read])

    def _keep(self, candidates: Iterable[Fact]) -> tuple[Fact, ...]:
        found = _settled(candidates)
        self.settled += found
        return found


def _settled(candidates: Iterable[Fact]) -> tuple[Fact, ...]:
    """The candidates for one fact, each value once, the stated one first where one is sure enough.

    They come in the order of precedence.
    """
    distinct: dict[str, Fact] = {}
    for fact in candidates:
        distinct.setdefault(fact.value.casefold(), replace(fact, stated=False))
    sure = next((key for key, fact in distinct.items() if fact.confidence >= _SURE), None)
    if sure is None:
        return tuple(distinct.values())
    return (replace(distinct.pop(sure), stated=True), *distinct.values())


def _read(name: str, value: str, cleaned: Cleaned | None) -> Fact:
    """What was read in the text, a guess where the models are less sure of it than they need to be."""
    sure = cleaned.confidence.get(name, 1.0) if cleaned else 1.0
    stated = sure >= thresholds().get(name, _SURE)
    return Fact(name, value, _TEXT, max(sure, _SURE) if stated else min(sure, _GUESS))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _sentence_case(label: str | None) -> str | None:
    """A label in capitals, written as a word; abbreviations stay as they are."""
    return label.capitalize() if label and label.isupper() and len(label) > 4 else label


def _language(cleaned: Cleaned, settings: Settings) -> language.Identified:
    whole = "\n".join((cleaned.title, *cleaned.body))
    return language.identify(whole, (*settings.languages, *settings.targets))


def _sites(cleaned: Cleaned) -> frozenset[str]:
    """What the page may call its own site: names beside a copyright sign, short lines that were cut."""
    notices = (attribution.from_notice(line) for line in _notices(cleaned))
    lines = (cut.text for cut in cleaned.cuts if len(cut.text.split()) <= 4)
    return frozenset(name for name in (*notices, *lines) if name)


def _owners(cleaned: Cleaned, headline: attribution.Headline) -> set[str | None]:
    """The names of the site in the headline and in notices."""
    return {headline.site, *(attribution.from_notice(line) for line in _notices(cleaned))}


def _notices(cleaned: Cleaned) -> list[str]:
    return [cut.text for cut in cleaned.cuts if cut.rule in {"disclaimer", "copyright_line"}]


def _source(cleaned: Cleaned, metadata: Metadata, site: str | None, lang: str) -> str | None:
    """Where the news comes from; an explicit statement takes precedence over an inference."""
    latin = lang in {"kk", "ru", "uk", "ky", "be", "bg"}
    label = attribution.outlet(metadata.source) if metadata.source else None
    body = attribution.from_body(cleaned.body, latin=latin)
    # A name in the text is better than an address: "nur.kz" becomes NUR.KZ where the text writes it so.
    if label and not (body and metadata.source_url and body.casefold() == label.casefold()):
        return label
    if body:
        return body
    owners = (attribution.from_notice(line) for line in _notices(cleaned))
    owners = (owner for owner in owners if owner and _is_known_site(owner, cleaned))
    publishers = (attribution.from_publisher(cut.text) for cut in cleaned.cuts)
    credit = attribution.from_credit(metadata.byline) if metadata.byline else None
    return credit or metadata.outlet or site or next(filter(None, (*owners, *publishers)), None)


def _is_known_site(owner: str, cleaned: Cleaned) -> bool:
    """Whether a page also bears the name in its notice of rights: the owner may be a company behind it."""
    if not any(cut.rule == "surroundings" for cut in cleaned.cuts):
        return True
    short = (cut.text for cut in cleaned.cuts if len(cut.text) <= 2 * len(owner) + 20 and "©" not in cut.text)
    return any(owner.casefold() in text.casefold() for text in short)


def _listed(name: str | None, sources: Sequence[Source]) -> Source | None:
    """The source under the name that the editors use for it."""
    if name is None:
        return None
    for source in sources:
        if name.casefold() in {one.casefold() for one in (source.name, *source.also)}:
            return source
    return Source(name=name)

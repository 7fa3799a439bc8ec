"""How the time of the functions over outside text grows: what they are given, and how it is measured.

The tests and the fuzzer (`make fuzz`) measure the same functions in the same way.
"""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import _lru_cache_wrapper, cache, partial

from samples import bitext, machine, of_text, reviewed

from digest import encode, glossary, publication, settings, yaml_text
from digest.collect import lists
from digest.collect.collect import file_name
from digest.digest import Digest
from digest.errors import DigestError
from digest.print import article_data, characters, glyphs
from digest.print.options import PrintOptions
from digest.read import article, attribution, dates, draft, language, seed, text
from digest.read.clutter import Line, clean, lines, metadata, names, vocabulary
from digest.settings import Settings, Term, Topic
from digest.translation import checks, memory, po, sentences, translate
from digest.translation.checks import numbers
from digest.translation.engines import faults, split_long
from digest.translation.models import lock
from digest.values import Bitext, LanguagePair, Origin, Pair, Seed, Segment
from digest.web.pages import articles, elements, related, render
from digest.web.pages.context import Context
from digest.web.search import records, words
from digest.web.site import describe, feeds, markup, policy, read_head

__all__ = ["ENTRIES", "FAMILIES", "ORIGIN", "STEEP", "Growth", "grown", "growth"]

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "one sign": (*".!…—_/|•'©\t\n\u00a0аAI1", "👁"),
    "brackets and quotes": (*'([«“"<', "(a", "«а ", "[1] ", "‘a’ ", "<script>", "“»("),
    "digits and separators": (
        "1 ",
        "1.",
        "1,",
        "2023-",
        "100 ",
        "12.03.",
        "1 млн ",
        "10:15 ",
        "8(8",
        "5 мая ",
        "XX ",
    ),
    "repeated words and lines": (
        *("газета ", "the ", "А.", "Аа ", "two hundred ", "a@", "www.a.", "usd1 ", "а - ", "из а-", "#a "),
        *("Анна Айна\n", "Слово\n", "а — 1\n", "© 2020 ", "ТОО ", "a|", "msgid ", "<!---->", "lAr"),
    ),
    "mixed scripts and marks": (
        "aж",
        "e\u0301",
        "\u200b",
        "\xad",
        "İ",
        "中",
        "🇰🇿",
        "\u202e",
        "\x1b[",
        "&amp;",
    ),
}
"""What is repeated until a text is long enough."""

_PROSE = "Вчера жители города Аланск собрались на площади, чтобы обсудить новые правила, сообщает «Весть»."


@dataclass(frozen=True, slots=True)
class Growth:
    """How long a function took on a text, in seconds of CPU time, and on one twice as long."""

    size: int
    before: float
    after: float

    @property
    def ratio(self) -> float:
        """How many times longer the double took: 2 where time is linear, 4 where it is quadratic."""
        return self.after / self.before


Entry = Callable[[str], object]


def grown(unit: str, size: int, tail: str = "") -> str:
    """A text of about `size` characters that repeats a unit, and ends with a tail."""
    return unit * (size // len(unit)) + tail


def growth(entry: Entry, unit: str, smallest: int = 1 << 8, largest: int = 1 << 13) -> Growth | None:
    """Double a text until its time can be measured; None where even the largest takes too little time."""
    size, alone = smallest, _taken(entry, unit, 0, "ж")
    while (before := _taken(entry, unit, size, "ж") - alone) < max(_MEASURABLE, alone):
        size *= 2
        if size > largest:
            return None
    after = _taken(entry, unit, 2 * size, "ж") - alone
    # Another process may have had the core: the best of three counts.
    for tail in ("x", "Ә"):
        if after < STEEP * before:
            break
        before = min(before, _taken(entry, unit, size, tail) - alone)
        after = min(after, _taken(entry, unit, 2 * size, tail) - alone)
    return Growth(size, before, after)


STEEP = 3.0
"""From how many times longer on time is not linear any more."""
_MEASURABLE = 0.002


def _taken(entry: Entry, unit: str, size: int, tail: str) -> float:
    given = grown(unit, size, tail)
    for forget in _forgetting():
        forget()
    begun = time.process_time()
    with contextlib.suppress(DigestError):
        entry(given)
    return time.process_time() - begun


@cache
def _forgetting() -> tuple[Callable[[], None], ...]:
    """What empties each cache that the program keeps of lines: a text seen before would take no time."""
    for entry in ENTRIES.values():
        with contextlib.suppress(DigestError):
            entry("а 1. «б»")
    kept = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
    ours = [one for one in kept if one.__module__.startswith("digest") and one.cache_info().maxsize]
    return tuple(one.cache_clear for one in ours)


# The functions


def _lines(made: str) -> list[Line]:
    """A page whose article is followed, line by line, by what grows."""
    tidy = map(text.tidy, _page(made).split("\n"))
    return [Line(n, one, False) for n, one in enumerate(tidy, 1) if one]


def _page(made: str) -> str:
    return f"Жители обсудили новые правила\n\n{_PROSE}\n{made}\n{_PROSE}\n"


def _above(made: str) -> str:
    return f"{made}\n\nЖители обсудили новые правила\n\n{_PROSE}\n{_PROSE}\n"


def _broken(made: str) -> str:
    """The same with a line break every few words."""
    return (
        made.replace(" ", "\n")
        if " " in made
        else "\n".join(made[n : n + 40] for n in range(0, len(made), 40))
    )


def _of_line(function: Entry) -> Entry:
    """The function on one tidy line, which is all that it is ever given."""
    return lambda made: function(text.tidy(made))


def _read(made: str) -> object:
    return seed.reading_of(Seed("seeds/a.txt", made.encode("utf-8", "replace")), _settings())


@cache
def _settings() -> Settings:
    topics = (Topic(name="Law", words=("прав", "аа", "..", "и ")),)
    glossary = (Term(name="Aa Bb", kind="person", variants={"kk": ("Аа Аа", "Газета")}), Term(name="the"))
    return Settings(topics=topics, glossary=glossary)


def _one(made: str) -> Bitext:
    return bitext(made, made, english=(reviewed(made), machine(made)))


def _many(made: str) -> Bitext:
    """An article with a sentence for every few words."""
    parts = _broken(made).split("\n")
    return bitext("Заголовок", *parts, english=(reviewed("Title"), *map(machine, parts)))


def _po(made: str) -> str:
    segments = tuple(Segment(n, n, 1, part) for n, part in enumerate(_broken(made).split("\n")))
    return po.render(memory.merge(None, segments, LanguagePair("kk", "en")))


ORIGIN = Origin("made up")


def _digest(made: str) -> Digest:
    return Digest(_settings(), (_one(made),))


def _quoted(made: str) -> str:
    return '"' + made.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


_TO_ENGLISH = LanguagePair("ru", "en")

ENTRIES: Mapping[str, Entry] = {
    # ---- reading
    "read.text.decode": lambda made: text.decode(made.encode("utf-8", "replace"), "a.txt"),
    "read.text.decode cp1251": lambda made: text.decode(made.encode("cp1251", "replace"), "a.txt"),
    "read.text.blocks": text.blocks,
    "read.text.blocks, many lines": lambda made: text.blocks(_broken(made)),
    "read.text.tidy": text.tidy,
    "read.text.ends_sentence": text.ends_sentence,
    "read.dates.scan": _of_line(dates.scan),
    "read.dates.closes_with_date": _of_line(dates.closes_with_date),
    "read.dates.order_of": dates.order_of,
    "read.language.identify": language.identify,
    "read.attribution.from_body": lambda made: attribution.from_body([made], latin=True),
    "read.attribution.from_body, many lines": lambda made: attribution.from_body(
        _broken(made).split("\n"), latin=True
    ),
    "read.attribution.from_credit": _of_line(attribution.from_credit),
    "read.attribution.from_notice": _of_line(attribution.from_notice),
    "read.attribution.from_notice, owner": lambda made: attribution.from_notice(f"© {made}"),
    "read.attribution.from_publisher": _of_line(attribution.from_publisher),
    "read.attribution.from_publisher, label": lambda made: attribution.from_publisher(f"Publisher: {made}"),
    "read.attribution.is_generic": _of_line(attribution.is_generic),
    "read.attribution.is_known": _of_line(attribution.is_known),
    "read.attribution.outlet": _of_line(attribution.outlet),
    "read.attribution.without_site": _of_line(lambda made: attribution.without_site((made,), ())),
    "read.clutter.clean.clean": lambda made: clean(_lines(made)),
    "read.clutter.clean.clean, many lines": lambda made: clean(_lines(_broken(made))),
    "read.clutter.lines.bare": _of_line(lines.bare),
    "read.clutter.lines.ends_sentence": _of_line(lines.ends_sentence),
    "read.clutter.lines.few": lambda made: lines.few(made, 5),
    "read.clutter.lines.is_headline": _of_line(lines.is_headline),
    "read.clutter.lines.is_item": _of_line(lines.is_item),
    "read.clutter.lines.is_prose": _of_line(lines.is_prose),
    "read.clutter.lines.key": _of_line(lines.key),
    "read.clutter.lines.words": _of_line(lines.words),
    "read.clutter.metadata.author_of": _of_line(lambda made: metadata.author_of(made, made)),
    "read.clutter.metadata.composite": _of_line(lambda made: metadata.composite(Line(1, made))),
    "read.clutter.metadata.read": _of_line(metadata.read),
    "read.clutter.metadata.source_of": _of_line(metadata.source_of),
    "read.clutter.names.first_part": _of_line(names.first_part),
    "read.clutter.names.is_name": _of_line(names.is_name),
    "read.clutter.names.person": _of_line(names.person),
    "read.clutter.vocabulary.after_label": _of_line(
        lambda made: vocabulary.after_label("photo", f"Фото{made}")
    ),
    "read.clutter.vocabulary.is_label": _of_line(partial(vocabulary.is_label, "photo")),
    "read.clutter.vocabulary.is_one_of": _of_line(
        partial(vocabulary.is_one_of, frozenset({"photo", "views"}))
    ),
    "read.clutter.vocabulary.is_place": _of_line(vocabulary.is_place),
    "read.clutter.vocabulary.lead": _of_line(partial(vocabulary.lead, "photo")),
    "read.clutter.vocabulary.may_hold": partial(vocabulary.may_hold, frozenset({"appeal_first"})),
    "read.clutter.vocabulary.notice": _of_line(partial(vocabulary.notice, "cookies")),
    "read.clutter.vocabulary.only_words_of": lambda made: vocabulary.only_words_of(
        made, vocabulary.word_list("networks")
    ),
    "read.draft.slug_of": draft.slug_of,
    "read.seed.reading_of": lambda made: _read(_page(made)),
    "read.seed.reading_of, many lines": lambda made: _read(_page(_broken(made))),
    "read.seed.reading_of, headline": lambda made: _read(_above(made.replace("\n", " "))),
    "read.article.topics_of": lambda made: article.topics_of(made, (made,), _settings().topics),
    # ---- translation
    "translation.sentences.split": lambda made: sentences.split(made, "ru"),
    "translation.sentences.split pl": lambda made: sentences.split(made, "pl"),
    "translation.sentences.segment": lambda made: sentences.segment(made, (made,), "kk"),
    "translation.checks.numbers.missing_numbers": lambda made: numbers.missing_numbers(made, "a", "ru", "en"),
    "translation.checks.numbers.missing_numbers, target": lambda made: numbers.missing_numbers(
        "5 млн 7", made, "ru", "en"
    ),
    "translation.checks.checking.check": lambda made: checks.check(_one(made).pairs[0], _TO_ENGLISH),
    "translation.checks.checking.check, source": lambda made: checks.check(
        Pair(Segment(0, 0, 0, made), reviewed("A word «and» another")), _TO_ENGLISH
    ),
    "translation.checks.checking.check, target": lambda made: checks.check(
        Pair(Segment(0, 0, 0, "Слово а «и» 15 the word x"), reviewed(made)), _TO_ENGLISH
    ),
    "translation.checks.checking.checked": lambda made: checks.checked(_many(made).pairs, _TO_ENGLISH),
    "translation.engines.faults.fault": lambda made: faults.fault(made, made),
    "translation.engines.faults.fault, answer": partial(faults.fault, "Слово"),
    "translation.engines.split_long.split_long": lambda made: split_long.split_long(made, "ru"),
    "translation.po.decode": lambda made: po.decode(made.encode("utf-8", "replace"), "a.po"),
    "translation.po.fingerprint": lambda made: po.fingerprint(made, made),
    "translation.po.key": po.key,
    "translation.po.lines": lambda made: po.lines(_po(made)),
    "translation.po.parse": lambda made: po.parse(_po(made), "a.po"),
    "translation.po.parse, one line": lambda made: po.parse(made, "a.po"),
    "translation.po.parse, a string": lambda made: po.parse(
        f"msgid {_quoted(made)}\nmsgstr {_quoted(made)}", "a.po"
    ),
    "translation.po.parse, an open string": lambda made: po.parse(f'msgid "{made}', "a.po"),
    "translation.po.parse, a comment": lambda made: po.parse(
        f'# {made}\n#. {made}\nmsgid "a"\nmsgstr ""', "a.po"
    ),
    "translation.po.parse, header": lambda made: memory.reviewers(
        po.parse(f'msgid ""\nmsgstr {_quoted("X-Reviewed-By: " + made)}', "a.po")
    ),
    "translation.po.render": _po,
    "translation.translate.itself": lambda made: translate.itself(made, (made,), "en"),
    "translation.models.lock.parse": lock.parse,
    # ---- names and settings
    "glossary.mentions": lambda made: glossary.mentions(_one(made), _settings().glossary),
    "settings.parse": settings.parse,
    "settings.parse, a value": lambda made: settings.parse(
        f"title: {_quoted(made)}\nglossary:\n- {_quoted(made)}"
    ),
    "publication.parse": publication.parse,
    "yaml_text.load": lambda made: yaml_text.load(made, "a.yml", DigestError),
    "yaml_text.compose": lambda made: yaml_text.compose(made, "a.yml", DigestError),
    # ---- pages, search, feeds
    "encode.html": encode.html,
    "encode.visible": encode.visible,
    "encode.link": lambda made: encode.link(f"https://a.kz/{made}"),
    "encode.href": encode.href,
    "encode.tag": lambda made: encode.tag("p", made, title=made),
    "encode.join": lambda made: encode.join(made.split(" "), " "),
    "encode.front_matter": lambda made: encode.front_matter({"title": made, "list": [made]}),
    "web.pages.elements.group_slug": elements.group_slug,
    "web.pages.articles.parallel_page": lambda made: articles.parallel_page(of_text(made, "a"), Context()),
    "web.pages.articles.original_page": lambda made: articles.original_page(of_text(made, "a"), Context()),
    "web.pages.articles.parallel_page, many": lambda made: articles.parallel_page(_many(made), Context()),
    "web.pages.compose.render": lambda made: render(_digest(made)),
    "web.pages.related.features_of": lambda made: related.features_of(_one(made), ()),
    "web.search.records.records": lambda made: records.records((_one(made),), _settings()),
    "web.search.records.records, many": lambda made: records.records((_many(made),), _settings()),
    "web.search.words.words": words.words,
    "web.search.words.fold": words.fold,
    "web.search.words.keys": lambda made: words.keys(made, "pl"),
    "web.search.words.keys, kk": lambda made: words.keys(made, "kk"),
    "web.search.words.stem": lambda made: words.stem(made, "kk"),
    "web.site.describe.json_ld": lambda made: describe.json_ld(_digest(made)),
    "web.site.feeds.feed": lambda made: feeds.feed(_digest(made), "en"),
    "web.site.markup.element": lambda made: markup.element("p", made, title=made),
    "web.site.policy.scripts": policy.scripts,
    "web.site.policy.with_policy": lambda made: policy.with_policy(made, "x"),
    "web.site.read_head.read_head": lambda made: read_head.read_head(f"<html><head><title>{made}</head>"),
    # ---- print
    "print.article_data.article_data": lambda made: article_data.article_data(
        _one(made), PrintOptions(Settings()), 40
    ),
    "print.article_data.card_data": lambda made: article_data.card_data(_one(made), PrintOptions(Settings())),
    "print.article_data.address_words": article_data.address_words,
    "print.characters.clean": characters.clean,
    "print.characters.passage": lambda made: characters.passage(made, "kk"),
    "print.characters.printable": characters.printable,
    "print.characters.shortened": lambda made: characters.shortened(made, len(made) // 2),
    "print.glyphs.missing_glyphs": lambda made: glyphs.missing_glyphs(
        (_one(made),), PrintOptions(Settings())
    ),
    # ---- collecting
    "collect.collect.file_name": lambda made: file_name(f"https://a.kz/{made}", ".html"),
    "collect.lists.is_feed": lambda made: lists.is_feed(made.encode("utf-8", "replace")),
    "collect.lists.links": lambda made: lists.links(
        f'<rss version="2.0"><channel><item><link>{encode.html(made)}</link></item></channel></rss>'.encode()
    ),
}

"""The home pages, and the lists of articles by date, source, language, topic, and by who occurs in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeVar

from digest.addresses import Kind, home_path
from digest.encode import Html, Value, join, tag
from digest.labels import labels, own_name
from digest.values import Bitext, Page
from digest.web.pages.charts import timeline
from digest.web.pages.context import Context
from digest.web.pages.elements import Words, address, group_path, has_persons_work, text_tag
from digest.web.pages.filters import filter_bar, marks
from digest.web.pages.front_matter import list_front_matter, page
from digest.web.pages.groups import KINDS, Group, groups
from digest.web.pages.rows import Made, cards, rows

__all__ = ["lists", "shown"]

_Item = TypeVar("_Item")

# The label of each kind of list.
_HEADINGS: Mapping[Kind, str] = {
    "dates": "by_date",
    "sources": "by_source",
    "languages": "by_language",
    "topics": "by_topic",
    "names": "by_name",
}

# What keeps every page small, however many articles there are.
_CARDS = 30
_ROWS = 200
_GROUPS = 400
_LATEST = 3
_GROUPS_WITH_TITLES = 40


@dataclass(frozen=True, slots=True)
class _Lists:
    """Everything that the lists show, by language and kind."""

    context: Context
    articles: Mapping[str, tuple[Bitext, ...]]
    groups: Mapping[str, Mapping[Kind, tuple[Group, ...]]]
    slugs: Mapping[tuple[str, Kind], Mapping[str, Group]]
    colours: tuple[str, ...]
    made: Made = field(default_factory=dict)
    """The rows of the groups' pages, which have the same depth."""

    @property
    def target(self) -> str:
        return self.context.settings.target

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of lists that the digest has: without names where none occurs."""
        return tuple(kind for kind in KINDS if kind != "names" or self.groups[self.target]["names"])


def shown(bitext: Bitext) -> tuple[object, ...]:
    """All that the lists show of an article and arrange it by, the names that occur in it aside.

    Where none of this changes, no list does.
    """
    article = bitext.article
    about = article.date, article.author, article.source, article.section, article.topics
    state = bitext.title, bitext.status.value, has_persons_work(bitext)
    return *bitext.key, article.lang, article.title, *about, *state


def lists(ordered: Sequence[Bitext], context: Context) -> Iterator[Page]:
    """Make the home page and the lists of every language, of articles in the order given.

    A page of the target language shows every article; one of another language those that have a page in it.
    """
    target = context.settings.target
    languages = (target, *sorted({bitext.article.lang for bitext in ordered} - {target}))
    articles = {
        lang: tuple(bitext for bitext in ordered if lang in (bitext.article.lang, target))
        for lang in languages
    }
    found = {
        lang: {kind: groups(kind, chosen, lang, context) for kind in KINDS}
        for lang, chosen in articles.items()
    }
    counts = Counter(bitext.article.lang for bitext in ordered)
    colours = tuple(sorted(counts, key=lambda lang: (-counts[lang], lang)))
    slugs = {
        (lang, kind): {group.slug: group for group in members}
        for lang, kinds in found.items()
        for kind, members in kinds.items()
    }
    every = _Lists(context, articles, found, slugs, colours)
    for lang in languages:
        yield _home(lang, every)
        for kind in every.kinds:
            yield from _overview(lang, kind, every)
            for group in found[lang][kind]:
                yield from _group(lang, kind, group, every)


# Home


def _home(lang: str, every: _Lists) -> Page:
    """Make the home page of a language: its latest articles, and the way to all of them."""
    here = home_path(lang, every.target)
    bitexts, words = every.articles[lang], labels(lang)
    title = every.context.settings.title if lang == every.target else own_name(lang)
    latest = bitexts[:_CARDS]
    alternates = {code: home_path(code, every.target) for code in every.articles}
    metadata = _front_matter(title, lang, alternates) | (
        _for_navigation(every) if lang == every.target else {}
    )
    total = tag("span", _counted(words["articles"], bitexts) if bitexts else words["empty"])
    way = tag("a", words["all_by_date"], href=address(here, _overview_path(lang, "dates", 1)))
    return page(
        here,
        metadata,
        text_tag("h1", title, lang, "dg-title", id="s0"),
        tag("p", total, way if bitexts else Html(), class_="dg-meta"),
        filter_bar(latest, lang),
        cards(here, lang, latest, marks) if latest else Html(),
        tag("p", way, class_="dg-more") if len(bitexts) > _CARDS else Html(),
    )


def _for_navigation(every: _Lists) -> dict[str, Value]:
    """What every page's templates read from the home page: the lists, and what languages call themselves."""
    return {"lists": every.kinds, "languages": {lang: own_name(lang) for lang in every.articles}}


def _counted(words: str, bitexts: Sequence[Bitext]) -> str:
    return words.replace("{n}", str(len(bitexts)))


def _front_matter(title: str, lang: str, alternates: Mapping[str, str]) -> dict[str, Value]:
    """Front matter, with the page's counterparts where it has any."""
    return list_front_matter(title, lang) | ({"alternates": alternates} if len(alternates) > 1 else {})


# Overviews


def _overview_path(lang: str, kind: Kind, number: int) -> str:
    # Within the folder of the groups, where no article can have taken the name.
    return f"{lang}/{kind}.md" if number == 1 else f"{lang}/{kind}/{number}.md"


def _overview(lang: str, kind: Kind, every: _Lists) -> Iterator[Page]:
    """Make the page that shows the groups of a kind, or the pages where there are very many."""
    found = every.groups[lang][kind]
    title = labels(lang)[_HEADINGS[kind]]
    parts = _pages(found, _GROUPS)
    for number, shown in enumerate(parts, 1):
        here = _overview_path(lang, kind, number)
        alternates = {
            code: _overview_path(code, kind, number)
            for code, kinds in every.groups.items()
            if number <= len(_pages(kinds[kind], _GROUPS))
        }
        ways = [address(here, _overview_path(lang, kind, other)) for other in range(1, len(parts) + 1)]
        yield page(
            here,
            _front_matter(_numbered(title, number), lang, alternates),
            text_tag("h1", title, lang, "dg-title", id="s0"),
            _chart(every.articles[lang], lang, every, table=True)
            if kind == "dates" and number == 1
            else Html(),
            *_sections(here, lang, kind, shown, with_titles=len(found) <= _GROUPS_WITH_TITLES),
            Html() if found else tag("p", _counted(labels(lang)["articles"], ())),
            _pager(ways, number, labels(lang)),
            _other_languages(here, lang, every) if kind == "languages" else Html(),
        )


def _sections(
    here: str, lang: str, kind: Kind, found: Sequence[Group], *, with_titles: bool
) -> Iterator[Html]:
    """Show groups under the headings of their parts: with the latest titles of each, or as an index."""
    with_titles = with_titles and kind != "names"
    for part, members in groupby(found, key=lambda group: group.part):
        if part:
            yield tag("h2", part, class_="dg-part")
        if with_titles:
            yield from (_section(here, lang, kind, group, "h3" if part else "h2") for group in members)
        else:
            entries = (tag("li", _group_link(here, lang, kind, group)) for group in members)
            yield tag("ul", *entries, class_="dg-index")


def _section(here: str, lang: str, kind: Kind, group: Group, heading: str) -> Html:
    """One group with its latest articles."""
    rest = len(group.bitexts) - _LATEST
    there = address(here, group_path(lang, kind, group.slug))
    every = tag("a", _counted(labels(lang)["all_of"], group.bitexts), href=there)
    return tag(
        "section",
        tag(heading, _group_link(here, lang, kind, group), class_="dg-group"),
        rows(here, lang, group.bitexts[:_LATEST], kind),
        tag("p", every, class_="dg-more") if rest > 0 else Html(),
    )


def _group_link(here: str, lang: str, kind: Kind, group: Group) -> Html:
    there = address(here, group_path(lang, kind, group.slug))
    own = group.lang if group.lang != lang else ""
    name = tag("a", group.name, href=there, lang=own or None, dir="auto")
    return Html(f"{name} {tag('small', str(len(group.bitexts)))}")


def _other_languages(here: str, lang: str, every: _Lists) -> Html:
    """The ways to the home pages of the other languages, each under its own name."""
    ways = [
        tag(
            "li",
            tag(
                "a",
                own_name(code),
                href=address(here, home_path(code, every.target)),
                lang=code,
                hreflang=code,
            ),
        )
        for code in every.articles
        if code != lang
    ]
    heading = tag("h2", labels(lang)["other_languages"], class_="dg-part")
    return Html(f"{heading}{tag('ul', *ways, class_='dg-index')}") if ways else Html()


# Groups


def _group(lang: str, kind: Kind, group: Group, every: _Lists) -> Iterator[Page]:
    """Make the pages that list the articles of a group."""
    words = labels(lang)
    parts = _pages(group.bitexts, _ROWS)
    ways = [group_path(lang, kind, group.slug, number) for number in range(1, len(parts) + 1)]
    for number, shown in enumerate(parts, 1):
        here = ways[number - 1]
        back = tag("a", words[_HEADINGS[kind]], href=address(here, _overview_path(lang, kind, 1)))
        total = tag("span", _counted(words["articles"], group.bitexts))
        chart = number == 1 and kind != "dates" and _spread(group.bitexts)
        yield page(
            here,
            _front_matter(
                _numbered(group.name, number), lang, _group_alternates(kind, group.slug, number, every)
            ),
            text_tag("h1", group.name, group.lang or lang, "dg-title", id="s0"),
            _also(group, words),
            tag("p", back, total, class_="dg-meta"),
            _chart(group.bitexts, lang, every, table=False) if chart else Html(),
            rows(here, lang, shown, kind, every.made),
            _pager([address(here, way) for way in ways], number, words),
        )


def _group_alternates(kind: Kind, slug: str, number: int, every: _Lists) -> dict[str, str]:
    found = {}
    for code in every.groups:
        group = every.slugs[code, kind].get(slug)
        if group and number <= len(_pages(group.bitexts, _ROWS)):
            found[code] = group_path(code, kind, slug, number)
    return found


def _also(group: Group, words: Words) -> Html:
    """What else a name is called, in the languages of the digest."""
    if not group.also:
        return Html()
    before, _, after = words["also_written"].partition("{names}")
    names = (tag("span", name, lang=code, dir="auto") for name, code in group.also)
    return tag("p", before, join(names, ", "), after, class_="dg-also")


# Charts and pagers


def _spread(bitexts: Sequence[Bitext]) -> bool:
    """Whether articles are of several months, so that a chart shows something."""
    days = (bitext.article.date for bitext in bitexts)
    return len({(day.year, day.month) for day in days if day}) > 1


def _chart(bitexts: Sequence[Bitext], lang: str, every: _Lists, *, table: bool) -> Html:
    days = ((bitext.article.date, bitext.article.lang) for bitext in bitexts)
    return timeline([(day, code) for day, code in days if day], every.colours, lang, table=table)


def _pages(items: Sequence[_Item], size: int) -> tuple[Sequence[_Item], ...]:
    """Cut a sequence into the parts that a page holds each; an empty one gives one empty part."""
    return tuple(items[start : start + size] for start in range(0, max(1, len(items)), size))


def _numbered(title: str, number: int) -> str:
    return title if number == 1 else f"{title} ({number})"


def _pager(ways: Sequence[str], number: int, words: Words) -> Html:
    """The ways to the page before and after, for lists of several pages."""
    if len(ways) == 1:
        return Html()
    place = words["page_of"].replace("{n}", str(number)).replace("{m}", str(len(ways)))
    before = tag("a", words["previous_page"], href=ways[number - 2], rel="prev") if number > 1 else Html()
    after = tag("a", words["next_page"], href=ways[number], rel="next") if number < len(ways) else Html()
    return tag("nav", before, tag("span", place), after, class_="dg-pager", aria_label=place)

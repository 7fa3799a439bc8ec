"""The home page and the lists of articles by source, language and topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from digest.encode import Html, join, tag
from digest.labels import labels, language_name, own_name
from digest.pages.matter import list_matter, page
from digest.pages.parts import (
    Words,
    address,
    anchor,
    is_translated,
    meta_line,
    original_path,
    status_badge,
    target_path,
    text_tag,
    topic_chips,
)
from digest.settings import Settings
from digest.values import Bitext, Page

__all__ = ["lists"]


@dataclass(frozen=True, slots=True)
class _Group:
    """Articles under one heading of a list."""

    name: str
    anchor: str
    bitexts: tuple[Bitext, ...]


def lists(ordered: Sequence[Bitext], settings: Settings) -> Iterator[Page]:
    """Make the home page and the lists, of articles in the order given."""
    target = settings.target
    words = labels(target)
    yield _list_page("index.md", target, settings.title, ordered)
    yield _group_page(f"{target}/sources.md", target, words["by_source"], _by_source(ordered, words))
    yield _group_page(f"{target}/languages.md", target, words["by_language"], _by_language(ordered, target))
    yield _group_page(f"{target}/topics.md", target, words["by_topic"], _by_topic(ordered, words))
    for lang in sorted({target, *(bitext.article.lang for bitext in ordered)}):
        chosen = [bitext for bitext in ordered if lang in (bitext.article.lang, bitext.target)]
        yield _list_page(f"{lang}/index.md", lang, own_name(lang), chosen)


def _by_source(ordered: Sequence[Bitext], words: Words) -> Iterator[_Group]:
    yield from _groups(ordered, lambda bitext: (bitext.article.source,), words["no_source"])


def _by_topic(ordered: Sequence[Bitext], words: Words) -> Iterator[_Group]:
    yield from _groups(ordered, lambda bitext: bitext.article.topics or (None,), words["no_topic"])


def _by_language(ordered: Sequence[Bitext], target: str) -> Iterator[_Group]:
    names = {lang: language_name(lang, target) for lang in {bitext.article.lang for bitext in ordered}}
    for lang in sorted(names, key=lambda lang: (names[lang], lang)):
        chosen = tuple(bitext for bitext in ordered if bitext.article.lang == lang)
        yield _Group(names[lang], anchor(lang), chosen)


def _groups(
    ordered: Sequence[Bitext], names: Callable[[Bitext], Sequence[str | None]], rest: str
) -> Iterator[_Group]:
    """Group articles by their names in alphabetical order; those with none come last."""
    found: dict[str | None, list[Bitext]] = {}
    for bitext in ordered:
        for name in dict.fromkeys(names(bitext)):
            found.setdefault(name or None, []).append(bitext)
    for name in sorted(filter(None, found), key=lambda name: (name.casefold(), name)):
        yield _Group(name, anchor(name), tuple(found[name]))
    if None in found:
        yield _Group(rest, "unknown", tuple(found[None]))


def _list_page(path: str, lang: str, title: str, bitexts: Sequence[Bitext]) -> Page:
    words = labels(lang)
    return page(
        path,
        list_matter(title, lang),
        text_tag("h1", title, lang, "dg-title", id="s0"),
        tag("p", tag("span", _total(bitexts, words)), class_="dg-meta", data_search_exclude=""),
        _cards(path, lang, bitexts, "h2"),
    )


def _group_page(path: str, lang: str, title: str, groups: Iterable[_Group]) -> Page:
    shown = tuple(groups)
    jumps = (
        tag(
            "li",
            tag("a", group.name, href=f"#{group.anchor}", dir="auto"),
            tag("small", str(len(group.bitexts))),
        )
        for group in shown
    )
    sections = (
        tag(
            "section",
            text_tag("h2", group.name, lang, "dg-group", id=group.anchor),
            _cards(path, lang, group.bitexts, "h3"),
            data_search_exclude="",
        )
        for group in shown
    )
    return page(
        path,
        list_matter(title, lang),
        text_tag("h1", title, lang, "dg-title", id="s0"),
        tag("ul", *jumps, class_="dg-topics dg-jumps", data_search_exclude="") if shown else Html(),
        *sections,
        Html() if shown else tag("p", labels(lang)["empty"]),
    )


def _total(bitexts: Sequence[Bitext], words: Words) -> str:
    return words["articles"].replace("{n}", str(len(bitexts))) if bitexts else words["empty"]


def _cards(here: str, lang: str, bitexts: Sequence[Bitext], heading: str) -> Html:
    if not bitexts:
        return Html()
    cards = (_card(here, lang, bitext, heading) for bitext in bitexts)
    return tag("ol", join(cards, "\n"), class_="dg-list", data_search_exclude="")


def _card(here: str, lang: str, bitext: Bitext, heading: str) -> Html:
    """An article in a list: its title in the reader's language first, the other one beneath."""
    article = bitext.article
    original = _card_title(here, original_path(bitext), article.title, article.lang)
    translated = None
    if is_translated(bitext):
        title, title_lang = (bitext.title, bitext.target) if bitext.title else (article.title, article.lang)
        translated = _card_title(here, target_path(bitext), title, title_lang)
    first, second = (translated, original) if lang == bitext.target else (original, translated)
    if not first:
        first, second = original, None
    return tag(
        "li",
        meta_line(bitext, here, lang),
        tag(heading, first, class_="dg-headline"),
        tag("p", second, class_="dg-original") if second and bitext.title else Html(),
        _card_facts(bitext, here, lang),
        class_="dg-card",
    )


def _card_title(here: str, there: str, title: str, lang: str) -> Html:
    return tag("a", title, href=address(here, there), lang=lang, dir="auto")


def _card_facts(bitext: Bitext, here: str, lang: str) -> Html:
    """The language, the status and the topics."""
    badge = status_badge(bitext, labels(lang)) if is_translated(bitext) else Html()
    name = tag("span", language_name(bitext.article.lang, lang), class_="dg-language")
    return tag("div", name, badge, topic_chips(bitext.article, here, bitext.target), class_="dg-facts")

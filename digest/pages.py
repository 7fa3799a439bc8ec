"""The pages of the site, as Markdown files with front matter: articles, home and the lists.

The body of every page is HTML of ours around encoded text, so that Markdown has nothing to interpret. The
heading comes first in each body: the search index takes the page's title from it, encoded.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from digest.encode import Html, Value, front_matter, href, join, link, tag, visible
from digest.errors import RenderError
from digest.labels import date_words, labels, language_name, own_name
from digest.settings import Settings
from digest.values import Article, Bitext, Page, Pair, Review, Status

__all__ = ["render"]

_MARKER = "build_digest"
_Words = Mapping[str, str]


def render(bitexts: Sequence[Bitext], settings: Settings) -> tuple[Page, ...]:
    """Every generated page: the home page, the lists, and for each article its pages.

    An article in the target language has one page, any other a parallel page in the target language and one
    with the original alone.

    Raises:
        RenderError: two pages would have the same path.
    """
    ordered = sorted(bitexts, key=_newest_first)
    pages = (
        *_lists(ordered, settings),
        *(_parallel_page(bitext) for bitext in ordered if _is_translated(bitext)),
        *(_original_page(bitext) for bitext in ordered),
    )
    _refuse_twins(pages)
    return pages


def _newest_first(bitext: Bitext) -> tuple[bool, int, str, str]:
    day = bitext.article.date
    title = (bitext.title or bitext.article.title).casefold()
    return day is None, -day.toordinal() if day else 0, title, bitext.article.slug


def _refuse_twins(pages: Iterable[Page]) -> None:
    # Windows and macOS do not tell large letters from small ones in a path.
    seen: set[str] = set()
    for page in pages:
        if page.path.casefold() in seen:
            raise RenderError(
                f"docs/{page.path}",
                "two pages would have this name",
                allowed="one article of a name, and none called index, sources, languages or topics",
                remedy="give the article's file in seeds/ another name",
            )
        seen.add(page.path.casefold())


# Addresses


def _is_translated(bitext: Bitext) -> bool:
    return bitext.article.lang != bitext.target


def _original_path(bitext: Bitext) -> str:
    return f"{bitext.article.lang}/{bitext.article.slug}.md"


def _target_path(bitext: Bitext) -> str:
    return f"{bitext.target}/{bitext.article.slug}.md"


def _address(here: str, there: str, anchor: str = "") -> Html:
    """The relative address of one page from another, both paths under docs/."""
    relative = posixpath.relpath(_folder(there), _folder(here))
    return Html(href("./" if relative == "." else f"{relative}/", anchor))


def _folder(path: str) -> str:
    stem = path.removesuffix(".md")
    return "." if stem == "index" else stem.removesuffix("/index")


def _anchor(name: str) -> str:
    """A stable anchor for a name: readable where the name is plain, told apart by a hash where it is not."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if readable.replace("-", " ") == name.lower():
        return f"n-{readable}"
    digits = hashlib.sha256(visible(name).encode()).hexdigest()[:8]
    return f"n-{readable}-{digits}" if readable else f"n-{digits}"


# Front matter


def _article_matter(bitext: Bitext, path: str, title: str, lang: str) -> dict[str, Value]:
    """The front matter that DESIGN promises, in its order; what is unknown is left out."""
    article = bitext.article
    translated = _is_translated(bitext)
    alternates = {bitext.target: _target_path(bitext), article.lang: _original_path(bitext)}
    values: dict[str, Value | None] = {
        "title": title,
        "lang": lang,
        "slug": article.slug,
        "alternates": alternates if translated else None,
        "source": article.source,
        "source_url": link(article.source_url),
        "author": article.author,
        "date": article.date.isoformat() if article.date else None,
        "section": article.section,
        "topics": article.topics,
        "original_title": article.title if translated else None,
        "translation": _translation_matter(bitext) if translated else None,
        "source_sha256": article.sha256,
        "generated": _MARKER,
    }
    return {key: clean for key, value in values.items() if value and (clean := _clean(value))}


def _translation_matter(bitext: Bitext) -> dict[str, str]:
    engines, models = _engines(bitext)
    values = {
        "status": bitext.status.value,
        "engine": ", ".join(engines),
        "model": ", ".join(models),
        "reviewed": f"{bitext.reviewed} of {len(bitext.pairs)}",
    }
    return {key: value for key, value in values.items() if value}


def _engines(bitext: Bitext) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The engines and the models, each with its version and named once."""
    engines = (f"{origin.engine} {origin.engine_version}".strip() for origin in bitext.origins)
    models = (f"{origin.model} {origin.model_version}".strip() for origin in bitext.origins)
    return tuple(dict.fromkeys(filter(None, engines))), tuple(dict.fromkeys(filter(None, models)))


def _clean(value: Value) -> Value:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {key: visible(item) for key, item in value.items()}
    return tuple(visible(item) for item in value)


def _page(path: str, matter: Mapping[str, Value], *blocks: Html) -> Page:
    body = "\n\n".join(block for block in blocks if block)
    return Page(path, f"{front_matter(matter)}\n{body}\n")


# Parts of an article's page


def _text(name: str, text: str, lang: str, class_: str, **attributes: str | None) -> Html:
    """An element that holds text from outside: with its language, and its direction kept to itself."""
    return tag(name, text, class_=class_, lang=lang, dir="auto", **attributes)


def _second_title(title: str | None, lang: str) -> Html:
    return _text("p", title, lang, "dg-original", data_search_exclude="") if title else Html()


def _topics(article: Article, here: str, target: str) -> Html:
    listing = f"{target}/topics.md"
    chips = (
        tag("li", tag("a", topic, href=_address(here, listing, _anchor(topic)), lang=target, dir="auto"))
        for topic in article.topics
    )
    return tag("ul", *chips, class_="dg-topics", data_search_exclude="") if article.topics else Html()


def _meta(bitext: Bitext, here: str, lang: str) -> Html:
    """The line under the title: source, date, author, section. What is unknown is left out."""
    article, words = bitext.article, labels(lang)
    parts: list[Html] = []
    if article.source:
        listing = _address(here, f"{bitext.target}/sources.md", _anchor(article.source))
        parts.append(tag("a", article.source, href=listing, class_="dg-publisher", dir="auto"))
    if article.date:
        parts.append(_time(article, lang))
    if article.author:
        before, _, after = words["author"].partition("{author}")
        parts.append(tag("span", before, _text("bdi", article.author, article.lang, "dg-author"), after))
    if article.section:
        parts.append(_text("span", article.section, article.lang, "dg-section"))
    return tag("p", *parts, class_="dg-meta", data_search_exclude="") if parts else Html()


def _time(article: Article, lang: str) -> Html:
    day = article.date
    return tag("time", date_words(day, lang), datetime=day.isoformat()) if day else Html()


def _badge(bitext: Bitext, words: _Words) -> Html:
    mixed = bitext.status is Status.MACHINE and _has_persons_work(bitext)
    kind = "mixed" if mixed else bitext.status.value
    return tag("span", words[kind], class_=f"dg-badge dg-badge-{kind}")


def _has_persons_work(bitext: Bitext) -> bool:
    return bool(_count(bitext, Review.REVIEWED) or _count(bitext, Review.OUTDATED))


def _count(bitext: Bitext, review: Review) -> int:
    return sum(pair.translation is not None and pair.translation.review is review for pair in bitext.pairs)


def _provenance(bitext: Bitext, words: _Words) -> Iterator[str]:
    """Who or what translated the article and how far a person has read it, one statement each."""
    names = ", ".join(bitext.reviewers)
    total = str(len(bitext.pairs))
    if bitext.status is Status.MISSING:
        return  # the badge says it all
    if bitext.status is Status.REVIEWED:
        yield words["reviewed_by"].replace("{names}", names) if names else words["reviewed_by_person"]
        return
    if bitext.missing:
        yield _counted(words["missing_count"], bitext.missing, total)
    if _count(bitext, Review.MACHINE):
        engines, models = _engines(bitext)
        engine = ", ".join((*engines, *models))
        yield words["machine_by"].replace("{engine}", engine) if engine else words["machine_unnamed"]
    if outdated := _count(bitext, Review.OUTDATED):
        yield _counted(words["outdated_count"], outdated, total)
    if bitext.reviewed:
        yield _counted(words["so_far"], bitext.reviewed, total) + (f" ({names})" if names else "")


def _counted(words: str, count: int, total: str) -> str:
    return words.replace("{n}", str(count)).replace("{m}", total)


def _credit(bitext: Bitext, words: _Words, other: Html) -> Html:
    """The status, its reasons, and the links to the article's other page and to its source."""
    translated = _is_translated(bitext)
    statements = _provenance(bitext, words) if translated else ()
    links = [other]
    if url := link(bitext.article.source_url):
        links.append(tag("a", words["at_source"], href=url, rel="external noopener noreferrer"))
    parts = (
        _badge(bitext, words) if translated else Html(),
        *(tag("span", statement, class_="dg-statement", dir="auto") for statement in statements),
        *(item for item in links if item),
    )
    return tag("p", *parts, class_="dg-credit", data_search_exclude="") if any(parts) else Html()


def _blocks(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, ...]]:
    for _, block in groupby(pairs, key=lambda pair: pair.segment.block):
        yield tuple(block)


# The parallel page


def _parallel_page(bitext: Bitext) -> Page:
    article, here, target = bitext.article, _target_path(bitext), bitext.target
    words = labels(target)
    there = _address(here, _original_path(bitext))
    original = tag("a", words["read_original"], href=there, hreflang=article.lang)
    title = bitext.title or article.title
    return _page(
        here,
        _article_matter(bitext, here, title, target),
        _text("h1", title, target if bitext.title else article.lang, "dg-title", id="s0"),
        _topics(article, here, target),
        _second_title(article.title if bitext.title else None, article.lang),
        _meta(bitext, here, target),
        _credit(bitext, words, original),
        _switch(bitext, words),
        _parallel_text(bitext, words),
    )


def _switch(bitext: Bitext, words: _Words) -> Html:
    """The buttons that choose the view. Without scripts they are hidden and the page shows both languages."""
    target, lang = bitext.target, bitext.article.lang
    buttons = (
        tag("button", words["both"], type="button", data_view="both", lang=target, aria_pressed="true"),
        tag("button", own_name(target), type="button", data_view="target", lang=target, aria_pressed="false"),
        tag("button", own_name(lang), type="button", data_view="source", lang=lang, aria_pressed="false"),
    )
    return tag(
        "div", *buttons, class_="dg-switch", role="group", aria_label=words["view"], data_search_exclude=""
    )


def _parallel_text(bitext: Bitext, words: _Words) -> Html:
    lang, target = bitext.article.lang, bitext.target
    heads = tag(
        "div",
        tag("span", own_name(lang), class_="dg-source", lang=lang),
        tag("span", own_name(target), class_="dg-target", lang=target),
        class_="dg-row dg-heads",
        aria_hidden="true",
    )
    blocks = (
        tag("div", *(_row(pair, bitext, words) for pair in block), class_="dg-block")
        for block in _blocks(bitext.body)
    )
    return tag("div", heads, Html("\n"), join(blocks, "\n"), class_="dg-text dg-parallel")


def _row(pair: Pair, bitext: Bitext, words: _Words) -> Html:
    """One sentence and its translation. Where there is none, the sentence itself takes its place, marked."""
    segment, translation, lang = pair.segment, pair.translation, bitext.article.lang
    state = translation.review.value if translation else "missing"
    note = _note(state, bitext, words)
    if translation:
        cell = _text("p", translation.text, bitext.target, "dg-target")
    else:
        cell = _text("p", segment.text, lang, "dg-target", data_search_exclude="")
    return tag(
        "div",
        _text("p", segment.text, lang, "dg-source", data_search_exclude=""),
        _number(segment.number, words),
        cell,
        tag("small", note, class_="dg-note", data_search_exclude="") if note else Html(),
        id=f"s{segment.number}",
        class_=f"dg-row dg-is-{state}",
    )


def _note(state: str, bitext: Bitext, words: _Words) -> str:
    # On a page that is the machine's throughout, the line under the title says so once.
    if state == "reviewed" or (state == "machine" and not _has_persons_work(bitext)):
        return ""
    return words[f"mark_{state}"]


def _number(number: int, words: _Words) -> Html:
    name = words["sentence"].replace("{n}", str(number))
    return tag(
        "a", str(number), class_="dg-number", href=f"#s{number}", aria_label=name, data_search_exclude=""
    )


# The original's page


def _original_page(bitext: Bitext) -> Page:
    article, here = bitext.article, _original_path(bitext)
    words = labels(article.lang)
    translation = Html()
    if _is_translated(bitext):
        there = _address(here, _target_path(bitext))
        translation = tag("a", words["read_translation"], href=there, hreflang=bitext.target)
    return _page(
        here,
        _article_matter(bitext, here, article.title, article.lang),
        _text("h1", article.title, article.lang, "dg-title", id="s0"),
        _topics(article, here, bitext.target),
        _second_title(bitext.title if translation else None, bitext.target),
        _meta(bitext, here, article.lang),
        _credit(bitext, words, translation),
        _original_text(bitext, words),
    )


def _original_text(bitext: Bitext, words: _Words) -> Html:
    lang = bitext.article.lang
    paragraphs = (
        tag("p", join((_sentence(pair, lang, words) for pair in block), " "), lang=lang, dir="auto")
        for block in _blocks(bitext.body)
    )
    return tag("div", join(paragraphs, "\n"), class_="dg-text dg-single")


def _sentence(pair: Pair, lang: str, words: _Words) -> Html:
    segment = pair.segment
    return tag(
        "span",
        _number(segment.number, words),
        Html("&nbsp;"),
        _text("span", segment.text, lang, "dg-source"),
        id=f"s{segment.number}",
        class_="dg-sentence",
    )


# Home and the lists


@dataclass(frozen=True, slots=True)
class _Group:
    """Articles under one heading of a list."""

    name: str
    anchor: str
    bitexts: tuple[Bitext, ...]


def _lists(ordered: Sequence[Bitext], settings: Settings) -> Iterator[Page]:
    target = settings.target
    words = labels(target)
    yield _list_page("index.md", target, settings.title, ordered)
    yield _group_page(f"{target}/sources.md", target, words["by_source"], _by_source(ordered, words))
    yield _group_page(f"{target}/languages.md", target, words["by_language"], _by_language(ordered, target))
    yield _group_page(f"{target}/topics.md", target, words["by_topic"], _by_topic(ordered, words))
    for lang in sorted({target, *(bitext.article.lang for bitext in ordered)}):
        chosen = [bitext for bitext in ordered if lang in (bitext.article.lang, bitext.target)]
        yield _list_page(f"{lang}/index.md", lang, own_name(lang), chosen)


def _by_source(ordered: Sequence[Bitext], words: _Words) -> Iterator[_Group]:
    yield from _groups(ordered, lambda bitext: (bitext.article.source,), words["no_source"])


def _by_topic(ordered: Sequence[Bitext], words: _Words) -> Iterator[_Group]:
    yield from _groups(ordered, lambda bitext: bitext.article.topics or (None,), words["no_topic"])


def _by_language(ordered: Sequence[Bitext], target: str) -> Iterator[_Group]:
    names = {lang: language_name(lang, target) for lang in {bitext.article.lang for bitext in ordered}}
    for lang in sorted(names, key=lambda lang: (names[lang], lang)):
        chosen = tuple(bitext for bitext in ordered if bitext.article.lang == lang)
        yield _Group(names[lang], _anchor(lang), chosen)


def _groups(
    ordered: Sequence[Bitext], names: Callable[[Bitext], Sequence[str | None]], rest: str
) -> Iterator[_Group]:
    """Group articles by their names in alphabetical order; those with none come last."""
    found: dict[str | None, list[Bitext]] = {}
    for bitext in ordered:
        for name in dict.fromkeys(names(bitext)):
            found.setdefault(name or None, []).append(bitext)
    for name in sorted(filter(None, found), key=lambda name: (name.casefold(), name)):
        yield _Group(name, _anchor(name), tuple(found[name]))
    if None in found:
        yield _Group(rest, "unknown", tuple(found[None]))


def _list_page(path: str, lang: str, title: str, bitexts: Sequence[Bitext]) -> Page:
    words = labels(lang)
    return _page(
        path,
        _list_matter(title, lang),
        _text("h1", title, lang, "dg-title", id="s0"),
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
            _text("h2", group.name, lang, "dg-group", id=group.anchor),
            _cards(path, lang, group.bitexts, "h3"),
            data_search_exclude="",
        )
        for group in shown
    )
    return _page(
        path,
        _list_matter(title, lang),
        _text("h1", title, lang, "dg-title", id="s0"),
        tag("ul", *jumps, class_="dg-topics dg-jumps", data_search_exclude="") if shown else Html(),
        *sections,
        Html() if shown else tag("p", labels(lang)["empty"]),
    )


def _list_matter(title: str, lang: str) -> dict[str, Value]:
    return {"title": visible(title), "lang": lang, "generated": _MARKER}


def _total(bitexts: Sequence[Bitext], words: _Words) -> str:
    return words["articles"].replace("{n}", str(len(bitexts))) if bitexts else words["empty"]


def _cards(here: str, lang: str, bitexts: Sequence[Bitext], heading: str) -> Html:
    if not bitexts:
        return Html()
    cards = (_card(here, lang, bitext, heading) for bitext in bitexts)
    return tag("ol", join(cards, "\n"), class_="dg-list", data_search_exclude="")


def _card(here: str, lang: str, bitext: Bitext, heading: str) -> Html:
    """An article in a list: its title in the reader's language first, the other one beneath."""
    article = bitext.article
    original = _card_title(here, _original_path(bitext), article.title, article.lang)
    translated = None
    if _is_translated(bitext):
        title, title_lang = (bitext.title, bitext.target) if bitext.title else (article.title, article.lang)
        translated = _card_title(here, _target_path(bitext), title, title_lang)
    first, second = (translated, original) if lang == bitext.target else (original, translated)
    if not first:
        first, second = original, None
    return tag(
        "li",
        _meta(bitext, here, lang),
        tag(heading, first, class_="dg-headline"),
        tag("p", second, class_="dg-original") if second and bitext.title else Html(),
        _card_facts(bitext, here, lang),
        class_="dg-card",
    )


def _card_title(here: str, there: str, title: str, lang: str) -> Html:
    return tag("a", title, href=_address(here, there), lang=lang, dir="auto")


def _card_facts(bitext: Bitext, here: str, lang: str) -> Html:
    """The language, the status and the topics."""
    badge = _badge(bitext, labels(lang)) if _is_translated(bitext) else Html()
    name = tag("span", language_name(bitext.article.lang, lang), class_="dg-language")
    return tag("div", name, badge, _topics(bitext.article, here, bitext.target), class_="dg-facts")

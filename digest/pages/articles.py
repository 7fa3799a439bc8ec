"""The pages of one article: the parallel text, and the original alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from digest.encode import Html, join, link, tag
from digest.labels import labels, own_name
from digest.pages.context import Context
from digest.pages.foot import foot
from digest.pages.matter import article_matter, engine_names, page
from digest.pages.parts import (
    Words,
    address,
    count,
    has_persons_work,
    is_translated,
    meta_line,
    original_path,
    status_badge,
    target_path,
    text_tag,
    topic_chips,
)
from digest.values import Bitext, Page, Pair, Review, Status

__all__ = ["original_page", "parallel_page"]


def parallel_page(bitext: Bitext, context: Context) -> Page:
    """Make the page in the target language: each sentence beside its translation."""
    article, here, target = bitext.article, target_path(bitext), bitext.target
    words = labels(target)
    there = address(here, original_path(bitext))
    original = tag("a", words["read_original"], href=there, hreflang=article.lang)
    title = bitext.title or article.title
    return page(
        here,
        article_matter(bitext, title, target),
        text_tag("h1", title, target if bitext.title else article.lang, "dg-title", id="s0"),
        topic_chips(bitext, here, target),
        _second_title(article.title if bitext.title else None, article.lang),
        meta_line(bitext, here, target),
        _credit(bitext, words, original),
        _switch(bitext, words),
        _parallel_text(bitext, words),
        foot(bitext, context, here, target),
    )


def original_page(bitext: Bitext, context: Context) -> Page:
    """Make the page in the article's own language."""
    article, here = bitext.article, original_path(bitext)
    words = labels(article.lang)
    translation = Html()
    if is_translated(bitext):
        there = address(here, target_path(bitext))
        translation = tag("a", words["read_translation"], href=there, hreflang=bitext.target)
    return page(
        here,
        article_matter(bitext, article.title, article.lang),
        text_tag("h1", article.title, article.lang, "dg-title", id="s0"),
        topic_chips(bitext, here, article.lang),
        _second_title(bitext.title if translation else None, bitext.target),
        meta_line(bitext, here, article.lang),
        _credit(bitext, words, translation),
        _original_text(bitext, words),
        foot(bitext, context, here, article.lang),
    )


# Under the title


def _second_title(title: str | None, lang: str) -> Html:
    return text_tag("p", title, lang, "dg-original", data_search_exclude="") if title else Html()


def _credit(bitext: Bitext, words: Words, other: Html) -> Html:
    """The status, its reasons, and the links to the article's other page and to its source."""
    translated = is_translated(bitext)
    statements = _provenance(bitext, words) if translated else ()
    links = [other]
    if url := link(bitext.article.source_url):
        links.append(tag("a", words["at_source"], href=url, rel="external noopener noreferrer"))
    parts = (
        status_badge(bitext, words) if translated else Html(),
        *(tag("span", statement, class_="dg-statement", dir="auto") for statement in statements),
        *(item for item in links if item),
    )
    return tag("p", *parts, class_="dg-credit", data_search_exclude="") if any(parts) else Html()


def _provenance(bitext: Bitext, words: Words) -> Iterator[str]:
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
    if count(bitext, Review.MACHINE):
        engines, models = engine_names(bitext)
        engine = ", ".join((*engines, *models))
        yield words["machine_by"].replace("{engine}", engine) if engine else words["machine_unnamed"]
    if outdated := count(bitext, Review.OUTDATED):
        yield _counted(words["outdated_count"], outdated, total)
    if bitext.reviewed:
        yield _counted(words["so_far"], bitext.reviewed, total) + (f" ({names})" if names else "")


def _counted(words: str, count: int, total: str) -> str:
    return words.replace("{n}", str(count)).replace("{m}", total)


# The text


def _switch(bitext: Bitext, words: Words) -> Html:
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


def _parallel_text(bitext: Bitext, words: Words) -> Html:
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


def _row(pair: Pair, bitext: Bitext, words: Words) -> Html:
    """One sentence and its translation. Where there is none, the sentence itself takes its place, marked."""
    segment, translation, lang = pair.segment, pair.translation, bitext.article.lang
    state = translation.review.value if translation else "missing"
    note = _note(state, bitext, words)
    if translation:
        cell = text_tag("p", translation.text, bitext.target, "dg-target")
    else:
        cell = text_tag("p", segment.text, lang, "dg-target", data_search_exclude="")
    return tag(
        "div",
        text_tag("p", segment.text, lang, "dg-source", data_search_exclude=""),
        _number(segment.number, words),
        cell,
        tag("small", note, class_="dg-note", data_search_exclude="") if note else Html(),
        id=f"s{segment.number}",
        class_=f"dg-row dg-is-{state}",
    )


def _note(state: str, bitext: Bitext, words: Words) -> str:
    # On a page that is the machine's throughout, the line under the title says so once.
    if state == "reviewed" or (state == "machine" and not has_persons_work(bitext)):
        return ""
    return words[f"mark_{state}"]


def _original_text(bitext: Bitext, words: Words) -> Html:
    lang = bitext.article.lang
    paragraphs = (
        tag("p", join((_sentence(pair, lang, words) for pair in block), " "), lang=lang, dir="auto")
        for block in _blocks(bitext.body)
    )
    return tag("div", join(paragraphs, "\n"), class_="dg-text dg-single")


def _sentence(pair: Pair, lang: str, words: Words) -> Html:
    segment = pair.segment
    return tag(
        "span",
        _number(segment.number, words),
        Html("&nbsp;"),
        text_tag("span", segment.text, lang, "dg-source"),
        id=f"s{segment.number}",
        class_="dg-sentence",
    )


def _number(number: int, words: Words) -> Html:
    name = words["sentence"].replace("{n}", str(number))
    return tag(
        "a", str(number), class_="dg-number", href=f"#s{number}", aria_label=name, data_search_exclude=""
    )


def _blocks(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, ...]]:
    for _, block in groupby(pairs, key=lambda pair: pair.segment.block):
        yield tuple(block)

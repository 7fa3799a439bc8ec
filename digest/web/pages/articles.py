"""The pages of one article: the parallel text, and the original alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from digest.addresses import attachment_path, original_path, target_path
from digest.credits import Publisher, also_published, statements
from digest.encode import Html, href, join, link, tag
from digest.labels import labels, own_name
from digest.values import Bitext, Page, Pair
from digest.web.pages.context import Context
from digest.web.pages.elements import (
    Words,
    address,
    has_persons_work,
    meta_line,
    status_badge,
    text_tag,
    topic_chips,
)
from digest.web.pages.front_matter import article_front_matter, page
from digest.web.pages.provenance import provenance
from digest.web.pages.related_and_names import related_and_names
from digest.web.pages.tools import bar, tools

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
        article_front_matter(bitext, title, target),
        text_tag("h1", title, target if bitext.title else article.lang, "dg-title", id="s0"),
        topic_chips(bitext, here, target),
        _second_title(article.title if bitext.title else None, article.lang),
        _title_flags(bitext, words),
        meta_line(bitext, here, target),
        _credit(bitext, words, original),
        _also_published(bitext, words),
        provenance(bitext, context, target),
        bar(bitext, words, target, parallel=True),
        _parallel_text(bitext, context, words),
        _withheld(bitext, words),
        related_and_names(bitext, context, here, target),
    )


def original_page(bitext: Bitext, context: Context) -> Page:
    """Make the page in the article's own language."""
    article, here = bitext.article, original_path(bitext)
    words = labels(article.lang)
    there = address(here, target_path(bitext)) if bitext.is_translated else None
    translation = tag("a", words["read_translation"], href=there, hreflang=bitext.target) if there else Html()
    return page(
        here,
        article_front_matter(bitext, article.title, article.lang),
        text_tag("h1", article.title, article.lang, "dg-title", id="s0"),
        topic_chips(bitext, here, article.lang),
        _second_title(bitext.title if there else None, bitext.target),
        meta_line(bitext, here, article.lang),
        _credit(bitext, words, translation),
        _also_published(bitext, words),
        provenance(bitext, context, article.lang),
        bar(bitext, words, article.lang, parallel=False),
        _original_text(bitext, context, words, there),
        _withheld(bitext, words),
        related_and_names(bitext, context, here, article.lang),
    )


# Under the title


def _second_title(title: str | None, lang: str) -> Html:
    return text_tag("p", title, lang, "dg-original") if title else Html()


def _credit(bitext: Bitext, words: Words, other: Html) -> Html:
    """The status, its reasons, and the links to the article's other page, to its PDF and to its source."""
    credits = statements(bitext, words) if bitext.is_translated else ()
    url = link(bitext.article.source_url)
    print_file = href(f"../../{attachment_path(bitext.article.slug, 'pdf')}")
    parts = (
        status_badge(bitext, words) if bitext.is_translated else Html(),
        *(tag("span", one.text, class_="dg-statement", dir="auto") for one in credits),
        other,
        tag("a", words["at_source"], href=url, rel="external noopener noreferrer") if url else Html(),
        tag("a", words["pdf"], href=print_file, type="application/pdf", class_="dg-pdf"),
    )
    return tag("p", *(part for part in parts if part), class_="dg-credit")


def _also_published(bitext: Bitext, words: Words) -> Html:
    """The line that names who else published the article."""
    publishers = also_published(bitext.article)
    if not publishers:
        return Html()
    before, _, after = words["also_published"].partition("{names}")
    names = join((_publisher(one, bitext.article.lang) for one in publishers), ", ")
    return tag("p", before, names, after, class_="dg-copies")


def _publisher(publisher: Publisher, lang: str) -> Html:
    name = text_tag("bdi", publisher.name, lang, "dg-fact")
    url = link(publisher.url)
    return tag("a", name, href=url, rel="external noopener noreferrer") if url else name


# The text


def _parallel_text(bitext: Bitext, context: Context, words: Words) -> Html:
    if not bitext.body:
        return Html()
    lang, target = bitext.article.lang, bitext.target
    heads = tag(
        "div",
        tag("span", own_name(lang), class_="dg-source", lang=lang),
        tag("span", own_name(target), class_="dg-target", lang=target),
        class_="dg-row dg-heads",
        aria_hidden="true",
    )
    lines = context.lines.get(bitext.key, {})
    blocks = (
        tag("div", *(_row(pair, bitext, lines, words) for pair in block), class_="dg-block")
        for block in _blocks(bitext.body)
    )
    content = (heads, Html("\n"), join(blocks, "\n"), tools(bitext, context, words, None))
    return tag("div", *content, class_="dg-text dg-parallel")


def _row(pair: Pair, bitext: Bitext, lines: Mapping[int, int], words: Words) -> Html:
    """One sentence and its translation. Where there is none, the sentence itself takes its place, marked.

    What has no language of its own is in the page's, and article.css keeps directions apart: MkDocs reads
    every attribute twice.
    """
    segment, translation, lang = pair.segment, pair.translation, bitext.article.lang
    state = translation.review.value if translation else "missing"
    line = lines.get(segment.number)
    return tag(
        "div",
        tag("p", segment.text, class_="dg-source", lang=lang),
        _number(segment.number, words),
        tag("p", translation.text, class_="dg-target")
        if translation
        else tag("p", segment.text, class_="dg-target", lang=lang),
        _note([*_mark(state, bitext, words), *_flags(pair, words)]),
        id=f"s{segment.number}",
        class_=f"dg-row dg-is-{state}",
        data_line=str(line) if line else None,
    )


def _mark(state: str, bitext: Bitext, words: Words) -> Iterator[Html]:
    # On a page that is the machine's throughout, the line under the title says so once.
    if state != "reviewed" and (state != "machine" or has_persons_work(bitext)):
        yield tag("span", words[f"mark_{state}"])


def _flags(pair: Pair, words: Words) -> list[Html]:
    """What the checks have found in a pair, in plain words."""
    return [tag("span", flag.words(words), class_="dg-flag", dir="auto") for flag in pair.flags]


def _title_flags(bitext: Bitext, words: Words) -> Html:
    # Within a div: a line that begins with an inline element would be Markdown.
    note = _note(_flags(bitext.pairs[0], words))
    return tag("div", note, class_="dg-title-note") if note else Html()


def _note(parts: Sequence[Html]) -> Html:
    return tag("small", *parts, class_="dg-note") if parts else Html()


def _original_text(bitext: Bitext, context: Context, words: Words, other: str | None) -> Html:
    if not bitext.body:
        return Html()
    lang = bitext.article.lang
    paragraphs = (
        tag("p", join((_sentence(pair, lang, words) for pair in block), " "), lang=lang, dir="auto")
        for block in _blocks(bitext.body)
    )
    content = (join(paragraphs, "\n"), tools(bitext, context, words, other))
    return tag("div", *content, class_="dg-text dg-single")


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
    return tag("a", str(number), class_="dg-number", href=f"#s{number}", aria_label=name)


def _blocks(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, ...]]:
    for _, block in groupby(pairs, key=lambda pair: pair.segment.block):
        yield tuple(block)


def _withheld(bitext: Bitext, words: Words) -> Html:
    """The sentence that says that the source's text is not all here, and where it is."""
    if not bitext.withheld:
        return Html()
    said = words["withheld_part" if bitext.body else "withheld_all"]
    url = link(bitext.article.source_url)
    there = tag("a", words["read_at_source"], href=url, rel="external noopener noreferrer") if url else Html()
    return tag("p", said, Html(" ") if there else Html(), there, class_="dg-withheld")

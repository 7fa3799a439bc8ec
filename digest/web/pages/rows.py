"""Articles in a list: as cards with much detail, or as rows of few bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from digest.addresses import original_path, target_path
from digest.encode import Html, join, tag
from digest.labels import labels, language_name, short_date
from digest.values import Bitext, BitextKey
from digest.web.pages.elements import (
    address,
    meta_line,
    status_badge,
    topic_chips,
)

__all__ = ["Made", "cards", "row", "rows"]


def cards(here: str, lang: str, bitexts: Sequence[Bitext], marks: Callable[[Bitext], Sequence[str]]) -> Html:
    """Show articles with all that is known of them; `marks` are what the filter knows a card by."""
    shown = (_card(here, lang, bitext, " ".join(marks(bitext))) for bitext in bitexts)
    return tag("ol", join(shown, "\n"), class_="dg-list")


def _card(here: str, lang: str, bitext: Bitext, marks: str) -> Html:
    first, second = _titles(here, lang, bitext)
    badge = status_badge(bitext, labels(lang)) if bitext.is_translated else Html()
    name = tag("span", language_name(bitext.article.lang, lang), class_="dg-language")
    return tag(
        "li",
        meta_line(bitext, here, lang),
        tag("h2", first, class_="dg-headline"),
        tag("p", second, class_="dg-original") if second else Html(),
        tag("div", name, badge, topic_chips(bitext, here, lang), class_="dg-facts"),
        class_="dg-card",
        data_marks=marks or None,
    )


Made = dict[tuple[str, str, BitextKey], Html]
"""The rows that were made already, by language, what they leave out, and article."""


def rows(
    here: str, lang: str, bitexts: Sequence[Bitext], without: str = "", made: Made | None = None
) -> Html:
    """Show articles in a line or two each: both titles, date, language and source.

    `without` is what the list need not say of each: "sources" or "languages". Lists whose pages stand at the
    same depth may share `made`: an article's row is the same on all of them.
    """
    known: Made = {} if made is None else made
    left_out = without if without in ("sources", "languages") else ""
    shown = []
    for bitext in bitexts:
        name = lang, left_out, bitext.key
        if name not in known:
            known[name] = row(here, lang, bitext, left_out)
        shown.append(known[name])
    return tag("ol", join(shown, "\n"), class_="dg-rows")


def row(here: str, lang: str, bitext: Bitext, without: str = "", why: Html | None = None) -> Html:
    """Show one article, with a reason where there is one.

    There are many rows and MkDocs takes its time for each element, so that a row has few. The source comes
    last: whatever its letters do to the direction of what follows, the row ends there.
    """
    article = bitext.article
    first, second = _titles(here, lang, bitext)
    facts = (
        short_date(article.date, lang) if article.date else "",
        language_name(article.lang, lang) if without != "languages" else "",
        article.source or "" if without != "sources" else "",
    )
    line = " · ".join(fact for fact in facts if fact)
    return tag("li", first, second, tag("small", line) if line else Html(), why or Html())


def _titles(here: str, lang: str, bitext: Bitext) -> tuple[Html, Html]:
    """Link both titles, the one that readers of the language understand first; the other may be missing."""
    article = bitext.article
    original = _title(here, lang, original_path(bitext), article.title, article.lang)
    if not bitext.is_translated:
        return original, Html()
    name, name_lang = (bitext.title, bitext.target) if bitext.title else (article.title, article.lang)
    translated = _title(here, lang, target_path(bitext), name, name_lang)
    first, second = (translated, original) if lang == bitext.target else (original, translated)
    return first, second if bitext.title else Html()


def _title(here: str, lang: str, there: str, title: str, title_lang: str) -> Html:
    own = None if title_lang == lang else title_lang
    return tag("a", title, href=address(here, there), lang=own, dir="auto")

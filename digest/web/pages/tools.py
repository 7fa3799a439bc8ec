"""What a reader works with on the page of an article: the switch of the view, and the tools of a sentence.

The tools stand in a page once, hidden; assets/article.js moves them to the sentence at hand.
"""

from __future__ import annotations

from digest.credits import statements
from digest.encode import Html, link, tag
from digest.labels import date_words, own_name
from digest.values import Bitext
from digest.web.pages.context import Context
from digest.web.pages.elements import Words
from digest.web.pages.provenance import entry_file

__all__ = ["bar", "tools"]

_PENCIL = "M4 20l1.2-4.6L16 4.6l3.4 3.4L8.6 18.8zM13.5 7l3.4 3.4"
_QUOTE = "M4.5 19c4-1.5 6-5 6-13h-6v7h5M14 19c4-1.5 6-5 6-13h-6v7h5"
_ACROSS = "M4 8h14l-4-4M20 16H6l4 4"


def bar(bitext: Bitext, words: Words, lang: str, *, parallel: bool) -> Html:
    """The line above the text, for a page in a language. It holds what the page's script needs to know."""
    buttons = (
        tag("button", words["cite_article"], type="button", class_="dg-cite"),
        tag("button", "?", type="button", class_="dg-help", title=words["keys"], aria_label=words["keys"]),
    )
    credits = statements(bitext, words) if bitext.is_translated else ()
    return tag(
        "div",
        _switch(bitext, words) if parallel and bitext.body else Html(),
        tag("div", *buttons, class_="dg-actions"),
        tag("span", class_="dg-said", role="status"),
        class_="dg-bar",
        data_about=_about(bitext, lang),
        data_status=". ".join(one.text for one in credits) or None,
        data_source=link(bitext.article.source_url),
        data_machine=words["mark_machine"],
        data_outdated=words["mark_outdated"],
        data_linked=words["link_copied"],
        data_cited=words["sentence_copied"],
        data_refused=words["not_copied"],
    )


def tools(bitext: Bitext, context: Context, words: Words, other: str | None) -> Html:
    """The tools of a sentence. `other` is the page that has its translation, where this one has not."""
    file = entry_file(context.publication, bitext) if other is None and bitext.is_translated else None
    return tag(
        "span",
        _tool("a", _PENCIL, words["suggest"], "suggest", data_file=file) if file else Html(),
        _tool("a", _ACROSS, words["its_translation"], "across", data_file=other) if other else Html(),
        _tool("button", _QUOTE, words["cite"], "cite", type="button"),
        class_="dg-tools",
        hidden="",
    )


def _tool(element: str, path: str, name: str, kind: str, **attributes: str | None) -> Html:
    icon = tag("svg", tag("path", d=path), viewBox="0 0 24 24", aria_hidden="true")
    return tag(element, icon, tag("span", name), class_=f"dg-tool-{kind}", title=name, **attributes)


def _about(bitext: Bitext, lang: str) -> str:
    """What a citation says of the article: author, titles, source and date."""
    article = bitext.article
    title = f"{article.title} ({bitext.title})" if bitext.is_translated and bitext.title else article.title
    day = date_words(article.date, lang) if article.date else None
    place = ", ".join(filter(None, (article.source, day)))
    parts = [part.rstrip(".") for part in (article.author, title, place) if part]
    return ". ".join(parts) + "."


def _switch(bitext: Bitext, words: Words) -> Html:
    """The buttons that choose the view. Without scripts they are hidden and the page shows both languages."""
    target, lang = bitext.target, bitext.article.lang
    buttons = (
        tag("button", words["both"], type="button", data_view="both", lang=target, aria_pressed="true"),
        tag("button", own_name(target), type="button", data_view="target", lang=target, aria_pressed="false"),
        tag("button", own_name(lang), type="button", data_view="source", lang=lang, aria_pressed="false"),
    )
    return tag("div", *buttons, class_="dg-switch", role="group", aria_label=words["view"])

"""Where an article's text comes from: who or what translated it, and the facts for careful readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.addresses import memory_path
from digest.encode import Html, join, link, tag
from digest.labels import date_words, labels, reason_words
from digest.publication import Publication
from digest.values import Article, Bitext, Cut, Fact, Origin, Review, Status
from digest.web.pages.context import Context
from digest.web.pages.elements import Words, text_tag

__all__ = ["entry_file", "provenance"]

_CUTS_SHOWN = 40
_CUT_LENGTH = 110
_COMMENT_LENGTH = 30
_COMMENTS = frozenset({"comments", "comment_form", "below_article"})
# Addresses and telephone numbers of people are nobody's to pass on.
# A word that begins no mail address is taken whole too, and put back: to try each of its letters takes long.
_MAIL = re.compile(r"[\w.+-]++(?P<mail>@[\w-]+\.[\w.-]+)?")
_TELEPHONE = re.compile(r"(?:\+\d|\b8)[\s(-]*\d{3}[\d\s()-]{5,}\d")
# How the forges name a file of a branch; all of them take #L12 for its line.
_FORGES = (("gitlab", "/-/blob/"), ("codeberg", "/src/branch/"), ("gitea", "/src/branch/"),
           ("forgejo", "/src/branch/"), ("", "/blob/"))  # fmt: skip


def entry_file(publication: Publication, bitext: Bitext) -> str | None:
    """The address of the article's PO file on the project's forge, or None where no repository is known."""
    if not publication.repo_url:
        return None
    middle = next(middle for name, middle in _FORGES if name in publication.repo_url.lower())
    return f"{publication.repo_url}{middle}{publication.branch}/{memory_path(bitext.key)}"


def provenance(bitext: Bitext, context: Context, lang: str) -> Html:
    """The block of facts, closed at first, in a language; what is unknown is left out."""
    words = labels(lang)
    facts = [*_source_facts(bitext, words, lang)]
    if bitext.is_translated:
        facts += _translation_facts(bitext, context, words)
    facts += _text_facts(bitext, words, lang)
    rows = (Html(tag("dt", words[name]) + tag("dd", value)) for name, value in facts)
    return tag(
        "details", tag("summary", words["about_text"]), tag("dl", join(rows, "\n")), class_="dg-provenance"
    )


_Facts = Iterator[tuple[str, Html]]
"""The name of the label, and what it says."""


def _source_facts(bitext: Bitext, words: Words, lang: str) -> _Facts:
    article = bitext.article
    url = link(article.source_url)
    source = [text_tag("bdi", article.source, article.lang, "dg-fact")] if article.source else []
    if url:
        shown = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
        source.append(tag("a", shown, href=url, rel="external noopener noreferrer"))
    if source:
        yield "fact_source", join(source, " ")
    if article.author:
        yield "fact_author", text_tag("bdi", article.author, article.lang, "dg-fact")
    if article.date:
        yield "fact_date", tag("time", date_words(article.date, lang), datetime=article.date.isoformat())
    if article.section:
        yield "fact_section", text_tag("bdi", article.section, article.lang, "dg-fact")


def _translation_facts(bitext: Bitext, context: Context, words: Words) -> _Facts:
    if bitext.status is Status.MISSING:
        yield "fact_translation", join([words["missing"]])
    else:
        names = f" ({', '.join(bitext.reviewers)})" if bitext.reviewers and bitext.reviewed else ""
        confirmed = words["confirmed"].format(n=bitext.reviewed, m=len(bitext.pairs))
        yield "fact_confirmed", tag("span", confirmed + names, dir="auto")
    for origin in bitext.origins:
        yield from _machine("fact_machine", origin, words)
    for origin in _drafts(bitext):
        facts = _machine("fact_draft", origin, words)
        yield from (next(facts),) if origin in bitext.origins else facts  # its hash stands above
    if address := entry_file(context.publication, bitext):
        file = tag("a", memory_path(bitext.key), href=address, rel="external noopener noreferrer")
        yield "suggest", file


def _drafts(bitext: Bitext) -> tuple[Origin, ...]:
    """The machines whose text a person has read since, each once, where the memory knows them."""
    translations = (pair.translation for pair in bitext.pairs)
    found = (one.origin for one in translations if one and one.origin and one.review is not Review.MACHINE)
    return tuple(dict.fromkeys(found))


def _machine(name: str, origin: Origin, words: Words) -> _Facts:
    if origin.engine == "memory":
        yield name, tag("span", words["from_memory"].replace("{slug}", origin.model), dir="auto")
        return
    engine = f"{origin.engine} {origin.engine_version}".strip()
    model = f"{origin.model} {origin.model_version}".strip()
    shown = ", ".join(filter(None, (engine, model)))
    mark = tag("strong", words["demo"], class_="dg-demo") if origin.demo else Html()
    yield name, join([tag("bdi", shown), mark], " ") if mark else tag("bdi", shown)
    if origin.model_sha256:
        yield "fact_hash", tag("code", origin.model_sha256)


def _text_facts(bitext: Bitext, words: Words, lang: str) -> _Facts:
    if items := [*_readings(bitext.article, words)]:
        yield "fact_read", tag("ul", *items)
    yield "fact_text_hash", tag("code", bitext.article.sha256)
    if cuts := bitext.article.cuts:
        number = tag("summary", words["cut_lines"].replace("{n}", str(len(cuts))))
        yield "fact_cut", tag("details", number, _cut_list(bitext, words, lang), class_="dg-cuts")


_TEXT, _EDITOR = "text", "digest.yml"
_READ = {"title": "fact_title", "date": "fact_date", "author": "fact_author", "source": "fact_source",
         "section": "fact_section"}  # fmt: skip


def _readings(article: Article, words: Words) -> Iterator[Html]:
    """What the file itself says: each fact with its origin, and what it was preferred to."""
    for name, label in _READ.items():
        facts = [fact for fact in article.facts if fact.name == name]
        if all(fact.origin in (_TEXT, _EDITOR) for fact in facts):
            continue
        stated = [fact for fact in facts if fact.stated]
        said = [Html(tag("bdi", _origin(fact, words))) for fact in stated]
        said += [tag("bdi", _rival(fact, words)) for fact in facts if not fact.stated]
        yield tag("li", words[label], ": ", join(said, "; "))


def _rival(fact: Fact, words: Words) -> str:
    return words["fact_rival"].format(value=_shortened(fact.value, _CUT_LENGTH), origin=_origin(fact, words))


def _origin(fact: Fact, words: Words) -> str:
    return words["fact_from_text"] if fact.origin == _TEXT else fact.origin


def _cut_list(bitext: Bitext, words: Words, lang: str) -> Html:
    """The lines that were cut, each with its number and its reason."""
    cuts = bitext.article.cuts
    # Where the article may be shown only in part, so may what stood around it.
    shown = (
        tag(
            "li",
            *(() if bitext.withheld else (tag("span", _shown(cut), lang=bitext.article.lang, dir="auto"),)),
            tag("small", reason_words(cut.rule, lang) or cut.reason),
            value=str(cut.line),
        )
        for cut in cuts[:_CUTS_SHOWN]
    )
    rest = len(cuts) - _CUTS_SHOWN
    more = tag("p", words["cut_more"].replace("{n}", str(rest))) if rest > 0 else Html()
    return join([tag("ol", *shown), more])


def _shown(cut: Cut) -> str:
    """A cut line without people's addresses, shortened where it is long or a reader's comment."""
    text = _TELEPHONE.sub("…", _MAIL.sub(lambda word: "…" if word["mail"] else word[0], cut.text))
    most = _COMMENT_LENGTH if cut.rule in _COMMENTS else _CUT_LENGTH
    return _shortened(text, most)


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"

"""What a person should look at in an article that was read: what is a guess, and what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from digest.labels import language_name
from digest.settings import Settings
from digest.values import Article, Finding

__all__ = ["doubts"]

_SHOWN = 60


def doubts(article: Article, settings: Settings) -> Finding | None:
    """All doubts about an article in one finding, with what to write in digest.yml; None without any."""
    found = list(_found(article, (*settings.languages, *settings.targets)))
    if not found:
        return None
    fields = ", ".join(f"`{field}: …`" for field, _ in found if field)
    remedy = f"look at it with `inspect {article.file}`"
    if fields:
        remedy += f"; write {fields} under `articles: {article.slug}:` in digest.yml"
    if any(not field for field, _ in found):
        remedy += f"; add {article.lang} to `languages:` in digest.yml, or write the right `lang: …` there"
    return Finding(article.file, "; ".join(message for _, message in found), remedy, place=article.place)


def _found(article: Article, expected: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each doubt: the setting of digest.yml that ends it, if there is one, and what it is."""
    stated = {fact.name for fact in article.facts if fact.stated}
    if "title" not in stated:
        title = article.title if len(article.title) <= _SHOWN else f"{article.title[:_SHOWN]}…"
        yield "title", f"the title is a guess: {title}"
    found = [fact.value for fact in article.facts if fact.name == "lang"]
    if "lang" not in stated:
        names = " or ".join(language_name(lang, "en") for lang in found[:3] or (article.lang,))
        yield "lang", f"the language is doubtful: {names}"
    elif article.lang not in expected:
        name = language_name(article.lang, "en")
        yield "", f"the language, {name}, is not among the digest's ({', '.join(expected)})"

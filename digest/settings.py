"""What the editors decide: digest.yml, checked and merged over the defaults."""

from __future__ import annotations

from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from datetime import date

from digest.errors import SettingsError

__all__ = ["ArticleFacts", "Settings", "Source", "Topic", "parse"]

Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$", description="a language code, as in `en` or `kk`")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Part):
    """A publisher: the name as shown, its site, and the other ways in which articles name it."""

    name: str
    url: str | None = None
    also: tuple[str, ...] = ()


class Topic(_Part):
    """A topic: the name as shown, and the word beginnings that tell it, in any language."""

    name: str
    words: tuple[str, ...] = ()


class ArticleFacts(_Part):
    """What an editor knows of one article and its text does not tell; wins over what was read."""

    title: str | None = None
    lang: Code | None = None
    date: date | None = None
    author: str | None = None
    source: str | None = None
    source_url: str | None = None
    section: str | None = None
    topics: tuple[str, ...] | None = None


class Settings(_Part):
    """The whole of digest.yml."""

    title: str = "Bilingual Digest"
    target: Code = "en"
    languages: tuple[Code, ...] = ("kk", "ru", "pl", "uk", "ky")
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    articles: dict[str, ArticleFacts] = {}

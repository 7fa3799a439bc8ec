"""What the editors decide: digest.yml, checked and merged over the defaults."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from digest.errors import SettingsError
from digest.yaml_text import compose, construct

__all__ = ["ArticleMetadata", "Columns", "Mode", "Settings", "Source", "Term", "Topic", "parse"]


def _one(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse several languages, until a digest can be built in several."""
    if len(codes) != 1:
        raise PydanticCustomError("one_language", "one language")
    return codes


def _listed(names: Any) -> Any:
    """Let one name stand without a list around it."""
    return [names] if isinstance(names, str) else names


Code = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Name = Annotated[str, Field(min_length=1)]
PairKey = Annotated[str, Field(pattern=r"^[a-z]{2,3}-[a-z]{2,3}$")]
Names = Annotated[tuple[Name, ...], BeforeValidator(_listed)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]

# What to tell a person for each kind of error that pydantic finds; the rest get pydantic's own words.
_ALLOWED = {
    "string_type": "text; put it in quotes if it looks like a number, a date, yes or no",
    "tuple_type": "a list, each item on a line of its own after `- `",
    "dict_type": "a mapping, each `name: value` on a line of its own",
    "model_type": "a mapping, each `name: value` on a line of its own",
    "date_from_datetime_parsing": "a date as in 2024-03-26",
    "date_type": "a date as in 2024-03-26",
    "one_language": "one language",
}
# Earlier names of settings that are read still, as a list of one.
_NEW_KEYS = {"target": "targets"}
_ALLOWED_PATTERN = {
    r"^[a-z]{2,3}$": "a language code of two or three small letters, as in `en` or `kk`",
    r"^[a-z]{2,3}-[a-z]{2,3}$": "a pair of language codes, as in `kk-en`",
    r"^https?://[^\s]+$": "an address that begins with http:// or https://",
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Mode(StrEnum):
    """How much of a publisher's articles is published: on pages, in the search, in feeds and in print."""

    FULL = "full"
    EXCERPT = "excerpt"
    """The title and the first sentences."""
    LINK = "link"
    """The title and the way to the source."""


class Source(_Part):
    """A publisher: the name as shown, its site, and the other ways in which articles name it."""

    name: Name
    url: Url | None = None
    also: tuple[Name, ...] = ()
    mode: Mode = Mode.FULL


class Term(_Part):
    """A name or an expression that means the same in every article.

    `name` is what the target language calls it; `variants` are the ways in which a language, the target
    too, writes it, each in its dictionary form.
    """

    name: Name
    kind: Literal["person", "institution", "place", "term"] = "term"
    variants: dict[Code, tuple[Name, ...]] = {}


class Topic(_Part):
    """A topic: the name as shown, and the word beginnings by which it is found, in any language."""

    name: Name
    words: tuple[Name, ...] = ()


class ArticleMetadata(_Part):
    """What an editor knows about one article and its text does not say; it wins over what was read."""

    title: Name | None = None
    lang: Code | None = None
    date: datetime.date | None = None
    author: Name | None = None
    source: Name | None = None
    source_url: Url | None = None
    section: Name | None = None
    topics: tuple[Name, ...] | None = None


class Columns(_Part):
    """Which columns of a table hold what, for tables whose headings are not the usual ones.

    Each is a heading as the table has it, or a list of headings of which the first that a table has counts:
    `columns: {title: Заголовок, text: [Полный текст, Текст]}`. `text` is the article, `id` what tells a row
    from all others for ever. `sheet` is the name of the sheet to read of a workbook.
    """

    title: Names = ()
    text: Names = ()
    date: Names = ()
    author: Names = ()
    source: Names = ()
    source_url: Names = ()
    section: Names = ()
    lang: Names = ()
    id: Names = ()
    sheet: Name | None = None


class Settings(_Part):
    """The whole of digest.yml. Every setting has a default, so an empty file is a good one.

    `targets` are the languages that articles are translated into: one, for now; `target: en` is read too.
    `languages` are the ones that articles are expected in; an article in another is reported as such.
    `articles` maps a slug to what an editor knows about that article. `engines` maps a pair, as in `kk-en`,
    to the name of the model that translates it, or of two with `+` between; other pairs get the best
    installed. `robots` is what search engines are asked; the texts are others', so it is to stay away.
    `columns` says which columns of a table hold what. `copies` is what becomes of an article that another one
    repeats: `group` names it on the page of the first, `keep` gives it a page of its own.
    """

    title: Name = "Bilingual Digest"
    targets: Annotated[tuple[Code, ...], AfterValidator(_one)] = ("en",)
    languages: tuple[Code, ...] = ("kk", "ru", "pl", "uk", "ky")
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    articles: dict[str, ArticleMetadata] = {}
    engines: dict[PairKey, Name] = {}
    glossary: tuple[Term, ...] = ()
    robots: Literal["noindex", "index"] = "noindex"
    columns: Columns = Columns()
    copies: Literal["group", "keep"] = "group"

    @property
    def target(self) -> str:
        """The language that articles are translated into."""
        return self.targets[0]

    @model_validator(mode="before")
    @classmethod
    def _with_one_target(cls, data: Any) -> Any:
        """Read `target: en`, as a digest.yml had it before there could be several."""
        for old, new in _NEW_KEYS.items():
            if isinstance(data, dict) and old in data and new not in data:
                data = {(new if key == old else key): value for key, value in data.items()}
                data[new] = [data[new]]
        return data


def parse(text: str, file: str = "digest.yml") -> Settings:
    """Read the text of digest.yml.

    Raises:
        SettingsError: names every mistake in the file at once, each with its line.
    """
    root = compose(text, file, SettingsError)
    data = construct(root, file, SettingsError)
    for key, line in _duplicates(root):
        raise SettingsError(file, f"`{key}` stands twice", place=f"line {line}", remedy="merge the two")
    try:
        return Settings.model_validate({} if data is None else data)
    except ValidationError as error:
        raise _settings_error(file, root, error) from error


def _settings_error(file: str, root: yaml.Node | None, error: ValidationError) -> SettingsError:
    problems = [_describe(problem, root) for problem in error.errors()]
    place, found, allowed = problems[0]
    if len(problems) == 1:
        return SettingsError(file, found, place=place, allowed=allowed)
    lines = "".join(f"\n  {place}: {found} (allowed: {allowed})" for place, found, allowed in problems)
    return SettingsError(file, f"{len(problems)} mistakes{lines}")


def _describe(problem: ErrorDetails, root: yaml.Node | None) -> tuple[str, str, str]:
    """Place, what was found and what is allowed."""
    loc = _as_written(problem["loc"], root)
    name = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc).lstrip(".")
    line = _line(root, loc)
    place = f"line {line}: {name}" if name else f"line {line}"
    if problem["type"] == "extra_forbidden":
        return place, "unknown setting", ", ".join(_fields(loc[:-1]))
    if problem["type"] == "missing":
        return place, "missing", "text"
    pattern = problem.get("ctx", {}).get("pattern", "")
    allowed = _ALLOWED.get(problem["type"]) or _ALLOWED_PATTERN.get(pattern) or problem["msg"].lower()
    return place, f"found {problem['input']!r}", allowed


def _as_written(loc: tuple[str | int, ...], root: yaml.Node | None) -> tuple[str | int, ...]:
    """The place of a mistake under the name that the file has for the setting."""
    written = {key.value for key, _ in root.value} if isinstance(root, yaml.MappingNode) else set()
    for old, new in _NEW_KEYS.items():
        if loc[:1] == (new,) and old in written:
            return (old,)
    return loc


def _fields(loc: Sequence[str | int]) -> list[str]:
    """The settings that are allowed at a place."""
    models: dict[str, type[_Part]] = {
        "sources": Source,
        "topics": Topic,
        "articles": ArticleMetadata,
        "glossary": Term,
        "columns": Columns,
    }
    model = models[str(loc[0])] if loc else Settings
    return list(model.model_fields)


def _line(node: yaml.Node | None, loc: Sequence[str | int]) -> int:
    """The line on which the setting at `loc` stands, or the nearest one around it."""
    if node is None:
        return 1
    line = int(node.start_mark.line) + 1
    if not loc:
        return line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(loc[0]):
                return _line(value, loc[1:]) if loc[1:] else int(key.start_mark.line) + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(loc[0], int):
        return _line(node.value[loc[0]], loc[1:])
    return line


def _duplicates(node: Any) -> Iterator[tuple[str, int]]:
    """Every key that stands twice in one mapping, with its line: YAML would keep the last without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield str(key.value), key.start_mark.line + 1
            seen.add(key.value)
            yield from _duplicates(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _duplicates(item)

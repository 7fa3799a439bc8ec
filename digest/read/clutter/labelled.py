"""Lines that are introduced by a label: links, captions, tags, names, buttons."""

from __future__ import annotations

import re
from functools import cache

from digest.read.clutter.lines import (
    Hit,
    Metadata,
    Page,
    Rule,
    bare,
    ends_sentence,
    few,
    is_headline,
    is_item,
    is_prose,
    words,
)
from digest.read.clutter.metadata import author_of, read_author, read_photo, read_source, source_of
from digest.read.clutter.names import is_name
from digest.read.clutter.vocabulary import (
    after_label,
    is_label,
    lead,
    notice,
    only_words_of,
    pattern,
    word_list,
)

__all__ = ["LABELLED"]

_BEHIND_LABEL = re.compile(r"[•|:]")
_URL = re.compile(r"^(?:https?://|www\.)\S+$")
_HASHTAGS = re.compile(r"^(?:[#＃]\s?[\w-]+[\s,;]*)+$")
_SIGNED = re.compile(r"^(?:©|\(c\))\s?\S", re.IGNORECASE)
_OFFER = re.compile(r"\?\s.*\s(?:www\.)?[\w-]+\.(?:com|net|pl|ru|kz|ua|kg|by)$", re.IGNORECASE)
_WITHIN = re.compile(r"\s(?:©|\(c\))\s?(?P<credit>[^\W\d].{1,50})$", re.IGNORECASE)
_CREDIT_END = re.compile(
    r"(?:[.!?»”)]|\s[|/–—-]|,(?=\s(?:fot\.|foto:|фото:|сурет:|сүрөт:|photo:)))\s*"
    r"\(?(?P<credit>(?:fot\.|foto\.)?\s?[^\s.][^.]{0,60})\)?\.?$",
    re.I,
)


def link(page: Page, index: int) -> Hit | None:
    """An address of a page, alone on its line."""
    text = page.text(index)
    return Hit() if _URL.match(text) else None


def arrow_link(page: Page, index: int) -> Hit | None:
    """A link to another article, marked with an arrow."""
    text = page.text(index)
    return Hit() if text[0] in "→►▶➡»›⇒☞👉🔗" and is_headline(text) else None


def photo_caption(page: Page, index: int) -> Hit | None:
    """A caption or the credit of a picture."""
    text = page.text(index)
    metadata = read_photo(text)
    if metadata is not None:
        if metadata.photo_credit is None and page.free(index + 1) and few(page.text(index + 1), 6):
            following = page.text(index + 1)
            if not ends_sentence(following):
                return Hit(2, Metadata(photo_credit=following))
        return Hit(1, metadata)
    plain = page.lines[index].rest if page.lines[index].day else text
    if few(plain, 8) and not ends_sentence(plain) and plain and _is_loose_credit(plain):
        return Hit(1, Metadata(photo_credit=_loose_credit(plain)))
    if few(text, 40) and notice("from_left", text):
        return Hit()
    if credited := _credit_at_end(text):
        return Hit(1, credited)
    inner = _credit_in_brackets().search(text) if text.endswith((")", "]", ").", "].")) else None
    if inner and few(text, 40):
        return Hit(1, read_photo(inner[1]) or Metadata())
    signed = few(text, 6) and _SIGNED.match(text)
    # Below the article the same sign is part of the site's own notice.
    if signed and page.prose_below(index):
        return Hit()
    # "Lorries at the border © Agency | Photographer"
    within = _WITHIN.search(text) if few(text, 30) else None
    return Hit(1, Metadata(photo_credit=within["credit"])) if within else None


@cache
def _credit_in_brackets() -> re.Pattern[str]:
    return re.compile(rf"[(\[/]\s?({pattern('photo')}\b[^()\[\]]{{1,50}})[)\]]\.?$", re.IGNORECASE)


def _credit_at_end(text: str) -> Metadata | None:
    """The credit after a caption on the same line."""
    credit = _CREDIT_END.search(text) if few(text, 45) else None
    if credit and not _is_byline(text, credit):
        plain = credit["credit"].strip("() ")
        if metadata := read_photo(plain):
            return metadata
        if few(plain, 6) and len(words(plain)) > 1 and _is_loose_credit(plain):
            return Metadata(photo_credit=_loose_credit(plain))
    return Metadata() if _is_short_credit(text) else None


def _is_byline(text: str, credit: re.Match[str]) -> bool:
    """Whether a comma separates the author of the text from that of the picture."""
    before = text[: credit.start()]
    return credit[0].startswith(",") and (is_name(before) or read_author(before) is not None)


def _is_short_credit(text: str) -> bool:
    """`They open the box. Photo of the school`: a credit after a sentence, without a name or a full stop."""
    credit = _short_credit().search(text) if few(text, 25) else None
    return credit is not None and credit[1][0].isupper()


@cache
def _short_credit() -> re.Pattern[str]:
    return re.compile(rf"[.!?]\s+({pattern('photo')}\s[^\W\d_]+(?:\s[^\W\d_]+)?)$", re.IGNORECASE)


def _is_loose_credit(text: str) -> bool:
    """`Фото з відкритих джерел`, `Фото автора`, `Фото Івана Петренка`: the word for photo without a colon."""
    rest = lead("photo", text)
    if is_label("photo", text):
        return True
    label = text[: len(text) - len(rest or "")]
    if not rest or not re.match(rf"^[(\[]?(?:[^\W\d_]+\s)?{pattern('photo')}", label, re.IGNORECASE):
        return False
    named = (rest[0].isupper() or not rest[0].isalpha()) and few(rest, 4)
    return bool(re.match(pattern("photo_from"), rest, re.IGNORECASE)) or named or rest[0] in '«„"'


def _loose_credit(text: str) -> str | None:
    rest = lead("photo", text)
    return rest.strip(" ()[]©/") or None if rest else None


def read_also(page: Page, index: int) -> Hit | None:
    """A link to another article."""
    text = page.text(index)
    if is_label("read_also", text) or (few(text, 8) and not text.endswith(".") and notice("interest", text)):
        return Hit(1 + _headlines_below(page, index + 1))
    value = after_label("read_also", text)
    if value:
        link = (few(value, 30) and not value.endswith((".", ";"))) or _URL.match(value)
        return Hit() if link else None
    if few(text, 30) and notice("teaser", text):
        return Hit()
    rest = lead("read_also", text)
    free = rest and (rest[0].isupper() or rest[0] in '«„"“→»>') and not text.endswith((".", ":"))
    first = text[: len(text) - len(rest or "")].strip()
    return Hit() if free and len(words(first)) > 1 and few(text, 30) else None


def _headlines_below(page: Page, start: int) -> int:
    """How many lines from `start` on are headlines that the label above introduces."""
    # A card may name the section above its headline, and end with a paragraph about it.
    if bare(page.text(start)) in word_list("sections") and page.joined(start + 1):
        found = _headlines_below(page, start + 1)
        teaser = found == 1 and page.lines[start + 2].gap and is_prose(page.text(start + 2))
        return 1 + found + teaser if found else 0
    count = 0
    while page.free(start + count):
        text = page.text(start + count)
        line = page.lines[start + count]
        more = count > 0 and line.gap and len(words(text)) < 5
        dated = line.dated and few(line.rest, 3)
        if (
            (more and not dated)
            or is_prose(text)
            or read_source(text) is not None
            or not (dated or is_headline(text) or _is_listed_headline(text))
        ):
            break
        count += 1
    # Without blank lines the last one may be a heading in the text that continues below.
    if count < 2 or page.spaced or not is_prose(page.text(start + count)):
        return count
    last, first = page.text(start + count - 1), page.text(start)
    heading = last.isupper() or len(words(last)) <= min(5, len(words(first)) - 2)
    return count - heading


def _is_listed_headline(text: str) -> bool:
    return (
        is_item(text)
        and not ends_sentence(text)
        and 4 <= len(words(text)) <= 25
        and not text.startswith(("–", "—"))
    )


def related_articles(page: Page, index: int) -> Hit | None:
    """The heading of a list of other articles."""
    text = page.text(index)
    if is_label("related", text) or (few(text, 9) and notice("more_news", text)):
        return Hit(1 + _headlines_below(page, index + 1))
    return None


def comments(page: Page, index: int) -> Hit | None:
    """The heading of the readers' comments."""
    text = page.text(index)
    return Hit() if is_label("comments", text) and few(text, 5) else None


def share_buttons(page: Page, index: int) -> Hit | None:
    """Buttons for sharing."""
    text = page.text(index)
    if is_label("share", text) or (only_words_of(text, word_list("networks")) and few(text, 15)):
        return Hit()
    if few(text, 9) and not text.endswith(".") and notice("share", text):
        return Hit()
    value = after_label("share", text)
    if value is None:
        value = lead("share", text)
    return Hit() if value and only_words_of(value, word_list("networks")) else None


def languages(page: Page, index: int) -> Hit | None:
    """The switch between the site's languages."""
    text = page.text(index)
    return Hit() if only_words_of(text, word_list("languages")) and (few(text, 8)) else None


def advertisement(page: Page, index: int) -> Hit | None:
    """The mark of an advertisement."""
    text = page.text(index)
    label = is_label("advertisement", text) or is_label("advertisement", _BEHIND_LABEL.split(text, 1)[0])
    # "Looking for a flat? See the offers at flats.com"
    offer = _OFFER.search(text) if few(text, 15) else None
    if offer and not page.taken.get(index + 1) and not is_prose(text):
        return Hit()
    names_advertiser = few(text, 30) and notice("advertiser", text)
    return Hit() if names_advertiser or (label and few(text, 6) and not text.endswith(".")) else None


def tags(page: Page, index: int) -> Hit | None:
    """The article's tags."""
    text = page.text(index)
    if _HASHTAGS.match(text):
        return Hit()
    if is_label("tags", text):
        count = 0
        while (
            page.free(index + 1 + count) and _is_tag(page.text(index + 1 + count)) and not page.inside(index)
        ):
            count += 1
        return Hit(1 + count)
    value = after_label("tags", text)
    return Hit() if value and not is_prose(value) and not value.endswith((".", ":")) else None


def _is_tag(text: str) -> bool:
    return few(text, 4) and not ends_sentence(text) and not text.endswith(":")


def author_line(page: Page, index: int) -> Hit | None:
    """The author's line."""
    text = page.text(index)
    metadata = read_author(text)
    if metadata is not None:
        short = metadata.author is not None or not page.inside(index)
        return Hit(1, metadata) if short else None
    pictured = _photo_by().split(text) if few(text, 9) else []
    if len(pictured) == 2 and is_name(pictured[0]):
        return Hit(1, Metadata(author=pictured[0], byline=text, photo_credit=pictured[1]))
    following = page.text(index + 1)
    if is_name(text) and page.free(index + 1) and _is_about_author(page, index + 1):
        return Hit(2, Metadata(author=text, byline=text))
    if is_label("author", text) and few(text, 3) and following and page.free(index + 1):
        metadata = author_of(following, f"{text} {following}")
        if metadata and (metadata.author or not page.inside(index)) and not is_prose(following):
            return Hit(2, metadata)
        return Hit() if not page.inside(index) else None
    return None


@cache
def _photo_by() -> re.Pattern[str]:
    return re.compile(rf",?\s+{pattern('photo_by')}(?!\w)\.?:?\s", re.IGNORECASE)


def _is_about_author(page: Page, index: int) -> bool:
    """Whether a line describes the author named above it, before or after the article."""
    text = page.text(index)
    if (
        not few(text, 35)
        or text.endswith(":")
        or not re.match(rf"\W?(?:\S+\s){{0,4}}{pattern('author_role')}(?!\w)", text, re.I)
    ):
        return False
    return not (page.prose_above(index - 1) and page.prose_below(index))


def source_line(page: Page, index: int) -> Hit | None:
    """The line that names the source."""
    text = page.text(index)
    metadata = read_source(text)
    if metadata is not None:
        return Hit(1, metadata)
    following = page.text(index + 1)
    if is_label("source", text) and page.free(index + 1) and few(following, 6) and not is_prose(following):
        return Hit(2, source_of(following) or Metadata())
    return Hit() if is_label("source", text) and not page.inside(index) else None


LABELLED: tuple[Rule, ...] = (
    arrow_link,
    link,
    photo_caption,
    read_also,
    related_articles,
    share_buttons,
    languages,
    advertisement,
    tags,
    author_line,
    source_line,
    comments,
)

"""The rules of the cleaning, in the order in which they are asked. The first that speaks wins.

A rule looks at one line of a page and says None ("not mine") or a Hit. The first line of its docstring
is the reason that readers see. A new rule is one function and one line in one of the lists at the end.
"""

from __future__ import annotations

import re

from digest.clutter.facts import composite, read, read_author, read_photo, read_section, read_source
from digest.clutter.lines import (
    Facts,
    Hit,
    Page,
    Rule,
    bare,
    ends_sentence,
    is_headline,
    is_item,
    is_name,
    is_prose,
    key,
    words,
)
from digest.clutter.vocabulary import (
    after_label,
    is_label,
    is_place,
    labels,
    lead,
    notice,
    only_words_of,
    pattern,
    word_list,
)

__all__ = ["AROUND_HEADLINE", "BY_PLACE", "BY_WORDING", "ENDS_ARTICLE", "headline_again", "reason"]

_ARROWS = re.compile(r"\s*(?:[>›»→⟩]|\s/\s|\s\|\s|\s::\s|\s•\s)\s*")
_RULE_LINE = re.compile(r"^[\W_]+$")
_URL = re.compile(r"^(?:https?://|www\.)\S+$")
_HASHTAGS = re.compile(r"^(?:[#＃]\s?[\w-]+[\s,;]*)+$")
_SIGNATURE = re.compile(r"^(?:\(?[A-Z]{3,4}\)?\s+)?(?:[^\W\d_]{2,4}\s?/\s*)+(?:[^\W\d_]{2,4}\s?/?)?$")
_CREDIT_END = re.compile(
    r"(?:[.!?»”)]|\s[|/–—-])\s*\(?(?P<credit>(?:fot\.|foto\.)?\s?[^\s.][^.]{0,60})\)?\.?$", re.I
)


def reason(rule: Rule) -> str:
    """A rule in plain English: the first line of its docstring."""
    return (rule.__doc__ or "").strip().splitlines()[0]


def _few(text: str, most: int) -> bool:
    return len(words(text)) <= most


# By wording: what a line says is enough.


def separator(page: Page, index: int) -> Hit | None:
    """A line of signs without a word: a rule, stars or an icon."""
    return Hit() if _RULE_LINE.match(page.text(index)) else None


def cookie_notice(page: Page, index: int) -> Hit | None:
    """A notice about cookies."""
    return _notice(page, index, "cookies", 60)


def error_report(page: Page, index: int) -> Hit | None:
    """The form for reporting a mistake in the text."""
    text = page.text(index)
    return (
        Hit()
        if is_label("error_report", text) and _few(text, 8)
        else _notice(page, index, "error_report", 45)
    )


def subscription(page: Page, index: int) -> Hit | None:
    """A call to subscribe, follow or leave an address."""
    text = page.text(index)
    return Hit() if is_label("follow", text) else _notice(page, index, "subscribe", 45)


def app_download(page: Page, index: int) -> Hit | None:
    """A call to install the site's app."""
    return _notice(page, index, "app", 25)


def paywall(page: Page, index: int) -> Hit | None:
    """A word that the rest is for subscribers."""
    return _notice(page, index, "paywall", 45)


def copyright_line(page: Page, index: int) -> Hit | None:
    """A copyright line or the terms for reprinting."""
    # Above the article's last paragraph a short one is the credit of a picture.
    below = any(is_prose(page.text(n)) for n in range(index + 1, len(page.lines)) if page.free(n))
    credit = _few(page.text(index), 6) and page.text(index)[0] in "©(" and below
    return (
        None
        if credit and not re.search(r"\d{4}", page.text(index))
        else _notice(page, index, "copyright", 90)
    )


def disclaimer(page: Page, index: int) -> Hit | None:
    """The site's disclaimer."""
    return _notice(page, index, "disclaimer", 70)


def contact(page: Page, index: int) -> Hit | None:
    """The editors' address, number or call for news."""
    return _notice(page, index, "contact", 45)


def script_notice(page: Page, index: int) -> Hit | None:
    """A message of the page's own scripts."""
    return _notice(page, index, "scripts", 30)


def media_player(page: Page, index: int) -> Hit | None:
    """A player's or gallery's counter, with the caption under it."""
    if _notice(page, index, "media", 8) is None or (
        re.fullmatch(r"\d{1,2}:\d\d", page.text(index)) and index < 4
    ):
        return None
    below = page.lines[index + 1] if page.free(index + 1) else None
    return Hit(2 if below and not below.gap and not ends_sentence(below.text) else 1)


def donation(page: Page, index: int) -> Hit | None:
    """A call for donations."""
    return _notice(page, index, "donation", 40)


def rating(page: Page, index: int) -> Hit | None:
    """The stars that readers give."""
    return _notice(page, index, "rating", 9)


def gambling_warning(page: Page, index: int) -> Hit | None:
    """A warning that the law demands: age or gambling."""
    return _notice(page, index, "gambling", 25)


def poll(page: Page, index: int) -> Hit | None:
    """A poll among readers."""
    if not page.text(index).endswith("?"):
        return Hit() if is_label("vote", page.text(index)) else None
    for below in range(index + 1, min(index + 10, len(page.lines))):
        if is_label("vote", page.text(below)):
            return Hit(below - index + 1)
        if ends_sentence(page.text(below)) or not _few(page.text(below), 12):
            return None
    return None


def arrow_link(page: Page, index: int) -> Hit | None:
    """A link to another article, marked with an arrow."""
    text = page.text(index)
    return Hit() if text[0] in "→►▶➡»›⇒☞👉🔗" and is_headline(text) else None


def comment_form(page: Page, index: int) -> Hit | None:
    """The form or the terms for comments."""
    return _notice(page, index, "comments", 40)


def _notice(page: Page, index: int, kind: str, most: int) -> Hit | None:
    text = page.text(index)
    # What somebody says is not a notice of the site, whatever it is about.
    spoken = is_item(text) or text[0] in '«„“"–—-'
    return Hit() if not spoken and _few(text, most) and notice(kind, text) else None


def weather_and_rates(page: Page, index: int) -> Hit | None:
    """The weather or the rates of exchange."""
    text = page.text(index)
    return Hit() if _few(text, 14) and not ends_sentence(text) and notice("weather", text) else None


def read_also(page: Page, index: int) -> Hit | None:
    """A link to another article."""
    text = page.text(index)
    if is_label("read_also", text):
        return Hit(1 + _headlines_below(page, index + 1))
    value = after_label("read_also", text)
    if value:
        link = (_few(value, 30) and not value.endswith((".", ";"))) or _URL.match(value)
        return Hit() if link else None
    rest = lead("read_also", text)
    free = rest and (rest[0].isupper() or rest[0] in '«„"“→»>') and not text.endswith((".", ":"))
    first = text[: len(text) - len(rest or "")].strip()
    return Hit() if free and len(words(first)) > 1 and _few(text, 30) else None


def _headlines_below(page: Page, start: int) -> int:
    """How many lines from `start` on are the headlines under a label that announces them."""
    count = 0
    while page.free(start + count):
        text = page.text(start + count)
        line = page.lines[start + count]
        more = count > 0 and line.gap and len(words(text)) < 5
        dated = line.dated and _few(line.rest, 3)
        if (
            (more and not dated)
            or is_prose(text)
            or not (dated or is_headline(text) or _is_listed_headline(text))
        ):
            break
        count += 1
    return count


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
    if is_label("related", text):
        return Hit(1 + _headlines_below(page, index + 1))
    return None


def comments(page: Page, index: int) -> Hit | None:
    """The heading of the readers' comments."""
    text = page.text(index)
    return Hit() if is_label("comments", text) and _few(text, 5) else None


def share_buttons(page: Page, index: int) -> Hit | None:
    """Buttons for sharing."""
    text = page.text(index)
    if is_label("share", text) or (only_words_of(text, word_list("networks")) and _few(text, 15)):
        return Hit()
    value = after_label("share", text)
    if value is None:
        value = lead("share", text)
    return Hit() if value and only_words_of(value, word_list("networks")) else None


def languages(page: Page, index: int) -> Hit | None:
    """The switch between the site's languages."""
    text = page.text(index)
    return Hit() if only_words_of(text, word_list("languages")) and (_few(text, 8)) else None


def advertisement(page: Page, index: int) -> Hit | None:
    """The mark of an advertisement."""
    text = page.text(index)
    label = is_label("advertisement", text) or is_label("advertisement", re.split(r"[•|:]", text)[0])
    return Hit() if label and _few(text, 6) and not text.endswith(".") else None


def navigation(page: Page, index: int) -> Hit | None:
    """A label of the page's menu."""
    text = page.text(index)
    if is_label("navigation", text) and not text.endswith((".", "?", "!")):
        # Within the article a word alone can be a heading: only what is never one goes there.
        return Hit() if not page.inside(index) or _few(text, 4) else None
    if not page.inside(index) and only_words_of(text, labels("navigation")):
        return Hit()
    lists = (word_list("sections"), word_list("homes"), word_list("languages"))
    return Hit() if len(words(text)) >= 3 and text[-1].isalnum() and only_words_of(text, *lists) else None


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
    return _few(text, 4) and not ends_sentence(text) and not text.endswith(":")


def photo_caption(page: Page, index: int) -> Hit | None:
    """A caption or the credit of a picture."""
    text = page.text(index)
    facts = read_photo(text)
    if facts is not None:
        if facts.photo_credit is None and page.free(index + 1) and _few(page.text(index + 1), 6):
            following = page.text(index + 1)
            if not ends_sentence(following):
                return Hit(2, Facts(photo_credit=following))
        return Hit(1, facts)
    if _few(text, 8) and not ends_sentence(text) and _is_loose_credit(text):
        return Hit(1, Facts(photo_credit=_loose_credit(text)))
    credit = _CREDIT_END.search(text)
    if credit and _few(text, 45) and (told := read_photo(credit["credit"].strip("() "))):
        return Hit(1, told)
    inner = re.search(rf"[(\[/]\s?({pattern('photo')}\b[^()\[\]]{{1,50}})[)\]]\.?$", text, re.IGNORECASE)
    if inner and _few(text, 40):
        return Hit(1, read_photo(inner[1]) or Facts())
    # Under the article the same sign is the site's.
    above = any(is_prose(page.text(n)) for n in range(index + 1, len(page.lines)) if page.free(n))
    return Hit() if above and re.match(r"^(?:©|\(c\))\s?\S", text, re.I) and _few(text, 6) else None


def _is_loose_credit(text: str) -> bool:
    """`Фото з відкритих джерел`, `Фото автора`, `Фото Івана Петренка`: the word for photo without a colon."""
    rest = lead("photo", text)
    if is_label("photo", text):
        return True
    if not rest or not re.match(rf"^[(\[]?{pattern('photo')}", text, re.IGNORECASE):
        return False
    named = rest[0].isupper() and _few(rest, 3)
    return bool(re.match(pattern("photo_from"), rest, re.IGNORECASE)) or named or rest[0] in '«„"'


def _loose_credit(text: str) -> str | None:
    rest = lead("photo", text)
    return rest.strip(" ()[]©/") or None if rest else None


def author_line(page: Page, index: int) -> Hit | None:
    """The author's line."""
    text = page.text(index)
    facts = read_author(text)
    if facts is not None:
        short = facts.author is not None or not page.inside(index)
        return Hit(1, facts) if short else None
    following = page.text(index + 1)
    if is_label("author", text) and _few(text, 3) and following and page.free(index + 1):
        told = read_author(f"Автор: {following}")
        if told and (told.author or not page.inside(index)) and not is_prose(following):
            return Hit(2, Facts(author=told.author, byline=f"{text} {following}"))
        return Hit() if not page.inside(index) else None
    return None


def source_line(page: Page, index: int) -> Hit | None:
    """The line that names the source."""
    text = page.text(index)
    facts = read_source(text)
    if facts is not None:
        return Hit(1, facts)
    following = page.text(index + 1)
    if is_label("source", text) and page.free(index + 1) and _few(following, 6) and not is_prose(following):
        return Hit(2, read_source(f"Источник: {following}") or Facts())
    return Hit() if is_label("source", text) and not page.inside(index) else None


def section_line(page: Page, index: int) -> Hit | None:
    """The line that names the section."""
    facts = read_section(page.text(index))
    return Hit(1, facts) if facts is not None and not page.inside(index) else None


def breadcrumbs(page: Page, index: int) -> Hit | None:
    """The path to the article in the site's sections."""
    text = page.text(index)
    parts = [part.strip() for part in _ARROWS.split(text) if part.strip()]
    if len(parts) < 2 or page.inside(index) or page.lines[index].dated:
        return None
    home = bare(parts[0]) in word_list("homes")
    arrows = len(re.findall(r"[>›→⟩]|\s[»/]\s", text)) >= len(parts) - 1
    if not home and not (arrows and all(_few(part, 4) for part in parts[:-1])):
        return None
    # The last part may be the headline itself, whole or cut short.
    others = [key(line.text) for n, line in enumerate(page.lines) if n != index]
    last = key(parts[-1].rstrip("…."))
    if len(parts) > 2 and (
        not _few(parts[-1], 4) or any(other.startswith(last) for other in others if len(last) > 12)
    ):
        parts.pop()
    section = parts[-1] if bare(parts[-1]) not in word_list("homes") or len(parts) > 2 else None
    return Hit(1, Facts(section=section if section and _few(section, 5) else None))


# By place: the same line would be content within the article.


def link(page: Page, index: int) -> Hit | None:
    """An address of a page, alone on its line."""
    text = page.text(index)
    return Hit() if _URL.match(text) else None


def metadata(page: Page, index: int) -> Hit | None:
    """When, where and by whom it was published, or how often it was read."""
    line = page.lines[index]
    facts = composite(line)
    if facts is None or (page.inside(index) and not _is_bare_metadata(page, index)):
        return None
    return Hit(1, facts)


def _is_bare_metadata(page: Page, index: int) -> bool:
    """Whether a line within the article is a count of views or minutes; a mere date can be content."""
    facts = read(page.text(index))
    return facts is not None and (facts.views is not None or facts.reading_minutes is not None)


def counter(page: Page, index: int) -> Hit | None:
    """A number alone, as of views."""
    text = page.text(index)
    below = page.text(index + 1)
    if re.fullmatch(r"\d[\d\s.,]*", text) is None or page.inside(index) or page.lines[index].dated:
        return None
    number = int(re.sub(r"\D", "", text))
    if is_label("views", below):
        return Hit(2, Facts(views=number))
    if is_label("comments", below):
        return Hit(2)
    return Hit(1, Facts(views=number) if index < page.first else Facts())


def labelled_number(page: Page, index: int) -> Hit | None:
    """A count of views or minutes, its label on a line of its own."""
    text, below = page.text(index), page.text(index + 1)
    if page.inside(index) or not below:
        return None
    label_first = (is_label("views", text) or is_label("reading", text)) and re.match(
        r"^\D{0,2}\d[\d\s]*\w*$", below
    )
    number_first = re.match(r"^\d[\d\s]*\D{0,8}$", text) and (
        is_label("views", below) or is_label("reading", below)
    )
    if not (label_first or number_first):
        return None
    facts = read(f"{text} {below}") or read(text) or read(f"{below} {text}")
    return Hit(2, facts or Facts())


def comment_count(page: Page, index: int) -> Hit | None:
    """A count or button of the page."""
    return Hit(1, facts) if not page.inside(index) and (facts := read(page.text(index))) is not None else None


def agency_initials(page: Page, index: int) -> Hit | None:
    """The signature of an agency's editors."""
    return Hit() if _SIGNATURE.match(page.text(index)) and index >= page.last - 1 else None


# Around the headline: what is left over where an article does not stand.


def headline_again(page: Page, index: int) -> Hit | None:
    """The headline, or a repeat of it."""
    if index == page.title:
        return Hit()
    own, title = key(page.text(index)), key(page.text(page.title))
    if own == title:
        return Hit()
    # A site's name behind it, a first word before it, or the end cut off.
    near = len(title) > 15 and (own.startswith(title) or own.endswith(title)) and len(own) - len(title) <= 45
    short = page.text(index).endswith(("…", "...")) and len(own) > 20 and title.startswith(own)
    separated = re.search(r"\s[|–—•/:-]\s", page.text(index)) or index < page.title
    return Hit() if (near and separated and not is_prose(page.text(index))) or short else None


def section_label(page: Page, index: int) -> Hit | None:
    """A short label beside the headline: the section, a place or the author."""
    text = page.text(index)
    if (
        not page.free(index)
        or not _few(text, 4)
        or len(text) > 45
        or index >= page.first
        or ends_sentence(text)
    ):
        return None
    if is_name(text) and bare(text) not in word_list("sections") and index > page.title:
        return Hit(1, Facts(author=text, byline=text))
    if index > page.title and text[0] in '«„“"' and text[-1] in '»”"':
        return Hit(1, Facts(outlet=text.strip('«»„“”"')))
    told = is_place(text) or text.endswith(":") or not text[0].isupper()
    chosen = not told and _best_label(page) == index
    return Hit(1, Facts(section=text) if chosen else Facts())


def _best_label(page: Page) -> int | None:
    """The short line that is the section: one with a usual name, else the only one above the headline."""
    loose = [
        n
        for n in range(page.first)
        if page.free(n) and n != page.title and _few(page.text(n), 4) and not ends_sentence(page.text(n))
    ]
    usual = [n for n in loose if bare(page.text(n)) in word_list("sections")]
    above = [n for n in loose if n < page.title and page.text(n)[0].isupper() and not is_place(page.text(n))]
    if 1 <= len(usual) <= 2:
        return usual[-1]
    return above[-1] if len(above) in (1, 2) else None


def byline(page: Page, index: int) -> Hit | None:
    """The author's name beside the headline or under the article."""
    text = page.text(index)
    if page.inside(index) or not _few(text, 9) or ends_sentence(text):
        return None
    if index < page.title:
        beside = any(page.taken.get(n) in {"metadata", "counter"} for n in (index - 1, index + 1))
        person = beside and is_name(text) and bare(text) not in word_list("sections")
        return Hit(1, Facts(author=text, byline=text)) if person else None
    facts = read_author(f"Автор: {text}")
    named = facts and facts.author and (is_name(text) or is_name(re.split(r"\s*[,/(|]", text)[0]))
    close = index <= page.last + 3 or index < page.first
    return Hit(1, Facts(author=facts.author, byline=text)) if facts and named and close else None


def above_headline(page: Page, index: int) -> Hit | None:
    """It stands above the headline."""
    return Hit() if index < page.title else None


def below_article(page: Page, index: int) -> Hit | None:
    """It stands below the article's last sentence."""
    return Hit() if index > page.last else None


BY_WORDING: tuple[Rule, ...] = (
    separator,
    cookie_notice,
    error_report,
    app_download,
    subscription,
    paywall,
    disclaimer,
    copyright_line,
    contact,
    script_notice,
    comment_form,
    weather_and_rates,
    media_player,
    donation,
    rating,
    gambling_warning,
    poll,
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

BY_PLACE: tuple[Rule, ...] = (
    labelled_number,
    counter,
    breadcrumbs,
    section_line,
    metadata,
    comment_count,
    navigation,
    agency_initials,
)

AROUND_HEADLINE: tuple[Rule, ...] = (
    byline,
    section_label,
    above_headline,
    below_article,
)

# After one of these a page may go on for long, but not with the article.
ENDS_ARTICLE = frozenset({"related_articles", "comments", "comment_form", "copyright_line", "error_report"})

"""What a site says on its own behalf: notices, calls and forms, recognised by their wording alone."""

from __future__ import annotations

import re

from digest.read.clutter.lines import REACH, Hit, Page, Rule, ends_sentence, few, is_item, is_prose
from digest.read.clutter.vocabulary import is_label, may_hold, notice, pattern

__all__ = ["NOTICES"]

_NAMED_SIGN = re.compile(r"[»”\"][^«»„”“\"]{0,25}©\s*(?:19|20)\d\d")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+\W*$")
# Every call needs one of these.
_CALLS = frozenset({"appeal_alone", "appeal_support", "appeal_object"})
_RULE_LINE = re.compile(r"^[\W_]+$")


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
        Hit() if is_label("error_report", text) and few(text, 8) else _notice(page, index, "error_report", 45)
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
    text = page.text(index)
    hit = _notice(page, index, "copyright", 90)
    # A site's name in quotation marks may come before the sign.
    if "©" in text and _NAMED_SIGN.search(text) and few(text, 25):
        hit = Hit()
    # A short one above the article's last paragraph is the credit of a picture.
    credit = hit and few(text, 6) and text[0] in "©(" and not re.search(r"\d{4}", text)
    return None if credit and page.prose_below(index) else hit


def disclaimer(page: Page, index: int) -> Hit | None:
    """The site's disclaimer."""
    return _notice(page, index, "disclaimer", 70)


def contact(page: Page, index: int) -> Hit | None:
    """The editors' address, number or call for news."""
    text = page.text(index)
    mail = "@" in text and few(text, 20) and _MAIL.search(text)
    if mail and not _is_spoken(page, index):
        return Hit()
    return _notice(page, index, "contact", 45)


def masthead(page: Page, index: int) -> Hit | None:
    """The line of a masthead that says since when a paper has come out."""
    hit = _notice(page, index, "masthead", 9)
    return (
        hit if hit and not any(is_prose(page.text(n)) for n in range(max(0, index - REACH), index)) else None
    )


def attachment(page: Page, index: int) -> Hit | None:
    """A file to download."""
    return _notice(page, index, "attachments", 20)


def script_notice(page: Page, index: int) -> Hit | None:
    """A message of the page's own scripts."""
    return _notice(page, index, "scripts", 30)


def media_player(page: Page, index: int) -> Hit | None:
    """A player's or gallery's counter, with the caption under it."""
    if few(page.text(index), 8) and notice("listen", page.text(index)) and page.joined(index + 1):
        return _notice(page, index + 1, "media", 8)
    if _notice(page, index, "media", 8) is None or (
        re.fullmatch(r"\d{1,2}:\d\d", page.text(index)) and index < 4
    ):
        return None
    below = page.lines[index + 1] if page.free(index + 1) else None
    return Hit(2 if below and not below.gap and not ends_sentence(below.text) else 1)


def donation(page: Page, index: int) -> Hit | None:
    """A call for donations."""
    return _notice(page, index, "donation", 40)


def appeal(page: Page, index: int) -> Hit | None:
    """A call to the reader: to join, to follow, to support."""
    text = page.text(index)
    if not may_hold(_CALLS, text) or not few(text, 25) or _is_spoken(page, index):
        return None
    folded = text.casefold().replace("ё", "е")
    if re.match(rf"{pattern('appeal_alone')}\s[«„“\"]", folded) and few(text, 5) and text[-1] in '»”"':
        return Hit()
    if few(text, 15) and text.endswith("!") and re.search(pattern("appeal_support"), folded):
        return Hit()
    if not re.search(pattern("appeal_object"), folded):
        return None
    if text.endswith(".") and not few(text, 4) and not re.search(pattern("appeal_channel"), folded):
        # "We value our friendship with the neighbours.": of the reader and the site, such a sentence says
        # nothing.
        return None
    first, last, alone = (pattern(f"appeal_{place}") for place in ("first", "last", "alone"))
    # Slavic and English calls begin with the verb, Turkic ones end with it; a button has no full stop.
    called = re.search(rf"(?:^|[.!?…:,]\s|[–—]\s)\W*{first}(?!\w)|(?<!\w){last}\W*(?:$|[.!?])", folded)
    pressed = few(text, 7) and not text.endswith((".", ":")) and re.match(rf"\W*{alone}(?!\w)", folded)
    return Hit() if called or pressed else None


def thanks(page: Page, index: int) -> Hit | None:
    """The site's thanks to its reader."""
    return _notice(page, index, "thanks", 30)


def continues(page: Page, index: int) -> Hit | None:
    """A word that the article goes on below an advertisement or a film."""
    return None if page.text(index).endswith(".") else _notice(page, index, "continues", 12)


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
        if ends_sentence(page.text(below)) or not few(page.text(below), 12):
            return None
    return None


def comment_form(page: Page, index: int) -> Hit | None:
    """The form or the terms for comments."""
    return _notice(page, index, "comments", 40)


def weather_and_rates(page: Page, index: int) -> Hit | None:
    """The weather or the rates of exchange."""
    text = page.text(index)
    return Hit() if few(text, 14) and not ends_sentence(text) and notice("weather", text) else None


def _notice(page: Page, index: int, kind: str, most: int) -> Hit | None:
    text = page.text(index)
    return Hit() if notice(kind, text) and few(text, most) and not _is_spoken(page, index) else None


def _is_spoken(page: Page, index: int) -> bool:
    """Whether a line is speech, and so not a notice of the site, whatever it is about."""
    text = page.text(index)
    return is_item(text) or text[0] in '«„“"–—-'


NOTICES: tuple[Rule, ...] = (
    separator,
    cookie_notice,
    error_report,
    app_download,
    subscription,
    paywall,
    disclaimer,
    copyright_line,
    contact,
    masthead,
    attachment,
    script_notice,
    comment_form,
    weather_and_rates,
    media_player,
    donation,
    appeal,
    thanks,
    continues,
    rating,
    gambling_warning,
    poll,
)

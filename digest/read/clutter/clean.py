"""From the lines of a page to its article: find its place, ask the rules, account for every line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from digest.read.clutter.around_headline import (
    AROUND_HEADLINE,
    byline,
    feed_signature,
    headline_again,
    menu,
    section_label,
    surroundings,
)
from digest.read.clutter.by_place import BY_PLACE
from digest.read.clutter.by_shape import BY_SHAPE
from digest.read.clutter.confidence import (
    ABOVE,
    Hits,
    backed,
    chosen,
    is_sure,
    rivals,
    sure_headline,
    weighed,
    with_section,
)
from digest.read.clutter.labelled import LABELLED
from digest.read.clutter.lines import (
    Hit,
    Line,
    Metadata,
    Page,
    Rule,
    bare,
    ends_sentence,
    few,
    is_item,
    is_prose,
    key,
    reason,
    words,
)
from digest.read.clutter.names import is_name
from digest.read.clutter.notices import NOTICES, copyright_line, disclaimer
from digest.read.clutter.other_dates import other_dates
from digest.read.clutter.vocabulary import pattern, word_list
from digest.read.place import Place, title_confidence
from digest.values import Cut

__all__ = ["RULES", "Cleaned", "agreed_headline", "clean"]

RULES: tuple[Rule, ...] = (*NOTICES, *LABELLED, *BY_PLACE, *BY_SHAPE, *AROUND_HEADLINE)

# Rules that are not asked about an article whose place is known: they tell where one ends, or take a heading
# or a sentence of it for what stands around it.
_OF_PAGES = frozenset(
    {
        "appeal",
        "attachment",
        "button",
        "comment_form",
        "comments",
        "contents",
        "dated_caption",
        "kicker",
        "languages",
        "masthead",
        "named_caption",
        "poll",
        "portrait_caption",
        "related_card",
        "weather_and_rates",
    }
)
# Of the rules that go by place only these: they leave alone what is between the first and the last paragraph.
_AT_EDGES = frozenset({"labelled_number", "metadata", "comment_count", "agency_initials"})

# However long a page is after one of these, the article is over.
_ENDS_ARTICLE = frozenset({"related_articles", "comments", "comment_form", "copyright_line", "error_report"})
_LONG = 12
# So many lines around the body make a page on which the models lead.
_MUCH = 32
_BELOW_END = frozenset({"author_line", "source_line"})
_HEADINGS = frozenset({"comments"})
# How far below the body the rules look.
_BELOW = 12
# The site's notices stand among so many last lines.
_FOOTER = 40
_MOST_MARKS = 50


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article without its surroundings; the title as printed, possibly followed by the site's name."""

    title: str
    titles: tuple[str, ...]
    """Every occurrence of the headline."""
    body: tuple[str, ...]
    cuts: tuple[Cut, ...]
    metadata: Metadata
    confidence: Mapping[str, float] = field(default_factory=dict)
    """How sure the models are of title, date, author and section, from 0 to 1; without an entry a rule is."""
    rivals: tuple[tuple[str, float], ...] = ()
    """Other lines that may be the headline, each with how sure that is."""


def clean(
    lines: Sequence[Line], headline: str | None = None, place: Place | None = None, *, whole: bool = False
) -> Cleaned | None:
    """Cut what is not part of the article; None if there is no article in the lines.

    Args:
        lines: the lines of a page.
        headline: the headline where it is known; if it does not stand in the lines, it is put above them.
        place: where the models see the article. On a page with much around it they lead, and the rules only
            say what the lines near the article are.
        whole: whether the lines are the article, of which only single lines are to be cut.
    """
    if headline is not None and not any(key(line.text) == key(headline) for line in lines):
        lines = (Line(0, headline), *lines)
    if whole:
        return _clean_whole(lines, headline)
    if place is not None and place.body.count(False) >= _MUCH:
        return _led(lines, place)
    page, hits = _ask((*NOTICES, *LABELLED), Page(tuple(lines), spaced=_spaced(lines), place=place), {})
    page, hits = _without_headings(page, hits)
    page = _bounded(page)
    if page.last < page.first:
        return None
    page, hits = _ask(BY_PLACE, page, hits)
    sure = 1.0
    if headline is None:
        title, sure = chosen(page, _headline(page))
    else:
        title = _line_of(page, headline)
    hits.pop(title, None)
    taken = {n: rule for n, rule in page.taken.items() if n != title}
    page = replace(page, title=title, taken=taken, first=_first_prose(page, title + 1))
    page = replace(page, opening=_opening(page))
    # A headline that looked like the first paragraph had metadata below it.
    page, hits = _ask((headline_again, *BY_SHAPE, *BY_PLACE, *AROUND_HEADLINE), page, hits)
    found = _account(page, hits)
    if found is None:
        return None
    metadata, of_facts = with_section(page, found.metadata, backed(page, hits, found.metadata))
    return replace(found, metadata=metadata, confidence={"title": sure, **of_facts}, rivals=rivals(page))


def _without_headings(page: Page, hits: Hits) -> tuple[Page, Hits]:
    """A label such as "Comment" with the article's own prose right below it is a heading of the article."""
    headings = {
        n
        for n, rule in page.taken.items()
        if rule in _HEADINGS and is_sure(page, n + 1) and not any(map(str.isdigit, page.text(n)))
    }
    kept = {n: hit for n, hit in hits.items() if n not in headings}
    return replace(page, taken={n: rule.__name__ for n, (rule, _) in kept.items()}), kept


def _led(lines: Sequence[Line], place: Place) -> Cleaned | None:
    """The article where the models see it; the rules look at the lines near it only."""
    start, end = _window(place)
    near = place.part(start, end)
    page = Page(tuple(lines[start:end]), spaced=_spaced(lines), place=near)
    sure = frozenset(n for n in range(len(page.lines)) if is_sure(page, n))
    page, hits = _ask((*NOTICES, *LABELLED), page, {}, sure)
    by_rules = _headline_by_rules(page, hits)
    hits = {n: hit for n, hit in hits.items() if n not in sure}
    title = near.headlines[0].line
    hits.pop(title, None)
    taken = {n: rule.__name__ for n, (rule, _) in hits.items()}
    inside = [n for n, within in enumerate(near.body) if within and n != title and n not in taken]
    if not inside:
        return None
    page = replace(page, title=title, taken=taken, first=inside[0], last=inside[-1], place=near, led=True)
    page, hits = _ask((headline_again, *BY_PLACE, *BY_SHAPE, *AROUND_HEADLINE), page, hits)
    found = _account(page, hits)
    if found is None:
        return None
    agreed = by_rules is not None and key(page.text(by_rules)) == key(page.text(title))
    of_title = {"title": title_confidence(near.headlines, agreed=agreed)}
    metadata, of_facts = weighed(page, hits, found.metadata)
    above, below = (_around(lines, place, span) for span in (range(start), range(end, len(lines))))
    return replace(
        found,
        cuts=(*above, *found.cuts, *below),
        metadata=metadata,
        confidence=of_title | of_facts,
        rivals=rivals(replace(page, lines=tuple(lines), place=place, title=title + start)),
    )


def agreed_headline(lines: Sequence[Line], place: Place) -> bool:
    """Whether the rules, looking at the lines near the article, choose the models' headline."""
    start, end = _window(place)
    page = Page(tuple(lines[start:end]), spaced=_spaced(lines), place=place.part(start, end))
    sure = frozenset(n for n in range(len(page.lines)) if is_sure(page, n))
    by_rules = _headline_by_rules(*_ask((*NOTICES, *LABELLED), page, {}, sure))
    return by_rules is not None and key(page.text(by_rules)) == key(lines[place.headlines[0].line].text)


def _window(place: Place) -> tuple[int, int]:
    """The lines near the article, from the first one up to the last."""
    body = [n for n, within in enumerate(place.body) if within]
    title = place.headlines[0].line
    return max(0, min(body[0], title) - ABOVE), max(body[-1], title) + 1 + _BELOW


def _headline_by_rules(page: Page, hits: Hits) -> int | None:
    page = _bounded(page)
    return None if page.last < page.first else _headline(_ask(BY_PLACE, page, hits)[0])


def _spaced(lines: Sequence[Line]) -> bool:
    return 3 * sum(line.gap for line in lines) > len(lines)


def _around(lines: Sequence[Line], place: Place, span: range) -> Iterator[Cut]:
    """The lines far from the article; what the site says of its rights names the site."""
    page = Page(tuple(lines))
    for index in span:
        rights = "©" in lines[index].text or index > len(lines) - _FOOTER
        rule = next(
            (one for one in (disclaimer, copyright_line) if rights and one(page, index)), surroundings
        )
        sure = 1 - place.belongs[index] if rule is surroundings else 1.0
        yield Cut(lines[index].number, lines[index].text, rule.__name__, reason(rule), sure)


def _clean_whole(lines: Sequence[Line], headline: str | None) -> Cleaned | None:
    """Cut single lines of an article; its beginning and its end are known."""
    page = Page(tuple(lines), first=0, last=len(lines) - 1)
    title = 0 if headline is None else _line_of(page, headline)
    page = replace(page, title=title)
    labelled = [rule for rule in (*NOTICES, *LABELLED) if rule.__name__ not in _OF_PAGES]
    page, hits = _ask((headline_again, *labelled), page, {})
    page = replace(page, first=_first_prose(page, title + 1))
    page = replace(_bounded(page), opening=page.first)
    if page.last < page.first:
        page = replace(page, first=title + 1, last=len(lines) - 1, opening=title + 1)
    shaped = [rule for rule in BY_SHAPE if rule.__name__ not in _OF_PAGES]
    placed = [rule for rule in BY_PLACE if rule.__name__ in _AT_EDGES]
    return _account(*_ask((*shaped, *placed, byline, section_label, feed_signature), page, hits))


def _ask(
    rules: Iterable[Rule],
    page: Page,
    hits: Mapping[int, tuple[Rule, Hit]],
    passed: frozenset[int] = frozenset(),
) -> tuple[Page, Hits]:
    """Ask rule after rule about every line that none has cut yet, but for those that are passed over."""
    found: Hits = dict(hits)
    taken = dict(page.taken)
    now = replace(page, taken=taken)
    barrier = sure_headline(page)
    asked = [index for index in range(len(page.lines)) if index not in passed]
    for rule in rules:
        for index in asked:
            if index in taken or (hit := rule(now, index)) is None:
                continue
            # What a label introduces ends above the headline.
            limit = barrier if barrier is not None and index < barrier else len(page.lines)
            for below in range(index, min(index + hit.count, limit)):
                if below not in taken:
                    found[below] = (rule, hit if below == index else Hit())
                    taken[below] = rule.__name__
    return now, found


def _bounded(page: Page) -> Page:
    """The page with the article's first and last line."""
    first = _first_prose(page, 0)
    end = _end_mark(page, first)
    strong = [n for n in range(first, end) if page.free(n) and is_prose(page.text(n))]
    if not strong:
        return replace(page, first=first, last=-1)
    return replace(page, first=first, last=_stretched(page, strong[-1], end))


def _first_prose(page: Page, start: int) -> int:
    """The first paragraph from `start` on; short lines with a date are metadata."""
    for index in range(start, len(page.lines)):
        line = page.lines[index]
        if page.free(index) and _opens(page, index) and not (line.dated and len(words(line.rest)) <= 4):
            return index
    return len(page.lines)


def _opening(page: Page) -> int:
    """The line at which the text continues after a date or an author below its first paragraphs."""
    stamped, leads = False, 0
    # A page that prints its date above the text does not print it below again.
    above = any(line.dated and few(line.rest, 3) for line in page.lines[: page.first])
    for index in range(page.first, min(page.first + 25, page.last + 1)):
        line = page.lines[index]
        if not (page.free(index) and is_prose(line.text)):
            when = line.dated and few(line.rest, 3 if line.day is not None else 0)
            stamped = (
                stamped or (when and not above) or page.taken.get(index) in {"author_line", "share_buttons"}
            )
        elif stamped:
            return index
        elif (leads := leads + 1) > 1:
            break
    return page.first


def _opens(page: Page, index: int) -> bool:
    text = page.text(index)
    speech = text.endswith(":") and is_item(page.text(index + 1)) and len(words(text)) >= 4
    return is_prose(text) or speech or (is_item(text) and ends_sentence(text) and len(words(text)) >= 4)


def _end_mark(page: Page, first: int) -> int:
    """The first line after the end of the article."""
    marks = (n for n in range(first + 1, len(page.lines)) if page.taken.get(n) in _ENDS_ARTICLE)
    # To ask takes a look at every line: a file with more marks than any page has keeps what follows them.
    ends = (n for n in itertools.islice(marks, _MOST_MARKS) if not _goes_on(page, n))
    return next(ends, len(page.lines))


def _goes_on(page: Page, index: int) -> bool:
    """Whether the article continues below a block of links: with two long paragraphs in a row."""
    free = [n for n in range(index + 1, len(page.lines)) if page.free(n)]
    # Below a count of comments stand the comments, however much they read like the article.
    if not re.search(r"[1-9]", page.text(index)) and any(is_sure(page, n) for n in free[:3]):
        return True
    if page.taken[index] in {"comments", "comment_form"}:
        # With most of the text below it, it is only a button.
        before = sum(page.free(n) and is_prose(page.text(n)) for n in range(index))
        return before <= 2 and sum(is_prose(page.text(n)) for n in free) > before
    long = [is_prose(page.text(n)) and len(words(page.text(n))) >= _LONG for n in free]
    if any(a and b for a, b in itertools.pairwise(long)):
        return True
    # A single paragraph right below the links belongs to the article if it is more than a teaser.
    return (
        page.taken[index] == "related_articles"
        and sum(long) == 1
        and long[0]
        and _is_full(page.text(free[0]))
    )


def _is_full(text: str) -> bool:
    return len(words(text)) >= 18 and len(re.findall(r"[.!?…](?:\s|$)", text)) >= 2


def _stretched(page: Page, last: int, end: int) -> int:
    """The last line of the article, including short sentences and lists after the last long paragraph."""
    inline = {
        "photo_caption",
        "read_also",
        "advertisement",
        "separator",
        "link",
        "media_player",
        "subscription",
    }
    index, reach = last + 1, last
    while index < end:
        if page.free(index):
            if _belongs(page, index, reach):
                reach = index
            elif not any(_closes(page, n) for n in range(index + 1, min(index + 4, end))):
                break
        elif page.taken[index] not in inline:
            break
        index += 1
    return reach


def _closes(page: Page, index: int) -> bool:
    """Whether a line is a short final sentence of the article, after a line that is not part of it."""
    text = page.text(index)
    return page.free(index) and text.endswith(".") and len(words(text)) >= 3 and not page.lines[index].dated


def _belongs(page: Page, index: int, last: int) -> bool:
    """Whether a short line below the last long paragraph still belongs to the article."""
    text, before = page.text(index), page.text(last)
    line = page.lines[index]
    if before.endswith(":") or (last == index - 1 and _alike(text, before)):
        return True
    if line.dated and (not text.endswith(".") or not line.rest):
        return False
    listed = is_item(text) or text.endswith(";") or before.endswith(";")
    sentence = ends_sentence(text) and len(words(text)) >= 2
    heading = text.endswith(":") or (text[0] in '«„“"' and text[-1] in '»”"')
    return listed or sentence or heading or (not line.gap and is_item(before))


def _alike(text: str, before: str) -> bool:
    """Whether two lines are rows of one table: a name, a dash and a figure."""
    return all(_is_row(one) and not ends_sentence(one) for one in (text, before))


def _is_row(text: str) -> bool:
    dash = re.search(r"\s[–—-]\s", text)
    return dash is not None and re.search(r"\d", text[dash.end() :]) is not None


def _line_of(page: Page, headline: str) -> int:
    """The line that a known headline stands on: of several the last one above the text."""
    found = [n for n, line in enumerate(page.lines) if key(line.text) == key(headline)]
    return max((n for n in found if n <= page.first), default=found[0])


def _headline(page: Page) -> int:
    """The line that is the headline."""
    keys = [key(line.text) for line in page.lines]
    head = [n for n in range(page.first) if page.free(n) and len(words(page.text(n))) >= 2]
    repeated = _repeated(keys)
    scores = {n: _score(page, n, keys[n] in repeated, order) for order, n in enumerate(head)}
    # A headline that ends with a full stop looks like a paragraph, one with a date looks like metadata.
    best = max(scores, key=lambda n: scores[n], default=None)
    if best is not None and _is_subtitle(page, best):
        best -= 1
    if best is not None and scores[best] >= 2.5:
        return best
    masked = [
        n
        for n in range(page.first)
        if len(words(page.text(n))) >= 4 and page.taken.get(n) in {"metadata", "weather_and_rates"}
    ]
    if masked:
        return masked[0]
    if page.first < page.last and (best is None or _is_lone_sentence(page)):
        return page.first
    return best if best is not None else next((n for n in range(page.first) if page.free(n)), page.first)


def _is_subtitle(page: Page, index: int) -> bool:
    """Whether the line above is a sentence, and so the headline, and this one its subtitle."""
    above = page.text(index - 1)
    label = bare(above) in word_list("sections") or page.lines[index - 1].dated
    verb = re.search(rf"[^\W\d_]{pattern('verb_end')}(?!\w)|[^\W\d_]{pattern('turkic_verb_end')}$", above)
    whole = page.free(index - 1) and page.joined(index) and len(words(above)) >= 3 and not label
    return whole and verb is not None and key(above) not in key(page.text(index))


def _is_lone_sentence(page: Page) -> bool:
    """Whether the first paragraph is a headline with a full stop: a single sentence above metadata."""
    text = page.text(page.first)
    below = page.first + 1
    dated = below < len(page.lines) and page.lines[below].dated and len(words(page.lines[below].rest)) <= 4
    return len(words(text)) <= 20 and (
        dated or page.taken.get(below) in {"metadata", "counter", "author_line"}
    )


def _repeated(keys: Sequence[str]) -> frozenset[str]:
    """The keys of three words or more with which another line begins, to end there or soon after."""
    ordered = sorted(keys)
    found = set()
    for place, own in enumerate(ordered):
        if len(own) > 12 and " " in own.replace(" ", "", 1):
            # What begins with a key stands right below it.
            below = map(ordered.__getitem__, range(place + 1, len(ordered)))
            alike = itertools.takewhile(partial(_begins, own), below)
            if any(len(other) < len(own) + 45 for other in alike):
                found.add(own)
    return frozenset(found)


def _begins(own: str, other: str) -> bool:
    return other.startswith(own)


def _score(page: Page, index: int, repeats: bool, order: int) -> float:
    text = page.text(index)
    size = min(len(text), 40) / 8
    beside = any(
        page.taken.get(n) in {"counter", "labelled_number", "author_line"}
        or (page.taken.get(n) == "breadcrumbs" and n < index)
        or (page.taken.get(n) == "metadata" and page.lines[n].dated)
        for n in (index - 1, index + 1)
    )
    # A motto such as "Kazakhstan's news today", at the top of every page of a site.
    motto = not ends_sentence(text) and re.search(rf"(?<!\w){pattern('news_word')}", text.casefold())
    menu = (
        all(word[0].isupper() for word in words(text))
        and len(words(text)) >= 3
        and not re.search(r"[,:«\"?!—–-]", text)
    )
    suffixed = bool(re.search(r"\s[|]\s", text))
    return (
        size
        + 6 * repeats
        + 1.5 * beside
        - 2 * menu
        - 3 * text.endswith(":")
        - suffixed
        - 0.5 * order
        - 3 * (bool(motto) and order == 0)
        - 8 * (is_name(text) or _is_quoted_name(text))
    )


def _is_quoted_name(text: str) -> bool:
    """Whether a line is a short name in quotation marks, such as that of a newspaper."""
    quoted = re.fullmatch(r"[«„“\"][^«»„”“\"–—:,]{2,30}[»”\"]", text)
    return quoted is not None and few(text, 3)


def _account(page: Page, hits: Hits) -> Cleaned | None:
    """Put every line either into the body or among the cuts, with the reason."""
    body = [line.text for n, line in enumerate(page.lines) if n not in hits]
    if not body:
        return None
    cuts = [
        Cut(line.number, line.text, hits[n][0].__name__, reason(hits[n][0]), _certainty(page, n, hits[n][0]))
        for n, line in enumerate(page.lines)
        if n in hits
    ]
    titles = [page.text(n) for n in sorted(hits) if hits[n][0].__name__ == "headline_again"]
    return Cleaned(page.text(page.title), tuple(titles), tuple(body), tuple(cuts), _gathered(page, hits))


def _certainty(page: Page, index: int, rule: Rule) -> float:
    return round(1 - page.likely(index), 4) if rule is surroundings else 1.0


def _gathered(page: Page, hits: Hits) -> Metadata:
    """The metadata in all hits, the nearest to the headline first, without that of other articles."""
    end = next(
        (n for n in sorted(hits) if n > page.last and hits[n][0].__name__ in _ENDS_ARTICLE), len(page.lines)
    )
    # The box about the author and the source may come below the form for reporting mistakes.
    inside = [n for n in sorted(hits) if n < end or (n < end + 5 and hits[n][0].__name__ in _BELOW_END)]
    after = [n for n in inside if n > page.title]
    before = [n for n in reversed(inside) if n < page.title]
    menus = menu(page)
    others = other_dates(page, {n: hits[n][1].metadata for n in inside})
    metadata = Metadata()
    for index in _by_nearness(before, after, page):
        found = hits[index][1].metadata
        if index in others:
            found = replace(found, date=None, updated=None)
        masthead = index in menus or (index < page.title and not page.lines[index].dated)
        metadata = metadata.over(replace(found, outlet=None) if masthead else found)
    return metadata.over(Metadata(section=_lone_label(page)))


def _lone_label(page: Page) -> str | None:
    """A word for "news" alone right above the headline, used if nothing else names the section."""
    index = page.title - 1
    while index > 0 and page.taken.get(index) == "advertisement":
        index -= 1
    text = page.text(index)
    alone = page.spaced and index >= 0 and page.lines[index].gap and not page.joined(index + 1)
    advert = page.taken.get(index + 1) == "advertisement"
    return text if bare(text) in word_list("news") and (alone or (advert and page.lines[index].gap)) else None


def _by_nearness(before: list[int], after: list[int], page: Page) -> list[int]:
    head = [n for n in after if n < page.first]
    return [*before[:1], *head, *before[1:], *(n for n in after if n >= page.first)]

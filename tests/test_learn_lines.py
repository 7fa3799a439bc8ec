"""Learning from saved pages: rendering, what pages say, the marks of lines, and the training itself."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bench.pages import Tally, measured
from digest.read.text import blocks
from tools.learn_lines.__main__ import main, pages_in, written
from tools.learn_lines.label import Mark, Page, cropped, labelled, nearby, thinned
from tools.learn_lines.render import render
from tools.learn_lines.said import Said, said_by

TITLE = "Harbour of Almary gets a second pier"
BODY = [
    "The harbour of Almary will get a second pier, the council decided on Monday after a long debate.",
    "It is meant for the ferries to the islands, which have shared the old pier with fishing boats so far.",
    "The work is to cost four million and to end before the next summer, said the harbour master Ole Brandt.",
    "Fishermen welcomed the plan, but asked that the old pier be mended first, since its planks are rotten.",
]  # fmt: skip
MENU = ["Home", "News", "Sport", "Weather"]
FOOTER = ["Imprint", "Privacy", "© 2024 Almary Post"]
LINES = [*MENU, TITLE, "By Ida Moor", "5 March 2024", *BODY, *FOOTER]
SAID = Said(
    frozenset({TITLE}), frozenset({date(2024, 3, 5)}), frozenset({"Ida Moor"}), frozenset(),
    frozenset({"Almary Post"}), "\n".join(BODY), "en", "almary.example",
)  # fmt: skip


def _html(number: int = 0) -> str:
    linked = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-03-05T08:00:00+01:00",
              "author": [{"name": "Ida Moor"}], "publisher": {"name": "Almary Post"}}  # fmt: skip
    paragraphs = "".join(f"<p>{text} It is the {number}th such plan.</p>" for text in BODY)
    menu = "".join(f"<li>{label}</li>" for label in MENU)
    return f"""<html lang="en"><head><title>{TITLE} | Almary Post</title>
<link rel="canonical" href="https://www.site{number}.example/pier">
<script type="application/ld+json">{json.dumps(linked)}</script></head><body>
<nav><ul>{menu}</ul></nav><noscript>Switch scripts on.</noscript>
<script>document.body.append("by a script")</script><img src="http://127.0.0.1:9/x.png">
<article><h1>{TITLE}</h1><p>By Ida Moor</p>{paragraphs}</article>
<footer><p>© 2024 Almary Post</p></footer></body></html>"""


def _page() -> Page:
    page = labelled("pier", "whole", "\n\n".join(LINES), SAID)
    assert page is not None
    return page


def test_what_a_page_says_of_itself(tmp_path: Path) -> None:
    """From JSON-LD and the head; the publisher from the canonical address, the body from the HTML."""
    path = tmp_path / "pier.html"
    path.write_text(_html(3), encoding="utf-8")
    said = said_by(path)
    assert said is not None
    assert TITLE in said.titles
    assert [*said.days, *said.authors, *said.sites] == [date(2024, 3, 5), "Ida Moor", "Almary Post"]
    assert said.publisher == "site3.example"
    assert all(text in said.body for text in BODY)


def test_gold_beside_a_page_comes_first(tmp_path: Path) -> None:
    """What a person found is better than what a program finds."""
    path = tmp_path / "pier.html"
    path.write_text(_html(), encoding="utf-8")
    (tmp_path / "pier.gold.json").write_text(json.dumps({"title": "A pier", "body": "Gold."}), "utf-8")
    said = said_by(path)
    assert said is not None
    assert ("A pier" in said.titles, said.body) == (True, "Gold.")


def test_lines_are_marked() -> None:
    """Headline and paragraphs by what the page says, all else as surroundings."""
    marks = dict(zip(LINES, _page().marks.tolist(), strict=True))
    assert marks[TITLE] == Mark.TITLE
    assert [line for line in LINES if marks[line] == Mark.BODY] == BODY


def test_of_a_paragraph_that_stands_twice_one_is_marked() -> None:
    """The one nearest to the middle of the body: the other is a teaser of it."""
    lines = [*MENU, BODY[0], *MENU, TITLE, *BODY, *FOOTER]
    page = labelled("pier", "whole", "\n\n".join(lines), SAID)
    assert page is not None
    assert page.marks[4] == Mark.OTHER
    assert (page.marks == Mark.BODY).sum() == len(BODY)


def test_a_page_that_does_not_fit_what_it_says_is_left_out() -> None:
    """There it is not known what is right."""
    assert labelled("pier", "whole", "\n\n".join([*MENU, *BODY[:1], *FOOTER, *MENU]), SAID) is None


def test_crops_keep_the_article() -> None:
    """From the headline down, by hand or thinned at random, the article's lines and their marks stay."""
    page, chance = _page(), random.Random(4)
    crop = cropped(page)
    assert crop is not None
    assert crop.lines[0].text == TITLE
    for other in (crop, nearby(page, chance), thinned(page, chance)):
        kept = [line.text for line, mark in zip(other.lines, other.marks, strict=True) if mark == Mark.BODY]
        assert kept == BODY
        assert len(other.lines) <= len(page.lines)


def test_a_tally_counts_right_wrong_and_unknown() -> None:
    """Facts that are stated and agree are right; the measures of a perfect body are 1, 0 and 0."""
    tally = Tally()
    measured(_page(), tally, None)
    assert tally.answers["title", "right"] == 1
    assert tally.answers["date", "right"] == 1
    assert tally.answers["author", "right"] == 1
    assert tally.bodies == [(1.0, 0.0, 0.0)]
    assert "title       1: right 100.0%" in tally.report()


@pytest.mark.browser
def test_models_are_learnt_from_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rendered without scripts and network, labelled, trained and written: what `find` can read."""
    folder, kept = tmp_path / "pages", tmp_path / "kept"
    folder.mkdir()
    for number in range(12):
        (folder / f"page{number}.html").write_text(_html(number), encoding="utf-8")
    rendered = dict(render(sorted(folder.glob("*.html")), kept))
    whole = rendered[folder / "page0.html"].whole
    assert "by a script" not in whole
    assert "Switch scripts on" not in whole
    assert "Weather" in whole
    assert "Weather" not in rendered[folder / "page0.html"].hidden
    assert len(list(pages_in(folder, kept))) == 12
    assert len(blocks(whole)) >= 8
    out = tmp_path / "lines.json"
    monkeypatch.setattr("tools.learn_lines.__main__.OUT", out)
    assert main([str(folder), "--kept", str(kept), "--parts", str(tmp_path / "parts")]) == 0
    data = json.loads(out.read_text("utf-8"))
    assert set(data) == {"title_confidence", "thresholds", "body", "title", "date", "author", "section"}
    assert len(list((tmp_path / "parts").iterdir())) == 3


def test_weights_have_a_tree_a_line() -> None:
    """So that a change can be reviewed."""
    tree = [[1], [10], [-100, 200]]
    text = written({"thresholds": {"title": 0.7}, "body": {"bias": 5, "trees": [tree, tree]}})
    assert json.loads(text)["body"] == {"bias": 5, "trees": [tree, tree]}
    assert text.count("\n[[1],[10],[-100,200]]") == 2
    assert np.array(tree[0]).shape == (1,)

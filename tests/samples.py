"""Articles and translations made up for the tests, and text that means harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from digest.values import Article, Bitext, Origin, Pair, Review, Segment, Translation

__all__ = ["ENGINE", "HOSTILE", "bitext", "machine", "of_text", "outdated", "reviewed"]

ENGINE = Origin("argos", "1.12.0", "translate-kk_en", "1.9", "0" * 64)

HOSTILE = (
    "<script>window.pwned=1</script>",
    '"><img src=x onerror="window.pwned=1">',
    "' onmouseover='window.pwned=1",
    "</div></p></article></body><h1>Not ours",
    "<!-- not closed",
    "<![CDATA[ <b>x</b> ]]>",
    "<?php echo 1 ?>",
    "<style>*{display:none}</style><iframe src=//evil.example>",
    "</title><script>window.pwned=1</script>",
    "[a link](javascript:window.pwned=1) <javascript:window.pwned=1>",
    "![image](https://evil.example/x.png){ onload=window.pwned=1 }",
    "# heading\n## heading\n\n    code\n\n```\nfence\n```\n- list\n1. list\n> quote\n***\n| a | b |",
    "**bold** _emphasis_ `code` ~~gone~~ ==mark== [^1] [TOC] *[HTML]: x {: .class #s1 onclick=x }",
    "---\ntemplate: evil.html\n---\ntemplate: x",
    "template: evil.html",
    '--8<-- "/etc/passwd"',
    "title: 'x' # comment: {a: [b, *c, &d e], !!python/object:os.system f}",
    "{{ config }} {% include 'main.html' %} {# comment #} {{ 7 * 7 }} ${7*7}",
    "&amp; &lt;b&gt; &#60;script&#62; &#x3C; &nbsp; &copy &notit; &amp;amp;",
    "NUL \x00 bell \x07 escape \x1b[31m delete \x7f next line \x85 C1 \x9b end",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 \x02amp\x03 placeholders of Markdown",
    "right \u202eto left, not closed; isolates \u2067 \u2066; marks \u200e\u200f\u061c",
    "עברית and English and العربية",
    "line\rfeed\r\nseparators \u2028 and \u2029 and \ufeff and \ufffe and \U0001ffff",
    "back\\slash \\< \\[ \\* https://evil.example/?a=1&b=2 www.evil.example me@evil.example",
    "../../../etc/passwd\\..\\..\\x%2e%2e%2f?#s0",
    "=cmd|'/c calc'!A0 @import url(https://evil.example/x.css);",
    "a" * 400,
    " leading and trailing   and   inner   spaces ",
    "emoji 👩‍👩‍👧‍👦 and combining e\u0301 and ﷽ and \U0001d518",
)


def reviewed(text: str) -> Translation:
    """A translation that a person stands behind."""
    return Translation(text, Review.REVIEWED)


def machine(text: str) -> Translation:
    """A translation that nobody has read."""
    return Translation(text, Review.MACHINE, ENGINE)


def outdated(text: str) -> Translation:
    """A translation of what the sentence once was."""
    return Translation(text, Review.OUTDATED)


def bitext(
    title: str = "Тақырып", *sentences: str, english: tuple[Translation | None, ...] = (), **facts: object
) -> Bitext:
    """An article of one block for every two sentences, and its translations in order, the title's first.

    `facts` are fields of the article, or of the bitext (`target`, `reviewers`).
    """
    segments = [Segment(0, 0, 0, title)]
    for index, text in enumerate(sentences):
        segments.append(Segment(index + 1, index // 2 + 1, index % 2 + 1, text))
    blocks = [sentences[index : index + 2] for index in range(0, len(sentences), 2)]
    article = Article(
        slug="sample",
        lang="kk",
        title=title,
        body=tuple(" ".join(block) for block in blocks),
        sha256="0" * 64,
    )
    own = {name: value for name, value in facts.items() if name in ("target", "reviewers")}
    article = replace(article, **{name: value for name, value in facts.items() if name not in own})  # type: ignore[arg-type]  # the names are the caller's
    given = english + (None,) * (len(segments) - len(english))
    pairs = tuple(Pair(segment, text) for segment, text in zip(segments, given, strict=True))
    return replace(Bitext(article, "en", pairs), **own)  # type: ignore[arg-type]  # the names are the caller's


def of_text(text: str, slug: str) -> Bitext:
    """A bitext with one text in every place that text from outside can take."""
    return bitext(
        text,
        text,
        text,
        text,
        text,
        english=(reviewed(text), reviewed(text), machine(text), outdated(text), None),
        slug=slug,
        author=text,
        source=text,
        source_url=text,
        section=text,
        topics=(text,),
        date=date(2024, 3, 26),
        reviewers=(text,),
    )

"""Text that means harm, in every place that text from outside can take, and what the site makes of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

import yaml

from bench.trust.rows import Row
from bench.trust.world import ROOT, in_fork, lay_out, preload
from digest.digest import Digest
from digest.encode import link, visible
from digest.project import Project
from digest.settings import Settings, Source, Term, Topic
from digest.translation import po
from digest.values import Article, Bitext, Cut, Fact, Origin, Pair, Review, Segment, Translation
from digest.web.pages import render
from digest.web.site import build_site

__all__ = ["attacked", "faults_of", "hostile_text", "poisoned", "seen"]

_PIECES = (
    "<script>window.pwned=1</script>",
    '"><img src=x onerror="window.pwned=1">',
    "' onmouseover='window.pwned=1' x='",
    "</div></p></article></body></html><h1>",
    "<!-- open",
    "--><svg/onload=window.pwned=1>",
    "<![CDATA[ ",
    "]]>",
    "<?php echo 1 ?>",
    "<style>*{display:none}</style>",
    "<iframe src=//evil.example>",
    "<base href=//evil.example/>",
    "<a href=javascript:window.pwned=1>x</a>",
    '<form action="https://evil.example/"><button>',
    "</title><script>",
    "</textarea></template></noscript>",
    "[x](javascript:window.pwned=1)",
    "<javascript:window.pwned=1>",
    "![x](https://evil.example/x.png){ onload=window.pwned=1 }",
    "[x]: https://evil.example/",
    "{: .dg-title #s1 onclick=window.pwned=1 }",
    "# heading",
    "```",
    "    code",
    "| a | b |\n|---|---|",
    "[TOC]",
    "*[HTML]: x",
    "[^1]: x",
    '--8<-- "/etc/passwd"',
    "---\ntemplate: evil.html\n---",
    "title: !!python/object/apply:os.system [id]",
    "key: {a: [b, *c, &d e]} # x",
    "{{ config }}",
    "{% include 'main.html' %}",
    "${7*7}",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "&notit;",
    "\x00\x07\x08\x1b[31m\x7f\x85\x9b",
    "\x02wzxhzdk:0\x03",
    "\x02klzzwxh:0000\x03",
    "\u202eevil\u2066\u2067",
    "\u200b\u200e\u200f\u061c\ufeff",
    "\ufffe\U0001ffff\ud800",
    "\r\n\u2028\u2029",
    "https://evil.example/?a=1&b=2",
    "//evil.example/x.js",
    "data:text/html,<script>window.pwned=1</script>",
    "../../../etc/passwd",
    '#eval(read("/etc/passwd"))',
    "\\u{3c}script\\u{3e}",
    "@import url(https://evil.example/x.css);",
    "=cmd|'/c calc'!A0",
    "é\u0301\u0489" * 20,
    "x" * 300,
)
_WORDS = ("Сенат", "заң", "ustawa", "закон", "reform", "2024", "«", "»", "—", ".", "?", " ")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "srcset", "poster", "xlink:href", "ping")
_LOADERS = frozenset({"iframe", "base", "object", "embed", "frame", "applet", "form", "svg", "math", "video"})
_SENTENCE = "Сенат жаңа заңды қабылдады және оны жариялады."
# An element of a page: its tag, its class, and the names of its attributes.
Kind = tuple[str, str, tuple[str, ...]]
# What no text of a page is: control characters, but for line breaks and tabs.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ORIGIN = Origin("argos", "1.12.0", "translate-kk_en", "1.9", "0" * 64)
_PLAIN = ("plain words", "In 2024 the Senate met", "It met twice.", "2024", "Сенат")
_TERMS = 20


def hostile_text(random: Random) -> str:
    """One to four pieces of what some language takes for its own, perhaps among words."""
    parts = random.choices(_PIECES, k=random.randint(1, 3))
    parts += random.choices(_WORDS, k=random.randint(0, 2))
    random.shuffle(parts)
    return random.choice(("", " ")).join(parts)


def attacked(folder: Path, pages: int, random: Random, say: Callable[[str], None]) -> Row:
    """Build the site of hostile articles and of plain ones, and compare what the pages are made of.

    Args:
        folder: An empty folder to work in.
        pages: How many articles have hostile text in every field; each gives two pages.
        random: Where the texts come from.
        say: Takes what is told meanwhile.
    """
    texts = [hostile_text(random) for _ in range(pages)]
    # As many different ones, since the lists offer other ways to choose among many publishers than among few.
    plain = _published(folder / "plain", [f"{_PLAIN[n % len(_PLAIN)]} {n}" for n in range(pages)])
    say("the site of plain articles is built")
    hostile = _published(folder / "hostile", texts)
    say("the site of hostile articles is built")
    allowed = _kinds(plain)
    failures = []
    for path in sorted(hostile.rglob("*.html")):
        name = path.relative_to(hostile).as_posix()
        html = path.read_text(encoding="utf-8")
        failures += [f"{name}: {fault}" for fault in faults_of(html, allowed)]
    failures += list(_titles_lost(hostile, texts))
    what = (
        "hostile articles; an element, address, handler or control character that the templates do not write"
    )
    return Row(what, pages, tuple(failures))


def poisoned(folder: Path, digests: int, random: Random, say: Callable[[str], None]) -> Row:
    """Take whole digests through build, site and pdf whose settings, articles and translations mean harm.

    Args:
        folder: An empty folder to work in.
        digests: How many, of six articles each.
        random: Where the texts come from.
        say: Takes what is told meanwhile.
    """
    preload()
    plain = iter(_PLAIN * 1000)
    _made(folder / "plain", lambda: next(plain))
    _ours(folder / "ours")
    allowed = _kinds(folder / "plain" / "site") | _kinds(folder / "ours" / "site")
    failures = []
    for number in range(digests):
        root = folder / str(number)
        failures += [f"digest {number}: {fault}" for fault in _made(root, lambda: hostile_text(random))]
        for path in sorted((root / "site").rglob("*.html")):
            html = path.read_text(encoding="utf-8")
            name = path.relative_to(root).as_posix()
            failures += [f"digest {number}: {name}: {fault}" for fault in faults_of(html, allowed)]
        say(f"digest {number}: {len(failures)} failures so far")
    what = "hostile digests (settings, articles, translations) built and printed; the same, or a traceback"
    return Row(what, digests, tuple(failures))


def _made(root: Path, text: Callable[[], str]) -> list[str]:
    """Write a digest whose texts come from a function, build and print it; give what went wrong."""
    lay_out(root, ())
    names = [text() for _ in range(8)]
    named = [{"name": name} for name in dict.fromkeys(" ".join(visible(name).split()) for name in names)]
    kept = {
        "title": named[0]["name"],
        "sources": named[:3],
        "topics": [{**topic, "words": ["заң"]} for topic in named[3:6]],
        "glossary": [{**term, "kind": "person", "variants": {"kk": ["Сенат"]}} for term in named[6:]],
        "articles": {f"a{number}": {"source": named[0]["name"]} for number in range(3)},
    }
    (root / "digest.yml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8", newline="\n")
    for number in range(6):
        lines = [text(), "", *(f"{_SENTENCE} {text()} {_SENTENCE}" for _ in range(4))]
        raw = "\n\n".join(lines).encode("utf-8", "replace")
        (root / "seeds" / f"a{number}.txt").write_bytes(raw)
    faults = [_fault(root, "build")]
    for path in sorted((root / "translations" / "en").glob("*.po")):
        memory = po.parse(po.decode(path.read_bytes(), path.name), path.name)
        entries = tuple(replace(entry, text=text()) for entry in memory.entries)
        path.write_bytes(po.render(replace(memory, entries=entries)).encode("utf-8", "replace"))
    return [fault for fault in (*faults, *(_fault(root, name) for name in ("build", "site", "pdf"))) if fault]


def _ours(root: Path) -> None:
    """Build the site of the project's own articles."""
    lay_out(root, ())
    shutil.copy(ROOT / "digest.yml", root)
    for name in ("seeds", "translations"):
        shutil.copytree(ROOT / name, root / name, dirs_exist_ok=True)
    for command in ("build", "site"):
        in_fork(root, command, beside=root.parent)


def _kinds(site: Path) -> set[Kind]:
    """All that the pages of a site are made of."""
    return {kind for path in site.rglob("*.html") for kind in seen(path.read_text(encoding="utf-8")).kinds}


def _fault(root: Path, command: str) -> str:
    """What is wrong with how a command ends; that it refuses an article and goes on is not."""
    done, _ = in_fork(root, command, beside=root.parent)
    made = {"build": "docs/index.md", "site": "site/index.html", "pdf": "site/digest.pdf"}[command]
    missing = "" if (root / made).is_file() else f"{command} makes no {made}: {done.said.strip()[:300]}"
    return done.fault or missing


@dataclass(slots=True)
class _Seen:
    """What a page is made of: its elements, its addresses, the text of its title, its comments."""

    kinds: set[Kind] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)
    title: str = ""
    comments: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = _Seen()
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.seen.kinds.add((tag, given.get("class") or "", tuple(given)))
        self.seen.addresses += [given[name] or "" for name in _ADDRESSES if name in given]
        self._in_title = tag == "title" or self._in_title

    def handle_endtag(self, tag: str) -> None:
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.seen.title += data

    def handle_comment(self, data: str) -> None:
        self.seen.comments.append(data)


def seen(html: str) -> _Seen:
    """What a browser would make of a page, as far as it is compared."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.seen


def faults_of(html: str, allowed: set[Kind]) -> Iterator[str]:
    """What a page shows that no template writes.

    Args:
        html: The page.
        allowed: What pages of plain text are made of: tag, class, names of the attributes.
    """
    found = seen(html)
    for tag, class_, names in sorted(found.kinds - allowed):
        yield f"<{tag} class={class_!r} {' '.join(names)}>"
    for tag, _, names in sorted(found.kinds):
        if tag in _LOADERS and not any(tag == known[0] for known in allowed):
            yield f"<{tag}>, which loads"
        yield from (f"<{tag} {name}>, which runs a script" for name in names if name.startswith("on"))
    for address in found.addresses:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            yield f"the address {address[:80]!r}"
    yield from (f"the comment {comment[:80]!r}" for comment in found.comments)
    if control := _CONTROL.search(html):
        yield f"the control character U+{ord(control[0]):04X}"


def _titles_lost(site: Path, texts: list[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        for lang in ("en", "kk"):
            page = site / lang / f"a{number}" / "index.html"
            if not page.is_file():
                yield f"{lang}/a{number}: there is no such page"
            elif visible(text) not in seen(page.read_text(encoding="utf-8")).title:
                yield f"{lang}/a{number}: the title lacks its text {text[:60]!r}"


# ---- a digest with one text everywhere


def _published(folder: Path, texts: list[str]) -> Path:
    """The site of an article for each text, with the project's own theme; give its folder."""
    folder.mkdir()
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("theme", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "docs" / "about.md", folder / "docs")
    bitexts = tuple(_bitext(text, f"a{number}") for number, text in enumerate(texts))
    digest = Digest(_settings(texts), bitexts)
    Project(folder).write_pages(render(digest))
    (folder / "docs" / "pdf").mkdir()
    for bitext in bitexts:  # the pages link to their PDFs; what is in those is not looked at here
        (folder / "docs" / "pdf" / f"{bitext.article.slug}.pdf").write_bytes(b"%PDF-")
    return build_site(folder, digest).folder


def _settings(texts: list[str]) -> Settings:
    """The texts as title, publishers, topics and names of the glossary, where the settings take them."""
    names = sorted({text.strip() for text in texts if text.strip() and "\ud800" not in text})
    return Settings(
        title=names[0],
        sources=tuple(Source(name=name) for name in names),
        topics=tuple(Topic(name=name) for name in names),
        # Every second one has no name in the articles' language, so that it is shown as another's.
        glossary=tuple(
            Term(name=name, kind="person", variants={"kk": (name,)} if number % 2 else {})
            for number, name in enumerate(names[:_TERMS])
        ),
    )


def _bitext(text: str, slug: str) -> Bitext:
    """An article with one text in every field, and translations of every standing."""
    article = Article(
        slug=slug,
        lang="kk",
        title=text,
        body=(f"{text} {text}", f"{text} {text}"),
        sha256="0" * 64,
        author=text,
        source=text,
        source_url=None if link(text) else text,
        section=text,
        topics=(text,),
        date=date(2024, 3, 26),
        byline=text,
        photo_credit=text,
        cuts=(Cut(1, text, "navigation", text),),
        facts=(Fact("author", text, text, 0.9, stated=True), Fact("title", f"{text}!", text, 0.5)),
        file=f"seeds/{slug}.txt",
        place=text,
    )
    given = (
        Translation(text, Review.REVIEWED),
        Translation(text, Review.REVIEWED),
        Translation(text, Review.MACHINE, _ORIGIN),
        Translation(text, Review.OUTDATED),
        None,
    )
    places = ((0, 0), (1, 1), (1, 2), (2, 1), (2, 2))
    pairs = tuple(
        Pair(Segment(number, *place, text), translation)
        for number, (place, translation) in enumerate(zip(places, given, strict=True))
    )
    return replace(Bitext(article, "en", pairs), reviewers=(text,))

"""Make up a digest of any size: articles in Kazakh, Russian and Polish with their English translations.

    python -m bench.digests FOLDER [PAIRS]

writes a whole digest folder (digest.yml, mkdocs.yml, docs/, seeds/, reviewed translations/) that every
command takes. The phrases are those of bench/phrases.yml, each in all four languages, so that a sentence and
its translation say the same. Names follow Zipf's law, as in the press, so that the vocabulary grows with the
number of articles. Three articles that follow each other, one in each language, report the same event.
Articles are as long as those in seeds/, which have 13 sentences of 170 letters on average. The same texts
come out on every machine, and a larger digest begins with the articles of a smaller one.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from random import Random

import yaml

from digest.labels import date_words
from digest.read.seed import reading_of
from digest.settings import Settings, parse
from digest.translation import memory, po
from digest.translation.sentences import segment
from digest.values import Article, Bitext, LanguagePair, Pair, Review, Seed, Segment, Translation

__all__ = ["bitexts", "settings", "write"]

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("kk", "ru", "pl", "en")
TARGET = "en"
# In the order of their languages in COLUMNS, twice.
PUBLISHERS = (
    "Дала үні",
    "Степной вестник",
    "Nowiny Stepowe",
    "Aqparat Daily",
    "Region 24",
    "Przegląd Wschodni",
)

_SEED = 4711
_NAMES = 40_000
_FIRST_DAY = date(2024, 1, 2)
_DAYS = 700
_SETTINGS = """\
title: A Made-up Digest
target: en
languages: [kk, ru, pl]
sources:
{sources}
topics:
  - name: Human rights
    words: [адам құқық, правам человека, praw człowieka]
  - name: Courts
    words: [Жоғарғы сот, Верховный суд, Sąd Najwyższy]
  - name: Media
    words: [бұқаралық ақпарат, средств массовой, wolności mediów]
  - name: Trade
    words: [сауда көлемін, объём торговли, zwiększyć handel]
"""
# How a publisher's page says whose text it is.
_SOURCE_LINE = {"kk": "Дереккөз: {}", "ru": "Источник: {}", "pl": "Źródło: {}"}

# A text in all the languages of COLUMNS.
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Story:
    """What an article says, in all languages, and the facts around it."""

    slug: str
    lang: str
    day: date
    source: str
    title: Phrase
    blocks: tuple[tuple[Phrase, ...], ...]

    def told(self, phrase: Phrase) -> str:
        """A phrase in the article's own language."""
        return phrase[COLUMNS.index(self.lang)]


def settings() -> Settings:
    """Give the digest.yml of every made-up digest."""
    return parse(_settings_text())


def bitexts(pairs: int) -> tuple[Bitext, ...]:
    """Give so many articles beside their translations, as the build would, without a file."""
    return tuple(_bitext(story) for story in _stories(pairs))


def write(folder: Path, pairs: int) -> None:
    """Write a digest of so many articles into a folder, which should be empty or not there yet."""
    for name in ("seeds", f"translations/{TARGET}", "docs"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copy(ROOT / "docs" / "about.md", folder / "docs")
    for name in ("theme", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    (folder / "digest.yml").write_text(_settings_text(), encoding="utf-8", newline="\n")
    decided = settings()
    for story in _stories(pairs):
        seed = Seed(f"seeds/{story.slug}.txt", _raw(story))
        (folder / seed.name).write_bytes(seed.raw)
        (article,) = reading_of(seed, decided).articles
        text = po.render(_memory(story, article))
        path = folder / "translations" / TARGET / f"{story.slug}.po"
        path.write_text(text, encoding="utf-8", newline="\n")


def _settings_text() -> str:
    lines = (f"  - name: {name}\n    url: https://example.org/{n}/" for n, name in enumerate(PUBLISHERS))
    return _SETTINGS.format(sources="\n".join(lines))


# ---- stories


def _stories(count: int) -> Iterator[_Story]:
    for number in range(count):
        event = Random(f"{_SEED} event {number // 3}")
        shared = [_name(event) for _ in range(4)]
        day = _FIRST_DAY + timedelta(days=event.randrange(_DAYS))
        random = Random(f"{_SEED} story {number}")
        # The last has two or more: a short line at the end may be cut as what stands below an article.
        sizes = [*(random.randint(1, 3) for _ in range(random.randint(3, 7))), random.randint(2, 3)]
        blocks = tuple(tuple(_sentence(random, shared) for _ in range(size)) for size in sizes)
        yield _Story(
            f"story-{number:05}",
            COLUMNS[number % 3],
            day,
            PUBLISHERS[number % 3 + random.choice((0, 3))],
            _headline(event, shared),
            blocks,
        )


def _headline(random: Random, shared: Sequence[Phrase]) -> Phrase:
    """A subject and what it does, in the word order of each language, and the name of the event."""
    subject, predicate = random.choice(_table()["subjects"]), random.choice(_table()["predicates"])
    name = random.choice(shared)
    parts = zip(_filled(subject, random, shared), predicate, name, strict=True)
    return _capitalised(tuple(f"{who} {does}: {a}" for who, does, a in parts))


def _sentence(random: Random, shared: Sequence[Phrase]) -> Phrase:
    table = _table()
    if random.random() < 0.15:
        return _capitalised(_filled(random.choice(table["leads"]), random, shared))
    timed = random.random() < 0.5
    time, predicate = random.choice(table["times"]), random.choice(table["predicates"])
    subject = _filled(random.choice(table["subjects"]), random, shared)
    tails = [_filled(tail, random, shared) for tail in random.sample(table["tails"], 3 if timed else 4)]
    phrase = []
    for column, lang in enumerate(COLUMNS):
        who = subject[column]
        if timed:
            comma = "," if lang == "en" else ""
            who = f"{time[column]}{comma} {who[:1].lower() + who[1:] if lang == 'kk' else who}"
        end = ", ".join(tail[column] for tail in tails)
        # Kazakh has the verb at the end.
        rest = f"{end} {predicate[column]}" if lang == "kk" else f"{predicate[column]} {end}"
        phrase.append(f"{who} {rest}.")
    return _capitalised(tuple(phrase))


def _filled(phrase: Phrase, random: Random, shared: Sequence[Phrase]) -> Phrase:
    a, b, n = random.choice(shared), _name(random), str(random.randint(3, 90) * 10)
    return tuple(
        text.replace("{a}", a[column]).replace("{b}", b[column]).replace("{n}", n)
        for column, text in enumerate(phrase)
    )


def _capitalised(phrase: Phrase) -> Phrase:
    return tuple(text[:1].upper() + text[1:] for text in phrase)


def _name(random: Random) -> Phrase:
    """A made-up name, the frequent ones more often."""
    rank = random.choices(range(_NAMES), cum_weights=_weights())[0]
    random = Random(f"{_SEED} name {rank}")
    parts = random.choices(_table()["syllables"], k=2 if rank < 400 else random.choice((3, 3, 4)))
    return tuple("".join(part[column] for part in parts).capitalize() for column in range(len(COLUMNS)))


@cache
def _weights() -> list[float]:
    return list(accumulate(1 / (rank + 20) for rank in range(_NAMES)))


@cache
def _table() -> dict[str, list[Phrase]]:
    text = (Path(__file__).parent / "phrases.yml").read_text(encoding="utf-8")
    return {name: [tuple(phrase) for phrase in phrases] for name, phrases in yaml.safe_load(text).items()}


# ---- stories as files and as values


def _raw(story: _Story) -> bytes:
    """The article as it would have been pasted: its text among what stands around it on a page."""
    body = [" ".join(map(story.told, block)) for block in story.blocks]
    source = _SOURCE_LINE[story.lang].format(story.source)
    lines = [story.told(story.title), date_words(story.day, story.lang), *body, source]
    return ("\n\n".join(lines) + "\n").encode()


def _memory(story: _Story, article: Article) -> po.Memory:
    """The PO file of an article in which a person has translated every sentence."""
    target = COLUMNS.index(TARGET)
    known = {story.told(phrase): phrase[target] for phrase in _phrases(story)}
    empty = memory.merge(
        None, segment(article.title, article.body, article.lang), LanguagePair(article.lang, TARGET)
    )
    entries = tuple(replace(entry, text=known.get(entry.source, "")) for entry in empty.entries)
    return replace(empty, entries=entries)


def _bitext(story: _Story) -> Bitext:
    segments = [Segment(0, 0, 1, story.told(story.title))]
    for block, phrases in enumerate(story.blocks, 1):
        for place, phrase in enumerate(phrases, 1):
            segments.append(Segment(len(segments), block, place, story.told(phrase)))
    texts = (phrase[COLUMNS.index(TARGET)] for phrase in _phrases(story))
    article = Article(
        slug=story.slug,
        lang=story.lang,
        title=story.told(story.title),
        body=tuple(" ".join(map(story.told, block)) for block in story.blocks),
        sha256=sha256(_raw(story)).hexdigest(),
        date=story.day,
        source=story.source,
        source_url=f"https://example.org/{PUBLISHERS.index(story.source)}/",
    )
    pairs = zip(segments, texts, strict=True)
    return Bitext(
        article, TARGET, tuple(Pair(one, Translation(text, Review.REVIEWED)) for one, text in pairs)
    )


def _phrases(story: _Story) -> Iterator[Phrase]:
    yield story.title
    for block in story.blocks:
        yield from block


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)

"""Measure the identification of languages: ours beside plain py3langid, on news, sentences and amid clutter.

    make bench-languages FOLDER="NTREX UD_Kazakh-KTB ..."
    python -m bench.languages FOLDER [FOLDER ...] [--texts N] [--expected CODE ...]

The folders are checkouts of github.com/MicrosoftTranslator/NTREX (the same news in 128 languages) and of
treebanks of github.com/UniversalDependencies, or hold several. News is cut at 100, 300 and 1,000 characters,
each from the beginning of a sentence within one document; of treebanks, single sentences of the test files.
The clutter is our own: 480 characters of menus, addresses, markup and names in other languages, around 300 of
news.

For each language the tables, in Markdown, have the share that plain py3langid gets right, the share that ours
gets right, the share that ours states without doubt, and how many of these are wrong. A language that
py3langid lacks cannot be got right: there it is best to state nothing. `--expected` names the languages of
the digest.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from babel.core import get_global

from bench.engine import table
from digest.read.language import identify

__all__ = ["main"]

LENGTHS = (100, 300, 1000)
TEXTS = 150
SENTENCES = 600
EXPECTED = ("kk", "ru", "pl", "uk", "ky", "en")
# The languages with a line of their own, by NTREX's codes; the rest are taken together.
SHOWN = """
    kaz kir uzb tuk tat bak aze-Latn tur tgk-Cyrl mon uig rus ukr bel bul mkd srp-Cyrl pol ces slk slv hrv bos
    srp-Latn lit lav est fin hun ron deu nld dan nob swe eng-US fra spa por ita ell hye kat arb fas heb hin
    ind msa zho-CN jpn kor vie
""".split()  # noqa: SIM905 - a list of 53 short strings is hard to read
# Codes of NTREX that CLDR's list of aliases does not lead to a code of ours.
CODES = {"fil": "tl", "nob": "no", "prs": "fa", "ckb": "ku", "mey": "ar", "yue": "zh", "2": "es"}
VARIANTS = {"ary": "ar", "arz": "ar", "fuv": "ff", "gug": "gn", "hbo": "he", "kik": "ki", "sdh": "ku"} | {
    "uzs": "uz",
    "wuu": "zh",
    "yue": "zh",
}
BEFORE = """\
Home | News | Politics | Sport | Contact us
<a href="https://www.example.org/news/2024/03/26/index.html?utm_source=rss">Read more</a>
Войти Регистрация Подписаться на Telegram
26.03.2024, 14:05 — Views: 1 204
Foto: John Smith / Reuters
"""
AFTER = """
Share: Facebook, WhatsApp, Telegram https://t.me/example_channel
Editor: Anna Kowalska, Бауыржан Сейітов <editor@example.org>
© 2024 Example Media Group. All rights reserved.
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text: the name of its line in a table, and the code of its language."""

    name: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True)
class Count:
    """What was told of so many texts: right by py3langid and by ours, stated by ours, and of these wrong."""

    texts: int
    plain: int
    ours: int
    stated: int
    wrong: int

    def cells(self, known: bool) -> list[str]:
        """The columns of a table; of a language that py3langid lacks nothing can be right."""
        rights = [_share(self.plain, self.texts), _share(self.ours, self.texts)] if known else ["–", "–"]
        return [*rights, _share(self.stated, self.texts), str(self.wrong)]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".removesuffix(".0") if whole else "–"


def news(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each file of NTREX beneath a folder: its code, its sentences, and the document that each is of."""
    for index in sorted(folder.rglob("DOCUMENT_IDS.tsv")):
        documents = index.read_text(encoding="utf-8").splitlines()
        for path in sorted(index.parent.glob("NTREX-128/newstest2019-ref.*.txt")):
            code = path.name.removeprefix("newstest2019-ref.").removesuffix(".txt")
            yield code, path.read_text(encoding="utf-8").splitlines(), documents


def treebanks(folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """Each test file of a treebank beneath a folder, with its sentences."""
    for path in sorted(folder.rglob("*-ud-test.conllu")):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield path, [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]


def passages(sentences: Sequence[str], documents: Sequence[str], length: int, texts: int) -> list[str]:
    """Cut texts of a length, spread over the documents, each of one and from the beginning of a sentence."""
    found: list[str] = []
    pairs = zip(documents, sentences, strict=True)
    for _, group in groupby(pairs, key=lambda pair: pair[0]):
        lines = [line.strip() for _, line in group]
        rests = ("\n".join(lines[start:]) for start in range(len(lines)))
        found += [rest[:length] for rest in rests if len(rest) >= length]
    return spread(found, texts)


def spread(texts: Sequence[str], count: int) -> list[str]:
    """So many of the texts, evenly spread."""
    return (
        [texts[number * len(texts) // count] for number in range(count)]
        if len(texts) > count
        else list(texts)
    )


def lang_of(code: str) -> str:
    """The code that ours gives for a language, from that of a file: `tgk-Cyrl` becomes `tg`."""
    code = code.split("-")[0].split(".")[0]
    known = CODES.get(code) or get_global("language_aliases").get(code, code)
    return str(known).split("_")[0]


class Bench:
    """Counts, with py3langid loaded once."""

    def __init__(self, expected: Sequence[str]) -> None:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]  # no types

        model: Any = LanguageIdentifier.from_model_file(MODEL_FILE)
        self.classify: Callable[[str], tuple[str, float]] = model.classify
        self.known = {VARIANTS.get(code, code) for code in model.labels}
        self.expected = tuple(expected)

    def count(self, samples: Sequence[Sample]) -> Count:
        """Tell the language of each text in both ways."""
        plain = ours = stated = wrong = 0
        for sample in samples:
            code = self.classify(sample.text)[0]
            plain += VARIANTS.get(code, code) == sample.lang
            found = identify(sample.text, self.expected)
            ours += found.lang == sample.lang
            stated += not found.doubtful
            wrong += not found.doubtful and found.lang != sample.lang
        return Count(len(samples), plain, ours, stated, wrong)

    def rows(
        self, columns: Sequence[Sequence[Sample]], shown: Sequence[str] | None = None
    ) -> list[list[str]]:
        """The lines of a table, a group of columns for each list; languages not shown are put together."""
        names = list(dict.fromkeys(sample.name for column in columns for sample in column))
        lines = {name: name for name in shown if name in names} if shown else {name: name for name in names}
        langs = {sample.name: sample.lang for column in columns for sample in column}
        rest = [name for name in names if name not in lines]
        groups = [(f"{name} ({langs[name]})", [name]) for name in lines]
        groups.append(("others that py3langid knows", [name for name in rest if langs[name] in self.known]))
        groups.append(("others that it lacks", [name for name in rest if langs[name] not in self.known]))
        rows = []
        for title, group in groups:
            known = any(langs[name] in self.known for name in group)
            counts = [self.count([sample for sample in column if sample.name in group]) for column in columns]
            if group:
                several = f": {len(group)}" if len(group) > 1 else ""
                rows.append([title + several, *(cell for count in counts for cell in count.cells(known))])
            print(title, "...", file=sys.stderr, flush=True)
        return rows


def speed(bench: Bench, samples: Sequence[Sample]) -> str:
    """Milliseconds an article of some 4,000 characters, by py3langid alone and by ours."""
    texts = [sample.text for sample in samples]
    articles = ["\n".join(texts[start : start + 4]) for start in range(0, len(texts), 4)]
    times = []
    for tell in (bench.classify, lambda text: identify(text, bench.expected)):
        begun = time.perf_counter()
        for article in articles:
            tell(article)
        times.append(1000 * (time.perf_counter() - begun) / len(articles))
    plain, ours = times
    return f"An article of 4,000 characters: ours {ours:.1f} ms, py3langid alone on the whole {plain:.1f} ms."


def report(bench: Bench, folders: Sequence[Path], texts: int) -> None:
    """Print the tables of what is in the folders."""
    files = [entry for folder in folders for entry in news(folder)]
    columns = [
        [
            Sample(code, lang_of(code), text)
            for code, lines, documents in files
            for text in passages(lines, documents, length, texts)
        ]
        for length in LENGTHS
    ]
    if files:
        print("## News\n")
        head = [
            f"{length}: {word}" for length in LENGTHS for word in ("py3langid", "ours", "stated", "wrong")
        ]
        print(table(["", *head], bench.rows(columns, SHOWN)))
        print("## News amid clutter\n")
        amid = [Sample(s.name, s.lang, BEFORE + s.text + AFTER) for s in columns[1]]
        print(table(["", "py3langid", "ours", "stated", "wrong"], bench.rows([amid], SHOWN)))
        print(speed(bench, columns[-1]), end="\n\n")
    single = [
        Sample(path.name.split("-")[0], lang_of(path.name.split("_")[0]), text)
        for folder in folders
        for path, sentences in treebanks(folder)
        for text in spread(sentences, SENTENCES)
    ]
    if single:
        print("## Single sentences\n")
        print(table(["", "py3langid", "ours", "stated", "wrong"], bench.rows([single])))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Our identification of languages beside plain py3langid.")
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="NTREX or treebanks")
    parser.add_argument("--texts", type=int, default=TEXTS, help="of a language and length (%(default)s)")
    parser.add_argument("--expected", nargs="*", default=EXPECTED, help="the digest's languages")
    options = parser.parse_args(arguments)
    report(Bench(options.expected), options.folders, options.texts)
    print(
        f"Python {sys.version.split()[0]}; the digest's languages: {', '.join(options.expected) or 'none'}."
    )


if __name__ == "__main__":
    main()

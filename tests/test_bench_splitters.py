"""The measurement of the sentence splitter."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.splitters import Score, main, paragraphs, score


def treebank(folder: Path, name: str, *comments: str) -> Path:
    """Write a treebank of these comments, each with a word below it as a treebank has."""
    path = folder / f"UD_{name}" / f"{name}-ud-test.conllu"
    path.parent.mkdir(parents=True)
    rows = (f"# {comment}\n1\tа\tа\tX\t_\t_\t0\troot\t_\t_\n\n" for comment in comments)
    path.write_text("".join(rows), encoding="utf-8")
    return path


def test_marked_paragraphs_stay_apart(tmp_path: Path) -> None:
    """Where the treebank marks documents or paragraphs, its sentences are joined within them."""
    path = treebank(
        tmp_path,
        "ru_own",
        "newdoc",
        "text = Дождь  идёт.",
        "text = Ветер стих!",
        "newpar id = 2",
        "text = «Кто там?»",
        "text = Никто.",
    )
    assert paragraphs(path) == [("Дождь идёт.", "Ветер стих!"), ("«Кто там?»", "Никто.")]


def test_sentences_without_paragraphs_are_joined_by_tens(tmp_path: Path) -> None:
    """A treebank that marks nothing gives ten sentences a paragraph."""
    texts = [f"text = Слово {number}." for number in range(23)]
    assert [len(found) for found in paragraphs(treebank(tmp_path, "ru_own", *texts))] == [10, 10, 3]


def test_a_sentence_whose_ends_nothing_shows_is_left_out(tmp_path: Path) -> None:
    """A headline, a line in small letters and a bare number are kept only where all is asked for."""
    texts = ["Дождь идёт.", "Погода на завтра", "и ветер.", "2.", "Ветер стих."]
    path = treebank(tmp_path, "ru_own", *(f"text = {text}" for text in texts))
    assert paragraphs(path) == [("Дождь идёт.", "Ветер стих.")]
    assert paragraphs(path, whole=True) == [tuple(texts)]


def test_cuts_are_counted_whatever_a_splitter_strips() -> None:
    """Right, wrong and missed cuts are counted within a paragraph; its end and blanks count for nothing."""
    found = score(lambda text: ["Аб в. ", " Гд", "е. Жз и."], [("Аб в.", "Гд е.", "Жз и.")])
    assert (found.right, found.wrong, found.missed) == (1, 1, 1)
    assert found.f1 == pytest.approx(0.5)


def test_nothing_to_find_and_nothing_found_is_perfect() -> None:
    """A score without any cut is 1, not an error."""
    assert Score(0, 0, 0, 0.0).f1 == 1.0


def test_the_splitters_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is a row for each treebank, with our F1 first, whatever else is installed."""
    treebank(tmp_path, "kk_own", "text = Жаңбыр жауды.", "text = Жел тынды.")
    treebank(tmp_path, "ru_own", "text = Дождь идёт.", "text = Ветер стих.", "text = В 2021 г.")
    main([str(tmp_path)])
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in capsys.readouterr().out.splitlines()]
    assert rows[0][:3] == ["treebank", "cuts", "ours"]
    assert [row[:3] for row in rows[2:4]] == [["kk_own", "1", "100.0"], ["ru_own", "2", "100.0"]]


def test_a_folder_without_treebanks_is_named(tmp_path: Path) -> None:
    """It says which folder holds none, and how to get one."""
    with pytest.raises(SystemExit, match=r"holds no file \*-ud-test\.conllu\n  to do: clone treebanks"):
        main([str(tmp_path)])

"""What programs are told of an article: JSON-LD and Open Graph."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from parsing import Document
from publishing import publish
from samples import HOSTILE, bitext, machine, of_text, reviewed

from digest.digest import Digest
from digest.encode import visible
from digest.publication import Publication
from digest.settings import Settings
from digest.web.site.describe import json_ld

BASE = "https://digest.example/press"
ARTICLE = bitext(
    "Тақырып",
    "Сөйлем.",
    english=(reviewed("A title"), reviewed("A phrase.")),
    slug="first",
    source="Газет",
    source_url="https://paper.example/1",
    author="Автор",
    date=date(2024, 3, 26),
    section="Саясат",
    topics=("Law",),
    reviewers=("A. Translator",),
)
DRAFT = bitext("Заголовок", "Фраза.", english=(machine("A headline"), None), lang="ru", slug="draft")
OWN = bitext("A note", "In English.", lang="en", slug="own")


def told(bitexts: tuple[Any, ...], path: str, site_url: str = BASE) -> dict[str, Any]:
    """The JSON-LD of a page."""
    written = json_ld(Digest(Settings(), bitexts, publication=Publication(site_url)))[path]
    found: dict[str, Any] = json.loads(written)
    return found


def test_the_translation_tells_of_its_original() -> None:
    """Both are news articles, each with its language and address; who translated is named."""
    assert told((ARTICLE,), "en/first.md") == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{BASE}/en/first/",
        "url": f"{BASE}/en/first/",
        "headline": "A title",
        "inLanguage": "en",
        "datePublished": "2024-03-26",
        "author": {"@type": "Person", "name": "Автор"},
        "articleSection": "Саясат",
        "keywords": ["Law"],
        "publisher": {"@type": "Organization", "name": "Bilingual Digest"},
        "sourceOrganization": {"@type": "Organization", "name": "Газет"},
        "isBasedOn": "https://paper.example/1",
        "translator": [{"@type": "Person", "name": "A. Translator"}],
        "creditText": "Translation reviewed by A. Translator",
        "translationOfWork": {
            "@type": "NewsArticle",
            "@id": f"{BASE}/kk/first/",
            "url": f"{BASE}/kk/first/",
            "headline": "Тақырып",
            "inLanguage": "kk",
            "datePublished": "2024-03-26",
            "author": {"@type": "Person", "name": "Автор"},
            "articleSection": "Саясат",
            "publisher": {"@type": "Organization", "name": "Газет"},
            "isBasedOn": "https://paper.example/1",
            "keywords": ["Law"],
        },
    }


def test_the_original_tells_of_its_translation() -> None:
    """The two pages name each other by the same addresses."""
    here, there = told((ARTICLE,), "kk/first.md"), told((ARTICLE,), "en/first.md")
    assert here["workTranslation"]["@id"] == there["@id"]
    assert there["translationOfWork"]["@id"] == here["@id"]
    assert here["workTranslation"] == {
        key: there[key] for key in ("@type", "@id", "url", "headline", "inLanguage")
    }


def test_an_article_in_the_target_language_has_no_counterpart() -> None:
    """It has one page and is nobody's translation."""
    assert not {"workTranslation", "translationOfWork", "creditText"} & told((OWN,), "en/own.md").keys()


def test_a_machine_is_named_and_no_person() -> None:
    """Whatever is unknown is left out."""
    found = told((DRAFT,), "en/draft.md")
    assert found["creditText"] == "Machine translation, not reviewed: argos 1.12.0, translate-kk_en 1.9"
    assert not {"translator", "author", "datePublished", "isBasedOn", "sourceOrganization"} & found.keys()


def test_addresses_are_relative_where_the_sites_is_unknown() -> None:
    """They lead from the page at hand to its counterpart."""
    found = told((ARTICLE,), "en/first.md", "")
    assert found["url"] == "./"
    assert found["translationOfWork"]["url"] == "../../kk/first/"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_leave_its_script(text: str) -> None:
    """Nothing in it can end a script element or open a comment, and it is read back as a reader sees it."""
    digest = Digest(Settings(), (of_text(text, "slug"),))
    for written in json_ld(digest).values():
        assert not set("<>&\u2028\u2029") & set(written)
        assert json.loads(written)["headline"] == visible(text)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a card for one article."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs" / "cards").mkdir(parents=True)
    (folder / "docs" / "cards" / "first.png").write_bytes(b"\x89PNG")
    articles = [of_text(text, f"h{index}") for index, text in enumerate(HOSTILE)]
    return publish(folder, [ARTICLE, DRAFT, OWN, *articles], site_url=BASE)


def page(site: Path, path: str) -> Document:
    """A page of the site."""
    return Document((site / path / "index.html").read_text(encoding="utf-8"))


def graph(found: Document) -> dict[str, str]:
    """The Open Graph of a page; of what stands more than once, the last."""
    return {
        element.attributes.get("property", ""): element.attributes["content"]
        for element in found.where("meta")
        if "content" in element.attributes
    }


@pytest.mark.parametrize("lang", ["en", "kk"])
def test_the_json_ld_stands_in_the_page(site: Path, lang: str) -> None:
    """It is what was made for it; pages that are no article have none."""
    script = page(site, f"{lang}/first").one("script", type="application/ld+json")
    assert json.loads(script.text) == told((ARTICLE,), f"{lang}/first.md")
    assert not page(site, "about").where("script", type="application/ld+json")


def test_open_graph_tells_of_an_article(site: Path) -> None:
    """Its title, address, languages, day and card, all whole addresses."""
    found = graph(page(site, "en/first"))
    expected = {
        "og:site_name": "Bilingual Digest",
        "og:title": "A title",
        "og:type": "article",
        "og:url": f"{BASE}/en/first/",
        "og:locale": "en_GB",
        "og:locale:alternate": "kk_KZ",
        "og:description": "Тақырып · Газет · 2024-03-26",
        "og:image": f"{BASE}/cards/first.png",
        "og:image:alt": "A title",
        "article:published_time": "2024-03-26",
    }
    assert expected.items() <= found.items()
    assert (
        page(site, "en/first").one("meta", name="twitter:card").attributes["content"] == "summary_large_image"
    )


def test_the_site_bears_the_digests_title(tmp_path: Path) -> None:
    """That of digest.yml, whatever it holds, in the header and in each page's own title."""
    title = "Вести <b>& {{ x }}"
    site = publish(tmp_path, (ARTICLE,), Settings(title=title))
    found = page(site, "en/first")
    assert found.one("title").text == f"A title - {title}"
    assert found.where(class_="md-ellipsis")[0].text == title
    assert graph(found)["og:site_name"] == title


def test_an_article_without_a_card_names_none(site: Path) -> None:
    """Nor does the home page, which is a website and bears the digest's name."""
    assert "og:image" not in graph(page(site, "en/draft"))
    home = graph(page(site, ""))
    assert (home["og:type"], home["og:title"]) == ("website", "Bilingual Digest")


@pytest.mark.parametrize("index", range(len(HOSTILE)))
def test_hostile_text_is_text_in_open_graph(site: Path, index: int) -> None:
    """The title is what a reader sees."""
    assert graph(page(site, f"en/h{index}"))["og:title"] == visible(HOSTILE[index])


def test_what_is_withheld_is_told_to_no_program() -> None:
    """Of the text there is the title alone."""
    written = json_ld(Digest(Settings(), (replace(ARTICLE, withheld=1), ARTICLE)))
    assert "Сөйлем" not in "".join(written.values())
    assert "A phrase" not in "".join(written.values())

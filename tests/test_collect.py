"""Saving pages from the web, from a server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from digest.cli import main
from digest.collect import Fetcher, Limits, Outcome, State, addresses, collect, file_name
from digest.errors import CollectError

PAGE = (
    "<!DOCTYPE html>\n<html><head><title>Мост</title></head><body><p>Мост открыли утром.</p></body></html>"
).encode()
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>One</title><link>{url}/one.html</link></item>
<item><title>Two</title><link>{url}/two.html</link></item></channel></rss>"""


class Site(ThreadingHTTPServer):
    """What it has by path: status, headers and bytes; and what it was asked, with the conditions."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []

    def has(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """Put something at a path; in the names of headers, `_` stands for `-`."""
        self.pages[path] = (status, {name.replace("_", "-"): text for name, text in headers.items()}, body)


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, headers, body = self.server.pages.get(self.path, (404, {}, b""))
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a test's output is its own."""


@contextmanager
def _serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with one page, asked without a proxy."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with _serving() as found:
        found.has("/news/bridge.html", PAGE, Content_Type="text/html; charset=utf-8", ETag='"1"')
        yield found


LOCAL = Limits(pause=0, private=True, read=5)


def _collected(root: Path, *urls: str, again: bool = False) -> list[Outcome]:
    with Fetcher(LOCAL) as fetcher:
        return list(collect(urls, root, fetcher, again=again))


def _refusal(url: str, limits: Limits = LOCAL) -> str:
    with Fetcher(limits) as fetcher, pytest.raises(CollectError) as caught:
        fetcher.get(url)
    assert caught.value.remedy
    return caught.value.found


def test_a_page_is_saved_as_it_came_with_its_address(site: Site, tmp_path: Path) -> None:
    """In the comment that browsers write; the encoding is added where only the header has it."""
    url = f"{site.url}/news/bridge.html"
    (outcome,) = _collected(tmp_path, url)
    assert outcome == Outcome(url, State.SAVED, f"seeds/{file_name(url, '.html')}")
    saved = (tmp_path / outcome.file).read_bytes()
    origin = f'<!-- saved from url=({len(url):04d}){url} -->\n<meta charset="utf-8">\n'.encode()
    assert saved.replace(origin, b"") == PAGE
    assert saved.startswith(b"<!DOCTYPE html>\n<!-- saved")


def test_the_pages_that_a_feed_links_to_are_saved(site: Site, tmp_path: Path) -> None:
    """A second run asks the feed whether it has changed, and no page again."""
    site.has("/feed", FEED.format(url=site.url).encode(), Content_Type="application/rss+xml", ETag='"f"')
    site.has("/one.html", PAGE, Content_Type="text/html")
    site.has("/two.html", PAGE, Content_Type="text/html")
    first = _collected(tmp_path, f"{site.url}/feed")
    assert [(one.url, one.state) for one in first] == [
        (f"{site.url}/one.html", State.SAVED),
        (f"{site.url}/two.html", State.SAVED),
    ]
    site.asked.clear()
    assert [one.state for one in _collected(tmp_path, f"{site.url}/feed")] == [State.UNCHANGED]
    assert site.asked == ["/robots.txt", "/feed"]


def test_a_page_is_asked_for_again_only_on_request(site: Site, tmp_path: Path) -> None:
    """With the version that is there; a file that was deleted is fetched whole."""
    url = f"{site.url}/news/bridge.html"
    _collected(tmp_path, url)
    site.asked.clear()
    assert _collected(tmp_path, url)[0].state is State.KNOWN
    assert site.asked == []
    assert _collected(tmp_path, url, again=True)[0].state is State.UNCHANGED
    site.has("/news/bridge.html", PAGE.replace("утром".encode(), b"x"), Content_Type="text/html", ETag='"2"')
    (changed,) = _collected(tmp_path, url, again=True)
    assert changed.state is State.SAVED
    (tmp_path / changed.file).unlink()
    assert _collected(tmp_path, url)[0].state is State.SAVED


def test_robots_txt_is_obeyed(site: Site, tmp_path: Path) -> None:
    """A page that it closes is not asked for, and no page of a site whose rules cannot be read."""
    site.has("/robots.txt", b"User-agent: *\nDisallow: /news/\n", Content_Type="text/plain")
    (outcome,) = _collected(tmp_path, f"{site.url}/news/bridge.html")
    assert outcome.error is not None
    assert "robots.txt" in outcome.error.found
    assert site.asked == ["/robots.txt"]
    site.has("/robots.txt", status=500)
    assert "500" in _refusal(f"{site.url}/news/bridge.html")
    assert "/news/bridge.html" not in site.asked


def test_hosts_are_not_hurried(site: Site) -> None:
    """Between two requests to one host lies a pause, the one its robots.txt asks for if that is longer."""
    site.has("/robots.txt", b"User-agent: *\nCrawl-delay: 7\n", Content_Type="text/plain")
    waits: list[float] = []
    with Fetcher(Limits(pause=1, private=True), sleep=waits.append) as fetcher:
        for _ in range(2):
            fetcher.get(f"{site.url}/news/bridge.html")
    assert [round(wait) for wait in waits] == [7, 7]


def test_the_local_network_is_not_asked(site: Site) -> None:
    """Neither by name, nor by number, nor by way of a name that leads there, nor of a redirect."""
    public = Limits(pause=0)
    for url in (
        site.url,
        "http://localhost/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/x",
    ):
        assert "local network" in _refusal(url, public)
    assert site.asked == []


def test_a_public_name_that_leads_to_the_local_network_is_not_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection's other end is looked at before anything is sent."""
    import socket

    port = site.server_address[1]
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: answer)
    assert "local network" in _refusal("http://news.example.org/", Limits(pause=0))
    assert site.asked == []


def test_redirects_are_followed_but_not_for_ever(site: Site) -> None:
    """The page keeps the address that it came from in the end."""
    site.has("/short", status=302, Location="/news/bridge.html")
    site.has("/round", status=301, Location="/round")
    site.has("/out", status=302, Location="file:///etc/passwd")
    with Fetcher(LOCAL) as fetcher:
        assert fetcher.get(f"{site.url}/short").url == f"{site.url}/news/bridge.html"
    assert "without end" in _refusal(f"{site.url}/round")
    assert "not an address of a page" in _refusal(f"{site.url}/out")


def test_what_cannot_be_had_is_said(site: Site, tmp_path: Path) -> None:
    """A page that is gone, that is busy, that is too large, that is a picture; a site that is not there."""
    site.has("/busy", status=429, Retry_After="20")
    site.has("/large", b"x" * 3000, Content_Type="text/html")
    site.has("/picture", b"\x89PNG", Content_Type="image/png")
    site.has("/empty-feed", b"<rss><channel></channel></rss>", Content_Type="text/xml")
    assert "404" in _refusal(f"{site.url}/gone")
    assert "busy" in _refusal(f"{site.url}/busy")
    assert "more than" in _refusal(f"{site.url}/large", Limits(pause=0, private=True, size=2000))
    outcomes = _collected(tmp_path, f"{site.url}/picture", f"{site.url}/empty-feed", "ftp://127.0.0.1/x")
    found = [outcome.error.found for outcome in outcomes if outcome.error]
    assert "image/png" in found[0]
    assert found[1:] == ["a feed that links to no page", "not an address of a page"] or found[1:] == [
        "not an address of a page",
        "a feed that links to no page",
    ]
    assert not (tmp_path / "seeds").exists()
    site.server_close()


def test_lists_of_addresses(tmp_path: Path) -> None:
    """Text with notes, and OPML; each address once."""
    (tmp_path / "list.txt").write_text(
        "\ufeff# ours\nhttps://a.example/1\n\nhttps://a.example/2\n", encoding="utf-8"
    )
    (tmp_path / "feeds.opml").write_text(
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="x"><outline xmlUrl="https://b.example/rss"/>'
        '</outline><outline text="no feed"/></body></opml>',
        encoding="utf-8",
    )
    given = ("https://a.example/2", str(tmp_path / "list.txt"), str(tmp_path / "feeds.opml"))
    assert addresses(given) == ("https://a.example/2", "https://a.example/1", "https://b.example/rss")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.txt", "https://a.example\nexample.org\n", "line 2"),
        ("a.opml", "<opml><body>", "damaged OPML"),
        ("a.opml", "<opml><body/></opml>", "no feeds"),
    ],
)
def test_a_list_that_is_none_is_named(tmp_path: Path, name: str, text: str, found: str) -> None:
    """With the line, and what to do."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(CollectError, match=found):
        addresses([str(tmp_path / name)])
    with pytest.raises(CollectError, match="no such file"):
        addresses([str(tmp_path / "missing")])


def test_names_of_files_are_stable_and_distinct() -> None:
    """They come from the address alone, and are safe on every system."""
    names = [
        file_name(url, ".html")
        for url in (
            "https://a.example/kk/жаңалық-2024.html",
            "https://b.example/kk/жаңалық-2024.html",
            "https://a.example/?id=5",
            "https://a.example/news/12345",
        )
    ]
    assert len(set(names)) == 4
    assert names[0].startswith("zhangalyq-2024-")
    assert all(name == name.lower() and name.isascii() for name in names)


def test_the_command_says_what_became_of_each_address(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line each; 1 where one was refused; a page is saved only into a digest."""
    url = f"{site.url}/news/bridge.html"
    words = ["collect", "--allow-private", "--root", str(tmp_path), url]
    assert main(words) == 1
    assert "digest.yml" in capsys.readouterr().err
    (tmp_path / "digest.yml").touch()
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("saved  seeds/bridge-")
    assert main([*words, f"{site.url}/gone", "--json"]) == 1
    assert [found["state"] for found in json.loads(capsys.readouterr().out)] == ["known", "refused"]


def test_a_page_that_is_not_html_keeps_its_bytes(site: Site, tmp_path: Path) -> None:
    """A PDF is saved as a PDF."""
    site.has("/report.pdf", b"%PDF-1.7 x", Content_Type="application/pdf")
    (outcome,) = _collected(tmp_path, f"{site.url}/report.pdf")
    assert outcome.file.endswith(".pdf")
    assert (tmp_path / outcome.file).read_bytes() == b"%PDF-1.7 x"

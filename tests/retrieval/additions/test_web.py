"""Pages, feeds and sitemaps: what is fetched, under which names, and what is asked for again."""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import Document, LinkKind
from retrieval.errors import FetchError, FetchFault
from retrieval.sources import Additions, Change, Collector, Fetcher, OriginKind, Outcome, Rest
from retrieval.sources.additions.addresses import is_address, key_of, name_of
from retrieval.sources.additions.media_types import ending_of
from retrieval.sources.additions.outcome import Absence
from retrieval.sources.fetching.fetched import Fetched, NotModified, Validators

SITE = "https://example.org"


@dataclass
class Site:
    """A site without a network: its pages by address, and what was asked for.

    A page is its content, its media type and its ETag; a fault is raised; a text is where it leads on to.
    """

    pages: dict[str, tuple[str | bytes, str, str | None] | FetchFault | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, known: Validators | None = None) -> Fetched | NotModified:
        self.asked.append(url.removeprefix(SITE))
        page = self.pages.get(url, FetchFault.NOT_FOUND)
        while isinstance(page, str) and not isinstance(page, FetchFault):
            url, page = page, self.pages[page]
        if isinstance(page, FetchFault):
            raise FetchError(url, page, {"address": url, "status": 404, "most": 5})
        content, media_type, etag = page
        if known and etag and known.etag == etag:
            return NotModified(url)
        raw = content if isinstance(content, bytes) else content.encode()
        return Fetched(raw, url, media_type, None, Validators(etag, None))

    def asked_again(self) -> list[str]:
        asked, self.asked = self.asked, []
        return asked


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def collector(tmp_path: Path, site: Site) -> Collector:
    return Collector(Additions(tmp_path / "additions.sqlite3"), lambda: site)


def html(text: str, etag: str | None = None) -> tuple[str, str, str | None]:
    return f"<html><body><article><h1>Новость</h1><p>{text}</p></article></body></html>", "text/html", etag


def rss(*items: str) -> tuple[str, str, None]:
    whole = f'<rss version="2.0"><channel><title>Степь</title>{"".join(items)}</channel></rss>'
    return whole, "application/rss+xml", None


def entry(number: int, text: str = "", *, link: bool = True) -> str:
    address = f"<link>{SITE}/news/{number}</link>" if link else ""
    text = text or f"Кратко о {number}."
    return (
        f"<item><title>Новость {number}</title>{address}<guid isPermaLink='false'>g{number}</guid>"
        f"<pubDate>Mon, 05 Feb 2024 10:00:00 +0500</pubDate><description>{text}</description></item>"
    )


def sitemap(*pages: tuple[str, str], kind: str = "urlset") -> tuple[str, str, None]:
    one = {"urlset": "url", "sitemapindex": "sitemap"}[kind]
    rows = [
        f"<{one}><loc>{SITE}{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</{one}>"
        for path, day in pages
    ]
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<{kind} xmlns="{space}">{"".join(rows)}</{kind}>', "application/xml", None


def said(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    return [(one.change.value, one.place.removeprefix(SITE)) for one in outcomes]


def documents(collector: Collector) -> list[Document]:
    snapshot = collector.additions.snapshot()
    return [document for name in snapshot.hashes for document in snapshot.read(name).documents]


def test_a_page_is_added_with_its_address_and_asked_for_politely_again(
    collector: Collector, site: Site
) -> None:
    site.pages[f"{SITE}/news/1"] = html("Мост открыт для всех.", "v1")
    assert said(collector.add([f"{SITE}/news/1"])) == [("added", "/news/1")]
    (document,) = documents(collector)
    assert (document.id, document.path) == ("n1", "added/example.org/news/1.html")
    assert (document.link.url, document.link.kind) == (f"{SITE}/news/1", LinkKind.ARTICLE)
    assert said(collector.sync()) == [("unchanged", "/news/1")]
    site.pages[f"{SITE}/news/1"] = html("Мост закрыт для всех.", "v2")
    assert said(collector.sync()) == [("updated", "/news/1")]
    assert "закрыт" in documents(collector)[0].text


def test_a_page_that_says_the_same_in_other_bytes_is_unchanged(collector: Collector, site: Site) -> None:
    content, kind, _ = html("Мост открыт для всех.")
    site.pages[f"{SITE}/1"] = content, kind, None
    collector.add([f"{SITE}/1"])
    site.pages[f"{SITE}/1"] = content.replace("<body>", "<body><!-- 17 visitors -->"), kind, None
    assert said(collector.sync()) == [("unchanged", "/1")]


def test_a_page_has_one_key_whatever_leads_to_it(collector: Collector, site: Site) -> None:
    site.pages[f"{SITE}/news/1"] = html("Мост открыт для всех.")
    site.pages["http://www.example.org/old"] = f"{SITE}/news/1"
    site.pages[f"{SITE}/news/1/?utm_source=x#top"] = f"{SITE}/news/1"
    places = ["http://www.example.org/old", f"{SITE}/news/1/?utm_source=x#top", f"{SITE}/news/1"]
    changes = [one.change for one in collector.add(places)]
    assert changes == [Change.ADDED, Change.UNCHANGED, Change.UNCHANGED]
    assert [item.id for item in collector.additions.items()] == ["n1"]


def test_a_page_that_can_not_be_had_is_said_and_not_kept(collector: Collector, site: Site) -> None:
    site.pages[f"{SITE}/1"] = html("Мост открыт для всех.")
    bad, good = collector.add([f"{SITE}/none", f"{SITE}/1"])
    assert isinstance(bad.why, FetchError)
    assert (bad.is_failure, good.change) == (True, Change.ADDED)
    assert [origin.place for origin in collector.additions.origins()] == [f"{SITE}/1"]


@pytest.mark.parametrize(("fault", "is_failure"), [(FetchFault.NOT_FOUND, False), (FetchFault.BUSY, True)])
def test_a_page_that_is_gone_or_out_of_reach_is_kept(
    collector: Collector,
    site: Site,
    fault: FetchFault,
    is_failure: bool,  # noqa: FBT001
) -> None:
    site.pages[f"{SITE}/1"] = html("Мост открыт для всех.")
    collector.add([f"{SITE}/1"])
    site.pages[f"{SITE}/1"] = fault
    (outcome,) = collector.sync()
    assert (outcome.change, outcome.id, outcome.is_failure) == (Change.SKIPPED, "n1", is_failure)
    assert (outcome.why is Absence.PAGE) == (fault is FetchFault.NOT_FOUND)
    assert len(documents(collector)) == 1


def test_the_pages_of_a_feed_are_fetched_and_what_has_none_is_kept_from_the_feed(
    collector: Collector, site: Site
) -> None:
    site.pages[f"{SITE}/feed"] = rss(entry(1), entry(2, "Дорога закрыта до весны."), entry(3, link=False))
    site.pages[f"{SITE}/news/1"] = html("Мост открыт для всех.")
    site.pages[f"{SITE}/news/2"] = FetchFault.ROBOTS
    outcomes = collector.add([f"{SITE}/feed"])
    assert [one.change for one in outcomes] == [Change.ADDED] * 3
    (origin,) = collector.additions.origins()
    assert (origin.kind, origin.place) == (OriginKind.FEED, f"{SITE}/feed")
    page, kept, alone = documents(collector)
    assert "Мост открыт" in page.text
    assert (kept.text, kept.link.url) == ("Новость 2\n\nДорога закрыта до весны.", f"{SITE}/news/2")
    assert (kept.published and kept.published.isoformat()) == "2024-02-05"
    assert (alone.text, alone.link.kind) == ("Новость 3\n\nКратко о 3.", LinkKind.NONE)
    assert alone.publisher is not None
    assert alone.publisher.value == "Степь"


def test_of_a_feed_only_what_is_new_is_fetched(collector: Collector, site: Site) -> None:
    site.pages[f"{SITE}/feed"] = rss(entry(1), entry(2, link=False))
    site.pages[f"{SITE}/news/1"] = html("Мост открыт для всех.")
    collector.add([f"{SITE}/feed"])
    site.asked_again()
    site.pages[f"{SITE}/feed"] = rss(entry(3), entry(1), entry(2, link=False))
    site.pages[f"{SITE}/news/3"] = html("Река разлилась у города.")
    assert [one.change for one in collector.sync()] == [Change.ADDED, Change.UNCHANGED, Change.UNCHANGED]
    assert site.asked_again() == ["/feed", "/news/3"]
    site.pages[f"{SITE}/feed"] = rss(entry(3))
    collector.sync()
    assert len(documents(collector)) == 3


def test_an_entry_with_a_page_that_comes_later_gives_way_to_it(collector: Collector, site: Site) -> None:
    site.pages[f"{SITE}/feed"] = rss(entry(1))
    site.pages[f"{SITE}/news/1"] = FetchFault.BUSY
    collector.add([f"{SITE}/feed"])
    assert documents(collector)[0].text == "Новость 1\n\nКратко о 1."
    assert [one.change for one in collector.sync()] == [Change.UNCHANGED]
    site.pages[f"{SITE}/news/1"] = html("Мост открыт для всех.")
    assert [one.change for one in collector.sync()] == [Change.UPDATED]
    (document,) = documents(collector)
    assert (document.id, "Мост открыт" in document.text) == ("n1", True)


def test_a_page_that_an_entry_leads_on_to_is_not_fetched_again(collector: Collector, site: Site) -> None:
    site.pages[f"{SITE}/feed"] = rss(entry(1))
    site.pages[f"{SITE}/news/1"] = f"{SITE}/2024/bridge"
    site.pages[f"{SITE}/2024/bridge"] = html("Мост открыт для всех.")
    collector.add([f"{SITE}/feed"])
    site.asked_again()
    assert said(collector.sync()) == [("unchanged", "/2024/bridge")]
    assert site.asked_again() == ["/feed"]


def test_what_was_removed_of_a_feed_is_not_even_fetched(collector: Collector, site: Site) -> None:
    site.pages[f"{SITE}/feed"] = rss(entry(1))
    site.pages[f"{SITE}/news/1"] = f"{SITE}/2024/bridge"
    site.pages[f"{SITE}/2024/bridge"] = html("Мост открыт для всех.")
    collector.add([f"{SITE}/feed"])
    collector.additions.remove(f"{SITE}/2024/bridge")
    site.asked_again()
    assert collector.sync() == []
    assert site.asked_again() == ["/feed"]
    assert [one.change for one in collector.add([f"{SITE}/feed"])] == [Change.ADDED]


def test_of_a_sitemap_the_newest_pages_are_taken(collector: Collector, site: Site) -> None:
    days = {"/1": "2024-01-01", "/2": "2024-03-01", "/3": "", "/4": "2024-02-01", "/5": "2023-01-01"}
    site.pages[f"{SITE}/sitemap.xml"] = sitemap(*days.items())
    site.pages |= {f"{SITE}{path}": html(f"Новость номер {path[1:]} о мосте.") for path in days}
    outcomes = collector.add([f"{SITE}/sitemap.xml"], most=3, since=datetime.date(2024, 1, 1))
    assert said(outcomes) == [
        ("added", "/2"), ("added", "/4"), ("added", "/1"), ("skipped", "/sitemap.xml"),
    ]  # fmt: skip
    assert outcomes[-1].why == Rest(1)
    (origin,) = collector.additions.origins()
    assert (origin.most, origin.since) == (3, datetime.date(2024, 1, 1))


def test_a_page_of_a_sitemap_is_asked_for_again_when_it_may_have_changed(
    collector: Collector, site: Site
) -> None:
    site.pages[f"{SITE}/sitemap.xml"] = sitemap(("/1", "2024-01-01"), ("/2", "2024-01-01"))
    site.pages |= {f"{SITE}/{number}": html(f"Новость номер {number} о мосте.") for number in (1, 2)}
    collector.add([f"{SITE}/sitemap.xml"])
    site.asked_again()
    site.pages[f"{SITE}/sitemap.xml"] = sitemap(("/1", "2999-01-01"), ("/2", "2024-01-01"))
    assert [one.change for one in collector.sync()] == [Change.UNCHANGED] * 2
    assert site.asked_again() == ["/sitemap.xml", "/1"]


def test_an_index_leads_to_its_newest_sitemaps(collector: Collector, site: Site) -> None:
    days = (("/a.xml", "2024-01-01"), ("/b.xml", "2024-03-01"), ("/c.xml", "2024-02-01"))
    site.pages[f"{SITE}/sitemap.xml"] = sitemap(*days, kind="sitemapindex")
    site.pages[f"{SITE}/b.xml"] = FetchFault.BUSY
    site.pages[f"{SITE}/c.xml"] = sitemap(("/1", "2024-02-01"))
    site.pages[f"{SITE}/a.xml"] = sitemap(("/2", "2024-01-01"))
    site.pages[f"{SITE}/1"] = html("Мост открыт для всех.")
    outcomes = collector.add([f"{SITE}/sitemap.xml"], most=1)
    assert said(outcomes) == [("skipped", "/b.xml"), ("added", "/1")]
    assert site.asked_again() == ["/sitemap.xml", "/b.xml", "/c.xml", "/1"]


def test_a_feed_that_is_none_any_more_is_said(collector: Collector, site: Site) -> None:
    site.pages[f"{SITE}/feed"] = rss(entry(1, link=False))
    collector.add([f"{SITE}/feed"])
    site.pages[f"{SITE}/feed"] = html("Сайт закрыт.")
    (outcome,) = collector.sync()
    assert (outcome.why, outcome.is_failure) == (Absence.LISTING, True)
    site.pages[f"{SITE}/feed"] = FetchFault.UNREACHABLE
    (outcome,) = collector.sync()
    assert isinstance(outcome.why, FetchError)
    assert len(documents(collector)) == 1


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://Example.org/A/", "example.org/A"),
        ("http://www.example.org:80/A#x", "example.org/A"),
        ("https://example.org:8443/A", "example.org:8443/A"),
        ("https://example.org/?123", "example.org?123"),
        ("https://example.org/a?id=7&utm_source=tg&fbclid=z&b=", "example.org/a?id=7&b="),
        ("https://example.org/a?x=%26y", "example.org/a?x=%26y"),
        ("https://пример.kz/мост", "пример.kz/%D0%BC%D0%BE%D1%81%D1%82"),
        ("https://xn--e1afmkfd.kz/%D0%BC%D0%BE%D1%81%D1%82", "пример.kz/%D0%BC%D0%BE%D1%81%D1%82"),
        ("http://[::1", "http://[::1"),
        ("http://xn--ls8h=/", "http://xn--ls8h=/"),
    ],
)
def test_a_key_leaves_out_what_may_differ(address: str, key: str) -> None:
    assert key_of(address) == key


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{SITE}/", "example.org/index.html"),
        (f"{SITE}/news/мост/", "example.org/news/мост.html"),
        (f"{SITE}/%2e%2e/%00a?x=1#y", "example.org/a.html"),
        (f"{SITE}/a%2Fb/{'я' * 200}", f"example.org/a-b/{'я' * 80}.html"),
    ],
)
def test_a_name_is_a_plain_path(address: str, name: str) -> None:
    assert name_of(address, ".html") == name


@given(address=st.text(min_size=1))
def test_whatever_a_feed_states_as_an_address_has_a_key(address: str) -> None:
    assert isinstance(key_of(address), str)


@pytest.mark.parametrize(
    ("media_type", "content", "name", "ending"),
    [
        ("text/html", b"<p>", "1", ".html"),
        ("text/html", b"<p>", "1.htm", ""),
        ("text/html", b"<p>", "report.pdf", ".html"),
        ("application/pdf", b"%PDF-1.7", "download.php", ".pdf"),
        ("application/octet-stream", b"%PDF-1.7", "get", ".pdf"),
        ("application/octet-stream", b"PK\x03\x04", "report.docx", ""),
        ("text/plain", b"# A", "README.md", ""),
        ("text/plain", b"A", "notes", ".txt"),
        ("", b" \n<!doctype html>", "x", ".html"),
        ("application/json", b'{"a": 1}', "result", ".json"),
    ],
)
def test_the_ending_decides_the_reader(media_type: str, content: bytes, name: str, ending: str) -> None:
    fetched = Fetched(content, f"{SITE}/{name}", media_type, None, Validators())
    assert ending_of(fetched, name) == ending


@pytest.mark.parametrize(
    ("place", "expected"),
    [("https://a.kz", True), ("FTP://a.kz", True), ("a.kz/b", False), ("/a://b", False), ("C:/x", False)],
)
def test_an_address_is_told_from_a_path(place: str, expected: bool) -> None:  # noqa: FBT001
    assert is_address(place) is expected


def test_one_fetcher_serves_all_that_is_read(tmp_path: Path, site: Site) -> None:
    opened: list[Site] = []

    def open_site() -> Site:
        opened.append(site)
        return site

    site.pages |= {f"{SITE}/{number}": html(f"Новость номер {number} о мосте.") for number in (1, 2)}
    collector = Collector(Additions(tmp_path / "additions.sqlite3"), open_site)
    collector.sync()
    assert opened == []
    collector.add([f"{SITE}/1", f"{SITE}/2"])
    collector.sync()
    assert len(opened) == 1


def test_a_password_in_an_address_is_not_said(tmp_path: Path) -> None:
    with Fetcher() as fetcher:
        collector = Collector(Additions(tmp_path / "additions.sqlite3"), lambda: fetcher)
        (outcome,) = collector.add(["https://reader:s3cret@example.org/feed?token=s3cret"])
    assert isinstance(outcome.why, FetchError)
    assert outcome.why.fault is FetchFault.CREDENTIALS
    assert "s3cret" not in f"{outcome} {outcome.why}"

"""What feeds and sitemaps lead to."""

import datetime
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import PublicationDate
from retrieval.errors import FetchError
from retrieval.sources.fetching.fetched import Fetched, Validators
from retrieval.sources.fetching.listing import Entry, Listing, ListingKind, listing_of

NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
SITEMAP = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" href="http://127.0.0.1/sitemap.xsl"?>
<urlset {NAMESPACES}>
  <!-- news -->
  <url><loc> https://a.kz/news/1?x=1&amp;y=2 </loc><lastmod>2024-11-27T14:25:00+05:00</lastmod>
    <image:image><image:loc>https://a.kz/1.jpg</image:loc></image:image></url>
  <url><loc>https://a.kz/жаңалық</loc><lastmod>2023-05</lastmod><priority>0.5</priority></url>
  <url><loc><![CDATA[https://a.kz/]]></loc><lastmod>yesterday</lastmod></url>
  <url><loc>https://a.kz/news/1?x=1&amp;y=2</loc><lastmod>2024-11-27T14:25:00+05:00</lastmod></url>
  <url><loc>/relative</loc></url>
  <url><loc>file:///etc/passwd</loc></url>
  <url/>
</urlset>"""
PAGES = (
    Entry("https://a.kz/news/1?x=1&y=2", PublicationDate(2024, 11, 27, datetime.time(14, 25))),
    Entry("https://a.kz/жаңалық", PublicationDate(2023, 5)),
    Entry("https://a.kz/", None),
)


def listed(content: str | bytes) -> Listing | None:
    data = content.encode() if isinstance(content, str) else content
    return listing_of(Fetched(data, "https://a.kz/x", "text/plain", None, Validators()))


def test_the_pages_of_a_sitemap() -> None:
    assert listed(SITEMAP) == Listing(ListingKind.SITEMAP, PAGES)


def test_a_packed_sitemap() -> None:
    assert listed(gzip.compress(SITEMAP.encode())) == listed(SITEMAP)


def test_one_without_a_namespace_or_in_another_encoding() -> None:
    bare = '<?xml version="1.0" encoding="windows-1251"?><urlset><url><loc>https://a.kz/новость</loc></url></urlset>'
    assert listed(bare.encode("cp1251")) == Listing(
        ListingKind.SITEMAP, (Entry("https://a.kz/новость", None),)
    )


def test_an_index_leads_to_sitemaps() -> None:
    index = (
        f"<sitemapindex {NAMESPACES}><sitemap><loc>https://a.kz/1.xml.gz</loc><lastmod>2024-11-27</lastmod>"
        "</sitemap></sitemapindex>"
    )
    assert listed(index) == Listing(
        ListingKind.SITEMAP_INDEX, (Entry("https://a.kz/1.xml.gz", PublicationDate(2024, 11, 27)),)
    )


def test_an_address_a_line() -> None:
    text = "\ufeffhttps://a.kz/1\r\nhttps://a.kz/2\n\nhttps://a.kz/1\n"
    entries = (Entry("https://a.kz/1", None), Entry("https://a.kz/2", None))
    assert listed(text) == Listing(ListingKind.SITEMAP, entries)


def test_what_is_damaged_or_too_long_is_said_to_be_cut() -> None:
    cut = listed(SITEMAP[: SITEMAP.index("<![CDATA[")])
    assert cut == Listing(ListingKind.SITEMAP, PAGES[:2], is_cut=True)
    addresses = [f"https://a.kz/{number}" for number in range(50_001)]
    for long in (
        "\n".join(addresses),
        "<urlset>" + "".join(f"<url><loc>{address}</loc></url>" for address in addresses) + "</urlset>",
    ):
        found = listed(long)
        assert found is not None
        assert found.is_cut
        assert [entry.address for entry in found.entries] == addresses[:50_000]


ENTITIES = (
    '<!DOCTYPE urlset [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a "https://a.kz/secret">'
    + "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "x"}">' for n in range(20))
    + "]>"
)


@pytest.mark.parametrize("entity", ["&f;", "&a;", "&b19;", "&unknown;"])
def test_no_entity_is_expanded(entity: str) -> None:
    found = listed(
        f"{ENTITIES}<urlset><url><loc>https://a.kz/1</loc></url>"
        f"<url><loc>{entity}</loc></url><url><loc>https://a.kz/2{entity}</loc></url></urlset>"
    )
    assert found is not None
    assert found.entries[0] == Entry("https://a.kz/1", None)
    assert {entry.address for entry in found.entries} <= {"https://a.kz/1", "https://a.kz/2"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Новость дня.\nhttps://a.kz/1\n",
        "<html><body><url><loc>https://a.kz/1</loc></url></body></html>",
        "<?xml version='1.0'?><note><url><loc>https://a.kz/1</loc></url></note>",
        b"%PDF-1.7 \xff\xfe\x00",
        gzip.compress(b"text"),
        "<a>" * 100_000,
        "<urlse",
    ],
    ids=["nothing", "text", "a page", "other XML", "binary", "packed text", "deep", "a beginning"],
)
def test_what_is_no_listing(content: str | bytes) -> None:
    assert listed(content) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x1f\x8b damaged", "is packed in a way that can't be unpacked."),
        (gzip.compress(SITEMAP.encode())[:-20], "broke off before its end."),
        (gzip.compress(bytes(21 << 20)), "is larger than 20 MB."),
    ],
    ids=["damaged", "cut off", "a bomb"],
)
def test_what_can_not_be_unpacked_is_told(content: bytes, said: str) -> None:
    with pytest.raises(FetchError, match=f"^https://a.kz/x {said}$"):
        listed(content)


def test_elements_that_are_too_deep_are_not_followed() -> None:
    found = listed("<urlset><url><loc>https://a.kz/1</loc></url>" + "<a>" * 100_000)
    assert found == Listing(ListingKind.SITEMAP, (Entry("https://a.kz/1", None),), is_cut=True)


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Казправда</title>
<item><title>Первая новость</title><link>https://a.kz/1</link>
<pubDate>Wed, 27 Nov 2024 14:25:00 +0500</pubDate>
<description>Полный текст первой новости.</description></item>
<item><title>Вторая новость</title><description>Без адреса и даты.</description></item>
</channel></rss>"""


def test_a_feed_holds_entries_of_its_own() -> None:
    for content in (RSS.encode(), gzip.compress(RSS.encode())):
        found = listed(content)
        assert found is not None
        assert (found.kind, found.skipped, found.is_cut) == (ListingKind.FEED, (), False)
        first, second = found.entries
        assert (first.address, first.date) == (
            "https://a.kz/1",
            PublicationDate(2024, 11, 27, datetime.time(14, 25)),
        )
        assert (second.address, second.date) == (None, None)
        assert [entry.page.text for entry in found.entries if entry.page] == [
            "Первая новость\n\nПолный текст первой новости.",
            "Вторая новость\n\nБез адреса и даты.",
        ]


def test_an_empty_feed_is_a_feed_and_a_cut_one_is_said_to_be_cut() -> None:
    empty = RSS[: RSS.index("<item>")] + "</channel></rss>"
    assert listed(empty) == Listing(ListingKind.FEED, ())
    cut = listed(RSS[: RSS.index("<item><title>Вторая") + 20])
    assert cut is not None
    assert cut.is_cut
    assert [entry.address for entry in cut.entries] == ["https://a.kz/1"]


@given(
    st.lists(
        st.sampled_from(["<urlset>", "<url>", "<loc>", "https://a.kz/1", "</loc>", "</url>", "&x;", "<rss>"])
    )
)
def test_nothing_that_looks_like_a_listing_is_an_error(parts: list[str]) -> None:
    found = listed("".join(parts))
    addresses = [entry.address for entry in found.entries if entry.address] if found else []
    assert all(address.startswith("https://a.kz/1") for address in addresses)


def test_an_entry_whose_address_is_none_is_kept_for_what_it_holds() -> None:
    found = listed(RSS.replace("https://a.kz/1", "https://[a.kz/1"))
    assert found is not None
    assert [entry.address for entry in found.entries] == [None, None]
    assert found.entries[0].date == PublicationDate(2024, 11, 27, datetime.time(14, 25))

"""What entries of feeds are read as, and which feeds are refused."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.documents import NO_LINK, Fact, Link, LinkKind, PublicationDate, SkipReason
from retrieval.sources.readers.feed import read_feed
from retrieval.sources.readers.page import Page, Skipped

RUSSIAN = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:yandex="http://news.yandex.ru">
<channel><title>Казахстанская правда</title><link>https://kazpravda.kz/</link>
<lastBuildDate>Thu, 28 Nov 2024 09:00:00 +0500</lastBuildDate>
<item>
  <title>Токаев: Наше сотрудничество с Россией развивается по восходящей линии</title>
  <link>https://kazpravda.kz/n/tokaev-nashe-sotrudnichestvo/</link>
  <guid isPermaLink="false">https://kazpravda.kz/?p=512345</guid>
  <pubDate>Wed, 27 Nov 2024 23:25:00 +0500</pubDate>
  <dc:creator>Айгуль Сарсенова</dc:creator>
  <description>&lt;p&gt;Главы государств провели переговоры в Астане.
Об этом&amp;hellip;&lt;/p&gt;</description>
  <content:encoded><![CDATA[<p>Главы государств провели переговоры в Астане. Об этом
сообщила пресс-служба со ссылкой на Акорду.</p><script>track()</script>
<h2>Торговля</h2><p>Товарооборот вырос на&nbsp;5&nbsp;процентов.<br>Его ждут<br><br>и в будущем.</p>
<ul><li>зерно;</li><li>уголь.</li></ul>
<p>Читайте также: <a href="https://kazpravda.kz/n/other/">Другая новость</a></p>
<p>Запись <a href="https://kazpravda.kz/n/tokaev-nashe-sotrudnichestvo/">Токаев: Наше сотрудничество
с Россией развивается по восходящей линии</a> впервые появилась
<a href="https://kazpravda.kz">Казахстанская правда</a>.</p>
]]></content:encoded>
</item>
<item>
  <title>Курс тенге &amp;quot;на сегодня&amp;quot;</title>
  <link>https://kazpravda.kz/n/kurs-tenge-v-2024</link>
  <author>news@kazpravda.kz</author>
  <description>Коротко о курсе.</description>
  <yandex:full-text>Доллар стоит 498 тенге.
Евро стоит 523 тенге.</yandex:full-text>
</item>
</channel></rss>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Егемен Қазақстан</title>
<updated>2024-03-06T00:00:00Z</updated>
<entry><title>Наурыз мерекесі</title><id>tag:egemen.kz,2024:post-98765</id>
<link rel="alternate" href="https://egemen.kz/article/nauryz"/>
<link rel="self" href="https://egemen.kz/a.atom"/>
<published>2024-03-05T23:10:00+05:00</published><updated>2024-03-07T08:00:00+05:00</updated>
<author><name>Ержан Әбдіраман</name></author><author><name>Әсел Омар</name></author>
<content type="html">&lt;p&gt;Мереке 21 наурызда тойланады.&lt;/p&gt;
&lt;table&gt;&lt;tr&gt;&lt;th&gt;Қала&lt;/th&gt;
&lt;th&gt;Күні&lt;/th&gt;&lt;/tr&gt;
&lt;tr&gt;&lt;td&gt;Алматы&lt;/td&gt;&lt;td&gt;21&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;</content></entry>
<entry><title type="text">Only changed</title><id>urn:x:only-changed</id><link href="/relative"/>
<updated>2024-03-08T08:00:00Z</updated>
<summary>The minister spoke in the parliament.</summary></entry>
<entry><source><title>Akorda</title></source><id>third</id><updated>2024-03-08T08:00:00Z</updated>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>The text <b>goes</b> on.</p></div></content>
</entry></feed>
"""


def rss(items: str) -> str:
    return f"<rss version='2.0'><channel>{items}</channel></rss>"


def pages(content: bytes) -> list[Page]:
    found = list(read_feed(content))
    assert all(isinstance(one, Page) for one in found), found
    return [one for one in found if isinstance(one, Page)]


def prose(page: Page) -> list[tuple[str, bool, str | None]]:
    return [(page.text[one.start : one.end], one.is_title, one.header) for one in page.paragraphs]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r"])
def test_entries_of_rss(encoding: str) -> None:
    talks, rate = pages(RUSSIAN.format(encoding=encoding).encode(encoding))
    title = "Токаев: Наше сотрудничество с Россией развивается по восходящей линии"
    assert [text for text, *_ in prose(talks)] == [
        title,
        "Главы государств провели переговоры в Астане. Об этом сообщила пресс-служба со ссылкой на Акорду.",
        "Торговля",
        "Товарооборот вырос на 5 процентов.\nЕго ждут",
        "и в будущем.",
        "зерно;",
        "уголь.",
    ]
    assert [is_title for _, is_title, _ in prose(talks)] == [True] + [False] * 6
    assert (talks.title, talks.author) == (Fact(title), Fact("Айгуль Сарсенова"))
    assert (talks.publisher, talks.cites) == (Fact("Казахстанская правда"), Fact("Акорду"))
    assert talks.published == PublicationDate(2024, 11, 27, datetime.time(23, 25))
    assert talks.updated is None
    assert talks.link == Link("https://kazpravda.kz/n/tokaev-nashe-sotrudnichestvo/", LinkKind.ARTICLE)
    assert (talks.part, talks.encoding) == ("512345", encoding)
    assert prose(rate) == [
        ('Курс тенге "на сегодня"', True, None),
        ("Коротко о курсе.", False, None),
        ("Доллар стоит 498 тенге.", False, None),
        ("Евро стоит 523 тенге.", False, None),
    ]
    assert (rate.author, rate.published, rate.updated, rate.cites) == (None, None, None, None)
    assert (rate.title, rate.part) == (Fact('Курс тенге "на сегодня"'), "kurs-tenge-v-2024")


def test_entries_of_atom() -> None:
    feast, changed, quoted = pages(ATOM.encode())
    assert prose(feast) == [
        ("Наурыз мерекесі", True, None),
        ("Мереке 21 наурызда тойланады.", False, None),
        ("Алматы | 21", False, "Қала | Күні"),
    ]
    assert feast.published == PublicationDate(2024, 3, 5, datetime.time(23, 10))
    assert feast.updated == PublicationDate(2024, 3, 7, datetime.time(8))
    assert feast.author == Fact("Ержан Әбдіраман, Әсел Омар")
    assert (feast.publisher, feast.part) == (Fact("Егемен Қазақстан"), "98765")
    assert feast.link == Link("https://egemen.kz/article/nauryz", LinkKind.ARTICLE)
    assert (changed.published, changed.link, changed.author) == (None, NO_LINK, None)
    assert changed.updated == PublicationDate(2024, 3, 8, datetime.time(8))
    assert [text for text, *_ in prose(changed)] == ["Only changed", "The minister spoke in the parliament."]
    assert (changed.part, quoted.part) == ("only-changed", "third")
    assert prose(quoted) == [("The text goes on.", False, None)]
    assert (quoted.title, quoted.publisher) == (None, Fact("Akorda"))


def test_the_only_date_of_rss_1_is_that_of_publication() -> None:
    content = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old</title></channel>'
        "<item><title>News</title><link>https://a.kz/1</link><dc:date>2004-05-06</dc:date></item></rdf:RDF>"
    )
    (page,) = pages(content.encode())
    assert (page.published, page.updated, page.part) == (PublicationDate(2004, 5, 6), None, "1")


def test_entries_of_one_name_are_told_apart() -> None:
    items = "<item><guid>a</guid><title>One</title></item>" * 2 + "<item><title>Two</title></item>"
    content = f"<!DOCTYPE rss SYSTEM 'http://x/rss.dtd'><!-- x -->{rss(items)}"
    assert [page.part for page in pages(content.encode())] == ["a", "a-2", "3"]


def test_what_is_cut_off_is_left_out_and_told() -> None:
    content = RUSSIAN.format(encoding="utf-8").encode()
    first, damaged = read_feed(content[: content.index(b"-tenge-v-2024")])
    assert isinstance(first, Page)
    assert first.part == "512345"
    assert damaged == Skipped(SkipReason.DAMAGED)


def test_an_entry_whose_markup_can_not_be_read_is_named() -> None:
    deep = f"<item><guid>a</guid><description><![CDATA[{'<div>' * 5000}One]]></description></item>"
    damaged, good = read_feed(rss(f"{deep}<item><guid>b</guid><title>Two</title></item>").encode())
    assert damaged == Skipped(SkipReason.DAMAGED, "a")
    assert isinstance(good, Page)
    assert good.part == "b"


def test_names_of_characters_and_bare_signs_are_understood() -> None:
    content = (
        "<rss version='2.0'><channel><item><title>A&nbsp;&laquo;b&raquo; & c</title></item></channel></rss>"
    )
    assert [page.title for page in pages(content.encode())] == [Fact("A «b» & c")]


BOMB = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>" + rss("<item><title>&b;</title></item>")
RDF = b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'></rdf:RDF>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", SkipReason.UNSUPPORTED),
        (b"<html><body>feed</body></html>", SkipReason.UNSUPPORTED),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", SkipReason.UNSUPPORTED),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'></rdf:RDF>",
            SkipReason.UNSUPPORTED,
        ),
        (b"/etc/passwd", SkipReason.UNSUPPORTED),
        (b"https://example.org/rss", SkipReason.UNSUPPORTED),
        (BOMB.encode(), SkipReason.UNSUPPORTED),
        (f"<!-- <rss> -->{BOMB}".encode(), SkipReason.UNSUPPORTED),
        (b"<rss>\xff\xfe", SkipReason.UNKNOWN_ENCODING),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, reason: SkipReason) -> None:
    assert list(read_feed(content)) == [Skipped(reason)]


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("Wed, 27 Nov 2024 14:25:00 GMT", PublicationDate(2024, 11, 27, datetime.time(14, 25))),
        ("27 Nov 2024", PublicationDate(2024, 11, 27)),
        ("2024-11-27T00:00:00+05:00", PublicationDate(2024, 11, 27)),
        ("2024-11", PublicationDate(2024, 11)),
        ("27 ноября 2024 года, 14:25", PublicationDate(2024, 11, 27, datetime.time(14, 25))),
        ("2024 жылғы 27 қараша", PublicationDate(2024, 11, 27)),
        ("09/05/2023", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("2024-02-30", None),
        ("вчера", None),
        ("1732696800", None),
    ],
)
def test_dates_are_those_of_the_feeds_own_clock(stated: str, published: PublicationDate | None) -> None:
    content = rss(f"<item><title>A</title><pubDate>{stated}</pubDate></item>")
    assert [page.published for page in pages(content.encode())] == [published]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    for content in (noise, b"<rss version='2.0'><channel><item><description>" + noise):
        for one in read_feed(content):
            assert isinstance(one, Page | Skipped)
            if isinstance(one, Page):
                one.text.encode()

import base64
import quopri
import tomllib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.documents import Document, LinkKind, PublicationDate, SkipReason
from retrieval.sources.readers.page import Page, Skipped
from retrieval.sources.readers.registry import READERS
from retrieval.sources.readers.web_page.encoding import text_of
from retrieval.sources.readers.web_page.markup import TooDeepError
from retrieval.sources.readers.web_page.moments import agreed, moment_of
from retrieval.sources.readers.web_page.reading import read_saved_page

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))

FACTS = ("title", "author", "publisher", "cites", "published", "updated", "article", "site")

PROSE = "<p>Первый абзац этой статьи, и он не так уж короток.</p><p>Второй абзац, который тоже есть.</p>"


def right(name: str) -> dict[str, Any]:
    return tomllib.loads((PAGES / f"{name}.toml").read_text("utf-8"))


def read(content: bytes | str) -> Page:
    (page,) = read_saved_page(content.encode() if isinstance(content, str) else content)
    assert isinstance(page, Page), page
    return page


def reason(content: bytes | str) -> SkipReason:
    (found,) = read_saved_page(content.encode() if isinstance(content, str) else content)
    assert isinstance(found, Skipped), found
    return found.reason


def prose(page: Page) -> list[str]:
    return [page.text[one.start : one.end] for one in page.paragraphs]


def written(date: PublicationDate | None) -> str | None:
    if date is None:
        return None
    return date.isoformat() + (f" {date.time:%H:%M}" if date.time else "")


def facts(page: Page) -> dict[str, str | None]:
    links = {LinkKind.ARTICLE: "article", LinkKind.PUBLISHER: "site"}
    found: dict[str, str | None] = {
        "published": written(page.published),
        "updated": written(page.updated),
        links.get(page.link.kind, ""): page.link.url,
    }
    for name in ("title", "author", "publisher", "cites"):
        fact = getattr(page, name)
        found[name] = fact.value if fact else None
    return {name: found.get(name) for name in FACTS}


def saved(name: str) -> bytes:
    return (PAGES / f"{name}.html").read_text("utf-8").encode(right(name).get("encoding", "utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_states_what_a_person_reads_there(name: str) -> None:
    expected = right(name)
    missed = expected.get("missed", [])
    assert facts(read(saved(name))) == {
        fact: None if fact in missed else expected.get(fact) for fact in FACTS
    }


@pytest.mark.parametrize("name", [name for name in NAMES if not right(name).get("is_index")])
def test_all_of_an_article_is_prose_and_nothing_else(name: str) -> None:
    page, expected = read(saved(name)), right(name)
    found = [one for one in prose(page) if not one.startswith(tuple(expected.get("may_have", ["\0"])))]
    assert [one[: len(begin)] for one, begin in zip(found, expected["prose"], strict=True)] == expected[
        "prose"
    ]
    assert [one.speaker or "" for one in page.paragraphs] == expected.get(
        "speakers", [""] * len(page.paragraphs)
    )
    headers = {page.text[one.start : one.end]: one.header for one in page.paragraphs}
    for row, header in expected.get("headers", {}).items():
        assert headers[row] == header


@pytest.mark.parametrize(
    ("declared", "encoding", "found"),
    [
        ('<meta charset="utf-8">', "cp1251", "cp1251"),  # lies
        ('<meta charset="windows-1251">', "utf-8", "utf-8"),  # lies
        ('<meta charset="windows-1251">', "cp1251", "cp1251"),
        ('<?xml version="1.0" encoding="koi8-r"?>', "koi8_r", "koi8-r"),
        ("", "cp1251", "cp1251"),
        ("", "utf-16", "utf-16"),
        ("", "utf-16-le", "utf-16-le"),
        ("", "utf-8-sig", "utf-8"),
        ('<meta charset="unicode_escape">', "cp1251", "cp1251"),
        ('<meta charset="no-such">', "utf-8", "utf-8"),
    ],
)
def test_any_encoding_is_told(declared: str, encoding: str, found: str) -> None:
    text = f"{declared}<html><body>{'<script>if (the of and to in) {}</script>' * 9}{PROSE * 9}</body></html>"
    result = text_of(text.encode(encoding))
    assert not isinstance(result, SkipReason)
    assert result.encoding == found
    assert "Второй абзац, который тоже есть." in result.text


def test_a_page_cut_off_within_a_letter_is_read() -> None:
    assert prose(read(f"<body>{PROSE}<p>И третий, которого не было".encode()[:-1]))[:2] == [
        "Первый абзац этой статьи, и он не так уж короток.",
        "Второй абзац, который тоже есть.",
    ]


def ld(value: str) -> str:
    return f'<script type="application/ld+json">{value}</script>'


ADDRESS = '<link rel="canonical" href="https://a.kz/n/1">'
NEWS = '{"@type":"NewsArticle","url":"https://a.kz/n/1","datePublished":"%s"}'


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (ld(NEWS % "2024-03-12T23:30:00+05:00"), "2024-03-12 23:30"),
        (ld(NEWS % "2024-03-12"), "2024-03-12"),
        (ld(NEWS % "2024-03"), None),
        (ld(NEWS % "1970-01-01T00:00:00Z"), None),
        (ld(NEWS % "0000-00-00"), None),
        (ld(NEWS % "2024-03-12") + ld(NEWS % "2024-03-13"), "2024-03-12"),
        (ld((NEWS % "2024-03-12").replace("n/1", "n/2")), None),  # a sidebar's
        (ld('{"@type":"Comment","url":"https://a.kz/n/1","datePublished":"2024-03-12"}'), None),
        (ld('{"@type":"WebPage","url":"https://a.kz/n/1","datePublished":"2024-03-12"}'), None),
        (ld("<!-- " + NEWS % "2024-03-12" + " -->"), "2024-03-12"),
        (ld("{" + NEWS % "2024-03-12"), None),
        (ld("[" * 5000), None),
        (ld(f'{{"@graph":[{NEWS % "2024-03-12"}]}}'), "2024-03-12"),
        (ld(f'{{"@type":"ItemList","itemListElement":[{NEWS % "2024-03-12"}]}}'), None),
        ('<meta property="article:published_time" content="2024-03-12T20:00:00Z">', "2024-03-12"),
        ('<meta property="article:published_time" content="12/03/2024">', None),
        ('<meta itemprop="datePublished" content="2024-03-12T08:00">', "2024-03-12 08:00"),
        ('<meta property="article:modified_time" content="2024-03-12">', None),
        ('<meta name="pubdate" content="2024-03-12"><meta name="datePublished" content="2024-03-14">', None),
        # One moment, by two clocks: that of the place counts.
        (
            ld(NEWS % "2024-03-12T20:00:00Z") + '<meta name="pubdate" content="2024-03-13T01:00:00+05:00">',
            "2024-03-13 01:00",
        ),
    ],
)
def test_only_the_pages_own_statements_date_it(head: str, published: str | None) -> None:
    page = read(f"<html><head>{ADDRESS}{head}</head><body><h1>Мост открыт</h1>{PROSE}</body></html>")
    assert written(page.published) == published


@pytest.mark.parametrize(
    ("above", "below", "published"),
    [
        ('<time datetime="2024-03-12T10:00">вчера</time>', "", "2024-03-12 10:00"),
        ("<div>12 марта 2024, 10:00</div>", "", "2024-03-12 10:00"),
        ("<div>12 марта</div>", "", None),
        ("", "<footer>12 марта 2024</footer>", None),
        ("", "<aside><time datetime='2024-03-12'>12 марта 2024</time></aside>", None),
        ("", "<div class='comments'><p>12 марта 2024</p></div>", None),
        ("<div>12 марта 2024</div>", "<div>14 марта 2024</div><p>Ещё одна новость, уже другая.</p>", None),
    ],
)
def test_only_a_date_at_the_head_of_the_article_dates_it(
    above: str, below: str, published: str | None
) -> None:
    page = read(f"<body><main><article><h1>Мост открыт</h1>{above}{PROSE}{below}</article></main></body>")
    assert written(page.published) == published


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (["2024-03-12T10:00:00Z", "2024-03-12"], "2024-03-12"),
        (["2024-03-12T23:00:00Z", "2024-03-13"], "2024-03-13"),
        (["2024-03-12T10:00:00+00:00"], "2024-03-12"),
        (["2024-03-12T10:00:00Z", "2024-03-12T15:00:00+05:00"], "2024-03-12 15:00"),
        (["2024-03-12", "2024-03-13"], None),
        (["2024-03-12T10:00:00Z", "2024-03-14T10:00:00+05:00"], None),
        (["20240312T1005"], "2024-03-12 10:05"),
        (["12 March 2024"], "2024-03-12"),
        (["2024-13-12"], None),
        ([], None),
    ],
)
def test_moments_agree_on_a_day(texts: list[str], date: str | None) -> None:
    assert written(agreed([moment for text in texts if (moment := moment_of(text))])) == date


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ('{"@type":"Person","name":"Анна Ким"}', "Анна Ким"),
        ('[{"@type":"Person","name":"Анна Ким"},{"@type":"Person","name":"Олег Ли"}]', "Анна Ким, Олег Ли"),
        ('"Анна Ким"', "Анна Ким"),
        ('{"@type":"Organization","name":"Редакция"}', None),
        ('"news@a.kz"', None),
        ('"admin"', None),
        ('"Вести"', None),
        ('"a.kz"', None),
        ('"https://a.kz/anna"', None),
        ("{}", None),
        ("17", None),
    ],
)
def test_an_author_is_a_person(author: str, name: str | None) -> None:
    data = ld(f'{{"@type":"Article","url":"https://a.kz/n/1","author":{author}}}')
    page = read(
        f'<head>{ADDRESS}<meta property="og:site_name" content="Вести">{data}</head><body>{PROSE}</body>'
    )
    assert (page.author.value if page.author else None) == name


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("<p>By Peter Hallam</p>", "Peter Hallam"),
        ("<p>By Peter Hallam and Anna Kim</p>", "Peter Hallam, Anna Kim"),
        ("<p>Words by Harriet Doyle. Photographs by Askar T.</p>", "Harriet Doyle"),
        ("<p>Marta Quinn, Reporting from Oral</p>", "Marta Quinn"),
        ("<p>Автор: Анна Ким</p>", "Анна Ким"),
        ("<p>Мәтін: Әсел Жұмабек, 19 маусым 2025, 12:00</p>", "Әсел Жұмабек"),
        ("<div class='byline'>Анна Ким</div>", "Анна Ким"),
        ("<div class='by'>Анна Ким, 14.02.2025 16:05</div>", "Анна Ким"),
        ("<div><span class='post-author'>Анна Ким</span> | 5 мая</div>", "Анна Ким"),
        ("<div>By <a href='/author/anna'>Anna Kim</a> in Nation</div>", "Anna Kim"),
        ("<p>Автор <span itemprop='author'><b itemprop='name'>Анна Ким</b></span></p>", "Анна Ким"),
        ("<p class='byline'>Анна Ким</p><p class='byline'>Олег Ли</p>", None),
        ("<p class='byline'>News Desk</p>", None),
        ("<p class='author'>Пресс-служба акимата</p>", None),
        ("<p class='author'>anna@a.kz</p>", None),
        ("<p class='photo-author'>Анна Ким</p>", None),
        ("<p>Фото: Анна Ким</p>", None),
        ("<p>Текст Конституции Казахстана</p>", None),
        ("<p>Анна Ким</p>", None),
        ("<p>By Kazakh Railways, about 5 million people came here.</p>", None),
        ("<p>By Popular Demand. The museum stays open all night.</p>", None),
    ],
)
def test_a_byline_names_the_author(byline: str, name: str | None) -> None:
    page = read(f"<body><main><article><h1>Мост открыт</h1>{byline}{PROSE}</article></main></body>")
    assert (page.author.value if page.author else None) == name
    if name:
        assert prose(page)[1] == "Первый абзац этой статьи, и он не так уж короток."


def test_an_author_beside_the_article_is_not_its_own() -> None:
    aside = "<div><p>Другая статья.</p><span class='author'>Олег Ли</span></div>" * 3
    page = read(f"<body>Вести<h1>Мост открыт</h1>{PROSE * 3}{aside}</body>")
    assert page.author is None


def test_a_publisher_in_the_articles_own_properties_counts() -> None:
    publisher = '<span itemprop="publisher" itemscope><meta itemprop="name" content="Вести"></span>'
    page = read(f"<head>{ADDRESS}</head><body><article itemscope><h1>Мост</h1>{publisher}{PROSE}</article>")
    assert page.publisher
    assert page.publisher.value == "Вести"


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("<i>03/04/2024</i>", None),
        ("<i>13/04/2024</i>", "2024-04-13"),
        ("Anna Kim, 14.02.2025 16:05", "2025-02-14 16:05"),
        ("Anna Kim, 14.02.1995", None),
        ("№ 41 (1873), 9 октября 2008 года", "2008-10-09"),
        ("№ 187, 9 октября 2008 года", None),
        ("<time>2 апреля 2024, 08:05</time> · Чтение: 2 мин", "2024-04-02 08:05"),
        (
            "<time datetime='2025-03-04T16:12:00+05:00'>March 4</time> · Updated "
            "<time datetime='2025-03-05T10:00:00+05:00'>March 5</time>",
            "2025-03-04 16:12",
        ),
        (
            "<b>Release date:</b> <time datetime='2025-07-18'>18 July 2025</time> "
            "<b>Next release:</b> <time datetime='2026-01-19'>19 January 2026</time>",
            "2025-07-18",
        ),
        ("<b>Release date:</b> <time datetime='2025-07-18'>18 July</time>, in cinemas", None),
    ],
)
def test_a_line_below_the_headline_dates_a_page_in_english(line: str, published: str | None) -> None:
    text = "<p>The first paragraph of the article, not a short one.</p><p>A second one that is here too.</p>"
    page = read(
        f"<body><main><article><h1>A bridge opens</h1><div>{line}</div>{text}</article></main></body>"
    )
    assert written(page.published) == published


@pytest.mark.parametrize(
    "line",
    [
        "<div class='gdpr'>We care about you and your choices.</div>",
        "<div>Leave a Reply. Your email address will not be published.</div>",
        "<p><small>You are visitor number 004512. Best viewed in 1024x768.</small></p>",
        "<ul class='tools'><li>Download the data</li><li>Print this page</li></ul>",
        "<p>Сайт работает на WordPress. Тема: Aurora</p>",
        "<p>Распечатано: 07.10.2024 &nbsp; Количество показов: 311</p>",
        "<div>Мне нравится 12 · Распечатать · Версия для слабовидящих</div>",
        "<p>Көру саны: 96 | Біз WhatsApp желісіндеміз</p>",
    ],
)
def test_what_a_site_says_of_itself_is_no_prose(line: str) -> None:
    text = "<p>Сайт работает на WordPress уже десять лет, и жители села этим довольны.</p>"
    page = read(f"<body><h1>Мост открыт</h1>{PROSE}{text}{line}</body>")
    assert prose(page)[-1] == "Сайт работает на WordPress уже десять лет, и жители села этим довольны."
    assert len(prose(page)) == 4


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"<head><title></title></head><body><h2>Ауыл туралы</h2>{PROSE}</body>", "Ауыл туралы"),
        (f"<head><title></title></head><body><h2>Ауыл</h2>{PROSE}<h2>Мектеп</h2>{PROSE}</body>", None),
        (f"<head><title>Документ</title></head><body>{PROSE}</body>", None),
        (f"<head><title>untitled</title></head><body>{PROSE}</body>", None),
        (f"<center><font size=5><b>Вода пришла</b></font></center>{PROSE}", "Вода пришла"),
    ],
)
def test_a_page_without_a_name_is_called_by_its_only_heading(page: str, title: str | None) -> None:
    found = read(page).title
    assert (found.value if found else None) == title


def test_english_in_an_old_encoding_is_read_whatever_it_declares() -> None:
    text = "<p>The oldest café on the town’s front has reopened — and Zoë is in it.</p>" * 3
    found = text_of(f'<meta charset="utf-8"><body>{text}</body>'.encode("cp1252"))
    assert not isinstance(found, SkipReason)
    assert (found.encoding, text in found.text) == ("cp1252", True)


@pytest.mark.parametrize(
    ("head", "url", "kind"),
    [
        (ADDRESS, "https://a.kz/n/1", LinkKind.ARTICLE),
        ('<link rel="canonical" href="https://a.kz/">', "https://a.kz/", LinkKind.PUBLISHER),
        ('<link rel="canonical" href="https://a.kz/ru">', "https://a.kz/ru", LinkKind.PUBLISHER),
        ('<link rel="canonical" href="/n/1">', None, LinkKind.NONE),
        ('<link rel="canonical" href="javascript:alert(1)">', None, LinkKind.NONE),
        ('<link rel="canonical" href="http://[">', None, LinkKind.NONE),
        (
            '<meta property="og:url" content="https://a.kz/n/1?x=1#c">',
            "https://a.kz/n/1?x=1",
            LinkKind.ARTICLE,
        ),
        ("<!-- saved from url=(0016)https://a.kz/n/1 -->", "https://a.kz/n/1", LinkKind.ARTICLE),
        ("<!-- saved from url=(0014)about:internet -->", None, LinkKind.NONE),
        ("<!-- saved from url=(0014)file:///C:/a.html -->", None, LinkKind.NONE),
    ],
)
def test_a_link_is_the_pages_own(head: str, url: str | None, kind: LinkKind) -> None:
    page = read(f"<html><head>{head}</head><body>{PROSE}</body></html>")
    assert (page.link.url, page.link.kind) == (url, kind)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", SkipReason.EMPTY),
        ("<html><body></body></html>", SkipReason.EMPTY),
        ("<html><body><script>var a = 'текст и слово';</script></body></html>", SkipReason.EMPTY),
        ("<body><noscript>Please enable JavaScript.</noscript><div id=root></div></body>", SkipReason.EMPTY),
        ("<body><p>You need to enable JavaScript to run this app.</p></body>", SkipReason.EMPTY),
        ("<frameset><frame src=a.html><noframes>No frames!</noframes></frameset>", SkipReason.EMPTY),
        (b"\x7fELF" + bytes(range(256)) * 9, SkipReason.UNKNOWN_ENCODING),
        (b"\0" * 100, SkipReason.NOT_TEXT),
        (b" " * ((100 << 20) + 1), SkipReason.TOO_LARGE),
        (b"<body>" + b"<p>" * 200_000, SkipReason.TOO_LARGE),
        (b"<body>" + b"a" * ((4 << 20) + 1), SkipReason.TOO_LARGE),
        ("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--\n", SkipReason.EMPTY),
    ],
)
def test_what_is_no_page_says_why(content: bytes | str, expected: SkipReason) -> None:
    found = list(read_saved_page(content.encode() if isinstance(content, str) else content))
    found = [
        Skipped(SkipReason.EMPTY) if isinstance(one, Page) and not one.paragraphs else one for one in found
    ]
    assert found == [Skipped(expected)]


def test_pictures_in_a_page_do_not_make_it_large() -> None:
    picture = "A" * (5 << 20)
    page = read(f"<body><img src='data:image/png;base64,{picture}'><style>{picture}</style>{PROSE}</body>")
    assert len(prose(page)) == 2


def test_zeros_and_entity_bombs_do_no_harm() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    page = read(f"{bomb}<html><body>{PROSE}<p>Тре\0тий абзац: &b;&c;</p></body></html>")
    assert prose(page)[:2] == prose(read(f"<body>{PROSE}</body>"))
    assert len(page.text) < 200
    assert "root:" not in page.text


def test_a_page_nested_too_deep_is_damaged() -> None:
    with pytest.raises(TooDeepError):
        list(read_saved_page(b"<body>" + b"<div>" * 100_000 + PROSE.encode()))


def archive(page: bytes, transfer: str, *, address: str = "https://a.kz/n/1") -> bytes:
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {address}\r\n"
        "Subject: =?utf-8?Q?=D0=9C?=\r\nDate: Fri, 15 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--b--"\r\n\r\n'
        "----b--\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        f"Content-Transfer-Encoding: {transfer}\r\nContent-Location: {address}\r\n\r\n"
    )
    body = quopri.encodestring(page) if transfer == "quoted-printable" else base64.encodebytes(page)
    advert = (
        b"Content-Type: text/html\r\n\r\n<p>Buy more, and the sooner the better for you.</p>\r\n----b----\r\n"
    )
    return head.encode() + body + b"\r\n----b--\r\n" + advert


@pytest.mark.parametrize("transfer", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["ru_tengrinews", "kk_stat", "en_bbc"])
def test_an_archive_is_read_like_its_page(name: str, transfer: str) -> None:
    page, whole = read(archive(saved(name), transfer)), read(saved(name))
    assert prose(page) == prose(whole)
    # The day on which it was saved is not when it was published.
    assert (page.published, page.title, page.author) == (whole.published, whole.title, whole.author)
    assert page.link.url == (whole.link.url or "https://a.kz/n/1")


def test_a_broken_archive_is_read_as_far_as_it_goes() -> None:
    page = archive(f"<body>{PROSE * 3}</body>".encode(), "quoted-printable").replace(b"=D0=9F", b"=ZZ", 1)
    assert "Второй абзац, который тоже есть." in prose(read(page))
    cut = archive(f"<body>{PROSE * 3}</body>".encode(), "base64")[:-500]
    assert list(read_saved_page(cut))


def test_a_message_of_one_page_is_an_archive_too() -> None:
    message = EmailMessage()
    message.set_content(f"<body>{PROSE}</body>", subtype="html")
    assert len(prose(read(bytes(message)))) == 2


def test_prose_that_trafilatura_joins_to_a_byline_is_kept() -> None:
    page = read(
        '<head><meta property="og:title" content="Бұлт туралы"></head>'
        "<body><main><article><h1>Бұлт туралы</h1>"
        '<address><a rel="author">Асан</a><time datetime="2020-01-05">January 05, 2020</time></address>'
        "<p>Бүгін аспанда бұлт көп болды, бірақ жаңбыр жауған жоқ.</p>"
        "<p>Ертең күн ашық болады деп күтілуде.</p>"
        "</article></main></body>"
    )
    assert prose(page) == [
        "Бұлт туралы",
        "Бүгін аспанда бұлт көп болды, бірақ жаңбыр жауған жоқ.",
        "Ертең күн ашық болады деп күтілуде.",
    ]
    assert (written(page.published), page.author and page.author.value) == ("2020-01-05", "Асан")


def test_lines_of_set_text_stay() -> None:
    page = read("<body><pre>Протокол собрания\n\nПрисутствовали: 12.\nРешили строить забор.</pre></body>")
    assert prose(page) == ["Протокол собрания", "Присутствовали: 12.\nРешили строить забор."]


def test_a_subtitle_is_of_the_article() -> None:
    page = read(
        '<head><meta property="og:title" content="Why the sea matters"></head><body><article>'
        "<h1>Why the sea matters</h1><h3>A dam and a second chance</h3>"
        '<div class="byline">Jane Doe</div>'
        "<p>In 2005 a dam changed everything for the sea.</p><p>Fish came back, and the men too.</p>"
        "</article></body>"
    )
    assert prose(page)[:3] == [
        "Why the sea matters",
        "A dam and a second chance",
        "In 2005 a dam changed everything for the sea.",
    ]


@pytest.mark.parametrize("ending", [".html", ".htm", ".xhtml", ".mht", ".mhtml"])
def test_endings_of_web_pages_are_read(ending: str) -> None:
    (page,) = READERS[ending](f"<body>{PROSE}</body>".encode())
    assert isinstance(page, Page)


MARKUP = st.sampled_from(
    "<p> </p> <div> <table> <tr><td> </table> <a href=/> </a> <h1> <br> <li> <!-- --> <script> &amp; &#0; "
    "<time datetime='2024-01-01'> <meta name=author content=x> Слово. и 12 мая 2024 \0 < > \ufffe".split(" ")
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.lists(MARKUP, max_size=60).map(lambda parts: " ".join(parts).encode())
    )
)
def test_any_bytes_are_a_page_or_a_reason(content: bytes) -> None:
    (found,) = read_saved_page(content)
    assert isinstance(found, Page | Skipped)
    if isinstance(found, Page):
        # It raises where paragraphs are out of order or out of the text.
        assert Document("1", "c/1", found.text, found.paragraphs).text == found.text

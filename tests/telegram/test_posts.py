"""Posts of channels: as they are exported, and as sources."""

import asyncio
import datetime
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from telegram import Bot, Update, User

from bot.locale.lookup import chat_phrases
from bot.serving import refresher
from bot.telegram.handlers import posts as handler
from bot.telegram.handlers.posts import _keep
from bot.telegram.incoming.parsing import parse
from bot.telegram.incoming.values import IncomingPost
from retrieval import Engine
from retrieval.documents import Document, Fact, LinkKind, PublicationDate
from retrieval.errors import AdditionsError
from retrieval.sources import Additions, Change
from tests.telegram.api import TOKEN, StrictApi
from tests.telegram.conftest import RunBot, strict_api
from tests.telegram.payloads import channel_post, edited_post, text_message

UNUSED = Bot("1:x")
ME = User(7, "Quotes", is_bot=True)

TITLE = "Мост через Ишим открыт"
TEXT = f"{TITLE}\n\nНовый мост через реку Ишим открыли в Астане 18 августа. Его длина 300 метров."
BOLD = {"type": "bold", "offset": 0, "length": len(TITLE)}


@pytest.fixture(autouse=True)
def _almaty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of this machine is that of Almaty: 1,724,000,000 is 21:53:20 there."""
    monkeypatch.setenv("TZ", "Etc/GMT-5")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def parsed(content: dict[str, Any]) -> IncomingPost:
    found = parse(Update.de_json({"update_id": 1, **content}, UNUSED), ME)
    assert isinstance(found, IncomingPost)
    return found


class Shelf:
    """Posts as they become documents, one after another."""

    def __init__(self, path: Path) -> None:
        self.additions = Additions(path)

    def put(self, content: dict[str, Any]) -> list[Change]:
        return [one.change for one in _keep(self.additions, parsed(content))]

    def documents(self) -> list[Document]:
        snapshot = self.additions.snapshot()
        return [document for name in snapshot.hashes for document in snapshot.read(name).documents]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "additions.sqlite3")


def test_a_post_becomes_a_document_with_link_and_date(shelf: Shelf) -> None:
    assert shelf.put(channel_post(TEXT, entities=[BOLD], author_signature="А. Серік")) == [Change.ADDED]
    (document,) = shelf.documents()
    assert (document.id, document.path) == ("steppe_news-12", "added/t.me/steppe_news/12.json#12")
    assert document.text == TEXT
    assert (document.title, document.publisher) == (Fact(TITLE), Fact("Степные новости"))
    assert document.author == Fact("А. Серік")
    assert (document.link.url, document.link.kind) == ("https://t.me/steppe_news/12", LinkKind.ARTICLE)
    assert document.published == PublicationDate(2024, 8, 18, datetime.time(21, 53, 20))
    assert document.updated is None


def test_a_post_of_a_private_channel_links_to_what_its_members_can_open(shelf: Shelf) -> None:
    shelf.put(channel_post(TEXT, name=None))
    (document,) = shelf.documents()
    assert (document.id, document.link.url) == ("1234567890-12", "https://t.me/c/1234567890/12")
    assert document.publisher == Fact("Степные новости")


def test_an_edit_replaces_a_post_and_one_without_text_removes_it(shelf: Shelf) -> None:
    shelf.put(channel_post(TEXT))
    assert shelf.put(edited_post(TEXT.replace("300", "310"))) == [Change.UPDATED]
    (document,) = shelf.documents()
    assert document.text.endswith("310 метров.")
    assert document.updated == PublicationDate(2024, 8, 18, datetime.time(21, 54, 20))
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    assert shelf.put(edited_post(None, photo=photo)) == [Change.REMOVED]
    assert shelf.put(edited_post(TEXT)) == [Change.ADDED]
    assert shelf.put(edited_post("#новости @steppe_news")) == [Change.REMOVED]
    assert shelf.documents() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"new_chat_title": "Другое"}, []),
        ({"pinned_message": {"message_id": 3, "date": 1, "chat": {"id": -1, "type": "channel"}}}, []),
        (
            {"poll": {
                "id": "1", "question": "Нужен ли мост?", "total_voter_count": 3, "is_closed": False,
                "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                "allows_revoting": True,
                "members_only": False,
                "options": [
                    {"text": "Да", "voter_count": 2, "persistent_id": "a"},
                    {"text": "Нет", "voter_count": 1, "persistent_id": "b"},
                ],
            }},
            ["Нужен ли мост? — Да: 2\nНужен ли мост? — Нет: 1"],
        ),
    ],
    ids=["title", "pin", "poll"],
)  # fmt: skip
def test_what_posts_without_text_say(shelf: Shelf, content: dict[str, Any], said: list[str]) -> None:
    shelf.put(channel_post(None, **content))
    assert [document.text for document in shelf.documents()] == said


@pytest.mark.parametrize(
    ("origin", "cites"),
    [
        ({"type": "hidden_user", "sender_user_name": "Асем"}, "Асем"),
        (
            {"type": "user", "sender_user": {"id": 5, "is_bot": False, "first_name": "А", "last_name": "Б"}},
            "А Б",
        ),
        ({"type": "chat", "sender_chat": {"id": -5, "type": "group", "title": "Группа"}}, "Группа"),
        (
            {"type": "channel", "message_id": 4, "chat": {"id": -7, "type": "channel", "title": "Акорда"}},
            "Акорда",
        ),
    ],
    ids=["hidden", "user", "chat", "channel"],
)
def test_a_forward_names_its_origin(shelf: Shelf, origin: dict[str, Any], cites: str) -> None:
    shelf.put(channel_post(TEXT, forward_origin={"date": 1, **origin}))
    (document,) = shelf.documents()
    assert document.cites == Fact(cites)


def test_an_album_is_one_document_whichever_of_its_captions_is_edited(shelf: Shelf) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]

    def picture(number: int, caption: str | None, *, edit: bool = False) -> list[Change]:
        more: dict[str, Any] = {"id_": number, "photo": photo, "media_group_id": "a"}
        more |= {"caption": caption} if caption else {}
        return shelf.put(edited_post(None, **more) if edit else channel_post(None, **more))

    assert picture(12, None) == []
    assert picture(13, "Мост открыли в Астане.") == [Change.ADDED]
    assert picture(14, None) == [Change.UNCHANGED]
    assert picture(15, "Его длина 300 метров.") == [Change.UPDATED]
    (document,) = shelf.documents()
    assert document.id == "steppe_news-13"
    assert document.text == "Мост открыли в Астане.\n\nЕго длина 300 метров."
    assert picture(15, "Его длина 310 метров.", edit=True) == [Change.UPDATED]
    assert picture(13, "Мост открыт.", edit=True) == [Change.UPDATED]
    shelf.put(channel_post("Другой пост стоит рядом с альбомом.", id_=16))
    assert [one.text for one in shelf.documents()] == [
        "Мост открыт.\n\nЕго длина 310 метров.",
        "Другой пост стоит рядом с альбомом.",
    ]
    assert picture(13, None, edit=True) == [Change.UPDATED]
    assert picture(15, None, edit=True) == [Change.REMOVED]


def test_half_characters_and_overlapping_entities_are_no_danger() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 1, "length": 5},
        {"type": "text_link", "offset": 6, "length": 2, "url": "https://a.kz"},
    ]
    content = parsed(channel_post("😀аб вг де", entities=entities)).content
    assert content is not None
    assert content["text"] == [
        {"type": "bold", "text": "😀аб"},
        " в",
        {"type": "text_link", "text": "г ", "href": "https://a.kz"},
        "де",
    ]


def test_a_post_can_be_quoted_within_seconds_and_others_channels_are_ignored(
    run_bot: RunBot,
    fed_engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(refresher, "_GATHER", 0.01)
    caplog.set_level(logging.INFO, "bot")

    async def run() -> None:
        async with (
            strict_api() as (api, url),
            run_bot(
                url,
                TOKEN,
                engine=fed_engine,
                telegram_channels="@Steppe_News",
                telegram_administrators={77},
            ),
        ):
            await api.push(channel_post("Чужая запись о погоде.", channel=-1009, name=None, id_=3))
            await api.push(channel_post(TEXT))
            assert (await source(api, "+steppe_news-12", TITLE)).endswith("added/t.me/steppe_news/12.json#12")
            await api.push(edited_post(f"Главное. {TEXT}"))
            await source(api, "+steppe_news-12", "Главное.")
            await api.push(text_message("/status", id_=2), text_message("/source +1009-3", id_=3))
            known = len(api.of("sendMessage"))
            status, missing = (call.fields["text"] for call in (await api.sent(known + 2))[-2:])
            assert status.endswith(
                chat_phrases("ru").ignored_channel.format(title="Степные новости", channel="-1009")
            )
            assert missing == chat_phrases("ru").common.unknown_source.format(id="+1009-3")

    asyncio.run(run())
    assert (
        "Posts of the channel 'Степные новости' are ignored: to take them, add -1009 to "
        "DAYEKSOZ_TELEGRAM_CHANNELS." in caplog.messages
    )


async def source(api: StrictApi, id_: str, text: str) -> str:
    """The card of a source, once it holds ``text``."""
    async with asyncio.timeout(20):
        while True:
            known = len(api.of("sendMessage"))
            await api.push(text_message(f"/source {id_}"))
            card = cast("str", (await api.sent(known + 1))[-1].fields["text"])
            if text in card:
                return card
            await asyncio.sleep(0.02)


def test_a_post_that_can_not_be_kept_is_tried_again(
    run_bot: RunBot, fed_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(refresher, "_GATHER", 0.01)
    monkeypatch.setattr(handler, "_AGAIN", 0.01)
    faults = [AdditionsError(tmp_path, "disk full")] * 2
    put = Additions.put

    def failing(*given: Any, **named: Any) -> Any:
        if faults:
            raise faults.pop()
        return put(*given, **named)

    monkeypatch.setattr(Additions, "put", failing)

    async def run() -> None:
        async with (
            strict_api() as (api, url),
            run_bot(url, TOKEN, engine=fed_engine, telegram_channels="-1001234567890"),
        ):
            await api.push(channel_post(TEXT))
            await source(api, "+steppe_news-12", TITLE)

    asyncio.run(run())
    assert faults == []

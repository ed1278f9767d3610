"""What an update says, and that it is parsed once for all that work with it."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update, User

from bot.telegram.incoming import updates
from bot.telegram.incoming.parsing import parse
from bot.telegram.incoming.values import (
    Author,
    ChatRoom,
    Incoming,
    IncomingFile,
    IncomingMessage,
    IncomingPress,
    IncomingQuery,
    SlashCommand,
)
from bot.telegram.messages.buttons import Action, LanguageChoice, PageTurn, Press
from tests.telegram.api import TOKEN
from tests.telegram.conftest import RunBot, strict_api
from tests.telegram.payloads import BOT, GROUP, inline, message, press, text_message, user

UNUSED = Bot("1:x")
ME = User(7, "Quotes", is_bot=True, username="quotes_bot")
NAMELESS = User(7, "Quotes", is_bot=True)

CHANNEL = {"id": -1005, "type": "channel", "title": "C"}
ITSELF = {"id": GROUP, "type": "supergroup", "title": "G"}


def read(content: dict[str, Any], bot: User = ME) -> Incoming | None:
    return parse(Update.de_json({"update_id": 1, **content}, UNUSED), bot)


def parsed(content: dict[str, Any], bot: User = ME) -> IncomingMessage:
    found = read({"message": content}, bot)
    assert isinstance(found, IncomingMessage)
    return found


def mention(offset: int, length: int = 11) -> dict[str, Any]:
    return {"type": "mention", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("content", "question"),
    [
        (message("Кто?"), "Кто?"),
        (message(None), None),
        (message("/ask Кто?"), "Кто?"),
        (message("/ASK  Кто?\nИ где?"), "Кто?\nИ где?"),
        (message("/ask@quotes_bot Кто?"), "Кто?"),
        (message("/ask@Quotes_Bot Кто?", chat=GROUP), "Кто?"),
        (message("/ask@other_bot Кто?", chat=GROUP), None),
        (message("/asks Кто?"), None),
        (message("/help"), None),
        (message("/ тире"), None),
        (message("/ask: Кто?"), "Кто?"),
        (message(None, caption="Кто?"), "Кто?"),
        (message("Кто?", via_bot=BOT), None),
        (message("Кто?", chat=GROUP), None),
        (message("@quotes_bot Кто?", chat=GROUP), None),  # no entity: Telegram saw no mention
        (message("@quotes_bot Кто?", chat=GROUP, entities=[mention(0)]), " Кто?"),
        (message("😀 @quotes_bot", chat=GROUP, entities=[mention(3)]), "😀 "),
        (message("Кто, @quotes_bot?", chat=GROUP, entities=[mention(5)]), "Кто, ?"),
        (message("@quotes_bo_ Кто?", chat=GROUP, entities=[mention(0)]), None),
        (message("Кто?", chat=GROUP, reply_to_message={**message("…", chat=GROUP), "from": BOT}), "Кто?"),
        (message("Кто?", chat=GROUP, reply_to_message=message("…", chat=GROUP)), None),
        (message("/ask", chat=GROUP, reply_to_message=message("Кто?", chat=GROUP)), "Кто?"),
    ],
)
def test_what_a_message_asks(content: dict[str, Any], question: str | None) -> None:
    assert parsed(content).question == question


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/help", SlashCommand("help", "")),
        ("/Source  12 ", SlashCommand("source", "12 ")),
        ("/source_003", SlashCommand("source", "003")),
        ("/ask Кто?", SlashCommand("ask", "Кто?")),
        ("/", SlashCommand("", "")),
        ("/help@other_bot", None),
        ("help", None),
    ],
)
def test_which_command_a_message_gives(text: str, command: SlashCommand | None) -> None:
    assert parsed(message(text)).command == command
    assert parsed(message(text, via_bot=BOT)).command is None


def test_a_bot_without_a_name_knows_mentions_by_its_id() -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 3, "user": {**BOT}}
    assert parsed(message("Бот Кто?", chat=GROUP, entities=[entity]), NAMELESS).question == " Кто?"
    assert parsed(message("/help@x"), NAMELESS).command is None


@given(st.text(min_size=1))
def test_in_private_every_text_but_a_command_is_the_question(text: str) -> None:
    asked = parsed(message(text)).question
    assert asked == (None if text.startswith("/") else text) or text.lower().startswith("/ask")


@pytest.mark.parametrize(
    ("content", "speaks"),
    [
        (message(None), True),
        (message("Кто?", chat=GROUP), False),
        (message("/help", chat=GROUP), True),
        (message("/help@other_bot", chat=GROUP), False),
        (message("/ask Кто?", chat=GROUP), True),
    ],
)
def test_whether_a_message_speaks_to_the_bot(content: dict[str, Any], speaks: bool) -> None:  # noqa: FBT001
    assert parsed(content).speaks_to_bot is speaks


@pytest.mark.parametrize(
    ("content", "author"),
    [
        (message("?"), Author(77, is_person=True, language="ru")),
        (
            {
                **message("?", chat=GROUP),
                "from": {**user(1087968824, "en"), "is_bot": True},
                "sender_chat": ITSELF,
            },
            Author(GROUP, is_person=False, language="en"),
        ),
        (
            {**message("?", chat=GROUP), "from": user(136817688), "sender_chat": CHANNEL},
            Author(-1005, is_person=False, language="ru"),
        ),
        (
            {**message("?", chat=GROUP), "from": user(777000), "sender_chat": CHANNEL},
            Author(-1005, is_person=False, language="ru"),
        ),
        ({**message("?", chat=GROUP), "from": user(777000)}, Author(GROUP, is_person=False, language="ru")),
    ],
    ids=[
        "a person",
        "an anonymous administrator",
        "a channel in a group",
        "a linked channel",
        "no chat named",
    ],
)
def test_who_writes_in_the_name_of_a_chat_is_that_chat(content: dict[str, Any], author: Author) -> None:
    assert parsed(content).author == author


@pytest.mark.parametrize(
    ("document", "file"),
    [
        ({"file_name": "отчёт.pdf", "file_size": 5}, IncomingFile("f", "отчёт.pdf", 5)),
        ({"mime_type": "application/pdf"}, IncomingFile("f", "u.pdf", 0)),
        ({}, IncomingFile("f", "u", 0)),
    ],
    ids=["named", "by its kind", "nothing told"],
)
def test_a_file_has_a_name(document: dict[str, Any], file: IncomingFile) -> None:
    given = {"file_id": "f", "file_unique_id": "u", **document}
    found = read({"message": message(None, document=given, caption="Что это?")})
    assert isinstance(found, IncomingMessage)
    assert (found.file, found.question) == (file, "Что это?")


def test_all_of_a_message() -> None:
    picture = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    content = message(
        None, chat=GROUP, id_=9, sender=5, photo=picture, media_group_id="a", message_thread_id=3
    )
    found = read({"edited_message": {**content, "is_topic_message": True, "migrate_to_chat_id": -1009}})
    assert isinstance(found, IncomingMessage)
    assert found == IncomingMessage(
        author=Author(5, is_person=True, language="ru"),
        chat=ChatRoom(GROUP, is_private=False),
        number=9,
        topic=3,
        sent=found.sent,
        is_edited=True,
        question=None,
        command=None,
        replies_to_bot=False,
        has_attachment=True,
        file=None,
        album="a",
        moved_to=-1009,
    )
    assert int(found.sent.timestamp()) == content["date"]
    assert found.line == GROUP


@pytest.mark.parametrize(
    ("data", "button"),
    [
        ("up:3:0123456789", Press(Action.UP, 3, "0123456789")),
        ("quote:12:", Press(Action.QUOTE, 12)),
        ("page:7", PageTurn(7)),
        ("language:kk", LanguageChoice("kk")),
        ("language:auto", LanguageChoice("auto")),
        ("language:fr", None),
        ("page:1234567", None),
        ("fly:1:", None),
        ("up:x:", None),
        ("", None),
    ],
)
def test_what_a_press_means(data: str, button: Press | PageTurn | LanguageChoice | None) -> None:
    asked = message("Кто?", chat=GROUP, id_=1, sender=5)
    shown = {**message("…", chat=GROUP, id_=2), "from": BOT, "reply_to_message": asked}
    assert read(press(data, shown)) == IncomingPress(
        id="p1",
        author=Author(77, is_person=True, language="ru"),
        chat=ChatRoom(GROUP, is_private=False),
        message=2,
        button=button,
        asked="Кто?",
    )
    if button:
        assert button.data == data


def test_a_press_of_which_little_is_known() -> None:
    content = press("up:0:", message("…"))
    del content["callback_query"]["message"]
    found = read(content)
    assert isinstance(found, IncomingPress)
    assert (found.chat, found.message, found.asked, found.line) == (None, None, None, 77)


def test_a_query_and_what_is_not_handled() -> None:
    person = Author(77, is_person=True, language="ru")
    assert read(inline("Кто?")) == IncomingQuery("q1", person, "Кто?")
    assert read({}) is None


UPDATES = {
    "a question": text_message("Who is the president of France?", id_=1),
    "a command": text_message("/help", id_=2),
    "an unknown command": text_message("/nonsense", id_=3),
    "an administrator's command": text_message("/status", id_=4),
    "chatter in a group": text_message("Кто?", chat=GROUP, id_=5),
    "an attachment": {"message": message(None, id_=6, location={"latitude": 1.0, "longitude": 1.0})},
    "an edited question": {"edited_message": {**message("?!", id_=1), "edit_date": 1}},
    "what came too late": text_message("Кто?", id_=7, date=1_700_000_000),
    "a press": press("up:0:0123456789", {**message("…"), "from": BOT}),
    "a query": inline("Who is the president of France?"),
}


def test_an_update_is_parsed_once(run_bot: RunBot, monkeypatch: pytest.MonkeyPatch) -> None:
    parses: list[int] = []

    def counting(update: Update, bot: User) -> Incoming | None:
        parses.append(update.update_id)
        return parse(update, bot)

    monkeypatch.setattr(updates, "parse", counting)

    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN):
            await api.push(*UPDATES.values())
            await api.sent(6)
            await api.sent(method="answerInlineQuery")
            await api.sent(method="answerCallbackQuery")
            await api.push(text_message("/start", id_=8))
            await api.sent(7)

    asyncio.run(run())
    assert parses == sorted(set(parses))
    assert len(parses) == len(UPDATES) + 1


def test_a_reply_to_the_bot_names_its_message_and_what_was_selected_of_it() -> None:
    own = {**message("Раз. Два."), "from": BOT, "message_id": 9}
    marked = {"text": "Два.", "position": 5, "is_manual": True}
    found = parsed(message("Кто это сказал?", reply_to_message=own, quote=marked))
    assert (found.replied, found.selected, found.replies_to_bot) == (9, "Два.", True)
    other = {**message("Раз. Два.", sender=5), "message_id": 9}
    found = parsed(message("Кто это сказал?", reply_to_message=other, quote=marked))
    assert (found.replied, found.selected, found.replies_to_bot) == (None, "", False)

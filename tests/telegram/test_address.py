from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Message, Update, User

from bot.telegram.address import command_of, question_of
from tests.telegram.payloads import BOT, GROUP, message

UNUSED = Bot("1:x")
ME = User(7, "Quotes", is_bot=True, username="quotes_bot")
NAMELESS = User(7, "Quotes", is_bot=True)


def parsed(content: dict[str, Any]) -> Message:
    update = Update.de_json({"update_id": 1, "message": content}, UNUSED)
    assert update.message
    return update.message


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
    assert question_of(parsed(content), ME) == question


def test_a_bot_without_a_name_knows_mentions_by_its_id() -> None:
    entity = {"type": "text_mention", "offset": 0, "length": 3, "user": {**BOT}}
    assert question_of(parsed(message("Бот Кто?", chat=GROUP, entities=[entity])), NAMELESS) == " Кто?"
    assert command_of(parsed(message("/help@x")), NAMELESS) is None


@given(st.text(min_size=1))
def test_in_private_every_text_but_a_command_is_the_question(text: str) -> None:
    asked = question_of(parsed(message(text)), ME)
    assert asked == (None if text.startswith("/") else text) or text.lower().startswith("/ask")

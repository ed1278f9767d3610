"""Updates as Telegram sends them."""

import time
from typing import Any

BOT = {"id": 7, "is_bot": True, "first_name": "Quotes", "username": "quotes_bot"}
GROUP = -1001
CHANNEL = -1001234567890


def user(id_: int, language: str = "ru") -> dict[str, Any]:
    return {"id": id_, "is_bot": False, "first_name": "A", "language_code": language}


def message(
    text: str | None, *, chat: int = 77, id_: int = 5, sender: int = 77, **more: Any
) -> dict[str, Any]:
    """A message in the private chat of its sender, or in a group where ``chat`` is negative."""
    where = {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "G"}
    return {
        "message_id": id_,
        "date": int(time.time()),
        "chat": where,
        "from": user(sender),
        **({"text": text} if text is not None else {}),
        **more,
    }


def text_message(text: str | None, **more: Any) -> dict[str, Any]:
    return {"message": message(text, **more)}


def press(data: str, shown_in: dict[str, Any], *, sender: int = 77, id_: str = "p1") -> dict[str, Any]:
    """A press on a button under the bot's message ``shown_in``."""
    return {
        "callback_query": {
            "id": id_,
            "from": user(sender),
            "chat_instance": "1",
            "data": data,
            "message": shown_in,
        }
    }


def inline(query: str, *, sender: int = 77, id_: str = "q1") -> dict[str, Any]:
    return {"inline_query": {"id": id_, "from": user(sender), "query": query, "offset": ""}}


def post(text: str | None, *, channel: int = CHANNEL, id_: int = 12, **more: Any) -> dict[str, Any]:
    """A post of a public channel, or of a private one where ``name`` is None."""
    name = more.pop("name", "steppe_news")
    where = {"id": channel, "type": "channel", "title": "Степные новости"}
    return {
        "message_id": id_,
        "date": 1_724_000_000,
        "chat": {**where, "username": name} if name else where,
        "sender_chat": where,
        **({"text": text} if text is not None else {}),
        **more,
    }


def channel_post(text: str | None, **more: Any) -> dict[str, Any]:
    return {"channel_post": post(text, **more)}


def edited_post(text: str | None, **more: Any) -> dict[str, Any]:
    return {"edited_channel_post": {**post(text, **more), "edit_date": 1_724_000_060}}

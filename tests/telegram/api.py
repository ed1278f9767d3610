"""A small and strict Bot API server on loopback, for what goes wrong with a real one.

It checks each request against the Bot API's published rules, keeps what was broken in ``violations``, and
fails as a test tells it to. https://core.telegram.org/bots/api
"""

import asyncio
import contextlib
import itertools
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.telegram.payloads import BOT

TOKEN = "123456:strict-synthetic-token"  # noqa: S105

_SNAKE = re.compile("([A-Z])")
_AS_WRITTEN = {"text", "name", "description", "short_description", "callback_query_id", "inline_query_id"}

_NUMBERS = itertools.count(1001)
"""Of updates: Telegram gives none to two of them, however often a bot is started."""

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]

ENTITY_TYPES = {"blockquote", "expandable_blockquote", "bold", "italic", "code"}
KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "inline_query",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was carried out, and what it returned."""

    method: str
    fields: dict[str, Any]
    result: Any
    at: float


class RuleError(Exception):
    """The request breaks a rule of the Bot API."""


@dataclass
class StrictApi:
    """One bot's server. ``faults``: by method, what happens to the next requests in place of an answer."""

    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    faults: defaultdict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    open_queries: set[str] = field(default_factory=set)
    webhook: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    polls: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    next_id: int = 1000

    async def push(self, *updates: dict[str, Any]) -> None:
        """Updates that the bot is to fetch."""
        async with self.changed:
            for content in updates:
                update = {"update_id": next(_NUMBERS), **content}
                for kind in ("callback_query", "inline_query"):
                    if kind in update and "id" in update[kind]:
                        self.open_queries.add(update[kind]["id"])
                for kind in ("message", "edited_message"):
                    if kind in update and "chat" in update[kind]:
                        sent = update[kind]
                        self.messages[sent["chat"]["id"], sent["message_id"]] = sent
                self.updates.append(update)
            self.changed.notify_all()

    async def wait(self, condition: Callable[[], Any], timeout: float = 20) -> Any:
        """Waits until ``condition`` is true after a call; returns its value."""
        async with asyncio.timeout(timeout), self.changed:
            return await self.changed.wait_for(condition)

    async def sent(self, count: int = 1, method: str = "sendMessage") -> list[Call]:
        """The calls of a method, once there are ``count``."""
        await self.wait(lambda: len(self.of(method)) >= count)
        return self.of(method)

    async def struck(self, method: str) -> None:
        """Waits until all faults of a method have happened."""
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: not self.faults[method])

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return refusal(401, "Unauthorized")
        if self.faults[method]:
            fault = self.faults[method].popleft()
            async with self.changed:
                self.changed.notify_all()
            return await fault(request)
        fields = {name: _decoded(name, str(value)) for name, value in (await request.post()).items()}
        action = getattr(self, _SNAKE.sub(r"_\1", f"_{method}").lower(), _unknown)
        try:
            if method == "getUpdates":
                result = await self._poll(fields)
            else:
                result = action(fields)
        except RuleError as error:
            self.violations.append(f"{method}: {error}")
            return refusal(400, f"Bad Request: {error}")
        except web.HTTPConflict:
            return refusal(409, "Conflict: terminated by other getUpdates request")
        except web.HTTPBadRequest as error:
            return refusal(400, error.text or "")
        async with self.changed:
            self.calls.append(Call(method, fields, result, time.monotonic()))
            self.changed.notify_all()
        return web.json_response({"ok": True, "result": result})

    async def _poll(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        _demand(set(fields.get("allowed_updates", ())) == KINDS, "allowed_updates must be explicit")
        if self.webhook.get("url"):
            raise web.HTTPConflict
        async with self.changed:
            limit = fields.get("limit", 100)
            _demand(1 <= limit <= 100, "limit")
            if "offset" in fields:
                self.updates = [one for one in self.updates if one.get("update_id", 0) >= fields["offset"]]
            self.polls += 1
            self.changed.notify_all()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(fields.get("timeout", 0), 1)):
                    while not self.updates:
                        await self.changed.wait()
            return list(self.updates[:limit])

    def _get_me(self, _: dict[str, Any]) -> dict[str, Any]:
        return {**BOT, "can_join_groups": True, "supports_inline_queries": True}

    def _get_file(self, fields: dict[str, Any]) -> dict[str, Any]:
        content = self.files[fields["file_id"]]
        if len(content) > 20 << 20:
            raise web.HTTPBadRequest(text="Bad Request: file is too big")
        return {"file_id": fields["file_id"], "file_unique_id": "u", "file_path": fields["file_id"]}

    async def download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return refusal(401, "Unauthorized")
        return web.Response(body=self.files[request.match_info["file"]])

    def _send_chat_action(self, fields: dict[str, Any]) -> bool:
        _demand(fields.get("action") == "typing", "unknown action")
        return True

    def _send_message(self, fields: dict[str, Any]) -> dict[str, Any]:
        chat = fields["chat_id"]
        _check_text(fields["text"], fields.get("entities", []))
        _check_keyboard(fields.get("reply_markup"))
        replied = fields.get("reply_parameters", {}).get("message_id")
        original = self.messages.get((chat, replied)) if replied else None
        if replied and not fields["reply_parameters"].get("allow_sending_without_reply"):
            _demand(original is not None, "message to be replied not found")
        if original:
            topic = original.get("message_thread_id") if original.get("is_topic_message") else None
            _demand(fields.get("message_thread_id") == topic, "the reply is in another topic")
        self.next_id += 1
        sent = {
            "message_id": self.next_id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private" if chat > 0 else "supergroup"},
            "from": BOT,
            "text": fields["text"],
            "entities": fields.get("entities", []),
            **({"reply_markup": fields["reply_markup"]} if "reply_markup" in fields else {}),
            **({"reply_to_message": _shallow(original)} if original else {}),
        }
        self.messages[chat, self.next_id] = sent
        return sent

    def _edit_message_text(self, fields: dict[str, Any]) -> dict[str, Any]:
        sent = self.messages.get((fields["chat_id"], fields["message_id"]))
        _demand(sent is not None and sent["from"] == BOT, "message to edit not found")
        assert sent is not None
        _check_text(fields["text"], fields.get("entities", []))
        _check_keyboard(fields.get("reply_markup"))
        new: dict[str, Any] = {
            name: fields[name] for name in ("text", "entities", "reply_markup") if name in fields
        }
        if all(sent.get(name) == new.get(name) for name in ("text", "entities", "reply_markup")):
            raise web.HTTPBadRequest(text="Bad Request: message is not modified")
        kept = {name: value for name, value in sent.items() if name not in ("entities", "reply_markup")}
        self.messages[fields["chat_id"], fields["message_id"]] = {**kept, **new}
        return self.messages[fields["chat_id"], fields["message_id"]]

    def _edit_message_reply_markup(self, fields: dict[str, Any]) -> dict[str, Any]:
        sent = self.messages[fields["chat_id"], fields["message_id"]]
        _demand(sent["from"] == BOT, "message to edit not found")
        self.messages[fields["chat_id"], fields["message_id"]] = {
            name: value for name, value in sent.items() if name != "reply_markup"
        }
        return self.messages[fields["chat_id"], fields["message_id"]]

    def _answer_callback_query(self, fields: dict[str, Any]) -> bool:
        _demand(fields["callback_query_id"] in self.open_queries, "query is too old or was answered")
        self.open_queries.remove(fields["callback_query_id"])
        _demand(len(fields.get("text", "")) <= 200, "text is too long")
        return True

    def _answer_inline_query(self, fields: dict[str, Any]) -> bool:
        _demand(fields["inline_query_id"] in self.open_queries, "query is too old or was answered")
        self.open_queries.remove(fields["inline_query_id"])
        results = fields["results"]
        _demand(len(results) <= 50, "too many results")
        ids = [result["id"] for result in results]
        _demand(len(set(ids)) == len(ids) and all(1 <= len(id_.encode()) <= 64 for id_ in ids), "ids")
        for result in results:
            _demand(result["type"] == "article" and bool(result["title"]), "an article needs a title")
            content = result["input_message_content"]
            _check_text(content["message_text"], content.get("entities", []))
        return True

    def _set_my_commands(self, fields: dict[str, Any]) -> bool:
        _demand(len(fields["commands"]) <= 100, "too many commands")
        for command in fields["commands"]:
            _demand(re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) is not None, "command")
            _demand(1 <= len(command["description"]) <= 256, "command's description")
        return True

    def _set_my_name(self, fields: dict[str, Any]) -> bool:
        return self._keep("name", fields, 64)

    def _set_my_description(self, fields: dict[str, Any]) -> bool:
        return self._keep("description", fields, 512)

    def _set_my_short_description(self, fields: dict[str, Any]) -> bool:
        return self._keep("short_description", fields, 120)

    def _get_my_name(self, fields: dict[str, Any]) -> dict[str, str]:
        return self._kept("name", fields)

    def _get_my_description(self, fields: dict[str, Any]) -> dict[str, str]:
        return self._kept("description", fields)

    def _get_my_short_description(self, fields: dict[str, Any]) -> dict[str, str]:
        return self._kept("short_description", fields)

    def _get_chat_member(self, fields: dict[str, Any]) -> dict[str, Any]:
        status = "creator" if fields["user_id"] == 1 else "member"
        member: dict[str, Any] = {"status": status, "user": {**BOT, "id": fields["user_id"], "is_bot": False}}
        return {**member, "is_anonymous": False} if status == "creator" else member

    def _delete_webhook(self, _: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    def _set_webhook(self, fields: dict[str, Any]) -> bool:
        _demand(fields["url"].startswith("https://"), "an HTTPS URL must be provided")
        secret = fields.get("secret_token", "")
        _demand(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret) is not None, "secret token")
        self.webhook = {"url": fields["url"]}
        return True

    def _get_webhook_info(self, _: dict[str, Any]) -> dict[str, Any]:
        facts = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.updates)}
        return {**facts, **self.webhook}

    def _keep(self, what: str, fields: dict[str, Any], longest: int) -> bool:
        _demand(len(fields[what]) <= longest, f"{what} is too long")
        self.texts[what, fields.get("language_code", "")] = fields[what]
        return True

    def _kept(self, what: str, fields: dict[str, Any]) -> dict[str, str]:
        return {what: self.texts.get((what, fields.get("language_code", "")), "")}


@contextlib.asynccontextmanager
async def serving(api: Any, port: int = 0) -> AsyncIterator[str]:
    """A server for ``api.handle``; yields the base URL for the bot."""
    app = web.Application(client_max_size=2**24)
    app.router.add_post("/bot{token}/{method}", api.handle)
    if isinstance(api, StrictApi):
        app.router.add_get("/file/bot{token}/{file}", api.download)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    finally:
        await runner.cleanup()


def refusal(status: int, description: str, **parameters: Any) -> web.Response:
    """Telegram's form of a no."""
    body = {"ok": False, "error_code": status, "description": description}
    return web.json_response({**body, **({"parameters": parameters} if parameters else {})}, status=status)


def refusing(status: int, description: str, **parameters: Any) -> Fault:
    """A fault: the request is refused."""

    async def fault(_: web.Request) -> web.StreamResponse:
        return refusal(status, description, **parameters)

    return fault


def saying(body: bytes, status: int = 200) -> Fault:
    """A fault: the reply is not what it should be."""

    async def fault(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, status=status, content_type="application/json")

    return fault


def hanging(seconds: float) -> Fault:
    """A fault: no reply for so long."""

    async def fault(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(seconds)
        return web.json_response({"ok": True, "result": []})

    return fault


def _shallow(message: dict[str, Any]) -> dict[str, Any]:
    """A replied message as Telegram shows it: without the one that it replies to."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def _unknown(_: dict[str, Any]) -> Any:
    raise RuleError("the method is not known here")


def _check_text(text: str, entities: list[dict[str, Any]]) -> None:
    coded = text.encode("utf-16-le")
    _demand(bool(text.strip()) and len(coded) // 2 <= 4096, f"a text of {len(coded) // 2} units")
    quotations = []
    for entity in entities:
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        _demand(entity["type"] in ENTITY_TYPES, f"entity {entity['type']}")
        _demand(0 <= start < end <= len(coded), f"entity {entity} is out of bounds")
        coded[start:end].decode("utf-16-le")  # raises where a pair is split
        _demand(bool(coded[start:end].decode("utf-16-le").strip()), "an entity of white space")
        if "blockquote" in entity["type"]:
            quotations.append((start, end))
    quotations.sort()
    for (_, before), (after, _) in itertools.pairwise(quotations):
        _demand(before <= after, "block quotations can't be nested")


def _check_keyboard(markup: dict[str, Any] | None) -> None:
    for row in (markup or {}).get("inline_keyboard", []):
        _demand(1 <= len(row) <= 8, "a row of buttons")
        for button in row:
            _demand(bool(button["text"]), "a button without a text")
            _demand(1 <= len(button["callback_data"].encode()) <= 64, "button data")


def _demand(holds: bool, what: str) -> None:  # noqa: FBT001
    if not holds:
        raise RuleError(what)


def _decoded(name: str, value: str) -> Any:
    if name in _AS_WRITTEN:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value

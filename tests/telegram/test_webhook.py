"""The webhook's own door, over TCP, over TLS and at a unix socket."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, LiteralString, cast

import httpx
import psycopg
import pytest
import trustme
from telegram import Bot, WebhookInfo
from telegram.error import TimedOut

from bot.errors import AddressInUseError
from bot.locale.lookup import chat_phrases
from bot.settings import Settings
from bot.telegram.faults import CertificateError
from bot.telegram.incoming.arrivals import Arrivals
from bot.telegram.incoming.webhook import Webhook
from tests.postgres import PASSWORD, PostgresServer
from tests.telegram.api import KINDS, TOKEN, StrictApi
from tests.telegram.conftest import MakeService, RunBot, strict_api
from tests.telegram.payloads import text_message

SECRET = "synthetic-webhook-secret"  # noqa: S105
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
UPDATE = {"update_id": 1, **text_message("/start")}

Visit = Callable[[httpx.AsyncClient, StrictApi], Awaitable[None]]


def play(run_bot: RunBot, visit: Visit, client: dict[str, Any], **settings: Any) -> None:
    async def run() -> None:
        async with (
            strict_api() as (api, url),
            run_bot(url, TOKEN, telegram_webhook_secret=SECRET, **settings),
        ):
            await api.sent(method="setWebhook")
            async with httpx.AsyncClient(**client) as visitor:
                await visit(visitor, api)

    asyncio.run(run())


async def knock(client: httpx.AsyncClient, api: StrictApi) -> None:
    """Telegram's own update gets in."""
    assert (await client.post("/hook/7", json=UPDATE, headers=HEADER)).status_code == 200
    (reply,) = await api.sent()
    assert reply.fields["text"] == chat_phrases("ru").start


def test_who_does_not_know_the_secret_stays_outside(
    run_bot: RunBot, free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"127.0.0.1:{free_port}"

    async def visit(client: httpx.AsyncClient, api: StrictApi) -> None:
        tries = [
            await client.post("/hook/7", json=UPDATE),
            await client.post("/hook/7", json=UPDATE, headers={**HEADER, **dict.fromkeys(HEADER, "wrong")}),
            await client.post("/hook/7", json=UPDATE, headers={k.encode(): "қ".encode() for k in HEADER}),
            await client.post("/hook/77", json=UPDATE, headers=HEADER),
            await client.post("/hook", json=UPDATE, headers=HEADER),
            await client.get("/hook/7", headers=HEADER),
            await client.post("/hook/7", content=b"{", headers=HEADER),
            await client.post("/hook/7", json={"update_id": 2, "message": 5}, headers=HEADER),
        ]
        assert [reply.status_code for reply in tries] == [403, 403, 403, 404, 404, 405, 400, 200]
        with contextlib.suppress(httpx.TransportError):  # the server hangs up while it is being talked to
            reply = await client.post("/hook/7", content=b" " * 2_000_000, headers=HEADER)
            assert reply.status_code == 400
        assert api.of("sendMessage") == []
        await knock(client, api)
        (call,) = api.of("setWebhook")
        assert call.fields["url"] == "https://quotes.example/hook/7"
        assert call.fields["secret_token"] == SECRET
        assert set(call.fields["allowed_updates"]) == KINDS

    play(
        run_bot,
        visit,
        {"base_url": f"http://{address}"},
        telegram_webhook_url="https://quotes.example/hook/7",
        telegram_webhook_listen=address,
    )
    assert SECRET not in caplog.text


def test_an_update_that_telegram_repeats_is_answered_once(run_bot: RunBot, free_port: int) -> None:
    """Telegram repeats what it was not told in time to have arrived, also to another process."""
    address = f"127.0.0.1:{free_port}"

    async def visit(client: httpx.AsyncClient, api: StrictApi) -> None:
        tries = [client.post("/hook/7", json=UPDATE, headers=HEADER) for _ in range(5)]
        assert [reply.status_code for reply in await asyncio.gather(*tries)] == [200] * 5
        after = {"update_id": 2, **text_message("/help", id_=6)}
        await client.post("/hook/7", json=after, headers=HEADER)
        said = [call.fields["text"] for call in await api.sent(2)]
        assert (said[0], len(said)) == (chat_phrases("ru").start, 2)
        assert said[1].startswith(chat_phrases("ru").help)

    play(
        run_bot,
        visit,
        {"base_url": f"http://{address}"},
        telegram_webhook_url="https://quotes.example/hook/7",
        telegram_webhook_listen=address,
    )


def test_a_unix_socket(run_bot: RunBot, tmp_path: Path) -> None:
    path = tmp_path / "bot.sock"
    transport = httpx.AsyncHTTPTransport(uds=str(path))
    play(
        run_bot,
        knock,
        {"base_url": "http://bot", "transport": transport},
        telegram_webhook_url="https://quotes.example/hook/7",
        telegram_webhook_listen=f"unix:{path}",
    )


def test_a_certificate_of_its_own(run_bot: RunBot, tmp_path: Path, free_port: int) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    issued.cert_chain_pems[0].write_to_path(certificate)
    issued.private_key_pem.write_to_path(key)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    address = f"127.0.0.1:{free_port}"
    play(
        run_bot,
        knock,
        {"base_url": f"https://{address}", "verify": trusting},
        telegram_webhook_url=f"https://{address}/hook/7",
        telegram_webhook_listen=address,
        telegram_webhook_certificate=certificate,
        telegram_webhook_key=key,
    )


def test_what_can_not_be_kept_is_not_taken(
    run_bot: RunBot, free_port: int, postgres_server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Telegram sends again what it was not told to have arrived."""
    address, database = f"127.0.0.1:{free_port}", postgres_server.new_database()

    def change(statement: LiteralString) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(statement)

    async def visit(client: httpx.AsyncClient, api: StrictApi) -> None:
        await asyncio.to_thread(change, "ALTER TABLE updates RENAME TO elsewhere")
        tries = [await client.post("/hook/7", json=UPDATE, headers=HEADER) for _ in range(2)]
        assert [reply.status_code for reply in tries] == [503, 503]
        assert api.of("sendMessage") == []
        await asyncio.to_thread(change, "ALTER TABLE elsewhere RENAME TO updates")
        await knock(client, api)

    play(
        run_bot,
        visit,
        {"base_url": f"http://{address}"},
        database=database,
        telegram_webhook_url="https://quotes.example/hook/7",
        telegram_webhook_listen=address,
    )
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert any('relation "updates" does not exist' in line for line in said)
    assert PASSWORD not in caplog.text


def test_a_webhook_that_was_lost_is_set_again(
    run_bot: RunBot, free_port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.telegram.incoming.webhook._CHECK_EVERY", 0.02)

    async def visit(_: httpx.AsyncClient, api: StrictApi) -> None:
        api.webhook = {"url": "", "last_error_message": "Connection refused", "last_error_date": 1}
        await api.sent(2, "setWebhook")

    address = f"127.0.0.1:{free_port}"
    play(
        run_bot,
        visit,
        {},
        telegram_webhook_url="https://quotes.example/hook",
        telegram_webhook_listen=address,
    )
    said = {record.message for record in caplog.records if record.levelno == logging.WARNING}
    assert "Telegram had lost the webhook; setting it again." in said
    assert "Telegram last failed to reach the webhook: Connection refused" in said


class ForgetfulBot:
    """Knows the address; takes the second certificate only when it is told of it again."""

    def __init__(self) -> None:
        self.told: list[bytes | None] = []

    async def set_webhook(self, url: str, certificate: bytes | None, **_: object) -> None:
        self.url = url
        self.told.append(certificate)
        if len(self.told) == 2:
            raise TimedOut

    async def get_webhook_info(self) -> WebhookInfo:
        return WebhookInfo(self.url, has_custom_certificate=True, pending_update_count=0)


def test_a_renewed_certificate_is_told_until_telegram_has_it(
    tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.incoming.webhook._CHECK_EVERY", 0.01)
    certificate = tmp_path / "cert.pem"
    certificate.write_bytes(b"first")
    settings = Settings(
        telegram_webhook_url="https://quotes.example/hook",
        telegram_webhook_listen=f"127.0.0.1:{free_port}",
        telegram_webhook_certificate=certificate,
    )
    bot = ForgetfulBot()

    async def run() -> None:
        webhook = Webhook(settings, cast("Bot", bot), cast("Arrivals", None), SECRET)
        running = asyncio.create_task(webhook.run())
        async with asyncio.timeout(10):
            while not bot.told:
                await asyncio.sleep(0.01)
            certificate.write_bytes(b"second")
            while len(bot.told) < 3 or not webhook.is_set:
                await asyncio.sleep(0.01)
        running.cancel()
        await webhook.close()

    asyncio.run(run())
    assert bot.told == [b"first", b"second", b"second"]


@pytest.mark.parametrize("which", ["telegram_webhook_listen", "telegram_health"])
def test_an_address_in_use_is_one_sentence(make_service: MakeService, free_port: int, which: str) -> None:
    address = f"127.0.0.1:{free_port}"

    async def run() -> None:
        taken = await asyncio.start_server(lambda *_: None, "127.0.0.1", free_port)
        settings = {"telegram_webhook_url": "https://quotes.example/hook", which: address}
        async with strict_api() as (_, url), taken:
            await asyncio.wait_for(make_service(url, TOKEN, **settings).serve(), 20)

    with pytest.raises(AddressInUseError, match=f"^It is not possible to listen at {address}: free it"):
        asyncio.run(run())


def test_a_certificate_that_can_not_be_used_is_one_sentence(
    make_service: MakeService, tmp_path: Path, free_port: int
) -> None:
    for name in ("cert.pem", "key.pem"):
        (tmp_path / name).write_text("no certificate")

    async def run() -> None:
        settings = {
            "telegram_webhook_url": "https://quotes.example/hook",
            "telegram_webhook_listen": f"127.0.0.1:{free_port}",
            "telegram_webhook_certificate": tmp_path / "cert.pem",
            "telegram_webhook_key": tmp_path / "key.pem",
        }
        async with strict_api() as (_, url):
            await asyncio.wait_for(make_service(url, TOKEN, **settings).serve(), 20)

    with pytest.raises(CertificateError, match="it takes a certificate and its key"):
        asyncio.run(run())

"""The Bot API server that others wrote, and the requests that it took."""

import asyncio
from collections.abc import Callable
from typing import Any

import lo_bot_api_emulator

from tests.telegram.api import Call

TOKEN = "123456:emulated-synthetic-token"  # noqa: S105


class Emulator(lo_bot_api_emulator.LoBotApiEmulator):  # type: ignore[misc]  # it has no types
    """Remembers the requests that it found right, which by itself it does not; ``refused`` has the others."""

    def __init__(self) -> None:
        super().__init__(allow_insecure_loopback_webhooks=True)
        self.calls: list[Call] = []
        self._changed = asyncio.Event()

    def validate(self, method: str, fields: dict[str, Any], uploads: dict[str, Any]) -> Any:
        result = super().validate(method, fields, uploads)
        decoded = {name: self._read(name, value) for name, value in fields.items()}
        self.calls.append(Call(method, decoded, result, asyncio.get_running_loop().time()))
        self._changed.set()
        return result

    @property
    def refused(self) -> set[tuple[str, int]]:
        return {(one["method"], one["status"]) for one in self.requests if one["status"] >= 400}

    async def push(self, *updates: dict[str, Any]) -> None:
        """Updates that the bot is to get."""
        for update in updates:
            await self.enqueue_update(update, token=TOKEN)

    async def wait(self, condition: Callable[[], Any], timeout: float = 20) -> Any:
        """Waits until ``condition`` is true after a call; returns its value."""
        async with asyncio.timeout(timeout):
            while not (value := condition()):
                self._changed.clear()
                await self._changed.wait()
            return value

    async def sent(self, count: int = 1, method: str = "sendMessage") -> list[Call]:
        """The calls of a method, once there are ``count``."""
        await self.wait(lambda: len(self.of(method)) >= count)
        return self.of(method)

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @staticmethod
    def _read(name: str, value: Any) -> Any:
        if name in ("entities", "reply_markup", "reply_parameters", "results", "commands"):
            return lo_bot_api_emulator.LoBotApiEmulator.decoded(value)
        return int(value) if name in ("chat_id", "message_id") else value

"""No secret and no question in a log."""

import logging
import sys
from typing import Any

import pytest

from bot.serving import logs
from bot.settings import Settings
from bot.telegram.service import secrets_of

SECRET, WORDS = "123456:secret-token", "Где живёт мой сосед?"


def raised() -> Any:
    try:
        int(f"{SECRET} {WORDS}")
    except ValueError:
        return sys.exc_info()


def written(name: str, level: int, message: str, *values: object, error: bool = False) -> str:
    formatter = logs.SafeFormatter((SECRET, ""), with_texts=False, library="telegram")
    record = logging.LogRecord(name, level, __file__, 1, message, values, None)
    if error:
        record.exc_info = raised()
    return formatter.format(record)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (written("httpx", 20, "POST %s", f"https://x/bot{SECRET}/getMe"), "POST https://x/bot[secret]/getMe"),
        (written("telegram.ext", 40, 'Can not load: "%s"', WORDS), 'Can not load: "%s"'),
        (written("bot.x", 30, "100 % of %s", SECRET), "100 % of %s"),
        (written("bot.x", 40, "Failed.", error=True), "Failed. [ValueError at test_logs.py:18]"),
        (written("bot.x", 30, "Asks to wait %.0f s.", 3.0), "Asks to wait 3 s."),
    ],
    ids=["an address", "the library's values", "a format that fails", "a trace", "our own values"],
)
def test_a_line_holds_neither(line: str, expected: str) -> None:
    assert SECRET not in line
    assert WORDS not in line
    assert line.endswith(expected)


def test_with_texts_a_trace_is_whole_but_for_the_secret() -> None:
    formatter = logs.SafeFormatter((SECRET,), with_texts=True, library="telegram")
    record = logging.LogRecord("bot", 40, "", 1, "x", (), raised())
    line = formatter.format(record)
    assert "Traceback" in line
    assert WORDS in line
    assert SECRET not in line


def test_the_secrets_are_what_the_settings_hide() -> None:
    settings = Settings(
        _env_file=None,
        telegram_token=SECRET,
        database="postgresql://bot:a%2Fb@host/people",
        store="milvus+http://bot:word@host:19530",
    )
    assert set(secrets_of(settings)) == {
        SECRET,
        "postgresql://bot:a%2Fb@host/people",
        "a%2Fb",
        "a/b",
        "milvus+http://bot:word@host:19530",
        "word",
    }
    assert list(secrets_of(Settings(_env_file=None, store="milvus.db"))) == []

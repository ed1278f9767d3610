"""No secret and no question in a log."""

import logging
import sys
from typing import Any

import pytest

from bot.secrets import secrets_of
from bot.serving import logs
from bot.settings import Settings

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


@pytest.mark.parametrize(
    ("database", "parts"),
    [
        ("postgresql://bot:a%2Fb@host/people", {"a%2Fb", "a/b"}),
        ("postgresql://bot:a#b[@host/people", {"a#b["}),
        ("postgresql://bot@host/people?sslmode=require&password=hunter%202", {"hunter%202", "hunter 2"}),
        ("postgresql://bot@host/people?sslpassword=a+b", {"a+b", "a b"}),
        ("postgresql://bot@host/people", set()),
    ],
)
@pytest.mark.parametrize(
    ("store", "of_store"),
    [
        ("milvus+http://bot:word@host:19530", {"word"}),
        ("milvus+https://a-key@host", {"a-key"}),
        ("milvus.db", set()),
        (None, set()),
    ],
)
def test_the_secrets_are_what_the_settings_hide(
    database: str, parts: set[str], store: str | None, of_store: set[str]
) -> None:
    hook = "a-secret-of-the-webhook"
    given = {"telegram_token": SECRET, "telegram_webhook_secret": hook, "database": database, "store": store}
    found = set(secrets_of(Settings.model_validate(given))) - {""}
    assert found == {SECRET, hook, database, *parts, *of_store}


def test_a_secret_that_is_part_of_another_leaves_nothing_of_it() -> None:
    formatter = logs.SafeFormatter(("bc", "abcd"), with_texts=True, library="telegram")
    record = logging.LogRecord("bot.x", 20, __file__, 1, "abcd bc", (), None)
    assert formatter.format(record).endswith("[secret] [secret]")

"""Logs that hold no secret: neither the token nor, unless a setting says so, the text of a question."""

import logging
from pathlib import Path
from urllib.parse import quote

from retrieval.errors import DayeksozError

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_LOUD = ("bot", "retrieval")
"""Logged from INFO on. Of all else only warnings: httpx logs each address, and that holds the token."""

_QUIET = {
    # It logs an error with a trace where it is told to wait, which the courier does and says itself.
    "telegram.ext.AIORateLimiter": logging.CRITICAL,
    # It logs each health check that says "not ready yet".
    "tornado.access": logging.CRITICAL,
}


class SafeFormatter(logging.Formatter):
    """Leaves every secret out of what it writes, traces included.

    What the Telegram library logs may hold the update that it was reading: its arguments are left out
    too, and so are the values in its traces, unless ``with_texts``.
    """

    def __init__(self, secrets: tuple[str, ...], *, with_texts: bool) -> None:
        super().__init__(_FORMAT)
        # In an address, signs of a secret may be written as %3A and the like.
        self._secrets = tuple({form for secret in secrets if secret for form in (secret, quote(secret, ""))})
        self._with_texts = with_texts

    def format(self, record: logging.LogRecord) -> str:
        """One record as a line, or as a line and a trace."""
        if not self._with_texts:
            record = _without_texts(record)
        written = super().format(record)
        for secret in self._secrets:
            written = written.replace(secret, "[secret]")
        return written


def set_up(secrets: tuple[str, ...], *, with_texts: bool) -> None:
    """Logs to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter(secrets, with_texts=with_texts))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # an error of logging itself would print its values raw
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.INFO)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def _without_texts(record: logging.LogRecord) -> logging.LogRecord:
    """A copy of ``record`` without what may be a person's words."""
    copy = logging.makeLogRecord(record.__dict__)
    is_library = record.name.partition(".")[0] == "telegram"
    copy.msg, copy.args = str(record.msg) if is_library else _message(record), ()
    if record.exc_info and record.exc_info[1]:
        copy.msg += f" [{_place(record.exc_info[1])}]"
        copy.exc_info = copy.exc_text = None
    return copy


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a wrong format; Python itself would print the values raw
        return str(record.msg)


def _place(error: BaseException) -> str:
    """The kind of an error and the line that raised it; no values, but for our own errors' sentences."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    said = f": {error}" if isinstance(error, DayeksozError) else ""
    return type(error).__name__ + where + said

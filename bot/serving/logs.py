"""Logs without secrets: they hold no token and, unless a setting allows it, no text of a question."""

import logging
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from bot.advice import sentence
from retrieval.errors import DayeksozError

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_LOUD = ("bot", "retrieval")
"""Logged from INFO on. All others from WARNING on: at INFO httpx logs addresses, which may hold a token."""

_QUIET = {"tornado.access": logging.CRITICAL}
"""Logged from these levels on. Tornado warns of each health check that gets a 503."""


class SafeFormatter(logging.Formatter):
    """Leaves every secret out of what it writes, traces included.

    ``library`` names a package whose messages may hold the update that it was reading. Unless ``with_texts``,
    their arguments are left out, and so are the values in all traces.
    """

    def __init__(self, secrets: tuple[str, ...], *, with_texts: bool, library: str) -> None:
        super().__init__(_FORMAT)
        # In an address, signs of a secret may be written as %3A and the like.
        forms = {form for secret in secrets if secret for form in (secret, quote(secret, ""))}
        self._secrets = sorted(forms, key=len, reverse=True)  # one may be a part of another
        self._with_texts = with_texts
        self._library = library

    def format(self, record: logging.LogRecord) -> str:
        """One record as a line, or as a line and a trace."""
        if not self._with_texts:
            record = self._without_texts(record)
        written = super().format(record)
        for secret in self._secrets:
            written = written.replace(secret, "[secret]")
        return written

    def _without_texts(self, record: logging.LogRecord) -> logging.LogRecord:
        """A copy of ``record`` without anything that may be a person's words."""
        copy = logging.makeLogRecord(record.__dict__)
        is_library = record.name.partition(".")[0] == self._library
        copy.msg, copy.args = str(record.msg) if is_library else _message(record), ()
        if record.exc_info and record.exc_info[1]:
            copy.msg += f" [{_place(record.exc_info[1])}]"
            copy.exc_info = copy.exc_text = None
        return copy


def set_up(secrets: tuple[str, ...], *, with_texts: bool, library: str, levels: Mapping[str, int]) -> None:
    """Logs to standard error, through a `SafeFormatter`; ``levels`` are those of more loggers, by name."""
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter(secrets, with_texts=with_texts, library=library))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # an error within logging would print its values raw
    for name, level in {**dict.fromkeys(_LOUD, logging.INFO), **_QUIET, **levels}.items():
        logging.getLogger(name).setLevel(level)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # the format is wrong; Python itself would print the values raw
        return str(record.msg)


def _place(error: BaseException) -> str:
    """The kind of an error and the line that raised it; its message only where it is one of ours."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    said = f": {sentence(error)}" if isinstance(error, DayeksozError) else ""
    return type(error).__name__ + where + said

"""The Telegram bot: handlers ask, render and send; `application` shows what is put together."""

import os

# The library's word for "give me durations as such", without which each use of one warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")

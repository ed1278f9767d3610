"""``python -m bot`` is the same as ``dayeksoz``."""

from bot.cli import run

run()

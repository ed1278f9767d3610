"""``python -m bot`` is the same as ``dayeksoz``."""

from bot.cli.main import run

run()

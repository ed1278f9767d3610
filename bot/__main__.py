"""``python -m bot`` is the same as ``dayeksoz``."""

import sys

from bot.cli import main

sys.exit(main())

"""What the program's exit codes mean; scripts rely on them."""

OK = 0
"""The command worked, whether or not there was an answer."""

FAILED = 1
"""It failed, with one line on standard error; or a figure is below its minimum."""

BAD_USAGE = 2
"""As argparse exits on arguments that it can't parse."""

INTERRUPTED = 130
"""Ctrl-C: 128 plus the number of SIGINT, as shells count."""

TOKEN_REFUSED = 3
"""The bot's token is missing or refused: starting again does not help."""

ANOTHER_INSTANCE = 4
"""Another instance of the bot runs with the same token."""

SETTINGS_WRONG = 5
"""A setting has a value that it can't have: starting again does not help."""

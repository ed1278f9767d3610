"""What the program's exit codes mean; scripts rely on them."""

OK = 0
"""It worked, answered or not."""

FAILED = 1
"""A failure, with one line on standard error; or a figure below its minimum."""

BAD_USAGE = 2
INTERRUPTED = 130

TOKEN_REFUSED = 3
"""The bot's token is missing or refused: starting again does not help."""

ANOTHER_INSTANCE = 4
"""Another instance of the bot runs with the same token."""

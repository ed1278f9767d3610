"""What the program's exit codes mean; scripts rely on them."""

OK = 0
"""It worked, answered or not."""

FAILED = 1
"""A failure, with one line on standard error; or a figure below its minimum."""

BAD_USAGE = 2
INTERRUPTED = 130

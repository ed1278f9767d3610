"""The lines that a person types at the prompt, or that come through a pipe."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

_PROMPT = "? "


def typed_lines(history_file: Path) -> Iterator[str]:
    """Lines until the end of input; Ctrl-C drops the line that is being typed.

    Lines typed at a terminal are remembered in ``history_file``, or where it can't be written for this
    session only.
    """
    if not sys.stdin.isatty():
        yield from (line.decode(errors="surrogateescape") for line in sys.stdin.buffer)
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    history: History = InMemoryHistory()
    with contextlib.suppress(OSError):
        history_file.parent.mkdir(parents=True, exist_ok=True)
        history_file.touch(mode=0o600)
        history = FileHistory(str(history_file))
    session: PromptSession[str] = PromptSession(_PROMPT, history=history)
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return

"""``python -m tests.telegram.deadly_bot`` is ``dayeksoz``, except that one question kills the process."""

import os
import signal
from collections.abc import Sequence
from typing import Any

from bot.cli.main import run
from retrieval import Retriever

DEADLY = "Какой вопрос убивает процесс?"

_answer_all = Retriever.answer_all


def _kill(self: Retriever, questions: Sequence[str], top: int = 3) -> list[Any]:
    if DEADLY in questions:
        os.kill(os.getpid(), signal.SIGKILL)
    return _answer_all(self, questions, top)


if __name__ == "__main__":
    Retriever.answer_all = _kill  # type: ignore[method-assign]
    run()

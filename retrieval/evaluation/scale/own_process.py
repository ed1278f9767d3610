"""Each step in a process of its own: its memory is its own, and nothing is warm from the step before."""

import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from retrieval.errors import ProcessFailedError
from retrieval.progress import Progress, Task

_Result = TypeVar("_Result")


def in_own_process(step: Callable[..., _Result], progress: Progress, *arguments: Any) -> _Result:
    """What ``step(*arguments, progress)`` returns; the progress that it reports is passed on.

    Raises ProcessFailedError where it fails or is killed.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(sender, step, arguments), daemon=True)
    process.start()
    sender.close()
    said = ""
    try:
        while True:
            match receiver.recv():
                case Task() as task, int(done), int(total):
                    progress(task, done, total)
                case [result]:
                    return result  # type: ignore[no-any-return]
                case str(said):
                    pass
    except EOFError:
        process.join()
        raise ProcessFailedError([step.__name__], process.exitcode or 1, said) from None
    finally:
        process.kill()
        process.join()
        receiver.close()


def _run(sender: Connection, step: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this one

    def progress(task: Task, done: int, total: int) -> None:
        sender.send((task, done, total))

    try:
        sender.send([step(*arguments, progress)])
    except Exception as error:
        sender.send(f"{type(error).__name__}: {error}")
        raise SystemExit(1) from error

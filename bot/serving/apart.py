"""Long work off the event loop, which a bot that is stopped does not wait for."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


async def apart(work: Callable[[], _Result], name: str) -> _Result:
    """What ``work`` returns, in a daemon thread called ``name``."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[_Result] = loop.create_future()

    def tell(results: list[_Result], error: Exception | None) -> None:
        if done.cancelled():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(*results)

    def run() -> None:
        results: list[_Result] = []
        error = None
        try:
            results.append(work())
        except Exception as caught:  # noqa: BLE001 - it is raised again where the result is awaited
            error = caught
        except BaseException as caught:  # noqa: BLE001 - native code raises errors that are no Exception
            error = RuntimeError(type(caught).__name__)
        with contextlib.suppress(RuntimeError):  # the loop may have ended by now
            loop.call_soon_threadsafe(tell, results, error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await done

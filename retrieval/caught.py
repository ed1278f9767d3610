"""Errors as values: for work that is done together, where one failure must not end the rest."""

from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


def or_error(work: Callable[[], _Result]) -> "_Result | Exception":
    """What ``work`` returns, or the error that it raises.

    Native code raises errors that no ``except Exception`` catches, and they must not end a worker: of these
    the name is kept.
    """
    try:
        return work()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - see above
        return error if isinstance(error, Exception) else RuntimeError(type(error).__name__)

"""Errors as values."""

import pytest

from retrieval.caught import or_error


class Panic(BaseException):
    """What native code raises: no ``except Exception`` catches it."""


def failing(error: BaseException) -> int:
    raise error


def test_a_result_is_returned_and_an_error_is_a_value() -> None:
    assert or_error(lambda: 7) == 7
    error = ValueError("no")
    assert or_error(lambda: failing(error)) is error
    native = or_error(lambda: failing(Panic("secret")))
    assert (type(native), str(native)) == (RuntimeError, "Panic")


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_process_ends_it(end: type[BaseException]) -> None:
    with pytest.raises(end):
        or_error(lambda: failing(end()))

"""The connection to a Milvus, made when it is first needed, and its errors as the engine's."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from retrieval.errors import StoreError
from retrieval.extras import needed
from retrieval.index.milvus.address import MilvusAddress

EXTRA = "milvus"

_CONNECTING = 15.0
"""Seconds to connect: a choice. A server answers in hundredths, or refuses; a local file has to be started,
which took more than five on a busy machine."""


class Connection:
    """A client of one Milvus. Safe to use from several threads."""

    def __init__(self, address: MilvusAddress) -> None:
        self.address = address

    @contextmanager
    def client(self) -> Iterator[Any]:
        """A ``pymilvus.MilvusClient``; what it raises becomes StoreError.

        Raises MissingExtraError where a package is missing.
        """
        pymilvus = needed("pymilvus", EXTRA)
        import grpc  # pymilvus needs it

        try:
            yield self._client
        except pymilvus.MilvusException as error:
            # The chain is cut: nothing that knows the password may come into a log.
            raise StoreError(self.address.shown, self._reason(error.message)) from None
        except grpc.RpcError as error:
            is_late = isinstance(error, grpc.Call) and error.code() is grpc.StatusCode.DEADLINE_EXCEEDED
            reason = "it does not answer in time" if is_late else "the connection fails"
            raise StoreError(self.address.shown, reason) from None

    def collections(self) -> list[str]:
        """The names of all collections that are there."""
        with self.client() as client:
            return list(client.list_collections(timeout=_CONNECTING))

    @cached_property
    def _client(self) -> Any:
        pymilvus = needed("pymilvus", EXTRA)
        # Whatever goes wrong is raised too, and told once.
        logging.getLogger("pymilvus").setLevel(logging.CRITICAL + 1)
        address = self.address
        if address.is_local:
            _import_lite()
            Path(address.uri).parent.mkdir(parents=True, exist_ok=True)
        with _without_lines_of_lite():
            return pymilvus.MilvusClient(
                address.uri, token=address.token, db_name=address.database, timeout=_CONNECTING
            )

    def _reason(self, message: str) -> str:
        if self.address.is_local and "Open local milvus failed" in message:
            return "it can't be opened: another program has it open, or it is no file of Milvus"
        if "Fail connecting" in message or "Retry timeout" in message:
            return "it does not answer"
        return " ".join(message.split())[:300]


def _import_lite() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pkg_resources, which it uses
        needed("milvus_lite", EXTRA)


@contextmanager
def _without_lines_of_lite() -> Iterator[None]:
    """milvus-lite logs to the root logger, beside what pymilvus raises."""

    def is_other(record: logging.LogRecord) -> bool:
        return "milvus_lite" not in record.pathname

    root = logging.getLogger()
    root.addFilter(is_other)
    try:
        yield
    finally:
        root.removeFilter(is_other)

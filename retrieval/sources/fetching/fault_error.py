"""A fault on the way to a page, before it is known which address to name."""

from retrieval.errors import FetchFault


class FaultError(Exception):
    """``fault``, and the ``facts`` of its sentence other than the address."""

    def __init__(self, fault: FetchFault, **facts: int) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.facts = facts

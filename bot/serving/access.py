"""Who may ask, and who may administer."""


class Access:
    """The owner's lists of ids. Without any, everyone may ask, and nobody may administer.

    Whoever writes in the name of a chat has that chat's id.
    """

    def __init__(
        self, *, administrators: frozenset[int], users: frozenset[int], chats: frozenset[int]
    ) -> None:
        self.administrators = administrators
        self._users = users
        self._chats = chats

    def may_ask(self, author: int, chat: int | None) -> bool:
        """Whether ``author`` may ask in ``chat``; None stands for no chat."""
        if not self._users and not self._chats:
            return True
        return author in self._users or chat in self._chats or self.may_administer(author)

    def may_administer(self, author: int) -> bool:
        """Whether ``author`` may see the bot's state and have its index brought up to date."""
        return author in self.administrators

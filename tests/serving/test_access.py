from bot.serving.access import Access


def test_without_lists_everyone_may_ask_and_nobody_administers() -> None:
    access = Access(administrators=frozenset(), users=frozenset(), chats=frozenset())
    assert access.may_ask(1, 1)
    assert access.may_ask(1, None)
    assert not access.may_administer(1)


def test_a_list_of_users_or_of_chats_admits_these() -> None:
    access = Access(administrators=frozenset({9}), users=frozenset({1}), chats=frozenset({-5}))
    table = {(1, 1): True, (1, -6): True, (2, -5): True, (2, 2): False, (9, 9): True, (2, None): False}
    assert {pair: access.may_ask(*pair) for pair in table} == table
    assert [access.may_administer(id_) for id_ in (9, 1, -5)] == [True, False, False]

from bot.settings import Settings
from bot.telegram.access import Access, Pace, Refusal


def test_without_lists_everyone_may_ask_and_nobody_administers() -> None:
    access = Access(Settings())
    assert access.may_ask(1, 1)
    assert access.may_ask(None, None)
    assert not access.may_administer(1)
    assert not access.may_administer(None)


def test_a_list_of_users_or_of_chats_lets_in_these() -> None:
    access = Access(
        Settings(telegram_allowed_users={1}, telegram_allowed_chats={-5}, telegram_administrators={9})
    )
    table = {(1, 1): True, (1, -6): True, (2, -5): True, (2, 2): False, (9, 9): True, (None, None): False}
    assert {pair: access.may_ask(*pair) for pair in table} == table


def test_pace_counts_users_and_chats_in_any_minute() -> None:
    now = 0.0
    pace = Pace(of_user=2, of_chat=3, clock=lambda: now)
    assert [pace.take(1, -5), pace.take(1, -5)] == [None, None]
    now = 20.5
    assert pace.take(1, -5) == Refusal(40, is_first=True)
    assert pace.take(1, -6) == Refusal(40, is_first=True)  # another chat has not been told
    assert pace.take(1, -5) == Refusal(40, is_first=False)
    assert pace.take(2, -5) is None
    assert pace.take(3, -5) == Refusal(40, is_first=True)  # the chat's limit
    now = 60.0
    assert pace.take(1, -5) is None
    assert pace.take(1, -5) is None
    assert pace.take(1, -5) == Refusal(60, is_first=False)  # told less than a minute ago
    now = 130.0
    assert [pace.take(1, -5), pace.take(1, -5)] == [None, None]
    assert pace.take(1, -5) == Refusal(60, is_first=True)

"""What was said last, with a clock in hand."""

from bot.serving.turns import Turns
from retrieval.conversation import Turn

FIRST, SECOND = Turn("Кто такой Токаев?"), Turn("Кто такой Путин?")


def test_the_last_turn_counts_for_half_an_hour_and_a_reply_for_longer() -> None:
    now = 0.0
    turns = Turns(lambda: now)
    assert turns.last(1, 7) is None
    turns.remember(1, 7, 100, FIRST)
    turns.remember(1, 7, 102, SECOND)
    assert turns.last(1, 7) == SECOND
    assert turns.ended_by(1, 100) == FIRST
    assert turns.last(1, 8) is None
    assert turns.last(2, 7) is None
    now = 30 * 60.0
    assert turns.last(1, 7) == SECOND
    now = 30 * 60.0 + 1
    assert turns.last(1, 7) is None
    assert turns.ended_by(1, 102) == SECOND


def test_what_a_message_leaned_on_is_known_when_it_is_edited() -> None:
    turns = Turns()
    turns.leaned_on(1, 5, FIRST)
    turns.leaned_on(1, 6, None)
    assert [turns.before(1, number) for number in (5, 6, 7)] == [FIRST, None, None]


def test_only_the_chats_that_are_still_ones_own_are_kept() -> None:
    turns = Turns()
    for chat in (1, -2, 3):
        turns.remember(chat, 7, 100, FIRST)
        turns.leaned_on(chat, 5, SECOND)
    turns.keep(lambda chat: chat != -2)
    assert [turns.last(chat, 7) for chat in (1, -2, 3)] == [FIRST, None, FIRST]
    assert [turns.ended_by(chat, 100) for chat in (1, -2, 3)] == [FIRST, None, FIRST]
    assert [turns.before(chat, 5) for chat in (1, -2, 3)] == [SECOND, None, SECOND]
    turns.remember(-2, 7, 101, SECOND)  # the chat has come back: it begins anew
    assert (turns.last(-2, 7), turns.ended_by(-2, 100)) == (SECOND, None)


def test_a_chat_is_forgotten_whole_and_alone() -> None:
    turns = Turns()
    for chat in (1, 2):
        turns.remember(chat, 7, 100, FIRST)
        turns.leaned_on(chat, 5, FIRST)
    turns.forget(1)
    assert [turns.last(1, 7), turns.ended_by(1, 100), turns.before(1, 5)] == [None, None, None]
    assert [turns.last(2, 7), turns.ended_by(2, 100), turns.before(2, 5)] == [FIRST, FIRST, FIRST]

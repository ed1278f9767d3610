from bot.serving.pace import Pace, Refusal


def test_pace_counts_authors_and_chats_in_any_minute() -> None:
    now = 0.0
    pace = Pace(of_author=2, of_chat=3, clock=lambda: now)
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


def test_a_question_that_is_refused_counts_for_neither() -> None:
    pace = Pace(of_author=2, of_chat=1, clock=lambda: 0.0)
    assert pace.take(1, -5) is None
    assert pace.take(1, -5) == Refusal(60, is_first=True)  # the chat's limit
    assert pace.take(1, -6) is None
    assert pace.take(1, -7) == Refusal(60, is_first=True)  # the author's limit
    assert pace.take(2, -7) is None


def test_beyond_ten_thousand_the_one_silent_longest_starts_anew() -> None:
    pace = Pace(of_author=1, of_chat=1, clock=lambda: 0.0)
    assert [author for author in range(10_000) if pace.take(author, -author)] == []
    assert pace.take(0, -1_000_000) == Refusal(60, is_first=True)
    assert pace.take(10_000, -10_000) is None
    assert pace.take(1, -2_000_000) is None
    assert pace.take(3, -3_000_000) == Refusal(60, is_first=True)

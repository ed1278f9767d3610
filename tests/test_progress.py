"""What is said of long work: bars in a terminal, a line a minute elsewhere."""

import io

import pytest
from rich.console import Console

from bot.locale import lookup
from bot.terminal.progress import ProgressBars, ProgressLines, bars_on
from retrieval import Task


class Clock:
    """Says what it is set to."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Embedding the passages: 12,300 of 100,000 · 35/s · 0:41:46 left"),
        ("ru", "Строю векторы отрывков: 12\xa0300 из 100\xa0000 · 35/с · осталось 0:41:46"),
        ("kk", "Үзінділердің векторларын құрып жатырмын: 100\xa0000 ішінен 12\xa0300 · 35/с · 0:41:46 қалды"),
    ],
)
def test_a_line_says_how_far_how_fast_and_how_long(language: str, line: str) -> None:
    said: list[str] = []
    clock = Clock()
    progress = ProgressLines(said.append, lookup.phrases(language), clock)
    progress(Task.EMBED, 8_800, 100_000)  # what was done before counts as done, but not for the speed
    clock.now += 100
    progress(Task.EMBED, 12_300, 100_000)
    assert said == [line]


def test_there_is_a_line_a_minute_and_none_for_short_work() -> None:
    said: list[str] = []
    clock = Clock()
    progress = ProgressLines(said.append, lookup.phrases("en"), clock)
    for number in range(21):  # ten minutes in which something is read every half minute
        clock.now = 1_000.0 + 30 * number
        progress(Task.READ, number, 20)
    assert [line.split(" · ")[0] for line in said] == [
        f"Reading the sources: {number} of 20" for number in range(2, 21, 2)
    ]
    said.clear()
    for _ in range(3):  # each of them is new work
        clock.now += 3_600
        progress(Task.READ, 0, 5)
        clock.now += 30
        progress(Task.READ, 5, 5)
    assert said == []


def test_slow_work_has_a_fraction_and_stuck_work_no_end() -> None:
    said: list[str] = []
    clock = Clock()
    progress = ProgressLines(said.append, lookup.phrases("en"), clock)
    progress(Task.MERGE, 0, 100)
    clock.now += 60
    progress(Task.MERGE, 0, 100)
    clock.now += 60
    progress(Task.MERGE, 48, 100)
    assert said == [
        "Putting the index together: 0 of 100",
        "Putting the index together: 48 of 100 · 0.4/s · 0:02:10 left",
    ]


def test_a_bar_counts_passages_but_not_the_weights_of_a_model() -> None:
    screen = Console(file=io.StringIO(), width=120, force_terminal=True, color_system=None)
    phrases = lookup.phrases("en")
    drawn = bars_on(screen, phrases)
    bars = ProgressBars(drawn, phrases)
    bars(Task.EMBED, 12_300, 100_000)
    bars(Task.UNPACK_MODEL, 59, 118)
    with screen.capture() as shown:
        screen.print(drawn)
    embedding, unpacking = shown.get().splitlines()
    assert "Embedding the passages" in embedding
    assert "12 % 12,300 of 100,000" in embedding
    assert "50 %" in unpacking
    assert " of " not in unpacking

"""A question with one thing exchanged: «Сколько ДТП было в 2022 году?» and «2023» are one about 2023."""

from retrieval.conversation.naming import Word, words_in
from retrieval.language.languages import LANGUAGES
from retrieval.language.normalisation import folded
from retrieval.language.reading import question_language
from retrieval.language.words import common_start, is_telling, stem
from retrieval.language.years import relative_distance, stated_years


def exchanged(question: str, fragment: str) -> str | None:
    """``question`` with what ``fragment`` names in the place of the same kind of thing: a year for a year, a
    name for a name; None where it has no such place.
    """
    new = words_in(fragment, question_language(question), starts_sentence=False)
    if not any(word.names for word in new):
        return _with_year(question, fragment)
    if stated_years(fragment) or not all(
        word.is_proper or _is_kind(word, question) for word in new if word.names
    ):
        return None
    return _with_name(question, fragment, new)


def _with_year(question: str, fragment: str) -> str | None:
    before, after = stated_years(question), stated_years(fragment)
    distance = relative_distance(fragment)
    if distance is not None and len(before) == 1:
        after = frozenset({next(iter(before)) + distance})
    if len(before) != 1 or len(after) != 1:
        return None
    return question.replace(str(*before), str(*after))


def _is_kind(word: Word, question: str) -> bool:
    """Whether a word says what kind of thing is named, and ``question`` says it too: "region"."""
    language = question_language(question)
    return stem(folded(word.text)) in {stem(folded(other.text)) for other in words_in(question, language)}


def _with_name(question: str, fragment: str, new: list[Word]) -> str | None:
    """Of several names the one that stands as the fragment's does: behind the same word, in the same form."""
    language = question_language(question)
    asked = words_in(question, language)
    runs = _proper_runs(asked)
    if not runs or not any(word.is_proper for word in new):
        return None
    form = LANGUAGES[language].form_of
    last_new = next(word for word in reversed(new) if word.is_proper)

    def likeness(run: tuple[int, int]) -> tuple[bool, bool, int, int]:
        old_word, new_word = folded(asked[run[1]].text), folded(last_new.text)
        same_before = run[0] > 0 and folded(asked[run[0] - 1].text) == folded(new[0].text)
        # A Kazakh case is told by its ending: «Жетісуда» takes the place of «Алматыда», «Қытай» of «Ресей».
        same_end = common_start(old_word[::-1], new_word[::-1])
        return same_before, form(old_word) == form(new_word), same_end, run[0]

    first, last = _with_kind(asked, max(runs, key=likeness), new)
    begins_alike = not is_telling(folded(new[0].text)) and len(new) > 1
    if begins_alike and first > 0 and not is_telling(folded(asked[first - 1].text)):
        first -= 1
    text = fragment[new[0].start : new[-1].end]
    return question[: asked[first].start] + text + question[asked[last].end :]


def _proper_runs(asked: list[Word]) -> list[tuple[int, int]]:
    """The first and the last place of each name in a question."""
    runs: list[tuple[int, int]] = []
    for place, word in enumerate(asked):
        if word.is_proper:
            follows = runs and runs[-1][1] == place - 1
            if follows and word.is_whole_name and asked[place - 1].is_whole_name:
                follows = False  # «Ресей Қазақстанның»: two countries
            runs[-1:] = [(runs[-1][0], place)] if follows else [*runs[-1:], (place, place)]
    return runs


def _with_kind(asked: list[Word], run: tuple[int, int], new: list[Word]) -> tuple[int, int]:
    """The places of a name with the words beside it that the fragment has too: «Костанайской области»."""
    kinds = {stem(folded(word.text)) for word in new if word.names}
    first, last = run
    if first > 0 and stem(folded(asked[first - 1].text)) in kinds:
        first -= 1
    if last + 1 < len(asked) and stem(folded(asked[last + 1].text)) in kinds:
        last += 1
    return first, last

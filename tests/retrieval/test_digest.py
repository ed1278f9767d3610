"""Where the items of a digest begin."""

import pytest

from retrieval.sources.readers.saved_page.digest import find_items
from retrieval.sources.readers.saved_page.lines import scan_page

TEXT = "В городе открыли школу, сообщили в акимате. Она рассчитана на детей."


@pytest.mark.parametrize(
    "form",
    ["{day} апреля 2024\nШкола номер {day}\n" + TEXT, "Школа номер {day}\n{day}.04.2024\n\n" + TEXT],
)
@pytest.mark.parametrize("head", ["", "Новости недели\n\n"])
def test_each_item_is_found_with_its_date(head: str, form: str) -> None:
    items = [form.format(day=day) for day in (15, 16, 17)]
    text = head + "\n\n".join(items)
    found = find_items(text, scan_page(text))
    assert [text[item.start : item.end].strip() for item in found] == items
    assert [item.published.isoformat() for item in found] == ["2024-04-15", "2024-04-16", "2024-04-17"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Заголовок\n\n18.04.2024\n\n" + TEXT,
        f"Заголовок\n18.04.2024\n{TEXT}\nПохожие материалы\nОткрыт завод\n17.04.2024\n",
        f"Хроника\n18.04.2024\n{TEXT}\n24.02.2022\n{TEXT}\n25.03.2022\n{TEXT}",
        "15.04.2024\nШкола\n16.04.2024\nЗавод\n",
        f"А\n15.04.2024\n{TEXT}\nСнимок акимата\n16.04.2024\nЗавод\n{TEXT}",
    ],
)
def test_where_an_item_ends_is_never_guessed(text: str) -> None:
    assert find_items(text, scan_page(text)) == ()

"""A question that leans on the one before, in private and in groups, and remarks."""

import asyncio
from typing import Any

from bot.locale.lookup import chat_phrases
from tests.telegram.api import TOKEN, Call, StrictApi
from tests.telegram.conftest import RunBot, strict_api
from tests.telegram.payloads import GROUP, message, press, text_message
from tests.telegram.test_conversation import Scenario, button, quoted

FIRST = "Сколько российских компаний работает в Казахстане?"
READ = "Понято как: Сколько российских компаний работает в России?\n"
RU, EN = chat_phrases("ru"), chat_phrases("en")


def play(run_bot: RunBot, scenario: Scenario) -> None:
    async def run() -> None:
        async with strict_api() as (api, url), run_bot(url, TOKEN):
            await scenario(api)

    asyncio.run(run())


def under(call: Call, text: str, **more: Any) -> dict[str, Any]:
    """A message in reply to the one that ``call`` sent."""
    return text_message(text, reply_to_message=call.result, **more)


def test_in_private_the_last_question_counts_and_the_reply_says_how_it_was_read(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("А в России?", id_=1))
        assert (await api.sent())[0].fields["text"] == RU.common.unclear
        await api.push(text_message(FIRST, id_=2))
        await api.sent(2)
        await api.push(text_message("А в России?", id_=3))
        third = (await api.sent(3))[2]
        assert third.fields["text"].startswith(READ)
        await api.push(text_message("who said that?", id_=4))
        fourth = (await api.sent(4))[3]
        assert EN.common.no_speaker in fourth.fields["text"]
        assert quoted(fourth) == quoted(third)

    play(run_bot, scenario)


def test_the_buttons_under_a_follow_up_act_on_it(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(FIRST, id_=1))
        await api.sent()
        await api.push(text_message("А в России?", id_=2))
        reply = (await api.sent(2))[1]
        await api.push(press(button(reply, RU.source_button), reply.result))
        (edit,) = await api.sent(method="editMessageText")
        assert "Turantimes.kz" in edit.fields["text"]

    play(run_bot, scenario)


def test_in_a_group_only_a_reply_to_the_bot_leans(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(f"/ask {FIRST}", chat=GROUP, id_=1))
        (first,) = await api.sent()
        await api.push(text_message("/ask А в России?", chat=GROUP, id_=2))
        assert (await api.sent(2))[1].fields["text"] == RU.common.unclear
        await api.push(under(first, "А в России?", chat=GROUP, id_=3, sender=78))
        assert (await api.sent(3))[2].fields["text"].startswith(READ)
        await api.push(under(first, "/ask кто это сказал?", chat=GROUP, id_=4, sender=79))
        assert RU.common.no_speaker in (await api.sent(4))[3].fields["text"]

    play(run_bot, scenario)


def test_a_command_in_private_leans_on_nothing(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(FIRST, id_=1))
        await api.sent()
        await api.push(text_message("/ask А в России?", id_=2))
        assert (await api.sent(2))[1].fields["text"] == RU.common.unclear

    play(run_bot, scenario)


def test_what_was_selected_of_a_message_is_asked_about(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(FIRST, id_=1))
        (first,) = await api.sent()
        marked = {"text": "российских компаний", "position": 0, "is_manual": True}
        await api.push(under(first, "А сколько их?", id_=2, quote=marked))
        assert (
            (await api.sent(2))[1]
            .fields["text"]
            .startswith("Понято как: А сколько их? + российских компаний\n")
        )

    play(run_bot, scenario)


def test_an_edited_follow_up_leans_on_what_it_leaned_on(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(FIRST, id_=1))
        await api.sent()
        await api.push(text_message("А в Японии?", id_=2))
        await api.sent(2)
        await api.push({"edited_message": {**message("А в России?", id_=2), "edit_date": 1}})
        (edit,) = await api.sent(method="editMessageText")
        assert edit.fields["text"].startswith(READ)

    play(run_bot, scenario)


def test_remarks_get_a_friendly_word(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message("Спасибо!", id_=1), text_message("how many articles?", id_=2))
        first, second = await api.sent(2)
        assert first.fields["text"] == "Пожалуйста!"
        assert second.fields["text"].startswith(
            "Documents in the corpus: 5. Dates of publication: December 24"
        )

    play(run_bot, scenario)


def test_forgetting_drops_what_the_next_question_would_lean_on(run_bot: RunBot) -> None:
    async def scenario(api: StrictApi) -> None:
        await api.push(text_message(FIRST, id_=1))
        await api.sent()
        await api.push(text_message("/forget", id_=2))
        await api.sent(2)
        await api.push(text_message("А в России?", id_=3))
        assert (await api.sent(3))[2].fields["text"] == RU.common.unclear

    play(run_bot, scenario)

"""Inline mode: ``@bot question`` in any chat offers quotes to send there."""

import asyncio

from telegram import InlineQueryResultArticle, InputTextMessageContent

from bot.citation import shown
from bot.locale.chat_phrases import ChatPhrases
from bot.serving.phrasing import language_of_answer
from bot.telegram.dependencies import Dependencies
from bot.telegram.incoming.values import IncomingQuery
from bot.telegram.messages.answer_drafts import inline_draft
from bot.telegram.messages.buttons import digest
from bot.telegram.messages.cutting import shortened
from bot.telegram.messages.draft import Draft, plain_draft
from retrieval.documents import Answer, Quote
from retrieval.errors import QuestionError

_CACHED = 60
"""Seconds for which Telegram may show the same results to the same person: people type a question again."""

_TITLE, _DESCRIPTION = 60, 120
"""UTF-16 units of a result's title and description: what a phone shows of one and two lines."""


class Inline:
    """Answers what a person types; `Lines` leaves out what is out of date."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._with = dependencies

    async def typed(self, query: IncomingQuery) -> None:
        """A query, which may be half typed."""
        author, sender = query.author, self._with.sender
        if await asyncio.to_thread(self._with.pace.take, author.id, author.id):
            await sender.offer(query.id, [], cached=0)
            return
        try:
            answer = (await self._with.desk.ask(query.text)).answer
        except QuestionError:
            await sender.offer(query.id, [], cached=_CACHED)
            return
        phrases = await self._with.chooser.phrases_for(
            author.id, author.language, asked_in=language_of_answer(answer)
        )
        await sender.offer(query.id, self._results(answer, phrases), cached=_CACHED)

    def _results(self, answer: Answer, phrases: ChatPhrases) -> list[InlineQueryResultArticle]:
        if not answer.answered:
            said = f"{phrases.common.no_answer}\n\n{answer.question}"
            return [self._article("none", phrases.inline_none, answer.question, plain_draft(said))]
        return [self._quoted(answer, number, quote, phrases) for number, quote in enumerate(answer.quotes)]

    def _quoted(
        self, answer: Answer, number: int, quote: Quote, phrases: ChatPhrases
    ) -> InlineQueryResultArticle:
        title = quote.document.title
        start, end = quote.highlight[0]
        return self._article(
            f"{number}-{digest(quote)}",
            title.value if title else phrases.inline_untitled,
            quote.document.text[start:end],
            self._with.sender.proven(inline_draft(answer, number, phrases), phrases),
        )

    def _article(self, id_: str, title: str, description: str, draft: Draft) -> InlineQueryResultArticle:
        content = InputTextMessageContent(
            draft.text, entities=draft.entities, link_preview_options=self._with.sender.previews
        )
        plain_title = shortened(" ".join(shown(title).split()), _TITLE)
        plain_description = shortened(" ".join(shown(description).split()), _DESCRIPTION)
        return InlineQueryResultArticle(id_, plain_title, content, description=plain_description)

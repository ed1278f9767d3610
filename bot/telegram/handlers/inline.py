"""Inline mode: ``@bot question`` in any chat offers the quotes to send there."""

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import ContextTypes

from bot.citation import shown
from bot.locale import ChatFrame
from bot.telegram import buttons
from bot.telegram.draft import Draft, shortened
from bot.telegram.render import inline_draft, plain_draft
from bot.telegram.services import Services
from retrieval.documents import Answer, Quote
from retrieval.errors import QuestionError

_CACHED = 60
"""Seconds for which Telegram may show the same results to the same user."""

_TITLE, _DESCRIPTION = 60, 120


class Inline:
    """Answers what a user types; `Lines` leaves out what is out of date."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def typed(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG002
        """A query, perhaps half typed."""
        query = update.inline_query
        if query is None:
            return
        user = query.from_user
        if self._services.pace.take(user.id, user.id):
            await query.answer([], cache_time=0, is_personal=True)
            return
        words = await self._services.frames.of(user.id, question=query.query, user=user)
        try:
            answered = await self._services.desk.ask(query.query)
        except QuestionError:
            await query.answer([], cache_time=_CACHED, is_personal=True)
            return
        results = self._results(answered.answer, words)
        await query.answer(results, cache_time=_CACHED, is_personal=True)

    def _results(self, answer: Answer, words: ChatFrame) -> list[InlineQueryResultArticle]:
        if not answer.answered:
            said = f"{words.frame.no_answer}\n\n{answer.question}"
            return [self._article("none", words.inline_none, answer.question, plain_draft(said))]
        return [self._quoted(answer, number, quote, words) for number, quote in enumerate(answer.quotes)]

    def _quoted(
        self, answer: Answer, number: int, quote: Quote, words: ChatFrame
    ) -> InlineQueryResultArticle:
        title = quote.document.title
        start, end = quote.highlight[0]
        return self._article(
            f"{number}-{buttons.digest(quote)}",
            title.value if title else words.inline_untitled,
            quote.document.text[start:end],
            self._services.sender.proven(inline_draft(answer, number, words), words),
        )

    def _article(self, id_: str, title: str, description: str, draft: Draft) -> InlineQueryResultArticle:
        content = InputTextMessageContent(
            draft.text, entities=draft.entities, link_preview_options=self._services.sender.previews
        )
        plain_title = shortened(" ".join(shown(title).split()), _TITLE)
        plain_description = shortened(" ".join(shown(description).split()), _DESCRIPTION)
        return InlineQueryResultArticle(id_, plain_title, content, description=plain_description)

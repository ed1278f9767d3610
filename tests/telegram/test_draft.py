"""Any passage, question and facts of a source give messages within Telegram's rules."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.locale.lookup import chat_phrases
from bot.telegram.messages.answer_drafts import answer_draft, context_draft, inline_draft, quote_draft
from bot.telegram.messages.cutting import shortened, units
from bot.telegram.messages.draft import LONGEST, QUOTATIONS, Draft, StyledText, compose
from bot.telegram.messages.excerpt import fitted
from bot.telegram.messages.source_drafts import document_draft, source_draft, sources_draft
from retrieval import LANGUAGES, Period
from retrieval.documents import (
    Answer,
    Basis,
    Document,
    Fact,
    Link,
    LinkKind,
    Paragraph,
    PublicationDate,
    Quote,
    TimeApplied,
)
from retrieval.errors import ProofError

LONG = "Сөз сөйлемнің ішінде. 😀 e\u0301 \u202eשלום\u202c <b>&amp;</b> " * 200
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=60),  # half characters, too
    st.text(st.sampled_from("😀👨‍👩‍👧é\u0301עברית<>&\n\t\u202e Слово"), min_size=1, max_size=200),
    st.integers(1, 10_000).map(lambda length: (LONG * 2)[:length]),
    st.integers(1, 6_000).map(lambda length: "😀" * length),
)


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    before, text, after = draw(st.text(max_size=5)), draw(TEXTS), draw(st.text(max_size=5))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    facts = st.none() | st.builds(Fact, TEXTS, st.sampled_from(Basis))
    document = Document(
        id=draw(TEXTS),
        path="corpus/" + draw(TEXTS),
        text=before + text + after,
        paragraphs=(Paragraph(0, len(before + text + after)),),
        title=draw(facts),
        publisher=draw(facts),
        cites=draw(facts),
        published=draw(st.none() | st.just(PublicationDate(2024, 5, basis=Basis.INFERRED))),
        link=draw(st.just(Link()) | TEXTS.map(lambda url: Link(url, LinkKind.ARTICLE))),
    )
    at = len(before)
    highlight = ((at + start, at + end),)
    return Quote(document, at, at + len(text), text, highlight, draw(st.none() | TEXTS), 0.5)


def answers(found: list[Quote], *, answered: bool, question: str = "?") -> Answer:
    given_quotes = tuple(found)
    return Answer(question, "ru", 0.9, given_quotes if answered else (), () if answered else given_quotes)


def check(draft: Draft) -> None:
    """Telegram's rules, and that each quotation is a span of its quote."""
    coded = draft.text.encode("utf-16-le", "surrogatepass")
    assert 0 < len(coded) // 2 <= LONGEST
    quotations = []
    for entity in draft.entities:
        assert 0 <= entity.offset < entity.offset + entity.length <= len(coded) // 2
        part = coded[2 * entity.offset : 2 * (entity.offset + entity.length)]
        if entity.type in QUOTATIONS:
            quotations.append(part)
    assert len(quotations) == len(draft.excerpts)
    for part, excerpt in zip(quotations, draft.excerpts, strict=True):
        quote = excerpt.quote
        assert quote.start <= excerpt.start < excerpt.end <= quote.end
        assert part == quote.document.text[excerpt.start : excerpt.end].encode("utf-16-le", "surrogatepass")
        cut = excerpt.left_out
        assert cut == 0 or str(cut) in draft.text
    for row in draft.keyboard.inline_keyboard if draft.keyboard else ():
        assert all(1 <= len(str(button.callback_data).encode()) <= 64 for button in row)
    if any("\ud800" <= character <= "\udfff" for character in draft.text):
        with pytest.raises(ProofError):
            draft.proven()
    else:
        assert draft.proven() is draft
        for entity in draft.entities:
            coded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")


TOLD_AGAIN = st.builds(
    lambda quote, also: replace(quote, also=tuple(also)), quotes(), st.lists(quotes(), max_size=5)
)
FOUND = st.lists(quotes() | TOLD_AGAIN, min_size=1, max_size=3)


def test_how_a_time_was_applied_stands_below_the_first_quote_and_below_no_answer() -> None:
    document = Document(
        id="1",
        path="c/1.txt",
        text="Проезд стоит 150 тенге.",
        paragraphs=(Paragraph(0, 23),),
        title=Fact("Проезд"),
        published=PublicationDate(2025, 2, 20),
    )
    quote = Quote(document, 0, 23, document.text, ((0, 23),), None, 0.5)
    phrases = chat_phrases("en")
    period = Period.of(2025)
    answered = replace(answers([quote, quote], answered=True), time=TimeApplied(period, True, 4), newer=quote)  # noqa: FBT003
    said = (
        "Only sources from this time, or passages that speak of it: 2025\n"
        "The newest of 4 sources: February 20, 2025\n"
        "There is a newer source on this: February 20, 2025, «Проезд»"
    )
    draft = answer_draft(answered, phrases)
    check(draft)
    assert draft.text.endswith(f"\n\n{said}\n\nQuote 1 of 2")
    assert said not in quote_draft(answered, 1, phrases).text
    refused = replace(answers([quote], answered=False), time=TimeApplied(period, False, None))  # noqa: FBT003
    assert answer_draft(refused, phrases).text == (
        "The corpus holds no answer to this question.\nNo source is from this time or speaks of it: 2025"
    )


@given(
    st.lists(quotes() | TOLD_AGAIN, min_size=1, max_size=3), st.sampled_from(list(LANGUAGES)), st.booleans()
)
def test_an_answer(found: list[Quote], language: str, answered: bool) -> None:  # noqa: FBT001
    phrases = chat_phrases(language)
    answer = answers(found, answered=answered)
    check(answer_draft(answer, phrases))
    for number in range(len(found)):
        check(quote_draft(answer, number, phrases))


@given(quotes(), st.none() | quotes(), st.none() | quotes())
def test_a_quote_in_its_context(quote: Quote, before: Quote | None, after: Quote | None) -> None:
    draft = context_draft(before, quote, after, 0, chat_phrases("kk"))
    check(draft)
    assert [excerpt.quote for excerpt in draft.excerpts] == [one for one in (before, quote, after) if one]


@given(st.lists(quotes(), max_size=12), st.integers(0, 5))
def test_cards_of_sources(found: list[Quote], page: int) -> None:
    phrases = chat_phrases("ru")
    documents = {str(number): quote.document for number, quote in enumerate(found)}
    check(sources_draft(documents, page, phrases))
    for quote in found[:2]:
        check(source_draft(quote, 3, phrases))
        check(document_draft(quote.document, phrases))


@given(quotes(), TEXTS)
def test_a_result_of_inline_mode(quote: Quote, question: str) -> None:
    check(inline_draft(answers([quote], answered=True, question=question), 0, chat_phrases("en")))


@given(quotes(), st.integers(1, 500))
@example(Quote(Document("d", "c/d", "😀😀", ()), 0, 2, "😀😀", ((0, 1),), None, 0), 3)
def test_an_excerpt_fits_and_keeps_the_answer_where_it_can(quote: Quote, room: int) -> None:
    excerpt = fitted(quote, room)
    assert quote.start <= excerpt.start < excerpt.end <= quote.end
    assert units(excerpt.text) <= room or len(excerpt.text) == 1
    start, end = quote.highlight[0]
    if units(quote.document.text[start:end]) < room:
        assert excerpt.start <= start
        assert end <= excerpt.end


def test_cuts_fall_between_words() -> None:
    text = "один два три. Ответ здесь. четыре пять шесть"
    answer = text.index("Ответ"), text.index(" четыре")
    quote = Quote(Document("d", "c/d", text, ()), 0, len(text), text, (answer,), None, 0)
    assert fitted(quote, len(text)).text == text
    assert fitted(quote, 30).text == "два три. Ответ здесь. четыре"
    assert fitted(quote, 12).text == "Ответ здесь."
    assert fitted(quote, 7).text == "Ответ"


@given(TEXTS, st.integers(2, 50))
def test_what_is_shortened_says_so(text: str, room: int) -> None:
    short = shortened(text, room)
    assert units(short) <= room
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_offsets_count_utf_16_units() -> None:
    text = "😀 да. Ответ: «нет»."
    quote = Quote(Document("d", "c/d", text, ()), 0, len(text), text, ((6, 19),), None, 0)
    draft = compose([StyledText("👍\n"), fitted(quote, 100), StyledText("\nконец", MessageEntity.ITALIC)])
    assert [(entity.type, entity.offset, entity.length) for entity in draft.entities] == [
        ("blockquote", 3, 20),
        ("bold", 10, 13),
        ("italic", 23, 6),
    ]


@pytest.mark.parametrize(
    ("length", "style"), [(700, "blockquote"), (701, "expandable_blockquote")], ids=["short", "long"]
)
def test_a_long_quotation_can_be_expanded(length: int, style: str) -> None:
    text = "я" * length
    quote = Quote(Document("d", "c/d", text, ()), 0, length, text, (), None, 0)
    assert compose([fitted(quote, 1000)]).entities[0].type == style


def forged(**changes: Any) -> Draft:
    text = "Цитата стоит здесь."
    quote = Quote(Document("d", "c/d", text, ()), 0, len(text), text, (), None, 0)
    return replace(compose([fitted(quote, 100)]), **changes)


@pytest.mark.parametrize(
    "draft",
    [
        forged(text="Цитата стоит не там"),
        forged(excerpts=()),
        forged(entities=()),
        forged(text="", entities=(), excerpts=()),
        forged(text="я" * 4097, entities=(), excerpts=()),
        forged(entities=(MessageEntity("blockquote", 1, 4),)),
    ],
    ids=["other text", "no excerpt", "no quotation", "empty", "too long", "shifted"],
)
def test_a_forged_draft_has_no_proof(draft: Draft) -> None:
    with pytest.raises(ProofError):
        draft.proven()


def test_a_site_s_name_becomes_no_link_of_its_own() -> None:
    document = Document("d", "c/d", "Слово.", (Paragraph(0, 6),), publisher=Fact("Kazpravda.kz"))
    draft = document_draft(document, chat_phrases("ru"))
    (code,) = [entity for entity in draft.entities if entity.type == "code"]
    assert draft.text[code.offset : code.offset + code.length] == "Kazpravda.kz"


def test_a_link_is_whole_or_not_shown() -> None:
    link = Link("https://a.kz/" + "x" * 2000, LinkKind.ARTICLE)
    document = Document("d", "c/d", "Слово.", (Paragraph(0, 6),), link=link)
    phrases = chat_phrases("en")
    assert "https" not in document_draft(document, phrases).text
    assert phrases.link_too_long in document_draft(document, phrases).text


def test_further_sources_stand_below_the_quote_without_links_to_sites() -> None:
    def quoted(name: str, day: int) -> Quote:
        document = Document(
            id=name,
            path=name,
            text="Сөз.",
            paragraphs=(Paragraph(0, 4),),
            publisher=Fact(f"{name}.kz"),
            published=PublicationDate(2024, 3, day),
            link=Link(f"https://{name}.kz/1", LinkKind.ARTICLE),
        )
        return Quote(document, 0, 4, "Сөз.", ((0, 4),), None, 1)

    first, *others = [quoted(name, day) for day, name in enumerate("abcdef", 1)]
    draft = quote_draft(answers([replace(first, also=tuple(others))], answered=True), 0, chat_phrases("kk"))
    assert draft.proven().text.splitlines()[-6:] == [
        "",
        "тағы 5 дереккөзде де бар:",
        "• b.kz · 2024 ж. 2 наурыз · https://b.kz/1",
        "• c.kz · 2024 ж. 3 наурыз · https://c.kz/1",
        "• d.kz · 2024 ж. 4 наурыз · https://d.kz/1",
        "және тағы 2",
    ]
    assert [entity.type for entity in draft.entities].count(MessageEntity.CODE) == 4

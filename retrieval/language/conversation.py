"""What people say in a chat that is no whole question: how it is recognised in a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Remark(StrEnum):
    """What a message says to the bot, or asks about it and its corpus."""

    GREETING = "greeting"
    THANKS = "thanks"
    FAREWELL = "farewell"
    WELL_BEING = "well_being"
    IDENTITY = "identity"
    ABILITIES = "abilities"
    COUNT = "count"
    NEWEST = "newest"
    SOURCES = "sources"


class AboutQuote(StrEnum):
    """What a message asks about the quote that was just shown: also what follows it, or what its speaker says
    next.
    """

    SPEAKER = "speaker"
    DATE = "date"
    PLACE = "place"
    MORE = "more"
    MORE_SAID = "more said"


@dataclass(frozen=True, slots=True)
class ConversationWords:
    """Patterns of one language; they ignore case.

    ``remarks`` and ``about_quote`` match whole messages without the signs around them. ``opening`` and
    ``closing``: how a message begins or ends that goes on from the one before: "and …", «… ше?».
    ``pronouns``: words that stand for what was named before. ``vague``: words that name nothing by
    themselves: "more", "year". ``asking``: question words that make a sentence whole, even with a name alone:
    "who is Tokayev?". ``counting``: those that make one only with a thing: "how many".
    ``greeting_before``: a greeting in front of a question.
    """

    remarks: Mapping[Remark, str] = field(default_factory=dict)
    about_quote: Mapping[AboutQuote, str] = field(default_factory=dict)
    opening: str = ""
    closing: str = ""
    pronouns: str = ""
    vague: str = ""
    asking: str = ""
    counting: str = ""
    greeting_before: str = ""

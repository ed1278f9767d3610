"""What a chat frame holds: the texts that only a chat has, one field a text."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.locale.frame import Frame


@dataclass(frozen=True, slots=True)
class ChatFrame:
    """Texts of a chat in one language, with the ``frame`` around quotes; names in braces are filled in."""

    frame: Frame
    name: str
    short_description: str
    description: str
    commands: Mapping[str, str]
    administrator_commands: Mapping[str, str]
    start: str
    help: str
    help_inline: str  # {username}
    help_in_group: str
    ask_how: str
    text_only: str
    unknown_command: str
    private_bot: str  # {id}
    busy: str
    slow_down: str  # {seconds}
    came_too_late: str
    failed: str
    unproven: str
    cut: str  # {count}
    link_too_long: str
    next_quote: str  # {number} {total}
    nearest_button: str  # {count}
    context_button: str
    source_button: str
    back_button: str
    context: str
    quote_at: str  # {start} {end} {path}
    thanks: Mapping[str, str]
    too_old: str
    sources: str  # {page} {pages}
    no_sources: str
    source_how: str
    choose_language: str
    language_names: Mapping[str, str]
    language_set: Mapping[str, str]
    language_by_administrators: str
    privacy: str
    privacy_logs: str
    forgotten: str  # {count}
    forgotten_in_group: str  # {count}
    administrators_only: str  # {id}
    reloading: str
    reloaded: str  # {documents} {passages} {built}
    inline_none: str
    inline_untitled: str

"""What the bot says in a chat and nowhere else: one field a text, so that no language can lack one."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.locale.phrases import Phrases


@dataclass(frozen=True, slots=True)
class ChatPhrases:
    """Texts of a chat in one language; the face fills in the names in braces, which the comments list.

    ``common`` holds what a chat and a terminal say alike.
    """

    common: Phrases
    name: str
    short_description: str
    description: str
    commands: Mapping[str, str]
    administrator_commands: Mapping[str, str]
    start: str
    help: str
    help_follow: str
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
    put_aside: str
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
    follow_how: str
    followed: str  # {question}
    following: str
    follows_nothing: str
    follow_too_many: str  # {count}
    follow_by_administrators: str
    unfollowed: str
    stop_button: str
    notice: str  # {question}
    choose_language: str
    language_name: str
    question_language_name: str
    language_set: str
    question_language_set: str
    language_by_administrators: str
    privacy: str
    privacy_logs: str
    forgotten: str  # {count}
    forgotten_in_group: str  # {count}
    forget_in_private: str
    administrators_only: str  # {id}
    # {version} {days} {hours} {minutes} {ready} {worker} {workers} {waiting} and the outcomes of questions
    status: str
    status_index: str  # {generation} {built} {documents} {passages} {model}
    ignored_channel: str  # {title} {channel}
    yes: str
    no: str
    add_how: str
    more_rows: str  # {count}
    indexed_soon: str
    download_too_large: str
    download_failed: str
    reloading: str
    reloaded: str  # {documents} {passages} {built}
    inline_none: str
    inline_untitled: str

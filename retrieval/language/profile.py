"""What the engine has to know of a language to read its questions and its pages.

Fields that hold *patterns* are regular expressions; all but ``speaker`` and ``picture_credit`` ignore case.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from retrieval.language.conversation import ConversationWords
from retrieval.language.reporting import Reporting
from retrieval.language.time_words import TimeWords


class Script(StrEnum):
    """The letters that a language is written in."""

    CYRILLIC = "cyrillic"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Inflection:
    """How the forms of a word are recognised in a language that has no stemmer.

    ``is_form(word, base)``: whether ``word`` is the dictionary form ``base`` with any endings, or none.
    ``kept_letters``: how many letters all forms of a word have in common at least.
    """

    is_form: Callable[[str, str], bool]
    kept_letters: int


@dataclass(frozen=True, slots=True)
class DateWords:
    """What stands around the dates of pages in a language. All are patterns with alternatives.

    ``publication``: what marks the date of publication. ``named``: labels that say no more than that a date
    follows. ``ago``: a moment counted back from now, whole: "2 hours ago". ``day_after``: what may stand
    between a day and its month. ``month_ending``: what a month's name may end in. ``zone``: a zone of time in
    words. ``byline``: what stands before an author's name. ``reading_time``: how long a page takes to read,
    whole. ``job``: how a line begins that says what an author's work is. ``issue``: what kind of paper has
    issues with numbers. ``release``: whole lines that say that a text is given to the press.
    """

    publication: str = ""
    named: str = ""
    ago: str = ""
    day_after: str = ""
    month_ending: str = ""
    zone: str = ""
    byline: str = ""
    job: str = ""
    issue: str = ""
    release: str = ""
    reading_time: str = ""


@dataclass(frozen=True, slots=True)
class PageWords:
    """How pages in a language mark what is not prose. All are patterns with alternatives.

    ``boilerplate``: whole lines such as a share button. ``menu``: whole lines of a site's menu.
    ``relative_day``: a day named in a menu, such as "today". ``line_joining``: words after which a sentence
    goes on in the next line. ``update``: words that mark the date of an update. ``source_label``: what stands
    before the address of a page. ``picture_credit``: what begins the credit of a picture. ``speaker``: labels
    of speakers in a transcript. ``year_after``: what may stand behind the year of a date. ``year_before``:
    what may stand behind a year that comes before day and month. ``time_before``: what may stand before a
    time of day. ``related``: whole lines that head a list of other pages. ``rubric``: whole lines that name a
    section of a site. ``site``: names of sites. ``dates``: what stands around dates. ``follow``: whole lines,
    or parts of one, by which a channel asks its readers to follow it or to read on elsewhere.

    In a transcript, ``own_voice``: words of somebody who speaks for himself or to a person: "we", "you".
    ``narrator``: how a paragraph begins that tells of the meeting. ``narrated``: verbs that tell what was
    said or done there. ``footer``: how what follows a text begins. ``speaker`` is plain words.
    ``speaker_before``, ``speaker_after``: what a speaker is called beside the name: "Mr", "апай".
    ``speaker_unknown``: what one is called whose name nobody knows.

    ``followers``: who is counted below a channel's name. ``comments``: whole lines below which readers speak.
    ``notice``: words that only a site says, to its visitors. ``invitation``: others, where no full stop ends
    them. ``contact``: how a line begins that says where a site's makers are found. ``masthead``: whole lines
    in which a site says what it is. ``caption``: whole lines under a picture, with a label or a credit.
    ``tags``: whole lines that head a list of tags.
    """

    boilerplate: str
    menu: str
    relative_day: str
    line_joining: str
    update: str
    source_label: str
    picture_credit: str
    speaker: str
    speaker_before: str = ""
    speaker_after: str = ""
    speaker_unknown: str = ""
    year_after: str = ""
    year_before: str = ""
    time_before: str = ""
    related: str = ""
    rubric: str = ""
    site: str = ""
    dates: DateWords = DateWords()
    follow: str = ""
    own_voice: str = ""
    narrator: str = ""
    narrated: str = ""
    footer: str = ""
    comments: str = ""
    followers: str = ""
    notice: str = ""
    contact: str = ""
    invitation: str = ""
    masthead: str = ""
    caption: str = ""
    tags: str = ""


def _unanalysed(_: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    ``code``: ISO 639-1, which Babel and the glossary's columns use too. ``function_words``: words that say
    how something is asked, not what (question words, pronouns, prepositions, speech verbs, greetings). They
    tell a question's language, and are left out of what it is searched for by.

    ``typical_questions``: questions of every kind about nothing in particular, the same in each language. An
    encoder's vectors sit in a narrow cone whose axis differs by language and between questions and
    passages; their mean is that axis, which centring takes out.

    ``typical_passages``: what news and encyclopedias say of all kinds of things, the same in each language;
    for the axis of passages.

    ``times``: see there. ``relative_years``: patterns of words that mean a year, by its distances from the
    year in which they are written. ``amounts``: a pattern of what, behind a number, makes it an amount and no
    year.

    ``is_nominal``: whether a folded word names a thing or says what it is like: a noun, an adjective, a
    participle. A passage that answers mostly repeats these; verbs and adverbs it often has in other words. By
    default every word counts as one.

    ``form_of``: what a word must share with another of its kind to take its place in a sentence, such as
    gender, number and case; empty where the language's forms are not analysed.

    ``reporting``, ``conversation``: see there.

    ``stemmer``: the Snowball algorithm for words of this script; the first language of a script that has one
    gives it to all of them. ``inflection``: for a language without a stemmer. ``own_letters``: letters that
    no other language of the script has. ``plain_letters``: what these are typed as on another language's
    keyboard. ``keyboard``: the letters that its keyboard has in the places of an English one's.
    """

    code: str
    script: Script
    function_words: frozenset[str]
    typical_questions: tuple[str, ...]
    typical_passages: tuple[str, ...]
    relative_years: Mapping[tuple[int, ...], str]
    amounts: str
    page: PageWords
    times: TimeWords = field(default_factory=TimeWords)
    reporting: Reporting = field(default_factory=Reporting)
    conversation: ConversationWords = field(default_factory=ConversationWords)
    is_nominal: Callable[[str], bool] = bool
    form_of: Callable[[str], str] = _unanalysed
    stemmer: str | None = None
    inflection: Inflection | None = None
    own_letters: str = ""
    plain_letters: Mapping[int, int] = field(default_factory=dict)
    keyboard: Mapping[int, int] = field(default_factory=dict)

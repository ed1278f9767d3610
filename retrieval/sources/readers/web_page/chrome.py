"""Sentences that sites say around an article, in whatever element: they are known by their words."""

import re

from retrieval.sources.readers.saved_page.boilerplate import is_boilerplate

_LONGEST = 400
"""Characters; longer blocks are text."""

_BETWEEN = re.compile(r"\s*[|·•]\s+|(?<=[.!?])\s+|\n|\s{2,}")
_SIGNS = " .!🖨"

_SAID = re.compile(
    r"leave a (?:reply|comment)|your e-?mail address will not be published|required fields are marked.{0,5}"
    r"|we value your privacy|(?:we|this (?:web)?site) uses? cookies.{0,150}|you are visitor (?:number|no) \d+"
    r"|best viewed (?:in|with|at) .{1,40}|suggested topics:.{1,120}|our standards:.{1,80}"
    r"|print (?:this|page)(?: page)?"
    r"|e-?mail alerts?|powered by .{1,40}|subscribe for .{1,30}|comments are closed"
    r"|(?:copyright notice: )?no part of this (?:page|site|publication) may be reproduced.{0,60}"
    r"|мы используем (?:файлы )?cookies?.{0,100}|продолжая пользоваться сайтом.{0,100}"
    r"|(?:распечатано|напечатано):? \d\d\.\d\d\.\d{4}(?: количество (?:показов|просмотров):? ?\d+)?"
    r"|количество (?:показов|просмотров):? ?\d+|версия для слабовидящих|мне нравится \d*"
    r"|(?:сайт|блог) работает на \w+|тема: [A-Za-z]\w*|создано на основе .{1,40}|часовой пояс: \S+"
    r"|свидетельство о (?:постановке на уч[её]т|регистрации) .{1,60}"
    r"|комментариев нет|кто сейчас на (?:конференции|форуме).{0,90}"
    r"|перепечатка (?:материалов )?[—–-]? ?(?:только|разрешена|запрещена).{1,60}"
    r"|тел|реклама|(?:(?:тел|реклама)[.:]? ?)?\+?[\d (),-]{5,40}"
    r"|көру саны:? ?\d+|біз \w+ желісіндеміз|сайтта(?:н)? қате таптыңыз ба\?|бізге жазыңыз|сілтемені көшіру"
    r"|басып шығару(?: нұсқасы)?|pdf жүктеу|пікірлер жабық|сайт cookies? файлдарын .{1,60}",
    re.IGNORECASE,
)


def is_chrome(text: str) -> bool:
    """Whether all that a block says is said by the site, not by the article."""
    if len(text) > _LONGEST:
        return False
    parts = [part.strip(_SIGNS) for part in _BETWEEN.split(text)]
    return all(not part or is_boilerplate(part) or _SAID.fullmatch(part) for part in parts)

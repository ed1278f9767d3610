"""How English texts name who reports."""

from retrieval.language.reporting import Cited, Reporting, end_of

_MEDIA = (
    r"Reuters|Kazinform|Qazinform|The\sAstana\sTimes|Associated\sPress|AP|AFP|Bloomberg|TASS|Interfax(?:-\w+)?|Xinhua"
    r"|Anadolu|AKIpress|BelTA|Azertac|Sputnik|Ukrinform|BBC|CNN"
)
_BODY = (
    r"agency|ministry|office|service|bank|department|committee|company|police|bureau|government|embassy|akimat|website|site"
    r"|channel|commission|administration|council|court|university|fund|organi[sz]ation|parliament|senate|prosecutor"
)
_DAY = r"Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"
_MONTH = r"January|February|March|April|May|June|July|August|September|October|November|December"
_WORD = (
    rf"(?!(?:{_DAY})day|(?:{_MONTH})\b)(?:[A-Z][\w’'&.-]*\w|(?:(?:{_BODY})(?:['’]s)?|the|its|of|for|and|on|press|official|national"
    r"|presidential|central|statistics|city|regional|foreign|defen[cs]e|health|education|emergency|telegram)\b)"
)
_SOURCE = rf"(?:the\s)?{_WORD}(?:\s{_WORD}){{0,12}}(?<!\sof)(?<!\sfor)(?<!\sand)(?<!\son)(?<!\sthe)"
_INSTITUTION = rf"(?i:\b(?:{_BODY})\b)|\b(?:{_MEDIA})\b|\.[a-z]{{2,4}}$|\b[A-Z]{{3,6}}$"
_CLAUSE_END = r"(?=\s*(?:[,.;:)–—]|[\n\r]|$))"

REPORTING = Reporting(
    media=_MEDIA,
    before=r"(?<=,\s)reports\s+",
    after=r"(?:\sNews)?(?:\s[Aa]gency)?\sreports(?=\s*[.,]|\s(?:citing|with\sreference|referring)\b|\s*$)",
    correspondent_after=r"(?:\sNews)?(?:\s[Aa]gency)?(?:['’]s)?\scorrespondent\sreports?\b",
    others="as",
    cited=(
        Cited(
            r"\breport(?:s|ed)?\b(?:[^.!?\n]|\.(?=\w)){0,60}?\b(?:citing|with\sreference\sto|referring\sto)\s+",
            end_of(_SOURCE + _CLAUSE_END, having=_INSTITUTION),
            is_of_page=True,
        ),
        Cited(
            rf"\b(?:{_MEDIA})\scites\s+", end_of(_SOURCE + _CLAUSE_END, having=_INSTITUTION), is_of_page=True
        ),
        Cited(
            r",\s+(?=[^,.;!?\n]{3,80}\s(?:reports|reported|said|informs)\b)",
            end_of(
                _SOURCE + r"(?=\s(?:reports|reported|said|informs)\s*(?:[.,]|$))",
                having=rf"(?i:\b(?:{_BODY})$)",
            ),
            is_of_page=False,
        ),
        Cited(r"\b[Aa]ccording\sto\s+", end_of(_SOURCE + _CLAUSE_END, having=_INSTITUTION), is_of_page=False),
        Cited(r"\btold\s+", end_of(rf"(?:{_MEDIA})\b"), is_of_page=False),
    ),
)

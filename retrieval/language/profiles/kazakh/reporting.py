"""How Kazakh texts name who reports."""

from retrieval.language.reporting import Cited, Reporting, end_of

_MEDIA = r"ҚазАқпарат|Qazinform|Kazinform|Егемен\sҚазақстан|Азаттық|Sputnik\sҚазақстан|Stan"
_CAPITAL = "[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]"
_BODY = (
    "министрлі[гк]|әкімді[гк]|департамент|комитет|басқарма|агентті[гк]|банк|бюро|орталы[ғқ]|прокуратура|қызмет|полиция|ведомство"
    "|үкімет|палата|мәжіліс|сенат|сайт|арна|газет|компания|қор(?:ы|ының)?\\b"
)
_WORDS = rf"(?!(?:{_MEDIA})\s)[«\"]?{_CAPITAL}[^,.;!?\n]{{1,120}}?"
_LOWER_WORDS = rf"(?!(?:{_MEDIA})\s)[^,.;!?\n]{{2,120}}?"
_INSTITUTION = rf"(?i:{_BODY})|\b{_CAPITAL}{{2,6}}(?:\b|-)"
_LETTERS = "[а-яёәғқңөұүһі]"
_ENDS_IN_BODY = rf"(?i:(?:{_BODY}){_LETTERS}{{0,3}}$)|^{_CAPITAL}{{2,6}}$"
_MANNER = r"(?:мәліметінше|дерегінше|деректерінше|ақпаратынша|хабарлауынша|мәліметтеріне\sсүйенсек|мәліметіне\sсәйкес)"

REPORTING = Reporting(
    media=_MEDIA,
    before=r"деп\s+хабарла(?:й)?ды\s+",
    after=r"(?:\sагенттігі)?\s+хабарлайды",
    correspondent_before=r"деп\s+хабарла(?:й)?ды\s+(?=\S+(?:\s\S+)?(?:\sагенттігінің)?\s+тілшісі)",
    correspondent_after=r"(?:\sагенттігінің)?\s+тілшісі\s+хабарла(?:й)?ды",
    cited=(
        Cited(
            r"(?:хабарла(?:й)?ды\s+\S{2,40}\s+(?:(?:агенттігі|тілшісі)\s+)?|туралы\s+|,\s+|(?:^|[.!?]\s+))"
            r"(?=[^,.;!?\n]{2,120}\sсілтеме\sжаса)",
            end_of(_WORDS + r"(?:ға|ге|қа|ке|на|не)(?=\sсілтеме\sжаса)", having=_INSTITUTION),
            is_of_page=True,
        ),
        Cited(
            r"туралы\s+", end_of(_WORDS + r"(?=\s+хабарла(?:й)?ды)", having=_ENDS_IN_BODY), is_of_page=True
        ),
        Cited(
            r"деп\s+хабарла(?:й)?ды\s+",
            end_of(_LOWER_WORDS + r"(?=\s*(?:[.,]|[\n\r]|$))", having=_ENDS_IN_BODY),
            is_of_page=True,
        ),
        Cited(
            rf"(?:^|[.!?]\s+)(?=[^,.;!?\n]{{2,120}}\s{_MANNER})",
            end_of(_WORDS + rf"(?=\s{_MANNER})", having=_INSTITUTION),
            is_of_page=False,
        ),
    ),
)

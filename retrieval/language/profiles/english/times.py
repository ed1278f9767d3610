"""English words for times."""

from retrieval.language.time_words import Relation, TimeWords

TIMES = TimeWords(
    months=(
        r"jan(?:uary)?",
        r"feb(?:ruary)?",
        r"mar(?:ch)?",
        r"apr(?:il)?",
        r"may",
        r"june?",
        r"july?",
        r"aug(?:ust)?",
        r"sept?(?:ember)?",
        r"oct(?:ober)?",
        r"nov(?:ember)?",
        r"dec(?:ember)?",
    ),
    seasons=("spring", "summer", "autumn|fall"),
    ordinals=("first|1st", "second|2nd", "third|3rd", "fourth|last|4th"),
    quarter="quarter",
    half="half",
    day_ending=r"st|nd|rd|th",
    joint=r"of(?:\s+the\s+year)?",
    days={-2: r"(?:the )?day before yesterday", -1: r"yesterday", 1: r"tomorrow"},
    weeks={-1: r"(?:last|previous) week", 0: r"(?:this|current) week", 1: r"next week"},
    months_away={-1: r"(?:last|previous) month", 0: r"(?:this|current) month", 1: r"next month"},
    before_time={
        Relation.BEFORE: r"\b(?:before|prior\s+to|earlier\s+than)\s+(?:the\s+)?",
        Relation.UNTIL: r"\b(?:until|till|up\s+to)\s+(?:the\s+end\s+of\s+)?(?:the\s+)?",
        Relation.AFTER: r"\b(?:after|later\s+than)\s+(?:the\s+)?",
        Relation.SINCE: r"\b(?:since|starting\s+(?:in|from))\s+(?:the\s+)?",
    },
    behind_time={Relation.SINCE: r"\s+onwards?\b"},
    range_begins=r"\b(?:between|from|in|during)\s+(?:the\s+)?",
    range_joins=r"\s*[-–—]\s*|\s+(?:and|to|till|until|through)\s+",
    newest=r"(?<!at the )latest|newest|most\s+recent(?:ly)?|up[- ]to[- ]date|right\s+now|(?<!by )(?<!until )(?<!till )(?<!up to )now(?!\s+that)"
    r"|currently|(?:(?<=the )|(?<=['’]s )|(?<=is )|(?<=its )|(?<=their )|(?<=his )|(?<=her ))current(?!\s+(?:year|month|week|in|of|through|is|was|that|season)\b)(?=\s+\w)"
    r"|at\s+(?:the|this)\s+moment|at\s+present|nowadays|these\s+days|today(?!['’]s)|as\s+of\s+today"
    r"|last\s+(?:news|reports?|known|time)|(?:in|over|for|during)\s+the\s+(?:past|last)\s+(?:year|month|week)s?|what(?:['’]s|\s+is)\s+new",
)

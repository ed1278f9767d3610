"""English."""

from retrieval.language.profile import Language, PageWords, Script

PROFILE = Language(
    code="en",
    script=Script.LATIN,
    function_words=frozenset(
        """
        a about all an and any are as at be been between but by can could did do does for from had has have he
        hello her hey hi him his how i if in into is it its many me much my no not of on or our said say says
        she so some tell than thank thanks that the their them there they this those to was we were what when
        where which who whom whose why will with would yes you your
        """.split()
    ),
    typical_questions=(
        "When did the construction of the plant begin?",
        "Who won the competition?",
        "How many people live in this city?",
        "Why did food prices rise?",
        "What did the minister say about the new road?",
        "Where did the heads of the companies meet?",
        "What measures were taken to protect nature?",
        "What is the highest mountain called?",
        "In what year was the treaty signed?",
        "By how many percent did exports grow?",
        "Who heads the education committee?",
        "Which diseases are treated in this hospital?",
        "What is this writer known for?",
        "How much does a metro ride cost?",
        "What is the role of this protein in the cell?",
        "What does the new tax law propose?",
        "What is the planet's atmosphere made of?",
        "Which sports are in the programme of the games?",
        "Who owns this land?",
        "When will the new school open?",
        "Which language do the students learn?",
        "With whom was the gas supply agreement made?",
        "What are the causes of the war?",
        "How does the engine work?",
    ),
    relative_years={
        (-1,): r"\b(?:last|previous) year\b",
        (0,): r"\b(?:this|current) year\b",
        (0, -1): r"\bpast year\b",
        (1,): r"\bnext year\b",
    },
    amounts=r"tenge|rubles|dollars|euros|km\b|tons|tonnes|people|seats",
    page=PageWords(
        boilerplate=r"images?|photo|tags?:?|tagsimage|shares?|share post|comments?|advertisement|read also:?|print"
        r"|related(?: (?:news|articles?|posts?|stories|topics?))?"
        r"|share (?:this (?:article|post|story|page)|on \w+)|follow us(?: on.{0,20})?"
        r"|[\d\s.,]+k?\s*(?:shares?|views?|likes?|comments?)|(?:views?|shares?)\s*:?\s*[\d\s]+",
        menu="home|menu|search|news",
        relative_day="today|yesterday",
        line_joining="the|of|in|and|to|a",
        update="updated|modified",
        source_label="Source",
        picture_credit="Photo",
        speaker="Question|Answer",
    ),
    stemmer="english",
)

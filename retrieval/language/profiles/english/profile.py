"""English."""

from retrieval.language.profile import DateWords, Language, PageWords, Script
from retrieval.language.profiles.english.conversation import CONVERSATION
from retrieval.language.profiles.english.reporting import REPORTING
from retrieval.language.profiles.english.times import TIMES
from retrieval.language.profiles.english.words import form_of, is_nominal

PROFILE = Language(
    code="en",
    script=Script.LATIN,
    function_words=frozenset(
        """
        a about all also an and any are as at be been between but by can could did do does for from had has have he
        hello her hey hi him his how i if in into is it its many me more much my no not of on or our please said say says
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
    typical_passages=(
        "Repairs of the road that links two district centres are complete. The contractor says traffic will resume by the end of the month, with a five-year warranty on the surface.",
        'The minister spoke about support for small businesses. "We have made loans easier to get and lowered the rate," he told a government meeting.',
        "Exports grew by 12 per cent in the first half of the year to two billion dollars. Neighbouring countries remain the main buyers.",
        "The heads of state discussed trade, energy and joint projects. Several agreements were signed after the talks.",
        "A new school for 600 pupils has opened in the city. It has a gym, a library and rooms for music lessons.",
        "Doctors remind people to get vaccinated before the cold season. Hospitals have enough medicines, the health department said.",
        "The team won the final 3-1 and became champions for the first time. The goalkeeper was named best player.",
        "The river rises in the mountains and flows into the lake. It is about 200 kilometres long, and forests grow along its banks.",
        "The writer was born into a teacher's family and began to publish stories early. His novels have been translated into many languages.",
        "Scientists have found out how cells protect themselves from the virus. The results were published in a scientific journal.",
        "Police detained a man suspected of theft. A criminal case has been opened, and the investigation goes on.",
        "The law comes into force on the first of January. It sets out how benefits are paid and what rights workers have.",
    ),
    relative_years={
        (-1,): r"\b(?:last|previous) year\b",
        (0,): r"\b(?:this|current) year\b",
        (0, -1): r"\bpast year\b",
        (1,): r"\bnext year\b",
    },
    times=TIMES,
    amounts=r"tenge|rubles|dollars|euros|km\b|tons|tonnes|people|seats",
    is_nominal=is_nominal,
    form_of=form_of,
    page=PageWords(
        boilerplate=r"[\d\s.,]+[km]?\s*(?:subscribers|followers|members|reads)|(?:sitemap|site map|terms (?:of (?:use|service)|and conditions)|privacy(?: (?:policy|notice))?|cookie (?:policy|settings)|send feedback|listen to (?:this )?article|printable version|(?:save|gift|report) (?:this )?(?:article|story))"
        r"|(?:follow|join|find) .{1,40} on (?:telegram|facebook|x|twitter|instagram|whatsapp|linkedin|google news)\b.{0,60}|share\s?:.{1,100}|(?:download|save)\s?: .{1,60}|published in (?:sections?|categor(?:y|ies))\s?:.{1,100}|categor(?:y|ies)\s?: .{1,60}|tagged \w+(?:, \w+)+|(?:text|mobile|print) version|download (?:pdf|document)(?: \(.{1,20}\))?|print this page|view in channel|reply|proudly powered by .{1,40}|comments are closed\.?|for immediate release|images?|photo|tags?:?|tagsimage|shares?|share post|comments?|advertisement|print"
        r"|share (?:this (?:article|post|story|page)|(?:on|via) \w+)|follow us(?: on.{0,20})?"
        r"|[\d\s.,]+k?\s*(?:shares?|views?|likes?|comments?)|(?:views?|shares?)\s*:?\s*[\d\s]+"
        r"|(?:(?:copyright|©|\(c\)|all rights reserved)\W*){1,3}(?:(?:19|20)\d\d\b.{0,80})?|©.{0,30}(?:19|20)\d\d.{0,80}"
        r"|\S{1,30},? (?:19|20)\d\d\S{0,6} all rights reserved\.?"
        r"|(?:tags?|keywords?|filed under|posted in)\s?:.{1,150}|(?:read (?:also|more)|see also|related)\s?:.{1,150}"
        r"|subscribe(?: (?:now|here))?|(?:subscribe to|sign up for) (?:our|the) .{0,30}(?:newsletter|channel|updates)s?[.!]?"
        r"|\d{1,2}[ -]min(?:ute)?s? read|skip to (?:main )?content|accept (?:all )?cookies|copy link|sign in|log in|back to top|load more|read more",
        menu=r"home|(?:main )?content|sections|e-paper|podcasts?|events|jobs|careers|weather|newsletter|shop|register|account|my account|menu|search|news|about(?: us)?|contacts?(?: us)?|sign in|log in|subscribe|archive|advertise|newsletters?"
        "|live|video|photo|more|most read|latest news|top stories|breaking news",
        relative_day="today|yesterday",
        line_joining="the|of|in|and|to|a",
        update=r"(?:date |last )?(?:updated?|modified|edited)(?: (?:on|at|date))?\b",
        source_label="(?:Direct |Permanent )?[Ll]ink|Permalink|Source|Original(?: article)?|Read the original",
        picture_credit="Photo",
        speaker="Question|Answer|Journalist|Correspondent|Reporter|Moderator|Interviewer|Q|A",
        speaker_unknown="unknown speaker|unidentified speaker|a voice|voice from the (?:floor|audience)|audience member|inaudible",
        speaker_before="Mr|Mrs|Ms|Miss|Dr|Prof|Professor|The|Judge|Senator|Minister",
        own_voice="I|me|my|we|us|our|ours|you|your|thanks?|let’s|let's|dear",
        narrator=r"the (?:record|transcript|minutes) (?:was|were|is|has)|this transcript|a recording|(?:after|following|during|before|at the (?:end|start|beginning|conclusion) of|in the course of) (?:the|their|this) (?:\S+ )?"
        r"(?:talks|meeting|ceremony|negotiations|conversation|conference|briefing|session|visit|speech|interview)"
        r"|the (?:two )?(?:talks|meeting|ceremony|negotiations|conversation|conference|briefing|session|visit|presidents|leaders|sides|parties|heads of state|head of state)|earlier|as reported|(?:he|she|they) (?:also )?\w+ed",
        narrated="noted|stressed|added|announced|thanked|exchanged|signed|discussed|emphasized|said",
        footer="published|photos?|video|source|text by|author|tags|read (?:also|more)|all rights reserved|copyright|interviewed by|subscribe|share|background|note",
        time_before="at|on",
        follow=r"(?:please )?(?:subscribe|follow|join)(?: (?:us|to|our|the|on|in|for|more|news|updates|channels?|group|chat|here|now|via|telegram|instagram|youtube"
        r"|whatsapp|tiktok|facebook|twitter))*|(?:our )?telegram channel|(?:full|more) (?:story|details)|details|read (?:more|on|the full (?:story|article))",
        related=r"more on this story|more like this|related topics|most popular stories|trending(?: now)?|popular(?: now)?|top stories|in other news|editors[’'] picks|more from .{1,40}|most (?:popular|viewed|shared)|keep reading|up next|don't miss|what to read next|also (?:read|on this topic)|further reading|see also:?|related(?: (?:news|articles?|posts?|stories|topics?))?:?|more (?:news|stories)(?: on this)?:?"
        r"|you (?:may|might) also like:?|recommended(?: for you)?:?|latest news|most read",
        rubric="news|world(?: news)?|politics|econom(?:y|ics)|business|society|sports?|culture|nation|international|opinion"
        "|science|technology|tech|health|education|incidents|central asia|kazakhstan|asia|europe|editor's picks",
        site="bbc(?: news)?|reuters|the astana times|astana times|kazinform|qazinform|tass|bloomberg|cnn|the guardian|ap news"
        "|sputnik|interfax|euronews|al jazeera|the times of central asia|eurasianet",
        followers="subscribers?|members?|followers?",
        comments=r"guestbook|\d+ (?:thoughts?|repl(?:y|ies)|responses?) (?:on|to) .{1,150}|\d+ comments?|comments\s?:?\s?(?:\(?\d+\)?)?|(?:leave|add|post|write) a (?:comment|reply).{0,40}|join the (?:conversation|discussion).{0,40}|(?:reader|readers['’]) comments.{0,20}|discussion \(\d+\)",
        notice=r"not for reproduction|to unsubscribe|best viewed (?:at|in|with)|get .{1,60} stories sent|subscribe to our|we use cookies|(?:site|website) uses cookies|by continuing to (?:use|browse)|(?:enable|requires) javascript|not responsible for the content|no part of this (?:publication|site) may|may not be (?:reproduced|republished|redistributed)|views expressed .{0,60}(?:author|own)|never miss a story|support independent journalism|our standards:",
        invitation=r"(?:log|sign) in to|sign up (?:to|for)|subscribe to",
        masthead=r".{1,60}, episode \d+.{0,60}|(?:a )?personal blog|transcript(?: \(.{1,40}\))?|press (?:office|release)|russian news agency|bringing you .{1,80}|.{1,60} [-–—] independent newspaper.{0,60}|(?:official|government) (?:website|site|portal)\b.{0,80}|an official (?:website|site) of .{1,80}|the official .{1,60} (?:website|site|portal)|(?:independent|national|international|daily|weekly)? ?(?:news agency|newspaper|news service)(?: of .{1,40})?|(?:issue|vol\.|volume) \d+.{0,60}",
        caption=r"(?:photographs?|photo|image|picture|video|file photo|illustration|image source|image caption|media caption|photo credit|credit)(?:s|graph)?(?:[:,] .{1,150}| by .{1,60}| courtesy of .{1,60})|.{1,120}[.!?]? (?:\(?photo: .{1,60}|\((?:file|file photo)\)|file photo)\.?|.{1,120} \(photo by .{1,60}\)",
        contact=r"media contact|webmaster|contact us|editorial office|address:|tel(?:ephone)?[.:]|phone:|e-?mail:|editor-in-chief|publisher:",
        tags="tags?:?|topics:?|keywords:?",
        dates=DateWords(
            publication=r"(?:date |first )?(?:published|posted)(?: (?:on|at|date))?\b|(?:publication|publish) date|date of publication",
            named=r"dated?",
            ago=r"(?:an?|\d{1,2}) (?:min(?:ute)?|hour|hr|day|week|month)s? ago|just now",
            day_after="(?:st|nd|rd|th)(?: of)?|of",
            zone="(?:astana|almaty|moscow|local|eastern|london) time",
            byline="by|written by|text by|reported by|words by|author:?|interviewed by|interview by|story by",
            release="for immediate release|(?:press|news) release",
            issue="newspaper|magazine",
            job=r"(?:senior |chief |staff |special |our )?(?:correspondent|reporter|editor|journalist|staff writer|writer|columnist|producer)\b|role[,:]",
            reading_time=r"\d{1,2}[ -]min(?:ute)?s?(?: read)?|reading time:? \d{1,2} min(?:ute)?s?",
        ),
    ),
    reporting=REPORTING,
    conversation=CONVERSATION,
    stemmer="english",
)

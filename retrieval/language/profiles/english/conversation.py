"""English words of a conversation."""

from retrieval.language.conversation import AboutQuote, ConversationWords, Remark

_HELLO = (
    r"hi(?: there)?|hello(?: there)?|hey(?: there)?|good (?:morning|afternoon|evening|day)|greetings|howdy"
)
_ARTICLES = r"(?:articles|documents|news(?: items)?|sources|stories|texts|posts)"
CONVERSATION = ConversationWords(
    remarks={
        Remark.GREETING: rf"(?:{_HELLO})(?:,? (?:bot|dayeksoz|friend|everyone|all|again))?(?:\W+are you (?:there|here))?|are you (?:there|here)",
        Remark.THANKS: r"(?:many )?thanks(?: (?:a lot|so much|very much|for (?:the |your )?(?:help|answer|information)))?|thank you(?: (?:so much|very much|bot|for (?:the |your )?(?:help|answer|information)))?|thx|cheers|(?:ok|okay|great|got it|perfect),? (?:thanks|thank you)",
        Remark.FAREWELL: r"(?:good ?)?bye(?:[- ]bye)?|see you(?: (?:later|soon))?|good ?night|farewell|take care|have a (?:nice|good) (?:day|evening)",
        Remark.WELL_BEING: rf"(?:(?:{_HELLO})\W+)?how(?: are|'re|’re) (?:you|things)(?: (?:doing|today|going))*|how do you do|how is it going|how's it going|what are you doing",
        Remark.IDENTITY: r"who are you|what are you|what(?: is|'s|’s) your name|are you (?:a )?(?:bot|robot|human|real)|tell me about yourself|introduce yourself",
        Remark.ABILITIES: r"what can you do|what do you do|(?:can|could) you help(?: me)?|help(?: me)?(?: please)?|how do (?:you|i use you|i use this) work|how do i use (?:you|this)|how does (?:this|it) work|what can i ask(?: you)?|what are you able to do",
        Remark.COUNT: rf"how many {_ARTICLES}(?: (?:do you (?:have|know)|are there|have you got|in (?:the|your) corpus|in total|are in (?:the|your) corpus))*",
        Remark.NEWEST: r"(?:what is|what's|what’s|which is|show me|what are) (?:the |your )?(?:newest|latest|most recent|freshest)(?: (?:article|news|document|source|story|one|articles))?|what(?: is|'s|’s) new(?: today)?|any news(?: today)?|(?:is there )?anything new|what is the news|latest news|news",
        Remark.SOURCES: r"(?:what|which) (?:are your )?sources(?: (?:do you (?:have|use)|are there|are in (?:the|your) corpus))?|what are your sources|where (?:do you get|does) (?:your|the|this) (?:news|information|data|quotes)(?: come)?(?: from)?",
    },
    about_quote={
        AboutQuote.SPEAKER: r"(?:and |but )?(?:who (?:said|says|claimed|stated|told) (?:that|this|it|so)|who (?:is|was) (?:speaking|talking|the speaker)|whose words (?:are|were) (?:these|those|they)|who said)",
        AboutQuote.DATE: r"(?:and |but )?(?:when (?:was|did) (?:that|this|it)(?: (?:said|published|written|happen|posted|reported))?|when did (?:he|she|they) say (?:that|this|it|so)|what(?: is|'s|’s) the date(?: of (?:this|that|it))?|when was (?:this|that|it))",
        AboutQuote.PLACE: r"(?:and |but )?(?:where (?:is|was) (?:that|this|it) (?:written|published|said|from)|where (?:does|did) (?:that|this|it) come from|what(?: is|'s|’s) the (?:source|link)(?: (?:of|for) (?:that|this|it))?|(?:give me )?(?:the |a )?link|where can i read (?:that|this|it|more))",
        AboutQuote.MORE: r"(?:and )?(?:(?:can you |could you |please )?tell me more(?: about (?:it|that|this))?(?:,? please)?|more(?: details?| information)?(?:,? please)?|(?:in )?more detail(?:,? please)?|and then|what(?: comes| happened)? next|go on|what else(?: is (?:said|written))?)",
        AboutQuote.MORE_SAID: r"(?:and )?what (?:else|more) (?:did|does) (?:he|she|they) (?:say|tell|report|add)(?: about (?:it|that|this))?",
    },
    opening=r"(?:and|but|so|ok and)(?: (?:what|how) about)?|(?:what|how) about",
    pronouns=r"it|its|he|she|him|his|hers?|they|them|their|theirs|this|these",
    vague=r"more|less|new|news|year|years|last|next|previous|before|earlier|later|details?|further|please|cost|costs|place|time|again|now|today|tomorrow|yesterday|true|really|reasons?|information|go on|happen|happened|mean|means|exactly|most|often|usually|that|those|there|then|how|do|did|done|get|good|morning|way|else",
    asking=r"who|whose|whom|what|which|where|why|is|are|was|were|does|did|do|can|could|will",
    counting=r"how|when",
    greeting_before=rf"(?:{_HELLO}|thanks|thank you|excuse me|sorry|tell me)(?:,? (?:please|bot|there))?\s*[,.!)—–-]+\s*",
)

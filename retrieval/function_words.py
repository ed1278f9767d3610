"""Words that say how something is asked, not what: question words, pronouns, prepositions, speech verbs,
greetings. They tell a question's language, and are left out of what it is searched for by."""

RUSSIAN = frozenset(
    """
    а без благодарю более больше бы был была были было быть в вам вас весь во вот все всего вы где говорил
    говорила говорили говорилось говорит говорится да для до его ее если есть еще же за зачем здравствуй
    здравствуйте и из или им их к как какая какие каким какими каких какова каково каковы какой каком
    какому какую когда кого кому которая которые который кто куда ли между меня мне много мной можно мы на
    над надо наш не него нее нет ни них но о об обо однако он она они оно от очень перед по под пока почему
    при привет про расскажи с сам свой сказал сказала сказали сказано сколько со спасибо так такое такой
    там то тоже только том тот ты у уже чего чем что чтобы чья эта эти это этого этой этом этот я
    """.split()
)

KAZAKH = frozenset(
    """
    айтты айтылды айтылған ал арасында арқылы ба бар барлық бе бен бойынша бол болады болды болып болған
    бұл да де деген деді дейді дейін деп екен емес ең жайлы жайында жатыр жоқ және жөнінде кейін керек кім
    кімге кімді кімнің ма ме мен менен нақты не неге неліктен немесе нені неше нешінші ол олар оның осы оған
    па пе пен рахмет сол сондай соң сәлем сәлеметсіз тура туралы шейін қай қайда қайдан қалай қалайсыз
    қалайсың қандай қанша қатысты қашан үшін
    """.split()
)

ENGLISH = frozenset(
    """
    a about all an and any are as at be been between but by can could did do does for from had has have he
    hello her hey hi him his how i if in into is it its many me much my no not of on or our said say says
    she so some tell than thank thanks that the their them there they this those to was we were what when
    where which who whom whose why will with would yes you your
    """.split()
)

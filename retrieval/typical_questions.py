"""Questions of every kind about nothing in particular, the same ones in each language.

An encoder's vectors sit in a narrow cone whose axis differs by language and between questions and
passages. The mean of these questions is that axis for one language; subtracting it (*centring*) makes
questions of all languages comparable with passages. They are fixed, and about no corpus.
"""

from retrieval.language import Language

TYPICAL_QUESTIONS = {
    Language.RUSSIAN: """\
Когда началось строительство завода?
Кто стал победителем конкурса?
Сколько человек живёт в этом городе?
Почему выросли цены на продукты?
Что сказал министр о новой дороге?
Где прошла встреча руководителей компаний?
Какие меры приняты для защиты природы?
Как называется самая высокая гора?
В каком году был подписан договор?
На сколько процентов увеличился экспорт?
Кто возглавляет комитет по образованию?
Какие болезни лечат в этой больнице?
Чем известен этот писатель?
Сколько стоит проезд в метро?
Какая роль у этого белка в клетке?
Что предлагает новый закон о налогах?
Из чего состоит атмосфера планеты?
Какие виды спорта входят в программу игр?
Кому принадлежит эта земля?
Когда откроется новая школа?
Какой язык изучают студенты?
С кем было заключено соглашение о поставках газа?
Каковы причины войны?
Как работает двигатель?""".split("\n"),
    Language.KAZAKH: """\
Зауыттың құрылысы қашан басталды?
Байқаудың жеңімпазы кім болды?
Бұл қалада қанша адам тұрады?
Азық-түлік бағасы неге өсті?
Министр жаңа жол туралы не айтты?
Компания басшыларының кездесуі қайда өтті?
Табиғатты қорғау үшін қандай шаралар қабылданды?
Ең биік тау қалай аталады?
Шартқа қай жылы қол қойылды?
Экспорт қанша пайызға артты?
Білім комитетін кім басқарады?
Бұл ауруханада қандай аурулар емделеді?
Бұл жазушы немен танымал?
Метрода жол жүру қанша тұрады?
Бұл ақуыздың жасушадағы рөлі қандай?
Салық туралы жаңа заң не ұсынады?
Планетаның атмосферасы неден тұрады?
Ойындар бағдарламасына спорттың қандай түрлері кіреді?
Бұл жер кімге тиесілі?
Жаңа мектеп қашан ашылады?
Студенттер қай тілді үйренеді?
Газ жеткізу туралы келісім кіммен жасалды?
Соғыстың себептері қандай?
Қозғалтқыш қалай жұмыс істейді?""".split("\n"),
    Language.ENGLISH: """\
When did the construction of the plant begin?
Who won the competition?
How many people live in this city?
Why did food prices rise?
What did the minister say about the new road?
Where did the heads of the companies meet?
What measures were taken to protect nature?
What is the highest mountain called?
In what year was the treaty signed?
By how many percent did exports grow?
Who heads the education committee?
Which diseases are treated in this hospital?
What is this writer known for?
How much does a metro ride cost?
What is the role of this protein in the cell?
What does the new tax law propose?
What is the planet's atmosphere made of?
Which sports are in the programme of the games?
Who owns this land?
When will the new school open?
Which language do the students learn?
With whom was the gas supply agreement made?
What are the causes of the war?
How does the engine work?""".split("\n"),
}

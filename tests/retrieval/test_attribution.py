"""Who published a page and whom it cites: what pages say, and what they must not be taken to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sources.readers.saved_page.lines import read_page

Row = tuple[str, str | None, str | None]

RUSSIAN_BODY = (
    "\n\nПервый абзац статьи, в нём есть хотя бы одно предложение.\n\nВторой абзац статьи. Он длиннее.\n"
)
KAZAKH_BODY = "\n\nБірінші абзац осында. Ол ұзақ.\n\nЕкінші абзац осында. Ол да ұзақ.\n"
ENGLISH_BODY = "\n\nThe first paragraph of it. It is here.\n\nThe second one. It is longer.\n"

RUSSIAN: list[Row] = [
    ("Завод построят, передает NUR.KZ.", "NUR.KZ", None),
    ("Об этом сообщает URA.RU со ссылкой на мэрию.", "URA.RU", "мэрию"),
    ("Курс вырос, сообщает РИА Новости.", "РИА Новости", None),
    ("Об этом передает БЕЛТА.", "БЕЛТА", None),
    ("Цены растут, сообщает РБК.", "РБК", None),
    (
        "Школу открыли, передает Tengrinews.kz со ссылкой на Министерство промышленности и строительства.",
        "Tengrinews.kz",
        "Министерство промышленности и строительства",
    ),
    ("Школу открыли, передает Sputnik Казахстан.", "Sputnik Казахстан", None),
    ("Школу открыли, передает Казинформ.", "Казинформ", None),
    ("Школу открыли, передает МИА «Казинформ».", "Казинформ", None),
    ("Передаёт корреспондент агентства Казинформ.", "Казинформ", None),
    ("Об этом сообщает ТАСС со ссылкой на пресс-службу МВД.", "ТАСС", "пресс-службу МВД"),
    ("Как пишет Reuters, цены растут.", None, None),
    ("Как сообщает РИА Новости, цены растут.", None, None),
    ("Ранее РИА Новости сообщало о росте цен.", None, None),
    ("Цены растут, сообщает Министерство торговли.", None, "Министерство торговли"),
    ("Об этом сообщает пресс-служба Акорды.", None, "пресс-служба Акорды"),
    (
        "Об этом сообщила пресс-служба министерства здравоохранения РК.",
        None,
        "пресс-служба министерства здравоохранения РК",
    ),
    ("Об этом сообщает МВД.", None, "МВД"),
    ("Об этом сообщили в пресс-службе Нацбанка.", None, "пресс-службе Нацбанка"),
    ("Как сообщили в пресс-службе КТЖ, поезд прибыл.", None, "пресс-службе КТЖ"),
    ("Поезд прибыл, сообщили в департаменте полиции Алматы.", None, "департаменте полиции Алматы"),
    ("Он сообщает Иванову о приезде.", None, None),
    ("Об этом сообщает Иванов.", None, None),
    ("Министр передает Токаеву привет.", None, None),
    ("По данным Бюро национальной статистики, цены выросли.", None, "Бюро национальной статистики"),
    (
        "По информации Министерства экологии, геологии и природных ресурсов, зверей стало больше.",
        None,
        "Министерства экологии, геологии и природных ресурсов",
    ),
    ("По данным следствия, он виновен.", None, None),
    ("По предварительным данным, он виновен.", None, None),
    ("По данным на 1 мая, цены выросли.", None, None),
    (
        "Это сообщает Zakon.kz, ссылаясь на пресс-службу акимата Алматы.",
        "Zakon.kz",
        "пресс-службу акимата Алматы",
    ),
    ('Курс вырос, передает inbusiness.kz со ссылкой на "Коммерсантъ".', "inbusiness.kz", '"Коммерсантъ"'),
    ('Курс вырос, передает Zakon.kz со ссылкой на газету "Известия".', "Zakon.kz", 'газету "Известия"'),
    (
        "Курс вырос, передает Zakon.kz со ссылкой на Telegram-канал Минздрава сегодня.",
        "Zakon.kz",
        "Telegram-канал Минздрава",
    ),
    (
        "Передает Zakon.kz со ссылкой на Комитет по чрезвычайным ситуациям МВД РК.",
        "Zakon.kz",
        "Комитет по чрезвычайным ситуациям МВД РК",
    ),
    ("Передает Zakon.kz со ссылкой на официальный сайт Акорды.", "Zakon.kz", "официальный сайт Акорды"),
    (
        "Передает Zakon.kz со ссылкой на пресс-службу премьер-министра РК.",
        "Zakon.kz",
        "пресс-службу премьер-министра РК",
    ),
    (
        "Передает Zakon.kz со ссылкой на Министерство труда и социальной защиты населения.",
        "Zakon.kz",
        "Министерство труда и социальной защиты населения",
    ),
    (
        "Передает Zakon.kz со ссылкой на министра энергетики Алмасадама Саткалиева.",
        "Zakon.kz",
        "министра энергетики Алмасадама Саткалиева",
    ),
    ("Передает Zakon.kz со ссылкой на Reuters и Bloomberg.", "Zakon.kz", "Reuters и Bloomberg"),
    (
        "Передает Zakon.kz со ссылкой на Министерство внутренних дел и сообщает о погоде.",
        "Zakon.kz",
        "Министерство внутренних дел",
    ),
    ("Суд отказал, ссылаясь на Конституцию.", None, None),
    ("Адвокат выступил, ссылаясь на опыт Казахстана.", None, None),
    ("Жители жалуются со ссылкой на нормы закона.", None, None),
    ("Об этом сообщает Zakon.kz. Ранее об этом сообщает Nur.kz.", None, None),
    ("Аэропорт открыли, передает Liter.kz.", "Liter.kz", None),
    (
        "Об этом передает inbusiness.kz со ссылкой на пресс-службу акима Атырауской области.",
        "inbusiness.kz",
        "пресс-службу акима Атырауской области",
    ),
    (
        "Об этом сообщает Kapital.kz со ссылкой на Бюро национальной статистики Агентства по стратегическому планированию и реформам РК.",
        "Kapital.kz",
        "Бюро национальной статистики Агентства по стратегическому планированию и реформам РК",
    ),
    (
        "Передает Orda.kz со ссылкой на Министерство иностранных дел Казахстана.",
        "Orda.kz",
        "Министерство иностранных дел Казахстана",
    ),
    ("Передает Orda.kz со ссылкой на Polisia.kz.", "Orda.kz", "Polisia.kz"),
    (
        "Передает BAQ.KZ со ссылкой на Агентство Республики Казахстан по противодействию коррупции (Антикоррупционная служба).",
        "BAQ.KZ",
        "Агентство Республики Казахстан по противодействию коррупции",
    ),
    ("Со ссылкой на Генеральную прокуратуру сообщает Zakon.kz.", "Zakon.kz", "Генеральную прокуратуру"),
    (
        "Об этом сообщает Nur.kz со ссылкой на Департамент полиции Карагандинской области.",
        "Nur.kz",
        "Департамент полиции Карагандинской области",
    ),
    ("Передаёт Sputnik Казахстан со ссылкой на слова министра.", "Sputnik Казахстан", None),
    ("Передает Forbes.kz со ссылкой на материалы суда.", "Forbes.kz", None),
    ("Об этом передает Tengrinews.kz со ссылкой на агентство Reuters.", "Tengrinews.kz", "агентство Reuters"),
    ("Об этом передает Tengrinews.kz со ссылкой на Нацбанк.", "Tengrinews.kz", "Нацбанк"),
    (
        "Об этом передает Tengrinews.kz со ссылкой на Министерство науки и высшего образования РК.",
        "Tengrinews.kz",
        "Министерство науки и высшего образования РК",
    ),
    (
        "Об этом передает Tengrinews.kz со ссылкой на Министерство цифрового развития, инноваций и аэрокосмической промышленности РК.",
        "Tengrinews.kz",
        "Министерство цифрового развития, инноваций и аэрокосмической промышленности РК",
    ),
    (
        "Об этом передает Tengrinews.kz со ссылкой на The New York Times.",
        "Tengrinews.kz",
        "The New York Times",
    ),
    ("Об этом передает Tengrinews.kz со ссылкой на РИА «Новости».", "Tengrinews.kz", "РИА «Новости»"),
    ("Об этом передает Tengrinews.kz со ссылкой на РИА Новости.", "Tengrinews.kz", "РИА Новости"),
    ("Об этом передает Tengrinews.kz со ссылкой на ТАСС, президент прибыл.", "Tengrinews.kz", "ТАСС"),
    ("Об этом передает Tengrinews.kz со ссылкой на МЧС в Алматы.", "Tengrinews.kz", "МЧС"),
    (
        "Об этом передает Tengrinews.kz со ссылкой на посольство Казахстана в Турции.",
        "Tengrinews.kz",
        "посольство Казахстана в Турции",
    ),
    ("Об этом передает Tengrinews.kz со ссылкой на АО «КазМунайГаз».", "Tengrinews.kz", "АО «КазМунайГаз»"),
    ("Об этом передает Tengrinews.kz со ссылкой на Минэнерго РК.", "Tengrinews.kz", "Минэнерго РК"),
    ("Об этом передает Tengrinews.kz со ссылкой на Zakon.kz", "Tengrinews.kz", "Zakon.kz"),
    (
        "Об этом передает Tengrinews.kz со ссылкой на страницу Касым-Жомарта Токаева в Х.",
        "Tengrinews.kz",
        "страницу Касым-Жомарта Токаева",
    ),
    (
        "Об этом передает Tengrinews.kz со ссылкой на пресс-секретаря президента Берика Уали.",
        "Tengrinews.kz",
        "пресс-секретаря президента Берика Уали",
    ),
    (
        "Об этом передает Tengrinews.kz со ссылкой на пресс-секретаря Президента РФ Дмитрия Пескова.",
        "Tengrinews.kz",
        "пресс-секретаря Президента РФ Дмитрия Пескова",
    ),
    (
        "Как сообщили в Министерстве сельского хозяйства, урожай собран.",
        None,
        "Министерстве сельского хозяйства",
    ),
    ("Как сообщает пресс-служба Кабмина, урожай собран.", None, "пресс-служба Кабмина"),
    ("Об этом говорится в сообщении МИД РК.", None, "сообщении МИД РК"),
    ("По информации пресс-службы акимата, школа открыта.", None, "пресс-службы акимата"),
    ("По данным Минфина России, доход вырос.", None, "Минфина России"),
    ("По информации источников, школа открыта.", None, None),
    ("Как сообщили в четверг в Астане, школа открыта.", None, None),
    ("Президент сообщил в США о встрече.", None, None),
    ("Он сообщил, что в Министерстве торговли знают.", None, None),
    ("Посол передает привет МИД Казахстана.", None, None),
    ("Полиция сообщила о пожаре.", None, None),
    ("Глава МИД сообщил, что Нацбанк прав.", None, None),
    ("Как передает корреспондент Sputnik Казахстан, школа открыта.", "Sputnik Казахстан", None),
    ("Как передает корреспондент Tengrinews.kz, школа открыта.", "Tengrinews.kz", None),
    ("Как передает МИА «Казинформ», школа открыта.", None, None),
    ("Школа открыта, передаёт Turantimes.kz.", "Turantimes.kz", None),
    ("Школа открыта, сообщает «Интерфакс-Казахстан».", "Интерфакс-Казахстан", None),
    ("Школа открыта, сообщает корреспондент Azattyq.org.", "Azattyq.org", None),
    ("Школа открыта, сообщает Интерфакс со ссылкой на Минобороны РФ.", "Интерфакс", "Минобороны РФ"),
    (
        "Школа открыта, сообщает zakon.kz со ссылкой на судью Ивана Петрова.",
        "zakon.kz",
        "судью Ивана Петрова",
    ),
    (
        "Школа открыта, сообщает ИА «NewTimes.kz» со ссылкой на пресс-службу ДЧС Костанайской области.",
        "NewTimes.kz",
        "пресс-службу ДЧС Костанайской области",
    ),
    ("Пресс-служба сообщает, что РИА Новости ошиблось.", None, None),
    ("Об этом РИА Новости сообщил источник в правительстве.", None, None),
    ("Об этом сообщает Telegram-канал «Орда».", None, None),
    ("Это стало известно со ссылкой на слова Петрова.", None, None),
    ("Кремль сообщает РБК о встрече.", None, None),
    ("Он передает ТАСС документы.", None, None),
    ("Газета «Известия» сообщает Токаеву.", None, None),
    ("Рынок вырос, сообщили в Европе.", None, None),
    ("По данным ООН, голод растёт.", None, "ООН"),
    ("По информации КНБ РК, задержаны трое.", None, "КНБ РК"),
    ("По данным ВОЗ на 2024 год, голод растёт.", None, None),
    ("Об этом сообщила пресс-служба МВД, передает Zakon.kz.", "Zakon.kz", "пресс-служба МВД"),
    ("Об этом заявил министр, передает Zakon.kz.", "Zakon.kz", None),
    ("Школа открыта, передает Bizmedia.kz со ссылкой на Astana Times.", "Bizmedia.kz", "Astana Times"),
    ("Школа открыта, передает Bizmedia.kz со ссылкой на данные Нацбанка.", "Bizmedia.kz", "данные Нацбанка"),
    (
        "Школа открыта, передает Bizmedia.kz со ссылкой на генерального прокурора.",
        "Bizmedia.kz",
        "генерального прокурора",
    ),
    ("Школа открыта, передает Bizmedia.kz со ссылкой на Указ президента.", "Bizmedia.kz", None),
    (
        "Школа открыта, передает Bizmedia.kz со ссылкой на Комитет национальной безопасности, в Алматы.",
        "Bizmedia.kz",
        "Комитет национальной безопасности",
    ),
]

KAZAKH: list[Row] = [
    ("Мектеп ашылды, деп хабарлайды Tengrinews.kz тілшісі.", "Tengrinews.kz", None),
    ("Мектеп ашылды, деп хабарлайды Kazinform.", "Kazinform", None),
    (
        "Мектеп ашылды, деп хабарлайды Tengrinews.kz Ішкі істер министрлігінің баспасөз қызметіне сілтеме жасап.",
        "Tengrinews.kz",
        "Ішкі істер министрлігінің баспасөз қызметіне",
    ),
    (
        "Мектеп ашылды, деп хабарлайды облыс әкімдігінің баспасөз қызметі.",
        None,
        "облыс әкімдігінің баспасөз қызметі",
    ),
    ("Бұл туралы Ұлттық банк хабарлады.", None, "Ұлттық банк"),
    ("Бұл туралы министр Аймағамбетов хабарлады.", None, None),
    ("Бұл туралы Zakon.kz хабарлайды.", "Zakon.kz", None),
    ("Ұлттық статистика бюросының мәліметінше, баға өсті.", None, "Ұлттық статистика бюросының"),
    ("Оның мәліметінше, баға өсті.", None, None),
    ("Мектеп ашылды, деп жазады Reuters.", None, None),
    ("Мектеп ашылды, – деп хабарлайды Egemen.kz.", "Egemen.kz", None),
    ("Мектеп ашылды, деп хабарлайды «Egemen Qazaqstan».", None, None),
    ("Мектеп ашылды, деп хабарлайды BAQ.KZ тілшісі.", "BAQ.KZ", None),
    ("Мектеп ашылды, деп хабарлайды Kazinform агенттігінің тілшісі.", "Kazinform", None),
    (
        "Мектеп ашылды, деп хабарлайды ҚазАқпарат Үкіметтің баспасөз қызметіне сілтеме жасап.",
        "ҚазАқпарат",
        "Үкіметтің баспасөз қызметіне",
    ),
    (
        "ҚР Денсаулық сақтау министрлігінің баспасөз қызметіне сілтеме жасап, Zakon.kz хабарлайды.",
        "Zakon.kz",
        "ҚР Денсаулық сақтау министрлігінің баспасөз қызметіне",
    ),
    (
        "Бұл туралы ҚР Премьер-министрінің баспасөз қызметі хабарлады.",
        None,
        "ҚР Премьер-министрінің баспасөз қызметі",
    ),
    ("Бұл туралы ол хабарлады.", None, None),
    ("Президент Тоқаев мәлімдеді. Ұлттық банк дерегінше, баға өсті.", None, "Ұлттық банк"),
    ("Мектеп ашылды, деп хабарлады Ішкі істер министрлігі.", None, "Ішкі істер министрлігі"),
    ("Мектеп ашылды, деп хабарлады министр.", None, None),
    ("Мектеп ашылды, деп хабарлайды Abai.kz ақпараттық порталы.", "Abai.kz", None),
]

ENGLISH: list[Row] = [
    (
        "A school was opened, Kazinform reports, citing the ministry's press service.",
        "Kazinform",
        "the ministry's press service",
    ),
    ("A school was opened, Tengrinews.kz reports.", "Tengrinews.kz", None),
    ("A school was opened, the Akorda press service reports.", None, "the Akorda press service"),
    (
        "A school was opened, Kazinform News Agency reports citing the Ministry of Trade and Integration.",
        "Kazinform",
        "the Ministry of Trade and Integration",
    ),
    ("Prices rose, according to the National Bank of Kazakhstan.", None, "the National Bank of Kazakhstan"),
    ("According to the Ministry of Health, prices rose.", None, "the Ministry of Health"),
    ("Work goes according to plan.", None, None),
    ("According to him, prices rose.", None, None),
    ("Bloomberg reported that prices rose.", None, None),
    ("The minister told Reuters that prices rose.", None, None),
    ("The court refused, citing a lack of evidence.", None, None),
    ("As Reuters reports, prices rose.", None, None),
    ("A school was opened, The Astana Times reports.", "The Astana Times", None),
    ("A school was opened, Qazinform News Agency correspondent reports.", "Qazinform", None),
    ("A school was opened, reports Kazinform.", "Kazinform", None),
    ("A school was opened, Trend reports.", None, None),
    (
        "A school was opened, Kazinform reports with reference to the press service of the Akorda.",
        "Kazinform",
        "the press service of the Akorda",
    ),
    (
        "A school was opened, Kazinform cites the official website of the committee.",
        None,
        "the official website of the committee",
    ),
    ("Kazinform has learned from the press service of the Ministry of Health.", None, None),
    ("The ministry's press service said prices rose.", None, None),
    ("Prices rose, the Foreign Ministry said.", None, "the Foreign Ministry"),
    ("Prices rose, according to Tokayev.", None, None),
    ("Prices rose, according to the law of the Republic.", None, None),
    ("According to the World Health Organization, prices rose.", None, "the World Health Organization"),
    ("Prices rose, according to the Ministry of Health on Monday.", None, None),
    ("The Bloomberg reports that came out, were bad.", None, None),
]

PAGES: list[Row] = [
    (
        "Заголовок\n\nАСТАНА, 18 апр — РИА Новости. Казахстан увеличил добычу. Это рекорд.\n\nВторой абзац. Он есть.\n",
        "РИА Новости",
        None,
    ),
    (
        "Заголовок\n\nАЛМАТЫ. КАЗИНФОРМ – В городе открыли школу. Она большая.\n\nВторой абзац. Он есть.\n",
        "КАЗИНФОРМ",
        None,
    ),
    (
        "Title\n\nASTANA, April 18. /Kazinform/. A school was opened. It is big.\n\nThe second one. It is here.\n",
        "Kazinform",
        None,
    ),
    (
        "Title\n\nASTANA, April 18 (Reuters) - A school was opened. It is big.\n\nThe second one. It is here.\n",
        "Reuters",
        None,
    ),
    (
        "Title\n\nALMATY, Sept 5 - Reuters. A school was opened. It is big.\n\nThe second one. It is here.\n",
        "Reuters",
        None,
    ),
    (
        "Заголовок\n\nМОСКВА, 5 сентября. /ТАСС/. Президент прибыл. Он рад.\n\nВторой абзац. Он есть.\n",
        "ТАСС",
        None,
    ),
    (
        "Заголовок\n\n5 сентября, Минск /Корр. БЕЛТА/. Президент прибыл. Он рад.\n\nВторой абзац. Он есть.\n",
        "БЕЛТА",
        None,
    ),
    (
        "Заголовок\n\nАстана. 18 апреля. КазТАГ – Открыли школу. Она большая.\n\nВторой абзац. Он есть.\n",
        "КазТАГ",
        None,
    ),
    (
        "Заголовок\n\nМосква. 18 апреля. INTERFAX.RU - Открыли школу. Она большая.\n\nВторой абзац. Он есть.\n",
        "INTERFAX.RU",
        None,
    ),
    ("Тақырып\n\nАСТАНА. KAZINFORM – Мектеп ашылды. Ол үлкен.\n\nЕкінші абзац. Ол бар.\n", "KAZINFORM", None),
    (
        "Тақырып\n\nАСТАНА. ҚазАқпарат – Мектеп ашылды. Ол үлкен.\n\nЕкінші абзац. Ол бар.\n",
        "ҚазАқпарат",
        None,
    ),
    (
        "Title\n\nASTANA. KAZINFORM – A school was opened. It is big.\n\nThe second one. It is here.\n",
        "KAZINFORM",
        None,
    ),
    (
        "Заголовок\n\nШкола открыта.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\n© 2024 Zakon.kz",
        "Zakon.kz",
        None,
    ),
    (
        "Заголовок\n\nШкола открыта.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\n© 2001-2024 NUR.KZ. Все права защищены.",
        "NUR.KZ",
        None,
    ),
    (
        "Заголовок\n\nШкола открыта.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\n© РИА Новости / Михаил Климентьев",
        None,
        None,
    ),
    (
        "Заголовок\n\nШкола открыта.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\n© ТОО «Алаш», 2024",
        None,
        None,
    ),
    (
        "Заголовок\n\nШкола открыта.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\nИсточник: Kazpravda.kz",
        None,
        "Kazpravda.kz",
    ),
    (
        "Заголовок\n\nШкола открыта.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\nИсточник: Министерство просвещения РК",
        None,
        "Министерство просвещения РК",
    ),
    (
        "Заголовок\n\nШкола открыта.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\nИсточник фото: Reuters",
        None,
        None,
    ),
    (
        "Заголовок\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\nПо данным Нацбанка, курс упал.",
        None,
        None,
    ),
    (
        "Заголовок\n\nОб этом сообщает Tengrinews.kz.\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n\nhttps://www.zakon.kz/123-a.html",
        "zakon.kz",
        "Tengrinews.kz",
    ),
    (
        "Открыли школу | Tengrinews.kz\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n",
        "Tengrinews.kz",
        None,
    ),
    ("Нефть подорожает - Reuters\n\nПервый абзац. Он есть.\n\nВторой абзац. Он есть.\n", None, None),
    (
        "Title\n\nThe minister told Reuters that prices rose.\n\nThe first. It is.\n\nThe second. It is.\n\nhttps://kapital.kz/a-1",
        "kapital.kz",
        "Reuters",
    ),
]


def facts(text: str) -> tuple[str | None, str | None]:
    page = read_page(text)
    return (page.publisher.value if page.publisher else None, page.cites.value if page.cites else None)


@pytest.mark.parametrize(("sentence", "publisher", "cites"), RUSSIAN)
def test_a_russian_sentence(sentence: str, publisher: str | None, cites: str | None) -> None:
    assert facts(f"Заголовок\n\n{sentence}{RUSSIAN_BODY}") == (publisher, cites)


@pytest.mark.parametrize(("sentence", "publisher", "cites"), KAZAKH)
def test_a_kazakh_sentence(sentence: str, publisher: str | None, cites: str | None) -> None:
    assert facts(f"Тақырып\n\n{sentence}{KAZAKH_BODY}") == (publisher, cites)


@pytest.mark.parametrize(("sentence", "publisher", "cites"), ENGLISH)
def test_an_english_sentence(sentence: str, publisher: str | None, cites: str | None) -> None:
    assert facts(f"Title\n\n{sentence}{ENGLISH_BODY}") == (publisher, cites)


@pytest.mark.parametrize(("text", "publisher", "cites"), PAGES)
def test_a_page(text: str, publisher: str | None, cites: str | None) -> None:
    assert facts(text) == (publisher, cites)


@pytest.mark.parametrize(
    "text", ["а" * 1_000_000, " " * 1_000_000, "«" * 1_000_000, "со ссылкой на " * 50_000, "А. " * 200_000]
)
def test_long_texts_take_linear_time(text: str) -> None:
    """Quadratic time would be hours here: the test would not end."""
    assert facts(f"Заголовок\n\n{text}.") == (None, None)


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert read_page(text).text == text


PIECES = st.sampled_from(
    'сообщает|передает|со ссылкой на|по данным|в|и|,|.|«|»|"|Министерство|промышленности|Zakon.kz|ТАСС'
    "|деп хабарлайды|сілтеме жасап|reports|citing|the|ministry|according to|©|2024|—|\n|\n\n|Токаев:|К.Токаев:|**|Вопрос:|(|)".split(
        "|"
    )
)


@given(st.lists(PIECES, max_size=40))
def test_what_is_stated_stands_on_the_page(pieces: list[str]) -> None:
    page = read_page(" ".join(pieces))
    whole = " ".join(page.text.split())
    for fact in (page.publisher, page.cites):
        assert fact is None or fact.value in whole

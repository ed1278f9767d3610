"""Exports as Telegram Desktop writes them, with made-up posts."""

import json
from typing import Any

CHANNEL = "Жаңа күн | Новости"
CHANNEL_ID = 1234567890


def message(number: int, text: Any, date: str = "2024-04-18T10:35:12", **more: Any) -> dict[str, Any]:
    """A message of the channel, or with ``from`` and ``from_id`` of somebody else."""
    return {
        "id": number,
        "type": "message",
        "date": date,
        "date_unixtime": "1713414912",
        "from": CHANNEL,
        "from_id": f"channel{CHANNEL_ID}",
        "text": text,
        "text_entities": [],
        **more,
    }


def part(kind: str, text: str, **more: str) -> dict[str, str]:
    return {"type": kind, "text": text, **more}


PHOTO: dict[str, Any] = {
    "photo": "(File not included. Change data exporting settings to download.)",
    "width": 1280,
    "height": 853,
}
VIDEO: dict[str, Any] = {"file": "video_files/1.mp4", "media_type": "video_file", "mime_type": "video/mp4"}


def poll(question: str, *answers: tuple[str, int], total: int) -> dict[str, Any]:
    return {
        "question": question,
        "closed": False,
        "total_voters": total,
        "answers": [{"text": text, "voters": voters, "chosen": False} for text, voters in answers],
    }


ENTITIES = [
    "Сбор: ",
    part("bold", "жирный"),
    ", ",
    part("italic", "курсив"),
    ", ",
    part("underline", "подчёркнутый"),
    ", ",
    part("strikethrough", "зачёркнутый"),
    ", ",
    part("spoiler", "скрытый"),
    ", ",
    part("code", "код  с пробелами"),
    ", ",
    part("mention_name", "Айгуль", user_id="77"),
    ", ",
    part("custom_emoji", "🇰🇿", document_id="5368324170671202286"),
    ", ",
    part("text_link", "по ссылке", href="https://hidden.kz/a"),
    ", ",
    part("link", "https://open.kz/b"),
    ", ",
    part("mention", "@akorda"),
    ", ",
    part("hashtag", "#Астана"),
    ", ",
    part("cashtag", "$KZT"),
    ", ",
    part("bot_command", "/start"),
    ", ",
    part("email", "a@b.kz"),
    ", ",
    part("phone", "+7 727 250 00 00"),
    ", ",
    part("bank_card", "4400 4300 0000 0000"),
    ".\n",
    part("blockquote", "Цитата министра."),
    "\n",
    part("pre", "if x:\n    y()", language="python"),
]

MESSAGES: list[dict[str, Any]] = [
    {
        "id": 1,
        "type": "service",
        "date": "2021-02-01T09:00:00",
        "date_unixtime": "1612148400",
        "actor": CHANNEL,
        "actor_id": f"channel{CHANNEL_ID}",
        "action": "create_channel",
        "title": CHANNEL,
        "text": "",
        "text_entities": [],
    },
    message(
        2,
        [
            "⚡️",
            part("bold", "Мост через Иртыш закрывают на ремонт"),
            "\n\nДвижение ограничат с 20 апреля.\n\nОбъезд — по улице Ломова.\n\nПодписаться: ",
            part("mention", "@zhana_kun"),
        ],
    ),
    message(
        3,
        [
            "Бүгін Алматыда жаңа мектеп ашылды.\n\n",
            part("hashtag", "#мектеп"),
            " ",
            part("hashtag", "#Алматы"),
            "\n",
            part("text_link", "Арнаға жазылу", href="https://t.me/zhana_kun"),
        ],
        "2024-04-18T00:15:00",
    ),
    message(
        4,
        [
            part("bold", "Parliament passes the water code"),
            "\nThe vote took place on Wednesday. ",
            part("text_link", "Details", href="https://e.kz"),
            " are in the report.\n\n",
            part("text_link", "Read more", href="https://e.kz"),
        ],
        edited="2024-04-18T11:02:40",
        edited_unixtime="1713416560",
        **PHOTO,
    ),
    message(5, "Первый снимок: подъём воды у села Теренкөл.", "2024-04-19T08:00:01", **PHOTO),
    message(6, "", "2024-04-19T08:00:01", **VIDEO),
    message(7, "Третий снимок: дамба у Петропавловска.", "2024-04-19T08:00:01", **PHOTO),
    message(
        8,
        "Вода начала уходить из города.",
        "2024-04-19T09:30:00",
        forwarded_from="Kazinform",
        forwarded_from_id="channel1001",
    ),
    message(
        9,
        "",
        "2024-04-19T10:00:00",
        poll=poll("Поддерживаете единый часовой пояс?", ("Да", 120), ("Нет", 0), total=120),
    ),
    message(10, "", "2024-04-19T10:05:00", **PHOTO),
    message(11, ENTITIES, "2024-04-19T10:10:00"),
    message(12, [part("hashtag", "#фото"), " ", part("hashtag", "#паводок")], "2024-04-19T10:20:00", **PHOTO),
    message(13, "Колонка о языке и школе.", "2024-04-19T10:30:00", author="Мадина Ахметова"),
    message(14, "Цены на нефть выросли, сообщает Kursiv.media со ссылкой на Reuters.", "2024-04-19T10:40:00"),
    message(
        15,
        [part("bold", "Министр объяснил, почему растёт тариф."), "\n\nОн назвал три причины."],
        "2024-04-19T10:50:00",
    ),
    message(16, "Слова неизвестного источника.", "2024-04-19T11:00:00", forwarded_from=None),
    message(17, [part("link", "https://zhanakun.kz/2024/04/19/1")], "2024-04-19T11:10:00"),
    message(
        18,
        "",
        "2024-04-19T11:20:00",
        poll=poll("Сіз қай тілде оқисыз?", ("Қазақша", 0), ("Орысша", 0), total=85),
    ),
    {"id": 19, "type": "unsupported"},
    message(
        20,
        [part("bold", "Главное за день:"), "\n— бюджет принят;\n— курс доллара 447,5."],
        "2024-04-19T21:00:00",
    ),
    message(
        21,
        [
            part("bold", "Коротко о погоде"),
            "\n\n",
            part("text_link", "Telegram", href="https://t.me/zhana_kun"),
            " | ",
            part("text_link", "Instagram", href="https://instagram.com/z"),
        ],
        "2024-04-20T07:00:00",
    ),
    message(
        22,
        "Повтор своей же записи.",
        "2024-04-20T07:30:00",
        forwarded_from=CHANNEL,
        edited="1970-01-01T06:00:00",
    ),
    {
        **message(23, "Запись редактора от своего имени.", "2024-04-20T08:00:00"),
        "from": "Ерлан",
        "from_id": "user5",
    },
    message(
        24,
        [
            "Ставка осталась прежней, сообщил Нацбанк.\nКурс доллара — 447,5 тенге.\n\n"
            "👉 Подписывайтесь на наш канал\n",
            part("text_link", "TikTok", href="https://tiktok.com/@z"),
            " • YouTube",
        ],
        "2024-04-20T09:00:00",
        via_bot="@vote",
        reply_to_message_id=2,
    ),
    message(
        25,
        "",
        "2024-04-20T09:10:00",
        contact_information={"first_name": "А", "last_name": "", "phone_number": "+7"},
    ),
    message(26, "", "2024-04-20T09:20:00", location_information={"latitude": 43.25, "longitude": 76.9}),
    message(27, "", "2024-04-20T09:30:00", file="stickers/s.webp", media_type="sticker", sticker_emoji="😀"),
]
"""Nos. 5 and 7 are the captions of one album; the file has all that channels send."""


def somebody(number: int, name: str | None, text: Any, date: str, **more: Any) -> dict[str, Any]:
    return message(number, text, date, **{"from": name, "from_id": f"user{len(name or '')}", **more})


GROUP = [
    {"id": 1, "type": "service", "date": "2023-01-01T10:00:00", "actor": "Айгуль", "action": "create_group",
     "title": "Соседи", "members": ["Айгуль", "Олег"], "text": ""},
    somebody(2, "Айгуль", "Воду отключат во вторник.", "2023-01-01T10:01:00"),
    somebody(3, "Олег", "Объявление акимата.", "2023-01-01T10:02:00", forwarded_from="Акимат Алматы"),
    somebody(4, None, "Аккаунт удалён, слова остались.", "2023-01-01T10:03:00"),
    somebody(5, "Соседи", "Сообщение анонимного администратора.", "2023-01-01T10:04:00", author="Модератор"),
    # Sent at once by one person, but each was forwarded: no album.
    somebody(6, "Олег", "Первая новость.", "2023-01-01T10:05:00", forwarded_from="Tengrinews", **PHOTO),
    somebody(7, "Олег", "Вторая новость.", "2023-01-01T10:05:00", forwarded_from="Tengrinews", **PHOTO),
]  # fmt: skip

PRIVATE = [
    somebody(501, "Иван Петров", "Добрый день, документы готовы.", "2022-06-07T08:09:10"),
    somebody(502, "Мария", "Спасибо, заберу завтра.", "2022-06-07T08:10:00"),
]


def chat(kind: str, name: str | None, number: int, messages: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": name, "type": kind, "id": number, "messages": messages}


def exported(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


CHANNEL_JSON = exported(chat("public_channel", CHANNEL, CHANNEL_ID, MESSAGES))
GROUP_JSON = exported(chat("private_supergroup", "Соседи", 77, GROUP))
PRIVATE_JSON = exported(chat("personal_chat", "Иван Петров", 5, PRIVATE))
ACCOUNT_JSON = exported(
    {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 9, "first_name": "Мария", "bio": "текст о себе"},
        "contacts": {"about": "…", "list": [{"first_name": "Иван", "date": "2020-01-01T00:00:00"}]},
        "chats": {
            "about": "…",
            "list": [
                chat("personal_chat", "Иван Петров", 5, PRIVATE),
                chat("public_channel", CHANNEL, CHANNEL_ID, MESSAGES[:2]),
                {"type": "saved_messages", "id": 9, "messages": [
                    somebody(501, "Мария", "Заметка себе.", "2022-06-07T09:00:00")]},
            ],
        },
        "left_chats": {"about": "…", "list": [chat("private_group", "Соседи", 77, GROUP[1:2])]},
    }
)  # fmt: skip


def html_page(name: str, *messages: str) -> bytes:
    """A file of an HTML export, laid out as the program does."""
    return f"""<!DOCTYPE html>
<html>

 <head>

  <meta charset="utf-8"/>
<title>Exported Data</title>
  <meta content="width=device-width, initial-scale=1.0" name="viewport"/>

  <link href="css/style.css" rel="stylesheet"/>

  <script src="js/script.js" type="text/javascript">

  </script>

 </head>

 <body onload="CheckLocation();">

  <div class="page_wrap">

   <div class="page_header">

    <div class="content">

     <div class="text bold">
{name}
     </div>

    </div>

   </div>

   <div class="page_body chat_page">

    <div class="history">

     <a class="pagination block_link" href="messages2.html">
Previous messages
     </a>
{"".join(messages)}
    </div>

   </div>

  </div>

 </body>

</html>
""".encode()


HTML_DATE = "18.04.2024 10:35:12 UTC+05:00"


def html_message(
    number: int,
    sender: str | None,
    text: str,
    date: str = "18.04.2024 10:35:12 UTC+05:00",
    media: str = "",
    end: str = "",
) -> str:
    """A message; without ``sender`` it is joined to the one before."""
    head = (
        f"""
       <div class="from_name">
{sender}
       </div>
"""
        if sender
        else ""
    )
    userpic = (
        """
      <div class="pull_left userpic_wrap">

       <div class="userpic userpic3" style="width: 42px; height: 42px">

        <div class="initials" style="line-height: 42px">
Ж
        </div>

       </div>

      </div>
"""
        if sender
        else ""
    )
    return f"""
     <div class="message default clearfix{"" if sender else " joined"}" id="message{number}">
{userpic}
      <div class="body">

       <div class="pull_right date details" title="{date}">
{date[11:16]}
       </div>
{head}{media}{html_text(text)}{end}
      </div>

     </div>
"""  # fmt: skip


def html_text(text: str) -> str:
    return f"""
       <div class="text">
{text}
       </div>
""" if text else ""  # fmt: skip


def html_forward(origin: str | None, text: str) -> str:
    """What stands in the message that forwards; without ``origin`` it is that of the message before."""
    head = (
        f"""
        <div class="from_name">
{origin}<span class="date details" title="17.04.2024 23:59:00 UTC+05:00"> 17.04.2024 23:59:00</span>
        </div>
"""
        if origin
        else ""
    )
    return f"""
       <div class="forwarded body">
{head}{html_text(text)}
       </div>
"""  # fmt: skip


HTML_PHOTO = """
       <div class="media_wrap clearfix">

        <a class="photo_wrap clearfix pull_left" href="photos/photo_1.jpg">

         <img class="photo" src="photos/photo_1_thumb.jpg" style="width: 260px; height: 173px"/>

        </a>

       </div>
"""
HTML_FILE = """
       <div class="media_wrap clearfix">

        <div class="media clearfix pull_left media_file">

         <div class="fill pull_left">

         </div>

         <div class="body">

          <div class="title bold">
report.pdf
          </div>

          <div class="description">
Not included, change data exporting settings to download.
          </div>

          <div class="status details">
2.1 MB
          </div>

         </div>

        </div>

       </div>
"""
HTML_POLL = """
       <div class="media_wrap clearfix">

        <div class="media_poll">

         <div class="question bold">
Поддерживаете единый часовой пояс?
         </div>

         <div class="details">
Anonymous poll
         </div>

         <div class="answer">
- Да <span class="details">120 votes</span>
         </div>

         <div class="answer">
- Нет
         </div>

         <div class="total details	">
120 votes
         </div>

        </div>

       </div>
"""


def html_service(number: int, text: str) -> str:
    return f"""
     <div class="message service" id="message{number}">

      <div class="body details">
{text}
      </div>

     </div>
"""

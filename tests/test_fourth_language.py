"""A language is three files: its profile, its texts, and a column of the glossary."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bot.settings import PROJECT

PROFILE = """
from retrieval.language.profile import Language, PageWords, Script

PROFILE = Language(
    code="eo",
    script=Script.LATIN,
    function_words=frozenset("kio kiu kiel kie estas la pri de".split()),
    typical_questions=("Kie la ministroj renkontiĝis?", "Kiu gajnis la konkurson?"),
    typical_passages=(
        "La ministroj renkontiĝis en la urbo. Ili parolis pri komerco.", "La teamo gajnis la finalon.",
        "Nova lernejo malfermiĝis. Ĝi havas bibliotekon.", "La rivero fluas al granda lago en la nordo.",
    ),
    relative_years={(-1,): r"\\blastan jaron"},
    amounts="eŭroj",
    page=PageWords(
        boilerplate="reklamo", menu="hejmo", relative_day="hodiaŭ", line_joining="kaj", update="ŝanĝita",
        source_label="Fonto", picture_credit="Foto", speaker="Demando|Respondo",
    ),
    own_letters="ĉĝĥĵŝŭ",
)
"""

TEXTS = """
import dataclasses

from bot.locale.en import PHRASES as ENGLISH

PHRASES = dataclasses.replace(ENGLISH, language="eo", no_answer="Neniu respondo.")
"""

PROGRAM = """
import json, sys
from bot.locale.lookup import phrases
from retrieval import Engine, LANGUAGES, question_language
from retrieval.documents import PublicationDate
from tests.tiny_encoder import TinyEncoder

engine = Engine(sys.argv[1], sys.argv[2], encoder=TinyEncoder())
answer = engine.ask("Kio pri Kazaĥio?")
generation = engine.generation
print(json.dumps({
    "languages": list(LANGUAGES),
    "asked in": [question_language(text) for text in ("Kio pri Kazaĥio?", "ŝuo", "shoe")],
    "answer": [answer.language, answer.found[0].document.id, answer.found[0].document.published.isoformat()],
    "centres": sorted(generation.centres.questions),
    "years": sorted(generation.passages[0].years),
    "paragraphs": len(generation.documents["a"].paragraphs),
    "texts": [phrases("eo").no_answer, phrases("eo").date(PublicationDate(2024, 5, 2))],
}))
"""


def test_a_language_is_three_files(tmp_path: Path) -> None:
    for package in ("retrieval", "bot"):
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "retrieval" / "language" / "profiles" / "esperanto.py").write_text(PROFILE, "utf-8")
    (tmp_path / "bot" / "locale" / "eo.py").write_text(TEXTS, "utf-8")
    glossary = tmp_path / "retrieval" / "language" / "glossary.csv"
    header, first, *rows = glossary.read_text("utf-8").splitlines()
    assert "Казахстан;" in first
    glossary.write_text("\n".join([f"{header},eo", f"{first},Kazaĥio", *rows]), "utf-8")

    sources = tmp_path / "sources"
    sources.mkdir()
    text = "2 majo 2024\n\nLa ekonomio kreskis lastan jaron.\n\nReklamo\n\nKaj ĉio estas bona.\n"
    (sources / "a.txt").write_text(text, "utf-8")
    (sources / "b.txt").write_text("Торговля Казахстана выросла.\n\n3 мая 2023\n", "utf-8")
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(sources), str(tmp_path / "data")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{PROJECT}"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert json.loads(found.stdout) == {
        "languages": ["ru", "kk", "en", "eo"],
        "asked in": ["eo", "eo", "en"],
        "answer": ["eo", "b", "2023-05-03"],
        "centres": ["en", "eo", "kk", "ru"],
        "years": [2023],
        "paragraphs": 2,
        "texts": ["Neniu respondo.", "2024-Majo-02"],
    }

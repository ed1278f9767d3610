"""What an index costs as it grows: made texts and encodings, the steps, and the command that measures."""

import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.main import main
from retrieval import ModelChoice
from retrieval.encoding.centring import Centres
from retrieval.encoding.encoder import Encoder, TextKind, unit
from retrieval.errors import DatasetError, MeasuringError, ProcessFailedError
from retrieval.evaluation import ScaleFigures, measure_scale, save_scale_plot, slope
from retrieval.evaluation.scale.figures import STAND_IN, Asking, Building, Graph, Neighbours
from retrieval.evaluation.scale.made_corpus import MadeCorpus
from retrieval.evaluation.scale.made_encoder import MadeEncoder, WordTable
from retrieval.evaluation.scale.material import Material
from retrieval.evaluation.scale.neighbours import best_similarities, recall_of
from retrieval.evaluation.scale.own_process import in_own_process
from retrieval.evaluation.scale.resources import (
    Memory,
    check_resources,
    disk_by_kind,
    peak_memory,
)
from retrieval.evaluation.scale.stopwatch import REST, timing
from retrieval.index.passage_texts import texts_of
from retrieval.progress import Progress, Task, no_progress
from retrieval.sources.corpus import Corpus
from tests.tiny_encoder import DIMENSIONS, TinyEncoder


def load_tiny(_: ModelChoice) -> Encoder:
    return TinyEncoder()


def figures(passages: int, graph: Graph | None = None) -> ScaleFigures:
    """Building is linear, a question grows as the square root, disk does not grow."""
    memory = Memory(100, 60)
    return ScaleFigures(
        passages=passages,
        words=100 * passages,
        distinct_words=10 * passages,
        embedding_seconds=passages / 10,
        building=Building(
            passages, passages // 2, {"words": passages / 100, STAND_IN: 7.0}, memory, {"tokens": 3_000_000}
        ),
        asking=Asking(
            0.25, 300, 50.0, passages**0.5, 2 * passages**0.5, {"vectors": 1.5}, memory, memory, memory
        ),
        neighbours=Neighbours(0.9975, 1.25, graph),
        added=passages // 100,
        adding_seconds=passages / 1000,
    )


@pytest.fixture(scope="module")
def material(seeds: Corpus) -> Material:
    return Material.of(seeds.documents)


@pytest.fixture(scope="module")
def table(material: Material) -> WordTable:
    return WordTable.of(material, TinyEncoder(), no_progress)


def test_a_sentence_is_halved_and_its_names_are_known(material: Material, seeds: Corpus) -> None:
    (russian,) = material.languages
    everything = {word for document in seeds.documents for word in document.text.split()}
    assert {word for half in material.halves for word in half} <= everything
    assert "Казахстан" in russian.names
    assert "сотрудничество" in russian.words
    lengths = [
        len(end) - len(beginning) for beginning, end in zip(russian.beginnings, russian.ends, strict=True)
    ]
    assert set(lengths) == {0, 1}


def test_texts_are_made_of_sentences_with_names_or_not_at_all() -> None:
    with pytest.raises(DatasetError, match="too few sentences"):
        Material.of([])


def test_a_larger_corpus_begins_with_a_smaller_one(material: Material) -> None:
    small = MadeCorpus(material).grown(1500)
    large = small.grown(700)
    assert (small.files, large.files) == ((1000, 500), (1000, 500, 700))
    assert (small.passages, large.passages) == (1500, 2200)
    old, new = small.snapshot(), large.snapshot()
    assert dict(list(new.hashes.items())[:2]) == dict(old.hashes)
    assert new.read("1.jsonl") == old.read("1.jsonl")


def test_made_documents_are_as_long_as_news_and_have_ids_of_their_own(
    material: Material, tiny: TinyEncoder
) -> None:
    corpus = MadeCorpus(material).grown(1000)
    documents = corpus.snapshot().read("0.jsonl").documents
    passages = [texts.passage for document in documents for texts in texts_of(document, tiny)]
    assert len(passages) == 1000
    assert len({document.id for document in documents}) == len(documents)
    paragraphs = [document.text[one.start : one.end] for document in documents for one in document.paragraphs]
    lengths = [len(paragraph.split()) for paragraph in paragraphs]
    assert min(lengths) >= 55
    assert 70 < np.mean(lengths) < 110
    texts = Counter(document.text for document in documents)
    assert 0.005 < sum(texts.values()) / len(texts) - 1 < 0.05


def test_different_words_grow_more_slowly_than_the_text(material: Material) -> None:
    corpus = MadeCorpus(material).grown(4000)
    points, seen, count = [], set[str](), 0
    for file in range(4):
        for document in corpus.documents(file):
            seen |= set(document.text.casefold().split())
            count += len(document.text.split())
        points.append((count, len(seen)))
    exponent = slope(points)
    assert exponent
    assert 0.3 < exponent < 0.8


def test_made_questions_have_words_of_a_document(material: Material) -> None:
    corpus = MadeCorpus(material).grown(600)
    questions = [corpus.question(number) for number in range(20)]
    assert len(set(questions)) > 15
    texts = [document.text for document in corpus.documents(0)]
    for question in questions:
        assert any(text.startswith(question[:-1]) for text in texts)


def test_texts_with_rare_words_in_common_are_near_each_other(material: Material, table: WordTable) -> None:
    (russian,) = material.languages
    one, other = (" ".join(russian.beginnings[number] + russian.ends[number]) for number in (0, 40))
    vectors = [table.centred_vector(text) for text in (one, f"{one} Нурсуко", other)]
    near, far = vectors[0] @ vectors[1], vectors[0] @ vectors[2]
    assert near > 0.9 > far + 0.2
    np.testing.assert_allclose([np.linalg.norm(vector) for vector in vectors], 1, rtol=1e-5)
    assert table.numbers("Нурсуко") == table.numbers("Нурсуко")


def test_the_index_gets_the_centred_vectors_of_made_texts_back(
    material: Material, table: WordTable, tmp_path: Path
) -> None:
    model, log = TinyEncoder(), tmp_path / "vectors"
    encoder = MadeEncoder(model, table, log)
    texts = [document.text for document in itertools.islice(MadeCorpus(material).grown(100).documents(0), 5)]
    encodings = encoder.encode(texts, TextKind.PASSAGE)
    logged = np.fromfile(log, np.float32).reshape(-1, DIMENSIONS)
    for text, encoding, vector in zip(texts, encodings, logged, strict=True):
        np.testing.assert_array_equal(vector, table.centred_vector(text))
        centred = table.centres.of_passage(text).centred_vectors(encoding.vector)
        np.testing.assert_allclose(centred, vector, atol=1e-5)
        assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)
        assert len(encoding.tokens) == encoder.count_tokens(text)
    assert not set(model.texts) & set(texts)


def test_questions_and_typical_texts_are_left_to_the_model(table: WordTable, tmp_path: Path) -> None:
    model, log = TinyEncoder(), tmp_path / "vectors"
    encoder = MadeEncoder(model, table, log)
    assert encoder.encode(["Кто это?"], TextKind.QUESTION)[0].vector.tolist() == (
        model.encode(["Кто это?"], TextKind.QUESTION)[0].vector.tolist()
    )
    centres = Centres.of(encoder)
    for code, centre in Centres.of(TinyEncoder()).passages.items():
        np.testing.assert_array_equal(centres.passages[code].vector, centre.vector)
    assert not log.exists()


def test_a_table_is_read_as_it_was_written(table: WordTable, tmp_path: Path) -> None:
    table.write(tmp_path / "table")
    read = WordTable.open(tmp_path / "table")
    assert read.words == table.words
    for name in ("vectors", "states", "starts"):
        np.testing.assert_array_equal(getattr(read, name), getattr(table, name))
    assert read.means.keys() == table.means.keys()
    text = "Президент посетил Казахстан в 2022 году"
    np.testing.assert_array_equal(read.centred_vector(text), table.centred_vector(text))
    np.testing.assert_array_equal(read.states_of(text, 9), table.states_of(text, 9))


@given(st.integers(0, 1000), st.integers(10, 30))
def test_the_best_are_those_of_a_sorted_list(seed: int, count: int) -> None:
    chance = np.random.default_rng(seed)
    exact = unit(chance.standard_normal((count, 8)).astype(np.float32))
    queries = unit(chance.standard_normal((3, 8)).astype(np.float32))
    best = best_similarities(queries, exact, no_progress)
    expected = np.sort(queries @ exact.T, axis=1)[:, ::-1][:, :10]
    np.testing.assert_allclose(best, expected, atol=1e-6)
    assert recall_of(list(expected), best) == 1
    worse = [np.append(row[:9], row[9] - 0.1) for row in expected]
    assert recall_of(worse, best) == pytest.approx(0.9)


def test_copies_that_are_found_leave_fewer_texts_to_find() -> None:
    best = np.array([[0.9, 0.8, 0.7, 0.6]], np.float32)
    assert recall_of([np.array([0.9, 0.8], np.float32)], best) == 1
    assert recall_of([np.array([0.9, 0.7], np.float32)], best) == 0.5


class Kitchen:
    """Something to time."""

    def cook(self, clock: "Clock") -> int:
        clock.now += 2
        self.wash(clock)
        clock.now += 1
        return 7

    def wash(self, clock: "Clock") -> None:
        clock.now += 10


class Clock:
    now = 0.0


def test_a_stage_does_not_count_what_it_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, cook = Clock(), Kitchen.cook
    monkeypatch.setattr(time, "perf_counter", lambda: clock.now)
    with timing([("cooking", Kitchen, "cook"), ("washing", Kitchen, "wash")]) as watch:
        clock.now += 5
        assert Kitchen().cook(clock) == 7
        Kitchen().wash(clock)
    assert dict(watch.seconds) == {REST: 5, "cooking": 3, "washing": 20}
    assert Kitchen.cook is cook


def count_to(number: int, progress: Progress) -> int:
    for done in range(number):
        progress(Task.MAKE, done, number)
    return number


def fail(message: str, progress: Progress) -> None:  # noqa: ARG001
    raise ValueError(message)


def test_a_step_reports_from_its_own_process() -> None:
    said: list[tuple[Task, int, int]] = []
    assert in_own_process(count_to, lambda *report: said.append(report), 3) == 3
    assert said == [(Task.MAKE, 0, 3), (Task.MAKE, 1, 3), (Task.MAKE, 2, 3)]


def test_a_step_that_fails_says_why() -> None:
    with pytest.raises(ProcessFailedError, match="exit code 1: ValueError: no milk"):
        in_own_process(fail, no_progress, "no milk")


def test_disk_is_counted_by_kind_and_links_once(tmp_path: Path) -> None:
    for name, size in (("a/tokens.npy", 7), ("b/tokens.arrays", 4), ("b/words.arrays", 5), (".lock", 1)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / "b" / "linked.npy").hardlink_to(tmp_path / "b" / "words.arrays")
    found = disk_by_kind(tmp_path)
    assert sum(found.values()) == 17
    assert found["tokens"] == 11
    assert next(iter(found)) == "tokens"


def test_the_peak_is_the_highest_of_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    looks, is_over = iter([Memory(1, 2), Memory(3, 3), Memory(7, 1), Memory(2, 5)]), threading.Event()

    def look() -> Memory:
        found = next(looks, None)
        if found is None:
            is_over.set()
        return found or Memory(0, 0)

    monkeypatch.setattr(Memory, "now", staticmethod(look))
    monkeypatch.setattr("retrieval.evaluation.scale.resources._PAUSE", 0)
    with peak_memory() as peak:
        assert is_over.wait(60)
    assert peak == [Memory(7, 1)]
    assert peak[0].whole == 8


def test_memory_now_has_what_is_held() -> None:
    held = np.ones(1 << 20, np.uint8)
    assert Memory.now().own * 2**20 >= held.nbytes


def test_too_little_room_is_said_before_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=2_000_000_000))
    check_resources(tmp_path, 1000)
    with pytest.raises(MeasuringError, match=r"1,000,000 passages need \d+\.\d GB .* has 2\.0 GB free"):
        check_resources(tmp_path, 1_000_000)
    with pytest.raises(MeasuringError, match="There is no folder"):
        check_resources(tmp_path / "none", 1000)


def test_two_small_sizes_are_measured(seeds: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.evaluation.scale.benchmark._QUESTIONS", 40)
    tasks = set[Task]()
    small, large = measure_scale(
        seeds.documents,
        ["Кто президент?"],
        [200, 400],
        tmp_path,
        lambda task, *_: tasks.add(task),
        load=load_tiny,
    )
    assert (small.passages, large.passages) == (200, 400)
    assert (small.added, large.added) == (2, 4)
    for one in (small, large):
        assert one.building.passages == one.passages
        assert one.passages / 3 < one.building.documents < one.passages
        assert one.neighbours.recall == 1
        assert one.neighbours.graph is None or one.neighbours.graph.recall >= 0.99
        assert one.asking.questions == 40
        assert one.asking.p50_ms <= one.asking.p95_ms
        assert {"vectors", "words", "comparing sentences"} <= {
            name for name, ms in one.asking.parts_ms.items() if ms > 0
        }
        assert {STAND_IN, "making the texts", "words", "cutting into passages"} <= one.building.stages.keys()
        assert {"tokens", "vectors", "words"} <= one.building.disk.keys()
        assert 0 < one.build_seconds < sum(one.building.stages.values())
        assert one.adding_seconds > 0
    assert small.words < large.words
    assert large.embedding_seconds == pytest.approx(2 * small.embedding_seconds)
    assert tasks == {Task.MAKE, Task.EMBED, Task.ASK, Task.COMPARE, Task.ADD}
    assert list(tmp_path.iterdir()) == []


@given(st.floats(-1, 2), st.floats(0.1, 100))
def test_the_slope_is_the_exponent_of_a_power(exponent: float, factor: float) -> None:
    points = [(size, factor * size**exponent) for size in (10, 1000, 50_000)]
    assert slope(points) == pytest.approx(exponent, abs=1e-6)


def test_the_slope_of_a_table_made_by_hand() -> None:
    # Logarithms to the base of 10: (1, 0), (2, 1), (3, 1); the line that fits best rises by 1/2.
    assert slope([(10, 1), (100, 10), (1000, 10)]) == pytest.approx(0.5)
    assert slope([(10, 1)]) is None


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """The command gets figures made by hand; what it asked for."""
    asked: list[Any] = []

    def measure(documents: Any, questions: Any, sizes: Any, folder: Any, *_: Any) -> Any:
        asked.append((len(documents), len(questions), sizes, folder))
        return map(figures, sizes)

    monkeypatch.setattr("bot.cli.scale.measure_scale", measure)
    return lambda: asked


def test_the_command_prints_json(
    measured: Callable[..., list[Any]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plot = tmp_path / "scale.png"
    arguments = ["--passages", "10000,1000,1000", "--json", "--plot", str(plot), "--folder", str(tmp_path)]
    assert main(["bench", "scale", *arguments]) == 0
    ((documents, questions, *rest),) = measured()
    assert rest == [(1000, 10_000), tmp_path]
    assert documents > 5 + 3 * 10
    assert questions > 300
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["sizes"][1] == json.loads(json.dumps(asdict(figures(10_000)))) | {
        "build_seconds": 100.0,
        "disk": 3_000_000,
    }
    assert found["growth"] == {
        "building": 1.0,
        "adding 1 %": 1.0,
        "a question, p50": 0.5,
        "a question, p95": 0.5,
        "resident memory": 0.0,
        "disk": 0.0,
        "different words": 1.0,
    }
    assert err.splitlines()[0] == (
        "1,000 passages: built in 10 s without embedding, opened in 0.25 s, a question in 31.6 ms; "
        "160 MB of memory, 0.00 GB of disk."
    )
    assert plot.read_bytes().startswith(b"\x89PNG")


def test_the_command_prints_a_table(
    measured: Callable[..., list[Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "scale", "--passages", "100,10000"]) == 0
    assert measured()[0][2:] == ((100, 10_000), None)
    lines = {" ".join(line.split()) for line in capsys.readouterr().out.splitlines()}
    assert {
        "passages 100 10,000",
        "embedding alone, from 300 passages 10.0 s 1.000 1,000.0 s 1.000",
        "building without embedding 1.0 s 0.100 100.0 s 0.100",
        "a question, p50 10.00 ms 100.00 ms",
        "recall@10 of the vectors 0.9975 0.9975",
        "by usearch alone, p50, recall@10 not installed not installed",
        "tokens 3 MB 3 MB",
        "a question, p50 0.50",
    } <= lines


def test_sizes_that_are_measured_are_kept_when_one_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def measure(*_: Any) -> Iterator[ScaleFigures]:
        yield figures(1000)
        raise ProcessFailedError(["build"], -9, "")

    monkeypatch.setattr("bot.cli.scale.measure_scale", measure)
    assert main(["bench", "--json", "scale", "--passages", "1000,2000"]) == 1
    out, err = capsys.readouterr()
    assert [one["passages"] for one in json.loads(out)["sizes"]] == [1000]
    assert err.splitlines()[-1].endswith("it ended with exit code -9: it said nothing")
    assert main(["bench", "scale", "--plot", str(tmp_path / "none" / "scale.png")]) == 1
    assert "for the plot: make it first." in capsys.readouterr().err


def test_the_picture_has_the_graph_where_it_was_measured(tmp_path: Path) -> None:
    with_graph, without = tmp_path / "with.png", tmp_path / "without.png"
    save_scale_plot([figures(1000, Graph(0.5, 0.99, 200, 3.0))], with_graph)
    save_scale_plot([figures(1000)], without)
    assert with_graph.read_bytes() != without.read_bytes()


@pytest.mark.parametrize("sizes", ["", "99", "1000,", "1000,x", "10000001", "1 000", "-1000", "1e3"])
def test_sizes_that_are_none_are_refused(sizes: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["bench", "scale", f"--passages={sizes}"])
    assert f"{sizes!r} is not a list of numbers from 100 to 10000000" in capsys.readouterr().err

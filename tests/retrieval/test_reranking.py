"""A second look at the first passages: its order, its figure, its calibrations, and the model behind it."""

import dataclasses
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.settings import PROJECT
from retrieval import Engine, ModelChoice, calibrate, evaluate, open_dataset
from retrieval.arrays import Scores
from retrieval.documents import Fact, Paragraph
from retrieval.encoding.cross_encoder import load_reranker
from retrieval.encoding.encoder import Encoder, ModelId
from retrieval.errors import RerankerLoadError
from retrieval.ranking import reranking
from retrieval.ranking.calibration import (
    CONSERVATIVE,
    SHIPPED,
    Calibration,
    Logistic,
    dump,
    load_calibration,
    path_of,
    read_calibration,
)
from retrieval.ranking.evidence import evidence
from retrieval.ranking.ranker import Ranking
from retrieval.ranking.reranking import RERANK, with_reranker
from retrieval.ranking.weights import Weights
from retrieval.sources.folder import SourceFolder
from tests.conftest import SEEDS, WriteSources
from tests.tiny_cross_encoder import save_tiny_cross_encoder
from tests.tiny_encoder import TinyEncoder

ARTICLES: dict[str, str | bytes] = {
    f"{number}.txt": f"О газе\n\nЭкспорт газа вырос в {word}.\n"
    for number, word in enumerate(
        "январе феврале марте апреле мае июне июле августе сентябре октябре".split()
    )
}
FLOAT32 = ModelChoice(device="cpu", precision="float32")
QUESTION = "Когда вырос экспорт газа?"


class MonthReranker:
    """Gives what it was told to for each text with a word, else nothing; remembers what it was asked."""

    fingerprint = "months"

    def __init__(self, **given: float) -> None:
        self.given = given
        self.asked: list[tuple[str, list[str]]] = []

    def score(self, question: str, texts: Sequence[str]) -> Scores:
        self.asked.append((question, list(texts)))
        return np.array(
            [max([self.given[word] for word in self.given if word in text] or [0]) for text in texts]
        )


class LengthReranker:
    """Likes long passages."""

    fingerprint = "length"

    def score(self, question: str, texts: Sequence[str]) -> Scores:  # noqa: ARG002
        return np.array([min(len(text) / 2000, 1) for text in texts])


def _ranking(engine: Engine, question: str = QUESTION) -> Ranking:
    (query,) = engine.retriever.queries([question])
    return engine.retriever.rank(query)


def _texts(engine: Engine, ranking: Ranking) -> list[str]:
    passages = [engine.generation.passages[int(number)] for number in ranking.passages]
    documents = engine.generation.documents
    return [documents[passage.document].text[passage.start : passage.end] for passage in passages]


def test_the_first_passages_are_ordered_by_both_scores_together(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    sources = write_sources(ARTICLES)
    plain_engine = Engine(sources, tmp_path / "data", encoder=tiny)
    plain = _ranking(plain_engine)
    last_of_eight = _texts(plain_engine, plain)[7]
    word = last_of_eight.split()[-1].rstrip(".")
    reranker = MonthReranker(**{word: 0.9})
    engine = Engine(sources, tmp_path / "data", encoder=tiny, reranker=reranker)
    again = _ranking(engine)
    first = int(plain.passages[7])
    assert again.passages.tolist() == [
        first,
        *(int(number) for number in plain.passages if int(number) != first),
    ]
    assert again.scores[0] == pytest.approx(plain.scores[7] + 0.9)
    assert again.scores[1:8].tolist() == plain.scores[:7].tolist()
    assert again.features[RERANK].tolist() == [0.9] + [0.0] * (len(plain.passages) - 1)
    assert again.features["similarity"][0] == plain.features["similarity"][7]
    (asked,) = reranker.asked
    assert asked == (QUESTION, [f"О газе. {text}" for text in _texts(plain_engine, plain)[:8]])
    assert engine.ask(QUESTION, top=1).found[0].text == last_of_eight


def test_a_passage_beyond_those_that_are_looked_at_stays_behind(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    sources = write_sources(ARTICLES)
    plain_engine = Engine(sources, tmp_path / "data", encoder=tiny)
    plain = _ranking(plain_engine)
    word = _texts(plain_engine, plain)[8].split()[-1].rstrip(".")
    engine = Engine(sources, tmp_path / "data", encoder=tiny, reranker=MonthReranker(**{word: 1.0}))
    assert _ranking(engine).passages.tolist() == plain.passages.tolist()


def test_it_is_asked_what_was_meant(write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder) -> None:
    reranker = MonthReranker()
    engine = Engine(write_sources(ARTICLES), tmp_path / "data", encoder=tiny, reranker=reranker)
    engine.ask("Rjulf dshjc 'rcgjhn ufpf?")
    assert [question for question, _ in reranker.asked] == ["Когда вырос экспорт газа,"]


def test_a_title_is_not_said_twice(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(write_sources({"a.txt": "Экспорт газа вырос. Да."}), tmp_path / "data", encoder=tiny)
    generation = engine.generation
    document = generation.documents["a"]
    assert document.paragraphs == (Paragraph(0, 23),)
    for title, read in (
        (None, "Экспорт газа вырос. Да."),
        (Fact("Экспорт газа вырос."), "Экспорт газа вырос. Да."),
        (Fact("О газе."), "О газе. Экспорт газа вырос. Да."),
    ):
        titled = dataclasses.replace(document, title=title)
        monkeypatch.setattr(generation.documents, "_parsed", lambda *_, titled=titled: titled)
        assert reranking._text(generation, 0) == read


def test_rankings_with_some_of_the_features_are_not_looked_at_again(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    reranker = MonthReranker()
    engine = Engine(write_sources(ARTICLES), tmp_path / "data", encoder=tiny, reranker=reranker)
    (query,) = engine.retriever.queries([QUESTION])
    ranking = engine.retriever.rank(query, Weights(without=frozenset({"late_interaction"})))
    assert RERANK not in ranking.features
    assert reranker.asked == []


def test_its_figure_is_evidence_and_raises_no_other(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    sources = write_sources(
        {
            "a.txt": "О газе\n\nЭкспорт газа вырос в марте.\n",
            "b.txt": "О ценах\n\nКогда вырос экспорт нефти, подешевел и мазут.\n",
            "c.txt": "О газе\n\nЦены на газ в Европе прежние.\n",
            "d.txt": "О погоде\n\nДожди пройдут по всей стране завтра.\n",
        }
    )
    plain_engine = Engine(sources, tmp_path / "data", encoder=tiny)
    plain = evidence(plain_engine.generation, _ranking(plain_engine))
    assert plain
    assert plain.rerank == 0

    def with_given(**given: float) -> "tuple[float, float]":
        engine = Engine(sources, tmp_path / "data", encoder=tiny, reranker=MonthReranker(**given))
        found = evidence(engine.generation, _ranking(engine))
        assert found
        if "марте" in given:
            assert dataclasses.replace(found, rerank=0.0) == plain
        return found.rerank, found.margin

    # The same passage first, others behind it: nothing but the figure changes.
    assert with_given(марте=0.9, Цены=0.7, Дожди=0.8) == (0.9, plain.margin)
    rerank, margin = with_given(мазут=1.0)
    assert rerank == 1
    assert margin < plain.margin


def test_calibrations_with_and_without_a_re_ranker_are_told_apart(tmp_path: Path) -> None:
    model, months, length = ModelId("m", "auto"), MonthReranker(), LengthReranker()
    rule = Logistic({"rerank": 5}, intercept=-2)
    fitted = Calibration("m + months", same_language=rule, translated=rule, answers_from=0.5)
    both = with_reranker(model, months)
    assert both == ModelId("m + months", "auto")
    path_of(both, tmp_path).write_bytes(dump(fitted))
    assert load_calibration(model, tmp_path, months) == fitted
    assert load_calibration(model, tmp_path) is CONSERVATIVE
    assert load_calibration(model, tmp_path, length) is CONSERVATIVE
    own = dataclasses.replace(fitted, model="m", answers_from=0.6)
    path_of(model, tmp_path).write_bytes(dump(own))
    assert load_calibration(model, tmp_path, months) == fitted
    assert load_calibration(model, tmp_path) == own
    # None was fitted with this one: the model's own serves.
    assert load_calibration(model, tmp_path, length) == own
    shipped = read_calibration(SHIPPED)
    assert load_calibration(ModelId(shipped.model, "auto"), None, length) == shipped


def test_calibrate_fits_the_engines_re_ranker_too(encoder: Encoder, seeds_engine: Engine) -> None:
    engine = Engine(SEEDS, seeds_engine.data, encoder=encoder, reranker=LengthReranker())
    dataset = open_dataset(PROJECT / "tests" / "testset" / "questions.jsonl", SEEDS)
    fitted = calibrate(engine, [dataset], 0.6)
    assert fitted.model == f"{encoder.model_id.fingerprint} + length"
    assert fitted.same_language.weights["rerank"] != 0
    assert engine.calibration_path != seeds_engine.calibration_path
    assert engine.calibration_path.stem.endswith("---length")
    assert engine.retriever.calibration == seeds_engine.retriever.calibration


def test_an_evaluation_says_what_ranked(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    rows = tmp_path / "set" / "questions.jsonl"
    rows.parent.mkdir()
    rows.write_text(
        '{"id": "1", "question": "Когда вырос экспорт газа?", "language": "ru", "kind": "when", '
        '"split": "tune", "gold": [{"document": "0.txt", "quote": "Экспорт газа вырос"}]}\n',
        "utf-8",
    )
    sources = write_sources(ARTICLES)
    reranker = MonthReranker()
    engine = Engine(sources, tmp_path / "data", encoder=tiny, reranker=reranker)
    dataset = open_dataset(rows, sources)
    assert evaluate(engine, dataset).model == "tiny + months exact"
    assert len(reranker.asked) == 1
    assert evaluate(engine, dataset, ranker="dense").model == "tiny exact"
    assert len(reranker.asked) == 1
    assert engine.over(SourceFolder(tmp_path), "other").reranker is reranker


def test_a_cross_encoder_in_a_folder_is_a_re_ranker(
    write_sources: WriteSources, tmp_path: Path, tiny: TinyEncoder
) -> None:
    from sentence_transformers import CrossEncoder

    folder = save_tiny_cross_encoder(tmp_path / "model")
    sources = write_sources(ARTICLES)
    plain_engine = Engine(sources, tmp_path / "data", encoder=tiny)
    plain = _ranking(plain_engine)
    pairs = [(QUESTION, f"О газе. {text}") for text in _texts(plain_engine, plain)[:8]]
    given = CrossEncoder(folder, device="cpu").predict(pairs)
    engine = Engine(sources, tmp_path / "data", encoder=tiny, model=FLOAT32, reranker=folder)
    again = _ranking(engine)
    order = np.argsort(-(plain.scores[:8] + given), kind="stable")
    assert order.tolist() != list(range(8))
    assert again.passages.tolist() == [*plain.passages[:8][order].tolist(), *plain.passages[8:].tolist()]
    np.testing.assert_allclose(again.features[RERANK][:8], given[order], atol=1e-6)
    found = evidence(engine.generation, again)
    assert found
    assert found.rerank == pytest.approx(given[order[0]], abs=1e-6)


def test_figures_lie_between_0_and_1_whatever_the_models_activation(tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder
    from torch import nn

    folder = tmp_path / "model"
    save_tiny_cross_encoder(folder)
    logits = CrossEncoder(str(folder), device="cpu", activation_fn=nn.Identity())
    logits.save_pretrained(str(tmp_path / "logits"))
    texts = ["Экспорт газа вырос.", "Да.", "нефть " * 2000]
    raw = logits.predict([(QUESTION, text) for text in texts])
    assert np.abs(raw).max() > 1
    reranker = load_reranker(str(tmp_path / "logits"), "cpu", "float32")
    np.testing.assert_allclose(reranker.score(QUESTION, texts), 1 / (1 + np.exp(-raw)), atol=1e-6)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: reranker.score(QUESTION, texts).tolist(), range(12)))
    assert all(scores == found[0] for scores in found)


def test_two_models_have_two_fingerprints(tmp_path: Path) -> None:
    one, other = (
        load_reranker(save_tiny_cross_encoder(tmp_path / str(seed), seed=seed)).fingerprint for seed in (1, 2)
    )
    assert one.startswith("folder:")
    assert one != other


@pytest.mark.parametrize("name", ["./nothing", "/no/such/folder", "~/models/x"])
def test_a_folder_that_is_missing_is_said(name: str) -> None:
    with pytest.raises(RerankerLoadError) as caught:
        load_reranker(name, "cuda:1")
    assert str(caught.value) == f"The re-ranker {name!r} can't be loaded (there is no such folder)"
    assert (caught.value.model, caught.value.device) == (name, "cuda:1")


def test_what_the_hub_says_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("We couldn't connect to the hub.\nCheck your internet connection.")

    monkeypatch.setattr("retrieval.encoding.cross_encoder.load_pretrained", refuse)
    with pytest.raises(
        RerankerLoadError, match=r"'org/m' can't be loaded \(We couldn't connect to the hub\)$"
    ):
        load_reranker("org/m")


def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(RerankerLoadError, match=r"can't be loaded \(.+\)$"):
        load_reranker(str(tmp_path))
    folder = save_tiny_cross_encoder(tmp_path / "classes", labels=3)
    with pytest.raises(RerankerLoadError, match="it has 3 labels, and a re-ranker has one"):
        load_reranker(folder)


def test_without_one_nothing_of_it_is_imported(write_sources: WriteSources, tmp_path: Path) -> None:
    program = (
        "import sys; from retrieval import Engine; from tests.tiny_encoder import TinyEncoder\n"
        f"engine = Engine({str(write_sources(ARTICLES))!r}, {str(tmp_path)!r}, encoder=TinyEncoder())\n"
        f"engine.ask({QUESTION!r})\n"
        "heavy = {'sentence_transformers', 'torch', 'retrieval.encoding.cross_encoder'}\n"
        "print(engine.reranker, *(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert found.stdout.strip() == "None"

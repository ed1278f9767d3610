"""The light engine: it agrees with sentence-transformers, and imports neither that nor torch."""

import importlib.util
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.settings import PROJECT
from retrieval import ModelChoice
from retrieval.encoding import carrier
from retrieval.encoding.encoder import Encoder, ModelId, TextKind
from retrieval.encoding.light import LightEncoder
from retrieval.encoding.models import identify, is_unpacked, load_encoder
from retrieval.encoding.q4_format import Q4File
from retrieval.encoding.unigram import Unigram, piece_table
from retrieval.errors import MissingExtraError
from retrieval.ranking.calibration import CONSERVATIVE, SHIPPED, load_calibration, read_calibration

TEXTS = [
    "Казахстан — крупнейший производитель урана в мире.",
    "Қазақстан мен Ресей арасындағы сауда 34,4 пайызға өсті.",
    "Kazakhstan is a reliable partner & ally: №1.",
    "  Ёлка\u00a0ﬁn  ½ «…»",
    "哈萨克斯坦 ☃☃ </s> ＜s＞",
    "а",
]
LONG = "Қазақстан Республикасының Президенті, «қосымша» келісім-шарт; " * 60


@pytest.fixture(scope="session")
def unigram() -> Unigram:
    carried = carrier.carried()
    return Unigram(carried, piece_table(carried))


def cosines(left: Any, right: Any) -> Any:
    return (left * right).sum(-1) / np.linalg.norm(left, axis=-1) / np.linalg.norm(right, axis=-1)


@pytest.mark.parametrize("kind", TextKind)
@pytest.mark.parametrize("text", [*TEXTS, LONG, "", " ", "\u200b"])
def test_it_agrees_with_the_reference(
    encoder: Encoder, reference: Encoder, text: str, kind: TextKind
) -> None:
    (light,), (expected,) = encoder.encode([text], kind), reference.encode([text], kind)
    assert light.tokens.shape == expected.tokens.shape
    assert cosines(light.vector, expected.vector) > 0.999
    assert cosines(light.tokens, expected.tokens).min(initial=1) > 0.999


def test_it_counts_as_the_reference(encoder: Encoder, reference: Encoder) -> None:
    texts = [*TEXTS, LONG, "", " ", "мир ", "\u0301", "<mask>"]
    assert [*map(encoder.count_tokens, texts)] == [*map(reference.count_tokens, texts)]
    assert encoder.limit == reference.limit == 508


def test_a_text_is_encoded_the_same_whatever_else_is(encoder: Encoder) -> None:
    together = encoder.encode([*TEXTS, LONG], TextKind.PASSAGE)
    with ThreadPoolExecutor(4) as pool:
        alone = list(pool.map(lambda text: encoder.encode([text], TextKind.PASSAGE)[0], [*TEXTS, LONG]))
    many = encoder.encode([*TEXTS, LONG] * 3, TextKind.PASSAGE)  # on all cores
    for one, other in zip(together * 4, [*alone, *many], strict=True):
        np.testing.assert_array_equal(one.vector, other.vector)
        np.testing.assert_array_equal(one.tokens, other.tokens)
    assert encoder.encode([], TextKind.PASSAGE) == []


@settings(max_examples=1000)
@given(st.text(max_size=60))
@example("\u1e030𞀰 \U0001ccd6 ☃\u200d☃ a\u0308\u0301")
@example("<s></s> <unk>☃<unk> ＜mask＞<pad>")
@example("слово" * 30)
def test_pieces_are_those_of_the_reference(unigram: Unigram, model: Any, text: str) -> None:
    expected = model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
    assert unigram.ids(text) == expected


def test_half_a_surrogate_pair_is_no_text(unigram: Unigram) -> None:
    with pytest.raises(UnicodeEncodeError):
        unigram.ids("\ud800")


def test_a_table_of_pieces_finds_each_by_hand() -> None:
    from tests.retrieval.test_bundled import q4_file

    carried = Q4File(q4_file())
    slots = piece_table(carried)
    assert sorted(slots.tolist()) == [-1, -1, 0, 1]
    # Unknown characters in a row are one piece; «мир» is the piece 1, the mark of a space before it is none.
    assert Unigram(carried, slots).ids("мир ☃☃") == [3, 1, 3]


def test_only_the_default_runs_light(encoder: Encoder) -> None:
    assert isinstance(encoder, LightEncoder)
    fingerprint = carrier.bundled_fingerprint()
    assert encoder.model_id == identify(ModelChoice()) == ModelId(fingerprint, "int4")
    assert identify(ModelChoice(device="cpu")) == encoder.model_id
    assert identify(ModelChoice(device="cuda")) == ModelId(fingerprint, "auto")
    assert identify(ModelChoice(precision="float32")) == ModelId(fingerprint, "float32")


def test_its_files_are_made_once(tmp_path: Path) -> None:
    choice = ModelChoice(cache=tmp_path)
    assert not is_unpacked(choice)
    (first,) = load_encoder(choice).encode(["мир"], TextKind.QUESTION)
    assert is_unpacked(choice)
    (folder,) = (tmp_path / "models").glob("*light*")
    assert {path.name for path in folder.iterdir()} == {"layers.onnx", "pieces.npy", "sizes.json"}
    made = (folder / "layers.onnx").stat().st_mtime_ns
    (second,) = load_encoder(choice).encode(["мир"], TextKind.QUESTION)
    np.testing.assert_array_equal(first.vector, second.vector)
    assert (folder / "layers.onnx").stat().st_mtime_ns == made


def test_asking_and_building_import_no_torch_and_no_web_client(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Алматы стоит у гор Алатау. Столица Казахстана — Астана.")
    code = (
        "import sys; from bot.cli.main import main\n"
        "code = main(['ask', 'Где стоит Алматы?'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'httpx'} & set(sys.modules)\n"
        "print(code, 'onnxruntime' in sys.modules, sorted(heavy))"
    )
    settings = {
        "DAYEKSOZ_CORPUS_DIR": str(tmp_path / "corpus"),
        "DAYEKSOZ_DATA_DIR": str(tmp_path / "data"),
        "PYTHONPATH": str(PROJECT),
        "HOME": str(Path.home()),
    }
    for _ in range(2):  # building the index, then opening it
        ended = subprocess.run(
            [sys.executable, "-c", code], env=settings, check=True, capture_output=True, text=True
        )
        assert ended.stdout.splitlines()[-1] == "0 True []", ended.stderr
    assert (tmp_path / "data" / "index").is_dir()


@pytest.fixture
def not_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine for which the package that carries the bundled model does not exist."""
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *rest: None if name == carrier.PACKAGE else find(name, *rest),
    )


@pytest.mark.usefixtures("not_carried")
def test_where_it_is_not_carried_the_hub_serves(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, model: Any
) -> None:
    asked = []

    def load_model(source: str, device: str, precision: str, *, name: str) -> Any:
        asked.append((source, device, precision, name))
        return model

    monkeypatch.setattr("retrieval.encoding.sentence_transformer.load_model", load_model)
    encoder = load_encoder(ModelChoice())
    hub = "intfloat/multilingual-e5-small"
    assert asked == [(hub, "auto", "auto", hub)]
    assert caplog.messages == [f"The bundled model does not exist for this machine: {hub} serves instead."]
    assert encoder.model_id == identify(ModelChoice()) == ModelId(f"hub:{hub}@unknown", "auto")
    assert is_unpacked(ModelChoice())


def test_the_hubs_version_has_the_same_calibration() -> None:
    shipped = read_calibration(SHIPPED)
    hub = "hub:intfloat/multilingual-e5-small"
    assert load_calibration(ModelId(f"{hub}@c007d7ef6fd8", "auto")) == shipped
    assert load_calibration(ModelId(f"{hub}-instruct@c007d7ef6fd8", "auto")) == CONSERVATIVE


def test_another_model_without_its_extra_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtraError) as caught:
        load_encoder(ModelChoice("org/model"))
    assert str(caught.value) == (
        "This needs the package 'sentence_transformers': pip install 'dayeksoz[models]'."
    )

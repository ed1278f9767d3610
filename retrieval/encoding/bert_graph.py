"""The bundled model's layers as a graph for onnxruntime that keeps their weights in 4-bit blocks.

The operators beyond ONNX's own are onnxruntime's (``com.microsoft``). ``MatMulNBits`` takes weights in
blocks of 32, just as the carrier has them; its ``accuracy_level`` 4 rounds the other factor to 8 bits, block
by block again, which takes half the time for a question. Token embeddings are not in the graph: the 250,000
rows stay in the carrier's file.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from retrieval.encoding.q4_format import WEIGHTS_IN_BLOCK, Q4File, nibbles

INPUT = "embeddings"
"""Sums of token, position and type embeddings, float32, shape ``(texts, tokens, hidden)``."""

_OPERATORS = "com.microsoft"
_OPSET = 18
_IR_VERSION = 10  # the newest that all releases of onnxruntime since 1.18 read
_EIGHT_BITS = 4


def bert_graph(carried: Q4File) -> onnx.ModelProto:
    """From `INPUT` to the states of the last layer but one and of the last, in this order."""
    return _Graph(carried).model()


class _Graph:
    """Nodes and weights as they come together; each method adds some and returns the name of their output."""

    def __init__(self, carried: Q4File) -> None:
        self._carried = carried
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def model(self) -> onnx.ModelProto:
        geometry = self._carried.geometry
        norm = [self._tensor("emb.ln.w"), self._tensor("emb.ln.b")]
        states = [
            self._node(
                "LayerNormalization", [INPUT, *norm], "layer0", domain="", axis=-1, epsilon=geometry.epsilon
            )
        ]
        for layer in range(geometry.layers):
            states.append(self._layer(states[-1], layer))
        shape: list[str | int | None] = ["texts", "tokens", geometry.hidden]
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in states[-2:]],
            self._weights,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_OPERATORS, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)

    def _layer(self, states: str, layer: int) -> str:
        geometry, at = self._carried.geometry, f"l{layer}"
        together = self._product(states, [f"{at}.{part}" for part in "qkv"], with_bias=True)
        parts = [f"{at}.{part}.out" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [together], parts, axis=-1, num_outputs=3))
        seen = self._node("MultiHeadAttention", parts, f"{at}.attention", num_heads=geometry.heads)
        states = self._added(self._product(seen, [f"{at}.ao"]), states, f"{at}.ao", f"{at}.aln")
        wide = self._product(states, [f"{at}.fi"])
        bent = self._node("BiasGelu", [wide, self._tensor(f"{at}.fi.b")], f"{at}.gelu")
        return self._added(self._product(bent, [f"{at}.fo"]), states, f"{at}.fo", f"{at}.oln")

    def _product(self, states: str, names: list[str], *, with_bias: bool = False) -> str:
        """``states`` times the weights of ``names``, side by side; with their bias added, if asked."""
        blocks = np.stack([self._carried.blocks(f"{name}.w") for name in names])
        bias = np.concatenate([self._carried.weights(f"{name}.b") for name in names])
        rows, name = len(bias), "+".join(names)
        numbers = nibbles(blocks)
        packed = (numbers[..., 0::2] | numbers[..., 1::2] << 4).reshape(rows, -1, WEIGHTS_IN_BLOCK // 2)
        inputs = [
            states,
            self._constant(f"{name}.blocks", packed),
            self._constant(f"{name}.scales", blocks["scale"].astype(np.float32).reshape(-1)),
        ]
        if with_bias:
            inputs += ["", "", self._constant(f"{name}.bias", bias)]
        return self._node(
            "MatMulNBits",
            inputs,
            f"{name}.out" if len(names) == 1 else f"{name}.together",
            K=packed.shape[1] * WEIGHTS_IN_BLOCK,
            N=rows,
            bits=4,
            block_size=WEIGHTS_IN_BLOCK,
            accuracy_level=_EIGHT_BITS,
        )

    def _added(self, states: str, before: str, bias: str, norm: str) -> str:
        """``states``, with the bias, added to what was there ``before``, normalised."""
        inputs = [
            states,
            before,
            self._tensor(f"{norm}.w"),
            self._tensor(f"{norm}.b"),
            self._tensor(f"{bias}.b"),
        ]
        return self._node(
            "SkipLayerNormalization", inputs, f"{norm}.out", epsilon=self._carried.geometry.epsilon
        )

    def _node(
        self, kind: str, inputs: list[str], output: str, *, domain: str = _OPERATORS, **how: Any
    ) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **how))
        return output

    def _tensor(self, name: str) -> str:
        return self._constant(name, self._carried.weights(name))

    def _constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

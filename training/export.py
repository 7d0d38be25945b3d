"""The encoder as an ONNX graph with 8-bit weights, in the operators that onnxruntime runs fastest on a CPU.

The graph is written by hand rather than traced: fused attention and normalisation, matrices in int8 with one scale
for each output, the word table in int8 with one scale for each row, activations quantised while it runs.
Inputs ``ids`` and ``mask`` (batch, tokens; int64, padding on the right); output ``vectors`` (batch, hidden), unit rows.
"""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from congvu.llm.backends.onnx import OnnxE5
from training import measure
from training.encoder import Encoder

Array = NDArray[np.float32]
MS = "com.microsoft"


class Graph:
    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], name: str, outputs: int = 1, domain: str = "", **how: object) -> str:
        outs = [name] if outputs == 1 else [f"{name}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, outs, name=name, domain=domain, **how))
        return outs[0]

    def matmul(self, x: str, name: str, weight: Array, bias: Array) -> str:
        """``x @ weight.T + bias`` with the weight in int8 and one scale for each output."""
        quantised, scale = rows_in_int8(weight)
        inputs = [
            x,
            self.constant(f"{name}.w", quantised.T),
            self.constant(f"{name}.s", scale),
            "",
            self.constant(f"{name}.b", bias),
        ]
        return self.add("DynamicQuantizeMatMul", inputs, name, domain=MS)

    def attention(self, x: str, name: str, weight: Array, bias: Array, lengths: str, heads: int) -> str:
        quantised, scale = rows_in_int8(weight)
        self.add("DynamicQuantizeLinear", [x], f"{name}.x", outputs=3)
        inputs = [
            f"{name}.x.0",
            self.constant(f"{name}.w", quantised.T),
            self.constant(f"{name}.b", bias),
            f"{name}.x.1",
            self.constant(f"{name}.s", scale),
            lengths,
            f"{name}.x.2",
            self.constant(f"{name}.z", np.zeros(len(scale), np.int8)),
        ]
        return self.add("QAttention", inputs, name, domain=MS, num_heads=heads, unidirectional=0)


def rows_in_int8(weight: Array) -> tuple[NDArray[np.int8], Array]:
    """Each row as int8 and the scale that it was divided by."""
    scale = np.maximum(np.abs(weight).max(axis=1), 1e-8) / 127
    return np.round(weight / scale[:, None]).astype(np.int8), scale.astype(np.float32)


def graph_of(model: Encoder) -> onnx.ModelProto:
    """The quantised graph of a model."""
    w = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    hidden, g = w["words.weight"].shape[1], Graph()
    x = embedded(g, w, model.norm.eps)
    x = encoded(g, w, [f"layers.{i}" for i in range(len(model.layers))], x, model.layers[0].heads, model.norm.eps)
    g.add("Cast", ["mask"], "mask.f", to=TensorProto.FLOAT)
    g.add("Unsqueeze", ["mask.f", "one"], "mask.row")
    g.add("MatMul", ["mask.row", x], "sum.row")
    g.add("Squeeze", ["sum.row", "one"], "sum")
    # Scaled to length 1 anyway, so the mean over the tokens is as good as their sum.
    g.add("LpNormalization", ["sum"], "vectors", axis=1, p=2)
    kinds = {"ids": TensorProto.INT64, "mask": TensorProto.INT64}
    inputs = [helper.make_tensor_value_info(n, k, ["batch", "tokens"]) for n, k in kinds.items()]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", hidden])]
    graph = helper.make_graph(g.nodes, "encoder", inputs, outputs, g.constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)])
    made.ir_version = 8
    return made


def embedded(g: Graph, w: dict[str, Array], epsilon: float) -> str:
    """From ``ids`` to the words at their places."""
    table, scale = rows_in_int8(w["words.weight"])
    g.add("Gather", [g.constant("words", table), "ids"], "row", axis=0)
    g.add("Cast", ["row"], "row.f", to=TensorProto.FLOAT)
    g.add("Gather", [g.constant("words.s", scale[:, None]), "ids"], "row.s", axis=0)
    g.add("Mul", ["row.f", "row.s"], "word")
    g.add("Shape", ["ids"], "tokens", start=1, end=2)
    g.constant("zero", np.array([0], np.int64))
    g.constant("one", np.array([1], np.int64))
    g.add("Slice", [g.constant("positions", w["positions.weight"]), "zero", "tokens", "zero"], "position")
    g.add("Add", ["word", "position"], "placed")
    norm = [g.constant("norm.w", w["norm.weight"]), g.constant("norm.b", w["norm.bias"])]
    return g.add("LayerNormalization", ["placed", *norm], "x", axis=-1, epsilon=epsilon)


def encoded(g: Graph, w: dict[str, Array], layers: list[str], x: str, heads: int, epsilon: float) -> str:
    """Through layers of these names; ``mask`` tells how long each text is."""
    g.add("ReduceSum", ["mask", "one"], "lengths.l", keepdims=0)
    g.add("Cast", ["lengths.l"], "lengths", to=TensorProto.INT32)
    for p in layers:

        def of(part: str, p: str = p) -> tuple[Array, Array]:
            return w[f"{p}.{part}.weight"], w[f"{p}.{part}.bias"]

        seen = g.attention(x, f"{p}.qkv", *of("qkv"), "lengths", heads)
        out = g.matmul(seen, f"{p}.out", *of("out"))
        x = residual(g, out, x, f"{p}.norm1", *of("norm1"), epsilon)
        up = g.add("Gelu", [g.matmul(x, f"{p}.up", *of("up"))], f"{p}.gelu", domain=MS)
        x = residual(g, g.matmul(up, f"{p}.down", *of("down")), x, f"{p}.norm2", *of("norm2"), epsilon)
    return x


def residual(g: Graph, x: str, skip: str, name: str, weight: Array, bias: Array, epsilon: float) -> str:
    # Two operators: fused (SkipLayerNormalization) they take five times as long on a CPU, a quarter of all.
    total = g.add("Add", [x, skip], f"{name}.sum")
    inputs = [total, g.constant(f"{name}.w", weight), g.constant(f"{name}.b", bias)]
    return g.add("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)


def write(model: Encoder, work: Path, folder: Path, name: str, version: str) -> None:
    """Write what ships: the quantised model, the tokenizer from ``work``, a card that names both by their hash and says
    what cosine two questions have that have nothing in common, as the finished files find it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(graph_of(model), folder / "model.onnx")
    files = ("model.onnx", "tokenizer.json")
    shutil.copyfile(work / files[1], folder / files[1])
    hashes = {file: sha256((folder / file).read_bytes()).hexdigest() for file in files}
    hidden, unlike = model.words.embedding_dim, measure.unlike(OnnxE5(folder))
    card = {"model": name, "version": version, "dimensions": hidden, "unlike": unlike, "sha256": hashes}
    (folder / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")

"""The reader of pairs as two ONNX graphs with 8-bit weights: one reads a question, the other two side by side.

``below.onnx``: ``ids`` (1, tokens) to ``states`` (1, tokens, hidden). ``above.onnx``: ``states`` of both questions one
after the other, their ``ids``, and ``side`` (0, 1) of each token, to ``odds`` (1), the log-odds that both are one.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from training.export import MS, Array, Graph, embedded, encoded, residual
from training.pair_reader import TOKENS, PairReader

FILES = ("below.onnx", "above.onnx")


def weights_of(model: PairReader) -> dict[str, Array]:
    return {name: value.detach().numpy() for name, value in model.state_dict().items()}


def below(model: PairReader) -> onnx.ModelProto:
    """What reads one question."""
    w, g = weights_of(model), Graph()
    x = embedded(g, w, model.norm.eps)
    g.add("ConstantOfShape", [g.add("Shape", ["ids"], "ids.shape")], "mask", value=_one(TensorProto.INT64, 1))
    x = encoded(g, w, [f"lower.{i}" for i in range(len(model.lower))], x, model.lower[0].heads, model.norm.eps)
    g.add("Identity", [x], "states")
    hidden = model.words.embedding_dim
    return _made(g, {"ids": (TensorProto.INT64, [1, "tokens"])}, {"states": (TensorProto.FLOAT, [1, "tokens", hidden])})


def above(model: PairReader) -> onnx.ModelProto:
    """What reads two beside each other; without padding, so without a mask."""
    w, g = weights_of(model), Graph()
    hidden, heads = model.words.embedding_dim, model.upper[0].layer.heads
    for name, value in (("one", 1), ("two", 2)):
        g.constant(name, np.array([value], np.int64))
    g.constant("yes", np.ones((), np.float32))
    g.add("Unsqueeze", ["side", "two"], "side.rows")
    g.add("Unsqueeze", ["side", "one"], "side.columns")
    g.add("Equal", ["side.rows", "side.columns"], "own")
    g.add("Not", ["own"], "other")
    g.add("Gather", [g.constant("classes", w["classes"].astype(np.int32)), "ids"], "class", axis=0)
    g.add("Equal", [g.add("Unsqueeze", ["class", "two"], "cl.r"), g.add("Unsqueeze", ["class", "one"], "cl.c")], "like")
    g.add("Cast", [g.add("And", ["like", "other"], "there")], "there.f", to=TensorProto.FLOAT)
    g.add("ReduceMax", ["there.f"], "found", axes=[2], keepdims=1)
    x = g.add("Add", ["states", g.add("Mul", ["found", g.constant("found.w", w["found"])], "found.x")], "x")
    g.add("Unsqueeze", ["other", "one"], "other.heads")
    for i in range(len(model.upper)):
        x = _upper(g, w, f"upper.{i}", x, heads, hidden, model.norm.eps)
    x = _held_against(g, w, x, model.norm.eps)
    g.add("Gelu", [g.matmul(x, "seen", w["seen.weight"], w["seen.bias"])], "seen.x", domain=MS)
    g.add("Cast", ["side"], "second", to=TensorProto.FLOAT)
    g.add("Sub", ["yes", "second"], "first")
    means = [_mean(g, part) for part in ("first", "second")]
    g.add("Add", means, "sum")
    g.add("ReduceMax", ["seen.x"], "most", axes=[1], keepdims=0)
    g.add("Abs", [g.add("Sub", means, "apart")], "apart.abs")
    g.add("Concat", ["sum", "most", "apart.abs"], "all", axis=1)
    verdict = [g.constant("verdict.w", w["verdict.weight"].T), g.constant("verdict.b", w["verdict.bias"])]
    g.add("Squeeze", [g.add("Gemm", ["all", *verdict], "verdict"), "one"], "odds")
    inputs = {
        "states": (TensorProto.FLOAT, [1, "tokens", hidden]),
        "ids": (TensorProto.INT64, [1, "tokens"]),
        "side": (TensorProto.INT64, [1, "tokens"]),
    }
    return _made(g, inputs, {"odds": (TensorProto.FLOAT, [1])})


def _upper(g: Graph, w: dict[str, Array], p: str, x: str, heads: int, hidden: int, epsilon: float) -> str:
    """One layer with its numbers for the own and the other question; attention is written out for their sake."""
    inside = f"{p}.layer"

    def of(part: str) -> tuple[Array, Array]:
        return w[f"{inside}.{part}.weight"], w[f"{inside}.{part}.bias"]

    qkv = g.matmul(x, f"{p}.qkv", *of("qkv"))
    shape = g.constant(f"{p}.shape", np.array([0, -1, 3, heads, hidden // heads], np.int64))
    g.add("Transpose", [g.add("Reshape", [qkv, shape], f"{p}.parts")], f"{p}.turned", perm=[2, 0, 3, 1, 4])
    g.add("Split", [f"{p}.turned"], f"{p}.part", outputs=3, axis=0)
    zero = g.constant(f"{p}.zero", np.array([0], np.int64))
    q, k, v = (g.add("Squeeze", [f"{p}.part.{n}", zero], f"{p}.{name}") for n, name in enumerate("qkv"))
    g.add("Transpose", [k], f"{p}.k.t", perm=[0, 1, 3, 2])
    scale = g.constant(f"{p}.scale", np.array((hidden // heads) ** -0.5, np.float32))
    likeness = g.add("Mul", [g.add("MatMul", [q, f"{p}.k.t"], f"{p}.qk"), scale], f"{p}.likeness")
    bias = w[f"{p}.bias"]
    own, other = (g.constant(f"{p}.{name}", bias[:, n][:, None, None]) for n, name in enumerate(("own", "other")))
    likeness = g.add("Add", [likeness, g.add("Where", ["other.heads", other, own], f"{p}.bias")], f"{p}.biased")
    seen = g.add("MatMul", [g.add("Softmax", [likeness], f"{p}.soft", axis=-1), v], f"{p}.seen")
    seen = g.add("Transpose", [seen], f"{p}.seen.t", perm=[0, 2, 1, 3])
    seen = g.add("Reshape", [seen, g.constant(f"{p}.flat", np.array([0, 0, hidden], np.int64))], f"{p}.seen.flat")
    x = residual(g, g.matmul(seen, f"{p}.out", *of("out")), x, f"{p}.norm1", *of("norm1"), epsilon)
    up = g.add("Gelu", [g.matmul(x, f"{p}.up", *of("up"))], f"{p}.gelu", domain=MS)
    return residual(g, g.matmul(up, f"{p}.down", *of("down")), x, f"{p}.norm2", *of("norm2"), epsilon)


def _held_against(g: Graph, w: dict[str, Array], x: str, epsilon: float) -> str:
    """As ``PairReader._held_against``."""
    g.add("Sub", [x, g.add("ReduceMean", [x], "centre", axes=[1], keepdims=1)], "off")
    norm = [g.constant("apart.w", w["apart.weight"]), g.constant("apart.b", w["apart.bias"])]
    x = g.add("LayerNormalization", ["off", *norm], "token", axis=-1, epsilon=epsilon)
    unit = g.add("LpNormalization", [x], "unit", axis=2, p=2)
    g.add("MatMul", [unit, g.add("Transpose", [unit], "unit.t", perm=[0, 2, 1])], "cosine")
    g.add("Mul", ["cosine", g.constant("sharpness", w["sharpness"])], "near")
    hidden = g.constant("hidden", np.array(-1e4, np.float32))
    g.add("Softmax", [g.add("Where", ["other", "near", hidden], "near.other")], "near.soft", axis=-1)
    g.add("MatMul", ["near.soft", x], "likest")
    g.add("Abs", [g.add("Sub", [x, "likest"], "difference")], "difference.abs")
    g.add("Mul", [x, "likest"], "product")
    return g.add("Concat", [x, "difference.abs", "product"], "against", axis=2)


def _mean(g: Graph, part: str) -> str:
    """Of the tokens of one question."""
    g.add("MatMul", [g.add("Unsqueeze", [part, "one"], f"{part}.row"), "seen.x"], f"{part}.sum.row")
    g.add("Squeeze", [f"{part}.sum.row", "one"], f"{part}.sum")
    g.add("ReduceSum", [part, "one"], f"{part}.count", keepdims=1)
    return g.add("Div", [f"{part}.sum", f"{part}.count"], f"{part}.mean")


def _one(kind: int, value: int) -> onnx.TensorProto:
    return helper.make_tensor("value", kind, [1], [value])


_Kinds = dict[str, tuple[int, list[int | str]]]


def _made(g: Graph, inputs: _Kinds, outputs: _Kinds) -> onnx.ModelProto:
    told = [[helper.make_tensor_value_info(n, *kind) for n, kind in some.items()] for some in (inputs, outputs)]
    graph = helper.make_graph(g.nodes, "pairs", told[0], told[1], g.constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)])
    made.ir_version = 8
    return made


def write(model: PairReader, tokenizer: Path, folder: Path, name: str, version: str) -> None:
    """Write what ships: both graphs, and a card that names them and the embedder's tokenizer by their hashes."""
    folder.mkdir(parents=True, exist_ok=True)
    model.eval()
    onnx.save(below(model), folder / FILES[0])
    onnx.save(above(model), folder / FILES[1])
    hashes = {file: sha256((folder / file).read_bytes()).hexdigest() for file in FILES}
    words = sha256(tokenizer.read_bytes()).hexdigest()
    card = {"model": name, "version": version, "tokens": TOKENS, "sha256": hashes, "tokenizer": words}
    (folder / "model.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")

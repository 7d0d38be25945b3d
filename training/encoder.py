"""The encoder in PyTorch: BERT's layers, mean pooling, unit length."""

from __future__ import annotations

import copy
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.e5file import E5File


class Layer(nn.Module):
    """Self-attention and a feed-forward block, each with its residual and normalisation."""

    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, epsilon)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, epsilon)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, s, h = x.shape
        q, k, v = self.qkv(x).view(b, s, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: the fused operator's way back takes a third of a step's time on a processor.
        likeness = q @ k.transpose(-1, -2) / (h // self.heads) ** 0.5
        seen = (likeness + mask).softmax(-1).to(v.dtype) @ v
        x = self.norm1(x + self.out(seen.transpose(1, 2).reshape(b, s, h)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """``forward(ids, mask)``, both (batch, tokens), mask 1 where a token stands, gives (batch, hidden) unit rows.

    The kind of token that BERT also adds is the same for every token here; it is added to the positions once.
    """

    def __init__(self, words: int, hidden: int, layers: int, heads: int, inner: int, positions: int, epsilon: float):
        super().__init__()
        self.words = nn.Embedding(words, hidden)
        self.positions = nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, epsilon) for _ in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]])
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill_(mask == 0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        weights = mask.to(x.dtype)[:, :, None]
        return functional.normalize((x * weights).sum(1) / weights.sum(1), dim=1)


def from_file(source: E5File, kept: list[int]) -> Encoder:
    """The general model, its table of words cut to the rows ``kept``."""
    t = {name: torch.from_numpy(values) for name, values in source.tensors.items()}
    sizes = (source.hidden, source.layers, source.heads, source.inner, source.positions)
    model = Encoder(len(kept), *sizes, source.epsilon)
    state = {
        "words.weight": t["emb.word"][torch.tensor(kept)],
        "positions.weight": t["emb.pos"] + t["emb.type"][: source.hidden],
        "norm.weight": t["emb.ln.w"],
        "norm.bias": t["emb.ln.b"],
    }
    for i in range(source.layers):
        for ours, theirs in [("out", "ao"), ("norm1", "aln"), ("up", "fi"), ("down", "fo"), ("norm2", "oln")]:
            state[f"layers.{i}.{ours}.weight"] = t[f"l{i}.{theirs}.w"]
            state[f"layers.{i}.{ours}.bias"] = t[f"l{i}.{theirs}.b"]
        for part in ("w", "b"):
            whole = torch.cat([t[f"l{i}.{n}.{part}"] for n in "qkv"])
            state[f"layers.{i}.qkv.{'weight' if part == 'w' else 'bias'}"] = whole
    model.load_state_dict(state)
    return model


def save(model: Encoder, path: Path) -> None:
    """Write the weights; the sizes are read back from them and from the heads' width of 32."""
    np.savez(path, **{name: value.detach().numpy() for name, value in model.state_dict().items()})


def load(path: Path, heads: int = 12, epsilon: float = 1e-12) -> Encoder:
    """Read weights written by ``save``."""
    with np.load(path) as stored:
        state = {name: torch.from_numpy(stored[name]) for name in stored.files}
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    words, hidden = state["words.weight"].shape
    inner = state["layers.0.up.weight"].shape[0]
    model = Encoder(words, hidden, layers, heads, inner, state["positions.weight"].shape[0], epsilon)
    model.load_state_dict(state)
    return model


def between(first: Encoder, second: Encoder, share: float) -> Encoder:
    """A model whose weights lie between those of two, ``share`` of the way to the second.

    Part of the way back to the general model often keeps what was learnt and gives back what was lost.
    """
    mixed = copy.deepcopy(first)
    other = second.state_dict()
    mixed.load_state_dict({name: value.lerp(other[name], share) for name, value in first.state_dict().items()})
    return mixed

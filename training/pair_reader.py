"""The reader of question pairs in PyTorch: lower layers read each question alone, upper ones read both side by side.

Both questions are treated alike, so their order does not matter. The lower layers' work on a known question can be
kept. In the upper layers each head has a number for looking at its own question and one for looking at the other. In
the end each token is held against what is likest to it in the other question: what has no counterpart stands out at
once, which a few thousand questions would not teach layers that only attend.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from congvu.text import fold
from training.encoder import Encoder, Layer

TOKENS = 48
"""Of a question that are read; of a thousand questions none has more."""
_SEEN = 192
"""Numbers for each token that the verdict is made from."""
_SHARPNESS = 8.0
"""How much likelier the likest token is, to begin with."""
_LOOKS_ACROSS = 1.5
"""What every second head begins with for the tokens of the other question."""
_DROPPED = 0.1


class Side(nn.Module):
    """A layer over the tokens of both questions; ``bias`` (heads, 2): for tokens of the same and the other question."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer = layer
        self.bias = nn.Parameter(torch.zeros(layer.heads, 2))
        with torch.no_grad():
            self.bias[::2, 1] = _LOOKS_ACROSS

    def forward(self, x: Tensor, mask: Tensor, other: Tensor) -> Tensor:
        return self.layer(x, mask + torch.where(other, self.bias[:, 1, None, None], self.bias[:, 0, None, None]))


class PairReader(nn.Module):
    """``below(ids, mask)`` gives the states of questions, ``above(states, ids, side, mask)`` the log-odds of pairs."""

    def __init__(self, encoder: Encoder, below: int, above: list[int], classes: Tensor) -> None:
        super().__init__()
        self.words, self.positions, self.norm = encoder.words, encoder.positions, encoder.norm
        self.words.requires_grad_(False)  # the table is most of the weights, and questions are too few to move it
        hidden = encoder.words.embedding_dim
        self.lower = nn.ModuleList(encoder.layers[:below])
        self.upper = nn.ModuleList(Side(encoder.layers[i]) for i in above)
        self.register_buffer("classes", classes)
        self.found = nn.Parameter(torch.zeros(hidden))
        self.apart = nn.LayerNorm(hidden, encoder.norm.eps)
        self.sharpness = nn.Parameter(torch.tensor(_SHARPNESS))
        self.seen = nn.Linear(3 * hidden, _SEEN)
        self.verdict = nn.Linear(3 * _SEEN, 1)
        self.dropout = nn.Dropout(_DROPPED)
        nn.init.zeros_(self.verdict.bias)

    def below(self, ids: Tensor, mask: Tensor) -> Tensor:
        """States (questions, tokens, hidden) of questions read alone."""
        x = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]])
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill_(mask == 0, -1e4)[:, None, None, :]
        for layer in self.lower:
            x = layer(x, bias)
        return x

    def above(self, x: Tensor, ids: Tensor, side: Tensor, mask: Tensor) -> Tensor:
        """Log-odds (pairs) that both sides ask the same; ``side`` is 0 for tokens of one question, 1 of the other."""
        other = side[:, :, None] != side[:, None, :]
        classes = self.classes[ids]
        there = (classes[:, :, None] == classes[:, None, :]) & other & (mask[:, None, :] > 0)
        x = x + there.any(2)[:, :, None] * self.found
        bias = torch.zeros(mask.shape, dtype=torch.float32).masked_fill_(mask == 0, -1e4)[:, None, None, :]
        for layer in self.upper:
            x = layer(x, bias, other[:, None])
        seen = functional.gelu(self.seen(self.dropout(self._held_against(x.float(), other, mask)))).float()
        of_first, of_second = (mask * (side == n) for n in (0, 1))
        first, second = (_mean(seen, part) for part in (of_first, of_second))
        most = seen.masked_fill(mask[:, :, None] == 0, -1e4).amax(1)
        return self.verdict(self.dropout(torch.cat([first + second, most, (first - second).abs()], 1))).squeeze(1)


    def _held_against(self, x: Tensor, other: Tensor, mask: Tensor) -> Tensor:
        """Each token, what is likest to it in the other question taken from it, and both multiplied."""
        x = self.apart(x - _mean(x, mask)[:, None, :])
        unit = functional.normalize(x, dim=2)
        likeness = self.sharpness * (unit @ unit.transpose(1, 2))
        likest = likeness.masked_fill(~other | (mask[:, None, :] == 0), -1e4).softmax(-1) @ x
        return torch.cat([x, (x - likest).abs(), x * likest], 2)


def _mean(seen: Tensor, part: Tensor) -> Tensor:
    weights = part.to(seen.dtype)[:, :, None]
    return (seen * weights).sum(1) / weights.sum(1)


def classes_of(tokenizer: Tokenizer) -> NDArray[np.int64]:
    """For each piece a number that it shares with those that differ in case, diacritics and place in a word only."""
    numbers: dict[str, int] = {}
    found = np.zeros(tokenizer.get_vocab_size(), np.int64)
    for piece, row in tokenizer.get_vocab().items():
        plain = fold(piece.replace("▁", "")) or piece
        found[row] = numbers.setdefault(plain, len(numbers))
    return found

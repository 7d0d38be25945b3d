"""Training of the reader of pairs, bounded by time, on one thread, in bfloat16."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from training import encoder
from training.pair_batches import Entries, Pairs, PairSampler
from training.pair_reader import TOKENS, PairReader, classes_of

RATE = 1e-4
RATE_OF_NEW = 1e-3
"""Of what does not come from the embedder."""
WARM_UP = 0.06
CLUSTERS = 3
SAVE_MINUTES = 4.0
BELOW, ABOVE = 9, [9, 10, 11]
_PART = 32


def new_reader(weights: Path, tokenizer: Tokenizer, below: int = BELOW, above: Sequence[int] = ABOVE) -> PairReader:
    """A reader that begins with the layers of an embedder."""
    return PairReader(encoder.load(weights), below, list(above), torch.from_numpy(classes_of(tokenizer)))


def ids_of(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """The tokens of questions, as the product cuts them."""
    rows = [e.ids for e in tokenizer.encode_batch_fast([f"query: {text}" for text in texts])]
    return [row if len(row) <= TOKENS else row[: TOKENS - 1] + row[-1:] for row in rows]


def logits_of(model: PairReader, rows: list[list[int]], pairs: Sequence[tuple[int, int]]) -> Tensor:
    """Log-odds of pairs of questions, each question read alone once; in parts of like length."""
    states = _below(model, rows)
    order = sorted(range(len(pairs)), key=lambda n: len(rows[pairs[n][0]]) + len(rows[pairs[n][1]]))
    found = []
    for start in range(0, len(order), _PART):
        some = [pairs[n] for n in order[start : start + _PART]]
        x = nn.utils.rnn.pad_sequence([torch.cat([states[a], states[b]]) for a, b in some], batch_first=True)
        ids = _padded([rows[a] + rows[b] for a, b in some])
        side = _padded([[0] * len(rows[a]) + [1] * len(rows[b]) for a, b in some])
        mask = _padded([[1] * (len(rows[a]) + len(rows[b])) for a, b in some])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found.append(model.above(x, ids, side, mask).float())
    return torch.cat(found)[torch.tensor(np.argsort(order))]


def _below(model: PairReader, rows: list[list[int]]) -> list[Tensor]:
    states: list[Tensor] = [torch.empty(0)] * len(rows)
    order = sorted(range(len(rows)), key=lambda n: len(rows[n]))
    for start in range(0, len(order), _PART):
        some = order[start : start + _PART]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = model.below(_padded([rows[n] for n in some], 1), _padded([[1] * len(rows[n]) for n in some]))
        for n, states_of in zip(some, x, strict=True):
            states[n] = states_of[: len(rows[n])]
    return states


def _padded(rows: Sequence[Sequence[int]], value: int = 0) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[value] * (longest - len(row))] for row in rows])


def scores(model: PairReader, tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
    """Log-odds of pairs of texts."""
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    place = {text: n for n, text in enumerate(texts)}
    model.eval()
    found = []
    with torch.inference_mode():
        rows = ids_of(tokenizer, texts)
        for start in range(0, len(pairs), 512):
            some = pairs[start : start + 512]
            used = sorted({place[text] for pair in some for text in pair})
            at = {n: i for i, n in enumerate(used)}
            local = [(at[place[a]], at[place[b]]) for a, b in some]
            found.append(logits_of(model, [rows[n] for n in used], local).numpy())
    model.train()
    return np.concatenate(found)


def loss_of(model: PairReader, tokenizer: Tokenizer, some: Pairs) -> Tensor:
    """Both answers weigh the same."""
    same = torch.tensor(some.same, dtype=torch.float32)
    share = same.mean()
    weight = torch.where(same > 0, 0.5 / share, 0.5 / (1 - share))
    logits = logits_of(model, ids_of(tokenizer, some.texts), some.pairs)
    return functional.binary_cross_entropy_with_logits(logits, same, weight)


def train(entries: Entries, weights: Path, words: Path, out: Path, minutes: float, seed: int = 1) -> PairReader:
    """Learn for ``minutes`` from the weights of an embedder and its tokenizer ``words``.

    The state goes to ``out/reader.pt``, now and then and at the end.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(words))
    model = new_reader(weights, tokenizer)
    taken_over = {id(p) for part in (model.positions, model.norm, model.lower) for p in part.parameters()}
    taken_over |= {id(p) for side in model.upper for p in side.layer.parameters()}
    learnt = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in learnt if id(p) in taken_over], "rate": RATE},
        {"params": [p for p in learnt if id(p) not in taken_over], "rate": RATE_OF_NEW},
    ]
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01, fused=True)
    sampler = PairSampler(entries, seed)
    gc.freeze()
    begun, step, saved, mean, pairs = time.monotonic(), 0, 0.0, 0.7, 0
    with (out / "reader.jsonl").open("a") as log:
        while (share := (time.monotonic() - begun) / (60 * minutes)) < 1:
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * min(1.0, (share + 0.002) / WARM_UP, (1 - share) / (1 - WARM_UP))
            some = sampler.some(CLUSTERS)
            loss = loss_of(model, tokenizer, some)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step, pairs, mean = step + 1, pairs + len(some.pairs), 0.95 * mean + 0.05 * loss.item()
            minute = (time.monotonic() - begun) / 60
            if step % 10 == 0:
                log.write(json.dumps({"step": step, "minute": round(minute, 2), "pairs": pairs, "loss": mean}) + "\n")
                log.flush()
            if minute - saved >= SAVE_MINUTES:
                torch.save(model.state_dict(), out / "reader.pt")
                saved = minute
    torch.save(model.state_dict(), out / "reader.pt")
    return model.eval()

"""The training itself, bounded by time: it can be stopped at any moment and leaves usable weights behind.

A step embeds questions, some of them as people type them, and their passages, in bfloat16 where the processor can. The
loss asks each question to find its passage among all of the step (InfoNCE, confusable ones side by side) and each
passage its question, and keeps the vectors of questions near those of the general model for the question as written,
so that what it knows is kept.
"""

from __future__ import annotations

import gc
import json
import pickle
import time
from collections.abc import Sequence
from pathlib import Path

import torch
import torch.distributed as dist
from tokenizers import Tokenizer
from torch import Tensor, multiprocessing, nn
from torch.nn import functional

from training import batches, encoder
from training.batches import Batch, KnownQuestions, Repeated, Sampler

TEMPERATURE = 0.02
ANCHOR = 1.0
"""Weight of staying near the general model, against a loss of about one for finding the passage."""
RATE = 4e-5
WARM_UP = 0.04
REPEATS = 0.3
"""Weight of telling questions asked again from those that only look alike."""
REPEATS_TEMPERATURE = 0.05
ENTRIES = 12
"""Known questions of a step, for each process."""
SIZE = 64
PASSAGE_TOKENS = 112
SAVE_MINUTES = 8.0
QUERY_TOKENS = 40


def tensors(tokenizer: Tokenizer, texts: Sequence[str], kind: str, limit: int) -> tuple[Tensor, Tensor]:
    """Ids and mask of texts, padded to the longest, cut at ``limit`` tokens."""
    ids = [e.ids for e in tokenizer.encode_batch_fast([f"{kind}: {text}" for text in texts])]
    ids = [row if len(row) <= limit else row[: limit - 1] + row[-1:] for row in ids]
    longest = max(map(len, ids))
    padded = torch.tensor([row + [1] * (longest - len(row)) for row in ids])
    lengths = torch.tensor([len(row) for row in ids])
    return padded, (torch.arange(longest)[None] < lengths[:, None]).long()


def embed(model: nn.Module, ids: Tensor, mask: Tensor, part: int = 16) -> Tensor:
    """Unit rows; computed in parts of like length, so that little is padding."""
    order = mask.sum(1).argsort()
    rows = []
    for some in order.split(part):
        longest = int(mask[some].sum(1).max())
        with torch.autocast("cpu", dtype=torch.bfloat16):
            rows.append(model(ids[some, :longest], mask[some, :longest]).float())
    return torch.cat(rows)[order.argsort()]


def loss_of(typed: Tensor, passages: Tensor, anchors: Tensor, headings: Tensor) -> tuple[Tensor, Tensor]:
    """What finding costs, and what drifting costs; all vectors (size, hidden), ``headings`` (size)."""
    target = torch.arange(len(passages))
    same = (headings[:, None] == headings[None]) & ~torch.eye(len(headings), dtype=torch.bool)
    likeness = (typed @ passages.T / TEMPERATURE).masked_fill(same, -1e4)
    finding = functional.cross_entropy(likeness, target) + functional.cross_entropy(likeness.T, target) / 2
    return finding, 1 - (typed * anchors).sum(1).mean()


def repeats_loss(known: Tensor, again: Tensor, others: Tensor) -> Tensor:
    """What it costs to find for each known question the one that asks it again, among those and all that only look
    alike; vectors (entries, hidden), (entries, hidden), (near misses, hidden).
    """
    target = torch.arange(len(known))
    asked_again = functional.cross_entropy(known @ torch.cat([again, others]).T / REPEATS_TEMPERATURE, target)
    return (
        asked_again + functional.cross_entropy(again @ torch.cat([known, others]).T / REPEATS_TEMPERATURE, target) / 2
    )


def _gathered(own: Tensor) -> Tensor:
    """Rows of all processes; only one's own carry a gradient, the others' are added where gradients are summed."""
    everyone = [torch.empty_like(own) for _ in range(dist.get_world_size())]
    dist.all_gather(everyone, own.detach().contiguous())
    everyone[dist.get_rank()] = own
    return torch.cat(everyone)


def _sum_gradients(model: nn.Module) -> None:
    gradients = [p.grad for p in model.parameters() if p.grad is not None]
    flat = torch.cat([g.view(-1) for g in gradients])
    dist.all_reduce(flat)
    for gradient, total in zip(gradients, flat.split([g.numel() for g in gradients]), strict=True):
        gradient.copy_(total.view_as(gradient))


def _share_of_time(begun: float, minutes: float) -> float:
    share = torch.tensor([(time.monotonic() - begun) / (minutes * 60)])
    dist.all_reduce(share, op=dist.ReduceOp.MAX)
    return float(share)


def _vectors(model: nn.Module, general: nn.Module, tokenizer: Tokenizer, batch: Batch) -> list[Tensor]:
    asked = tensors(tokenizer, batch.asked, "query", QUERY_TOKENS)
    with torch.no_grad():
        anchors = embed(general, *asked)
    typed = tensors(tokenizer, batch.typed, "query", QUERY_TOKENS)
    passages = tensors(tokenizer, batch.passages, "passage", PASSAGE_TOKENS)
    return [embed(model, *typed), embed(model, *passages), anchors]


def _repeats(model: nn.Module, tokenizer: Tokenizer, some: Repeated) -> Tensor:
    """Of one process's own entries: the gradients of all are summed, so this is divided among them."""
    texts = [some.known, some.again, some.others]
    vectors = [embed(model, *tensors(tokenizer, group, "query", QUERY_TOKENS), 64) for group in texts]
    return repeats_loss(vectors[0], vectors[1], vectors[2]) / dist.get_world_size()


def _worker(rank: int, processes: int, out: Path, minutes: float, seed: int) -> None:
    torch.set_num_threads(1)
    store = dist.FileStore(str(out / "meeting"), processes)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=processes)
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    learnt, confusable, asked = pickle.loads((out / "pool.pickle").read_bytes())  # noqa: S301  # written by `prepare`
    model, general = encoder.load(out / "start.npz"), encoder.load(out / "start.npz").eval()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.01, fused=True)
    sampler = Sampler(learnt, confusable, asked, seed * 100 + rank)
    known = KnownQuestions(batches.read_repeats(), seed * 100 + rank)
    gc.freeze()  # what was read stays; walking through it took time in every step
    begun, step, saved = time.monotonic(), 0, 0.0
    with (out / "train.jsonl").open("a") as log:
        while (share := _share_of_time(begun, minutes)) < 1:
            batch = sampler.batch(SIZE // processes)
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, (share + 0.002) / WARM_UP, (1 - share) / (1 - WARM_UP))
            vectors = [_gathered(rows) for rows in _vectors(model, general, tokenizer, batch)]
            finding, drifting = loss_of(*vectors, _gathered(torch.from_numpy(batch.headings)))
            optimizer.zero_grad(set_to_none=True)
            repeated = _repeats(model, tokenizer, known.some(ENTRIES))
            (finding + ANCHOR * drifting + REPEATS * repeated).backward()
            _sum_gradients(model)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step += 1
            if rank:
                continue
            minute = (time.monotonic() - begun) / 60
            row = {"step": step, "minute": minute, "finding": finding.item(), "drifting": drifting.item()}
            log.write(json.dumps(row) + "\n")
            log.flush()
            if minute - saved >= SAVE_MINUTES:
                encoder.save(model, out / f"step-{step}.npz")
                saved = minute
    if rank == 0:
        encoder.save(model, out / "last.npz")


def train(out: Path, minutes: float, processes: int, seed: int = 1) -> None:
    """Learn for ``minutes`` from ``out/start.npz``; weights go to ``out/step-N.npz`` and at the end ``out/last.npz``.

    Processes of one thread each share every step: on a busy machine they wait for each other once a step, threads
    at every operation.
    """
    (out / "meeting").unlink(missing_ok=True)
    multiprocessing.spawn(_worker, (processes, out, minutes, seed), nprocs=processes)

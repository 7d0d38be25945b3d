"""From the packages and the data folder to the files that ship: prepare, train, choose, export.

``choose`` puts part of the general model back into the trained one, down to all of it, and takes the share that best
answers the questions that we wrote for held-out documents and those of encyclopaedic texts together. Evaluation
questions have no say in it.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from congvu.llm.backends.onnx import OnnxE5
from training import encoder, export, measure
from training.prepare import prepare
from training.train import train

NAME = "congvu-e5"
SHARES = (0.0, 0.5, 0.7, 1.0)


def make(data: Path, work: Path, out: Path, *, minutes: float, processes: int, version: str) -> None:
    """Everything; ``work`` keeps what is made on the way, ``out`` gets the files that ship."""
    prepare(data, work)
    if minutes <= 0:  # what ships in the package
        finish(work, work / "start.npz", 0.0, out, version)
        return
    train(work, minutes, processes)
    share = choose(data, work, work / "last.npz")
    finish(work, work / "last.npz", share, out, version)


def choose(data: Path, work: Path, weights: Path) -> float:
    """The share of the trained weights that is best in the mean of both tasks' MRR as written, because questions come
    with their diacritics (``congvu.retrieval.diacritics``); the figures go to choice.json.
    """
    tasks = {"written": measure.written(work / "held.pickle"), "encyclopaedia": measure.encyclopaedia(data)}
    found: dict[float, dict[str, dict[str, float]]] = {}
    for share in SHARES:
        with tempfile.TemporaryDirectory() as folder:
            finish(work, weights, share, Path(folder), "trial")
            model = OnnxE5(Path(folder))
            found[share] = {name: measure.figures(model, task) for name, task in tasks.items()}
    (work / "choice.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return max(SHARES, key=lambda share: sum(f["as_written MRR@10"] for f in found[share].values()))


def finish(work: Path, weights: Path, share: float, out: Path, version: str) -> None:
    """Write the files that ship from weights, ``share`` of the way from the general model to them."""
    model = encoder.between(encoder.load(work / "start.npz"), encoder.load(weights), share)
    export.write(model, work, out, NAME, version)

"""Compare a model with the figures that were recorded when it was made."""

from __future__ import annotations

import json
from pathlib import Path

from congvu.llm.backends.onnx import OnnxE5
from training import measure

RECORDED = Path(__file__).with_name("figures.json")
TOLERANCE = 0.006
"""Figures move a little between processors, because 8-bit arithmetic is not the same on all."""


def measured(data: Path, folder: Path) -> dict[str, dict[str, float]]:
    """Figures of the model in a folder, by task."""
    model = OnnxE5(folder)
    tasks = {"alqac": measure.alqac(data), "encyclopaedia": measure.encyclopaedia(data)}
    return {name: measure.figures(model, task) for name, task in tasks.items()}


def worse(found: dict[str, dict[str, float]], recorded: dict[str, dict[str, float]]) -> list[str]:
    """A line for each figure that falls short of the recorded one by more than the tolerance."""
    return [
        f"{task} {name}: {found[task][name]:.3f}, recorded {value:.3f}"
        for task, values in recorded.items()
        for name, value in values.items()
        if found[task][name] < value - TOLERANCE
    ]


def check(data: Path, folder: Path) -> list[str]:
    """What is wrong with the model in a folder; nothing where it is as good as recorded."""
    return worse(measured(data, folder), json.loads(RECORDED.read_text("utf-8")))

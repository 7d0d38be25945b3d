"""Notes of amendment in real texts, against what they say as read by a person."""

from __future__ import annotations

import json
from pathlib import Path

from congvu.config.commands.eval_relations import measure
from tests.shared_data import shared

NOTES = Path(__file__).parents[2] / "golden" / "relations" / "notes.jsonl"


def test_labelled_notes_are_read_right() -> None:
    result = measure(shared("laws/amended"), NOTES)
    assert result["all"]["notes"] == 150
    for half in ("develop", "aside", "all"):
        assert result[half]["precision"] >= 0.95, half
        assert result[half]["recall"] >= 0.90, half


def test_a_wrong_label_lowers_the_figures(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in NOTES.read_text("utf-8").splitlines()]
    for row in rows:
        row["says"][0]["target"] = "Điều 0"
    wrong = tmp_path / "notes.jsonl"
    wrong.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    assert measure(shared("laws/amended"), wrong)["all"]["recall"] < 0.5

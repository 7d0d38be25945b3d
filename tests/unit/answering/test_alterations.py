"""Sentences of a model altered by machine, and what the checker makes of them."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from congvu.answering.evaluation.alterations import alterations
from congvu.answering.evaluation.checker import measure_kept
from congvu.answering.verify import Basis
from congvu.common.errors import InvalidInputError

TEXT = (
    "Trong thời hạn 05 ngày kể từ ngày nhận hồ sơ, Sở Tư pháp phải trả lời Ủy ban nhân dân cấp xã; quá 10 ngày không "
    "trả lời thì Chủ tịch Ủy ban nhân dân cấp tỉnh xem xét theo khoản 3 Điều 7 của Luật này."
)
PLACE = "khoản 2 Điều 9 Luật A 2020\nTrả lời"


def test_each_alteration_changes_one_place_and_the_same_seed_gives_the_same() -> None:
    one = list(alterations(TEXT, Basis(TEXT, PLACE), random.Random(1)))
    assert one == list(alterations(TEXT, Basis(TEXT, PLACE), random.Random(1)))
    assert {kind for kind, _text in one} == {"number", "negation", "agency", "date"}
    assert all(text != TEXT for _kind, text in one)
    assert "sau thời hạn" in next(text for kind, text in one if kind == "date").lower()


def kept(tmp_path: Path, raw: str) -> Path:
    asked = {"id": "1", "kind": "text", "text": "Bao nhiêu ngày?", "key": "", "choices": {}, "gold": []}
    source = {"token": "K7", "place": PLACE, "text": TEXT, "gold": True, "exact": True}
    row = {"asked": asked, "status": "answered", "sources": [source], "quoted": [], "raw": raw, "seconds": 1.0}
    file = tmp_path / "kept.jsonl"
    file.write_text(json.dumps({**row, "versions": {}}) + "\n", "utf-8")
    return file


def test_alterations_of_what_a_model_wrote_are_caught_and_told_by_kind(tmp_path: Path) -> None:
    result = measure_kept(kept(tmp_path, f"[K7] {TEXT}"))
    assert result["sentences"] == 1
    assert result["caught"] == result["wrong"] == sum(counts["wrong"] for counts in result["kinds"].values()) >= 6
    assert not result["missed"]


def test_a_file_that_no_evaluation_wrote_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Lời.", "utf-8")
    with pytest.raises(InvalidInputError, match=r"notes\.txt"):
        measure_kept(tmp_path / "notes.txt")

"""The reader of question pairs, with the files that ship."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from congvu.common.errors import UnavailableError
from congvu.common.hashing import sha256_hex
from congvu.llm.backends.pairs import MODEL, TOKENS, WORDS, OnnxPairReader

LEAVE = "Công chức nghỉ phép năm được bao nhiêu ngày?"
OTHERS = ["Một năm công chức có mấy ngày phép?", "Lệ phí cấp hộ chiếu là bao nhiêu?", LEAVE]


@pytest.fixture(scope="module")
def reader() -> OnnxPairReader:
    return OnnxPairReader()


def test_the_files_are_those_that_the_card_names() -> None:
    card = json.loads((MODEL / "model.json").read_text("utf-8"))
    assert {name: sha256_hex((MODEL / name).read_bytes()) for name in card["sha256"]} == card["sha256"]
    assert card["tokens"] == TOKENS
    assert sha256_hex(WORDS.read_bytes()) == card["tokenizer"], "a new vocabulary of the embedder needs a new reader"


def test_the_same_question_is_likelier_than_one_about_something_else(reader: OnnxPairReader) -> None:
    again, else_, itself = reader.odds(LEAVE, OTHERS)
    assert min(again, itself) > else_
    assert else_ < 0


def test_both_ways_round_and_in_any_company_the_verdict_is_the_same(reader: OnnxPairReader) -> None:
    together = reader.odds(LEAVE, OTHERS)
    alone = [reader.odds(other, [LEAVE])[0] for other in OTHERS]
    assert together == pytest.approx(alone, abs=0.05)
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(lambda _: reader.odds(LEAVE, OTHERS), range(8)):
            assert found == pytest.approx(together, abs=1e-6)


@pytest.mark.parametrize("text", ["", " ", "?", "\x00", "a" * 100_000, "hỏi " * 5_000, "🙂", "\ud800"])
def test_whatever_is_typed_gets_a_verdict_or_is_unavailable(reader: OnnxPairReader, text: str) -> None:
    try:
        assert reader.odds(text, [LEAVE, text]).shape == (2,)
    except UnavailableError:
        assert text == "\ud800"  # no text at all


def test_a_folder_without_the_model_is_unavailability(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match="cannot be used"):
        OnnxPairReader(tmp_path).odds("a", ["b"])
    for name in ("below.onnx", "above.onnx"):
        (tmp_path / name).write_bytes(b"broken")
    with pytest.raises(UnavailableError, match="cannot be used"):
        OnnxPairReader(tmp_path).odds("a", ["b"])

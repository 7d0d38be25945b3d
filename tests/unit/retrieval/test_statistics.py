from __future__ import annotations

from congvu.retrieval.pairs import Pairs
from congvu.retrieval.statistics import count_texts
from congvu.retrieval.types import NOTHING


def test_texts_are_counted_not_occurrences() -> None:
    counted = count_texts(["đất đai, đất đai", "Đất đai", "dat dai", "nhà ở"])
    words = counted.rarity()
    assert words.documents == 4
    assert words.frequency("dat") == 3
    assert words.frequency("dat_dai") == 3
    assert words.frequency("nha") == 1


def test_rare_pairs_are_left_out() -> None:
    words = count_texts(["nhà ở", "nhà ở", "đất đai"]).rarity()
    assert words.frequency("nha_o") == 0
    assert words.frequency("dai_dat") == 0


def test_no_texts_have_no_words() -> None:
    words = count_texts([]).rarity()
    assert (words.documents, words.frequency("dat"), words.frequency("dat_dai")) == (0, 0, 0)
    assert NOTHING.frequency("dat") == 0


def test_pairs_are_found_by_both_syllables() -> None:
    pairs = Pairs({"a": {"b": 3, "c": 4}, "b": {"a": 5}})
    assert [pairs.count(pair) for pair in ("a_b", "a_c", "b_a", "c_a", "a_a", "x_y", "a", "")] == [
        3,
        4,
        5,
        0,
        0,
        0,
        0,
        0,
    ]
    assert len(pairs) == 3

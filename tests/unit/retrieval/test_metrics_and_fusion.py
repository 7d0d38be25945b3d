from __future__ import annotations

import math

import pytest

from congvu.index.types import Hit
from congvu.retrieval import metrics
from congvu.retrieval.fusion import fuse, normalised


def test_recall_counts_the_share_of_relevant_ids_within_the_cutoff() -> None:
    assert metrics.recall_at(["a", "b", "c"], {"b", "x"}, 1) == 0
    assert metrics.recall_at(["a", "b", "c"], {"b", "x"}, 2) == 0.5


def test_reciprocal_rank_is_of_the_first_relevant_id_within_ten() -> None:
    assert metrics.reciprocal_rank(["a", "b"], {"b"}) == 0.5
    assert metrics.reciprocal_rank([str(i) for i in range(10)] + ["b"], {"b"}) == 0


def test_ndcg_is_one_for_the_ideal_order_and_falls_with_the_position() -> None:
    assert metrics.ndcg(["a", "b", "c"], {"a", "b"}) == 1
    assert metrics.ndcg(["c", "a"], {"a"}) == pytest.approx(1 / math.log2(3))


def test_f2_at_one_is_five_sixths_weighted_when_only_half_can_be_found() -> None:
    assert metrics.f2_at_1(["a"], {"a"}) == 1
    assert metrics.f2_at_1(["a"], {"a", "b"}) == pytest.approx(5 * 0.5 / 4.5)
    assert metrics.f2_at_1([], {"a"}) == 0


def test_percentile_interpolates() -> None:
    assert metrics.percentile([1, 2, 3, 4], 0.5) == 2.5
    assert metrics.percentile([7], 0.95) == 7
    assert metrics.percentile([], 0.5) == 0


def test_text_decides_alone_without_vectors_and_the_other_way_round() -> None:
    hits = [Hit(1, 10.0), Hit(2, 5.0)]
    assert [(c.passage_id, c.score) for c in fuse(hits, [])] == [(1, 1.0), (2, 0.5)]
    assert [c.passage_id for c in fuse([], hits)] == [1, 2]
    assert fuse([], []) == []


def test_a_passage_good_in_both_lists_beats_the_best_of_one() -> None:
    lexical = [Hit(1, 10.0), Hit(2, 9.0)]
    dense = [Hit(3, 0.95), Hit(2, 0.94), Hit(4, 0.80)]
    assert fuse(lexical, dense)[0].passage_id == 2


def test_equal_scores_are_all_best_and_the_order_is_stable() -> None:
    assert normalised([Hit(2, 3.0), Hit(1, 3.0)]) == {2: 1.0, 1: 1.0}
    assert [c.passage_id for c in fuse([Hit(2, 3.0), Hit(1, 3.0)], [])] == [1, 2]

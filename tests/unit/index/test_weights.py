"""BM25 in two halves."""

from __future__ import annotations

import math

from congvu.index import weights
from congvu.index.types import Entry


def entry(title: str = "", headings: str = "", body: str = "") -> Entry:
    return Entry(1, 1, 1, (), None, None, title, headings, body)


def test_question_and_passage_share_their_terms_with_and_without_diacritics() -> None:
    passage = weights.passage_weights(entry(body="Nghị định 30/2020/NĐ-CP"))
    assert set(weights.query_counts("nghi dinh 30/2020/nd-cp")) == set(passage)
    assert len(passage) == 6 + 5


def test_pairs_and_their_joined_spelling_are_different_terms() -> None:
    assert weights.term_id("lao_dong") not in weights.passage_weights(entry(body="laodong lao, x, dong"))


def test_weight_is_the_textbook_formula() -> None:
    passage = weights.passage_weights(entry(body="lương lương"))
    length = 3  # two syllables and one pair
    room = 1.2 * (1 - 0.75 + 0.75 * length / weights.PIVOT)
    assert passage[weights.term_id("luong")] == 2 * 2.2 / (2 + room)


def test_headings_count_twice_and_titles_once() -> None:
    heading = weights.passage_weights(entry(headings="lương"))[weights.term_id("luong")]
    body_twice = weights.passage_weights(entry(body="lương\nlương"))[weights.term_id("luong")]
    title = weights.passage_weights(entry(title="lương"))[weights.term_id("luong")]
    body = weights.passage_weights(entry(body="lương"))[weights.term_id("luong")]
    assert (heading, title) == (body_twice, body)
    assert heading > title


def test_a_monster_keeps_its_heaviest_terms() -> None:
    body = "\n".join(f"t{n}" for n in range(weights.MAX_TERMS + 500)) + "\nthường\nthường"
    kept = weights.passage_weights(entry(body=body))
    assert len(kept) == weights.MAX_TERMS
    assert weights.term_id("thuong") in kept
    assert list(kept) == sorted(kept)


def test_rarity_falls_with_frequency_and_is_never_negative() -> None:
    values = [weights.rarity(100, n) for n in (0, 1, 10, 50, 100, 140)]
    assert values == sorted(values, reverse=True)
    assert values[-1] >= 0
    assert math.isclose(weights.rarity(100, 1), math.log(1 + 99.5 / 1.5))


def test_term_numbers_are_fixed_and_fit_a_sparse_vector() -> None:
    assert all(0 < weights.term_id(f"x{n}") < weights.TERM_SPACE for n in range(1000))
    assert weights.term_id("luong") == 904687411

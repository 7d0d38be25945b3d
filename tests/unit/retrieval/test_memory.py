from __future__ import annotations

import numpy as np

from congvu.retrieval.memory import NAMES, Memory, Place, Remembered
from congvu.retrieval.memory_learning import NO_WEIGHTS, Recalled, learn_weights
from congvu.retrieval.statistics import Rarity
from tests.unit.retrieval.judged import made_up

LEAVE = Remembered("leave", ("nghi", "phep", "nam", "may", "ngay"), frozenset(("d113",)), frozenset(("labour",)))
NOTICE = Remembered("notice", ("bao", "truoc", "nghi", "viec"), frozenset(("d35",)), frozenset(("labour",)))
LAND = Remembered("land", ("tach", "thua", "dat"), frozenset(("d75",)), frozenset(("land",)))
PLACES = [
    Place(frozenset(("d113",)), "labour"),
    Place(frozenset(), "labour"),
    Place(frozenset(("d75",)), "land"),
    Place(frozenset(), "tax"),
]


def said(asked: str, without: str = "", apart: tuple[str, ...] = ()) -> list[dict[str, float]]:
    table = Memory([LEAVE, NOTICE, LAND], Rarity()).rows(tuple(asked.split()), PLACES, without, apart)
    return [dict(zip(NAMES, row.tolist(), strict=True)) for row in table]


def test_the_unit_that_answered_a_like_question_is_remembered_and_its_document_less() -> None:
    same, document, other, unknown = said("nghi phep nam duoc may ngay")
    assert same["memory_unit"] > 0.6 > other["memory_unit"]
    assert document["memory_unit"] == 0
    assert document["memory_document"] == same["memory_document"] == same["memory_unit"]
    assert document["memory_document_known"] > other["memory_document_known"] > 0
    assert not any(unknown.values())


def test_a_question_that_is_learned_from_is_asked_of_a_memory_without_it() -> None:
    same, document, _, _ = said("nghi phep nam may ngay", without="leave")
    assert same["memory_unit"] == same["memory_unit_known"] == 0
    assert 0 < document["memory_document"] < 0.6, "its document is still known by another question"
    apart = said("nghi phep nam may ngay", without="leave", apart=("labour",))
    assert not any(apart[0].values())
    assert apart[2]["memory_unit_known"] > 0


def test_an_empty_memory_says_nothing() -> None:
    assert not Memory([], Rarity()).rows(("nghi",), PLACES).any()


def test_weights_grow_only_where_remembering_puts_right_what_is_wrong() -> None:
    judged = [made_up(number, kin=f"law {number}") for number in range(40)]
    scores = [np.zeros(len(one.right)) for one in judged]
    helps = [Recalled(np.outer(one.right, np.ones(len(NAMES))), np.zeros((12, len(NAMES)))) for one in judged]
    found = learn_weights(judged, scores, helps)
    assert (found > 0.5).all()
    misleads = [Recalled(np.outer(~one.right, np.ones(len(NAMES))), one_said.apart) for one, one_said in
                zip(judged, helps, strict=True)]  # fmt: skip
    assert not learn_weights(judged, scores, misleads).any()
    assert learn_weights(judged[:0], [], [], found) is found


def test_what_pushes_new_texts_aside_counts_against_a_weight() -> None:
    judged = [made_up(number, kin=f"law {number}") for number in range(40)]
    scores = [np.where(one.right, 0.5, 0.0) for one in judged]
    known = NAMES.index("memory_document_known")
    rows = []
    for one in judged:
        here, away = np.zeros((12, len(NAMES))), np.zeros((12, len(NAMES)))
        here[one.right, known], away[~one.right, known] = 1.0, 1.0
        rows.append((here, away))
    alone = learn_weights(judged, scores, [Recalled(here, np.zeros_like(here)) for here, _ in rows])
    both = learn_weights(judged, scores, [Recalled(here, away) for here, away in rows])
    assert NO_WEIGHTS[known] < both[known] < alone[known]

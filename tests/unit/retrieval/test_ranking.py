from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from congvu.retrieval.features import FEATURE_NAMES
from congvu.retrieval.fields import named_field_first
from congvu.retrieval.forest import Forest
from congvu.retrieval.rankers import default_ranker
from congvu.retrieval.ranking import CONFIDENCE_NAMES, Ranker, rank
from congvu.retrieval.statistics import Rarity
from congvu.retrieval.types import Evidence
from congvu.retrieval.understanding import content_terms, subject_terms, understand
from congvu.text import fold

DAY = dt.date(2026, 1, 1)
RARITY = Rarity(1000, {"nghi": 200, "hang": 150, "nam": 600, "khuyet": 12, "tat": 14, "lao": 300, "dong": 500})
QUESTION = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?"


def evidence(pk: int, text: str, heading: str = "", **values: object) -> Evidence:
    found = Evidence(
        rank=pk, passage_id=pk, version_id=1, document_id=1, unit_id=pk, unit_path=f"Điều {pk}", anchor=f"d{pk}",
        headings=f"Chương I › {heading}", text=text, start=0, end=len(text), number="1/2020/QH14",
        title="Luật Mẫu 2020",
        kind_name="Luật", issuer="Quốc hội", issued_on=None, force_from=None, force_until=None, in_force=True, url="",
        score=0.5, scores={"lexical": 10.0},
    )  # fmt: skip
    return replace(found, **values)  # type: ignore[arg-type]  # values are fields of Evidence


RIGHT = evidence(
    1,
    "14 ngày làm việc đối với người lao động là người khuyết tật",
    "Điều 113. Nghỉ hằng năm",
    scores={"lexical": 22.0},  # it has every word asked for, the other only two: so the search would say
)
WRONG = evidence(2, "Hợp đồng lao động được giao kết bằng văn bản", "Điều 14. Hình thức hợp đồng")


def one_split(names: tuple[str, ...], feature: str, at: float) -> Forest:
    """A forest of one tree: -2 up to ``at`` of one feature, 2 above."""
    tree = {
        "feature": [names.index(feature), 0, 0],
        "threshold": [at, 0.0, 0.0],
        "left": [1, 1, 2],
        "right": [2, 1, 2],
        "unknown_left": [1, 0, 0],
        "value": [0.0, -2.0, 2.0],
    }
    return Forest.from_json({"features": list(names), "trees": [tree]})


RANKER = Ranker("by-coverage", one_split(FEATURE_NAMES, "coverage", 0.6), one_split(CONFIDENCE_NAMES, "score", 0.0))


def test_question_words_never_count_as_subject() -> None:
    terms = content_terms(understand(QUESTION, DAY).terms)
    assert "khuyet" in terms
    assert "nhieu" not in terms
    assert content_terms(("la", "gi")) == ("la", "gi")


@pytest.mark.parametrize(
    ("asked", "content"),
    [
        ("Thời hạn khiếu nại là bao lâu?", "thoi han khieu nai"),
        ("Xin nghỉ mấy hôm, nghỉ mấy bữa?", "nghi"),
        ("Đất ở lâu dài, hôm nay", "dat lau dai hom"),
    ],
)
def test_what_only_asks_for_a_time_is_no_subject(asked: str, content: str) -> None:
    """Texts of law hardly say "bao lâu", so that the word would weigh more than all that is asked about."""
    terms = understand(asked, DAY).terms
    assert content_terms(terms) == tuple(content.split())
    assert subject_terms(("lau", "dai")) == ("lau", "dai")


@pytest.mark.parametrize("ranker", [RANKER, default_ranker()], ids=["one tree", "of the package"])
def test_the_passage_that_says_what_is_asked_comes_first_and_raises_confidence(ranker: Ranker) -> None:
    query = understand(QUESTION, DAY)
    ordered, confident = rank(query, [WRONG, RIGHT], RARITY, ranker)
    assert [e.passage_id for e in ordered] == [1, 2]
    assert [e.rank for e in ordered] == [1, 2]
    assert confident > rank(query, [WRONG], RARITY, ranker)[1]


def test_typing_without_diacritics_finds_the_same_order() -> None:
    ordered, _ = rank(understand(fold(QUESTION), DAY), [WRONG, RIGHT], RARITY, default_ranker())
    assert ordered[0].passage_id == 1


def test_a_unit_named_in_the_question_is_first_and_certain() -> None:
    named = replace(WRONG, structural=True)
    ordered, confident = rank(understand(QUESTION, DAY), [named, RIGHT], RARITY, RANKER)
    assert ordered[0].passage_id == 2
    assert confident == 1.0


def test_equal_passages_keep_the_order_of_the_search() -> None:
    first, second = evidence(7, "nghỉ hằng năm"), evidence(3, "nghỉ hằng năm")
    ordered, _ = rank(understand("nghỉ hằng năm", DAY), [first, second], RARITY, RANKER)
    assert [e.passage_id for e in ordered] == [7, 3]


def test_nothing_found_is_no_confidence() -> None:
    assert rank(understand(QUESTION, DAY), [], RARITY, RANKER) == ([], 0.0)


def test_a_place_is_explained_by_what_each_feature_added() -> None:
    ordered, _ = rank(understand(QUESTION, DAY), [WRONG, RIGHT], RARITY, RANKER, explain=True)
    assert ordered[0].added["coverage"] == 2.0
    assert ordered[1].added["coverage"] == -2.0
    assert ordered[0].features["coverage"] > 0.6 >= ordered[1].features["coverage"]
    assert "dense" not in ordered[0].features  # unknown without a vector
    assert rank(understand(QUESTION, DAY), [RIGHT], RARITY, RANKER)[0][0].added == {}


def test_a_ranker_survives_being_written_and_read() -> None:
    again = Ranker.from_json(json.loads(json.dumps(replace(RANKER, card={"folds": 5}).to_json())))
    assert again.version == "by-coverage"
    assert again.card == {"folds": 5}
    assert rank(understand(QUESTION, DAY), [WRONG, RIGHT], RARITY, again)[0][0].passage_id == 1


def test_a_ranker_over_other_features_is_refused() -> None:
    written: dict[str, Any] = RANKER.to_json()
    written["ranking"]["features"] = ["something", "else"]
    with pytest.raises(ValueError, match=r"features|points"):
        Ranker.from_json(written)


def test_the_ranker_of_the_package_says_what_it_was_learned_from() -> None:
    card = default_ranker().card
    assert len(card["sets"]) == len(card["figures"]) == 2
    assert all(len(s["corpus"]["sha256"]) == 64 for s in card["sets"])
    assert card["features"] == list(FEATURE_NAMES)


def field(pk: int, label: str, about: str = "Thủ tục đóng sân bay") -> Evidence:
    return evidence(
        pk, "Lời.", headings=f"mục {pk}. {label}: {about}; mất bao lâu", title="Thủ tục đóng sân bay (mã 1.000001)"
    )


STEPS, RESULT, AGENCY = field(1, "Trình tự thực hiện"), field(2, "Kết quả thực hiện"), field(3, "Cơ quan thực hiện")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("Trình tự thực hiện thủ tục đóng sân bay", STEPS),
        ("trinh tu thuc hien thu tuc dong san bay", STEPS),
        ("Kết quả thực hiện thủ tục đóng sân bay", RESULT),
        ("Thủ tục đóng sân bay", RESULT),
        ("Trình tự thực hiện và cơ quan thực hiện của thủ tục đóng sân bay", RESULT),
    ],
)
def test_the_field_of_a_record_that_is_named_in_full_leads(asked: str, first: Evidence) -> None:
    query = understand(asked, DAY)
    assert named_field_first(query, [RESULT, AGENCY, STEPS])[0] is first


def test_headings_of_other_texts_and_other_records_move_nothing() -> None:
    query = understand("Trình tự thực hiện thủ tục đóng sân bay", DAY)
    law, other = evidence(4, "Lời.", "Điều 9. Trình tự thực hiện: thủ tục"), replace(STEPS, version_id=2)
    assert named_field_first(query, [law, STEPS])[0] is law
    assert named_field_first(query, [RESULT, other])[0] is RESULT

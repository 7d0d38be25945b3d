from __future__ import annotations

import datetime as dt
from dataclasses import astuple, replace

import pytest

from congvu.retrieval.ranking import DEFAULT, FEATURE_NAMES, Weights, features, rank
from congvu.retrieval.statistics import Rarity
from congvu.retrieval.types import Evidence
from congvu.retrieval.understanding import content_terms, understand
from congvu.text import fold

DAY = dt.date(2026, 1, 1)
RARITY = Rarity(1000, {"nghi": 200, "hang": 150, "nam": 600, "khuyet": 12, "tat": 14, "lao": 300, "dong": 500})


def evidence(pk: int, text: str, heading: str = "", **values: object) -> Evidence:
    found = Evidence(
        rank=pk, passage_id=pk, version_id=1, document_id=1, unit_id=pk, unit_path=f"Điều {pk}", anchor=f"d{pk}",
        headings=f"Chương I › {heading}", text=text, start=0, end=len(text), number="1/2020/QH14",
        title="Luật Mẫu 2020",
        kind_name="Luật", issuer="Quốc hội", issued_on=None, force_from=None, force_until=None, in_force=True, url="",
        score=0.5,
    )  # fmt: skip
    return replace(found, **values)


QUESTION = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?"
RIGHT = evidence(1, "14 ngày làm việc đối với người lao động là người khuyết tật", "Điều 113. Nghỉ hằng năm")
WRONG = evidence(2, "Hợp đồng lao động được giao kết bằng văn bản", "Điều 14. Hình thức hợp đồng")


def test_question_words_never_count_as_subject() -> None:
    terms = content_terms(understand(QUESTION, DAY).terms)
    assert "khuyet" in terms
    assert "nhieu" not in terms
    assert content_terms(("la", "gi")) == ("la", "gi")


def test_the_passage_that_says_what_is_asked_comes_first_and_raises_confidence() -> None:
    query = understand(QUESTION, DAY)
    ordered, confident = rank(query, [WRONG, RIGHT], RARITY)
    assert [e.passage_id for e in ordered] == [1, 2]
    assert [e.rank for e in ordered] == [1, 2]
    assert confident > rank(query, [WRONG], RARITY)[1]


def test_typing_without_diacritics_finds_the_same_order() -> None:
    ordered, _ = rank(understand(fold(QUESTION), DAY), [WRONG, RIGHT], RARITY)
    assert ordered[0].passage_id == 1


def test_typed_diacritics_tell_words_apart_that_fold_alike() -> None:
    query = understand("cấm chợ", DAY)
    same = evidence(1, "cấm chợ")
    other = evidence(2, "cảm cho")
    assert features(query, same, RARITY).accents > features(query, other, RARITY).accents
    assert features(query, same, RARITY).coverage == features(query, other, RARITY).coverage


def test_a_unit_named_in_the_question_is_first_and_certain() -> None:
    named = replace(WRONG, structural=True)
    ordered, confident = rank(understand(QUESTION, DAY), [named, RIGHT], RARITY)
    assert ordered[0].passage_id == 2
    assert confident == 1.0


def test_a_passage_of_a_document_that_the_question_names_is_preferred_to_an_equal_one() -> None:
    plain, named = evidence(1, "nghỉ hằng năm", score=1.0), evidence(2, "nghỉ hằng năm", score=1.5)
    ordered, _ = rank(understand("nghỉ hằng năm", DAY), [plain, named], RARITY)
    assert [e.passage_id for e in ordered] == [2, 1]


def test_nothing_found_is_no_confidence() -> None:
    assert rank(understand(QUESTION, DAY), [], RARITY) == ([], 0.0)


def test_every_feature_stays_between_zero_and_one_and_is_explained() -> None:
    query = understand("", DAY)
    for found in (RIGHT, evidence(3, ""), evidence(4, "…", scores={"dense": 2.0})):
        f = features(query, found, RARITY)
        assert all(0 <= v <= 1 for v in astuple(f))
    ordered, _ = rank(understand(QUESTION, DAY), [RIGHT], RARITY)
    assert {"coverage", "pairs", "heading", "accents"} <= ordered[0].scores.keys()


def test_words_that_stand_together_are_nearer_than_words_far_apart() -> None:
    query = understand("khuyết tật nghỉ hằng", DAY)
    together = features(query, evidence(1, "người khuyết tật nghỉ hằng năm"), RARITY)
    apart = features(query, evidence(2, "khuyết tật" + " và" * 60 + " nghỉ hằng năm"), RARITY)
    assert together.nearness > apart.nearness
    assert together.coverage == apart.coverage


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("được nghỉ mấy ngày", "nghỉ 05 ngày làm việc", "nghỉ theo quy định của luật"),
        ("thời hạn giải quyết là bao lâu", "không quá 30 ngày", "trong thời hạn do luật định"),
        ("mức phạt là bao nhiêu", "phạt tiền từ 1.000.000 đồng", "bị phạt theo luật"),
        ("bao nhieu tuoi thi duoc ket hon", "từ đủ 20 tuổi trở lên", "đủ điều kiện kết hôn"),
    ],
)
def test_a_question_for_a_number_prefers_a_passage_that_holds_one(question: str, yes: str, no: str) -> None:
    query = understand(question, DAY)
    assert features(query, evidence(1, yes), RARITY).quantity == 1.0
    assert features(query, evidence(2, no), RARITY).quantity == 0.0
    assert features(understand("ai có thẩm quyền", DAY), evidence(1, yes), RARITY).quantity == 0.5


def test_the_law_whose_name_the_question_says_is_preferred() -> None:
    query = understand("Thời hạn giải quyết khiếu nại lần đầu", DAY)
    complaints = features(query, evidence(1, "", title="Luật Khiếu nại 2011"), RARITY)
    other = features(query, evidence(2, "", title="Luật Thi hành án dân sự 2008"), RARITY)
    assert complaints.name == 1.0
    assert other.name == 0.0


def test_rare_words_weigh_more_than_common_ones() -> None:
    assert RARITY.idf("khuyet") > RARITY.idf("nam") > 0
    assert RARITY.idf("never") > RARITY.idf("khuyet")
    assert Rarity().idf("anything") == 1.0


def test_weights_have_one_number_per_feature() -> None:
    assert len(DEFAULT.ranking) == len(DEFAULT.confidence) == len(FEATURE_NAMES)
    assert isinstance(DEFAULT, Weights)

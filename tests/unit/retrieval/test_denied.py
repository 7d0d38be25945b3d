"""A question that denies a deed wants the text that denies it, best the one that lists the cases."""

from __future__ import annotations

import datetime as dt

import pytest

from congvu.retrieval.denied import denied_first
from congvu.retrieval.types import Evidence
from congvu.retrieval.understanding import understand

DAY = dt.date(2026, 1, 1)
ASKED = "Khi nào chủ xe không phải nộp phí đường bộ?"


def evidence(pk: int, text: str, score: float) -> Evidence:
    return Evidence(
        rank=pk, passage_id=pk, version_id=1, document_id=1, unit_id=pk, unit_path=f"Điều {pk}", anchor=f"d{pk}",
        headings=f"Điều {pk}. Phí đường bộ", text=text, start=0, end=len(text), number="1/2020/NĐ-CP",
        title="Nghị định Mẫu 2020", kind_name="Nghị định", issuer="Chính phủ", issued_on=None, force_from=None,
        force_until=None, in_force=True, url="", score=score, scores={"lexical": 10.0},
    )  # fmt: skip


AFFIRMED = evidence(1, "Chủ xe nộp phí đường bộ theo năm. Xe không đăng ký thì bị phạt.", 0.9)
MENTIONED = evidence(2, "Mức phí do Bộ quy định; xe đã nộp đủ thì không phải nộp phí lần nữa.", 0.85)
LISTED = evidence(3, "Chủ xe không phải nộp phí đường bộ trong các trường hợp sau đây:\na) Xe bị hủy hoại;", 0.8)
UNLIKELY = evidence(4, "Không phải nộp phí cầu, phà trong các trường hợp sau:\na) Xe cứu thương;", 0.3)


@pytest.mark.parametrize(
    ("ranked", "first"),
    [
        ([AFFIRMED, MENTIONED, LISTED], LISTED),
        ([AFFIRMED, MENTIONED], MENTIONED),
        ([MENTIONED, AFFIRMED], MENTIONED),
        ([AFFIRMED, UNLIKELY], AFFIRMED),
        ([], None),
    ],
)
def test_a_likely_text_that_denies_the_deed_leads(ranked: list[Evidence], first: Evidence | None) -> None:
    found = denied_first(understand(ASKED, DAY), ranked)
    assert (found[0] if found else None) is first
    assert sorted(e.rank for e in found) == sorted(e.rank for e in ranked)


@pytest.mark.parametrize(
    "asked",
    ["Chủ xe nộp phí đường bộ khi nào?", "Chủ xe có phải nộp phí đường bộ không?", "không phải", "Khi nào không?"],
)
def test_other_questions_move_nothing(asked: str) -> None:
    assert denied_first(understand(asked, DAY), [AFFIRMED, LISTED])[0] is AFFIRMED

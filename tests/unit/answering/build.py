"""Values of the answering room built by hand: a law's text becomes a tree and evidence without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from congvu.answering.compose.tree import PassageSpan, UnitTree, UnitView
from congvu.legal.structure import StructuredText, UnitLevel, citation_path, parse_structure
from congvu.retrieval.understanding import understand
from congvu.retrieval.types import Evidence, Retrieval

ON = dt.date(2026, 11, 23)

LABOUR = """Điều 113. Nghỉ hằng năm
1. Người lao động làm việc đủ 12 tháng thì được nghỉ hằng năm, hưởng nguyên lương như sau:
a) 12 ngày làm việc đối với người làm công việc trong điều kiện bình thường;
b) 14 ngày làm việc đối với người lao động chưa thành niên, lao động là người khuyết tật;
c) 16 ngày làm việc đối với người làm công việc đặc biệt nặng nhọc, độc hại, nguy hiểm.
2. Người lao động làm việc chưa đủ 12 tháng thì số ngày nghỉ hằng năm theo tỷ lệ tương ứng với số tháng làm việc.
3. Trường hợp do thôi việc mà chưa nghỉ hết số ngày nghỉ hằng năm thì được thanh toán tiền lương cho những ngày \
chưa nghỉ.
4. Người sử dụng lao động có trách nhiệm quy định lịch nghỉ hằng năm. Người lao động có thể thỏa thuận để nghỉ \
gộp tối đa 03 năm một lần.
Điều 114. Ngày nghỉ hằng năm tăng thêm theo thâm niên làm việc
Cứ đủ 05 năm làm việc cho một người sử dụng lao động thì số ngày nghỉ hằng năm được tăng thêm 01 ngày.
"""


def structured(text: str = LABOUR) -> StructuredText:
    return parse_structure(text, kind="law")


def view(parsed: StructuredText, index: int, **changes: Any) -> UnitView:
    """Unit ``index`` with id = index + 1, so that ids never equal indexes by accident."""
    node = parsed.units[index]
    unit = UnitView(
        id=index + 1,
        parent_id=None if node.parent is None else node.parent + 1,
        level=node.level,
        number=node.number,
        title=node.title,
        path=citation_path(parsed, index),
        anchor=f"u{index}",
        start=node.start,
        own_end=node.own_end,
        end=node.end,
    )
    return replace(unit, **changes)


def tree(text: str = LABOUR, article: str = "113", *, version_id: int = 7) -> UnitTree:
    """The tree of one Điều of a text, with one passage that holds all of it."""
    parsed = structured(text)
    root = next(u for u in parsed.units if u.level is UnitLevel.ARTICLE and u.number == article)
    units = tuple(view(parsed, u.index) for u in parsed.units if root.start <= u.start and u.end <= root.end)
    words = text[root.start : root.end]
    return UnitTree(version_id, root.start, words, units, (PassageSpan(900, root.start, root.end),))


def unit(of: UnitTree, path: str) -> UnitView:
    return next(u for u in of.units if u.path == path)


def evidence(of: UnitTree, path: str | None = None, **changes: Any) -> Evidence:
    """Evidence for a tree: its passage, or the unit with this path as one that the question named."""
    chosen = unit(of, path) if path else of.root
    found = Evidence(
        rank=1,
        passage_id=of.passages[0].id,
        version_id=of.version_id,
        document_id=3,
        unit_id=chosen.id,
        unit_path=chosen.path,
        anchor=chosen.anchor,
        headings="",
        text=of.text,
        start=chosen.start,
        end=chosen.end,
        number="45/2019/QH14",
        title="Bộ luật Lao động",
        kind_name="Bộ luật",
        issuer="Quốc hội",
        issued_on=dt.date(2019, 11, 20),
        force_from=dt.date(2021, 1, 1),
        force_until=None,
        in_force=True,
        url="/library/3",
        score=1.0,
        structural=path is not None,
    )
    return replace(found, **changes)


def retrieval(question: str, *found: Evidence, confidence: float = 0.9, **changes: Any) -> Retrieval:
    made = Retrieval(
        query=understand(question, ON),
        evidence=found,
        confidence=confidence,
        timings_ms={"total": 1.0},
        versions={"ranking": "test"},
    )
    return replace(made, **changes)

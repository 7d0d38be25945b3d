"""Values of the answering room built by hand: a law's text becomes a tree and evidence without a database."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from congvu.answering.compose.tree import PassageSpan, UnitTree, UnitView
from congvu.legal.structure import UnitLevel
from congvu.retrieval.types import Evidence, Retrieval
from congvu.retrieval.understanding import understand

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


_LEVELS = (
    (UnitLevel.CHAPTER, re.compile(r"Chương (\w+)\. *(.*)"), "Chương {}"),
    (UnitLevel.ARTICLE, re.compile(r"Điều (\w+)\. *(.*)"), "Điều {}"),
    (UnitLevel.CLAUSE, re.compile(r"(\d+)\. "), "khoản {}"),
    (UnitLevel.POINT, re.compile(r"(\w)\) "), "điểm {}"),
)


def units_of(text: str) -> tuple[UnitView, ...]:
    """Units of a text whose every unit begins on a line of its own; ids are 11, 12, … in reading order."""
    heads: list[tuple[int, int, str, str]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        for depth, (_level, pattern, _path) in enumerate(_LEVELS):
            if match := pattern.match(line):
                heads.append((position, depth, match.group(1), match.group(2) if depth < 2 else ""))
                break
        position += len(line)
    starts = [start for start, *_rest in heads] + [len(text)]
    units: list[UnitView] = []
    for index, (start, depth, number, title) in enumerate(heads):
        end = next((s for s, d, *_rest in heads[index + 1 :] if d <= depth), len(text))
        parent = next((u for u, h in zip(reversed(units), reversed(heads[:index]), strict=True) if h[1] < depth), None)
        own = _LEVELS[depth][2].format(number)
        above = parent.path if parent and parent.level != UnitLevel.CHAPTER else ""
        units.append(
            UnitView(
                id=index + 11,
                parent_id=parent.id if parent else None,
                level=_LEVELS[depth][0],
                number=number,
                title=title,
                path=f"{own} {above}".strip(),
                anchor=f"u{index}",
                start=start,
                own_end=starts[index + 1],
                end=end,
            )
        )
    return tuple(units)


def tree(text: str = LABOUR, path: str = "Điều 113", *, version_id: int = 7) -> UnitTree:
    """The tree of one unit of a text, with one passage that holds all of it."""
    every = units_of(text)
    root = next(u for u in every if u.path == path)
    units = tuple(u for u in every if root.start <= u.start and u.end <= root.end)
    return UnitTree(
        version_id, root.start, text[root.start : root.end], units, (PassageSpan(900, root.start, root.end),)
    )


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

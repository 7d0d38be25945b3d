from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.answering.compose.extractive import Rules, compose
from congvu.answering.compose.picking import read_question
from congvu.answering.compose.tree import PassageSpan, UnitTree, UnitView
from congvu.answering.types import AnswerStatus, Block, Draft
from congvu.retrieval.types import Evidence
from congvu.text import fold
from tests.unit.answering.build import LABOUR, ON, evidence, retrieval, tree, unit

DISABLED = "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?"


def composed(question: str, *pairs: tuple[Evidence, UnitTree], confidence: float = 0.9) -> Draft:
    found = [replace(e, rank=i) for i, (e, _t) in enumerate(pairs, start=1)]
    trees = {i: t for i, (_e, t) in enumerate(pairs, start=1)}
    return compose(question, retrieval(question, *found, confidence=confidence), trees)


def blocks(draft: Draft, kind: str) -> list[Block]:
    return [b for b in draft.blocks if b.kind == kind]


@pytest.mark.parametrize("question", [DISABLED, fold(DISABLED)])
def test_the_first_citation_is_the_governing_clause_with_its_lead_in_and_whole_list(question: str) -> None:
    of = tree()
    draft = composed(question, (evidence(of), of))
    assert draft.status is AnswerStatus.ANSWERED
    assert draft.quotes[0].unit_path == "khoản 1 Điều 113"
    assert draft.quotes[0].text.startswith("1. Người lao động làm việc đủ 12 tháng")
    assert draft.quotes[0].text.endswith("nguy hiểm.")
    assert draft.quotes[0].text.count("\n") == 3
    lead = blocks(draft, "lead")[0]
    assert lead == Block("lead", "According to khoản 1 Điều 113 Bộ luật Lao động 2019 (No. 45/2019/QH14):", (1,))


def test_a_short_article_without_clauses_is_quoted_whole() -> None:
    of = tree(path="Điều 114")
    draft = composed("Làm đủ 5 năm được tăng thêm mấy ngày nghỉ?", (evidence(of), of))
    assert draft.quotes[0].unit_path == "Điều 114"
    assert draft.quotes[0].text == of.text.strip()


def test_a_named_clause_is_quoted_exactly_even_if_another_fits_better() -> None:
    of = tree()
    draft = composed(
        "khoản 2 Điều 113 Bộ luật Lao động khuyết tật", (evidence(of, "khoản 2 Điều 113"), of), confidence=0.1
    )
    assert draft.status is AnswerStatus.ANSWERED
    assert [q.unit_path for q in draft.quotes] == ["khoản 2 Điều 113"]
    assert draft.quotes[0].text == of.whole(unit(of, "khoản 2 Điều 113")).strip()


def test_a_named_point_stands_behind_the_sentence_it_depends_on() -> None:
    of = tree()
    draft = composed("điểm b khoản 1 Điều 113", (evidence(of, "điểm b khoản 1 Điều 113"), of))
    assert [q.unit_path for q in draft.quotes] == ["điểm b khoản 1 Điều 113", "khoản 1 Điều 113"]
    said = blocks(draft, "quote")
    assert said[0].text.endswith("như sau:")
    assert said[0].citations == (2,)
    assert said[1].text.startswith("b) 14 ngày")
    assert said[1].citations == (1,)


def test_the_first_point_and_its_lead_in_are_one_quote() -> None:
    of = tree()
    draft = composed("điểm a khoản 1 Điều 113", (evidence(of, "điểm a khoản 1 Điều 113"), of))
    assert [q.unit_path for q in draft.quotes] == ["điểm a khoản 1 Điều 113"]
    assert draft.quotes[0].text.startswith("1. Người lao động")
    assert draft.quotes[0].text.endswith("điều kiện bình thường;")


LIST = """Điều 9. Từ chối tiếp
Người tiếp công dân được từ chối tiếp trong các trường hợp sau đây:
1. Người trong tình trạng say do dùng chất kích thích;
2. Người có hành vi đe dọa, xúc phạm cơ quan;
3. Người khiếu nại, tố cáo về vụ việc đã giải quyết đúng chính sách.
"""


def test_an_article_that_is_one_list_is_never_cut_when_the_list_is_asked_for() -> None:
    of = tree(LIST, "Điều 9")
    draft = composed("Được từ chối tiếp trong những trường hợp nào?", (evidence(of), of))
    assert draft.quotes[0].unit_path == "Điều 9"
    assert draft.quotes[0].text == LIST.strip()


def test_a_named_item_of_that_list_keeps_the_lead_in_of_the_article() -> None:
    of = tree(LIST, "Điều 9")
    draft = composed("khoản 3 Điều 9", (evidence(of, "khoản 3 Điều 9"), of))
    assert blocks(draft, "quote")[0].text.endswith("sau đây:")
    assert draft.quotes[0].unit_path == "khoản 3 Điều 9"


def test_a_close_second_source_from_another_article_is_added_and_a_far_one_is_not() -> None:
    first, second = tree(), tree(path="Điều 114", version_id=7)
    near = evidence(second, score=0.99)
    far = evidence(second, score=0.5)
    question = "số ngày nghỉ hằng năm của người lao động"
    assert len({q.unit_path for q in composed(question, (evidence(first), first), (near, second)).quotes}) == 2
    assert len(composed(question, (evidence(first), first), (far, second)).quotes) == 1


def test_two_passages_of_one_article_are_one_source() -> None:
    of = tree()
    draft = composed(DISABLED, (evidence(of), of), (evidence(of, score=1.0), of))
    assert len(blocks(draft, "lead")) == 1


def test_at_most_three_sources_are_quoted() -> None:
    trees = [tree(path="Điều 114", version_id=v) for v in range(1, 7)]
    distinct = [replace(t, units=tuple(replace(u, id=u.id + 100 * n) for u in t.units)) for n, t in enumerate(trees)]
    draft = composed("số ngày nghỉ hằng năm tăng thêm", *((evidence(t), t) for t in distinct))
    assert len(blocks(draft, "lead")) == 3


def test_middling_confidence_is_partial_and_says_so() -> None:
    of = tree()
    draft = composed(DISABLED, (evidence(of), of), confidence=0.3)
    assert draft.status is AnswerStatus.PARTIAL
    assert "may not answer all of it" in blocks(draft, "note")[-1].text


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (
            dt.date(2013, 5, 1),
            dt.date(2021, 1, 1),
            "no longer in force on 23/11/2026; its force ended on 01/01/2021",
        ),
        (dt.date(2027, 1, 1), None, "not yet in force on 23/11/2026; it takes effect on 01/01/2027"),
        (dt.date(2021, 1, 1), dt.date(2027, 7, 1), "in force until 01/07/2027 only"),
    ],
)
def test_the_state_of_force_is_said_plainly(since: dt.date, until: dt.date | None, said: str) -> None:
    of = tree()
    draft = composed("khoản 2 Điều 113", (evidence(of, "khoản 2 Điều 113", force_from=since, force_until=until), of))
    notes = blocks(draft, "note")
    assert said in notes[0].text
    assert notes[0].citations == (1,)


def test_a_unit_that_ended_before_its_document_is_said_to_have_ended() -> None:
    of = tree()
    units = tuple(replace(u, force_until=dt.date(2024, 7, 1)) if u.path == "khoản 2 Điều 113" else u for u in of.units)
    draft = composed("khoản 2 Điều 113", (evidence(of, "khoản 2 Điều 113"), replace(of, units=units)))
    assert "ended on 01/07/2024" in blocks(draft, "note")[0].text


def test_a_model_that_does_not_answer_is_told() -> None:
    of = tree()
    found = retrieval(DISABLED, evidence(of), notes=("lexical_only",))
    assert "by words only" in compose(DISABLED, found, {1: of}).blocks[-1].text


def test_vectors_that_are_still_being_computed_are_not_the_askers_concern() -> None:
    of = tree()
    waiting, ready = retrieval(DISABLED, evidence(of), notes=("vectors_pending",)), retrieval(DISABLED, evidence(of))
    assert compose(DISABLED, waiting, {1: of}).blocks == compose(DISABLED, ready, {1: of}).blocks


def test_a_named_chapter_gives_its_contents_not_its_whole_text() -> None:
    text = "Chương III. NGHỈ NGƠI\n" + LABOUR
    of = tree(text, "Chương III")
    draft = composed("Chương III", (evidence(of, "Chương III"), of))
    assert "113. Nghỉ hằng năm; " in blocks(draft, "note")[0].text
    assert len(draft.quotes[0].text) < 40


def test_a_very_long_unit_is_quoted_in_part_and_says_so() -> None:
    of = tree()
    passage = PassageSpan(901, of.root.start, unit(of, "khoản 2 Điều 113").start)
    found = evidence(of, "Điều 113")
    draft = compose(
        "Điều 113",
        retrieval("Điều 113", found),
        {1: replace(of, passages=(passage,))},
        rules=Rules(longest_whole=20),
    )
    assert "only the part nearest" in blocks(draft, "note")[0].text
    assert draft.quotes[0].passage_id == 901


def test_a_letter_without_articles_is_quoted_by_its_passage() -> None:
    text = "Kính gửi: các đơn vị.\nMỗi cán bộ đặt tối thiểu 50 câu hỏi trước ngày 17/6/2024.\n"
    whole = UnitView(1, None, "paragraph", "", "", "", "p1", 0, len(text), len(text))
    of = UnitTree(4, 0, text, (whole,), (PassageSpan(8, 0, len(text)),))
    letter = {"kind_name": "Công văn", "number": "1951/UBND-VX", "title": "Về việc triển khai trợ lý ảo"}
    span = {"version_id": 4, "unit_id": 1, "unit_path": "", "start": 0, "end": len(text), "text": text}
    found = evidence(tree(), **letter, **span)
    draft = composed("Mỗi cán bộ đặt tối thiểu bao nhiêu câu hỏi?", (found, of))
    assert blocks(draft, "lead")[0].text == "According to Công văn 1951/UBND-VX Về việc triển khai trợ lý ảo:"
    assert draft.quotes[0].text == text.strip()


def test_without_usable_evidence_there_is_no_citation() -> None:
    draft = compose(DISABLED, retrieval(DISABLED), {})
    assert (draft.status, draft.blocks, draft.quotes) == (AnswerStatus.NO_EVIDENCE, (), ())


words = st.text(alphabet="abcđêơ ,.\n12", min_size=1, max_size=60)


@given(
    question=st.text(max_size=120),
    clauses=st.lists(words, max_size=5),
    points=st.lists(words, max_size=4),
    confidence=st.floats(0, 1),
)
@settings(max_examples=150, deadline=None)
def test_every_quote_is_the_very_text_at_its_span(
    question: str, clauses: list[str], points: list[str], confidence: float
) -> None:
    lines = ["Lời đầu", "Điều 5. Tên điều:"]
    lines += [f"{n}. {c.strip() or 'x'}" for n, c in enumerate(clauses, start=1)]
    lines += [f"{letter}) {p.strip() or 'y'}" for letter, p in zip("abcd", points, strict=False)]
    text = "\n".join(lines) + "\n\n"
    of = tree(text, "Điều 5")
    draft = composed(question, (evidence(of), of), confidence=confidence)
    for quote in draft.quotes:
        assert quote.text == text[quote.start : quote.end]
        assert quote.text == quote.text.strip()
    quoted = [q.text for q in draft.quotes]
    assert all(b.text in quoted for b in blocks(draft, "quote"))
    assert {n for b in draft.blocks for n in b.citations} == set(range(1, len(draft.quotes) + 1))


def test_reading_a_question_never_fails_on_odd_input() -> None:
    for odd in ("", "???", "\x00", "<script>alert(1)</script>", "a" * 10_000):
        read_question(odd)
    assert ON.year == 2026


WRAPPED = """Điều 45. Đối tượng được thuê nhà
công vụ [Điều này được hướng dẫn bởi Luật X]
Được thuê nhà công vụ:
1. Người được điều động;
2. Người được biệt phái.
"""


@pytest.mark.parametrize("lead_in", ["Được thuê nhà công vụ:\n", ""])
def test_the_rest_of_a_wrapped_heading_is_no_lead_in(lead_in: str) -> None:
    of = tree(WRAPPED.replace("Được thuê nhà công vụ:\n", lead_in), "Điều 45")
    units = (replace(of.root, title="Đối tượng được thuê nhà công vụ"), *of.units[1:])
    found = replace(of, units=units).lead_in(units[0])
    assert (of.words(*found) if found else "") == lead_in.strip()

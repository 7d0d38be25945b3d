from __future__ import annotations

import pytest

from congvu.answering import abstain
from congvu.answering.scope import OUT_OF_SCOPE, topic_out_of_scope
from congvu.answering.types import AnswerStatus
from congvu.text import fold
from tests.unit.answering.build import evidence, retrieval, tree

EVERYDAY = [
    "Giá vàng hôm nay bao nhiêu?",
    "Hôm nay giá xăng thế nào?",
    "Tỷ giá USD hiện nay bao nhiêu?",
    "Thời tiết Yên Bái ngày mai thế nào?",
    "Kết quả bóng đá tối qua?",
    "Kể cho tôi một câu chuyện cười",
    "Tử vi hôm nay của tôi",
    "Bạn là ai?",
    "Viết cho tôi đoạn code Python sắp xếp mảng",
    "Cách nấu phở bò",
    "Kết quả xổ số miền Bắc",
    "Bây giờ là mấy giờ rồi?",
]
LEGAL = [
    "Người lao động khuyết tật được nghỉ hằng năm bao nhiêu ngày?",
    "Kinh doanh vàng miếng cần giấy phép gì?",
    "Nghỉ việc do thời tiết xấu có được trả lương không?",
    "Hành vi đánh bạc bằng lô đề bị xử phạt thế nào?",
    "Cơ quan khí tượng có trách nhiệm gì trong phòng chống thiên tai?",
    "Giá đất bồi thường khi thu hồi đất được xác định thế nào?",
]


@pytest.mark.parametrize("question", EVERYDAY)
def test_everyday_questions_are_out_of_scope_however_typed(question: str) -> None:
    for typed in (question, fold(question)):
        found = abstain.after_search(retrieval(typed, evidence(tree()), confidence=0.5))
        assert found is AnswerStatus.OUT_OF_SCOPE


def test_strong_evidence_overrules_the_table() -> None:
    assert abstain.after_search(retrieval(EVERYDAY[0], evidence(tree()), confidence=0.95)) is None


@pytest.mark.parametrize("question", LEGAL)
def test_questions_about_rules_are_in_scope(question: str) -> None:
    assert topic_out_of_scope(question) is None


def test_the_published_table_names_a_topic_for_every_pattern() -> None:
    assert all(topic and patterns for topic, patterns in OUT_OF_SCOPE.items())


@pytest.mark.parametrize("question", ["?", "xin chào", "là gì", "thế nào vậy", "luật", "mất bao lâu?", "đi mấy hôm"])
def test_a_question_without_content_asks_back(question: str) -> None:
    assert abstain.after_search(retrieval(question, evidence(tree()))) is AnswerStatus.CLARIFY


@pytest.mark.parametrize("question", ["Điều 15 nói gì?", "dieu 15 noi gi", "khoản 2 là gì?"])
def test_a_unit_without_a_document_asks_which(question: str) -> None:
    found = retrieval(question, evidence(tree()))
    assert abstain.after_search(found) is AnswerStatus.CLARIFY
    assert abstain.unit_without_document(found.query) is not None


def test_a_unit_found_in_the_structure_is_quoted_whatever_the_confidence() -> None:
    named = evidence(tree(), "khoản 2 Điều 113")
    assert abstain.after_search(retrieval("khoản 2 Điều 113", named, confidence=0.0)) is None


def test_weak_or_missing_evidence_is_no_evidence() -> None:
    question = "Chế độ phụ cấp cho phi hành gia vũ trụ"
    assert abstain.after_search(retrieval(question, confidence=0.9)) is AnswerStatus.NO_EVIDENCE
    weak = retrieval(question, evidence(tree()), confidence=0.05)
    assert abstain.after_search(weak) is AnswerStatus.NO_EVIDENCE
    assert abstain.after_search(retrieval(question, evidence(tree()), confidence=0.7)) is None


def test_a_vague_question_with_weak_evidence_is_asked_back() -> None:
    weak = retrieval("Thủ tục đất đai", evidence(tree()), confidence=0.05)
    assert abstain.after_search(weak) is AnswerStatus.CLARIFY
    assert abstain.after_search(retrieval("Thủ tục đất đai", evidence(tree()), confidence=0.4)) is None


def test_secrecy_is_judged_before_personal_data() -> None:
    both = "Tóm tắt giúp tôi hồ sơ mật này, cho tôi số CCCD của ông A"
    assert abstain.before_search(both) is AnswerStatus.REFUSED_SECRET
    assert abstain.before_search("Cho tôi số CCCD của ông A") is AnswerStatus.REFUSED_PERSONAL_DATA
    assert abstain.before_search(LEGAL[0]) is None


@pytest.mark.parametrize(
    "status",
    [
        AnswerStatus.NO_EVIDENCE,
        AnswerStatus.OUT_OF_SCOPE,
        AnswerStatus.CLARIFY,
        AnswerStatus.REFUSED_SECRET,
        AnswerStatus.REFUSED_PERSONAL_DATA,
    ],
)
def test_every_status_without_an_answer_says_why_and_what_next_and_cites_nothing(
    status: AnswerStatus,
) -> None:
    draft = abstain.draft(status)
    assert draft.status is status
    assert len(draft.blocks) == 2
    assert all(b.kind == "note" and b.text and not b.citations for b in draft.blocks)
    assert draft.quotes == ()


def test_asking_back_names_documents_that_have_such_an_article() -> None:
    draft = abstain.draft(AnswerStatus.CLARIFY, unit="Điều 15", documents=["Luật A", "Luật B"])
    assert [b.text for b in draft.blocks] == [
        "Many documents have Điều 15. Which document do you mean?",
        "For example: Luật A; Luật B.",
        "Ask again with the name or the number of the document.",
    ]

"""The rule of a valid question: each reason, the same at every run, and what it must not do."""

from __future__ import annotations

import itertools
import random

import pytest

from congvu.campaigns.rules import RULES, Asked, Reason, Rule
from congvu.campaigns.rules.engine import judge
from congvu.campaigns.simulation.measuring import SETS, measure
from congvu.campaigns.simulation.people import population

Q = "Thời hạn giải quyết khiếu nại lần đầu là bao nhiêu ngày?"
DAY = 86_400


def asked(n: int, text: str, *, user: int = 1, gap: float = 600, **values: object) -> Asked:
    return Asked(n, user, 1, 1_709_258_400 + n * gap, text, **values)  # type: ignore[arg-type]


@pytest.fixture(params=sorted(RULES))
def rule(request: pytest.FixtureRequest) -> Rule:
    """Every version: what began with one stays with it."""
    found: Rule = RULES[request.param]
    return found


def reasons(rule: Rule, *questions: Asked) -> list[str]:
    found = {judgement.id: judgement.reason for judgement in judge(rule, questions)}
    return [found[question.id] for question in questions]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (Q, ""),
        ("thoi han giai quyet khieu nai lan dau la bao nhieu ngay", ""),
        ("Điều 15 Nghị định 30/2020/NĐ-CP", ""),
        ("mức lương cơ sở", ""),
        ("ok", Reason.TOO_SHORT),
        ("xin chào trợ lý", Reason.TOO_SHORT),
        ("asdf qwer zxcv uiop hjkl", Reason.GIBBERISH),
        ("trời ăn bàn xanh đi mười kia lại", Reason.GIBBERISH),
        (
            "Cơ quan, tổ chức bảo quản an toàn tài liệu lưu trữ và chịu sự kiểm tra của cơ quan quản lý nhà nước",
            Reason.PASTED,
        ),
    ],
)
def test_what_a_text_alone_shows(rule: Rule, text: str, reason: str) -> None:
    signature = rule.sign(text)
    assert (signature.flaw or signature.doubt) == reason


def test_the_same_again_does_not_count_whatever_the_order_and_the_courtesy(rule: Rule) -> None:
    again = "Xin hỏi bao nhiêu ngày là thời hạn giải quyết khiếu nại lần đầu ạ"
    assert reasons(rule, asked(1, Q), asked(2, again)) == ["", Reason.REPEATED]


def test_two_variations_count_and_the_next_does_not(rule: Rule) -> None:
    texts = [f"Mức phí chứng thực ở xã {name}?" for name in ("Ba", "Hai", "Tư", "Năm")]
    assert reasons(rule, *(asked(n, text) for n, text in enumerate(texts))) == ["", "", Reason.PATTERN, Reason.PATTERN]


def test_what_does_not_count_does_not_stand_in_the_way(rule: Rule) -> None:
    assert reasons(rule, asked(1, Q, seen=False), asked(2, Q)) == [Reason.UNSEEN, ""]


def test_a_copied_list_counts_for_the_one_who_asked_first(rule: Rule) -> None:
    texts = list(dict.fromkeys(i.asked.text for i in population(SETS["a"], 3, 1, 7) if i.kind == "honest"))
    first = [asked(n, text) for n, text in enumerate(texts[:12])]
    second = [Asked(100 + q.id, 2, 1, q.at + 3600, q.text) for q in first]  # type: ignore[operator]
    found = {j.id: j.reason for j in judge(rule, [*second, *first])}
    assert sum(found[q.id] == "" for q in first) >= 11
    assert {found[q.id] for q in second} <= {Reason.COPIED, Reason.PATTERN, Reason.REPEATED}


def test_a_common_question_may_be_asked_by_everybody(rule: Rule) -> None:
    everybody = [asked(n, "Nghỉ phép năm được bao nhiêu ngày?", user=n) for n in range(1, 50)]
    assert set(reasons(rule, *everybody)) == {""}


def test_faster_than_a_human(rule: Rule) -> None:
    other = "Công tác phí đi tỉnh khác được thanh toán ra sao?"
    assert reasons(rule, asked(1, Q, gap=4), asked(2, other, gap=4)) == ["", Reason.TOO_FAST]


def test_out_of_scope_and_faults_of_ours(rule: Rule) -> None:
    assert reasons(rule, asked(1, Q, status="out_of_scope")) == [Reason.OFF_TOPIC]
    for status in ("failed", "no_evidence", "degraded", "clarify"):
        assert reasons(rule, asked(1, Q, status=status)) == [""]


def test_more_than_the_daily_cap_does_not_count_and_the_next_day_does(rule: Rule) -> None:
    people = [i.asked for i in population(SETS["a"], 40, 1, 3) if i.kind == "honest"]
    texts = list(dict.fromkeys(q.text for q in people))[:80]
    day = [Asked(n, 1, 1, 1_709_258_400 + n * 400.0, text) for n, text in enumerate(texts)]
    found = reasons(rule, *day)
    assert found.count("") <= rule.daily_cap
    assert Reason.DAILY_CAP in found
    later = Asked(999, 1, 1, 1_709_258_400 + DAY, "Tuổi nghỉ hưu của bác sĩ là bao nhiêu?")
    assert reasons(rule, *day, later)[-1] == ""


def test_the_order_of_arrival_changes_nothing(rule: Rule) -> None:
    people = [i.asked for i in population(SETS["a"], 30, 5, 5)]
    shuffled = random.Random(1).sample(people, len(people))
    assert judge(rule, people) == judge(rule, shuffled)


def test_who_copies_copies_what_has_a_slip_too() -> None:
    texts = list(dict.fromkeys(i.asked.text for i in population(SETS["a"], 3, 1, 7) if i.kind == "honest"))[:12]
    first = [asked(n, text) for n, text in enumerate(texts)]
    second = [
        Asked(100 + n, 2, 1, question.at + 3600, question.text if n < 8 else question.text[:9] + question.text[10:])
        for n, question in enumerate(first)
    ]
    slipped = [100 + n for n in range(8, len(first))]
    for version, counts in (("v1", True), ("v2", False)):
        found = {j.id: j.reason for j in judge(RULES[version], [*first, *second])}
        assert any(found[pk] == "" for pk in slipped) == counts


def test_a_doubtful_text_counts_unless_most_are_so() -> None:
    doubtful = "Kinh nghiệm chặt cây ven quốc lộ khi gió lào về"
    rule = RULES["v2"]
    assert rule.sign(doubtful).doubt == Reason.GIBBERISH
    assert reasons(rule, asked(1, Q), asked(2, doubtful)) == ["", ""]
    salad = [asked(n, text) for n, text in enumerate(("giấy số ngày tuyển chức thầu?", "hồ mật công đối trưởng"))]
    assert reasons(rule, asked(9, doubtful), *salad) == [Reason.GIBBERISH] * 3


def test_the_sets_of_templates_share_nothing() -> None:
    for a, b in itertools.combinations(SETS.values(), 2):
        for name in ("topics", "ways", "who", "when", "common", "laws", "synonyms"):
            assert not set(getattr(a, name)) & set(getattr(b, name))


@pytest.mark.parametrize("texts", sorted(SETS))
def test_cheats_do_not_count_and_honest_people_lose_little(texts: str) -> None:
    result = measure(texts, honest=60, cheats=5)
    assert len(result.kinds) >= 11
    assert result.mean_caught() > 0.93
    assert result.honest.not_counted / result.honest.questions < 0.02

"""Something to see in the lists of experts: two cases that wait, and one answer that was put right and approved.

Made by the same actions as in real use, by the people of the demo: one asks, one writes, another approves.
"""

from __future__ import annotations

from django.db import transaction

from congvu.accounts.models import User, WorkField
from congvu.answering.actions import ask, produce
from congvu.answering.models import Answer, Conversation
from congvu.corpus.models import Unit
from congvu.feedback.actions import rate
from congvu.knowledge import actions, correcting, reviewing
from congvu.knowledge.models import Case
from congvu.knowledge.opening import from_dislike

ASKER, EXPERT, REVIEWER = "canbo4", "chuyengia", "nguoiduyet"
LAW, UNIT, FIELD = "45/2019/QH14", "d113-k3", "lao-dong"
QUESTION = "Thôi việc mà chưa nghỉ hết phép năm thì có được trả tiền không?"
PARAPHRASES = ("Nghỉ việc khi còn ngày phép năm chưa nghỉ thì được thanh toán thế nào?",)
TEXT = (
    "Có. Người lao động do thôi việc, bị mất việc làm mà chưa nghỉ hằng năm hoặc chưa nghỉ hết số ngày nghỉ hằng năm "
    "thì được người sử dụng lao động thanh toán tiền lương cho những ngày chưa nghỉ."
)
WAITING = (
    ("Thử việc tối đa bao lâu với công việc cần trình độ cao đẳng?", ["incomplete"], "Chưa nói tới lương thử việc."),
    ("Lao động nữ mang thai có phải làm thêm giờ không?", ["wrong_source"], "Cần nêu rõ từ tháng thứ mấy."),
)


@transaction.atomic
def ensure_knowledge() -> bool:
    """Make them where they are missing and the law that they rest on is there; whether they were made."""
    unit = Unit.objects.filter(
        version__current_of__number=LAW, version__current_of__withdrawn_at=None, anchor=UNIT
    ).first()
    asker = User.objects.filter(username=ASKER, is_demo=True).first()
    if unit is None or asker is None or Conversation.objects.filter(user=asker).exists():
        return False
    for text, reasons, comment in WAITING:
        _disliked(asker, text, reasons, comment)
    _approved(_disliked(asker, QUESTION, ["off_topic"], "Tôi hỏi về tiền, không hỏi về số ngày."), unit)
    return True


def _disliked(asker: User, text: str, reasons: list[str], comment: str) -> Case:
    answer = ask(asker, text)
    for _event in produce(answer.pk, pause=lambda _seconds: None):
        pass
    rating = rate(asker, Answer.objects.get(pk=answer.pk), False, reasons, comment)
    case = from_dislike(rating)
    field = WorkField.objects.get(code=FIELD)
    if case is None:
        raise LookupError(text)  # a dislike with a reason always is a case
    return case if case.field == field else actions.move(case, _person(EXPERT), field, case.agency)


def _approved(case: Case, unit: Unit) -> None:
    expert, reviewer = _person(EXPERT), _person(REVIEWER)
    draft = correcting.begin(actions.claim(case, expert), expert)
    correcting.save_draft(draft, expert, QUESTION, PARAPHRASES, TEXT)
    correcting.add_source(draft, expert, unit)
    sent = correcting.submit(draft, expert)
    reviewing.decide(sent, reviewer, "approved", seen=sent.hash)


def _person(username: str) -> User:
    return User.objects.get(username=username, is_demo=True)

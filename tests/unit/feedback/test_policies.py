from __future__ import annotations

import pytest

from congvu.accounts.types import Viewer
from congvu.answering.models import Answer, Conversation, Question
from congvu.answering.types import AnswerStatus
from congvu.feedback.policies import can_rate


def answer_of(user_id: int, status: AnswerStatus) -> Answer:
    return Answer(question=Question(conversation=Conversation(user_id=user_id)), status=status)


@pytest.mark.parametrize("status", list(AnswerStatus))
def test_ones_own_finished_answers_can_be_rated(status: AnswerStatus) -> None:
    owner = Viewer(1, frozenset(), frozenset(), frozenset())
    other = Viewer(2, frozenset(), frozenset(), frozenset())
    finished = status not in {AnswerStatus.PENDING, AnswerStatus.FAILED}
    assert can_rate(owner, answer_of(1, status)) is finished
    assert can_rate(other, answer_of(1, status)) is False

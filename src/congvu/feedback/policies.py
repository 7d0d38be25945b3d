"""Who may rate: the person who asked, once there is something to judge."""

from __future__ import annotations

from congvu.accounts.types import Viewer
from congvu.answering.models import Answer
from congvu.answering.policies import can_read_answer
from congvu.answering.types import AnswerStatus

_NOTHING_TO_JUDGE = frozenset({AnswerStatus.PENDING, AnswerStatus.FAILED})


def can_rate(viewer: Viewer, answer: Answer) -> bool:
    """One's own answer, finished; a refusal or "nothing found" can be judged too, a fault of ours cannot."""
    return can_read_answer(viewer, answer) and AnswerStatus(answer.status) not in _NOTHING_TO_JUDGE

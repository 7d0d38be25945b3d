"""Who may ask and who may read an answer: chats are personal."""

from __future__ import annotations

from congvu.accounts.models import User
from congvu.accounts.types import Viewer
from congvu.answering.models import Answer, Conversation


def can_ask(user: User) -> bool:
    """Everyone with an account that is switched on."""
    return bool(user.pk) and user.is_active


def can_read_conversation(viewer: Viewer, conversation: Conversation) -> bool:
    return conversation.user_id == viewer.user_id


def can_read_answer(viewer: Viewer, answer: Answer) -> bool:
    """The equal of ``Answer.objects.visible_to``."""
    return answer.question.conversation.user_id == viewer.user_id

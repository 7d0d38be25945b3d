"""What the answering room holds about one person, as plain data for their export."""

from __future__ import annotations

from typing import Any

from congvu.accounts.held import agency_data
from congvu.accounts.models import User
from congvu.accounts.queries import viewer_for
from congvu.answering.models import Conversation
from congvu.answering.queries import Turn, turns_of


def conversations_data(user: User) -> list[dict[str, Any]]:
    """The person's conversations, oldest first: ``id``, ``title``, ``created_at``, ``updated_at``, ``questions``.

    A question has ``id``, ``text``, ``asked_at``, ``on``, ``agency``, ``read_as`` (how it was completed from earlier
    ones, or null) and ``answer``: ``id``, ``status``, ``finished_at``, ``blocks`` and ``citations`` in the shape of
    ``congvu ask --json``. Sources are those that the person may read now.
    """
    viewer = viewer_for(user)
    return [
        {
            "id": conversation.pk,
            "title": conversation.title,
            "created_at": conversation.created_at,
            "updated_at": conversation.updated_at,
            "questions": [_turn(turn) for turn in turns_of(viewer, conversation)],
        }
        for conversation in Conversation.objects.visible_to(viewer).order_by("created_at", "pk")
    ]


def _turn(turn: Turn) -> dict[str, Any]:
    question, view = turn.question, turn.view
    return {
        "id": question.pk,
        "text": question.text,
        "asked_at": question.asked_at,
        "on": question.on,
        "agency": agency_data(question.agency, question.on),
        "read_as": view.versions.get("resolved_question"),
        "answer": {
            "id": turn.answer.pk,
            "status": view.status.value,
            "finished_at": turn.answer.finished_at,
            "blocks": [{"text": block.text, "citations": list(block.citations)} for block in view.blocks],
            "citations": [citation.data() for citation in view.citations],
        },
    }

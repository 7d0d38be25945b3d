"""Everything held about one person, as one JSON document.

Keys of the document (times with their zone, dates as ``YYYY-MM-DD``, null for what is not known or open):

``format``          ``"congvu personal data 1"``
``made_at``         when
``account`` …       see ``accounts.held``: account, memberships, roles, groups, identities, sessions, directory,
                    notices
``conversations``   see ``answering.held``
``ratings``         see ``feedback.held``; ``tallies`` beside it: counts of what is deleted by now
``participation``   see ``campaigns.held``: what each question counted for, and appeals
``reminders``       see ``campaigns.held``: what was sent, and since when no more is wanted
``statements``      see ``campaigns.held``: what was stated of an agency's indicators
``cases``           see ``knowledge.held``: what experts were asked, notices, what they wrote as expert or reviewer
``supplies``        documents that the person supplied: ``at``, ``files`` (their names)
``audit``           events of the log that the person caused or that are about them: ``at``, ``action``, ``outcome``,
                    ``by`` (``you``, ``somebody else``, ``the system``), ``about`` (``type``, ``id``), ``detail``.
                    What would tell of other people is left out: who else acted, whom it was about, its detail.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction
from django.db.models import Q

from congvu.accounts.held import account_data
from congvu.accounts.models import User
from congvu.answering.held import conversations_data
from congvu.campaigns.held import participation_data, reminders_data, statements_data
from congvu.common import audit
from congvu.common.clock import now
from congvu.common.models import AuditEvent
from congvu.feedback.held import ratings_data, tallies_data
from congvu.ingestion.models import IngestionRun
from congvu.knowledge.held import cases_data

FORMAT = "congvu personal data 1"
_OWN = frozenset({"Answer", "Question", "Conversation"})
"""Objects that only their person can act on: an event about one tells of nobody else."""


@transaction.atomic
def export(user: User, *, actor: User | None = None) -> str:
    """The document as text; the export itself is an audit event, with counts only."""
    conversations = conversations_data(user)
    document: dict[str, Any] = {
        "format": FORMAT,
        "made_at": now(),
        **account_data(user),
        "conversations": conversations,
        "ratings": ratings_data(user),
        "tallies": tallies_data(user),
        "participation": participation_data(user),
        "reminders": reminders_data(user),
        "statements": statements_data(user),
        "cases": cases_data(user),
        "supplies": _supplies(user),
        "audit": _events(user),
    }
    questions = sum(len(conversation["questions"]) for conversation in conversations)
    audit.record(
        "privacy.exported",
        actor=actor,
        target=user,
        detail={"conversations": len(conversations), "questions": questions},
    )
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> str:
    """Times and dates as ISO 8601, keys as text."""
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _supplies(user: User) -> list[dict[str, Any]]:
    runs = IngestionRun.objects.filter(started_by=user).order_by("created_at").prefetch_related("items")
    return [{"at": run.created_at, "files": [item.file_name for item in run.items.all()]} for run in runs]


def _events(user: User) -> list[dict[str, Any]]:
    key = str(user.pk)
    mine = Q(actor_id=key) | Q(object_type="User", object_id=key)
    return [_event(event, key) for event in AuditEvent.objects.filter(mine).order_by("seq").iterator()]


def _event(event: AuditEvent, key: str) -> dict[str, Any]:
    about_me = event.object_type == "User" and event.object_id == key
    about_others = event.object_type == "User" and not about_me
    by = "you" if event.actor_id == key else "somebody else" if event.actor_id else "the system"
    return {
        "at": event.at,
        "action": event.action,
        "outcome": event.outcome,
        "by": by,
        "about": {"type": event.object_type, "id": "" if about_others else event.object_id},
        "detail": event.detail if about_me or event.object_type in _OWN else {},
    }

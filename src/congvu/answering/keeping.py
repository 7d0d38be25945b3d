"""Storing a finished answer, if the claim to make it still holds."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from congvu.answering import approved
from congvu.answering.making import Made
from congvu.answering.models import Answer
from congvu.answering.store import save_draft, save_evidence
from congvu.answering.types import AnswerStatus
from congvu.common import audit
from congvu.common.clock import now


def keep(answer: Answer, claim: dt.datetime, made: Made, access_hash: str) -> bool:
    """Store everything in one transaction; False if another process took the claim over in the meantime."""
    with transaction.atomic():
        if not still_ours(answer, claim):
            return False
        save_draft(answer, made.draft)
        save_evidence(answer, made.evidence)
        finish(answer, made, access_hash)
    return True


def finish(answer: Answer, made: Made, access_hash: str) -> None:
    """The last words on an answer whose blocks are stored, in the caller's transaction."""
    answer.status = made.draft.status
    answer.access_hash = access_hash
    answer.confidence = made.confidence
    answer.versions = dict(made.versions)
    answer.names = list(made.names)
    answer.timings_ms = dict(made.timings_ms)
    answer.finished_at = now()
    answer.save()
    audit.record(
        "answer.made",
        actor=answer.question.conversation.user,
        target=answer,
        outcome="refused" if made.draft.status == AnswerStatus.REFUSED_PERSONAL_DATA else "ok",
        detail={
            "status": made.draft.status.value,
            "citations": len(made.draft.quotes),
            "versions": sorted({quote.version_id for quote in made.draft.quotes}),
        },
    )
    for document in made.stale:
        approved.tell_stale(document)


def renewed(answer: Answer, claim: dt.datetime, moment: dt.datetime) -> bool:
    """Renew this very claim on a pending answer, which locks the answer; whether it held."""
    held = Answer.objects.filter(pk=answer.pk, status=AnswerStatus.PENDING, started_at=claim)
    return bool(held.update(started_at=moment))


def still_ours(answer: Answer, claim: dt.datetime) -> bool:
    """Lock the answer; True while it is pending under this very claim."""
    held = Answer.objects.select_for_update().filter(pk=answer.pk, status=AnswerStatus.PENDING, started_at=claim)
    return held.first() is not None

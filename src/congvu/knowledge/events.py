"""What happened to a case, as a line of its history and of the audit log; and who is told of it."""

from __future__ import annotations

from congvu.accounts.models import User
from congvu.common import audit
from congvu.common.clock import now
from congvu.knowledge.models import Case, CaseEvent, Notice
from congvu.knowledge.types import NoticeKind


def note(case: Case, what: str, *, actor: User | None, words: str = "", **detail: object) -> None:
    """In the caller's transaction. ``words`` go into the history only, never into the audit log."""
    CaseEvent.objects.create(case=case, actor=actor, what=what, note=words, at=now())
    audit.record(f"case.{what}", actor=actor, target=case, detail=detail)


def tell(user: User, kind: NoticeKind, case: Case) -> None:
    """One line for one person."""
    Notice.objects.create(user=user, kind=kind, case=case, at=now())


def tell_askers(case: Case, kind: NoticeKind) -> None:
    """Everybody for whose sake the case is there, once each for every question."""
    moment = now()
    signals = case.signals.filter(user__is_active=True).select_related("user")
    Notice.objects.bulk_create(
        Notice(user=signal.user, kind=kind, case=case, answer_id=signal.answer_id, at=moment) for signal in signals
    )

"""Who sees cases, works on them, reviews, withdraws, supplies."""

from __future__ import annotations

from congvu.accounts.types import Role, Viewer
from congvu.knowledge.models import Case, Correction, DataRequest, KnowledgeEntry

_WORKING = (Role.EXPERT, Role.REVIEWER)


def works_on_cases(viewer: Viewer) -> bool:
    """Whether there is a queue for this person at all."""
    return viewer.has_role(Role.OPERATOR) or any(viewer.has_role(role) for role in _WORKING)


def can_see_case(viewer: Viewer, case: Case) -> bool:
    """The equal of ``Case.objects.visible_to``."""
    if viewer.has_role(Role.OPERATOR):
        return True
    if case.field_id is None:
        return works_on_cases(viewer)
    return any(viewer.has_role_in(role, case.field_id) for role in _WORKING)


def can_move(viewer: Viewer, case: Case) -> bool:
    """Give a case another field or agency: operators, and the experts who see it."""
    return viewer.has_role(Role.OPERATOR) or is_expert(viewer, case.field_id)


def can_claim(viewer: Viewer, case: Case) -> bool:
    """Experts of its field."""
    return is_expert(viewer, case.field_id)


def is_expert(viewer: Viewer, field_id: int | None) -> bool:
    """Of that field; where a case has none yet, of any."""
    return viewer.has_role(Role.EXPERT) if field_id is None else viewer.has_role_in(Role.EXPERT, field_id)


def reviews(viewer: Viewer) -> bool:
    """Whether there is a list of corrections to review for this person."""
    return viewer.has_role(Role.REVIEWER)


def can_review(viewer: Viewer, correction: Correction) -> bool:
    """Reviewers of its field, never its author; the database holds the same (migration 0002)."""
    return correction.author_id != viewer.user_id and viewer.has_role_in(Role.REVIEWER, correction.field_id)


def can_withdraw(viewer: Viewer, entry: KnowledgeEntry) -> bool:
    """Operators, and reviewers of its field."""
    return viewer.has_role(Role.OPERATOR) or viewer.has_role_in(Role.REVIEWER, entry.correction.field_id)


def can_supply(viewer: Viewer, request: DataRequest) -> bool:
    """Say that a document has come or cannot: the agency's coordinator, an operator, an expert who sees the case."""
    if viewer.has_role(Role.OPERATOR) or (Role.COORDINATOR, request.agency_id) in viewer.agency_roles:
        return True
    return can_claim(viewer, request.case)


def sees_requests(viewer: Viewer) -> bool:
    """Whether there is a list of requests for data for this person."""
    return works_on_cases(viewer) or viewer.has_role(Role.COORDINATOR)


def agencies_checked(viewer: Viewer) -> frozenset[int]:
    """Agencies whose answers this viewer may have checked as their leader."""
    return frozenset(a for role, a in viewer.agency_roles if role == Role.LEADER and a is not None)


def sees_quality(viewer: Viewer) -> bool:
    """The figures of quality hold no words: whoever works on answers or answers for an agency."""
    return works_on_cases(viewer) or bool(agencies_checked(viewer)) or viewer.has_role(Role.AUDITOR)

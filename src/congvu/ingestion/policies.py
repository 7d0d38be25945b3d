"""Who may supply documents and watch a supply."""

from __future__ import annotations

from django.db.models import Q

from congvu.accounts.policies import can_supply_documents
from congvu.accounts.types import Role, Viewer

__all__ = ["can_supply_documents", "can_view_run", "visible_runs"]


def visible_runs(viewer: Viewer) -> Q:
    """Condition on ``IngestionRun``; the equal of ``can_view_run``."""
    if viewer.has_role(Role.OPERATOR):
        return Q()
    agencies = [agency for role, agency in viewer.agency_roles if role == Role.COORDINATOR and agency is not None]
    return Q(started_by_id=viewer.user_id) | Q(agency_id__in=agencies)


def can_view_run(viewer: Viewer, started_by_id: int | None, agency_id: int | None) -> bool:
    """A person's own runs, those of the agencies they coordinate, everything for operators."""
    if viewer.has_role(Role.OPERATOR) or started_by_id == viewer.user_id:
        return True
    return agency_id is not None and (Role.COORDINATOR, agency_id) in viewer.agency_roles

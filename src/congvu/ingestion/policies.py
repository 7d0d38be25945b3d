"""Who may supply documents and watch a supply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from congvu.accounts.policies import can_supply_documents
from congvu.accounts.types import Role, Viewer
from congvu.corpus.models import Visibility

if TYPE_CHECKING:
    from congvu.ingestion.models import IngestionRun

__all__ = ["can_supply_documents", "can_view_run", "visible_runs"]


def visible_runs(viewer: Viewer) -> Q:
    """Condition on ``IngestionRun``; the equal of ``can_view_run``."""
    own = Q(started_by_id=viewer.user_id)
    if viewer.has_role(Role.OPERATOR):
        return own | ~Q(visibility=Visibility.PRIVATE)
    agencies = [agency for role, agency in viewer.agency_roles if role == Role.COORDINATOR and agency is not None]
    return own | (Q(agency_id__in=agencies) & ~Q(visibility=Visibility.PRIVATE))


def can_view_run(viewer: Viewer, run: IngestionRun) -> bool:
    """A person's own runs, those of the agencies they coordinate, all for operators; but what somebody supplied for
    themselves alone only they watch: names of files say what is in them.
    """
    if run.started_by_id == viewer.user_id:
        return True
    if run.visibility == Visibility.PRIVATE:
        return False
    return viewer.has_role(Role.OPERATOR) or (
        run.agency_id is not None and (Role.COORDINATOR, run.agency_id) in viewer.agency_roles
    )

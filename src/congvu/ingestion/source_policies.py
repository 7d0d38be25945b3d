"""Who may see and run a connected source."""

from __future__ import annotations

from django.db.models import Q

from congvu.accounts.policies import can_supply_documents
from congvu.accounts.types import Role, Viewer
from congvu.corpus.models import Visibility
from congvu.ingestion.connector_models import SourceConnection


def visible_connections(viewer: Viewer) -> Q:
    """Condition on ``SourceConnection``; the equal of ``can_run_source``."""
    if viewer.has_role(Role.OPERATOR):
        return Q()
    agencies = [agency for role, agency in viewer.agency_roles if role == Role.COORDINATOR and agency is not None]
    return Q(agency_id__in=agencies) & ~Q(visibility=Visibility.PROVINCE)


def can_run_source(viewer: Viewer, connection: SourceConnection) -> bool:
    """See a source, start it, try again, and supply by it: operators, and coordinators for what is their agency's.

    What goes to the whole province is the operators', as everywhere.
    """
    if connection.visibility == Visibility.PROVINCE:
        return viewer.has_role(Role.OPERATOR)
    return can_supply_documents(viewer, connection.agency_id)


def can_set_up_sources(viewer: Viewer) -> bool:
    """Make and change sources, their keys, and decide on codes: operators."""
    return viewer.has_role(Role.OPERATOR)

"""Who runs campaigns and who sees whose figures."""

from __future__ import annotations

from congvu.accounts.types import Role, Viewer


def can_run_campaigns(viewer: Viewer) -> bool:
    """Campaigns and what is imported into them are the work of the province's operators."""
    return viewer.has_role(Role.OPERATOR)


def can_see_ranking(viewer: Viewer) -> bool:
    """The figures of all agencies beside each other; an agency's own people see where their agency stands."""
    return viewer.has_role(Role.OPERATOR)


def agencies_seen(viewer: Viewer) -> frozenset[int]:
    """Agencies whose figures, person by person, this viewer sees without being an operator."""
    return frozenset(
        agency
        for role, agency in viewer.agency_roles
        if agency is not None and role in (Role.LEADER, Role.COORDINATOR)
    )


def can_see_agency(viewer: Viewer, agency_id: int) -> bool:
    """An agency's figures, person by person: operators, and that agency's leader and coordinator."""
    return can_run_campaigns(viewer) or agency_id in agencies_seen(viewer)


def agencies_decided(viewer: Viewer) -> frozenset[int]:
    """Agencies whose appeals this viewer decides without being an operator."""
    return frozenset(a for role, a in viewer.agency_roles if a is not None and role == Role.COORDINATOR)


def can_decide(viewer: Viewer, agency_id: int | None, user_id: int) -> bool:
    """An appeal: operators and the agency's coordinator, never about one's own question."""
    if viewer.user_id == user_id:
        return False
    return can_run_campaigns(viewer) or (agency_id is not None and agency_id in agencies_decided(viewer))

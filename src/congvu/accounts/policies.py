"""Who may do what to whom; documents and answers have their own policies in their own rooms."""

from __future__ import annotations

from congvu.accounts.types import Role, Viewer


def can_supply_documents(viewer: Viewer, agency_id: int | None) -> bool:
    """Coordinators supply their agency's documents; only operators supply for the whole province (no agency)."""
    if viewer.has_role(Role.OPERATOR):
        return True
    return agency_id is not None and (Role.COORDINATOR, agency_id) in viewer.agency_roles


def can_manage_people(viewer: Viewer) -> bool:
    """Accounts, memberships and roles are the work of the province's operators."""
    return viewer.has_role(Role.OPERATOR)

"""Who may do what to whom; documents and answers have their own policies in their own rooms."""

from __future__ import annotations

from congvu.accounts.types import Role, Viewer


def can_supply_documents(viewer: Viewer, agency_id: int | None) -> bool:
    """Coordinators supply their agency's documents; only operators supply for the whole province (no agency)."""
    if viewer.has_role(Role.OPERATOR):
        return True
    return agency_id is not None and (Role.COORDINATOR, agency_id) in viewer.agency_roles


def can_manage_groups(viewer: Viewer) -> bool:
    """Operators name groups and say who is in them; that opens no group's documents to themselves."""
    return viewer.has_role(Role.OPERATOR)


def can_read_audit_log(viewer: Viewer) -> bool:
    """Auditors and operators."""
    return viewer.has_role(Role.AUDITOR) or viewer.has_role(Role.OPERATOR)

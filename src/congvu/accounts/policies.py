"""Who may do what to whom; documents and answers have their own policies in their own rooms."""

from __future__ import annotations

from django.utils.translation import gettext as _

from congvu.accounts.types import Role, Viewer


def can_supply_documents(viewer: Viewer, agency_id: int | None) -> bool:
    """Coordinators supply their agency's documents; only operators supply for the whole province (no agency)."""
    if viewer.has_role(Role.OPERATOR):
        return True
    return agency_id is not None and (Role.COORDINATOR, agency_id) in viewer.agency_roles


def can_manage_people(viewer: Viewer) -> bool:
    """Accounts, memberships and roles are the work of the province's operators."""
    return viewer.has_role(Role.OPERATOR)


def can_manage_agencies(viewer: Viewer) -> bool:
    """Agencies, their names, codes and successors are recorded by the province's operators."""
    return viewer.has_role(Role.OPERATOR)


def scope_of(role: Role) -> tuple[bool, bool]:
    """Whether the role is given for one agency, and whether for one field of work; neither: for the province."""
    return role in (Role.COORDINATOR, Role.LEADER), role in (Role.EXPERT, Role.REVIEWER)


def scope_words(role: Role) -> str:
    """What must be chosen beside the role, for people."""
    agency, field = scope_of(role)
    if agency:
        return _("Choose the agency, and no field.")
    return _("Choose the field of work, and no agency.") if field else _("Choose neither agency nor field.")


def can_manage_groups(viewer: Viewer) -> bool:
    """Operators name groups and say who is in them; that opens no group's documents to themselves."""
    return viewer.has_role(Role.OPERATOR)


def can_read_audit_log(viewer: Viewer) -> bool:
    """Auditors and operators."""
    return viewer.has_role(Role.AUDITOR) or viewer.has_role(Role.OPERATOR)

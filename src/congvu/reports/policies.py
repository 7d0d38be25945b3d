"""Who may issue and see official reports: the province's operators."""

from __future__ import annotations

from congvu.accounts.types import Role, Viewer


def can_see_reports(viewer: Viewer) -> bool:
    """Issued reports hold every agency's figures side by side; agencies get what is sent to them."""
    return viewer.has_role(Role.OPERATOR)


def can_issue_reports(viewer: Viewer) -> bool:
    return viewer.has_role(Role.OPERATOR)

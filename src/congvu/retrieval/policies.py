"""Who decides what orders evidence."""

from __future__ import annotations

from congvu.accounts.types import Role, Viewer


def can_manage_rankers(viewer: Viewer) -> bool:
    """Operators see what was learned, let it serve, and go back."""
    return viewer.has_role(Role.OPERATOR)

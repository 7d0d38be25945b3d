"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from congvu.accounts.models import User
from congvu.accounts.policies import can_manage_groups, can_manage_people, can_read_audit_log
from congvu.accounts.queries import current_agency
from congvu.accounts.types import Role, Viewer
from congvu.reports.policies import can_see_reports
from congvu.retrieval.policies import can_manage_rankers


def site(request: HttpRequest) -> dict[str, Any]:
    """``viewer``, ``my_agency`` and what this person may do, for whoever is signed in."""
    user = getattr(request, "user", None)
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not isinstance(user, User):
        return {}
    return {
        "viewer": viewer,
        "my_agency": SimpleLazyObject(lambda: current_agency(user)),
        "can_read_log": can_read_audit_log(viewer),
        "can_manage_groups": can_manage_groups(viewer),
        "can_manage_rankers": can_manage_rankers(viewer),
        "can_see_reports": can_see_reports(viewer),
        "can_supply": SimpleLazyObject(lambda: may_supply(viewer)),
        "can_manage_people": can_manage_people(viewer),
    }


def may_supply(viewer: Viewer) -> bool:
    """Whether this person supplies documents for anybody: operators, and coordinators of some agency."""
    return viewer.has_role(Role.OPERATOR) or any(
        role == Role.COORDINATOR and agency is not None for role, agency in viewer.agency_roles
    )

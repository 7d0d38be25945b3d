"""What every page's frame needs."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from congvu.accounts.models import User
from congvu.accounts.queries import current_agency
from congvu.accounts.types import Role, Viewer
from congvu.campaigns.reminders.queries import unread as unread_reminders
from congvu.knowledge.policies import reviews, sees_quality, sees_requests, works_on_cases
from congvu.knowledge.queries import unread as unread_notices


def site(request: HttpRequest) -> dict[str, Any]:
    """``viewer``, ``my_agency`` and what this person may do, for whoever is signed in."""
    user = getattr(request, "user", None)
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or not isinstance(user, User):
        return {}
    notices, reminders = cache(lambda: unread_notices(user.pk)), cache(lambda: unread_reminders(user))
    return {
        "viewer": viewer,
        "works_on_cases": works_on_cases(viewer),
        "reviews": reviews(viewer),
        "sees_requests": sees_requests(viewer),
        "sees_quality": sees_quality(viewer),
        # Called by the templates that show them, once a page.
        "unread_notices": notices,
        "unread_reminders": reminders,
        "unread": lambda: notices() + reminders(),
        "my_agency": SimpleLazyObject(lambda: current_agency(user)),
        "can_supply": SimpleLazyObject(lambda: may_supply(viewer)),
    }


def may_supply(viewer: Viewer) -> bool:
    """Whether this person supplies documents for anybody: operators, and coordinators of some agency."""
    return viewer.has_role(Role.OPERATOR) or any(
        role == Role.COORDINATOR and agency is not None for role, agency in viewer.agency_roles
    )

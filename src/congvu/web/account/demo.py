"""The demo's accounts, shown on the sign-in page; outside the demo there is nothing to show."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from congvu.accounts.models import User
from congvu.accounts.queries import current_agency, viewer_for
from congvu.accounts.types import Role


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One line of the list: ``role`` is the most telling one, ``agency`` the name in use today."""

    username: str
    full_name: str
    role: str
    agency: str


def is_demo() -> bool:
    """Whether the settings say that this is the demo."""
    return bool(getattr(settings, "CONGVU_DEMO", False))


def demo_accounts() -> tuple[DemoAccount, ...]:
    """The accounts that only the demo makes, in the order they were made; none outside the demo."""
    if not is_demo():
        return ()
    users = User.objects.filter(is_demo=True, is_active=True).order_by("pk")
    return tuple(DemoAccount(user.username, user.full_name, _role(user), _agency(user)) for user in users)


def demo_password() -> str:
    """The one password of all demo accounts, or nothing."""
    return str(getattr(settings, "CONGVU_DEMO_PASSWORD", "")) if is_demo() else ""


def _role(user: User) -> str:
    held = {role for role, _agency_id in viewer_for(user).agency_roles}
    granted = [role for role in Role if role in held and role != Role.MEMBER]
    return str((granted[0] if granted else Role.MEMBER).label)


def _agency(user: User) -> str:
    agency = current_agency(user)
    return agency.name() if agency else ""

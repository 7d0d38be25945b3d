"""Reads of people and agencies."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, QuerySet

from congvu.accounts.models import Agency, AgencyName, Membership, RoleGrant, User, holds_on
from congvu.accounts.types import Role, Viewer
from congvu.common.clock import today


def viewer_for(user: User, day: dt.date | None = None) -> Viewer:
    """The rights of an account on ``day`` (today by default); an account switched off has none but its own."""
    if not user.is_active:
        return Viewer(user.pk, frozenset(), frozenset(), frozenset())
    day = day or today()
    agencies = Membership.objects.filter(holds_on(day), user=user).values_list("agency_id", flat=True)
    grants = RoleGrant.objects.filter(holds_on(day), user=user).values_list("role", "agency_id")
    groups = user.access_groups.values_list("pk", flat=True)
    roles = {(Role(role), agency) for role, agency in grants} | {(Role.MEMBER, None)}
    return Viewer(user.pk, frozenset(agencies), frozenset(groups), frozenset(roles))


def has_left(user: User, viewer: Viewer) -> bool:
    """Whether somebody belonged to an agency, belongs to none today and holds no role: nothing keeps them here."""
    if viewer.agency_ids or any(role != Role.MEMBER for role, _agency in viewer.agency_roles):
        return False
    return Membership.objects.filter(user=user).exists()


def current_agency(user: User, day: dt.date | None = None) -> Agency | None:
    """The agency a person belongs to on ``day``; the newest membership where there are several."""
    day = day or today()
    membership = (
        Membership.objects.filter(holds_on(day), user=user)
        .select_related("agency")
        .prefetch_related("agency__names")
        .order_by("-starts_on", "-pk")
        .first()
    )
    return membership.agency if membership else None


def agency_by_code(code: str) -> Agency | None:
    """The agency that a code of ours names, whatever its case."""
    return Agency.objects.filter(code__iexact=code.strip()).first() if code.strip() else None


def agencies_on(day: dt.date | None = None) -> QuerySet[Agency]:
    """Agencies that exist on ``day``, in Vietnamese order of their name of that day."""
    day = day or today()
    names = AgencyName.objects.filter(holds_on(day))
    return (
        Agency.objects.filter(holds_on(day), holds_on(day, "names__"))
        .order_by("names__sort_key")
        .prefetch_related(Prefetch("names", queryset=names))
    )

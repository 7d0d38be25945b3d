"""Reads of people and agencies."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Prefetch, QuerySet

from congvu.accounts.agency_text import bare_code
from congvu.accounts.models import Agency, AgencyCode, AgencyName, Membership, RoleGrant, User, holds_on
from congvu.accounts.types import Role, Viewer
from congvu.common.clock import today
from congvu.text import clean


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


def agency_by_code(code: str, day: dt.date | None = None) -> Agency | None:
    """The agency that a code names, whatever its case and separators: one of ours, else one that others gave.

    Where a code was given to several in turn, the one that has it on ``day`` (today by default) is meant; where none
    has it, the last one that had.
    """
    written, bare = clean(code).strip(), bare_code(code)
    own = Agency.objects.filter(code__iexact=written).first() if bare else None
    if own is not None or not bare:
        return own
    day = day or today()
    rows = AgencyCode.objects.filter(bare=bare).select_related("agency").order_by(F("starts_on").desc(nulls_last=True))
    begun = [row for row in rows if row.starts_on is None or row.starts_on <= day]
    return next((row.agency for row in begun if row.holds(day)), begun[0].agency if begun else None)


def agencies_on(day: dt.date | None = None) -> QuerySet[Agency]:
    """Agencies that exist on ``day``, in Vietnamese order of their name of that day."""
    day = day or today()
    names = AgencyName.objects.filter(holds_on(day))
    return (
        Agency.objects.filter(holds_on(day), holds_on(day, "names__"))
        .order_by("names__sort_key")
        .prefetch_related(Prefetch("names", queryset=names))
    )

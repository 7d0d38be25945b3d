"""Reads of people and agencies."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.models import Count, F, Prefetch, Q, QuerySet

from congvu.accounts.agency_text import bare_code
from congvu.accounts.models import Agency, AgencyCode, AgencyName, Membership, User, WorkField, holds_on
from congvu.accounts.types import AccountState, Role, Viewer
from congvu.common.clock import today
from congvu.text import clean, fold

# Asked at every request: one statement, all as of one moment. The last condition is ``holds_on``.
_RIGHTS = """
    WITH given AS (
        SELECT NULL AS role, agency_id, NULL::bigint AS group_id, NULL::bigint AS field_id, starts_on, ends_on
        FROM accounts_membership WHERE user_id = %(user)s
        UNION ALL
        SELECT role, agency_id, NULL, field_id, starts_on, ends_on
        FROM accounts_rolegrant WHERE user_id = %(user)s
        UNION ALL
        SELECT NULL, NULL, accessgroup_id, NULL, NULL, NULL
        FROM accounts_accessgroup_members WHERE user_id = %(user)s
    )
    SELECT role, agency_id, group_id, field_id FROM given
    WHERE (starts_on IS NULL OR starts_on <= %(day)s) AND (ends_on IS NULL OR ends_on > %(day)s)
"""


def viewer_for(user: User, day: dt.date | None = None) -> Viewer:
    """The rights of an account on ``day`` (today by default); an account switched off has none but its own."""
    if not user.is_active:
        return Viewer(user.pk, frozenset(), frozenset(), frozenset())
    agencies: set[int] = set()
    groups: set[int] = set()
    roles: set[tuple[Role, int | None]] = {(Role.MEMBER, None)}
    in_fields: set[tuple[Role, int]] = set()
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, {"user": user.pk, "day": day or today()})
        for role, agency, group, field in cursor.fetchall():
            if role is not None and field is not None:
                in_fields.add((Role(role), field))
            elif role is not None:
                roles.add((Role(role), agency))
            elif group is not None:
                groups.add(group)
            else:
                agencies.add(agency)
    return Viewer(user.pk, frozenset(agencies), frozenset(groups), frozenset(roles), frozenset(in_fields))


def has_left(user: User, viewer: Viewer) -> bool:
    """Whether somebody belonged to an agency, belongs to none today and holds no role: nothing keeps them here."""
    if viewer.agency_ids or viewer.field_roles or any(role != Role.MEMBER for role, _agency in viewer.agency_roles):
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


def fields() -> QuerySet[WorkField]:
    """Fields of work, for which experts and reviewers are named."""
    return WorkField.objects.order_by("name")


def people_for(
    viewer: Viewer, *, text: str = "", agency: Agency | None = None, state: AccountState | None = None
) -> QuerySet[User]:
    """Accounts that this viewer may see, narrowed, in Vietnamese order of given names; ``agency`` is that of today."""
    found = User.objects.visible_to(viewer)
    if key := fold(text).strip():
        found = found.filter(Q(name_key__contains=key) | Q(username__icontains=text.strip()) | Q(email__icontains=key))
    if agency is not None:
        found = found.filter(pk__in=Membership.objects.filter(holds_on(today()), agency=agency).values("user"))
    if state is not None:
        found = found.filter(state_is(state))
    return found.order_by("sort_key", "pk")


def state_is(state: AccountState) -> Q:
    """The condition equal to ``User.state``."""
    if state == AccountState.ENDED:
        return Q(is_active=False)
    return Q(is_active=True, first_signed_in_at__isnull=state == AccountState.PROVISIONED)


def roster_counts(viewer: Viewer) -> dict[AccountState, int]:
    """How many accounts are provisioned, in use and ended: what every percentage is a share of."""
    counts = User.objects.visible_to(viewer).aggregate(
        **{state.value: Count("pk", filter=state_is(state)) for state in AccountState}
    )
    return {state: counts[state.value] for state in AccountState}

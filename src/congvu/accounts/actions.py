"""Writes to people: accounts come, move, get roles and end. Each is atomic and audited.

Every way in ends here, so that all of them leave the same rows. Without an actor a provider's word did it, which the
event names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.accounts.models import Agency, Membership, RoleGrant, User, WorkField, holds_on
from congvu.accounts.policies import can_manage_people, scope_of, scope_words
from congvu.accounts.queries import viewer_for
from congvu.accounts.types import AccountSource, Role
from congvu.common import audit
from congvu.common.clock import now, today
from congvu.common.errors import InvalidInputError, NotAllowedError


@dataclass(frozen=True, slots=True)
class AccountData:
    """What is known of a person; ``agency`` None leaves the membership as it is."""

    username: str
    full_name: str
    email: str = ""
    agency: Agency | None = None
    title: str = ""


@transaction.atomic
def provision(data: AccountData, *, source: AccountSource, actor: User | None = None) -> User:
    """Make the account, or bring its name, address, agency and position up to date; rights are not touched.

    An account that had ended stays ended: taking somebody back is a decision of its own.
    """
    user = User.objects.select_for_update().filter(username=data.username).first()
    created = user is None
    if user is None:
        user = User.objects.create_user(data.username, full_name=data.full_name, email=data.email, source=source)
    changed = [name for name in ("full_name", "email") if getattr(user, name) != getattr(data, name)]
    if changed:
        user.call(data.full_name)
        user.email = data.email
        user.save(update_fields=[*User.NAME_FIELDS, "email"])
    moved = data.agency is not None and _move(user, data.agency, data.title, today())
    if created or changed or moved:
        detail = {"source": source, "agency": data.agency.code if data.agency else "", "changed": sorted(changed)}
        audit.record("account.created" if created else "account.changed", actor=actor, target=user, detail=detail)
    return user


@transaction.atomic
def place(user: User, agency: Agency, *, title: str = "", actor: User | None = None) -> None:
    """The person belongs to this agency, in this position, from today on; before, to where they were before."""
    _check(actor)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise InvalidInputError(_("This account has ended."), _("Take it back first."))
    if _move(user, agency, title, today()):
        audit.record("account.moved", actor=actor, target=user, detail={"agency": agency.code})


def _check(actor: User | None) -> None:
    """Somebody who acts here must be an operator; without an actor it is a provider's word or a list's."""
    if actor is not None and not can_manage_people(viewer_for(actor)):
        raise NotAllowedError(_("Only an operator of the province may change the roster."))


def _move(user: User, agency: Agency, title: str, on: dt.date) -> bool:
    """One membership from ``on``: the others end that day, so that what was done before stays with them."""
    current = list(Membership.objects.select_for_update().filter(holds_on(on), user=user))
    if len(current) == 1 and current[0].agency_id == agency.pk:
        if current[0].title == title:
            return False
        current[0].title = title
        current[0].save(update_fields=["title"])
        return True
    for membership in current:
        membership.ends_on = on
        membership.save(update_fields=["ends_on"])
    Membership.objects.create(user=user, agency=agency, title=title, starts_on=on)
    return True


def end_account(user: User, *, actor: User | None = None, reason: str = "") -> None:
    """The person has left: no sign-in, no rights, memberships and grants end today. What they did stays."""
    end_accounts([user.pk], actor=actor, reason=reason)


@transaction.atomic
def end_accounts(keys: Collection[int], *, actor: User | None = None, reason: str = "") -> None:
    """The same for many people at once; those who have left already are passed over."""
    _check(actor)
    if actor is not None and actor.pk in keys:
        raise InvalidInputError(_("Nobody can end their own account."), _("Ask another operator."))
    users = User.objects.select_for_update().filter(pk__in=keys, is_active=True)
    ending = list(users.order_by("pk").values_list("pk", flat=True))
    if not ending:
        return
    day = today()
    User.objects.filter(pk__in=ending).update(is_active=False, ended_at=now())
    for rows in (
        Membership.objects.filter(holds_on(day), user__in=ending),
        RoleGrant.objects.filter(holds_on(day), user__in=ending),
    ):
        rows.update(ends_on=day)
    entries = [audit.Entry("account.ended", "User", str(pk), {"reason": reason}) for pk in ending]
    audit.record_all(entries, actor=actor)


@transaction.atomic
def take_back(user: User, agency: Agency | None, *, title: str = "", actor: User | None = None) -> None:
    """Somebody who had left is back from today, in an agency where one is known; roles are given anew by a decision of
    their own.
    """
    _check(actor)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        return
    user.is_active, user.ended_at = True, None
    user.save(update_fields=["is_active", "ended_at"])
    if agency is not None:
        _move(user, agency, title, today())
    audit.record("account.taken_back", actor=actor, target=user, detail={"agency": agency.code if agency else ""})


@transaction.atomic
def signed_in(user: User, *, provider: str = "") -> None:
    """Somebody has come in, here or through a provider; the first time makes a provisioned account an active one."""
    User.objects.filter(pk=user.pk, first_signed_in_at=None).update(first_signed_in_at=now())
    audit.record("signin", actor=user, target=user, detail={"provider": provider} if provider else None)


@transaction.atomic
def grant_role(
    user: User,
    role: Role,
    *,
    agency: Agency | None = None,
    field: WorkField | None = None,
    actor: User | None = None,
    provider: str = "",
) -> RoleGrant:
    """Give a role from today on, for an agency, a field, or the province; giving it twice changes nothing.

    A person here gives roles with the scope that the role has; a provider's rules say their own.
    """
    _check(actor)
    if actor is not None and (bool(agency), bool(field)) != scope_of(role):
        raise InvalidInputError(_("This role is not given with this scope."), scope_words(role))
    held = RoleGrant.objects.filter(holds_on(today()), user=user, role=role, agency=agency, field=field).first()
    if held is not None:
        return held
    given: RoleGrant = RoleGrant.objects.create(
        user=user, role=role, agency=agency, field=field, starts_on=today(), provider=provider
    )
    audit.record("role.granted", actor=actor, target=user, detail=_role_detail(given))
    return given


@transaction.atomic
def revoke_role(grant: RoleGrant, *, actor: User | None = None) -> None:
    """Take a role away; it holds from the very next request. Operators cannot shut themselves out."""
    _check(actor)
    if actor is not None and grant.role == Role.OPERATOR and grant.user_id == actor.pk:
        raise InvalidInputError(_("Nobody can take their own operator's role away."), _("Ask another operator."))
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if not grant.holds(today()):
        return
    grant.ends_on = today()
    grant.save(update_fields=["ends_on"])
    audit.record("role.revoked", actor=actor, target=grant.user, detail=_role_detail(grant))


def _role_detail(grant: RoleGrant) -> dict[str, str]:
    return {
        "role": grant.role,
        "agency": grant.agency.code if grant.agency else "",
        "field": grant.field.code if grant.field else "",
    }

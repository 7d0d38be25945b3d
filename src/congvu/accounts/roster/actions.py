"""Taking a list of people over: shown first, then as a whole or not at all."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.accounts.actions import end_accounts
from congvu.accounts.models import Agency, Membership, RosterImport, User, holds_on
from congvu.accounts.policies import can_manage_people
from congvu.accounts.queries import viewer_for
from congvu.accounts.roster.planning import plan_for
from congvu.accounts.roster.table import read_table
from congvu.accounts.roster.types import Change, Effect, Plan
from congvu.accounts.types import AccountSource
from congvu.common import audit
from congvu.common.clock import now, today
from congvu.common.errors import InvalidInputError, NotAllowedError
from congvu.common.hashing import sha256_hex

KEPT_FOR = dt.timedelta(days=7)
"""A list that nobody confirms is personal data without a purpose: it is emptied after this time."""


@transaction.atomic
def show_import(file_name: str, content: bytes, *, complete: bool, actor: User) -> tuple[RosterImport, Plan]:
    """Read a table, keep it, and say what it would do. Raises InvalidInputError for a file that is no such table."""
    _check(actor)
    plan = plan_for(read_table(content), complete=complete)
    found = RosterImport.objects.create(
        file_name=file_name[:255],
        content=content,
        content_hash=sha256_hex(content),
        complete=complete,
        digest=plan.digest,
        counts=plan.counts(),
        uploaded_by=actor,
    )
    audit.record("roster.shown", actor=actor, target=found, detail={"hash": found.content_hash, **plan.counts()})
    return found, plan


def plan_again(found: RosterImport) -> Plan:
    """What the table would do now; people may have come and gone since it was shown."""
    return plan_for(read_table(bytes(found.content)), complete=found.complete)


@transaction.atomic
def apply_import(found: RosterImport, *, skip_problems: bool, digest: str, actor: User) -> Plan:
    """Take the whole table over, or raise InvalidInputError and change nothing.

    ``digest`` is that of the plan which the person saw. Rows with problems stop everything unless they are skipped on
    purpose.
    """
    _check(actor)
    found = RosterImport.objects.select_for_update().get(pk=found.pk)
    if found.state != RosterImport.State.SHOWN:
        raise InvalidInputError(_("This list was dealt with already."), _("Choose the file again."))
    # Writers of the roster go one after another, or two lists could each make the same account.
    list(User.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    plan = plan_again(found)
    if plan.digest != digest:
        raise InvalidInputError(_("People have changed since this was shown."), _("Look at the list again."))
    if plan.problems and not skip_problems:
        count = len(plan.problem_rows())
        raise InvalidInputError(
            ngettext("{count} row has a flaw.", "{count} rows have flaws.", count).format(count=count),
            _("Nothing was taken over: mend the file and choose it again, or skip these rows on purpose."),
        )
    entries = [*_create(plan), *_update(plan)]
    end_accounts(
        [change.user_id for change in plan.changes if change.effect == Effect.ENDED],
        actor=actor,
        reason=f"list {found.pk}",
    )
    _settle(found, RosterImport.State.APPLIED)
    found.counts = plan.counts()
    found.save(update_fields=["counts"])
    detail = {"hash": found.content_hash, "skipped": len(plan.problem_rows()), **plan.counts()}
    summary = audit.Entry("roster.applied", "RosterImport", str(found.pk), detail)
    audit.record_all([*entries, summary], actor=actor)
    return plan


@transaction.atomic
def discard_import(found: RosterImport, *, actor: User) -> None:
    """Put a list away; its people are forgotten."""
    _check(actor)
    found = RosterImport.objects.select_for_update().get(pk=found.pk)
    if found.state == RosterImport.State.SHOWN:
        _settle(found, RosterImport.State.DISCARDED)
        audit.record("roster.discarded", actor=actor, target=found)


@transaction.atomic
def forget_unconfirmed() -> int:
    """Empty lists that nobody confirmed in time; how many there were."""
    old = RosterImport.objects.select_for_update().filter(
        state=RosterImport.State.SHOWN, created_at__lt=now() - KEPT_FOR
    )
    for found in old:
        _settle(found, RosterImport.State.DISCARDED)
        audit.record("roster.discarded", target=found, detail={"by": "time"})
    return len(old)


def _check(actor: User) -> None:
    if not can_manage_people(viewer_for(actor)):
        raise NotAllowedError(_("Only an operator of the province may change the roster."))


def _settle(found: RosterImport, state: RosterImport.State) -> None:
    found.state, found.settled_at, found.content = state, now(), b""
    found.save(update_fields=["state", "settled_at", "content"])


def _create(plan: Plan) -> list[audit.Entry]:
    new = [change for change in plan.changes if change.effect == Effect.CREATED]
    users = []
    for change in new:
        user = User(username=change.username, email=change.email, source=AccountSource.LIST)
        user.call(change.full_name)
        user.set_unusable_password()
        users.append(user)
    User.objects.bulk_create(users, batch_size=1000)
    day = today()
    Membership.objects.bulk_create(
        [
            Membership(user=user, agency_id=change.agency_id, title=change.title, starts_on=day)
            for user, change in zip(users, new, strict=True)
        ],
        batch_size=1000,
    )
    codes = _codes()
    return [
        audit.Entry("account.created", "User", str(user.pk), _detail(change, codes))
        for user, change in zip(users, new, strict=True)
    ]


def _update(plan: Plan) -> list[audit.Entry]:
    changed = [change for change in plan.changes if change.effect in (Effect.CHANGED, Effect.MOVED)]
    by_user = {change.user_id: change for change in changed}
    users = list(User.objects.filter(pk__in=by_user))
    for user in users:
        user.call(by_user[user.pk].full_name)
        user.email = by_user[user.pk].email
    User.objects.bulk_update(users, [*User.NAME_FIELDS, "email"], batch_size=1000)
    day = today()
    current = Membership.objects.filter(holds_on(day))
    moved = [change for change in changed if change.effect == Effect.MOVED]
    current.filter(user_id__in=[change.user_id for change in moved]).update(ends_on=day)
    Membership.objects.bulk_create(
        [Membership(user_id=c.user_id, agency_id=c.agency_id, title=c.title, starts_on=day) for c in moved],
        batch_size=1000,
    )
    stayed = {change.user_id: change.title for change in changed if change.effect == Effect.CHANGED}
    titled = list(current.filter(user_id__in=stayed))
    for membership in titled:
        membership.title = stayed[membership.user_id]
    Membership.objects.bulk_update(titled, ["title"], batch_size=1000)
    codes = _codes()
    return [
        audit.Entry("account.changed", "User", str(change.user_id), _detail(change, codes) | {"effect": change.effect})
        for change in changed
    ]


def _codes() -> dict[int, str]:
    return dict(Agency.objects.values_list("pk", "code"))


def _detail(change: Change, codes: dict[int, str]) -> dict[str, str]:
    return {"source": AccountSource.LIST, "agency": codes.get(change.agency_id, "")}

"""Writes to agencies: they come, are renamed, move, get codes, end, and hand on. Each is atomic and audited.

Without an actor the program itself did it. A day that cannot be is refused with ``InvalidInputError``, which says what
to do. Saying the same twice changes nothing and leaves no second event.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.accounts.agency_text import bare_code
from congvu.accounts.models import Agency, AgencyCode, AgencyName, AgencyParent, Succession, User, holds_on
from congvu.accounts.periods import in_words, place_at
from congvu.common import audit
from congvu.common.errors import InvalidInputError
from congvu.text import clean

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ENDING = frozenset({Succession.Kind.MERGED, Succession.Kind.RENAMED})


@dataclass(frozen=True, slots=True)
class AgencyData:
    """A new agency. ``code`` is ours, small letters, digits and hyphens; without ``starts_on`` it has always been."""

    code: str
    name: str
    short_name: str = ""
    kind: str = Agency.Kind.DEPARTMENT
    parent: Agency | None = None
    starts_on: dt.date | None = None
    ordered_by: str = ""


@transaction.atomic
def create_agency(data: AgencyData, *, actor: User | None = None) -> Agency:
    """Make an agency with its first name and, if it has one, the unit that it is under."""
    name = _name(data.name)
    if not _SLUG.fullmatch(data.code) or len(data.code) > 40:
        raise InvalidInputError(
            _("“%(code)s” cannot be the code of an agency here.") % {"code": data.code},
            _("Use up to 40 small letters and digits, with hyphens between them: so-noi-vu."),
        )
    if Agency.objects.filter(code__iexact=data.code).exists():
        raise InvalidInputError(
            _("The code “%(code)s” is taken.") % {"code": data.code},
            _("Choose another: a code is never used again, not even that of an agency that ended."),
        )
    if data.parent is not None and data.starts_on is not None:
        _must_exist(data.parent, data.starts_on)
    agency: Agency = Agency.objects.create(code=data.code, kind=data.kind, starts_on=data.starts_on)
    started = {"starts_on": data.starts_on, "ordered_by": data.ordered_by}
    AgencyName.create(agency, name, short_name=clean(data.short_name).strip(), **started)
    if data.parent is not None:
        AgencyParent.objects.create(agency=agency, parent=data.parent, **started)
    detail = {"code": agency.code, "name": name, "parent": data.parent.code if data.parent else ""}
    _record("created", agency, actor, data.starts_on, data.ordered_by, **detail)
    return agency


@transaction.atomic
def rename_agency(
    agency: Agency, name: str, on: dt.date, *, short_name: str = "", ordered_by: str = "", actor: User | None = None
) -> AgencyName:
    """The agency is called ``name`` from ``on`` until the next name that is recorded; a name that began on that very
    day is corrected.
    """
    agency = _locked(agency)
    name, short_name = _name(name), clean(short_name).strip()
    _must_exist(agency, on)
    row, ends_on = place_at(agency.names.select_for_update(), on, agency.ends_on)
    before = row.name if row else ""
    if row is not None and (row.name, row.short_name) == (name, short_name):
        return row
    if row is not None and row.starts_on == on:
        row.call(name, short_name)
        row.ordered_by = ordered_by
        row.save()
    else:
        _cut(row, on)
        row = AgencyName.create(
            agency, name, short_name=short_name, starts_on=on, ends_on=ends_on, ordered_by=ordered_by
        )
    _record("renamed", agency, actor, on, ordered_by, before=before, name=name)
    return row


@transaction.atomic
def add_code(
    agency: Agency,
    code: str,
    *,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    actor: User | None = None,
) -> AgencyCode:
    """Others know the agency by ``code``, for a period; it keeps finding the agency when the period is over.

    A code may be given to another agency later, never to two at a time.
    """
    agency = _locked(agency)
    code, bare = clean(code).strip(), bare_code(code)
    ends_on = min((day for day in (ends_on, agency.ends_on) if day), default=None)
    if not bare or len(code) > 60:
        raise InvalidInputError(
            _("“%(code)s” cannot be a code.") % {"code": code[:60]}, _("Write it as in the decision: H62.01.")
        )
    for day in (starts_on, ends_on and ends_on - dt.timedelta(days=1)):
        if day is not None:
            _must_exist(agency, day)
    if starts_on and ends_on and ends_on <= starts_on:
        raise InvalidInputError(_("The period ends before it begins."), _("Check both days."))
    for held in AgencyCode.objects.filter(bare=bare).select_related("agency").prefetch_related("agency__names"):
        if (held.ends_on or dt.date.max) <= (starts_on or dt.date.min):
            continue
        if (ends_on or dt.date.max) <= (held.starts_on or dt.date.min):
            continue
        if held.agency_id == agency.pk:
            return held
        raise InvalidInputError(
            _("In that period “%(code)s” is the code of “%(name)s”.")
            % {"code": code, "name": held.agency.known_as(starts_on)},
            _("Check the code, or the days."),
        )
    row = AgencyCode.create(agency, code, starts_on=starts_on, ends_on=ends_on)
    _record("code_added", agency, actor, starts_on, code=code)
    return row


@transaction.atomic
def move_agency(
    agency: Agency, parent: Agency | None, on: dt.date, *, ordered_by: str = "", actor: User | None = None
) -> None:
    """From ``on`` the agency is under ``parent``, or under none, until the next move that is recorded."""
    locked = _lock(agency, *([parent] if parent else []))
    agency, parent = locked[agency.pk], locked[parent.pk] if parent else None
    _must_exist(agency, on)
    row, ends_on = place_at(agency.parents.select_for_update().select_related("parent"), on, agency.ends_on)
    before = row.parent.code if row else ""
    if (row.parent_id if row else None) == (parent.pk if parent else None):
        return
    if parent is not None:
        _must_exist(parent, on)
        _must_not_be_below(parent, agency, on, ends_on)
    if row is not None and row.starts_on == on:
        row.delete()
    else:
        _cut(row, on)
    if parent is not None:
        AgencyParent.objects.create(
            agency=agency, parent=parent, starts_on=on, ends_on=ends_on, ordered_by=ordered_by
        )
    _record("moved", agency, actor, on, ordered_by, before=before, parent=parent.code if parent else "")


@transaction.atomic
def end_agency(agency: Agency, on: dt.date, *, ordered_by: str = "", actor: User | None = None) -> Agency:
    """``on`` is the first day without the agency: names, codes and its place end with it.

    Who belonged to it still does, so that nobody is shut out in between: people are moved by the roster.
    """
    agency = _locked(agency)
    if agency.ends_on == on:
        return agency
    _end(agency, on, ordered_by, actor)
    return agency


@transaction.atomic
def record_succession(
    predecessor: Agency,
    successor: Agency,
    kind: str,
    on: dt.date,
    *,
    function: str = "",
    ordered_by: str = "",
    actor: User | None = None,
) -> Succession:
    """``successor`` took over from ``predecessor`` on a day: all of it where that one was merged or goes on under
    another name, which ends it that day; a part where one was split off or took over a ``function``.
    """
    if predecessor.pk == successor.pk:
        raise InvalidInputError(_("An agency does not take over from itself."), _("Rename it instead."))
    locked = _lock(predecessor, successor)
    predecessor, successor = locked[predecessor.pk], locked[successor.pk]
    known = Succession.objects.filter(predecessor=predecessor, successor=successor, kind=kind, on=on).first()
    if known is not None:
        return known
    _must_exist(predecessor, on - dt.timedelta(days=1))
    _must_exist(successor, on)
    if kind in _ENDING and predecessor.ends_on != on:
        _end(predecessor, on, ordered_by, actor)
    row: Succession = Succession.objects.create(
        predecessor=predecessor, successor=successor, kind=kind, on=on, function=function, ordered_by=ordered_by
    )
    _record("succession", predecessor, actor, on, ordered_by, kind=str(kind), successor=successor.code)
    return row


def _lock(*agencies: Agency) -> dict[int, Agency]:
    """The agencies as they are now, locked in one order, so that two writers never wait for each other."""
    rows = Agency.objects.select_for_update().filter(pk__in=[a.pk for a in agencies]).order_by("pk")
    return {agency.pk: agency for agency in rows}


def _locked(agency: Agency) -> Agency:
    return _lock(agency)[agency.pk]


def _name(name: str) -> str:
    name = " ".join(clean(name).split())
    if not name or len(name) > 250:
        raise InvalidInputError(_("An agency needs a name of at most 250 letters."), _("Write its name."))
    return name


def _cut(row: AgencyName | AgencyParent | None, on: dt.date) -> None:
    if row is not None:
        row.ends_on = on
        row.save(update_fields=["ends_on"])


def _must_exist(agency: Agency, day: dt.date) -> None:
    if not agency.holds(day):
        raise InvalidInputError(
            _("“%(name)s” does not exist on %(day)s.") % {"name": agency.known_as(day), "day": f"{day:%d/%m/%Y}"},
            _("It exists %(period)s: choose a day of that time.")
            % {"period": in_words(agency.starts_on, agency.ends_on)},
        )


def _must_not_be_below(parent: Agency, agency: Agency, on: dt.date, until: dt.date | None) -> None:
    """Walk up from the new parent on every day on which something changes above it."""
    rows = list(AgencyParent.objects.all())
    later = {row.starts_on for row in rows if row.starts_on and row.starts_on > on}
    for day in sorted({on} | {day for day in later if until is None or day < until}):
        above = {row.agency_id: row.parent_id for row in rows if row.holds(day)}
        at: int | None = parent.pk
        seen: set[int] = set()
        while at is not None and at not in seen:
            if at == agency.pk:
                raise InvalidInputError(
                    _("“%(parent)s” is itself under “%(name)s” on %(day)s.")
                    % {"parent": parent.known_as(day), "name": agency.known_as(day), "day": f"{day:%d/%m/%Y}"},
                    _("Move it out first, or choose another unit."),
                )
            seen.add(at)
            at = above.get(at)


def _end(agency: Agency, on: dt.date, ordered_by: str, actor: User | None) -> None:
    said = {"name": agency.known_as(on), "day": f"{on:%d/%m/%Y}"}
    if agency.ends_on is not None:
        raise InvalidInputError(
            _("“%(name)s” has ended already, on %(day)s.") % {**said, "day": f"{agency.ends_on:%d/%m/%Y}"},
            _("Check the day: an agency ends once."),
        )
    dated = (agency.names, agency.codes, agency.parents)
    handed_on = Q(predecessor=agency, on__gt=on) | Q(successor=agency, on__gte=on)
    if (
        (agency.starts_on and on <= agency.starts_on)
        or any(rows.filter(starts_on__gte=on).exists() for rows in dated)
        or Succession.objects.filter(handed_on).exists()
    ):
        raise InvalidInputError(
            _("“%(name)s” cannot have ended on %(day)s: something of it is recorded for that day or later.") % said,
            _("Choose a later day."),
        )
    below = AgencyParent.objects.filter(holds_on(on), parent=agency).count()
    if below:
        raise InvalidInputError(
            ngettext(
                "%(count)d agency is still under “%(name)s” on %(day)s.",
                "%(count)d agencies are still under “%(name)s” on %(day)s.",
                below,
            )
            % {**said, "count": below},
            _("Move or end what is under it first."),
        )
    for rows in dated:
        rows.filter(Q(ends_on=None) | Q(ends_on__gt=on)).update(ends_on=on)
    agency.ends_on, agency.ended_by = on, ordered_by
    agency.save(update_fields=["ends_on", "ended_by"])
    _record("ended", agency, actor, on, ordered_by)


def _record(
    what: str, agency: Agency, actor: User | None, on: dt.date | None, ordered_by: str = "", **detail: str
) -> None:
    audit.record(
        f"agency.{what}",
        actor=actor,
        target=agency,
        detail={**detail, "agency": agency.code, "on": on.isoformat() if on else "", "ordered_by": ordered_by},
    )

"""Everything that is recorded of one agency, for its page; a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from congvu.accounts.agency_search import Successor, successors
from congvu.accounts.models import Agency, AgencyCode, AgencyName, AgencyParent, Dated, Succession, holds_on
from congvu.common.clock import today


@dataclass(frozen=True, slots=True)
class History:
    """An agency through time, newest first: what it was called, by which codes it is known, what it was under.

    ``below`` are the units under it on ``on``, in Vietnamese order. ``came_from`` and ``went_to`` are the successions
    next to it, oldest first; ``successors`` those who live on that day in its place, where it has ended.
    """

    agency: Agency
    on: dt.date
    names: tuple[AgencyName, ...]
    codes: tuple[AgencyCode, ...]
    parents: tuple[AgencyParent, ...]
    below: tuple[Agency, ...]
    came_from: tuple[Succession, ...]
    went_to: tuple[Succession, ...]
    successors: tuple[Successor, ...]


def history_of(agency: Agency, on: dt.date | None = None) -> History:
    """The history of an agency as it looks on ``on``, today by default."""
    on = on or today()
    parents = agency.parents.select_related("parent").prefetch_related("parent__names")
    below = Agency.objects.filter(holds_on(on), holds_on(on, "parents__"), parents__parent=agency)
    named = below.filter(holds_on(on, "names__")).order_by("names__sort_key").prefetch_related("names")
    beside = Succession.objects.filter(Q(predecessor=agency) | Q(successor=agency)).select_related(
        "predecessor", "successor"
    )
    steps = list(beside.prefetch_related("predecessor__names", "successor__names"))
    return History(
        agency,
        on,
        names=tuple(sorted(agency.names.all(), key=_begins, reverse=True)),
        codes=tuple(sorted(agency.codes.all(), key=_begins, reverse=True)),
        parents=tuple(sorted(parents, key=_begins, reverse=True)),
        below=tuple(named),
        came_from=tuple(step for step in steps if step.successor_id == agency.pk),
        went_to=tuple(step for step in steps if step.predecessor_id == agency.pk),
        successors=successors(agency, on) if agency.has_ended(on) else (),
    )


def _begins(row: Dated) -> dt.date:
    return row.starts_on or dt.date.min

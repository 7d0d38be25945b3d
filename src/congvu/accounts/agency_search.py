"""Finding agencies by what they are or were called, and who came after those that ended.

Every function asks a fixed number of queries, however many agencies there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from congvu.accounts.agency_text import bare_code, joined, words_of
from congvu.accounts.lineage import ways
from congvu.accounts.models import Agency, AgencyCode, AgencyName, Succession
from congvu.common.clock import today
from congvu.text import clean, fold

FOUND_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Successor:
    """An agency that lives and took over from one in question, and the steps that lead there, oldest first."""

    agency: Agency
    steps: tuple[Succession, ...]

    @property
    def in_part(self) -> bool:
        """Whether only some of the work came this way."""
        return any(step.kind == Succession.Kind.FUNCTION for step in self.steps)


@dataclass(frozen=True, slots=True)
class FoundAgency:
    """An agency that fits a text. ``matched`` is the name (of ``starts_on`` to ``ends_on``) or the code that fits.

    ``name`` is what it is called on the day that was asked about, or was called last; ``successors`` are given where it
    has ended by then: who lives on that day in its place.
    """

    agency: Agency
    name: str
    matched: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    ended: bool
    successors: tuple[Successor, ...] = ()

    @property
    def by_another_name(self) -> bool:
        return self.matched != self.name


def find_agencies(text: str, on: dt.date | None = None, limit: int = FOUND_AT_MOST) -> tuple[FoundAgency, ...]:
    """Agencies whose name, of ``on`` or of before, short name or code fits; those that were only founded later are not.

    Typed with or without diacritics, written out or shortened ("so tttt", "Sở KH&CN"), in part, or as a code in any
    way of writing it. What fits exactly comes first; otherwise the order is that of the names, in Vietnamese. At most
    ``limit``; nothing for a text without letters and digits.
    """
    on = on or today()
    fitting: dict[int, tuple[int, str, AgencyName | AgencyCode | None]] = {}
    # Of the names of one agency the one that fits best is told, of equals the one in use.
    for rank, row in sorted(_by_name(text, on), key=lambda fit: (fit[0], not fit[1].holds(on), fit[1].sort_key)):
        fitting.setdefault(row.agency_id, (rank, row.name, row))
    for code in AgencyCode.objects.filter(_begun(on), bare=bare_code(text) or "-"):
        fitting[code.agency_id] = (0, code.code, code)
    own = Agency.objects.filter(code__iexact=clean(text).strip()).values_list("pk", "code")
    fitting |= {pk: (0, code, None) for pk, code in own if pk not in fitting}
    agencies = Agency.objects.filter(_begun(on), pk__in=fitting).prefetch_related("names")
    ordered = sorted(agencies, key=lambda agency: (fitting[agency.pk][0] > 0, _sort_key(agency, on)))[:limit]
    ended = [agency for agency in ordered if agency.has_ended(on)]
    after = successors_of(ended, on) if ended else {}
    return tuple(_found(agency, fitting[agency.pk], on, after.get(agency.pk, ())) for agency in ordered)


def _found(
    agency: Agency,
    fitting: tuple[int, str, AgencyName | AgencyCode | None],
    on: dt.date,
    successors: tuple[Successor, ...],
) -> FoundAgency:
    _rank, matched, row = fitting
    dated = row or agency
    name = agency.known_as(on)
    return FoundAgency(agency, name, matched, dated.starts_on, dated.ends_on, agency.has_ended(on), successors)


def _by_name(text: str, on: dt.date) -> Iterable[tuple[int, AgencyName]]:
    """Fitting names with how well: 0 as a whole, 1 from its beginning, 2 somewhere."""
    words, short = words_of(text), joined(text)
    if not words:
        return
    each = Q()
    for word in words:
        each &= Q(search_key__contains=f" {word}")
    abbreviated = f"={short} "
    phrase = " ".join(words)
    for row in AgencyName.objects.filter(_begun(on), each | Q(search_key__contains=abbreviated)):
        if abbreviated in row.search_key or row.search_key.startswith(f" {phrase} ="):
            yield 0, row
        else:
            yield (1 if row.search_key.startswith(f" {phrase}") else 2), row


def successors(agency: Agency, on: dt.date | None = None) -> tuple[Successor, ...]:
    """``successors_of`` for one agency."""
    return successors_of([agency], on or today())[agency.pk]


def successors_of(agencies: Iterable[Agency], on: dt.date) -> dict[int, tuple[Successor, ...]]:
    """For each agency, who lives on ``on`` and took over from it, directly or through others that ended since.

    Those that took over as a whole come first, then those that took over some work, each in Vietnamese order.
    """
    # All of them, in one go: a province has hundreds, and asking step by step would be a query for every link.
    steps = sorted(known_successions(on), key=lambda step: step.kind == Succession.Kind.FUNCTION)
    known = {step.successor_id: step.successor for step in steps}
    found = {}
    for agency in agencies:
        paths = ways(steps, agency.pk, lambda pk: known[pk].holds(on), on)
        reached = [Successor(known[path[-1].successor_id], path) for path in paths]
        found[agency.pk] = tuple(sorted(reached, key=lambda s: (s.in_part, _sort_key(s.agency, on))))
    return found


def known_successions(on: dt.date) -> QuerySet[Succession]:
    """Successions up to ``on``, oldest first, with the names of both sides."""
    rows = Succession.objects.filter(on__lte=on).select_related("predecessor", "successor")
    return rows.prefetch_related("predecessor__names", "successor__names")


def _begun(on: dt.date) -> Q:
    return Q(starts_on=None) | Q(starts_on__lte=on)


def _sort_key(agency: Agency, on: dt.date) -> str:
    row = agency.name_row(on)
    return row.sort_key if row else ""


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that agencies have or had. In use: ``since`` is None. Otherwise who is meant by it now, and since when."""

    name: str
    now: tuple[str, ...] = ()
    since: dt.date | None = None


def known_names(on: dt.date) -> tuple[KnownName, ...]:
    """The names in use on ``on``, and those of before, with the names of those that stand in their place that day.

    Where an agency was merged, those that took over some of its work are left out; a name that another agency has now
    is nobody's former name, and one that ended without a successor is not told.
    """
    agencies = list(Agency.objects.filter(_begun(on)).prefetch_related("names"))
    current = {agency.name(on): KnownName(agency.name(on)) for agency in agencies if agency.holds(on)}
    taken = {fold(name) for name in current}
    after = successors_of([agency for agency in agencies if agency.has_ended(on)], on)
    found = list(current.values())
    for agency in agencies:
        heirs = after.get(agency.pk, ())
        whole = [s for s in heirs if not s.in_part] or heirs
        now = tuple(s.agency.known_as(on) for s in whole) if agency.pk in after else (agency.known_as(on),)
        for row in agency.names.all():
            if now and row.ends_on is not None and row.ends_on <= on and fold(row.name) not in taken:
                found.append(KnownName(row.name, now, row.ends_on))
    return tuple(found)


def agencies_ended(on: dt.date | None = None) -> QuerySet[Agency]:
    """Agencies that have ended by ``on``, in Vietnamese order of the name that they ended with."""
    on = on or today()
    last = Q(names__ends_on=None) | Q(names__ends_on=F("ends_on"))
    return Agency.objects.filter(last, ends_on__lte=on).order_by("names__sort_key", "pk").prefetch_related("names")

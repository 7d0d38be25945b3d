"""Agencies and successions in words, for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from congvu.accounts.agency_search import FoundAgency, Successor
from congvu.accounts.models import Agency, Succession
from congvu.accounts.periods import in_words


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in a list: what it is called, its kind, and what there is to say of it.

    ``period`` is empty for one that has always been; ``note`` says by what else it was found; ``became`` says, step by
    step, who came after one that ended.
    """

    name: str
    url: str
    kind: str
    ended: bool
    period: str = ""
    note: str = ""
    became: tuple[SafeString, ...] = ()


def url_of(agency: Agency) -> str:
    return reverse("agencies:agency", args=[agency.code])


def row(agency: Agency, on: dt.date, successors: Iterable[Successor] = (), note: str = "") -> AgencyRow:
    """An agency as it is on a day, or as it was when it ended."""
    return AgencyRow(
        name=agency.known_as(on),
        url=url_of(agency),
        kind=agency.get_kind_display(),
        ended=agency.has_ended(on),
        period=in_words(agency.starts_on, agency.ends_on),
        note=note,
        became=became(successors),
    )


def found_row(found: FoundAgency, on: dt.date) -> AgencyRow:
    """An agency that was searched, with the name or code of before that led to it."""
    note = ""
    if found.by_another_name:
        period = in_words(found.starts_on, found.ends_on)
        said = _("Found as “%(name)s”, %(period)s.") if period else _("Found as “%(name)s”.")
        note = said % {"name": found.matched, "period": period}
    return row(found.agency, on, found.successors, note)


def became(successors: Iterable[Successor]) -> tuple[SafeString, ...]:
    """What happened from an agency to those that live in its place, each step once, oldest first."""
    steps = {step.pk: step for successor in successors for step in successor.steps}
    return tuple(sentence(step) for step in sorted(steps.values(), key=lambda step: step.on))


def sentence(step: Succession) -> SafeString:
    """"X was merged into Y from 01/03/2025, by resolution …": with links to both; everything of it is escaped."""
    said = format_html(
        _said(step),
        old=_link(step.predecessor, step.old_name),
        new=_link(step.successor, step.new_name),
        day=f"{step.on:%d/%m/%Y}",
        work=step.function,
    )
    if not step.ordered_by:
        return format_html("{}.", said)
    return format_html(_("{sentence}, by {text}."), sentence=said, text=step.ordered_by)


def _said(step: Succession) -> str:
    match step.kind:
        case Succession.Kind.MERGED:
            return _("{old} was merged into {new} from {day}")
        case Succession.Kind.RENAMED:
            return _("{old} continues as {new} from {day}")
        case Succession.Kind.SPLIT:
            return _("{new} was split off from {old} from {day}")
    if step.function:
        return _("{new} took over from {old}, from {day}: {work}")
    return _("{new} took over work of {old} from {day}")


def _link(agency: Agency, name: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url_of(agency), name)

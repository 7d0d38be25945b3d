"""Every part of the site that a person may open, on one page; the menus hold only what everybody needs daily."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from congvu.accounts.policies import can_manage_groups, can_manage_people, can_read_audit_log
from congvu.accounts.types import Viewer
from congvu.campaigns.scoring.policies import can_see_scores
from congvu.corpus.policies import can_decide_relations
from congvu.knowledge.policies import reviews, sees_quality, sees_requests, works_on_cases
from congvu.reports.policies import can_see_reports
from congvu.retrieval.policies import can_manage_rankers
from congvu.web.context import may_supply
from congvu.web.request import PersonRequest


def _everybody(_viewer: Viewer) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Function:
    """A page: its route, what it is called, what it is for, and who may open it."""

    route: str
    label: Promise
    text: Promise
    may: Callable[[Viewer], bool] = _everybody


GROUPS: tuple[tuple[Promise, tuple[Function, ...]], ...] = (
    (
        _("Asking and reading"),
        (
            Function("chat:home", _("Questions"), _("Ask, and go on with what was asked.")),
            Function("library:list", _("Documents"), _("Search and read what answers are drawn from.")),
            Function("agencies:list", _("Agencies"), _("Names and codes through time; who took over from whom.")),
            Function("knowledge:notices", _("Notices"), _("What was put right, and documents that arrived.")),
            Function("account:own_data", _("My data"), _("What is kept about you; take it along or delete it.")),
        ),
    ),
    (
        _("Documents and sources"),
        (
            Function(
                "library:upload", _("Supply documents"), _("Files for the library, with their readers."), may_supply
            ),
            Function(
                "sources:list",
                _("Sources"),
                _("Voffice and other systems: what came, what failed and why."),
                may_supply,
            ),
            Function(
                "relations:list",
                _("Relations between texts"),
                _("What a text says of another: confirm it or reject it."),
                can_decide_relations,
            ),
        ),
    ),
    (
        _("Better answers"),
        (
            Function("knowledge:queue", _("Cases"), _("Answers that people disliked or asked about."), works_on_cases),
            Function(
                "knowledge:reviews", _("To be reviewed"), _("Corrections that wait for a second person."), reviews
            ),
            Function(
                "knowledge:requests", _("Requests for data"), _("Documents that are missing here."), sees_requests
            ),
            Function(
                "knowledge:entries", _("Approved knowledge"), _("Answers that experts wrote and others approved.")
            ),
            Function(
                "knowledge:quality",
                _("Quality of answers"),
                _("How many are right, by field and agency."),
                sees_quality,
            ),
            Function(
                "rankers:list",
                _("Order of evidence"),
                _("What was learned, how good it is, and which one serves."),
                can_manage_rankers,
            ),
        ),
    ),
    (
        _("Taking part"),
        (
            Function("participation:list", _("Participation"), _("Campaigns, agency by agency, and your own part.")),
            Function("reminders:own", _("Reminders"), _("What you were reminded of; stop them or let them come.")),
            Function("scoring:list", _("Scores"), _("Points by agency and indicator, each explained."), can_see_scores),
            Function(
                "reports:list", _("Reports"), _("Official letters and tables, issued and frozen."), can_see_reports
            ),
        ),
    ),
    (
        _("Administration"),
        (
            Function("people:list", _("People"), _("The roster, roles, lists to take over."), can_manage_people),
            Function(
                "groups:list", _("Groups"), _("Who may read what neither all nor one agency should."), can_manage_groups
            ),
            Function("audit:log", _("Audit log"), _("Who did what and when, chained."), can_read_audit_log),
        ),
    ),
)
"""In the order of the page; a new part of the site is entered here."""


@require_safe
def page(request: PersonRequest) -> HttpResponse:
    """Groups in which there is nothing for this person are left out."""
    groups = [
        (title, [(reverse(one.route), one.label, one.text) for one in functions if one.may(request.viewer)])
        for title, functions in GROUPS
    ]
    return render(request, "functions.html", {"groups": [group for group in groups if group[1]]})

"""The province, an agency, a person: who sees what is decided by campaigns.policies."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congvu.accounts.models import Agency, User, holds_on
from congvu.accounts.queries import current_agency
from congvu.answering.models import Question
from congvu.campaigns.counting import by_day
from congvu.campaigns.models import Campaign
from congvu.campaigns.policies import agencies_decided, can_run_campaigns, can_see_agency, can_see_ranking
from congvu.campaigns.queries import campaigns, not_counted, own_figures, people_of
from congvu.campaigns.rules import RULES, Reason
from congvu.campaigns.standings import Board
from congvu.common.errors import CongVuError
from congvu.knowledge.queries import contributions
from congvu.web.objects import Refused, visible_or_404
from congvu.web.participation.charts import share, trend
from congvu.web.participation.forms import PeriodForm
from congvu.web.participation.presenting import band_rows, board_of, days_of, line, lines
from congvu.web.participation.rule_text import sentences
from congvu.web.request import PersonRequest

PER_PAGE = 50


@require_safe
def campaign_list(request: PersonRequest) -> HttpResponse:
    """All campaigns, the newest first."""
    context = {"campaigns": campaigns(), "may_run": can_run_campaigns(request.viewer)}
    return render(request, "participation/list.html", context)


@never_cache
@require_safe
def province(request: PersonRequest, code: str) -> HttpResponse:
    """The ranking for operators; for everybody else the province as a whole, and their own agency in it."""
    campaign = campaign_or_404(code)
    form = PeriodForm(request.GET or None)
    made, whole = _chosen(campaign, form)
    all_lines = lines(made, campaign)
    mine = _my_agencies(request)
    everything = can_see_ranking(request.viewer)
    shown = all_lines if everything else [x for x in all_lines if x.standing.row.agency_id in mine]
    rows = [standing.row for standing in made.standings]
    accounts = sum(row.accounts or 0 for row in rows)
    context = {
        **frame(request, campaign),
        "board": made,
        "form": form,
        "whole": whole,
        "bands": band_rows([standing.bands for standing in made.standings]),
        "lines": [(x, can_see_agency(request.viewer, x.standing.row.agency_id or 0)) for x in shown],
        "everything": everything,
        "contributions": contributions(made.first, made.last, _scope(campaign) if everything else mine),
        "count": len(all_lines),
        "totals": {
            "accounts": accounts,
            "users": made.users,
            "likes": sum(row.likes for row in rows),
            "dislikes": sum(row.dislikes for row in rows),
            "questions": sum(row.questions for row in rows),
            "valid": None if any(row.valid is None for row in rows) else sum(row.valid or 0 for row in rows),
            "active": share(sum(s.started for s in made.standings), accounts),
        },
        "trend": trend(days_of(campaign, made.first, made.last, _scope(campaign, made))),
    }
    return render(request, "participation/province.html", context)


@never_cache
@require_safe
def screen(request: PersonRequest, code: str) -> HttpResponse:
    """The ranking in large letters for a screen in a hall; it fetches itself again every minute. No names of people."""
    campaign = campaign_or_404(code)
    if not can_see_ranking(request.viewer):
        raise Refused(campaign)
    made = board_of(campaign)
    total = sum(standing.row.questions for standing in made.standings)
    context = {"campaign": campaign, "board": made, "lines": lines(made, campaign), "total": total}
    response = render(request, "participation/screen.html", context)
    response["Refresh"] = "60"
    return response


@never_cache
@require_safe
def agency(request: PersonRequest, code: str, agency: int) -> HttpResponse:
    """One agency with its people, those who have asked least first."""
    campaign = campaign_or_404(code)
    found = visible_or_404(Agency.objects.prefetch_related("names"), agency)
    if not can_see_agency(request.viewer, found.pk):
        raise Refused(found)
    made = board_of(campaign)
    standing = made.of(found.pk)
    if standing is None:
        raise Http404
    top = made.standings[0].row.questions
    people = people_of(campaign, found, made.last)
    only_new = request.GET.get("chua") == "1"
    if only_new:
        people = [person for person in people if not person.questions]
    context = {
        **frame(request, campaign),
        "agency": found,
        "name": standing.row.agency,
        "line": line(standing, campaign, top),
        "count": len(made.standings),
        "bands": band_rows([standing.bands]),
        "only_new": only_new,
        "people": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "trend": trend(days_of(campaign, made.first, made.last, [found.pk])),
    }
    context["page"] = context["people"]
    return render(request, "participation/agency.html", context)


@never_cache
@require_safe
def person(request: PersonRequest, code: str, agency: int, person: int) -> HttpResponse:
    """One person's figures and the reasons of what does not count; never the words of a question."""
    campaign = campaign_or_404(code)
    if not can_see_agency(request.viewer, agency):
        raise Refused(target_type="User", target_id=person)
    last = campaign.last_day()
    members = User.objects.filter(holds_on(last, "memberships__"), memberships__agency=agency).distinct()
    user = visible_or_404(members, person)
    return _person_page(request, campaign, user, words=False, agency=visible_or_404(Agency.objects.all(), agency))


@never_cache
@require_safe
def mine(request: PersonRequest, code: str) -> HttpResponse:
    """One's own figures, what does not count and why, and how to have it looked at again."""
    return _person_page(request, campaign_or_404(code), request.user, words=True, agency=current_agency(request.user))


@require_safe
def rule(request: PersonRequest, code: str) -> HttpResponse:
    """The rule of a valid question, made into words from its numbers."""
    campaign = campaign_or_404(code)
    context = {**frame(request, campaign), "reasons": Reason, "sentences": sentences(RULES[campaign.rule])}
    return render(request, "participation/rule.html", context)


def campaign_or_404(code: str) -> Campaign:
    found = Campaign.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _person_page(
    request: PersonRequest, campaign: Campaign, user: User, *, words: bool, agency: Agency | None
) -> HttpResponse:
    last = campaign.last_day()
    questions, valid = own_figures(campaign, user, last)
    page = Paginator(not_counted(campaign, user), PER_PAGE).get_page(request.GET.get("page"))
    texts: dict[Any, str] = {}
    if words:
        own = Question.objects.visible_to(request.viewer).filter(pk__in=[verdict.question for verdict in page])
        texts = dict(own.values_list("pk", "text"))
    standing = board_of(campaign).of(agency.pk) if agency else None
    context = {
        **frame(request, campaign),
        "person": user,
        "own": words,
        "agency": agency,
        "standing": standing,
        "count": len(board_of(campaign).standings),
        "questions": questions,
        "valid": valid,
        "missing": max(0, campaign.target - valid),
        "done": share(valid, campaign.target),
        "page": page,
        "rows": [
            (verdict, Reason(verdict.reason).label, texts.get(verdict.question, ""), getattr(verdict, "appeal", None))
            for verdict in page
        ],
        "trend": trend(by_day(campaign.rule, campaign.starts_on, last, user_id=user.pk)),
    }
    return render(request, "participation/person.html", context)


def _chosen(campaign: Campaign, form: PeriodForm) -> tuple[Board, bool]:
    """The figures of the days that were chosen, and whether these are the whole period; with an error, all of it."""
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            first = max(chosen["tu"] or campaign.starts_on, campaign.starts_on)
            last = min(chosen["den"] or campaign.last_day(), campaign.last_day())
            made = board_of(campaign, first, last, "as_of_today" if chosen["hom_nay"] else "as_was")
        except CongVuError as error:
            form.add_error(None, str(error))
        else:
            return made, not (chosen["tu"] or chosen["den"])
    return board_of(campaign), True


def frame(request: PersonRequest, campaign: Campaign) -> dict[str, Any]:
    """What every page of a campaign needs."""
    may_run = can_run_campaigns(request.viewer)
    return {
        "campaign": campaign,
        "may_run": may_run,
        "may_decide": may_run or bool(agencies_decided(request.viewer)),
        "closed": campaign.state == Campaign.State.CLOSED,
    }


def _my_agencies(request: PersonRequest) -> frozenset[int]:
    own = current_agency(request.user)
    roles = frozenset(agency for _role, agency in request.viewer.agency_roles if agency is not None)
    return roles | ({own.pk} if own else frozenset())


def _scope(campaign: Campaign, board: Board | None = None) -> list[int] | None:
    """The agencies that take part, None for all; with the agencies of ``board``, which may have come after them."""
    named = set(campaign.agencies.values_list("pk", flat=True))
    if not named:
        return None
    return sorted(named | {s.row.agency_id for s in board.standings if s.row.agency_id} if board else named)

"""A second look: asked for by whoever asked the question, decided by the agency's coordinator or an operator."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.campaigns.appeals import appeal, decide
from congvu.campaigns.models import Appeal, Verdict
from congvu.campaigns.policies import agencies_decided, can_run_campaigns
from congvu.campaigns.queries import appeals_for
from congvu.campaigns.rules import Reason
from congvu.common.errors import CongVuError
from congvu.web.objects import Refused, visible_or_404
from congvu.web.participation.figure_views import campaign_or_404
from congvu.web.request import PersonRequest

PER_PAGE = 30


@require_POST
def make(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Ask for a second look at one's own question."""
    campaign = campaign_or_404(code)
    verdict = visible_or_404(Verdict.objects.filter(user=request.user, rule=campaign.rule), pk)
    try:
        appeal(request.user, verdict, request.POST.get("text", ""))
    except CongVuError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Somebody will look at it; the answer appears here."))
    return HttpResponseRedirect(reverse("participation:mine", args=[code]))


@never_cache
@require_safe
def appeals(request: PersonRequest, code: str) -> HttpResponse:
    """What waits for a decision, then what was decided."""
    campaign = campaign_or_404(code)
    if not (can_run_campaigns(request.viewer) or agencies_decided(request.viewer)):
        raise Refused(campaign)
    found = appeals_for(request.viewer).filter(
        verdict__rule=campaign.rule, verdict__day__range=(campaign.starts_on, campaign.ends_on)
    )
    page = Paginator(found.order_by("decided_at", "made_at").reverse(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (item, Reason(item.verdict.reason).label, item.verdict.agency.known_as() if item.verdict.agency else "-")
        for item in page
    ]
    context = {"campaign": campaign, "page": page, "rows": rows, "open": Appeal.State.OPEN}
    return render(request, "participation/appeals.html", context)


@require_POST
def settle(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Count it after all, or leave it."""
    found = visible_or_404(appeals_for(request.viewer), pk)
    try:
        decide(request.user, found, accept=request.POST.get("accept") == "1", note=request.POST.get("note", ""))
    except CongVuError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Decided; the person sees it with your reason."))
    return HttpResponseRedirect(reverse("participation:appeals", args=[code]))

"""People with many questions that do not count, for coordinators and operators."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congvu.campaigns.policies import agencies_decided, can_run_campaigns, can_see_agency
from congvu.campaigns.suspects import MOST
from congvu.web.objects import Refused
from congvu.web.participation.figure_views import PER_PAGE, campaign_or_404, frame
from congvu.web.participation.presenting import suspects_of
from congvu.web.request import PersonRequest


@never_cache
@require_safe
def not_counted(request: PersonRequest, code: str) -> HttpResponse:
    """Who has the most questions that do not count for a suspicious reason; of one's own agencies, or of all."""
    campaign = campaign_or_404(code)
    everything = can_run_campaigns(request.viewer)
    own = agencies_decided(request.viewer)
    if not everything and not own:
        raise Refused(campaign)
    found = suspects_of(campaign, None if everything else own)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    last = campaign.last_day()
    rows = [
        (suspect, suspect.agency.known_as(last), can_see_agency(request.viewer, suspect.agency.pk))
        for suspect in page
    ]
    context = {**frame(request, campaign), "page": page, "rows": rows, "most": MOST if len(found) == MOST else 0}
    return render(request, "participation/not_counted.html", context)

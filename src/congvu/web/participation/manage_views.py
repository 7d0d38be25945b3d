"""Campaigns made, changed and closed, and figures taken over; for operators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from congvu.accounts.roster.table import MAX_BYTES
from congvu.campaigns.actions import change_campaign, close_campaign, create_campaign, import_figures, remove_figures
from congvu.campaigns.imports import ReadFigures, read_rows
from congvu.campaigns.models import Campaign
from congvu.campaigns.policies import can_run_campaigns
from congvu.common.errors import CongVuError
from congvu.web.objects import Refused, visible_or_404
from congvu.web.participation.figure_views import campaign_or_404
from congvu.web.participation.forms import CampaignForm, FiguresForm
from congvu.web.request import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: PersonRequest) -> HttpResponse:
    """A new campaign."""
    if not can_run_campaigns(request.viewer):
        raise Refused
    form = CampaignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_campaign(form.data_of(), actor=request.user)
            return HttpResponseRedirect(reverse("participation:province", args=[made.code]))
        except CongVuError as error:
            form.add_error(None, str(error))
    return render(request, "participation/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PersonRequest, code: str) -> HttpResponse:
    """Change a campaign, or close it."""
    campaign = _campaign(request, code)
    initial = {
        name: getattr(campaign, name)
        for name in ("code", "title", "level", "starts_on", "ends_on", "deadline", "target")
    }
    form = CampaignForm(
        request.POST or None, initial={**initial, "agencies": campaign.agencies.all()}, campaign=campaign
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_campaign(campaign, form.data_of(campaign.rule), actor=request.user)
            messages.success(request, _("Done; it holds from now on."))
            return HttpResponseRedirect(reverse("participation:province", args=[code]))
        except CongVuError as error:
            form.add_error(None, str(error))
    context = {"form": form, "campaign": campaign, "closed": campaign.state == Campaign.State.CLOSED}
    return render(request, "participation/form.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def close(request: PersonRequest, code: str) -> HttpResponse:
    """No more changes."""
    close_campaign(_campaign(request, code), actor=request.user)
    messages.success(request, _("The campaign is closed; its figures stay."))
    return HttpResponseRedirect(reverse("participation:province", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
def figures(request: PersonRequest, code: str) -> HttpResponse:
    """Figures of a time before this system: those that are in, and a form for more."""
    campaign = _campaign(request, code)
    form = FiguresForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            if chosen["paper"].size > MAX_BYTES:
                form.add_error("paper", _("The file is larger than 20 MB."))
            else:
                rows = read_rows(chosen["paper"].read())
                read = ReadFigures(chosen["source"], chosen["starts_on"], chosen["ends_on"], rows)
                import_figures(campaign, read, actor=request.user)
                messages.success(request, _("Taken over: %(count)d agencies.") % {"count": len(rows)})
                return HttpResponseRedirect(reverse("participation:figures", args=[code]))
        except CongVuError as error:
            form.add_error("paper", str(error))
    context = {
        "form": form,
        "campaign": campaign,
        "imported": campaign.imported.prefetch_related("rows"),
        "closed": campaign.state == Campaign.State.CLOSED,
    }
    return render(request, "participation/figures.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def remove(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Take figures out again."""
    found = visible_or_404(_campaign(request, code).imported.all(), pk)
    try:
        remove_figures(found, actor=request.user)
    except CongVuError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The figures are taken out."))
    return HttpResponseRedirect(reverse("participation:figures", args=[code]))


def _campaign(request: PersonRequest, code: str) -> Campaign:
    if not can_run_campaigns(request.viewer):
        raise Refused(target_type="Campaign", target_id=code)
    return campaign_or_404(code)

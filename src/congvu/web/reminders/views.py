"""Pages of reminders: everybody's own, and those of operators on a campaign's plan."""

from __future__ import annotations

from dataclasses import fields

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.accounts.types import Role
from congvu.campaigns.models import Campaign, ReminderPlan
from congvu.campaigns.policies import can_run_campaigns
from congvu.campaigns.reminders.actions import PlanData, choose, mark_read, save_plan, switch
from congvu.campaigns.reminders.planning import allowed, due
from congvu.campaigns.reminders.queries import log_of, notices, wants_reminders
from congvu.campaigns.reminders.sending import can_mail
from congvu.common.clock import now, today
from congvu.common.errors import CongVuError
from congvu.web.objects import Refused
from congvu.web.participation.figure_views import campaign_or_404
from congvu.web.reminders.forms import DayForm, PlanForm
from congvu.web.request import PersonRequest

PER_PAGE = 30


@never_cache
@require_safe
def own(request: PersonRequest) -> HttpResponse:
    """One's own reminders, and whether one wants any."""
    page = Paginator(notices(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wants_reminders(request.user),
        "duty": request.viewer.has_role(Role.COORDINATOR),
        "new": any(notice.read_at is None for notice in page),
    }
    return render(request, "reminders/own.html", context)


@require_POST
def read(request: PersonRequest) -> HttpResponse:
    """Everything was seen."""
    mark_read(request.user)
    return HttpResponseRedirect(reverse("reminders:own"))


@require_POST
def chosen(request: PersonRequest) -> HttpResponse:
    """Decline reminders, or want them again."""
    wanted = request.POST.get("wanted") == "1"
    choose(request.user, wanted=wanted)
    messages.success(request, _("You get reminders again.") if wanted else _("You get no more reminders."))
    return HttpResponseRedirect(reverse("reminders:own"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: PersonRequest, code: str) -> HttpResponse:
    """The plan of a campaign, whether it is on, and what it has made."""
    campaign = _campaign(request, code)
    held = ReminderPlan.objects.filter(campaign=campaign).first()
    initial = {f.name: getattr(held, f.name) if held else f.default for f in fields(PlanData)}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_plan(campaign, form.data_of(), actor=request.user)
            messages.success(request, _("Saved. Look at the preview before you turn it on."))
            return HttpResponseRedirect(reverse("reminders:plan", args=[code]))
        except CongVuError as error:
            form.add_error(None, str(error))
    page = Paginator(log_of(held) if held else ReminderPlan.objects.none(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(campaign),
        "plan": held,
        "form": form,
        "page": page,
        "can_mail": can_mail(),
    }
    return render(request, "reminders/plan.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_safe
def preview(request: PersonRequest, code: str) -> HttpResponse:
    """Who would get what on a day, and how many would get nothing and why; nothing is made."""
    campaign = _campaign(request, code)
    held = ReminderPlan.objects.filter(campaign=campaign).first()
    if held is None:
        messages.error(request, _("There is no plan yet. Save one first."))
        return HttpResponseRedirect(reverse("reminders:plan", args=[code]))
    form = DayForm(request.GET or {"on": f"{today():%Y-%m-%d}"})
    day = form.day(today())
    planned = due(held, day)
    page = Paginator(planned.due, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(campaign),
        "plan": held,
        "form": form,
        "day": day,
        "runs": campaign.runs_on(day),
        "quiet": day == today() and not allowed(held, now()),
        "page": page,
        "left_out": [(why.label, count) for why, count in planned.left_out.items()],
    }
    return render(request, "reminders/preview.html", context)


@require_POST
def switched(request: PersonRequest, code: str) -> HttpResponse:
    """Turn the plan on or off."""
    campaign = _campaign(request, code)
    held = ReminderPlan.objects.filter(campaign=campaign).first()
    if held is None:
        messages.error(request, _("There is no plan yet. Save one first."))
    else:
        on = request.POST.get("on") == "1"
        try:
            switch(held, on=on, actor=request.user)
            messages.success(request, _("Reminders are on.") if on else _("Reminders are off."))
        except CongVuError as error:
            messages.error(request, str(error))
    return HttpResponseRedirect(reverse("reminders:plan", args=[code]))


def _campaign(request: PersonRequest, code: str) -> Campaign:
    if not can_run_campaigns(request.viewer):
        raise Refused(target_type="Campaign", target_id=code)
    return campaign_or_404(code)


def _frame(campaign: Campaign) -> dict[str, object]:
    return {
        "campaign": campaign,
        "may_run": True,
        "may_decide": True,
        "closed": campaign.state == Campaign.State.CLOSED,
    }

"""How good answers are, in figures; a leader has some of the own agency's answers looked at."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.accounts.models import Agency
from congvu.common.clock import today
from congvu.common.errors import InvalidInputError
from congvu.knowledge.opening import MOST_CHECKED, spot_check
from congvu.knowledge.policies import agencies_checked, sees_quality, works_on_cases
from congvu.knowledge.quality import quality
from congvu.web.knowledge.presenting import numbered
from congvu.web.objects import Refused
from congvu.web.request import PersonRequest

PERIODS = (30, 90, 365)


@never_cache
@require_safe
def quality_page(request: PersonRequest) -> HttpResponse:
    """Of the last days; a leader who does not work on cases sees the own agency only."""
    if not sees_quality(request.viewer):
        raise Refused
    asked = numbered(request.GET.get("days"))
    days = asked if asked in PERIODS else PERIODS[0]
    led = agencies_checked(request.viewer)
    own_only = bool(led) and not works_on_cases(request.viewer)
    context = {
        "found": quality(today() - dt.timedelta(days=days - 1), today(), led if own_only else None),
        "days": days,
        "periods": PERIODS,
        "own_only": own_only,
        "led": Agency.objects.filter(pk__in=led).prefetch_related("names"),
        "most": MOST_CHECKED,
    }
    return render(request, "knowledge/quality.html", context)


@require_POST
def check_some(request: PersonRequest) -> HttpResponse:
    """Answers drawn by chance go to the experts; the leader sees none of their words."""
    if not agencies_checked(request.viewer):
        raise Refused
    try:
        drawn = spot_check(
            request.user, numbered(request.POST.get("agency")) or 0, numbered(request.POST.get("count")) or 0
        )
        done = ngettext("%(count)d answer goes to the experts.", "%(count)d answers go to the experts.", drawn)
        messages.success(request, done % {"count": drawn} if drawn else _("There is no answer to be checked."))
    except InvalidInputError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("knowledge:quality"))

"""Codes of senders that nobody knows: whose they are, decided by operators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.common.errors import CongVuError
from congvu.ingestion.connector_models import UnknownOrgan
from congvu.ingestion.source_policies import can_set_up_sources
from congvu.ingestion.source_queries import waiting_for
from congvu.ingestion.sources import decide_organ
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest
from congvu.web.sources.forms import OrganForm


@never_cache
@require_safe
def organs(request: PersonRequest) -> HttpResponse:
    """The codes that wait first, then those that were decided."""
    if not can_set_up_sources(request.viewer):
        raise Refused
    return _page(request)


@require_POST
def decide(request: PersonRequest, pk: int) -> HttpResponse:
    """Say whose it is; what waited goes on."""
    if not can_set_up_sources(request.viewer):
        raise Refused(target_type="UnknownOrgan", target_id=pk)
    organ = visible_or_404(UnknownOrgan.objects.all(), pk)
    form = OrganForm(request.POST, prefix=str(pk))
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            released = decide_organ(organ, chosen["decision"], chosen["agency"], actor=request.user)
        except CongVuError as error:
            form.add_error(None, str(error))
        else:
            words = ngettext("Decided; %(count)d message goes on.", "Decided; %(count)d messages go on.", released)
            messages.success(request, words % {"count": released})
            return HttpResponseRedirect(reverse("sources:organs"))
    return _page(request, form, pk, 422)


def _page(request: PersonRequest, bad: OrganForm | None = None, about: int = 0, status: int = 200) -> HttpResponse:
    found = list(UnknownOrgan.objects.select_related("agency").prefetch_related("agency__names"))
    waiting = waiting_for(found)
    still = [one for one in found if one.decision == UnknownOrgan.Decision.OPEN]
    context = {
        "open": [
            (one, waiting[one.pk], bad if bad and one.pk == about else OrganForm(prefix=str(one.pk))) for one in still
        ],
        "decided": [one for one in found if one.decision != UnknownOrgan.Decision.OPEN],
    }
    return render(request, "sources/organs.html", context, status=status)

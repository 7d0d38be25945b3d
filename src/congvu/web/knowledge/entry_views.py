"""Approved knowledge: what there is, one piece of it, withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.accounts.queries import fields
from congvu.common.errors import InvalidInputError
from congvu.knowledge.models import KnowledgeEntry
from congvu.knowledge.policies import can_see_case, can_withdraw
from congvu.knowledge.publishing import withdraw
from congvu.knowledge.queries import entries_for
from congvu.knowledge.types import EntryState
from congvu.web.knowledge.presenting import numbered, shown_sources
from congvu.web.objects import visible_or_404
from congvu.web.request import PersonRequest

PER_PAGE = 30


@never_cache
@require_safe
def entries(request: PersonRequest) -> HttpResponse:
    """What this person may read of what is approved, the newest first."""
    found = entries_for(request.viewer)
    state, field = request.GET.get("state", EntryState.LIVE.value), numbered(request.GET.get("field"))
    if state in EntryState.values:
        found = found.filter(state=state)
    if field is not None:
        found = found.filter(correction__field=field)
    words = request.GET.get("q", "").strip()[:200]
    if words:
        found = found.filter(correction__question__icontains=words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "fields": fields(),
        "states": EntryState.choices,
        "state": state,
        "field": field,
        "asked": words,
    }
    return render(request, "knowledge/entries.html", context)


@never_cache
@require_safe
def entry(request: PersonRequest, pk: int) -> HttpResponse:
    """One question with its approved answer, its sources, who wrote and who approved it."""
    found = _entry(request, pk)
    sources = shown_sources(found.correction, request.viewer)
    context = {
        "entry": found,
        "correction": found.correction,
        "sources": sources,
        "readable": all(shown.readable for shown in sources),
        "may_withdraw": found.state != EntryState.WITHDRAWN and can_withdraw(request.viewer, found),
        "may_see_case": can_see_case(request.viewer, found.correction.case),
    }
    return render(request, "knowledge/entry.html", context)


@require_POST
def withdraw_entry(request: PersonRequest, pk: int) -> HttpResponse:
    """It answers nobody from the next question on."""
    found = _entry(request, pk)
    try:
        withdraw(found, request.user, request.POST.get("why", ""))
        messages.success(request, _("Withdrawn; nobody is answered with it any more."))
    except InvalidInputError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("knowledge:entry", args=[pk]))


def _entry(request: PersonRequest, pk: int) -> KnowledgeEntry:
    return visible_or_404(entries_for(request.viewer).select_related("correction__case"), pk)

"""Documents that agencies are asked for: asking, supplying, saying that it cannot be done."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congvu.accounts.queries import agencies_on
from congvu.common.clock import today
from congvu.common.errors import InvalidInputError
from congvu.corpus.models import Document
from congvu.knowledge.models import DataRequest
from congvu.knowledge.policies import can_supply, sees_requests
from congvu.knowledge.requests import arrived, ask_for_data, refuse
from congvu.knowledge.types import RequestState
from congvu.web.knowledge.case_views import acted, seen_case
from congvu.web.knowledge.presenting import numbered
from congvu.web.objects import Refused, visible_or_404
from congvu.web.request import PersonRequest

PER_PAGE = 30


@never_cache
@require_safe
def data_requests(request: PersonRequest) -> HttpResponse:
    """What is waited for, the most urgent first; what has come, with ``?state=``."""
    if not sees_requests(request.viewer):
        raise Refused
    state = request.GET.get("state", RequestState.OPEN.value)
    found = DataRequest.objects.visible_to(request.viewer).select_related("agency", "case__field", "document")
    if state in RequestState.values:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, one.state == RequestState.OPEN and can_supply(request.viewer, one)) for one in page],
        "states": RequestState.choices,
        "state": state,
        "today": today(),
    }
    return render(request, "knowledge/requests.html", context)


@require_POST
def request_data(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask an agency for the document that a case needs."""
    case = seen_case(request, pk)
    if case.owner_id != request.user.pk:
        raise Refused(case)
    agency = agencies_on().filter(pk=numbered(request.POST.get("agency")) or 0).first()

    def asked() -> None:
        if agency is None:
            raise InvalidInputError(_("Say which agency is asked."), _("Choose it from the list."))
        ask_for_data(
            case,
            request.user,
            agency,
            request.POST.get("lack", ""),
            request.POST.get("what", ""),
            request.POST.get("number", ""),
        )

    return acted(request, case, asked, _("The agency is asked, and whoever asked the question is told."))


@require_POST
def settle_request(request: PersonRequest, pk: int) -> HttpResponse:
    """It has come (``document``: its key or address), or it cannot be supplied (``why``)."""
    found = visible_or_404(DataRequest.objects.visible_to(request.viewer).select_related("case"), pk)
    if not can_supply(request.viewer, found):
        raise Refused(found)
    try:
        if request.POST.get("do") == "refuse":
            refuse(found, request.user, request.POST.get("why", ""))
        else:
            key = numbered(request.POST.get("document", "").strip().rstrip("/").rpartition("/")[2]) or 0
            document = Document.objects.visible_to(request.viewer).filter(pk=key).first()
            if document is None:
                raise InvalidInputError(
                    _("This document was not found."), _("Copy the address of the document's page into the field.")
                )
            arrived(found, request.user, document)
        messages.success(request, _("Kept; the expert goes on with the case."))
    except InvalidInputError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("knowledge:requests"))

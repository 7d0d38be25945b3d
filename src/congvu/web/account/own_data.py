"""What is held about oneself: see it, download it, delete it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.accounts.notice import promised_days
from congvu.answering.models import Conversation
from congvu.answering.queries import conversations_for
from congvu.common.clock import today
from congvu.common.errors import NotAllowedError
from congvu.privacy.actions import erase_conversations
from congvu.privacy.export import export
from congvu.web.objects import visible_or_404
from congvu.web.request import PersonRequest

_PER_PAGE = 50


@never_cache
@require_safe
def own_data(request: PersonRequest) -> HttpResponse:
    """My data: who I am here, my conversations, and what I can do with them."""
    page = Paginator(conversations_for(request.viewer), _PER_PAGE).get_page(request.GET.get("page"))
    roles = {str(role.label) for role, _agency in request.viewer.agency_roles}
    return render(request, "account/own_data.html", {"page": page, "roles": sorted(roles), "days": promised_days()})


@never_cache
@require_POST
def download(request: PersonRequest) -> HttpResponse:
    """Everything held about oneself, as a JSON file. By POST, because it leaves an audit event."""
    response = HttpResponse(export(request.user, actor=request.user), content_type="application/json; charset=utf-8")
    name = f"congvu-{today():%Y-%m-%d}.json"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_all(request: PersonRequest) -> HttpResponse:
    """Asks before it deletes all of one's own conversations."""
    if request.method == "POST":
        return _erased(request, None)
    return render(request, "account/erase.html", {"count": conversations_for(request.viewer).count()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_one(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Asks before it deletes one of one's own conversations."""
    found = _own(request, pk)
    if request.method == "POST":
        return _erased(request, pk)
    return render(request, "account/erase.html", {"conversation": found})


def _erased(request: PersonRequest, only: uuid.UUID | None) -> HttpResponse:
    try:
        erase_conversations(request.user, actor=request.user, only=only)
    except NotAllowedError as error:
        raise Http404 from error
    said = _("Your conversations are deleted.") if only is None else _("The conversation is deleted.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("account:own_data"))


def _own(request: PersonRequest, pk: uuid.UUID) -> Conversation:
    return visible_or_404(Conversation.objects.visible_to(request.viewer), pk)
